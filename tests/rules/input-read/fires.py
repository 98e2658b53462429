"""An input device is opened, if there is one."""
import os

try:
    os.close(os.open("/dev/input/event0", os.O_RDONLY))
except OSError:
    pass
