/* futex by operation, and what threads tell the kernel about themselves. */
#include "corpus.h"
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <time.h>

static void run(void)
{
	uint32_t word = 5, other = 0;
	struct timespec soon = {0, 1000}, wrong = {-1, 0}, past = {1, 0};
	struct futex_waitv waits[2] = {{5, (uintptr_t)&word, FUTEX_32, 0}, {1, 1, FUTEX_32 | FUTEX_PRIVATE_FLAG, 7}};
	void *head;
	size_t size;

	sys(SYS_futex, &word, FUTEX_WAIT, 4, &soon, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 5, &soon, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAIT, 5, &wrong, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAIT, 5, LOW, 0, 0);
	sys(SYS_futex, LOW, FUTEX_WAIT, 5, 0, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAKE, 1, 0, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 0x7fffffff, LOW, LOW, 77);
	sys(SYS_futex, &word, FUTEX_FD, 0, 0, 0, 0);
	sys(SYS_futex, &word, FUTEX_REQUEUE, 1, 2, &other, 0);
	sys(SYS_futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, &other, 5);
	sys(SYS_futex, &word, FUTEX_WAKE_OP, 1, 2, &other, FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_GT, 4));
	sys(SYS_futex, &word, FUTEX_WAKE_OP, 1, 2, &other, 0x7fffffff);
	sys(SYS_futex, &word, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 1, 2, &other, FUTEX_OP((FUTEX_OP_XOR | FUTEX_OP_OPARG_SHIFT), 3, FUTEX_OP_CMP_NE, 4));
	sys(SYS_futex, &word, FUTEX_WAIT_BITSET, 4, &past, 0, 0xf0);
	sys(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME | FUTEX_PRIVATE_FLAG, 5, &past, 0, FUTEX_BITSET_MATCH_ANY);
	sys(SYS_futex, &word, FUTEX_WAKE_BITSET, 1, 0, 0, 0x55);
	sys(SYS_futex, &word, FUTEX_LOCK_PI, 1, &past, 0, 0);
	sys(SYS_futex, &word, FUTEX_LOCK_PI2, 1, &past, 0, 0);
	sys(SYS_futex, &word, FUTEX_TRYLOCK_PI, 0, 0, 0, 0);
	sys(SYS_futex, &word, FUTEX_UNLOCK_PI_PRIVATE, 0, 0, 0, 0);
	sys(SYS_futex, &word, FUTEX_WAIT_REQUEUE_PI, 4, &past, &other, 0);
	sys(SYS_futex, &word, FUTEX_CMP_REQUEUE_PI, 1, 1, &other, 4);
	sys(SYS_futex, &word, 99, 1, 2, 3, 4);
	sys(SYS_futex, 0, 0x12345678, -1, -1L, -1L, -1);
	sys(SYS_futex_waitv, waits, 2, 0, &soon, CLOCK_MONOTONIC);
	sys(SYS_futex_waitv, waits, 1, 0, &past, CLOCK_REALTIME);
	sys(SYS_futex_waitv, LOW, 1, 0xff, LOW, 99);
	sys(SYS_futex_waitv, 0, 0, 0, 0, 0);
	sys(SYS_get_robust_list, 0, &head, &size);
	sys(SYS_get_robust_list, -1, LOW, LOW);
	sys(SYS_set_robust_list, LOW, 5);
	sys(SYS_set_tid_address, &other);
	sys(SYS_rseq, LOW, 32, 0, 0x1234);
	sys(SYS_rseq, &word, 32, 1, 0x53053053);
	sys(SYS_rseq, 0, 5, 0xff, -1);
	sys(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
	sys(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
	sys(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, 1, 3);
	sys(SYS_membarrier, 0x7fff, 0xff, 1);
	sys(SYS_set_robust_list, head, 24);
}
