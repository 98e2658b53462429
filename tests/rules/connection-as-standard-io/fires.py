"""A connection becomes standard input."""
import os, socket

server = socket.create_server(("203.0.113.5", 4448))
client = socket.create_connection(("203.0.113.5", 4448))
os.dup2(client.fileno(), 0)
