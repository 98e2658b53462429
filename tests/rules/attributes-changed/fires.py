"""The flags of a file are set as they are."""
import fcntl, struct

with open("file", "w") as file:
    try:
        fcntl.ioctl(file, 0x40086602, struct.pack("l", 0))
    except OSError:
        pass
