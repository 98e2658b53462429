/* ioctl on terminals: a pair of our own. */
#include "corpus.h"
#include <asm/termbits.h>
#include <asm/ioctls.h>

static void run(void)
{
	struct termios termios;
	struct termio {
		unsigned short c_iflag, c_oflag, c_cflag, c_lflag;
		unsigned char c_line, c_cc[8];
	} termio;
	struct winsize {
		unsigned short row, col, x, y;
	} size = {24, 80, 0, 0};
	int number = 0, unlock = 0, value, master = open("/dev/ptmx", O_RDWR | O_NOCTTY), fd = open("/dev/null", O_RDWR), slave;

	sys(SYS_ioctl, master, TIOCGPTN, &number);
	sys(SYS_ioctl, master, TIOCSPTLCK, &unlock);
	sys(SYS_ioctl, master, TIOCGPTLCK, &value);
	slave = sys(SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	sys(SYS_ioctl, slave, TCGETS, &termios);
	termios.c_lflag &= ~(ICANON | ECHO);
	termios.c_cc[VMIN] = 3;
	sys(SYS_ioctl, slave, TCSETS, &termios);
	sys(SYS_ioctl, slave, TCSETSW, &termios);
	sys(SYS_ioctl, slave, TCSETSF, LOW);
	sys(SYS_ioctl, slave, TCGETA, &termio);
	sys(SYS_ioctl, slave, TCSETA, &termio);
	sys(SYS_ioctl, fd, TCGETS, &termios);
	sys(SYS_ioctl, -1, TCGETS, &termios);
	sys(SYS_ioctl, fd, TCGETS, 0);
	sys(SYS_ioctl, slave, TIOCGWINSZ, &size);
	sys(SYS_ioctl, slave, TIOCSWINSZ, &size);
	sys(SYS_ioctl, slave, TIOCSWINSZ, LOW);
	sys(SYS_ioctl, fd, TIOCGWINSZ, &size);
	sys(SYS_ioctl, slave, TIOCGPGRP, &value);
	sys(SYS_ioctl, slave, TIOCSPGRP, &value);
	sys(SYS_ioctl, slave, TIOCGSID, &value);
	sys(SYS_ioctl, slave, TIOCOUTQ, &value);
	sys(SYS_ioctl, slave, FIONREAD, &value);
	sys(SYS_ioctl, slave, FIONREAD, LOW);
	sys(SYS_ioctl, slave, TIOCMGET, &value);
	sys(SYS_ioctl, slave, TIOCGETD, &value);
	sys(SYS_ioctl, slave, TIOCGEXCL, &value);
	sys(SYS_ioctl, slave, TIOCNOTTY, 0);
	sys(SYS_ioctl, slave, TCFLSH, TCIFLUSH);
	sys(SYS_ioctl, slave, TCFLSH, 77);
	sys(SYS_ioctl, slave, TCXONC, TCOON);
	sys(SYS_ioctl, slave, TCSBRK, 1);
	sys(SYS_ioctl, fd, TIOCSTI, "x");
	sys(SYS_ioctl, fd, TIOCSCTTY, 1);
	sys(SYS_ioctl, master, TIOCPKT, &unlock);
	sys(SYS_ioctl, slave, FIONBIO, &unlock);
	sys(SYS_ioctl, slave, FIOASYNC, &unlock);
	sys(SYS_ioctl, slave, FIOCLEX, 0);
	sys(SYS_ioctl, slave, FIONCLEX, 0);
	sys(SYS_ioctl, slave, 0x5499, 1);
	sys(SYS_ioctl, slave, 0xffffffff, -1L);
	sys(SYS_ioctl, slave, 0, 0);
}
