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

	if (st->mode & SPILLED)
		return spill_there(st);
	if (st->mode & REQUEST_OF_RING) {
		__u64 key = st->request;

		bpf_map_update_elem(&request_spills, &key, &no_spill, BPF_ANY);
		sp = bpf_map_lookup_elem(&request_spills, &key);
	} else {
		sp = bpf_task_storage_get(&spills, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	}
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
		struct task_spill *sp = spill_there(st);

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
	__u32 bit = 1U << (st->slot_capture & 7);

	if (status == STATUS_FAULT) {
		/* A second failure of the same capture says nothing new. */
		if (st->faulted & bit)
			return;
		st->faulted |= bit;
	} else if (st->faulted & bit) {
		st->faulted &= ~bit;
		st->ev.flags |= FLAG_LATE;
		if (!st->faulted)
			st->ev.flags &= ~FLAG_FAULT;
	}
	if (c->check && !c->part && st->when == WHEN_ENTRY && status != STATUS_FAULT) {
		__u16 place = st->ev.data_len + 1;

		if (!st->named[0])
			st->named[0] = place;
		else if (!st->named[1])
			st->named[1] = place;
	}
	head->arg = c->arg;
	head->when = st->when;
	head->status = status;
	head->part = c->part + st->element * c->step;
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

/* Bytes of the smallest page of any machine. */
#define PAGE 4096

/* Reads `size` bytes, at most `most`; if not all are there, those before the next page, and of elements whole ones. */
static __always_inline void read_memory(struct task_state *st, __u8 *at, const struct plan_capture *c, __u64 addr,
					__u32 want, __u32 size, const __u32 most)
{
	__u32 first, element = c->scale;

	if (!bpf_probe_read_user(at + 16, size, (void *)addr)) {
		close_capture(st, (void *)at, c, want > size ? STATUS_TRUNCATED : STATUS_OK, want, size);
		return;
	}
	first = PAGE - (addr & (PAGE - 1));
	if (element > 1)
		first -= first % element;
	BOUNDED(first);
	if (!first || first >= size || first > most ||
	    bpf_probe_read_user(at + 16, first, (void *)addr))
		first = 0;
	close_capture(st, (void *)at, c, STATUS_FAULT, want, first);
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

/* Reads a number of 1, 2, 4 or 8 bytes. Returns 0 if that can be done. */
static __always_inline long read_number(__u64 addr, __u32 width, __u64 *value)
{
	*value = 0;
	if (width == 8)
		return bpf_probe_read_user(value, 8, (void *)addr);
	if (width == 4)
		return bpf_probe_read_user(value, 4, (void *)addr);
	if (width == 2)
		return bpf_probe_read_user(value, 2, (void *)addr);
	return bpf_probe_read_user(value, 1, (void *)addr);
}

/*
 * Reads what element `i` of an array of struct iovec leads to, behind the pieces before it. A function of its own, so that
 * the verifier looks at it once. Returns 1 if no more is to be read.
 */
__noinline int read_piece(struct task_state *st, const struct plan_capture *c, __u64 array, __u32 i)
{
	__u32 word, used, room, off;
	struct task_spill *sp;
	__u64 piece, len;

	if (!st || !c)
		return 1;
	sp = spill_there(st);
	if (!sp)
		return 1;
	word = WORD(st->ev.arch);
	array += i * 2 * word;
	if (read_number(array, word, &piece) || read_number(array + word, word, &len)) {
		st->piece_status = STATUS_FAULT;
		return 1;
	}
	if (len > st->piece_most - st->piece_total)
		len = st->piece_most - st->piece_total;
	st->piece_total += len;
	used = st->piece_used;
	room = c->limit > used ? c->limit - used : 0;
	if (len < room)
		room = len;
	off = st->ev.data_len;
	BOUNDED(room);
	BOUNDED(used);
	BOUNDED(off);
	if (!room || room > CAPTURE_MAX || used >= CAPTURE_MAX || off > SPILL_LAST)
		return 0;
	if (bpf_probe_read_user(sp->data + off + 16 + used, room, (void *)piece)) {
		st->piece_status = STATUS_FAULT;
		return 1;
	}
	st->piece_used = used + room;
	return 0;
}

/* Reads what an array of `count` struct iovec leads to, one piece after the other. */
static __always_inline void read_pieces(struct task_state *st, __u8 *at, const struct plan_capture *c, __u64 base,
					__u64 array, __u64 count)
{
	__u32 used, i;
	__u64 total;

	st->piece_used = 0;
	st->piece_total = 0;
	st->piece_status = STATUS_OK;
	/* What a call gave back is as long as it says; of several messages, each says it. */
	st->piece_most = ~0ULL;
	if (st->when == WHEN_EXIT && c->scale > 1)
		read_number(base + c->scale, 4, &st->piece_most);
	else if (st->when == WHEN_EXIT && st->ev.ret >= 0)
		st->piece_most = st->ev.ret;
	for (i = 0; i < PIECES; i++) {
		if (i >= count || st->piece_total >= st->piece_most)
			break;
		if (read_piece(st, c, array, i))
			break;
	}
	total = st->piece_total;
	if (total > 0xffffffff)
		total = 0xffffffff;
	used = st->piece_status == STATUS_FAULT ? 0 : st->piece_used;
	BOUNDED(used);
	if (used > CAPTURE_MAX)
		used = CAPTURE_MAX;
	if (st->piece_status == STATUS_OK && (total > used || count > PIECES))
		st->piece_status = STATUS_TRUNCATED;
	close_capture(st, (void *)at, c, st->piece_status, total, used);
}

/* The value that a capture calls argument `arg`: a register, the stack pointer, or a word of what the call stands for. */
static __always_inline __u64 argument(struct task_state *st, __u32 arg)
{
	BOUNDED(arg);
	if (arg < 6)
		return st->ev.args[arg];
	if (arg == ARG_STACK)
		return ((struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf()))->sp;
	arg -= WORDS;
	BOUNDED(arg);
	return arg < 6 ? st->words[arg] : 0;
}

/* Keeps the words just captured at `at` for the captures that follow. */
static __always_inline void keep_words(struct task_state *st, __u8 *at)
{
	struct capture_head *head = (void *)at;
	__u32 *words = (void *)(at + 16), i;

	st->has_words = head->status == STATUS_OK;
	for (i = 0; i < 6; i++)
		st->words[i] = head->status == STATUS_OK && i * 4 < head->kept ? words[i] : 0;
}

/* Makes one capture as the plan says. A function of its own, so that the verifier looks at it once. */
__noinline int capture(struct task_state *st, const struct plan_capture *c)
{
	__u64 addr, base, length, want = 0, keep;
	__u32 off;

	if (!st || !c)
		return 0;
	base = argument(st, c->arg);
	length = argument(st, c->len_arg);
	if (!base)
		return 0;
	/* What else the call leads to could not be read at entry; they need not be read again. */
	if (c->op == OP_WORDS && st->when == WHEN_EXIT && st->has_words)
		return 0;
	base += st->element * c->stride;
	addr = base;
	if (c->at != AT_ARG) {
		if (read_number(base + c->at, c->width, &addr)) {
			/* To be tried again at exit. */
			st->faulted |= 1U << (st->slot_capture & 7);
			st->ev.flags |= FLAG_FAULT;
			return 0;
		}
		if (!addr)
			return 0;
	}
	if (c->op == OP_STR || c->op == OP_STRVEC) {
		want = c->limit;
	} else {
		switch (c->len_from) {
		case LEN_FIXED:
			want = 1;
			if (c->at == AT_ARG)
				addr += c->len_at;
			break;
		case LEN_ARG:
			want = length + c->len_at;
			break;
		case LEN_ARG32:
			want = (__u32)length + c->len_at;
			break;
		case LEN_RET:
			want = (st->ev.ret > 0 ? st->ev.ret : 0) + c->len_at;
			break;
		case LEN_ARG_PTR: {
			__u32 len = 0;
			bpf_probe_read_user(&len, sizeof(len), (void *)length);
			want = len;
			break;
		}
		case LEN_MEMBER:
			read_number(base + c->len_at, c->len_width, &want);
			if (c->at == AT_ARG && want < c->width * 8)
				want = c->width * 8;
			break;
		case LEN_PAGES:
			want = (length + 4095) / 4096;
			break;
		case LEN_BITS:
			if (c->width == 4)
				length = (__u32)length;
			want = length > c->len_at ? length - c->len_at : 0;
			want = c->len_width == 4 ? (want + 31) / 32 * 4 : (want + 63) / 64 * 8;
			break;
		default:
			return 0;
		}
		if (want > 0xffffffff)
			want = 0xffffffff;
		if (c->op == OP_MEMORY || c->op == OP_WORDS)
			want *= c->scale;
	}
	if (!want)
		return 0;
	if (want > 0xffffffff)
		want = 0xffffffff;
	keep = want < c->limit ? want : c->limit;

	off = st->ev.data_len;
	if (!(st->mode & SPILLED) && off <= INLINE_LAST && c->op != OP_STRVEC && c->op != OP_IOVEC) {
		__u8 *at = st->data + off;

		if (c->op == OP_STR) {
			__u32 size = c->limit < INLINE_PIECE ? c->limit : INLINE_PIECE;
			int last = c->limit <= INLINE_PIECE;

			if (read_string(st, at, c, addr, size, last))
				return 0;
		} else if (keep <= INLINE_PIECE) {
			read_memory(st, at, c, addr, want, keep, INLINE_PIECE);
			if (c->op == OP_WORDS)
				keep_words(st, at);
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
		else if (c->op == OP_IOVEC)
			read_pieces(st, at, c, base, addr, want);
		else
			read_memory(st, at, c, addr, want, keep, CAPTURE_MAX);
	}
	return 0;
}

/* Whether a capture is made now. */
static __always_inline int is_due(const struct task_state *st, const struct plan_capture *c)
{
	return c->when == st->due || (c->when == WHEN_BOTH && st->due != WHEN_FAILED);
}

/* The same of each of the structures that the argument points to. */
__noinline int capture_each(struct task_state *st, const struct plan_capture *c)
{
	__u64 count;
	__u32 i;

	if (!st || !c)
		return 0;
	if (c->mask && !(argument(st, c->guard) & c->mask))
		return 0;
	st->element = 0;
	if (!c->stride) {
		capture(st, c);
		return 0;
	}
	if (c->count == COUNT_RET)
		count = st->ev.ret > 0 ? st->ev.ret : 0;
	else
		count = argument(st, c->count);
	for (i = 0; i < ELEMENTS; i++) {
		if (i >= count)
			break;
		st->element = i;
		capture(st, c);
	}
	st->element = 0;
	return 0;
}

#define IOC_READ 2 /* include/uapi/asm-generic/ioctl.h */
#define IOC_WRITE 1

/* A request of ioctl(2) that no row knows tells how long its argument is and who writes it. */
static __always_inline void capture_encoded(struct task_state *st, const struct plan_capture *c, __u32 request)
{
	struct plan_capture *made = &st->made;
	__u32 direction = request >> 30, size = (request >> 16) & 0x3fff;

	if (!size || !direction)
		return;
	__builtin_memset(made, 0, sizeof(*made));
	made->op = OP_MEMORY;
	made->when = direction == IOC_WRITE ? WHEN_ENTRY : direction == IOC_READ ? WHEN_EXIT : WHEN_BOTH;
	made->arg = c->arg;
	made->scale = size;
	made->limit = c->limit;
	made->at = AT_ARG;
	if (made->when != WHEN_ENTRY)
		st->choice_at_exit = 1;
	if (is_due(st, made))
		capture(st, made);
}

/* Makes the captures of the table's row for the deciding argument. */
__noinline int capture_by(struct task_state *st, const struct plan_capture *c)
{
	struct choice_key key = {};
	struct plan_choice *row;
	__u32 decider, i;

	if (!st || !c)
		return 0;
	decider = c->len_arg;
	BOUNDED(decider);
	if (decider > 5)
		return 0;
	key.table = c->scale;
	key.value = st->ev.args[decider] & c->mask;
	row = bpf_map_lookup_elem(&choices, &key);
	if (!row) {
		if (c->check)
			capture_encoded(st, c, key.value);
		return 0;
	}
	if (row->at_exit)
		st->choice_at_exit = 1;
	for (i = 0; i < sizeof(row->capture) / sizeof(row->capture[0]); i++) {
		if (i >= row->captures)
			break;
		if (is_due(st, &row->capture[i]))
			capture_each(st, &row->capture[i]);
	}
	return 0;
}

/* Makes the capture of a slot of the plan, whatever it is. */
static __always_inline void capture_slot(struct task_state *st, struct plan_entry *p, __u32 slot)
{
	st->slot_capture = slot;
	if (p->capture[slot].op == OP_BY)
		capture_by(st, &p->capture[slot]);
	else
		capture_each(st, &p->capture[slot]);
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
	for (i = 0; i < CAPTURES; i++) {
		struct plan_capture *c = &p->capture[i];
		__u32 size;

		if (c->arg != arg || !c->check || c->op == OP_BY)
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
		st->slot_capture = i;
		st->element = 0;
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

	st->when = st->due = WHEN_ENTRY;
	for (i = 0; i < CAPTURES; i++) {
		if (i >= p->captures)
			break;
		if (is_due(st, &p->capture[i]))
			capture_slot(st, p, i);
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
	for (i = 0; i < CAPTURES; i++) {
		struct plan_capture *c = &p->capture[i];

		if (i >= p->captures)
			break;
		if ((again >> i) & 1) {
			st->due = WHEN_ENTRY;
			capture_slot(st, p, i);
			if (c->op != OP_BY)
				continue;
		}
		st->due = failed ? WHEN_FAILED : WHEN_EXIT;
		if (c->op == OP_BY ? st->choice_at_exit : is_due(st, c))
			capture_slot(st, p, i);
	}
}
