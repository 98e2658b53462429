/* The names of the host, in a namespace of our own. */
#include "corpus.h"

static void run(void)
{
	/* Without a namespace of its own nothing is named. */
	if (unshare(CLONE_NEWUTS))
		return;
	sys(SYS_sethostname, "corpus", 6);
	sys(SYS_sethostname, "corpus and more", 6);
	sys(SYS_sethostname, "bytes \n\377", 8);
	sys(SYS_sethostname, LOW, 5);
	sys(SYS_sethostname, "x", -1);
	sys(SYS_sethostname, long300, 300);
	sys(SYS_setdomainname, "example.invalid", 15);
	sys(SYS_setdomainname, "", 0);
	sys(SYS_setdomainname, LOW, 0x7fffffff);
}
