"""The memory of the machine is opened for reading, and nothing is read."""
import os

try:
    os.close(os.open("/dev/mem", os.O_RDONLY))
except OSError:
    pass
