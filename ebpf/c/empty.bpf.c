// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The least that any recorder of this kind costs: a program at the entry and one at the exit that do nothing.
 * The benchmark compares with it.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tp_btf/sys_enter")
int sys_enter(void *ctx)
{
	return 0;
}

SEC("tp_btf/sys_exit")
int sys_exit(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
