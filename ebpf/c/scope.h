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

/* Inode of the pid namespace that a task has at that level. */
static __always_inline __u32 pid_ns_at(struct pid *pid, __u32 level)
{
	struct pid_namespace *ns = 0;
	__u64 at = bpf_core_field_offset(struct pid, numbers) + (__u64)level * bpf_core_type_size(struct upid);

	bpf_probe_read_kernel(&ns, 8, (void *)pid + at + bpf_core_field_offset(struct upid, ns));
	return BPF_CORE_READ(ns, ns.inum);
}

static __always_inline __u32 innermost_pid_ns(struct task_struct *task)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);

	return pid_ns_at(pid, BPF_CORE_READ(pid, level));
}

/* Whether a task is in the pid namespace of inode `wanted`, or in one inside it. Its place there is fixed when it is made. */
static __noinline int in_pid_ns(struct task_struct *task, __u32 wanted)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	__u32 level = BPF_CORE_READ(pid, level), i;

	if (!wanted)
		return 0;
	for (i = 0; i <= PID_NS_LEVELS && i <= level; i++)
		if (pid_ns_at(pid, i) == wanted)
			return 1;
	return 0;
}

/* Levels of the hierarchy that are looked at, from a task's cgroup upwards. */
#define CGROUP_LEVELS 8

/* Whether a cgroup, or one above it, is named after the container. Engines put docker-, libpod-, crio- and the like before the id. */
static __noinline int cgroup_of(__u64 cgroup, struct scope *scope)
{
	__u32 i, j, k;

	if (!scope)
		return 0;
	for (i = 0; i < CGROUP_LEVELS && cgroup; i++) {
		const char *name = BPF_CORE_READ((struct cgroup *)cgroup, kn, name);
		struct cgroup_subsys_state *parent;

		for (j = 0; j < 4; j++) {
			__u32 before = j == 0 ? 0 : j == 1 ? 7 : j == 2 ? 5 : 15;
			__u64 id[8], differ = 0;

			if (bpf_probe_read_kernel(id, sizeof(id), name + before))
				continue;
			for (k = 0; k < 8; k++)
				differ |= id[k] ^ scope->id[k];
			if (!differ)
				return 1;
		}
		parent = BPF_CORE_READ((struct cgroup *)cgroup, self.parent);
		cgroup = parent ? (__u64)BPF_CORE_READ(parent, cgroup) : 0;
	}
	return 0;
}

/* Whether a task is in the cgroup of the container, in the hierarchy of version 2 or that of the controller pids. */
static __noinline int in_container(struct task_struct *task, struct scope *scope)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	struct cgroup_subsys_state *css = 0;
	__u64 at;

	if (!scope || !scope->by_cgroup || (scope->not_pid_ns && innermost_pid_ns(task) == scope->not_pid_ns))
		return 0;
	if (cgroup_of((__u64)BPF_CORE_READ(set, dfl_cgrp), scope))
		return 1;
	if (!bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id))
		return 0;
	at = bpf_core_field_offset(struct css_set, subsys) + 8 * bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id);
	bpf_probe_read_kernel(&css, 8, (void *)set + at);
	return css ? cgroup_of((__u64)BPF_CORE_READ(css, cgroup), scope) : 0;
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
	if ((!target || *target != TARGET_RUNNING) && !in_pid_ns(task, scope->pid_ns) && !in_container(task, scope))
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
