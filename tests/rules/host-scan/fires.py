"""One port of many addresses."""
import socket

for last in range(1, 31):
    socket.socket().connect_ex(("127.0.0.%d" % last, 2000))
