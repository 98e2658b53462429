/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * The programs at the entry and the exit of every system call.
 */
#pragma once

#include "capture.h"
#include "emit.h"
#include "scope.h"

/* Whether the current task, which is not followed, is about to execute a program in the container. */
static __noinline int executes_in_container(struct task_struct *task, __s32 nr)
{
	__u32 slot = slot_of(abi(task, nr), nr), zero = 0;
	struct plan_entry *p = bpf_map_lookup_elem(&plan, &slot);

	return p && p->flags & PLAN_EXEC && in_container(task, bpf_map_lookup_elem(&scopes, &zero));
}

/* Begins to follow the current task at call `nr`, if it belongs to a target. */
static __noinline struct task_state *adopt(struct task_struct *task, __s32 nr)
{
	__u32 tgid = task->tgid, mode;
	__u32 *target = bpf_map_lookup_elem(&targets, &tgid);
	struct task_state *st;

	if (target ? *target == TARGET_HELD : executes_in_container(task, nr))
		mode = SETUP;
	else if (!target && everyone())
		mode = 0;
	else
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = mode;
	emit_task(task, KIND_FIRST, 0, mode & SETUP ? FLAG_SETUP : 0, 0, shared_with_leader(task));
	return st;
}

/* Finds out which call it is; its plan, or NULL. */
static __always_inline struct plan_entry *plan_of(struct task_state *st, struct task_struct *task, __s32 nr)
{
	st->ev.arch = abi(task, nr);
	st->slot = slot_of(st->ev.arch, nr);
	return bpf_map_lookup_elem(&plan, &st->slot);
}

/* Fills in the row, after `plan_of`. */
static __always_inline void begin_call(struct task_state *st, struct task_struct *task, struct pt_regs *regs, __s32 nr,
				       struct plan_entry *p)
{
	__u32 count = p ? p->args : 6, i;

	st->ev.kind = KIND_SYSCALL;
	st->ev.nr = nr;
	st->ev.tid = task->pid;
	st->ev.tgid = task->tgid;
	st->ev.flags = 0;
	st->ev.data_len = 0;
	st->faulted = 0;
	st->named[0] = st->named[1] = 0;
	st->choice_at_exit = 0;
	arguments(regs, st->ev.arch, st->ev.args);
	/* The other registers hold what the program left there: it means nothing and would tell equal calls apart. */
	for (i = 0; i < 6; i++)
		if (i >= count)
			st->ev.args[i] = 0;
}

SEC("tp_btf/sys_enter")
int BPF_PROG(sys_enter, struct pt_regs *regs, long id)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st;
	struct plan_entry *p;

	/* A task without any storage is none of ours: on a host of which little is recorded, this is the common case. */
	if (!task->bpf_storage && !adopting)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!st) {
		if (!adopting)
			return 0;
		st = adopt(task, id);
		if (!st)
			return 0;
	}
	p = plan_of(st, task, id);
	if (p && !(p->flags & (PLAN_WANTED | PLAN_TRACKED))) {
		st->mode = (st->mode & SETUP) | SKIPPED;
		return 0;
	}
	begin_call(st, task, regs, id, p);
	st->mode = (st->mode & SETUP) | IN_CALL;
	if (p && p->captures)
		entry_captures(st, p);
	/* Last, so that reading the strings does not count as the call's time. */
	st->ev.ts = bpf_ktime_get_boot_ns();
	return 0;
}

#define ERESTARTSYS 512 /* include/linux/errno.h, and the others up to the next */
#define ERESTART_RESTARTBLOCK 516
#define SIGKILL_BIT (1UL << 8)

/* Whether the program will never see this return: the call was broken off because the task is about to be killed. */
static __always_inline int cut_short(struct task_struct *task, long ret)
{
	return ret <= -ERESTARTSYS && ret >= -ERESTART_RESTARTBLOCK && task->pending.signal.sig[0] & SIGKILL_BIT;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *st;
	struct plan_entry *p;
	__u64 now;

	if (!task->bpf_storage)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, 0);
	if (!st)
		return 0;
	if (st->mode & (SKIPPED | FRESH)) {
		st->mode &= SETUP;
		return 0;
	}
	now = bpf_ktime_get_boot_ns();
	if (!(st->mode & IN_CALL)) {
		/*
		 * No entry was seen: the call had begun before its task was taken up, or a seccomp filter (or a tracer) refused
		 * it before its tracepoint. What is refused changes nothing.
		 */
		__u32 taken = st->mode & TAKEN;
		__s32 nr = number(regs);

		st->mode &= SETUP;
		p = plan_of(st, task, nr);
		if (p && !(p->flags & (taken ? PLAN_WANTED | PLAN_TRACKED : PLAN_WANTED)))
			return 0;
		begin_call(st, task, regs, nr, p);
		st->ev.flags |= taken ? FLAG_BEGUN_BEFORE : FLAG_DENIED;
		st->ev.ts = now;
		st->ev.dur = NO_DURATION;
		/* After an exec the old program's memory is gone. */
		if (p && p->captures && !(p->flags & PLAN_EXEC && !ret))
			entry_captures(st, p);
	} else {
		p = bpf_map_lookup_elem(&plan, &st->slot);
		st->ev.dur = now - st->ev.ts;
	}
	st->ev.ret = ret;
	if (st->ev.arch == ARCH_I386)
		st->ev.ret = (__s32)ret;
	if (cut_short(task, ret)) {
		no_return(st);
	} else if (p) {
		int failed = (__u64)ret >= -4095ULL;

		/* After an exec the old program's memory is gone. */
		if (st->named[0] && (failed || !(p->flags & PLAN_EXEC)))
			check_names(st, p);
		if (p->flags & PLAN_EXIT_CAPTURES || st->faulted || st->choice_at_exit)
			exit_captures(st, p, failed);
	}
	if (mark(st, p))
		emit_call(task, st, p, 0);
	st->mode &= SETUP;
	return 0;
}
