"""A named pipe feeds a shell with what a connection brings."""
import os, socket, subprocess

server = socket.create_server(("203.0.113.5", 4446))
os.mkfifo("pipe")
if os.fork() == 0:
    with open("pipe") as commands:
        subprocess.run(["/bin/sh"], stdin=commands)
    os._exit(0)
if os.fork() == 0:
    with open("pipe", "w") as commands:
        client = socket.create_connection(("203.0.113.5", 4446))
        commands.write(client.recv(100).decode())
    os._exit(0)
connection, _ = server.accept()
connection.send(b"true\n")
os.wait()
os.wait()
