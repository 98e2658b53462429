// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The kernel side of `record`: turns the system calls of chosen tasks into ring records.
 *
 * A task that is followed has a task_state in task storage; every other task costs one look-up. At entry the call's
 * number, arguments and the strings it was given are kept in the state; at exit one record is written. What to follow
 * of which call is the capture plan, a table that user space fills: nothing here knows a system call by its number.
 */
#include "kernel.h"
#include "wire.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Set by user space before loading. */
volatile const __u32 keep_setup = 0; /* record what the runtime does before the target's first exec */

/* Set by user space while running: whether tasks of `targets` are still to be taken up. */
__u32 adopting = 0;

/* Bytes of captures that fit beside a task's state. Longer ones move to task_spill, which few tasks ever need. */
#define INLINE_MAX 512
/* A capture goes inline if it begins at most here ... */
#define INLINE_LAST 240
/* ... and has at most this many bytes (240 + 16 for its head + 256 = 512). */
#define INLINE_PIECE 256
/* The same for the spill: the last offset at which a capture of CAPTURE_MAX may begin. */
#define SPILL_LAST (DATA_MAX - 16 - CAPTURE_MAX)

#define STRVEC_MAX 128
/* Most argument vectors are shorter than this. */
#define EXEC_SMALL 512

enum mode {
	IN_CALL = 1, /* between entry and exit of a wanted call */
	SKIPPED = 2, /* between entry and exit of a call that is not wanted */
	FRESH = 4,   /* its next exit, if no entry comes first, is the end of the fork that made it */
	SETUP = 8,   /* before the target's first exec */
	SPILLED = 16 /* the captures of this call are in task_spill */
};

struct task_state {
	__u64 seq;
	__u32 mode;
	__u32 slot;    /* of the plan; PLAN_NONE if the call has none */
	__u32 faulted; /* arguments that could not be read at entry, one bit each */
	__u32 when;    /* of the capture in progress: WHEN_ENTRY or WHEN_EXIT */
	struct syscall_event ev;
	__u8 data[INLINE_MAX];
};

struct task_spill {
	struct syscall_event ev;
	/* The slack lets the verifier see that a string vector, whose two bounds it cannot relate, stays inside. */
	__u8 data[DATA_MAX + CAPTURE_MAX];
};

#define PLAN_NONE (~0U)

/* Keeps the compiler from using a value before its bound is checked, which the verifier would refuse. */
#define BOUNDED(value) asm volatile("" : "+r"(value))

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

/* Processes to take up at their next system call. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u32);
} targets SEC(".maps");

/* The native ABI's slots, then those of the 32-bit ABI. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2 * PLAN_SLOTS);
	__type(key, __u32);
	__type(value, struct plan_entry);
} plan SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct stats);
} stats SEC(".maps");

struct ring {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
};

/* One ring per processor and lane; user space sets the number and fills them in. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct ring);
} bulk_rings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct ring);
} state_rings SEC(".maps");

static __always_inline struct stats *my_stats(void)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(&stats, &zero);
}

#define COUNT(member)                                                                                                  \
	do {                                                                                                           \
		struct stats *counters_ = my_stats();                                                                  \
		if (counters_)                                                                                         \
			counters_->member++;                                                                           \
	} while (0)

/* ---- the registers of a call ---- */

#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */
#define X32_BIT 0x40000000

static __always_inline __u8 abi(struct task_struct *task, __s32 nr)
{
	if (task->thread_info.status & TS_COMPAT)
		return 1; /* i386 */
	return nr & X32_BIT ? 2 : 0;
}

static __always_inline __s32 number(struct pt_regs *regs)
{
	return regs->orig_ax;
}

static __always_inline void arguments(struct pt_regs *regs, __u8 arch, __u64 *args)
{
	if (arch == 1) {
		args[0] = (__u32)regs->bx;
		args[1] = (__u32)regs->cx;
		args[2] = (__u32)regs->dx;
		args[3] = (__u32)regs->si;
		args[4] = (__u32)regs->di;
		args[5] = (__u32)regs->bp;
	} else {
		args[0] = regs->di;
		args[1] = regs->si;
		args[2] = regs->dx;
		args[3] = regs->r10;
		args[4] = regs->r8;
		args[5] = regs->r9;
	}
}

