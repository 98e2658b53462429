"""core_pattern is opened for writing; nothing is written."""
import os

try:
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
except OSError:
    pass
