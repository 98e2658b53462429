"""Ports of one address, one after the other."""
import socket

for port in range(2000, 2030):
    socket.socket().connect_ex(("127.0.0.1", port))
