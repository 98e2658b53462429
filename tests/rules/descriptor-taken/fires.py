"""A parent takes a descriptor of its child."""
import ctypes, os, signal

libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    signal.pause()
pidfd = libc.syscall(434, child, 0)
libc.syscall(438, pidfd, 1, 0)
os.kill(child, signal.SIGKILL)
os.wait()
