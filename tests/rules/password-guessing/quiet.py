"""A few to that, many to another one."""
import socket

for _ in range(3):
    socket.socket().connect_ex(("127.0.0.1", 22))
for _ in range(20):
    socket.socket().connect_ex(("127.0.0.1", 80))
