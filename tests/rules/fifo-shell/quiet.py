"""A named pipe carries a log."""
import os

os.mkfifo("log")
if os.fork() == 0:
    with open("log") as log:
        log.read()
    os._exit(0)
with open("log", "w") as log:
    log.write("hello\n")
os.wait()
