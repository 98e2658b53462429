"""A parent reads the environments of its children."""
import os, signal

children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        signal.pause()
    children.append(child)
for child in children:
    open("/proc/%d/environ" % child, "rb").read()
    os.kill(child, signal.SIGKILL)
    os.wait()