static __always_inline __u32 slot_of(__u8 arch, __s32 nr)
{
	__u32 n = arch == 2 ? nr & ~X32_BIT : nr;
	if (n >= PLAN_SLOTS)
		return PLAN_NONE;
	return arch == 1 ? n + PLAN_SLOTS : n;
}
#define WORD(arch) ((arch) == 0 ? 8 : 4)
#elif defined(__TARGET_ARCH_arm64)
static __always_inline __u8 abi(struct task_struct *task, __s32 nr)
{
	return 3; /* 32-bit programs are out of the plan: their numbers would be mistaken, see slot_of */
}

static __always_inline __s32 number(struct pt_regs *regs)
{
	return regs->syscallno;
}

static __always_inline void arguments(struct pt_regs *regs, __u8 arch, __u64 *args)
{
	args[0] = regs->orig_x0;
	args[1] = regs->regs[1];
	args[2] = regs->regs[2];
	args[3] = regs->regs[3];
	args[4] = regs->regs[4];
	args[5] = regs->regs[5];
}

static __always_inline __u32 slot_of(__u8 arch, __s32 nr)
{
	return (__u32)nr < PLAN_SLOTS ? (__u32)nr : PLAN_NONE;
}
#define WORD(arch) 8
#endif

/* ---- captures ---- */

/* Where the captures of the call in progress go, or NULL if there is no memory for a spill. */
static __always_inline struct task_spill *spill_of(struct task_state *st)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_spill *sp;

	if (st->mode & SPILLED)
		return bpf_task_storage_get(&spills, task, 0, 0);
	sp = bpf_task_storage_get(&spills, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (sp) {
		__builtin_memcpy(sp->data, st->data, INLINE_MAX);
		st->mode |= SPILLED;
	}
	return sp;
}

/* Writes the head of a capture and accounts for it. */
static __always_inline void close_capture(struct task_state *st, struct capture_head *head, const struct plan_capture *c,
					  __u8 status, __u32 len, __u32 kept)
{
	__u32 bit = 1U << (c->arg & 7);

	if (status == STATUS_FAULT) {
		/* A second failure of the same argument says nothing new. */
		if (st->faulted & bit)
			return;
		st->faulted |= bit;
	} else if (st->faulted & bit) {
		st->faulted &= ~bit;
		st->ev.flags |= FLAG_LATE;
		if (!st->faulted)
			st->ev.flags &= ~FLAG_FAULT;
	}
	head->arg = c->arg;
	head->when = st->when;
	head->status = status;
	head->reserved = 0;
	head->len = len;
	head->kept = kept;
	head->reserved2 = 0;
	st->ev.data_len += sizeof(*head) + ((kept + 7) & ~7U);
	if (status == STATUS_FAULT)
		st->ev.flags |= FLAG_FAULT;
	else if (status == STATUS_TRUNCATED)
		st->ev.flags |= FLAG_TRUNCATED;
}

/* Reads a NUL-terminated string. Returns 0 if it did not fit into `size`, which the caller may then raise. */
static __always_inline int read_string(struct task_state *st, __u8 *at, const struct plan_capture *c, __u64 addr,
				       __u32 size, int last)
{
	long n = bpf_probe_read_user_str(at + 16, size, (void *)addr);

	if (n < 0) {
		close_capture(st, (void *)at, c, STATUS_FAULT, 0, 0);
		return 1;
	}
	if (n < size) {
		close_capture(st, (void *)at, c, STATUS_OK, n - 1, n - 1);
		return 1;
	}
	/* Full: the last byte is the NUL that the helper sets; whether it was the string's own is not known. */
	if (!last)
		return 0;
	close_capture(st, (void *)at, c, STATUS_TRUNCATED, size, n - 1);
	return 1;
}

static __always_inline void read_memory(struct task_state *st, __u8 *at, const struct plan_capture *c, __u64 addr,
					__u32 want, __u32 size)
{
	if (bpf_probe_read_user(at + 16, size, (void *)addr))
		close_capture(st, (void *)at, c, STATUS_FAULT, want, 0);
	else
		close_capture(st, (void *)at, c, want > size ? STATUS_TRUNCATED : STATUS_OK, want, size);
}

static __always_inline void read_vector(struct task_state *st, __u8 *at, const struct plan_capture *c, __u64 addr)
{
	__u32 used = 0, word = WORD(st->ev.arch), i;
	__u8 status = STATUS_TRUNCATED;

	for (i = 0; i < STRVEC_MAX; i++) {
		__u64 item = 0;
		long n;

		if (bpf_probe_read_user(&item, word == 8 ? 8 : 4, (void *)(addr + i * word))) {
			status = STATUS_FAULT;
			break;
		}
		if (!item) {
			status = STATUS_OK;
			break;
		}
		if (used >= CAPTURE_MAX)
			break;
		n = bpf_probe_read_user_str(at + 16 + used, CAPTURE_MAX - used, (void *)item);
		if (n < 0) {
			status = STATUS_FAULT;
			break;
		}
		/* Full means cut; the vector ends here. */
		if (n >= CAPTURE_MAX - used) {
			used = CAPTURE_MAX;
			break;
		}
		used += n;
	}
	close_capture(st, (void *)at, c, status, used, used);
}

