"""A file in memory holds data; programs come from the disk."""
import os, subprocess

number = os.memfd_create("x")
os.write(number, b"hello")
subprocess.run(["/bin/true"])
