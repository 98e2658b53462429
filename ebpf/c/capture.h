/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Following pointer arguments, as the capture plan says.
 */
#pragma once

#include "registers.h"

/* Where the captures of the call in progress go, or NULL if there is no memory for a spill. */
static __always_inline struct task_spill *spill_of(struct task_state *st)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_spill *sp;

	if (st->mode & NO_SPILL)
		return 0;
	if (st->mode & SPILLED)
		return bpf_task_storage_get(&spills, task, 0, 0);
	sp = bpf_task_storage_get(&spills, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (sp) {
		__builtin_memcpy(sp->data, st->data, INLINE_MAX);
		st->mode |= SPILLED;
	}
	return sp;
}

/* The place at `off` of the captures of the current task's call, or NULL if no capture can begin there. */
static __always_inline __u8 *capture_at(struct task_state *st, __u32 off)
{
	if (st->mode & SPILLED) {
		struct task_spill *sp = bpf_task_storage_get(&spills, bpf_get_current_task_btf(), 0, 0);

		if (!sp || off > SPILL_LAST)
			return 0;
		BOUNDED(off);
		return sp->data + off;
	}
	if (off > INLINE_LAST)
		return 0;
	BOUNDED(off);
	return st->data + off;
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
	if (c->check && st->when == WHEN_ENTRY && status != STATUS_FAULT) {
		__u16 place = st->ev.data_len + 1;

		if (!st->named[0])
			st->named[0] = place;
		else if (!st->named[1])
			st->named[1] = place;
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

	if (st->mode & NO_SPILL && keep > INLINE_PIECE)
		keep = INLINE_PIECE;
	off = st->ev.data_len;
	if (!(st->mode & SPILLED) && off <= INLINE_LAST && c->op != OP_STRVEC) {
		__u8 *at = st->data + off;

		if (c->op == OP_STR) {
			__u32 size = c->limit < INLINE_PIECE ? c->limit : INLINE_PIECE;
			int last = c->limit <= INLINE_PIECE || st->mode & NO_SPILL;

			if (read_string(st, at, c, addr, size, last))
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

struct name {
	__u8 bytes[CHECK_MAX];
};

/* Whether the first `len` bytes differ, CHECK_MAX at most. A function of its own, as `capture`. */
__noinline int differ(const struct name *one, const struct name *other, __u32 len)
{
	const __u8 *a, *b;
	__u32 i;

	if (!one || !other)
		return 0;
	a = one->bytes;
	b = other->bytes;

	for (i = 0; i < CHECK_MAX; i += 8) {
		__u64 difference;

		if (i >= len)
			break;
		difference = *(__u64 *)(a + i) ^ *(__u64 *)(b + i);
		if (len - i < 8)
			difference &= (1ULL << (len - i) * 8) - 1;
		if (difference)
			return 1;
	}
	return 0;
}

/*
 * Reads the name of which the entry's copy begins at `off` again. If it is another one now, marks the row and keeps the
 * second copy too.
 */
__noinline int check_name(struct task_state *st, struct plan_entry *p, __u32 off)
{
	struct capture_head *head;
	__u32 len, arg, i;
	__u8 *at;

	if (!st || !p)
		return 0;
	at = capture_at(st, off);
	if (!at)
		return 0;
	head = (void *)at;
	arg = head->arg;
	len = head->kept;
	if (arg > 5)
		return 0;
	for (i = 0; i < 6; i++) {
		struct plan_capture *c = &p->capture[i];
		__u32 size;

		if (c->arg != arg || !c->check)
			continue;
		/* The NUL of a string is compared with too, unless the string is longer than what is compared. */
		size = len + (c->op == OP_STR);
		if (size > CHECK_MAX)
			size = len = CHECK_MAX;
		/* What cannot be read any more cannot be compared. */
		if (bpf_probe_read_user(st->again, size, (void *)st->ev.args[arg]))
			return 0;
		if (!differ((struct name *)(at + sizeof(*head)), (struct name *)st->again, len)) {
			BOUNDED(len);
			if (len >= CHECK_MAX || c->op != OP_STR || !st->again[len])
				return 0;
		}
		st->ev.flags |= FLAG_CHANGED;
		st->when = WHEN_EXIT;
		capture(st, c);
		return 0;
	}
	return 0;
}

static __always_inline void check_names(struct task_state *st, struct plan_entry *p)
{
	check_name(st, p, st->named[0] - 1);
	if (st->named[1])
		check_name(st, p, st->named[1] - 1);
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
