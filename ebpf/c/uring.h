/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Operations that programs hand to io_uring instead of making system calls.
 *
 * An operation is a call of the ABI ARCH_IO_URING: its number is the opcode, and its arguments are those of the system call
 * it stands for, put together from the submission entry as `operations` says. From its submission to its completion it is
 * kept in `requests`.
 */
#pragma once

#include "capture.h"
#include "emit.h"
#include "scope.h"

#define REQUESTS 65536
#define OPERATIONS 64
#define IOSQE_FIXED_FILE 1
#define SETUP_SQE128 (1U << 10)
#define SETUP_NO_SQARRAY (1U << 16)
#define CQE_F_MORE 2

/* `struct io_uring_sqe` of include/uapi/linux/io_uring.h; its unions under one name each. */
struct sqe {
	__u8 opcode, flags;
	__u16 ioprio;
	__s32 fd;
	__u64 off, addr;
	__u32 len, op_flags;
	__u64 user_data;
	__u16 buf_index, personality;
	__u32 file_index;
	__u64 addr3, pad;
};

struct operation {
	__u8 member[6]; /* codes of schema::uring::Member */
	__u8 installs, reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OPERATIONS);
	__type(key, __u32);
	__type(value, struct operation);
} operations SEC(".maps");

/* By the address of the kernel's request. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, REQUESTS);
	__type(key, __u64);
	__type(value, struct task_state);
} requests SEC(".maps");

struct shot {
	__u64 ring, user_data;
};

/* The request of an operation that completes several times: most of its completions do not name it. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct shot);
	__type(value, __u64);
} shots SEC(".maps");

static const struct task_state no_request;

static __always_inline __u64 member(const struct sqe *sqe, __u8 code)
{
	switch (code) {
	case 1:
		return (__u64)(__s64)sqe->fd;
	case 2:
		return sqe->off;
	case 3:
		return sqe->addr;
	case 4:
		return sqe->len;
	case 5:
		return sqe->op_flags;
	case 6:
		return sqe->file_index;
	case 7:
		return sqe->addr3;
	case 8:
		return (__u32)sqe->off;
	case 9:
		return (__u16)sqe->file_index;
	default:
		return 0;
	}
}

/* What is known of the submitting task: also if it is a ring's own thread, which no fork event tells of. */
static __always_inline struct task_state *submitter(struct task_struct *task)
{
	struct task_state *st = bpf_task_storage_get(&tasks, task, 0, 0), *leader;

	if (st)
		return st;
	leader = bpf_task_storage_get(&tasks, task->group_leader, 0, 0);
	if (!leader)
		return 0;
	st = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!st) {
		COUNT(lost_track);
		return 0;
	}
	st->mode = leader->mode & SETUP;
	emit_task(task, KIND_FIRST, 0, st->mode & SETUP ? FLAG_SETUP : 0, 0, shared_with_leader(task));
	return st;
}

