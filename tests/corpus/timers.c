/* Timers of every make. */
#include "corpus.h"
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

static void run(void)
{
	struct itimerval long_time = {{1, 2}, {3600, 5}}, none = {0}, old, wrong = {{0, 0}, {0, 1000000}};
	struct itimerspec spec = {{1, 2}, {3600, 7}}, before, off = {0}, odd = {{0, 0}, {-1, 1000000000}};
	struct sigevent none_event = {.sigev_notify = SIGEV_NONE, .sigev_value.sival_ptr = (void *)0x1234}, signal_event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1},
			thread = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN}, unknown = {.sigev_notify = 77, .sigev_signo = 99};
	int timer = -1, fd;
	uint64_t ticks;

	sys(SYS_setitimer, ITIMER_REAL, &long_time, &old);
	sys(SYS_setitimer, ITIMER_REAL, &none, 0);
	sys(SYS_setitimer, ITIMER_VIRTUAL, &wrong, &old);
	sys(SYS_setitimer, ITIMER_PROF, 0, &old);
	sys(SYS_setitimer, 77, LOW, LOW);
	sys(SYS_getitimer, ITIMER_VIRTUAL, &old);
	sys(SYS_getitimer, ITIMER_PROF, LOW);
	sys(SYS_getitimer, -1, 0);
	sys(SYS_alarm, 1000);
	sys(SYS_alarm, 0);
	thread._sigev_un._tid = getpid();
	sys(SYS_timer_create, CLOCK_MONOTONIC, &none_event, &timer);
	sys(SYS_timer_settime, timer, 0, &spec, &before);
	sys(SYS_timer_settime, timer, TIMER_ABSTIME, &off, 0);
	sys(SYS_timer_settime, timer, 0xff, &odd, LOW);
	sys(SYS_timer_settime, 99, 0, LOW, &before);
	sys(SYS_timer_gettime, timer, &before);
	sys(SYS_timer_gettime, 99, &before);
	sys(SYS_timer_getoverrun, timer);
	sys(SYS_timer_delete, timer);
	sys(SYS_timer_delete, -1);
	sys(SYS_timer_create, CLOCK_REALTIME, &signal_event, &timer);
	sys(SYS_timer_create, CLOCK_BOOTTIME, &thread, &timer);
	sys(SYS_timer_create, CLOCK_REALTIME, 0, &timer);
	sys(SYS_timer_create, 77, &unknown, &timer);
	sys(SYS_timer_create, CLOCK_REALTIME, LOW, 0);
	fd = sys(SYS_timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	sys(SYS_timerfd_create, CLOCK_BOOTTIME_ALARM, 0);
	sys(SYS_timerfd_create, 99, 0x123);
	sys(SYS_timerfd_settime, fd, 0, &spec, &before);
	sys(SYS_timerfd_settime, fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &off, 0);
	sys(SYS_timerfd_settime, fd, 0xf0, &odd, &before);
	sys(SYS_timerfd_settime, -1, 0, LOW, LOW);
	sys(SYS_timerfd_gettime, fd, &before);
	sys(SYS_timerfd_gettime, fd, 0);
	sys(SYS_read, fd, &ticks, sizeof(ticks));
}
