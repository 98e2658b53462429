// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The kernel side of `record`: turns the system calls of chosen tasks into ring records.
 *
 * A task that is followed has a task_state in task storage; every other task costs one look-up. At entry the call's
 * number, arguments and the strings it was given are kept in the state; at exit one record is written. What to follow
 * of which call is the capture plan, a table that user space fills: nothing here knows a system call by its number.
 */
#include "calls.h"
#include "tasks.h"
#include "uring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";