/* Captures one argument as the plan says. A function of its own, so that the verifier looks at it once. */
__noinline int capture(struct task_state *st, const struct plan_capture *c)
{
	__u64 addr, want, keep;
	__u32 off;

	if (!st || !c)
		return 0;
	if (c->arg > 5 || c->len_arg > 5)
		return 0;
	addr = st->ev.args[c->arg];
	if (!addr)
		return 0;
	switch (c->op) {
	case OP_STR:
	case OP_STRVEC:
		want = c->limit;
		break;
	case OP_FIXED:
		want = c->scale;
		break;
	case OP_ARG:
		want = st->ev.args[c->len_arg];
		if (want > 0xffffffff)
			want = 0xffffffff;
		want *= c->scale;
		break;
	case OP_RET:
		want = st->ev.ret > 0 ? st->ev.ret * c->scale : 0;
		break;
	case OP_ARG_PTR: {
		__u32 len = 0;
		bpf_probe_read_user(&len, sizeof(len), (void *)st->ev.args[c->len_arg]);
		want = len;
		break;
	}
	default:
		return 0;
	}
	if (!want)
		return 0;
	if (want > 0xffffffff)
		want = 0xffffffff;
	keep = want < c->limit ? want : c->limit;

	off = st->ev.data_len;
	if (!(st->mode & SPILLED) && off <= INLINE_LAST && c->op != OP_STRVEC) {
		__u8 *at = st->data + off;

		if (c->op == OP_STR) {
			if (read_string(st, at, c, addr, INLINE_PIECE, c->limit <= INLINE_PIECE))
				return 0;
		} else if (keep <= INLINE_PIECE) {
			read_memory(st, at, c, addr, want, keep);
			return 0;
		}
	}
	{
		struct task_spill *sp = spill_of(st);
		__u8 *at;

		if (!sp || off > SPILL_LAST) {
			st->ev.flags |= FLAG_TRUNCATED;
			return 0;
		}
		at = sp->data + off;
		if (keep > CAPTURE_MAX)
			keep = CAPTURE_MAX;
		if (c->op == OP_STR)
			read_string(st, at, c, addr, CAPTURE_MAX, 1);
		else if (c->op == OP_STRVEC)
			read_vector(st, at, c, addr);
		else
			read_memory(st, at, c, addr, want, keep);
	}
	return 0;
}

static __always_inline void entry_captures(struct task_state *st, struct plan_entry *p)
{
	__u32 i;

	st->when = WHEN_ENTRY;
	for (i = 0; i < 6; i++) {
		if (i >= p->captures)
			break;
		if (p->capture[i].when == WHEN_ENTRY)
			capture(st, &p->capture[i]);
	}
}

/*
 * Captures what the kernel gave, and what could not be read at entry: a page that nobody had touched yet was not there
 * then, and the kernel, which needed it, has brought it in since.
 */
static __always_inline void exit_captures(struct task_state *st, struct plan_entry *p, int failed)
{
	/* After an exec the old program's memory is gone. */
	__u32 again = p->flags & PLAN_EXEC && !failed ? 0 : st->faulted;
	__u32 i;

	st->when = WHEN_EXIT;
	for (i = 0; i < 6; i++) {
		if (i >= p->captures)
			break;
		if (p->capture[i].when == WHEN_EXIT ? !failed : (again >> (p->capture[i].arg & 7)) & 1)
			capture(st, &p->capture[i]);
	}
}

/* ---- records ---- */

static __always_inline void *my_ring(void *rings)
{
	__u32 cpu = bpf_get_smp_processor_id();
	return bpf_map_lookup_elem(rings, &cpu);
}

