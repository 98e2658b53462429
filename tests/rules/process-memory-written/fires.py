"""A parent writes memory of its child, which has the same addresses."""
import ctypes, os, signal

libc = ctypes.CDLL(None)
buffer = ctypes.create_string_buffer(8)
child = os.fork()
if child == 0:
    signal.pause()


class iovec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]


piece = iovec(ctypes.addressof(buffer), 8)
libc.process_vm_writev(child, ctypes.byref(piece), 1, ctypes.byref(piece), 1, 0)
os.kill(child, signal.SIGKILL)
os.wait()
