"""A block device is made that no driver is behind."""
import os, stat

try:
    os.mknod("disk", stat.S_IFBLK | 0o600, os.makedev(240, 250))
except OSError:
    pass
