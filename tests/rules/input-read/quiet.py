"""The list of devices is read."""
import os

try:
    os.listdir("/dev/input")
except OSError:
    pass
