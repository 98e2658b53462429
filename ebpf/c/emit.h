/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Writing records into the rings.
 */
#pragma once

#include "count.h"
#include "hold.h"

/*
 * Marks the record of the call in progress: made in setup, or told of only for what it changes. Returns 0 if nobody needs
 * it at all.
 */
static __always_inline int mark(struct task_state *st, struct plan_entry *p)
{
	int shown = !p || p->flags & PLAN_WANTED;

	if (st->mode & SETUP) {
		st->ev.flags |= FLAG_SETUP;
		shown = shown && keep_setup;
	}
	if (shown)
		return 1;
	st->ev.flags |= HIDDEN;
	return p && p->flags & PLAN_TRACKED && !(st->ev.flags & FLAG_UNFINISHED);
}

/* Makes the row of the call in progress that of one without end. */
static __always_inline void no_return(struct task_state *st)
{
	st->ev.dur = NO_DURATION;
	st->ev.ret = 0;
	st->ev.flags |= FLAG_UNFINISHED;
}

static __always_inline void *my_ring(void *rings)
{
	__u32 cpu = bpf_get_smp_processor_id();
	return bpf_map_lookup_elem(rings, &cpu);
}

#define COPIED 64

struct copied {
	__u64 words[COPIED / 8];
};

/*
 * Copies the row of the call in progress into this processor's bulk ring. Returns whether it did.
 *
 * A ring of our own and not a BPF_MAP_TYPE_RINGBUF: that one takes a lock for every record, for it may be shared, and
 * needs two helper calls. Here one task writes at a time, so a row costs two loads, the copy and a store.
 */
static __always_inline int put_bulk(struct processor *here, struct task_struct *task, struct task_state *st, __u32 cpu)
{
	__u64 position = here->head;
	__u64 tail = *(volatile __u64 *)&here->tail;
	__u32 len = st->ev.data_len, off = position & (BLOCK - 1), end;
	__u32 index = cpu * blocks + ((position / BLOCK) & (blocks - 1));
	struct block *block;
	__u8 *at;

	if (position / BLOCK - tail / BLOCK >= blocks)
		return 0;
	block = bpf_map_lookup_elem(&bulk, &index);
	if (!block)
		return 0;
	BOUNDED(off);
	if (off > BLOCK_LAST || len > DATA_MAX)
		return 0;
	at = block->bytes + off;
	*(struct syscall_event *)at = st->ev;
	if (len) {
		at += sizeof(struct syscall_event);
		if (!(st->mode & SPILLED)) {
			__u32 i;

			if (len > INLINE_MAX)
				return 0;
			/* Cheaper than a helper. What is copied beyond `len` the next record overwrites. */
			for (i = 0; i < INLINE_MAX; i += COPIED) {
				if (i >= len)
					break;
				*(struct copied *)(at + i) = *(struct copied *)(st->data + i);
			}
		} else {
			struct task_spill *sp = spill_there(st);

			if (!sp)
				return 0;
			BOUNDED(len);
			if (len > DATA_MAX)
				return 0;
			bpf_probe_read_kernel(at, len, sp->data);
		}
	}
	end = off + sizeof(struct syscall_event) + st->ev.data_len;
	position = end > BLOCK_LAST ? (position / BLOCK + 1) * BLOCK : position + (end - off);
	PUBLISH(here->head, position);
	return 1;
}

/* The same, into the state ring. */
static __always_inline int put_state(void *ring, struct task_struct *task, struct task_state *st)
{
	__u32 len = st->ev.data_len;

	if (!ring)
		return 0;
	if (!(st->mode & SPILLED)) {
		if (len > INLINE_MAX)
			return 0;
		return !bpf_ringbuf_output(ring, &st->ev, sizeof(st->ev) + len, BPF_RB_NO_WAKEUP);
	} else {
		struct task_spill *sp = spill_there(st);

		if (!sp || len > DATA_MAX)
			return 0;
		sp->ev = st->ev;
		return !bpf_ringbuf_output(ring, &sp->ev, sizeof(sp->ev) + len, BPF_RB_NO_WAKEUP);
	}
}

/* Writes the row of the call that `task` is in. `p` may be NULL. With `last`, the task makes no more calls for us. */
static __always_inline void emit_call(struct task_struct *task, struct task_state *st, struct plan_entry *p, int last)
{
	void *state_ring = 0;
	__u32 cpu = bpf_get_smp_processor_id();
	struct processor *here = bpf_map_lookup_elem(&processors, &cpu);

	int hidden = st->ev.flags & HIDDEN;
	__u64 *lost = 0;

	if (!hidden)
		st->ev.seq = st->seq++;
	if (st->mode & NEW_ID)
		st->seq = 0;
	st->ev.cpu = cpu;
	if (!here)
		return;
	if (*(volatile __u64 *)&here->busy) {
		__sync_fetch_and_add(&here->stats.nested, 1);
		return;
	}
	*(volatile __u64 *)&here->busy = 1;
	if (!hidden)
		count_call(here, st, cpu);
	if (p && p->flags & PLAN_STATE) {
		state_ring = my_ring(&state_rings);
		if (!put_state(state_ring, task, st))
			lost = &here->stats.lost_state;
	} else if (!put_bulk(here, task, st, cpu)) {
		lost = &here->stats.lost_bulk;
	}
	if (lost && hidden)
		here->stats.lost_hidden++;
	else if (lost)
		(*lost)++;
	*(volatile __u64 *)&here->busy = 0;
	if (hold_back && !last && pressed(here, state_ring))
		hold_current(here);
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

/*
 * Writes an event of a task's life. `comm` is the name it is about to have, or NULL. Of a fork, `shares` says what the new
 * task shares.
 */
static __always_inline void emit_task(struct task_struct *task, __u8 kind, __u32 parent_tid, __u32 flags,
				      const char *comm, __u8 shares)
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
	ev->shares = shares;
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
	if (comm)
		bpf_probe_read_kernel_str(ev->comm, sizeof(ev->comm), comm);
	else
		bpf_core_read(ev->comm, sizeof(ev->comm), &task->comm);
	namespaces(task, ev);
	bpf_ringbuf_submit(ev, BPF_RB_NO_WAKEUP);
}
