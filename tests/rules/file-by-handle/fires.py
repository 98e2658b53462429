"""A handle that is none."""
import ctypes, os

ctypes.CDLL(None).syscall(304, os.open("/", os.O_RDONLY), ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0" + b"\x02" + b"\0" * 7), 0)
