"""A mount of control groups is asked for, at a place that does not exist."""
import ctypes

ctypes.CDLL(None).mount(b"none", b"/nonexistent", b"cgroup", 0, b"memory")
