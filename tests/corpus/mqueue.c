/* Message queues of POSIX, under a name that is removed at once. */
#include "corpus.h"
#include <mqueue.h>
#include <time.h>

static void run(void)
{
	struct mq_attr attr = {.mq_maxmsg = 2, .mq_msgsize = 20}, odd = {.mq_flags = 0xff, .mq_maxmsg = -1, .mq_msgsize = -1}, old, nonblock = {.mq_flags = O_NONBLOCK};
	struct sigevent event = {.sigev_notify = SIGEV_NONE}, signal = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1}, unknown = {.sigev_notify = 77};
	struct timespec past = {1, 0}, wrong = {0, -1};
	char name[30], buffer[50];
	unsigned int priority;
	int fd;

	/* Its number is in the name, so that two runs do not meet. */
	sprintf(name, "corpus-%d", getpid());
	fd = sys(SYS_mq_open, name, O_RDWR | O_CREAT | O_EXCL, 0600, &attr);
	sys(SYS_mq_unlink, name);
	sys(SYS_mq_open, "corpus-odd", O_CREAT | O_WRONLY, 0, &odd);
	sys(SYS_mq_open, "corpus-none", O_RDONLY);
	sys(SYS_mq_open, "with/slash", O_RDONLY | O_NONBLOCK, 0, 0);
	sys(SYS_mq_open, LOW, O_CREAT, 0777, LOW);
	sys(SYS_mq_timedsend, fd, "message", 7, 3, 0);
	sys(SYS_mq_timedsend, fd, "second", 6, 1, &past);
	sys(SYS_mq_timedsend, fd, "no place", 8, 1, &past);
	sys(SYS_mq_timedsend, fd, LOW, 8, -1, &wrong);
	sys(SYS_mq_getsetattr, fd, 0, &old);
	sys(SYS_mq_getsetattr, fd, &nonblock, &old);
	sys(SYS_mq_getsetattr, -1, LOW, LOW);
	sys(SYS_mq_timedreceive, fd, buffer, sizeof(buffer), &priority, &past);
	sys(SYS_mq_timedreceive, fd, buffer, 5, &priority, 0);
	sys(SYS_mq_timedreceive, fd, buffer, sizeof(buffer), 0, 0);
	sys(SYS_mq_timedreceive, fd, buffer, sizeof(buffer), &priority, 0);
	sys(SYS_mq_timedreceive, -1, LOW, -1L, LOW, LOW);
	sys(SYS_mq_notify, fd, &event);
	sys(SYS_mq_notify, fd, 0);
	sys(SYS_mq_notify, -1, &signal);
	sys(SYS_mq_notify, fd, &unknown);
	sys(SYS_mq_notify, fd, LOW);
	sys(SYS_mq_unlink, "corpus-none");
	sys(SYS_mq_unlink, LOW);
}
