"""A terminal is asked for its size, and written to."""
import fcntl, os, termios

master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCGWINSZ, b"\0" * 8)
os.write(master, b"x")