static __always_inline void begin_request(struct io_kiocb *req, const void *from)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *owner = submitter(task), *st;
	struct capture_head *head;
	struct operation *operation;
	struct plan_entry *p;
	__u64 key = (__u64)req;
	struct sqe sqe;
	__u32 slot, i;

	if (!owner || bpf_probe_read_kernel(&sqe, sizeof(sqe), from))
		return;
	/* The entry is shared with the program, which may have changed it since; the kernel's copy counts. */
	sqe.opcode = req->opcode;
	slot = slot_of(ARCH_IO_URING, sqe.opcode);
	p = bpf_map_lookup_elem(&plan, &slot);
	if (p && !(p->flags & (PLAN_WANTED | PLAN_TRACKED)))
		return;
	st = bpf_map_lookup_elem(&requests, &key);
	if (st) {
		/* Its program asked that its success be not told of (IOSQE_CQE_SKIP_SUCCESS), and the request is used again. */
		no_return(st);
		if (mark(st, bpf_map_lookup_elem(&plan, &st->slot)))
			emit_call(task, st, bpf_map_lookup_elem(&plan, &st->slot), 1);
		if (st->mode & SPILLED)
			bpf_map_delete_elem(&request_spills, &key);
	}
	bpf_map_update_elem(&requests, &key, &no_request, BPF_ANY);
	st = bpf_map_lookup_elem(&requests, &key);
	if (!st) {
		COUNT(calls);
		COUNT(lost_bulk);
		COUNT(uncounted);
		return;
	}
	st->slot = slot;
	st->request = key;
	st->mode = IN_CALL | REQUEST_OF_RING | (owner->mode & SETUP);
	st->ev.kind = KIND_SYSCALL;
	st->ev.arch = ARCH_IO_URING;
	st->ev.nr = sqe.opcode;
	st->ev.tid = task->pid;
	st->ev.tgid = task->tgid;
	if ((!p || p->flags & PLAN_WANTED) && (!(st->mode & SETUP) || keep_setup))
		st->ev.seq = st->seq = owner->seq++;
	i = sqe.opcode;
	operation = bpf_map_lookup_elem(&operations, &i);
	if (operation) {
		for (i = 0; i < 6; i++)
			st->ev.args[i] = member(&sqe, operation->member[i]);
		if (sqe.flags & IOSQE_FIXED_FILE || (operation->installs && sqe.file_index))
			st->ev.flags |= FLAG_FIXED_FILE;
	}
	/* The entry itself, as what an argument beyond the last leads to. */
	head = (void *)st->data;
	head->arg = 6;
	head->when = WHEN_ENTRY;
	head->status = STATUS_OK;
	head->len = head->kept = sizeof(sqe);
	*(struct sqe *)(head + 1) = sqe;
	st->ev.data_len = sizeof(*head) + sizeof(sqe);
	if (p && p->captures)
		entry_captures(st, p);
	if (sqe.ioprio || sqe.len) {
		struct shot shot = {(__u64)req->ctx, sqe.user_data};

		bpf_map_update_elem(&shots, &shot, &key, BPF_ANY);
	}
	st->ev.ts = bpf_ktime_get_boot_ns();
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(io_uring_submit_req, struct io_kiocb *req)
{
	struct io_ring_ctx *uring = req->ctx;
	__u32 entry = (uring->cached_sq_head - 1) & (uring->sq_entries - 1);

	if (!(uring->flags & SETUP_NO_SQARRAY) && bpf_probe_read_kernel(&entry, sizeof(entry), uring->sq_array + entry))
		return 0;
	if (uring->flags & SETUP_SQE128)
		entry *= 2;
	begin_request(req, (void *)uring->sq_sqes + (__u64)entry * sizeof(struct sqe));
	return 0;
}

/* An entry that the kernel refused at once: its completion follows. */
SEC("tp_btf/io_uring_req_failed")
int BPF_PROG(io_uring_req_failed, const struct io_uring_sqe *sqe, struct io_kiocb *req, int error)
{
	__u64 key = (__u64)req;

	if (!bpf_map_lookup_elem(&requests, &key))
		begin_request(req, sqe);
	return 0;
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(io_uring_complete, struct io_ring_ctx *uring, void *req, struct io_uring_cqe *cqe)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 now = bpf_ktime_get_boot_ns(), key = (__u64)req, seq;
	struct task_state *st;
	struct plan_entry *p;
	__s32 res = cqe->res;

	if (!req) {
		struct shot shot = {(__u64)uring, cqe->user_data};
		__u64 *of = bpf_map_lookup_elem(&shots, &shot);

		if (!of)
			return 0;
		key = *of;
	}
	st = bpf_map_lookup_elem(&requests, &key);
	if (!st)
		return 0;
	p = bpf_map_lookup_elem(&plan, &st->slot);
	st->ev.ret = res;
	st->ev.dur = now - st->ev.ts;
	/* Its memory can be read only from a task of its own process. */
	if (p && p->flags & PLAN_EXIT_CAPTURES && task->tgid == st->ev.tgid)
		exit_captures(st, p, res < 0);
	seq = st->seq;
	if (mark(st, p))
		emit_call(task, st, p, 1);
	st->seq = seq;
	if (req && !(cqe->flags & CQE_F_MORE)) {
		if (st->mode & SPILLED)
			bpf_map_delete_elem(&request_spills, &key);
		bpf_map_delete_elem(&requests, &key);
	}
	return 0;
}
