/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Counting every call, whatever becomes of its row.
 *
 * Each processor has a small table, in which the kinds of call that are frequent stay. A kind whose place is taken moves
 * the other to the log, which user space reads; a kind may therefore be found several times, and its parts add up.
 */
#pragma once

#include "state.h"

/* Position of the highest bit; 0 for 0. */
static __always_inline __u32 log2_of(__u64 v)
{
	__u32 r = 0;

	if (v >> 32) {
		v >>= 32;
		r = 32;
	}
	if (v >> 16) {
		v >>= 16;
		r += 16;
	}
	if (v >> 8) {
		v >>= 8;
		r += 8;
	}
	if (v >> 4) {
		v >>= 4;
		r += 4;
	}
	if (v >> 2) {
		v >>= 2;
		r += 2;
	}
	return r + (v >> 1);
}

/* Moves an element to the log. */
static __noinline int log_count(struct processor *here, struct count_entry *entry, __u32 cpu)
{
	__u64 head, tail;
	struct count_entry *to;
	__u32 index;

	if (!here || !entry)
		return 0;
	head = here->count_head;
	tail = *(volatile __u64 *)&here->count_tail;
	index = cpu * COUNT_LOG + (head & (COUNT_LOG - 1));
	to = bpf_map_lookup_elem(&count_log, &index);
	if (!to || head - tail >= COUNT_LOG) {
		here->stats.uncounted += entry->calls;
		return 0;
	}
	*to = *entry;
	PUBLISH(here->count_head, head + 1);
	return 0;
}

static __always_inline void count_call(struct processor *here, struct task_state *st, __u32 cpu)
{
	__u64 errno = (__u64)st->ev.ret >= -4095ULL ? -st->ev.ret : 0;
	__u32 log2 = log2_of(st->ev.dur), index;
	struct count_entry *entry;
	union {
		struct {
			__u32 tgid;
			__s32 nr;
			__u16 errno;
			__u8 arch;
			__u8 log2;
			__u32 flags;
		};
		__u64 words[2];
	} key;

	here->stats.calls++;
	if (st->ev.dur == NO_DURATION)
		log2 = NO_LOG2;
	if (st->ev.flags & FLAG_UNFINISHED)
		errno = NO_RETURN;
	key.tgid = st->ev.tgid;
	key.nr = st->ev.nr;
	key.errno = errno;
	key.arch = st->ev.arch;
	key.log2 = log2;
	key.flags = st->ev.flags & FLAG_SETUP;
	index = st->ev.nr * 37 + st->ev.tgid * 101 + log2 + errno * 7;
	index = cpu * COUNT_SLOTS + (index & (COUNT_SLOTS - 1));
	entry = bpf_map_lookup_elem(&count_slots, &index);
	if (!entry) {
		here->stats.uncounted++;
		return;
	}
	if (((__u64 *)entry)[0] != key.words[0] || ((__u64 *)entry)[1] != key.words[1]) {
		if (entry->calls)
			log_count(here, entry, cpu);
		((__u64 *)entry)[0] = key.words[0];
		((__u64 *)entry)[1] = key.words[1];
		entry->calls = 0;
		entry->total_ns = 0;
	}
	entry->calls++;
	if (log2 != NO_LOG2)
		entry->total_ns += st->ev.dur;
}
