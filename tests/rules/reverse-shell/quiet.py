"""A client that connects, and starts a shell whose output is a pipe."""
import os, socket, subprocess

server = socket.create_server(("203.0.113.5", 4444))
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 4444))
    client.send(subprocess.run(["/bin/sh", "-c", "echo hello"], stdout=subprocess.PIPE).stdout)
    os._exit(0)
connection, _ = server.accept()
connection.recv(100)
os.wait()
