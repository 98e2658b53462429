"""A module of no bytes."""
import ctypes

ctypes.CDLL(None).syscall(175, None, 0, b"")
