/* Scheduling: policies, priorities, processors, memory policies. */
#include "corpus.h"
#include <linux/ioprio.h>
#include <sys/resource.h>

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t util_min, util_max;
};

static void run(void)
{
	struct sched_param param = {0}, high = {99}, wrong = {-1};
	struct attr attr = {.size = sizeof(attr), .policy = SCHED_BATCH, .nice = 5}, deadline = {.size = 48, .policy = 6, .flags = 7, .runtime = 1, .deadline = 2, .period = 3},
		    odd = {.size = 4096, .policy = 77, .flags = 0xff00};
	unsigned long cpus[16] = {1}, none[16] = {0}, all[1] = {~0UL}, nodes = 1;
	struct timespec interval;
	unsigned int cpu, node;
	int mode, status[2];
	void *pages[2] = {hole - 4096, LOW};
	int where[2] = {0, 0};

	sys(SYS_sched_yield);
	sys(SYS_sched_getscheduler, 0);
	sys(SYS_sched_getscheduler, -1);
	sys(SYS_sched_setscheduler, 0, SCHED_OTHER, &param);
	sys(SYS_sched_setscheduler, 0, SCHED_BATCH | SCHED_RESET_ON_FORK, &param);
	sys(SYS_sched_setscheduler, 0x7fffffff, SCHED_FIFO, &high);
	sys(SYS_sched_setscheduler, 0, 77, &wrong);
	sys(SYS_sched_setscheduler, 0, SCHED_RR, LOW);
	sys(SYS_sched_getparam, 0, &param);
	sys(SYS_sched_getparam, -1, &param);
	sys(SYS_sched_setparam, 0, &param);
	sys(SYS_sched_setparam, 0, &wrong);
	sys(SYS_sched_setparam, 0, 0);
	sys(SYS_sched_get_priority_max, SCHED_FIFO);
	sys(SYS_sched_get_priority_min, SCHED_IDLE);
	sys(SYS_sched_get_priority_max, 99);
	sys(SYS_sched_rr_get_interval, 0, &interval);
	sys(SYS_sched_rr_get_interval, -1, LOW);
	sys(SYS_sched_setattr, 0, &attr, 0);
	sys(SYS_sched_setattr, 0x7fffffff, &deadline, 0);
	sys(SYS_sched_setattr, 0, &odd, 0x10);
	sys(SYS_sched_setattr, 0, LOW, 0);
	sys(SYS_sched_getattr, 0, &attr, sizeof(attr), 0);
	sys(SYS_sched_getattr, 0, &attr, 48, 0);
	sys(SYS_sched_getattr, 0, &attr, 4, 0);
	sys(SYS_sched_getattr, -1, LOW, 56, 7);
	sys(SYS_sched_getaffinity, 0, sizeof(none), none);
	sys(SYS_sched_getaffinity, 0, 1, none);
	sys(SYS_sched_getaffinity, 0, sizeof(none), LOW);
	sys(SYS_sched_setaffinity, 0, sizeof(cpus), cpus);
	sys(SYS_sched_setaffinity, 0, sizeof(all), all);
	sys(SYS_sched_setaffinity, 0, 0, cpus);
	sys(SYS_sched_setaffinity, -1, sizeof(none), none);
	sys(SYS_sched_setaffinity, 0, 8, LOW);
	sys(SYS_getpriority, PRIO_PROCESS, 0);
	sys(SYS_getpriority, 77, -1);
	sys(SYS_setpriority, PRIO_PROCESS, 0, 6);
	sys(SYS_setpriority, PRIO_USER, 0x7fffffff, -3);
	sys(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0);
	sys(SYS_ioprio_get, 99, 0);
	sys(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 3));
	sys(SYS_ioprio_set, IOPRIO_WHO_USER, -1, 0xffff);
	sys(SYS_getcpu, &cpu, &node, 0);
	sys(SYS_getcpu, 0, LOW, LOW);
	sys(SYS_get_mempolicy, &mode, none, 1024, 0, 0);
	sys(SYS_get_mempolicy, &mode, none, 1024, hole - 4096, 1 | 2);
	sys(SYS_get_mempolicy, LOW, LOW, 64, LOW, 0xff);
	sys(SYS_set_mempolicy, 0, 0, 0);
	sys(SYS_set_mempolicy, 1 | 0x8000, &nodes, 64);
	sys(SYS_set_mempolicy, 77, LOW, 64);
	sys(SYS_mbind, hole - 4096, 4096, 2, &nodes, 64, 1 | 2);
	sys(SYS_mbind, LOW, 4096, 0x4003, 0, 0, 0xff);
	sys(SYS_migrate_pages, -1, 64, &nodes, LOW);
	sys(SYS_move_pages, 0, 2, pages, where, status, 2);
	sys(SYS_move_pages, 0, 2, pages, 0, status, 0);
	sys(SYS_move_pages, -1, 2, LOW, LOW, LOW, 0xff);
	sys(SYS_set_mempolicy_home_node, LOW, 4096, 0, 5);
}
