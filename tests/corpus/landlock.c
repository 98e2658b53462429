/* landlock. It holds for this program, which ends with it. */
#include "corpus.h"
#include <linux/landlock.h>
#include <sys/prctl.h>

static void run(void)
{
	struct landlock_ruleset_attr attr = {LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_SOCK}, odd = {~0ULL};
	struct landlock_path_beneath_attr rule = {LANDLOCK_ACCESS_FS_WRITE_FILE, -1}, wrong = {0, 99};
	int fd, folder = open(".", O_PATH);

	sys(SYS_landlock_create_ruleset, 0, 0, LANDLOCK_CREATE_RULESET_VERSION);
	fd = sys(SYS_landlock_create_ruleset, &attr, 8, 0);
	sys(SYS_landlock_create_ruleset, &odd, 8, 0);
	sys(SYS_landlock_create_ruleset, &attr, 4, 0);
	sys(SYS_landlock_create_ruleset, LOW, 8, 0xff);
	sys(SYS_landlock_create_ruleset, 0, 0, 0);
	rule.parent_fd = folder;
	sys(SYS_landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	sys(SYS_landlock_add_rule, fd, LANDLOCK_RULE_PATH_BENEATH, &wrong, 0);
	sys(SYS_landlock_add_rule, fd, 77, &rule, 5);
	sys(SYS_landlock_add_rule, -1, LANDLOCK_RULE_PATH_BENEATH, LOW, 0);
	sys(SYS_landlock_restrict_self, -1, 0);
	sys(SYS_landlock_restrict_self, fd, 0xff00);
	sys(SYS_landlock_restrict_self, fd, 0);
}
