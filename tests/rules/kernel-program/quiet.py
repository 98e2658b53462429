"""A map is asked for, of no size; the kernel refuses it."""
import ctypes

ctypes.CDLL(None).syscall(321, 0, ctypes.create_string_buffer(128), 128)
