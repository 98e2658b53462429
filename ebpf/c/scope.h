/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Who is followed apart from the descendants of those who are.
 */
#pragma once

#include "state.h"

/* MAX_PID_NS_LEVEL of include/linux/pid_namespace.h */
#define PID_NS_LEVELS 32

static __always_inline int everyone(void)
{
	__u32 zero = 0;
	struct scope *scope = bpf_map_lookup_elem(&scopes, &zero);

	return scope && scope->everyone;
}

/* Whether a task is in the pid namespace of inode `wanted`, or in one inside it. Its place there is fixed when it is made. */
static __noinline int in_pid_ns(struct task_struct *task, __u32 wanted)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 level = BPF_CORE_READ(pid, level), i;

	if (!wanted)
		return 0;
	for (i = 0; i <= PID_NS_LEVELS; i++) {
		struct pid_namespace *ns = 0;
		__u64 at;

		if (i > level)
			break;
		at = bpf_core_field_offset(struct pid, numbers) + (__u64)i * bpf_core_type_size(struct upid);
		bpf_probe_read_kernel(&ns, 8, (void *)pid + at + bpf_core_field_offset(struct upid, ns));
		if (BPF_CORE_READ(ns, ns.inum) == wanted)
			return 1;
	}
	return 0;
}

/* Whether a new task is followed although the one that made it, of process `maker`, is not. */
static __noinline int joins(struct task_struct *task, __u32 maker)
{
	__u32 zero = 0;
	struct scope *scope = bpf_map_lookup_elem(&scopes, &zero);

	if (!scope)
		return 0;
	if (scope->everyone)
		return !bpf_map_lookup_elem(&targets, &maker);
	return in_pid_ns(task, scope->pid_ns);
}

/* Whether a task that was there before belongs to those who are followed. */
static __noinline int belongs(struct task_struct *task)
{
	__u32 tgid = task->tgid, parent = BPF_CORE_READ(task, real_parent, tgid), running = TARGET_RUNNING, zero = 0;
	struct scope *scope = bpf_map_lookup_elem(&scopes, &zero);
	__u32 *target = bpf_map_lookup_elem(&targets, &tgid);

	/* Threads of the kernel, and what is left of those that have ended, have no memory. */
	if (!scope || !BPF_CORE_READ(task, mm))
		return 0;
	if (target)
		return *target == TARGET_RUNNING;
	if (scope->everyone)
		return 1;
	target = bpf_map_lookup_elem(&targets, &parent);
	if ((!target || *target != TARGET_RUNNING) && !in_pid_ns(task, scope->pid_ns))
		return 0;
	/* Its own children are looked for by this. */
	bpf_map_update_elem(&targets, &tgid, &running, BPF_ANY);
	return 1;
}

/* What a thread shares with the first one of its process. */
static __always_inline __u8 shared_with_leader(struct task_struct *task)
{
	struct task_struct *leader = BPF_CORE_READ(task, group_leader);

	return (BPF_CORE_READ(leader, files) == BPF_CORE_READ(task, files) ? SHARES_FILES : 0) |
	       (BPF_CORE_READ(leader, fs) == BPF_CORE_READ(task, fs) ? SHARES_FS : 0);
}
