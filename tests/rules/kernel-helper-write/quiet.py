"""core_pattern is read."""
open("/proc/sys/kernel/core_pattern").read()
