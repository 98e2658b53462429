/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Making a process wait instead of losing its calls.
 *
 * When a ring is three quarters full, the process whose row made it so gets a SIGSTOP. It is sent at the end of a call,
 * so the thread stops before it is back in its program; the other threads of the process may each end a call first, for
 * which the last quarter is there. The recorder empties the rings and sends SIGCONT.
 */
#pragma once

#include "state.h"

#define SIGSTOP 19
/* A process that was told to wait and runs has been continued by somebody: after this time it is told again. */
#define AGAIN_NS 1000000

/* Set by user space before loading. */
volatile const __u32 hold_back = 0;

/* Processes told to wait, and when; 0 if they have been let go since. User space continues them and takes them out. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u64);
} held SEC(".maps");

static __noinline int hold_current(struct processor *here)
{
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;
	__u64 now = bpf_ktime_get_ns();
	__u64 *since = bpf_map_lookup_elem(&held, &tgid);

	if (since && now - *since < AGAIN_NS)
		return 0;
	if (bpf_map_update_elem(&held, &tgid, &now, BPF_ANY))
		return 0;
	bpf_send_signal(SIGSTOP);
	/* Again: whoever was letting the process go in this moment has taken it out, and it must be found. */
	bpf_map_update_elem(&held, &tgid, &now, BPF_ANY);
	if (here)
		here->stats.held++;
	return 0;
}

/* Whether one of this processor's rings is nearly full. */
static __always_inline int pressed(struct processor *here, void *state_ring)
{
	__u64 used = here->head / BLOCK - *(volatile __u64 *)&here->tail / BLOCK;
	__u64 counts = here->count_head - *(volatile __u64 *)&here->count_tail;

	if (used * 4 >= (__u64)blocks * 3 || counts * 4 >= COUNT_LOG * 3)
		return 1;
	return state_ring && bpf_ringbuf_query(state_ring, BPF_RB_AVAIL_DATA) * 4 >=
				     bpf_ringbuf_query(state_ring, BPF_RB_RING_SIZE) * 3;
}
