"""The setting is read."""
open("/proc/sys/kernel/randomize_va_space").read()
