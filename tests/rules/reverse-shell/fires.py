"""A child connects to its parent and gives the connection to a shell."""
import os, socket

server = socket.create_server(("203.0.113.5", 4444))
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 4444))
    for number in (0, 1, 2):
        os.dup2(client.fileno(), number)
    os.execv("/bin/sh", ["sh", "-c", "echo hello"])
connection, _ = server.accept()
connection.recv(100)
os.wait()
