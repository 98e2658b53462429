"""A handle is asked for, and not used."""
import ctypes

handle = ctypes.create_string_buffer(b"\x80\0\0\0" + b"\0" * 132)
mount = ctypes.c_int()
ctypes.CDLL(None).syscall(303, -100, b"/", handle, ctypes.byref(mount), 0)
