/* Memory mapped, protected, advised, locked. */
#include "corpus.h"
#include <linux/mman.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

static void run(void)
{
	int fd = file("file", "content"), uffd;
	unsigned char resident[4];
	long page, end, key;
	struct uffdio_api api = {UFFD_API, 0, 0};
	struct uffdio_range range = {(uintptr_t)hole - 4096, 4096};
	struct uffdio_register reg = {{0, 4096}, UFFDIO_REGISTER_MODE_MISSING, 0};
	struct uffdio_zeropage zero = {{0, 4096}, 0, 0};
	struct uffdio_copy copy = {0, 1, 4096, UFFDIO_COPY_MODE_DONTWAKE, 0};

	page = sys(SYS_mmap, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
	sys(SYS_mmap, 0, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK | MAP_GROWSDOWN, -1, 0L);
	sys(SYS_mmap, page, 4096, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0L);
	sys(SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_SHARED_VALIDATE | MAP_SYNC, fd, 4096L);
	sys(SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_HUGE_2MB, -1, 0L);
	sys(SYS_mmap, LOW, 0, 0xf0, 0xf, -1, -1L);
	sys(SYS_mmap, page, 4096, PROT_READ | PROT_GROWSDOWN, MAP_PRIVATE | MAP_FIXED_NOREPLACE | MAP_LOCKED | MAP_POPULATE | 0x80000000, 99, 0x123456789000L);
	sys(SYS_mprotect, page + 4096, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	sys(SYS_mprotect, LOW, -1L, 0xffffffff);
	sys(SYS_mprotect, page + 4096, 4096, PROT_READ | PROT_WRITE);
	sys(SYS_mremap, page, 4096, 8192, 0, 0);
	sys(SYS_mremap, page + 4096, 4096, 8192, MREMAP_MAYMOVE, 0);
	sys(SYS_mremap, LOW, 1, 2, MREMAP_MAYMOVE | MREMAP_FIXED | 0xf0, LOW);
	sys(SYS_madvise, page, 4096, MADV_WILLNEED);
	sys(SYS_madvise, page, 4096, MADV_DONTNEED);
	sys(SYS_madvise, LOW, 0, 77);
	sys(SYS_msync, page, 4096, MS_SYNC | MS_INVALIDATE);
	sys(SYS_msync, LOW, 1, 0xff);
	sys(SYS_mincore, page, 4096, resident);
	sys(SYS_mincore, page, 4096, LOW);
	sys(SYS_mincore, LOW, 1, resident);
	sys(SYS_mlock, page, 4096);
	sys(SYS_mlock2, page, 4096, MLOCK_ONFAULT);
	sys(SYS_mlock2, page, 4096, 0xf0);
	sys(SYS_munlock, page, 4096);
	sys(SYS_mlockall, 0xf0);
	sys(SYS_mlockall, MCL_FUTURE | MCL_ONFAULT | 0x80);
	sys(SYS_munlockall);
	sys(SYS_remap_file_pages, page, 4096, 0, 1, 0);
	sys(SYS_remap_file_pages, LOW, 0, PROT_READ, 0, MAP_NONBLOCK);
	end = sys(SYS_brk, 0);
	sys(SYS_brk, end + 4096);
	sys(SYS_brk, -1L);
	key = sys(SYS_pkey_alloc, 0, PKEY_DISABLE_WRITE);
	sys(SYS_pkey_alloc, 5, 0xf0);
	sys(SYS_pkey_mprotect, page, 4096, PROT_READ, -1);
	sys(SYS_pkey_mprotect, LOW, 4096, PROT_WRITE, 77);
	sys(SYS_pkey_free, key);
	sys(SYS_pkey_free, 77);
	sys(SYS_munmap, page, 4096);
	sys(SYS_munmap, LOW, -1L);
	sys(SYS_memfd_create, "a name", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	sys(SYS_memfd_create, LONG40, MFD_HUGETLB | 21 << 26);
	sys(SYS_memfd_create, long300, 0);
	sys(SYS_memfd_create, LOW, 0xfff0);
	sys(SYS_memfd_create, "", 0);
	sys(SYS_memfd_secret, 0xff);
	sys(SYS_userfaultfd, 0xff);
	uffd = sys(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY);
	reg.range = range;
	zero.range = range;
	copy.dst = range.start;
	sys(SYS_ioctl, uffd, UFFDIO_API, &api);
	sys(SYS_ioctl, uffd, UFFDIO_REGISTER, &reg);
	sys(SYS_ioctl, uffd, UFFDIO_ZEROPAGE, &zero);
	sys(SYS_ioctl, uffd, UFFDIO_COPY, &copy);
	sys(SYS_ioctl, uffd, UFFDIO_WAKE, &range);
	sys(SYS_ioctl, uffd, UFFDIO_UNREGISTER, &range);
	sys(SYS_ioctl, uffd, UFFDIO_API, LOW);
	sys(SYS_close, uffd);
}
