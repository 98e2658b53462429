/* Calls of recent kernels, which strace of Debian 12 does not know by name. All are refused or only ask. */
#include "corpus.h"

static void run(void)
{
	uint64_t words[8] = {24, 0, 0};
	char buffer[256];
	int fd = file("file", "content");

	sys(451 /* cachestat */, fd, words, buffer, 0);
	sys(452 /* fchmodat2 */, AT_FDCWD, "file", 0600, AT_SYMLINK_NOFOLLOW);
	sys(453 /* map_shadow_stack */, 1L, 2L, 0xff);
	sys(454 /* futex_wake */, &words[3], 1, 1, 2);
	sys(455 /* futex_wait */, &words[3], 1, 1, 2, 0, 0);
	sys(456 /* futex_requeue */, LOW, 0, 1, 1);
	sys(457 /* statmount */, LOW, buffer, sizeof(buffer), 0xff);
	sys(458 /* listmount */, LOW, words, 8, 0xff);
	sys(459 /* lsm_get_self_attr */, 99, buffer, words, 0xff);
	sys(460 /* lsm_set_self_attr */, 99, LOW, 16, 0xff);
	sys(461 /* lsm_list_modules */, LOW, LOW, 0xff);
	sys(462 /* mseal */, LOW, 4096, 0xff);
	sys(463 /* setxattrat */, AT_FDCWD, "file", 0, "user.x", LOW, 16);
	sys(466 /* removexattrat */, AT_FDCWD, "file", 0, "user.x");
}
