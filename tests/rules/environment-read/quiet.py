"""A process reads its own environment, by its number."""
import os

for _ in range(4):
    open("/proc/%d/environ" % os.getpid(), "rb").read()
