"""A key is read by one process; another one sends something else."""
import os, socket, subprocess

os.makedirs(os.environ["HOME"] + "/.ssh", exist_ok=True)
open(os.environ["HOME"] + "/.ssh/id_rsa", "w").write("key" * 50)
server = socket.create_server(("203.0.113.5", 8084))
if os.fork() == 0:
    subprocess.run(["/bin/cat", os.environ["HOME"] + "/.ssh/id_rsa"], stdout=subprocess.DEVNULL)
    client = socket.create_connection(("203.0.113.5", 8084))
    client.sendall(b"hello")
    os._exit(0)
connection, _ = server.accept()
connection.recv(1000)
os.wait()
