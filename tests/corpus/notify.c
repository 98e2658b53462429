/* Watching files: inotify and fanotify. */
#include "corpus.h"
#include <sys/fanotify.h>
#include <sys/inotify.h>

static void run(void)
{
	char buffer[300];
	int fd, watch, fan;

	mkdir("folder", 0755);
	fd = sys(SYS_inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	sys(SYS_inotify_init);
	sys(SYS_inotify_init1, 0x77);
	watch = sys(SYS_inotify_add_watch, fd, "folder", IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_ONLYDIR);
	sys(SYS_inotify_add_watch, fd, "folder", IN_ALL_EVENTS | IN_MASK_ADD | IN_DONT_FOLLOW | IN_EXCL_UNLINK | IN_ONESHOT);
	sys(SYS_inotify_add_watch, fd, "nonexistent", 0x00ff0000);
	sys(SYS_inotify_add_watch, -1, LOW, 0);
	close(file("folder/new", ""));
	sys(SYS_read, fd, buffer, sizeof(buffer));
	sys(SYS_inotify_rm_watch, fd, watch);
	sys(SYS_inotify_rm_watch, -1, 77);
	fan = sys(SYS_fanotify_init, FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_LARGEFILE);
	sys(SYS_fanotify_init, FAN_CLASS_CONTENT | FAN_UNLIMITED_QUEUE | FAN_REPORT_FID, 0);
	sys(SYS_fanotify_init, 0xffff0000, 0xffffffff);
	sys(SYS_fanotify_mark, fan, FAN_MARK_ADD, FAN_OPEN | FAN_CLOSE_WRITE | FAN_EVENT_ON_CHILD, AT_FDCWD, "folder");
	sys(SYS_fanotify_mark, fan, FAN_MARK_ADD | FAN_MARK_ONLYDIR, FAN_MODIFY | FAN_ONDIR, AT_FDCWD, "nonexistent");
	sys(SYS_fanotify_mark, fan, FAN_MARK_REMOVE, FAN_OPEN, -1, "folder");
	sys(SYS_fanotify_mark, fan, FAN_MARK_FLUSH, 0, AT_FDCWD, 0);
	sys(SYS_fanotify_mark, -1, 0xff00, ~0ULL, AT_FDCWD, LOW);
}
