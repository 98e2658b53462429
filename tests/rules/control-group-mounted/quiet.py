"""A mount in memory is asked for, at a place that does not exist."""
import ctypes

ctypes.CDLL(None).mount(b"none", b"/nonexistent", b"tmpfs", 0, None)
