"""The same port again and again."""
import socket

for _ in range(30):
    socket.socket().connect_ex(("127.0.0.1", 2000))
