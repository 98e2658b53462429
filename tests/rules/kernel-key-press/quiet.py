"""Which keys are allowed is read."""
open("/proc/sys/kernel/sysrq").read()
