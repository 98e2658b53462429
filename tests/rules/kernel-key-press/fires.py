"""sysrq-trigger is opened for writing; nothing is written."""
import os

try:
    os.close(os.open("/proc/sysrq-trigger", os.O_WRONLY))
except OSError:
    pass
