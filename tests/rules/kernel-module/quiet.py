"""What the kernel is called is read."""
import os

os.path.exists("/proc/modules")
open("/proc/version").read()
