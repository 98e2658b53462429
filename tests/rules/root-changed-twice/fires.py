"""Out of a root by a second one."""
import os

os.mkdir("one")
os.chroot("one")
os.mkdir("two")
os.chroot("two")
