"""A connected process runs a shell in a terminal of its own."""
import os, pty, socket

server = socket.create_server(("203.0.113.5", 4447))
if os.fork() == 0:
    client = socket.create_connection(("203.0.113.5", 4447))
    pid, master = pty.fork()
    if pid == 0:
        os.execv("/bin/sh", ["sh", "-c", "true"])
    os.waitpid(pid, 0)
    os._exit(0)
server.accept()
os.wait()
