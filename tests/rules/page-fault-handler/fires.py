"""The call, with what the kernel lets everyone have."""
import ctypes

ctypes.CDLL(None).syscall(323, 1)
