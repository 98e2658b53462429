"""A program that asks for one thing that it may not have."""
import ctypes, os

libc = ctypes.CDLL(None)
os.setresuid(65534, 65534, 65534)
for _ in range(10):
    libc.sethostname(b"x", 1)
