"""Many messages to a name server."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(400):
    try:
        client.sendto(b"x", ("127.0.0.1", 53))
    except OSError:
        pass
