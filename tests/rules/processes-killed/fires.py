"""Many children are killed."""
import os, signal

children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        signal.pause()
    children.append(child)
for child in children:
    os.kill(child, signal.SIGKILL)
    os.wait()
