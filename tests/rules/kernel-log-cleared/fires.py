"""The log is cleared by who may not."""
import ctypes, os

os.setresuid(65534, 65534, 65534)
ctypes.CDLL(None).klogctl(5, None, 0)
