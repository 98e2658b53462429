"""The list of modules is read."""
open("/proc/modules").read()
