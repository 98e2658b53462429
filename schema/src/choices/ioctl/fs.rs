//! Files and file systems: ioctl_iflags(2), ioctl_ficlone(2), `include/uapi/linux/fs.h`, `fiemap.h`.

use super::super::words::*;

pub(super) static ROWS: &[Choice] = choices! {
    1 FIBMAP [changed("int")];
    2 FIGETBSZ [filled("int")];
    0x80086601 FS_IOC_GETFLAGS [filled("fs_flags")];
    0x80046601 FS_IOC32_GETFLAGS [filled("fs_flags")];
    0x40086602 FS_IOC_SETFLAGS [given("fs_flags")];
    0x40046602 FS_IOC32_SETFLAGS [given("fs_flags")];
    0x80087601 FS_IOC_GETVERSION [filled("int")];
    0x80047601 FS_IOC32_GETVERSION [filled("int")];
    0xc020660b FS_IOC_FIEMAP [changed("fiemap")];
    0x40049409 FICLONE [Fd];
    0x4020940d FICLONERANGE [given("file_clone_range")];
    0xc0189436 FIDEDUPERANGE [Addr];
    0x801c581f FS_IOC_FSGETXATTR [filled("fsxattr")];
    0x401c5820 FS_IOC_FSSETXATTR [given("fsxattr")];
    0xc0045877 FIFREEZE [];
    0xc0045878 FITHAW [];
    0xc0185879 FITRIM [changed("fstrim_range")];
    0x8030582a FS_IOC_GETFSSYSFSPATH [Addr];
    0xb701 NS_GET_USERNS [] -> Ret::Fd;
    0xb702 NS_GET_PARENT [] -> Ret::Fd;
    0xb703 NS_GET_NSTYPE [] -> Ret::Enum(&CLONE3);
    0xb704 NS_GET_OWNER_UID [filled("u32")];
    0xc018aa3f UFFDIO_API [changed("uffdio_api")];
    0xc020aa00 UFFDIO_REGISTER [changed("uffdio_register")];
    0x8010aa01 UFFDIO_UNREGISTER [given("uffdio_range")];
    0x8010aa02 UFFDIO_WAKE [given("uffdio_range")];
    0xc028aa03 UFFDIO_COPY [changed("uffdio_copy")];
    0xc020aa04 UFFDIO_ZEROPAGE [changed("uffdio_zeropage")];
};
