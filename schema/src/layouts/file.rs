//! Files and file systems: `stat.h` of each architecture, `include/uapi/linux/stat.h`, `asm-generic/statfs.h`, `openat2.h`,
//! `mount.h`, `fs.h`.

use super::words::*;

layouts! {
    "stat" @ X86_64 =>
        st_dev Dev(8), st_ino Uint(8), st_nlink Uint(8), st_mode Mode(4), st_uid Uint(4), st_gid Uint(4), pad Pad(4),
        st_rdev Dev(8), st_size Int(8), st_blksize Int(8), st_blocks Int(8), st_atime Int(8), st_atime_nsec Uint(8),
        st_mtime Int(8), st_mtime_nsec Uint(8), st_ctime Int(8), st_ctime_nsec Uint(8), unused Pad(24);
        short st_mode st_size;
    "stat" @ AARCH64 =>
        st_dev Dev(8), st_ino Uint(8), st_mode Mode(4), st_nlink Uint(4), st_uid Uint(4), st_gid Uint(4), st_rdev Dev(8),
        pad Pad(8), st_size Int(8), st_blksize Int(4), pad2 Pad(4), st_blocks Int(8), st_atime Int(8),
        st_atime_nsec Uint(8), st_mtime Int(8), st_mtime_nsec Uint(8), st_ctime Int(8), st_ctime_nsec Uint(8), unused Pad(8);
        short st_mode st_size;
    "stat" @ I386 =>
        st_dev Dev(4), st_ino Uint(4), st_mode Mode(2), st_nlink Uint(2), st_uid Uint(2), st_gid Uint(2), st_rdev Dev(4),
        st_size Uint(4), st_blksize Uint(4), st_blocks Uint(4), st_atime Uint(4), st_atime_nsec Uint(4), st_mtime Uint(4),
        st_mtime_nsec Uint(4), st_ctime Uint(4), st_ctime_nsec Uint(4), unused Pad(8);
        short st_mode st_size;
    "stat64" @ I386 =>
        st_dev Dev(8), pad Pad(4), __st_ino Uint(4), st_mode Mode(4), st_nlink Uint(4), st_uid Uint(4), st_gid Uint(4),
        st_rdev Dev(8), pad3 Pad(4), st_size Int(8), st_blksize Uint(4), st_blocks Uint(8), st_atime Uint(4),
        st_atime_nsec Uint(4), st_mtime Uint(4), st_mtime_nsec Uint(4), st_ctime Uint(4), st_ctime_nsec Uint(4), st_ino Uint(8);
        short st_mode st_size;
    "statx_timestamp" @ ALL => tv_sec Int(8), tv_nsec Uint(4), pad Pad(4);
    "statx" @ ALL =>
        stx_mask Flags(4, &STATX_MASK), stx_blksize Uint(4), stx_attributes Hex(8), stx_nlink Uint(4), stx_uid Uint(4),
        stx_gid Uint(4), stx_mode Mode(2), pad Pad(2), stx_ino Uint(8), stx_size Uint(8), stx_blocks Uint(8),
        stx_attributes_mask Hex(8), stx_atime Nested("statx_timestamp"), stx_btime Nested("statx_timestamp"),
        stx_ctime Nested("statx_timestamp"), stx_mtime Nested("statx_timestamp"), stx_rdev_major Uint(4),
        stx_rdev_minor Uint(4), stx_dev_major Uint(4), stx_dev_minor Uint(4), stx_mnt_id Hex(8), rest Pad(104);
        short stx_mask stx_attributes stx_mode stx_size;
    "statfs" @ W64 =>
        f_type Hex(8), f_bsize Int(8), f_blocks Uint(8), f_bfree Uint(8), f_bavail Uint(8), f_files Uint(8), f_ffree Uint(8),
        f_fsid Bytes(8), f_namelen Int(8), f_frsize Int(8), f_flags Hex(8), f_spare Pad(32);
    "statfs" @ I386 =>
        f_type Hex(4), f_bsize Int(4), f_blocks Uint(4), f_bfree Uint(4), f_bavail Uint(4), f_files Uint(4), f_ffree Uint(4),
        f_fsid Bytes(8), f_namelen Int(4), f_frsize Int(4), f_flags Hex(4), f_spare Pad(16);
    "statfs64" @ I386 =>
        f_type Hex(4), f_bsize Int(4), f_blocks Uint(8), f_bfree Uint(8), f_bavail Uint(8), f_files Uint(8), f_ffree Uint(8),
        f_fsid Bytes(8), f_namelen Int(4), f_frsize Int(4), f_flags Hex(4), f_spare Pad(16);
    "open_how" @ X86 => flags Flags(8, &OPEN), mode Mode(8), resolve Flags(8, &RESOLVE);
    "open_how" @ AARCH64 => flags Flags(8, &OPEN_AARCH64), mode Mode(8), resolve Flags(8, &RESOLVE);
    "file_handle" @ ALL => handle_bytes Uint(4), handle_type Hex(4), f_handle Bytes(8);
    "mount_attr" @ ALL =>
        attr_set Flags(8, &MOUNT_ATTR), attr_clr Flags(8, &MOUNT_ATTR), propagation Hex(8), userns_fd Int(8);
    "mnt_id_req" @ ALL => size Uint(4), spare Uint(4), mnt_id Hex(8), param Hex(8);
    "cachestat_range" @ ALL => off Uint(8), len Uint(8);
    "cachestat" @ ALL =>
        nr_cache Uint(8), nr_dirty Uint(8), nr_writeback Uint(8), nr_evicted Uint(8), nr_recently_evicted Uint(8);
}
