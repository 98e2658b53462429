/* Calls that change the whole machine, each asked for so that it must be refused. */
#include "corpus.h"
#include <linux/kexec.h>
#include <linux/quota.h>
#include <linux/dqblk_xfs.h>

static void run(void)
{
	struct if_dqblk block = {.dqb_valid = QIF_LIMITS, .dqb_bhardlimit = 5};
	struct if_dqinfo info = {.dqi_bgrace = 7};
	struct kexec_segment segment = {LOW, 5, LOW, 4096};
	char buffer[64];

	sys(SYS_reboot, 1, 2, 3, LOW);
	sys(SYS_reboot, 0xfee1dead, 77, 0x89abcdef, 0);
	sys(SYS_reboot, 0, 672274793, 0xcdef0123, "text");
	sys(SYS_init_module, LOW, 10, "a=1 b=\"two\"");
	sys(SYS_init_module, LOW, 0, LOW);
	sys(SYS_init_module, LOW, 5, "");
	sys(SYS_finit_module, -1, "param", 1 | 2);
	sys(SYS_finit_module, -1, LOW, 0xff);
	sys(SYS_delete_module, "no such module", O_NONBLOCK);
	sys(SYS_delete_module, LOW, O_TRUNC | O_NONBLOCK);
	sys(SYS_delete_module, "", 0);
	sys(SYS_swapon, "/nonexistent", 0x8000 | 5);
	sys(SYS_swapon, LOW, 0x10000);
	sys(SYS_swapon, "/nonexistent", 0xff00000);
	sys(SYS_swapoff, "/nonexistent");
	sys(SYS_swapoff, LOW);
	sys(SYS_acct, "/nonexistent/file");
	sys(SYS_acct, LOW);
	sys(SYS_quotactl, QCMD(Q_GETQUOTA, USRQUOTA), "/nonexistent", 0, &block);
	sys(SYS_quotactl, QCMD(Q_SETQUOTA, GRPQUOTA), "/nonexistent", 5, &block);
	sys(SYS_quotactl, QCMD(Q_GETINFO, USRQUOTA), "/nonexistent", 0, &info);
	sys(SYS_quotactl, QCMD(Q_SETINFO, USRQUOTA), "/nonexistent", 0, &info);
	sys(SYS_quotactl, QCMD(Q_QUOTAON, USRQUOTA), "/nonexistent", 2, "quota.user");
	sys(SYS_quotactl, QCMD(Q_QUOTAOFF, PRJQUOTA), "/nonexistent", 0, 0);
	sys(SYS_quotactl, QCMD(Q_GETFMT, USRQUOTA), "/nonexistent", 0, buffer);
	sys(SYS_quotactl, QCMD(Q_XGETQUOTA, USRQUOTA), "/nonexistent", 0, buffer);
	sys(SYS_quotactl, QCMD(77, 88), LOW, -1, LOW);
	sys(SYS_quotactl_fd, -1, QCMD(Q_GETQUOTA, USRQUOTA), 0, &block);
	sys(SYS_kexec_load, 5, 1, &segment, 0x80000000);
	sys(SYS_kexec_load, 5, 77, LOW, KEXEC_ARCH_X86_64 | 0xff00);
	sys(SYS_kexec_file_load, -1, -1, 5, "line", 0xff);
	sys(SYS_kexec_file_load, -1, -1, 5, LOW, KEXEC_FILE_UNLOAD | 0x80);
	sys(SYS_syslog, 99, LOW, 5);
	sys(SYS_syslog, 3, 0, 5);
	sys(SYS_syslog, 2, buffer, -1);
	sys(SYS_syslog, 10, 0, 0);
	sys(SYS_personality, 0xffffffff);
	sys(SYS_personality, 0x40000);
#ifdef __x86_64__
	sys(SYS_iopl, 77);
	sys(SYS_ioperm, -1L, 5, 1);
	sys(SYS_modify_ldt, 0, buffer, 16);
	sys(SYS_modify_ldt, 1, LOW, 16);
	sys(SYS_modify_ldt, 77, LOW, -1L);
#endif
	sys(SYS_lookup_dcookie, 1, buffer, sizeof(buffer));
	sys(SYS_nfsservctl, 1, 2, 3);
	sys(SYS__sysctl, LOW);
	sys(SYS_uselib, "/nonexistent");
}
