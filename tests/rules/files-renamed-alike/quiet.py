"""Files are renamed as programs do that replace them safely."""
import os

for number in range(30):
    open("text%d.tmp" % number, "w").close()
    os.rename("text%d.tmp" % number, "text%d" % number)
