"""A file comes over a connection and is only read; another one is executed."""
import os, socket, subprocess

server = socket.create_server(("203.0.113.5", 8082))
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 8082))
    with open("text", "wb") as out:
        out.write(client.recv(1000))
    subprocess.run(["/bin/cat", "text"])
    os._exit(0)
connection, _ = server.accept()
connection.send(b"hello\n")
connection.close()
os.wait()
