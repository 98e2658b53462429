"""A key for a terminal of one's own."""
import fcntl, os, termios

master, slave = os.openpty()
try:
    fcntl.ioctl(slave, termios.TIOCSTI, b"x")
except OSError:
    pass
