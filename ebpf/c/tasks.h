/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * The programs at the turning points of a task: fork, exec, rename, exit.
 */
#pragma once

#include "capture.h"
#include "emit.h"

SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	struct task_state *from = bpf_task_storage_get(&tasks, parent, 0, 0);
	struct task_state *st;
	__u8 shares;
	__u32 flags, setup;

	if (from)
		setup = from->mode & SETUP;
	else if (joins(child, parent->tgid))
		/* What comes into a container is a runtime, until it executes a program there. */
		setup = everyone() ? 0 : SETUP;
	else
		return 0;
	st = bpf_task_storage_get(&tasks, child, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = setup | FRESH;
	flags = setup ? FLAG_SETUP : 0;
	if (parent->tgid == child->tgid)
		flags |= FLAG_THREAD;
	shares = (parent->files == child->files ? SHARES_FILES : 0) | (parent->fs == child->fs ? SHARES_FS : 0);
	emit_task(child, KIND_FORK, parent->pid, flags, 0, shares);
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
	__u8 *at;
	long n;

	if (!p || p->capture[0].op != OP_STR || !(st->faulted & 1))
		return;
	at = capture_at(st, st->ev.data_len);
	if (!at)
		return;
	n = bpf_probe_read_kernel_str(at + 16, INLINE_PIECE, BPF_CORE_READ(bprm, filename));
	if (n <= 0)
		return;
	st->when = WHEN_EXIT;
	st->slot_capture = 0;
	st->element = 0;
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
	if (old_pid != task->pid)
		st->mode |= NEW_ID;
	if (st->faulted)
		capture_filename(st, bprm);
	emit_task(task, KIND_EXEC, old_pid, 0, 0, 0);
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
	struct plan_entry *p;

	if (!st)
		return 0;
	/* An exec names the task too; its own event says so. */
	p = bpf_map_lookup_elem(&plan, &st->slot);
	if (current == task && st->mode & (IN_CALL | SKIPPED) && p && p->flags & PLAN_EXEC)
		return 0;
	/* The tracepoint comes before the change. */
	emit_task(task, KIND_RENAME, 0, st->mode & SETUP ? FLAG_SETUP : 0, comm, 0);
	return 0;
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(signal_deliver, int sig, struct kernel_siginfo *info, struct k_sigaction *ka)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st;
	struct signal_event *ev;
	__u64 handler;
	void *ring;

	if (!task->bpf_storage)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!st)
		return 0;
	ring = my_ring(&state_rings);
	ev = ring ? bpf_ringbuf_reserve(ring, sizeof(*ev), 0) : 0;
	if (!ev) {
		COUNT(lost_tasks);
		return 0;
	}
	__builtin_memset(ev, 0, sizeof(*ev));
	handler = (__u64)BPF_CORE_READ(ka, sa.sa_handler);
	ev->kind = KIND_SIGNAL;
	ev->action = handler == 0 ? ACTION_DEFAULT : handler == 1 ? ACTION_IGNORED : ACTION_HANDLER;
	ev->cpu = bpf_get_smp_processor_id();
	ev->ts = bpf_ktime_get_boot_ns();
	ev->tid = task->pid;
	ev->tgid = task->tgid;
	ev->signal = sig;
	ev->flags = st->mode & SETUP ? FLAG_SETUP : 0;
	/* There is none where the kernel kills. */
	bpf_probe_read_kernel(ev->info, sizeof(ev->info), info);
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
	if (st->mode & IN_CALL) {
		struct plan_entry *p = bpf_map_lookup_elem(&plan, &st->slot);

		no_return(st);
		if (mark(st, p))
			emit_call(task, st, p, 1);
	}
	emit_task(task, KIND_EXIT, 0, flags, 0, 0);
	return 0;
}

/* Run by the recorder for every task: begins to follow those who belong to a target, and writes a byte for each. */
SEC("iter/task")
int take_up(struct bpf_iter__task *it)
{
	struct task_struct *task = it->task;
	struct task_state *st;
	__u8 one = 1;

	if (!task || bpf_task_storage_get(&tasks, task, 0, 0) || !belongs(task))
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = TAKEN;
	emit_task(task, KIND_FIRST, 0, task->pid == task->tgid ? 0 : FLAG_THREAD, 0, shared_with_leader(task));
	bpf_seq_write(it->meta->seq, &one, 1);
	return 0;
}

/* The two kinds of sleep, of include/linux/sched.h: whoever sleeps with the number of a call is in that call. */
#define ASLEEP 3

/* Fills in the row of the call in which `task` has been since before it was taken up. Returns whether there is one. */
static __always_inline int begin_old_call(struct task_state *st, struct task_struct *task)
{
	struct pt_regs *regs;
	__s32 nr;

	if (!(st->mode & TAKEN) || !(task->__state & ASLEEP))
		return 0;
	regs = (struct pt_regs *)bpf_task_pt_regs(task);
	nr = number(regs);
	if (nr < 0)
		return 0;
	begin_call(st, task, regs, nr, plan_of(st, task, nr));
	st->ev.flags |= FLAG_BEGUN_BEFORE;
	st->ev.ts = bpf_ktime_get_boot_ns();
	return 1;
}

/* Run by the recorder for every task, when the other programs are gone: writes the calls that have not ended. */
SEC("iter/task")
int in_progress(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct plan_entry *p;
	struct task_state *st;

	if (!task)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!st || (!(st->mode & IN_CALL) && !begin_old_call(st, task)))
		return 0;
	st->mode &= ~(IN_CALL | TAKEN);
	st->ev.flags |= FLAG_IN_PROGRESS;
	no_return(st);
	p = bpf_map_lookup_elem(&plan, &st->slot);
	if (mark(st, p))
		emit_call(task, st, p, 1);
	return 0;
}
