"""A server that answers by itself, and a shell started by a client."""
import os, socket

server = socket.create_server(("127.0.0.1", 8081))
if os.fork() == 0:
    socket.create_connection(("127.0.0.1", 8081)).recv(10)
    os.system("true")
    os._exit(0)
connection, _ = server.accept()
connection.send(b"done")
os.wait()
