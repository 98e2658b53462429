/* openat2: a structure with a size, known, older, newer. */
#include "corpus.h"
#include <linux/openat2.h>

static void run(void)
{
	struct open_how how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH}, make = {.flags = O_WRONLY | O_CREAT | O_EXCL, .mode = 0640},
			wrong = {.flags = 0x8000000000000000ULL | O_RDWR, .mode = 07777777, .resolve = 0xff00};
	struct {
		struct open_how how;
		uint64_t more[2];
	} bigger = {{.flags = O_PATH}, {0, 0}}, future = {{.flags = O_PATH}, {1, 2}};

	sys(SYS_openat2, AT_FDCWD, "/dev/null", &how, sizeof(how));
	sys(SYS_openat2, AT_FDCWD, "made", &make, sizeof(make));
	sys(SYS_openat2, AT_FDCWD, "made", &wrong, sizeof(wrong));
	sys(SYS_openat2, AT_FDCWD, "made", &bigger, sizeof(bigger));
	sys(SYS_openat2, AT_FDCWD, "made", &future, sizeof(future));
	sys(SYS_openat2, AT_FDCWD, "made", &how, 8);
	sys(SYS_openat2, AT_FDCWD, "made", &how, 0);
	sys(SYS_openat2, AT_FDCWD, "made", LOW, sizeof(how));
	sys(SYS_openat2, -1, LOW, 0, sizeof(how));
	sys(SYS_openat2, AT_FDCWD, "made", at_end(&how, 16), sizeof(how));
}
