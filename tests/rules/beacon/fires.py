"""A question every 400 ms."""
import socket, time

for _ in range(7):
    socket.socket().connect_ex(("203.0.113.5", 4443))
    time.sleep(0.4)
