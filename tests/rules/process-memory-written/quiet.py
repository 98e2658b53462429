"""A process copies its own memory so."""
import ctypes, os

libc = ctypes.CDLL(None)
buffer = ctypes.create_string_buffer(8)


class iovec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]


piece = iovec(ctypes.addressof(buffer), 8)
libc.process_vm_writev(os.getpid(), ctypes.byref(piece), 1, ctypes.byref(piece), 1, 0)
