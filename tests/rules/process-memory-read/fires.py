"""A parent opens the memory of its child."""
import os, signal

child = os.fork()
if child == 0:
    signal.pause()
os.close(os.open("/proc/%d/mem" % child, os.O_RDONLY))
os.kill(child, signal.SIGTERM)
os.wait()
