"""A process asks to be traced."""
import ctypes

ctypes.CDLL(None).ptrace(0, 0, None, None)
