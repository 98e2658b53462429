/* ioctl on files, and requests for devices on a descriptor that is no device, so that all of these are refused. */
#include "corpus.h"
#include <linux/blkpg.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fsverity.h>
#include <linux/fscrypt.h>
#include <linux/kvm.h>
#include <linux/loop.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/if_tun.h>
#include <linux/input.h>
#include <linux/hdreg.h>
#include <linux/nbd.h>
#include <linux/usbdevice_fs.h>
#include <linux/watchdog.h>
#include <linux/uinput.h>
#include <linux/dm-ioctl.h>
#include <linux/btrfs.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>

static void run(void)
{
	int fd = file("file", "some content"), other = file("other", ""), null = open("/dev/null", O_RDWR), value = 0;
	unsigned long word = 0;
	uint64_t size = 0;
	struct fsxattr xattr;
	struct file_clone_range range = {fd, 0, 4096, 0};
	struct {
		struct fiemap map;
		struct fiemap_extent extents[2];
	} map = {.map = {.fm_length = ~0ULL, .fm_extent_count = 2, .fm_flags = FIEMAP_FLAG_SYNC}};
	struct fstrim_range trim = {0, 5, 6};
	struct blkpg_ioctl_arg blkpg = {BLKPG_ADD_PARTITION, 0, 0, 0};
	struct loop_info64 info = {.lo_offset = 1, .lo_file_name = "name", .lo_flags = LO_FLAGS_AUTOCLEAR};
	struct loop_config config = {.fd = 5, .block_size = 512, .info = {.lo_flags = LO_FLAGS_READ_ONLY}};
	struct kvm_userspace_memory_region region = {1, 2, 3, 4, 5};
	struct rtc_time rtc;
	struct dm_ioctl dm = {.version = {4, 0, 0}, .data_size = sizeof(dm), .name = "a name"};

	sys(SYS_ioctl, fd, FS_IOC_GETFLAGS, &value);
	sys(SYS_ioctl, fd, FS_IOC_SETFLAGS, &value);
	sys(SYS_ioctl, fd, FS_IOC_GETVERSION, &word);
	sys(SYS_ioctl, fd, FS_IOC_FSGETXATTR, &xattr);
	sys(SYS_ioctl, fd, FS_IOC_FSSETXATTR, &xattr);
	sys(SYS_ioctl, fd, FS_IOC_GETFSLABEL, hole - 256);
	sys(SYS_ioctl, fd, FIONREAD, &value);
	sys(SYS_ioctl, fd, FIBMAP, &value);
	sys(SYS_ioctl, fd, FIGETBSZ, &value);
	sys(SYS_ioctl, fd, FIOQSIZE, &size);
	sys(SYS_ioctl, other, FICLONE, fd);
	sys(SYS_ioctl, other, FICLONERANGE, &range);
	sys(SYS_ioctl, other, FICLONERANGE, LOW);
	sys(SYS_ioctl, fd, FIDEDUPERANGE, 0);
	sys(SYS_ioctl, fd, FS_IOC_FIEMAP, &map);
	sys(SYS_ioctl, -1, FIFREEZE, 0);
	sys(SYS_ioctl, -1, FITHAW, 0);
	sys(SYS_ioctl, -1, FITRIM, &trim);
	sys(SYS_ioctl, null, FS_IOC_ENABLE_VERITY, LOW);
	sys(SYS_ioctl, null, FS_IOC_GET_ENCRYPTION_POLICY, LOW);
	sys(SYS_ioctl, null, BLKGETSIZE64, &size);
	sys(SYS_ioctl, null, BLKGETSIZE, &word);
	sys(SYS_ioctl, null, BLKROGET, &value);
	sys(SYS_ioctl, null, BLKROSET, &value);
	sys(SYS_ioctl, null, BLKSSZGET, &value);
	sys(SYS_ioctl, null, BLKRRPART, 0);
	sys(SYS_ioctl, null, BLKFLSBUF, 0);
	sys(SYS_ioctl, null, BLKDISCARD, &trim);
	sys(SYS_ioctl, null, BLKPG, &blkpg);
	sys(SYS_ioctl, null, BLKRASET, 256);
	sys(SYS_ioctl, null, LOOP_SET_FD, fd);
	sys(SYS_ioctl, null, LOOP_CLR_FD, 0);
	sys(SYS_ioctl, null, LOOP_SET_STATUS64, &info);
	sys(SYS_ioctl, null, LOOP_GET_STATUS64, &info);
	sys(SYS_ioctl, null, LOOP_CONFIGURE, &config);
	sys(SYS_ioctl, null, LOOP_CONFIGURE, LOW);
	sys(SYS_ioctl, null, LOOP_CTL_GET_FREE, 0);
	sys(SYS_ioctl, null, LOOP_CTL_ADD, 99);
	sys(SYS_ioctl, null, LOOP_SET_BLOCK_SIZE, 4096);
	sys(SYS_ioctl, null, KVM_GET_API_VERSION, 0);
	sys(SYS_ioctl, null, KVM_CREATE_VM, 0);
	sys(SYS_ioctl, null, KVM_CHECK_EXTENSION, 7);
	sys(SYS_ioctl, null, KVM_CREATE_VCPU, 1);
	sys(SYS_ioctl, null, KVM_SET_USER_MEMORY_REGION, &region);
	sys(SYS_ioctl, null, KVM_RUN, 0);
	sys(SYS_ioctl, null, RNDGETENTCNT, &value);
	sys(SYS_ioctl, null, RTC_RD_TIME, &rtc);
	sys(SYS_ioctl, null, TUNSETIFF, LOW);
	sys(SYS_ioctl, null, TUNGETFEATURES, &value);
	sys(SYS_ioctl, null, EVIOCGVERSION, &value);
	sys(SYS_ioctl, null, EVIOCGNAME(32), hole - 32);
	sys(SYS_ioctl, null, EVIOCGRAB, 1);
	sys(SYS_ioctl, null, HDIO_GETGEO, LOW);
	sys(SYS_ioctl, null, NBD_DO_IT, 0);
	sys(SYS_ioctl, null, NBD_SET_BLKSIZE, 512);
	sys(SYS_ioctl, null, WDIOC_GETTIMEOUT, &value);
	sys(SYS_ioctl, null, UI_DEV_CREATE, 0);
	sys(SYS_ioctl, null, DM_VERSION, &dm);
	sys(SYS_ioctl, null, DM_TABLE_LOAD, LOW);
	sys(SYS_ioctl, -1, BTRFS_IOC_SYNC, 0);
	sys(SYS_ioctl, null, SG_GET_VERSION_NUM, &value);
	sys(SYS_ioctl, null, USBDEVFS_RESET, 0);
	sys(SYS_ioctl, null, _IOC(_IOC_READ, 'T', 0x99, 7), 1);
	sys(SYS_ioctl, null, _IOC(_IOC_READ | _IOC_WRITE, 0xfe, 0xfe, 300), LOW);
	sys(SYS_ioctl, null, _IOC(_IOC_WRITE, 0, 0, 0), 0);
	sys(SYS_ioctl, null, _IO(0xab, 0xcd), -1L);
}