/* Writes the row of the call in progress. `p` may be NULL. */
static __always_inline void emit_call(struct task_state *st, struct plan_entry *p)
{
	__u32 state_lane = p && p->flags & PLAN_STATE;
	struct stats *counters = my_stats();
	void *ring;
	__u32 len = st->ev.data_len;
	long lost = 1;

	st->ev.seq = st->seq++;
	st->ev.cpu = bpf_get_smp_processor_id();
	if (counters)
		counters->calls++;
	ring = state_lane ? my_ring(&state_rings) : my_ring(&bulk_rings);
	if (!ring)
		goto done;
	if (!len) {
		lost = bpf_ringbuf_output(ring, &st->ev, sizeof(st->ev), BPF_RB_NO_WAKEUP);
	} else if (!(st->mode & SPILLED)) {
		if (len <= INLINE_MAX)
			lost = bpf_ringbuf_output(ring, &st->ev, sizeof(st->ev) + len, BPF_RB_NO_WAKEUP);
	} else {
		struct task_spill *sp = bpf_task_storage_get(&spills, bpf_get_current_task_btf(), 0, 0);
		if (sp && len <= DATA_MAX) {
			sp->ev = st->ev;
			lost = bpf_ringbuf_output(ring, &sp->ev, sizeof(sp->ev) + len, BPF_RB_NO_WAKEUP);
		}
	}
done:
	if (lost && counters) {
		if (state_lane)
			counters->lost_state++;
		else
			counters->lost_bulk++;
	}
}

static __always_inline void namespaces(struct task_struct *task, struct task_event *ev)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	struct pid *leader = BPF_CORE_READ(task, group_leader, thread_pid);
	struct nsproxy *ns = BPF_CORE_READ(task, nsproxy);
	struct pid_namespace *pid_ns = 0;
	__u32 level = BPF_CORE_READ(pid, level);
	/* numbers[] is an array of unknown length: its elements are reached by their size on the running kernel. */
	__u64 at = bpf_core_field_offset(struct pid, numbers) + (__u64)level * bpf_core_type_size(struct upid);

	bpf_probe_read_kernel(&ev->ns_tid, 4, (void *)pid + at + bpf_core_field_offset(struct upid, nr));
	bpf_probe_read_kernel(&ev->ns_tgid, 4, (void *)leader + at + bpf_core_field_offset(struct upid, nr));
	bpf_probe_read_kernel(&pid_ns, 8, (void *)pid + at + bpf_core_field_offset(struct upid, ns));
	ev->pid_ns = BPF_CORE_READ(pid_ns, ns.inum);
	/* A task that is ending has no nsproxy any more. */
	ev->mnt_ns = ns ? BPF_CORE_READ(ns, mnt_ns, ns.inum) : 0;
	ev->net_ns = ns ? BPF_CORE_READ(ns, net_ns, ns.inum) : 0;
}

/* Writes an event of a task's life. */
static __always_inline void emit_task(struct task_struct *task, __u8 kind, __u32 parent_tid, __u32 flags)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);
	void *ring = my_ring(&state_rings);
	struct task_event *ev;

	ev = ring ? bpf_ringbuf_reserve(ring, sizeof(*ev), 0) : 0;
	if (!ev) {
		COUNT(lost_tasks);
		return;
	}
	__builtin_memset(ev, 0, sizeof(*ev));
	ev->kind = kind;
	ev->cpu = bpf_get_smp_processor_id();
	ev->ts = bpf_ktime_get_boot_ns();
	ev->tid = BPF_CORE_READ(task, pid);
	ev->tgid = BPF_CORE_READ(task, tgid);
	ev->ppid = BPF_CORE_READ(task, real_parent, tgid);
	ev->parent_tid = parent_tid;
	ev->uid = BPF_CORE_READ(cred, uid.val);
	ev->gid = BPF_CORE_READ(cred, gid.val);
	ev->euid = BPF_CORE_READ(cred, euid.val);
	ev->egid = BPF_CORE_READ(cred, egid.val);
	bpf_core_read(&ev->cap_effective, 8, &cred->cap_effective);
	ev->cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
	ev->exit_code = BPF_CORE_READ(task, exit_code);
	ev->flags = flags;
	bpf_core_read(ev->comm, sizeof(ev->comm), &task->comm);
	namespaces(task, ev);
	bpf_ringbuf_submit(ev, BPF_RB_NO_WAKEUP);
}

/* ---- system calls ---- */

/* Begins to follow the current task if it belongs to a target. */
static __noinline struct task_state *adopt(struct task_struct *task)
{
	__u32 tgid = task->tgid;
	struct task_state *st;

	if (!bpf_map_lookup_elem(&targets, &tgid))
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = SETUP;
	emit_task(task, KIND_FIRST, 0, FLAG_SETUP);
	return st;
}

