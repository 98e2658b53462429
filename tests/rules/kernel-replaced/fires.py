"""reboot without its magic numbers: the kernel refuses it."""
import ctypes

ctypes.CDLL(None).syscall(169, 0, 0, 0, 0)
