"""A process is looked at again and again."""
import os

for _ in range(30):
    open("/proc/%d/cmdline" % os.getpid()).read()
