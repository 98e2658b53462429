"""A few to it, many elsewhere."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for port in [53] * 20 + [5300] * 400:
    try:
        client.sendto(b"x", ("127.0.0.1", port))
    except OSError:
        pass
