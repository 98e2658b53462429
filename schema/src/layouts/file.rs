//! Files and file systems: `stat.h` of each architecture, `include/uapi/linux/stat.h`, `asm-generic/statfs.h`, `openat2.h`,
//! `mount.h`, `fs.h`.

use super::words::*;

/// Types of files that are devices (inode(7)) ...
const DEVICES: &[u64] = &[0o020_000, 0o060_000];
/// ... and of the others.
const OTHERS: &[u64] = &[0, 0o010_000, 0o040_000, 0o100_000, 0o120_000, 0o140_000];

layouts! {
    "stat" @ X86_64 =>
        st_dev Dev(8), st_ino Uint(8), st_nlink Uint(8), st_mode Mode(4), st_uid Uint(4), st_gid Uint(4), pad Pad(4),
        st_rdev If("st_mode", 0o170_000, DEVICES, &Dev(8)), st_size If("st_mode", 0o170_000, OTHERS, &Int(8)), st_blksize Int(8), st_blocks Int(8), st_atime Int(8), st_atime_nsec Uint(8),
        st_mtime Int(8), st_mtime_nsec Uint(8), st_ctime Int(8), st_ctime_nsec Uint(8), unused Pad(24);
        short st_mode st_rdev st_size;
    "stat" @ AARCH64 =>
        st_dev Dev(8), st_ino Uint(8), st_mode Mode(4), st_nlink Uint(4), st_uid Uint(4), st_gid Uint(4), st_rdev If("st_mode", 0o170_000, DEVICES, &Dev(8)),
        pad Pad(8), st_size If("st_mode", 0o170_000, OTHERS, &Int(8)), st_blksize Int(4), pad2 Pad(4), st_blocks Int(8), st_atime Int(8),
        st_atime_nsec Uint(8), st_mtime Int(8), st_mtime_nsec Uint(8), st_ctime Int(8), st_ctime_nsec Uint(8), unused Pad(8);
        short st_mode st_rdev st_size;
    "stat" @ I386 =>
        st_dev Dev(4), st_ino Uint(4), st_mode Mode(2), st_nlink Uint(2), st_uid Uint(2), st_gid Uint(2), st_rdev If("st_mode", 0o170_000, DEVICES, &Dev(4)),
        st_size If("st_mode", 0o170_000, OTHERS, &Uint(4)), st_blksize Uint(4), st_blocks Uint(4), st_atime Uint(4), st_atime_nsec Uint(4), st_mtime Uint(4),
        st_mtime_nsec Uint(4), st_ctime Uint(4), st_ctime_nsec Uint(4), unused Pad(8);
        short st_mode st_rdev st_size;
    "stat64" @ I386 =>
        st_dev Dev(8), pad Pad(4), __st_ino Uint(4), st_mode Mode(4), st_nlink Uint(4), st_uid Uint(4), st_gid Uint(4),
        st_rdev If("st_mode", 0o170_000, DEVICES, &Dev(8)), pad3 Pad(4), st_size If("st_mode", 0o170_000, OTHERS, &Int(8)), st_blksize Uint(4), st_blocks Uint(8), st_atime Uint(4),
        st_atime_nsec Uint(4), st_mtime Uint(4), st_mtime_nsec Uint(4), st_ctime Uint(4), st_ctime_nsec Uint(4), st_ino Uint(8);
        short st_mode st_rdev st_size;
    "statx_timestamp" @ ALL => tv_sec Int(8), tv_nsec Uint(4), pad Pad(4);
    "statx" @ ALL =>
        stx_mask Flags(4, &STATX_MASK), stx_blksize Uint(4), stx_attributes Flags(8, &STATX_ATTR), stx_nlink Uint(4), stx_uid Uint(4),
        stx_gid Uint(4), stx_mode Mode(2), pad Pad(2), stx_ino Uint(8), stx_size Uint(8), stx_blocks Uint(8),
        stx_attributes_mask Hex(8), stx_atime Nested("statx_timestamp"), stx_btime Nested("statx_timestamp"),
        stx_ctime Nested("statx_timestamp"), stx_mtime Nested("statx_timestamp"), stx_rdev_major Uint(4),
        stx_rdev_minor Uint(4), stx_dev_major Uint(4), stx_dev_minor Uint(4), stx_mnt_id Hex(8), rest Pad(104);
        short stx_mask stx_attributes stx_mode stx_size;
    "statfs" @ W64 =>
        f_type Enum(8, &FS_MAGIC), f_bsize Int(8), f_blocks Uint(8), f_bfree Uint(8), f_bavail Uint(8), f_files Uint(8), f_ffree Uint(8),
        f_fsid Nested("fsid_t"), f_namelen Int(8), f_frsize Int(8), f_flags Flags(8, &STATFS_FLAGS), f_spare Pad(32);
    "statfs" @ I386 =>
        f_type Enum(4, &FS_MAGIC), f_bsize Int(4), f_blocks Uint(4), f_bfree Uint(4), f_bavail Uint(4), f_files Uint(4), f_ffree Uint(4),
        f_fsid Nested("fsid_t"), f_namelen Int(4), f_frsize Int(4), f_flags Flags(4, &STATFS_FLAGS), f_spare Pad(16);
    "statfs64" @ I386 =>
        f_type Enum(4, &FS_MAGIC), f_bsize Int(4), f_blocks Uint(8), f_bfree Uint(8), f_bavail Uint(8), f_files Uint(8), f_ffree Uint(8),
        f_fsid Nested("fsid_t"), f_namelen Int(4), f_frsize Int(4), f_flags Flags(4, &STATFS_FLAGS), f_spare Pad(16);
    "open_how" @ X86 => flags Flags(8, &OPEN), mode If("flags", 0x40_0040, &[], &Octal(8)), resolve Flags(8, &RESOLVE);
    "open_how" @ AARCH64 => flags Flags(8, &OPEN_AARCH64), mode If("flags", 0x40_0040, &[], &Octal(8)), resolve Flags(8, &RESOLVE);
    "file_handle" @ ALL => handle_bytes Changed(4), handle_type Int(4), f_handle Bytes(8);
    "mount_attr" @ ALL =>
        attr_set Flags(8, &MOUNT_ATTR), attr_clr Flags(8, &MOUNT_ATTR), propagation Flags(8, &MOUNT_PROPAGATION), userns_fd Int(8);
    /// A `struct mnt_id_req`, whose parameter says what is asked for.
    "statmount_req" @ ALL => size Uint(4), mnt_ns_fd Fd(4), mnt_id Hex(8), param Flags(8, &STATMOUNT);
    "statmount" @ ALL =>
        size Uint(4), mnt_opts Uint(4), mask Flags(8, &STATMOUNT), sb_dev_major Uint(4), sb_dev_minor Uint(4), sb_magic Enum(8, &FS_MAGIC),
        sb_flags Flags(4, &MOUNT), fs_type Uint(4), mnt_id Hex(8), mnt_parent_id Hex(8), mnt_id_old Uint(4), mnt_parent_id_old Uint(4),
        mnt_attr Flags(8, &MOUNT_ATTR), mnt_propagation Flags(8, &MOUNT_PROPAGATION), mnt_peer_group Hex(8), mnt_master Hex(8), propagate_from Hex(8),
        mnt_root Uint(4), mnt_point Uint(4), mnt_ns_id Hex(8);
        short mask sb_dev_major sb_dev_minor sb_magic mnt_id mnt_attr;
    "mnt_id_req" @ ALL => size Uint(4), spare Uint(4), mnt_id Hex(8), param Hex(8);
    "cachestat_range" @ ALL => off Uint(8), len Uint(8);
    "cachestat" @ ALL =>
        nr_cache Uint(8), nr_dirty Uint(8), nr_writeback Uint(8), nr_evicted Uint(8), nr_recently_evicted Uint(8);
    "fsid_t" @ ALL => val Array(2, &Hex(4));
    "flock" @ W64 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), pad Pad(4), l_start Int(8), l_len Int(8), l_pid Int(4), end Pad(4);
    "flock" @ I386 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), l_start Int(4), l_len Int(4), l_pid Int(4);
    "flock64" @ W64 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), pad Pad(4), l_start Int(8), l_len Int(8), l_pid Int(4), end Pad(4);
    "flock64" @ I386 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), l_start Int(8), l_len Int(8), l_pid Int(4);
    /// The same where a lock is set: whose it is, nobody looks at.
    "flock_set" @ W64 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), pad Pad(4), l_start Int(8), l_len Int(8), l_pid Pad(4), end Pad(4);
    "flock_set" @ I386 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), l_start Int(4), l_len Int(4), l_pid Pad(4);
    "flock64_set" @ W64 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), pad Pad(4), l_start Int(8), l_len Int(8), l_pid Pad(4), end Pad(4);
    "flock64_set" @ I386 => l_type Enum(2, &LOCK_TYPE), l_whence Enum(2, &SEEK), l_start Int(8), l_len Int(8), l_pid Pad(4);
    "f_owner_ex" @ ALL => type_ Enum(4, &OWNER_TYPE), pid Int(4);
    "rw_hint" @ ALL => value Enum(8, &RW_HINT);
    "fs_flags" @ ALL => value Flags(4, &FS_FLAGS);
    "file_clone_range" @ ALL => src_fd Fd(8), src_offset Uint(8), src_length Uint(8), dest_offset Uint(8);
    "fsxattr" @ ALL => fsx_xflags Hex(4), fsx_extsize Uint(4), fsx_nextents Uint(4), fsx_projid Hex(4), fsx_cowextsize Uint(4), pad Pad(8);
    "fstrim_range" @ ALL => start Uint(8), len Uint(8), minlen Uint(8);
    "fiemap" @ ALL =>
        fm_start Uint(8), fm_length Uint(8), fm_flags Flags(4, &FIEMAP_FLAGS), fm_mapped_extents Uint(4), fm_extent_count Uint(4),
        pad Pad(4);
        order fm_start fm_length fm_flags fm_extent_count;
    "hd_geometry" @ W64 => heads Uint(1), sectors Uint(1), cylinders Uint(2), pad Pad(4), start Uint(8);
    "hd_geometry" @ I386 => heads Uint(1), sectors Uint(1), cylinders Uint(2), start Uint(4);
    "loop_info64" @ ALL =>
        lo_device Dev(8), lo_inode Uint(8), lo_rdevice Dev(8), lo_offset Hex(8), lo_sizelimit Uint(8), lo_number Uint(4),
        lo_encrypt_type Uint(4), lo_encrypt_key_size Uint(4), lo_flags Flags(4, &LOOP_FLAGS), lo_file_name Text(64),
        lo_crypt_name Text(64), rest Pad(48);
        short lo_offset lo_number lo_flags lo_file_name;
    "loop_config" @ ALL => fd Fd(4), block_size Uint(4), info Nested("loop_info64"), pad Pad(64);
    "if_dqblk" @ ALL =>
        dqb_bhardlimit Uint(8), dqb_bsoftlimit Uint(8), dqb_curspace Uint(8), dqb_ihardlimit Uint(8), dqb_isoftlimit Uint(8),
        dqb_curinodes Uint(8), dqb_btime Uint(8), dqb_itime Uint(8), dqb_valid Hex(4), pad Pad(4);
        short dqb_bhardlimit dqb_bsoftlimit dqb_curspace dqb_ihardlimit dqb_isoftlimit dqb_curinodes;
    "if_nextdqblk" @ ALL =>
        dqb_bhardlimit Uint(8), dqb_bsoftlimit Uint(8), dqb_curspace Uint(8), dqb_ihardlimit Uint(8), dqb_isoftlimit Uint(8),
        dqb_curinodes Uint(8), dqb_btime Uint(8), dqb_itime Uint(8), dqb_valid Hex(4), dqb_id Uint(4);
        short dqb_bhardlimit dqb_bsoftlimit dqb_curspace dqb_ihardlimit dqb_isoftlimit dqb_curinodes dqb_id;
    "if_dqinfo" @ ALL => dqi_bgrace Uint(8), dqi_igrace Uint(8), dqi_flags Hex(4), dqi_valid Hex(4);
    "quota_format" @ ALL => value Enum(4, &QUOTA_FMT);
}
