"""A shell in a terminal, without a connection."""
import os, pty

pid, master = pty.fork()
if pid == 0:
    os.execv("/bin/sh", ["sh", "-c", "true"])
os.waitpid(pid, 0)
