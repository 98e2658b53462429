"""A server goes into its root."""
import os

os.mkdir("one")
os.chroot("one")
os.chdir("/")
