"""An archive is packed, and sent by another process."""
import os, socket, subprocess

server = socket.create_server(("203.0.113.5", 8083))
open("data", "w").write("x" * 100)
subprocess.run(["tar", "-czf", "data.tar.gz", "data"])
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 8083))
    client.sendall(open(os.path.abspath("data.tar.gz"), "rb").read())
    os._exit(0)
connection, _ = server.accept()
connection.recv(1000)
os.wait()
