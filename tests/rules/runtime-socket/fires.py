"""A client of an engine's socket; nobody listens there."""
import socket

client = socket.socket(socket.AF_UNIX)
try:
    client.connect("/nonexistent/docker.sock")
except OSError:
    pass
