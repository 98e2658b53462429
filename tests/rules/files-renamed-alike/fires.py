"""Files are given one more ending."""
import os

for number in range(30):
    open("text%d" % number, "w").close()
    os.rename("text%d" % number, "text%d.locked" % number)
