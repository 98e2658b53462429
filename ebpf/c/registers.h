/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
 *
 * Number, ABI and arguments of a call, from the registers of each architecture.
 */
#pragma once

#include "state.h"

#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */
#define X32_BIT 0x40000000

static __always_inline __u8 abi(struct task_struct *task, __s32 nr)
{
	if (task->thread_info.status & TS_COMPAT)
		return ARCH_I386;
	/* -1 has every bit set and is no x32 call. */
	return nr > 0 && nr & X32_BIT ? ARCH_X32 : ARCH_X86_64;
}

static __always_inline __s32 number(struct pt_regs *regs)
{
	return regs->orig_ax;
}

static __always_inline void arguments(struct pt_regs *regs, __u8 arch, __u64 *args)
{
	if (arch == ARCH_I386) {
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
	__u32 n = arch == ARCH_X32 ? nr & ~X32_BIT : nr;
	if (n >= PLAN_SLOTS)
		return PLAN_NONE;
	if (arch == ARCH_IO_URING)
		return n + 2 * PLAN_SLOTS;
	return arch == ARCH_I386 ? n + PLAN_SLOTS : n;
}
#define WORD(arch) ((arch) == ARCH_X86_64 || (arch) == ARCH_IO_URING ? 8 : 4)
#elif defined(__TARGET_ARCH_arm64)
static __always_inline __u8 abi(struct task_struct *task, __s32 nr)
{
	return ARCH_AARCH64; /* 32-bit programs are out of the plan: their numbers would be mistaken, see slot_of */
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
	if ((__u32)nr >= PLAN_SLOTS)
		return PLAN_NONE;
	return arch == ARCH_IO_URING ? nr + 2 * PLAN_SLOTS : nr;
}
#define WORD(arch) 8
#endif
