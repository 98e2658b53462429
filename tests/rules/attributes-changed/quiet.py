"""They are asked for."""
import fcntl

with open("file", "w") as file:
    try:
        fcntl.ioctl(file, 0x80086601, b"\0" * 8)
    except OSError:
        pass