static __always_inline void begin_call(struct task_state *st, struct task_struct *task, struct pt_regs *regs, __s32 nr)
{
	st->ev.kind = KIND_SYSCALL;
	st->ev.arch = abi(task, nr);
	st->ev.nr = nr;
	st->ev.tid = task->pid;
	st->ev.tgid = task->tgid;
	st->ev.flags = 0;
	st->ev.data_len = 0;
	st->faulted = 0;
	arguments(regs, st->ev.arch, st->ev.args);
	st->slot = slot_of(st->ev.arch, nr);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct plan_entry *p;

	if (!st) {
		if (!adopting)
			return 0;
		st = adopt(task);
		if (!st)
			return 0;
	}
	begin_call(st, task, regs, id);
	p = bpf_map_lookup_elem(&plan, &st->slot);
	if (p && !(p->flags & PLAN_WANTED)) {
		st->mode = (st->mode & SETUP) | SKIPPED;
		return 0;
	}
	st->mode = (st->mode & SETUP) | IN_CALL;
	if (p && p->captures)
		entry_captures(st, p);
	/* Last, so that reading the strings does not count as the call's time. */
	st->ev.ts = bpf_ktime_get_boot_ns();
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct plan_entry *p;
	__u64 now;

	if (!st)
		return 0;
	now = bpf_ktime_get_boot_ns();
	if (st->mode & (SKIPPED | FRESH)) {
		st->mode &= SETUP;
		return 0;
	}
	if (!(st->mode & IN_CALL)) {
		/* No entry was seen: a seccomp filter (or a tracer) refused the call before its tracepoint. */
		begin_call(st, task, regs, number(regs));
		p = bpf_map_lookup_elem(&plan, &st->slot);
		if (p && !(p->flags & PLAN_WANTED))
			return 0;
		st->ev.flags |= FLAG_DENIED;
		st->ev.ts = now;
		st->ev.dur = NO_DURATION;
		if (p && p->captures)
			entry_captures(st, p);
	} else {
		p = bpf_map_lookup_elem(&plan, &st->slot);
		st->ev.dur = now - st->ev.ts;
	}
	st->ev.ret = ret;
	if (st->ev.arch == 1)
		st->ev.ret = (__s32)ret;
	if (p && (p->flags & PLAN_EXIT_CAPTURES || st->faulted))
		exit_captures(st, p, (__u64)ret >= -4095ULL);
	if (!(st->mode & SETUP) || keep_setup) {
		if (st->mode & SETUP)
			st->ev.flags |= FLAG_SETUP;
		emit_call(st, p);
	}
	st->mode &= SETUP;
	return 0;
}

/* ---- tasks ---- */

SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	struct task_state *from = bpf_task_storage_get(&tasks, parent, 0, 0);
	struct task_state *st;
	__u32 flags;

	if (!from)
		return 0;
	st = bpf_task_storage_get(&tasks, child, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = (from->mode & SETUP) | FRESH;
	flags = from->mode & SETUP ? FLAG_SETUP : 0;
	if (parent->tgid == child->tgid)
		flags |= FLAG_THREAD;
	emit_task(child, KIND_FORK, parent->pid, flags);
	return 0;
}

/* Sends one piece of at most `size` bytes. Returns whether another may follow. */
static __always_inline int emit_piece(void *ring, __u32 tid, __u8 part, __u64 from, __u64 n, const __u32 size, int kernel)
{
	struct exec_bytes *head = bpf_ringbuf_reserve(ring, sizeof(*head) + size, 0);
	long failed;

	if (!head) {
		COUNT(lost_tasks);
		return 0;
	}
	head->kind = KIND_EXEC_BYTES;
	head->part = part;
	head->reserved = 0;
	head->tid = tid;
	head->flags = 0;
	if (n > size)
		n = size;
	if (kernel) {
		failed = bpf_probe_read_kernel_str(head + 1, size, (void *)from);
		head->len = failed > 0 ? failed - 1 : 0;
		failed = failed < 0;
	} else {
		failed = bpf_probe_read_user(head + 1, n, (void *)from);
		head->len = failed ? 0 : n;
	}
	if (failed)
		head->flags = FLAG_FAULT;
	bpf_ringbuf_submit(head, BPF_RB_NO_WAKEUP);
	return !failed;
}

