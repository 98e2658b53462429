"""A client of another socket."""
import socket

client = socket.socket(socket.AF_UNIX)
try:
    client.connect("/nonexistent/other.sock")
except OSError:
    pass
