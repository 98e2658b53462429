"""All processes are looked at; to be sure that there are enough, some are made."""
import os, signal

children = []
for _ in range(30):
    child = os.fork()
    if child == 0:
        signal.pause()
    children.append(child)
for child in children:
    open("/proc/%d/cmdline" % child).read()
    os.kill(child, signal.SIGUSR1)
    os.wait()
