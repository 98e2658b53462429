/* perf_event_open: a structure that has grown over time. */
#include "corpus.h"
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>

static void run(void)
{
	struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr), .config = PERF_COUNT_SW_CONTEXT_SWITCHES, .disabled = 1, .exclude_kernel = 1, .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED};
	struct perf_event_attr hardware = {.type = PERF_TYPE_HARDWARE, .size = 64, .config = PERF_COUNT_HW_CPU_CYCLES, .sample_period = 1000, .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID, .freq = 1, .precise_ip = 2};
	struct perf_event_attr breakpoint = {.type = PERF_TYPE_BREAKPOINT, .size = sizeof(attr), .bp_type = HW_BREAKPOINT_RW, .bp_addr = 1, .bp_len = HW_BREAKPOINT_LEN_4};
	struct perf_event_attr cache = {.type = PERF_TYPE_HW_CACHE, .size = 72, .config = PERF_COUNT_HW_CACHE_L1D | PERF_COUNT_HW_CACHE_OP_READ << 8 | PERF_COUNT_HW_CACHE_RESULT_MISS << 16, .branch_sample_type = PERF_SAMPLE_BRANCH_USER};
	struct perf_event_attr odd = {.type = 99, .size = 4, .config = 77}, more = {.type = PERF_TYPE_RAW, .size = 4096, .config = 0x1234};

	sys(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	sys(SYS_perf_event_open, &hardware, 0, -1, -1, 0);
	sys(SYS_perf_event_open, &breakpoint, 0, -1, -1, PERF_FLAG_FD_NO_GROUP | PERF_FLAG_FD_OUTPUT);
	sys(SYS_perf_event_open, &cache, 0x7fffffff, 0, 99, PERF_FLAG_PID_CGROUP);
	sys(SYS_perf_event_open, &odd, -1, -1, -1, 0xff00);
	sys(SYS_perf_event_open, &more, 0, -1, -1, 0);
	sys(SYS_perf_event_open, LOW, 0, -1, -1, 0);
	sys(SYS_perf_event_open, 0, 0, -1, -1, -1L);
	sys(SYS_perf_event_open, at_end(&attr, 48), 0, -1, -1, 0);
}
