"""Which keys are allowed is asked, where the kernel has them."""
import os

os.path.exists("/proc/sysrq-trigger")
open("/proc/sys/kernel/ostype").read()
