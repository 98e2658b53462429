"""A server gives an accepted connection to a shell."""
import os, socket

server = socket.create_server(("127.0.0.1", 4445))
if os.fork() == 0:
    client = socket.create_connection(("127.0.0.1", 4445))
    client.recv(100)
    os._exit(0)
connection, _ = server.accept()
if os.fork() == 0:
    for number in (0, 1, 2):
        os.dup2(connection.fileno(), number)
    os.execv("/bin/sh", ["sh", "-c", "echo hello"])
os.wait()
os.wait()
