"""Many connections to one service for log-ins."""
import socket

for _ in range(12):
    socket.socket().connect_ex(("127.0.0.1", 22))
