"""A process asks to be traced, and looks at who traces it."""
import ctypes

ctypes.CDLL(None).ptrace(0, 0, None, None)
open("/proc/self/status").read()
