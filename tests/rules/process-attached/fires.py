"""A parent attaches to its child."""
import ctypes, os, signal

libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    signal.pause()
libc.ptrace(16, child, None, None)
os.waitpid(child, 0)
libc.ptrace(17, child, None, None)
os.kill(child, signal.SIGKILL)
os.wait()
