/* Limits, resources used, and what machine this is. */
#include "corpus.h"
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/times.h>
#include <sys/utsname.h>

static void run(void)
{
	struct rlimit limit, core = {0, RLIM_INFINITY}, some = {1024, 4096}, odd = {1025, 10 * 1024 * 1024 + 1}, crossed = {5, 4};
	struct rusage usage;
	struct utsname name;
	struct sysinfo info;
	struct tms times;

	for (int i = 0; i < 17; i++)
		sys(SYS_getrlimit, i, &limit);
	sys(SYS_getrlimit, -1, LOW);
	sys(SYS_getrlimit, RLIMIT_CPU, 0);
	sys(SYS_setrlimit, RLIMIT_CORE, &core);
	sys(SYS_setrlimit, RLIMIT_NOFILE, &crossed);
	sys(SYS_setrlimit, 99, &some);
	sys(SYS_setrlimit, RLIMIT_AS, LOW);
	sys(SYS_prlimit64, 0, RLIMIT_NOFILE, &some, &limit);
	sys(SYS_prlimit64, 0, RLIMIT_STACK, 0, &limit);
	sys(SYS_prlimit64, 0, RLIMIT_CORE, &odd, &limit);
	sys(SYS_prlimit64, 0x7fffffff, RLIMIT_DATA, 0, &limit);
	sys(SYS_prlimit64, 0, 99, &crossed, LOW);
	sys(SYS_prlimit64, 0, RLIMIT_MSGQUEUE, LOW, 0);
	sys(SYS_getrusage, RUSAGE_SELF, &usage);
	sys(SYS_getrusage, RUSAGE_CHILDREN, &usage);
	sys(SYS_getrusage, RUSAGE_THREAD, LOW);
	sys(SYS_getrusage, 77, &usage);
	sys(SYS_uname, &name);
	sys(SYS_uname, 0);
	sys(SYS_uname, LOW);
	sys(SYS_sysinfo, &info);
	sys(SYS_sysinfo, 0);
	sys(SYS_times, &times);
	sys(SYS_times, 0);
	sys(SYS_times, LOW);
}
