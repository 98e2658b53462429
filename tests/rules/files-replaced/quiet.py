"""Compressed copies take the place of files."""
import os

for number in range(30):
    open("text%d" % number, "w").close()
    open("text%d.gz" % number, "w").close()
    os.remove("text%d" % number)
