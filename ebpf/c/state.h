/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * What is known of a task that is followed, and the maps shared with user space.
 */
#pragma once

#include "kernel.h"
#include "wire.h"

/* Set by user space before loading: whether what the runtime does before the target's first exec is recorded. */
volatile const __u32 keep_setup = 0;

/* Set by user space before loading: blocks of each processor's bulk ring, a power of two. */
volatile const __u32 blocks = 1;

/* Set by user space while running: whether tasks are still to be taken up at their next call. */
__u32 adopting = 0;

/* Bytes of captures that fit beside a task's state. Longer ones move to task_spill, which few tasks ever need. */
#define INLINE_MAX 512
/* A capture goes inline if it begins at most here ... */
#define INLINE_LAST 240
/* ... and has at most this many bytes (240 + 16 for its head + 256 = 512). */
#define INLINE_PIECE 256
/* The same for the spill: the last offset at which a capture of CAPTURE_MAX may begin. */
#define SPILL_LAST (DATA_MAX - 16 - CAPTURE_MAX)

/* Captures of an entry of the plan. */
#define CAPTURES 8

#define STRVEC_MAX 128
/* Most argument vectors are shorter than this. */
#define EXEC_SMALL 512

enum mode {
	IN_CALL = 1, /* between entry and exit of a wanted call */
	SKIPPED = 2, /* between entry and exit of a call that is not wanted */
	FRESH = 4,   /* its next exit, if no entry comes first, is the end of the fork that made it */
	SETUP = 8,   /* before the target's first exec */
	SPILLED = 16, /* the captures of this call are in task_spill */
	REQUEST_OF_RING = 64, /* an operation of io_uring: what does not fit beside its state is in request_spills */
	TAKEN = 128, /* taken up while it ran: its next exit, if no entry comes first, ends a call that it was in */
	NEW_ID = 32  /* inside an exec that gave the thread its leader's id: its numbers begin again after it */
};

struct task_state {
	/* The record, which is whole as it stands: user space reads those of io_uring that have not ended. */
	struct syscall_event ev;
	__u8 data[INLINE_MAX];
	__u8 again[CHECK_MAX]; /* what is read for comparison */
	__u64 seq;
	__u32 mode;
	__u32 slot;    /* of the plan; PLAN_NONE if the call has none */
	__u32 faulted; /* captures of the plan's entry that could not be made at entry, one bit each */
	__u32 when;    /* of the capture in progress: WHEN_ENTRY or WHEN_EXIT */
	__u16 named[2]; /* where in the data the captures are that are compared at exit, plus 1 */
	__u16 due;      /* which captures of the plan are being made: WHEN_ENTRY, WHEN_EXIT or WHEN_FAILED */
	__u16 choice_at_exit; /* a table's row has captures to be made at exit */
	__u32 slot_capture; /* of the capture in progress: its place in the plan's entry */
	__u32 element;  /* of the capture in progress: which of several structures */
	struct plan_capture made; /* a capture that no plan has */
	__u32 piece_used; /* of the pieces of an I/O vector: bytes kept so far ... */
	__u64 piece_total; /* ... bytes that they have ... */
	__u64 piece_most; /* ... at most ... */
	__u64 piece_status; /* ... and what came of it: STATUS_... */
	__u64 words[6]; /* the arguments of the call that this one stands for */
	__u64 has_words; /* whether they could be read */
	__u64 request; /* of an operation of io_uring: its key */
};

_Static_assert(sizeof(struct task_state) == REQUEST, "REQUEST of schema/src/wire.rs");

struct task_spill {
	struct syscall_event ev;
	/* The slack lets the verifier see that a string vector, whose two bounds it cannot relate, stays inside. */
	__u8 data[DATA_MAX + CAPTURE_MAX];
};

_Static_assert(sizeof(struct task_spill) == SPILL, "SPILL of schema/src/wire.rs");

#define PLAN_NONE (~0U)

/* Keeps the compiler from using a value before its bound is checked, which the verifier would refuse. */
#define BOUNDED(value) asm volatile("" : "+r"(value))

/* Makes what was written before visible to the reader, and then the position. */
#if defined(__TARGET_ARCH_x86)
#define PUBLISH(place, value)                                                                                          \
	do {                                                                                                           \
		asm volatile("" ::: "memory");                                                                         \
		*(volatile __u64 *)&(place) = (value);                                                                 \
	} while (0)
#else
#define PUBLISH(place, value) __sync_lock_test_and_set(&(place), (value))
#endif

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_state);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_spill);
} spills SEC(".maps");

/* The same of operations of io_uring, by the address of the kernel's request. Few have paths as long as that. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct task_spill);
} request_spills SEC(".maps");

static const struct task_spill no_spill;

/* The spill of the current task's call, or of an operation; NULL if it has none. */
static __always_inline struct task_spill *spill_there(struct task_state *st)
{
	__u64 key = st->request;

	if (st->mode & REQUEST_OF_RING)
		return bpf_map_lookup_elem(&request_spills, &key);
	return bpf_task_storage_get(&spills, bpf_get_current_task_btf(), 0, 0);
}

/* What is known of processes beforehand: TARGET_... */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u32);
} targets SEC(".maps");

/* Its one element says whom to follow apart from `targets`. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scope);
} scopes SEC(".maps");

/* The native ABI's slots, then those of the 32-bit ABI, then those of io_uring. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3 * PLAN_SLOTS);
	__type(key, __u32);
	__type(value, struct plan_entry);
} plan SEC(".maps");

/* What to capture where an argument decides; user space sets the size and fills it in. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct choice_key);
	__type(value, struct plan_choice);
} choices SEC(".maps");

/*
 * What lies from here to the state rings is mapped by user space as well. Each processor has its own part, and only
 * the task that runs there writes to it; the programs run with preemption switched off.
 */

/* One per processor. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct processor);
} processors SEC(".maps");

struct block {
	__u8 bytes[BLOCK];
};

/* `blocks` per processor. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct block);
} bulk SEC(".maps");

/* COUNT_SLOTS per processor. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct count_entry);
} count_slots SEC(".maps");

/* COUNT_LOG per processor. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct count_entry);
} count_log SEC(".maps");

struct ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
};

/* One ring for state events per processor; user space sets the number and fills them in. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct ring);
} state_rings SEC(".maps");

static __always_inline struct processor *my_processor(void)
{
	__u32 cpu = bpf_get_smp_processor_id();
	return bpf_map_lookup_elem(&processors, &cpu);
}

#define COUNT(member)                                                                                                  \
	do {                                                                                                           \
		struct processor *here_ = my_processor();                                                              \
		if (here_)                                                                                             \
			here_->stats.member++;                                                                         \
	} while (0)
