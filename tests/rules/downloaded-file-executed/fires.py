"""A file comes over a connection and is executed."""
import os, socket, subprocess

server = socket.create_server(("203.0.113.5", 8082))
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 8082))
    with open("tool", "wb") as out:
        out.write(client.recv(1000))
    os.chmod("tool", 0o755)
    subprocess.run(["./tool"])
    os._exit(0)
connection, _ = server.accept()
connection.send(b"#!/bin/sh\ntrue\n")
connection.close()
os.wait()
