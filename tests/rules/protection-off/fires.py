"""The setting of address randomness is opened for writing; nothing is written."""
import os

try:
    os.close(os.open("/proc/sys/kernel/randomize_va_space", os.O_WRONLY))
except OSError:
    pass
