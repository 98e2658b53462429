/* Clocks read, waited for, and refused to be set. */
#include "corpus.h"
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

static void run(void)
{
	struct timespec short_time = {0, 1000}, left, wrong = {1, 1000000000}, past = {1, 0}, negative = {-1, -1};
	struct timeval wrong_time = {0, 2000000};
	struct timezone zone = {0};
	struct timex timex = {0}, refused = {.modes = 0x4000 | ADJ_OFFSET_SINGLESHOT};
	long seconds;

	for (int clock = -1; clock < 13; clock++)
		sys(SYS_clock_gettime, clock, &left);
	sys(SYS_clock_gettime, CLOCK_REALTIME, LOW);
	sys(SYS_clock_gettime, CLOCK_REALTIME, 0);
	sys(SYS_clock_gettime, -6, &left);
	sys(SYS_clock_gettime, (~getpid() << 3) | 2, &left);
	sys(SYS_clock_getres, CLOCK_MONOTONIC, &left);
	sys(SYS_clock_getres, CLOCK_TAI, 0);
	sys(SYS_clock_getres, 77, LOW);
	sys(SYS_clock_settime, CLOCK_MONOTONIC, &past);
	sys(SYS_clock_settime, CLOCK_REALTIME, &wrong);
	sys(SYS_clock_settime, CLOCK_REALTIME, LOW);
	sys(SYS_clock_settime, 99, &negative);
	sys(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &short_time, &left);
	sys(SYS_clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &past, 0);
	sys(SYS_clock_nanosleep, CLOCK_REALTIME, 6, &wrong, &left);
	sys(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, LOW, LOW);
	sys(SYS_nanosleep, &short_time, &left);
	sys(SYS_nanosleep, &short_time, 0);
	sys(SYS_nanosleep, &wrong, &left);
	sys(SYS_nanosleep, &negative, LOW);
	sys(SYS_nanosleep, 0, 0);
	sys(SYS_nanosleep, LOW, 0);
	sys(SYS_gettimeofday, &left, &zone);
	sys(SYS_gettimeofday, &left, 0);
	sys(SYS_gettimeofday, 0, 0);
	sys(SYS_gettimeofday, LOW, LOW);
	sys(SYS_settimeofday, &wrong_time, 0);
	sys(SYS_settimeofday, LOW, &zone);
	sys(SYS_time, &seconds);
	sys(SYS_time, 0);
	sys(SYS_time, LOW);
	sys(SYS_adjtimex, &timex);
	sys(SYS_adjtimex, &refused);
	sys(SYS_adjtimex, 0);
	sys(SYS_clock_adjtime, CLOCK_REALTIME, &timex);
	sys(SYS_clock_adjtime, CLOCK_MONOTONIC, &refused);
	sys(SYS_clock_adjtime, 99, LOW);
}