/* Sends the bytes from `from` to `to` of the new program's memory. Most are few: a small record is tried first. */
static __always_inline void emit_user_range(void *ring, __u32 tid, __u8 part, __u64 from, __u64 to)
{
	__u32 i;

	for (i = 0; i <= EXEC_PART_MAX / CAPTURE_MAX; i++) {
		__u64 n = to - from;

		if (from >= to)
			return;
		if (n <= EXEC_SMALL) {
			emit_piece(ring, tid, part, from, n, EXEC_SMALL, 0);
			return;
		}
		if (!emit_piece(ring, tid, part, from, n, CAPTURE_MAX, 0))
			return;
		from += CAPTURE_MAX;
	}
}

/* Gives the path of the execve in progress, if it could not be read at entry, as the kernel read it. */
static __always_inline void capture_filename(struct task_state *st, struct linux_binprm *bprm)
{
	struct plan_entry *p = bpf_map_lookup_elem(&plan, &st->slot);
	__u32 off = st->ev.data_len;
	__u8 *at;
	long n;

	if (!p || p->capture[0].op != OP_STR || !((st->faulted >> (p->capture[0].arg & 7)) & 1))
		return;
	if (st->mode & SPILLED) {
		struct task_spill *sp = bpf_task_storage_get(&spills, bpf_get_current_task_btf(), 0, 0);

		if (!sp || off > SPILL_LAST)
			return;
		BOUNDED(off);
		at = sp->data + off;
	} else {
		if (off > INLINE_LAST)
			return;
		BOUNDED(off);
		at = st->data + off;
	}
	n = bpf_probe_read_kernel_str(at + 16, INLINE_PIECE, BPF_CORE_READ(bprm, filename));
	if (n <= 0)
		return;
	st->when = WHEN_EXIT;
	close_capture(st, (void *)at, &p->capture[0], n < INLINE_PIECE ? STATUS_OK : STATUS_TRUNCATED, n - 1, n - 1);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct mm_struct *mm;
	void *ring;

	if (!st)
		return 0;
	st->mode &= ~SETUP;
	if (st->faulted)
		capture_filename(st, bprm);
	emit_task(task, KIND_EXEC, old_pid, 0);
	ring = my_ring(&state_rings);
	if (!ring)
		return 0;
	mm = BPF_CORE_READ(task, mm);
	emit_piece(ring, task->pid, EXEC_FILENAME, (__u64)BPF_CORE_READ(bprm, filename), CAPTURE_MAX, CAPTURE_MAX, 1);
	emit_user_range(ring, task->pid, EXEC_ARGV, BPF_CORE_READ(mm, arg_start), BPF_CORE_READ(mm, arg_end));
	emit_user_range(ring, task->pid, EXEC_ENV, BPF_CORE_READ(mm, env_start), BPF_CORE_READ(mm, env_end));
	return 0;
}

SEC("tp_btf/task_rename")
int BPF_PROG(task_rename, struct task_struct *task, const char *comm)
{
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	struct task_struct *current = bpf_get_current_task_btf();
	struct task_event *ev;
	struct plan_entry *p;
	void *ring;

	if (!st)
		return 0;
	/* An exec names the task too; its own event says so. */
	p = bpf_map_lookup_elem(&plan, &st->slot);
	if (current == task && st->mode & (IN_CALL | SKIPPED) && p && p->flags & PLAN_EXEC)
		return 0;
	ring = my_ring(&state_rings);
	ev = ring ? bpf_ringbuf_reserve(ring, sizeof(*ev), 0) : 0;
	if (!ev) {
		COUNT(lost_tasks);
		return 0;
	}
	__builtin_memset(ev, 0, sizeof(*ev));
	ev->kind = KIND_RENAME;
	ev->cpu = bpf_get_smp_processor_id();
	ev->ts = bpf_ktime_get_boot_ns();
	ev->tid = task->pid;
	ev->tgid = task->tgid;
	ev->flags = st->mode & SETUP ? FLAG_SETUP : 0;
	/* The tracepoint comes before the change. */
	bpf_probe_read_kernel_str(ev->comm, sizeof(ev->comm), comm);
	bpf_ringbuf_submit(ev, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(sched_process_exit, struct task_struct *task)
{
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0);
	__u32 flags;

	if (!st)
		return 0;
	flags = st->mode & SETUP ? FLAG_SETUP : 0;
	if (st->mode & IN_CALL && (!flags || keep_setup)) {
		st->ev.dur = NO_DURATION;
		st->ev.ret = 0;
		st->ev.flags |= FLAG_UNFINISHED | flags;
		emit_call(st, bpf_map_lookup_elem(&plan, &st->slot));
	}
	emit_task(task, KIND_EXIT, 0, flags);
	return 0;
}
