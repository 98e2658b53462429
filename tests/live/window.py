"""Runs a command in a terminal of 33 lines and 77 columns, makes it 40 by 100 when it has said so, and prints what it prints."""
import fcntl, os, pty, struct, sys, termios

pid, terminal = pty.fork()
if pid == 0:
    os.read(0, 1)
    os.execvp(sys.argv[1], sys.argv[1:])


def size(lines, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


size(33, 77)
os.write(terminal, b"\n")
out = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    out += piece
    if b"33 77" in piece:
        size(40, 100)
sys.stdout.buffer.write(out)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
