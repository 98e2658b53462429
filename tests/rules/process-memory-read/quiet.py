"""A process opens its own memory, and looks at the status of its child."""
import os, signal

child = os.fork()
if child == 0:
    signal.pause()
os.close(os.open("/proc/self/mem", os.O_RDONLY))
open("/proc/%d/status" % child).read()
os.kill(child, signal.SIGTERM)
os.wait()
