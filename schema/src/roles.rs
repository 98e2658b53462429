//! What a call that succeeds does to the file that it names, or that its first descriptor stands for: the table behind the reports about
//! files and connections.
//!
//! Sources: the manual page of each call (section 2), `include/uapi/asm-generic/fcntl.h` for flags. A call with a path and without a row
//! looks at the file, or changes what is told of it.

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Opens it; the flags are argument .0.
    Open(u8),
    /// Opens it; the flags are in memory.
    OpenHow,
    /// Makes it or cuts it to nothing, and opens it for writing.
    Create,
    /// Reads as many bytes as it returns.
    Read,
    /// Writes as many bytes as it returns.
    Write,
    /// Sends or receives as many messages as it returns.
    Messages,
    /// Changes its length.
    Truncate,
    /// Makes it: a directory, a device.
    Make,
    /// Makes its second path, another name of the first or a link that leads there.
    Link,
    /// Removes it.
    Remove,
    /// Gives it the second path as its name.
    Rename,
    /// Executes it.
    Execute,
    /// Maps it into memory; how is in argument .0 (`PROT_*`).
    Map(u8),
    /// Reads from one descriptor, the first, and writes to another.
    Move,
    /// Writes to one descriptor, the first, and reads from another.
    Fill,
}

use Role::{
    Create, Execute, Fill, Link, Make, Map, Messages, Move, Open, OpenHow, Read, Remove, Rename, Truncate, Write,
};

/// Every call with a role.
#[rustfmt::skip]
pub const ROLES: &[(&str, Role)] = &[
    ("open", Open(1)), ("openat", Open(2)), ("openat2", OpenHow), ("open_by_handle_at", Open(2)), ("creat", Create),
    ("read", Read), ("pread64", Read), ("readv", Read), ("preadv", Read), ("preadv2", Read), ("recvfrom", Read), ("recvmsg", Read),
    ("write", Write), ("pwrite64", Write), ("writev", Write), ("pwritev", Write), ("pwritev2", Write), ("vmsplice", Write),
    ("sendto", Write), ("sendmsg", Write),
    ("sendmmsg", Messages), ("recvmmsg", Messages), ("recvmmsg_time64", Messages),
    ("sendfile", Fill), ("sendfile64", Fill), ("copy_file_range", Move), ("splice", Move), ("tee", Move),
    ("truncate", Truncate), ("truncate64", Truncate), ("ftruncate", Truncate), ("ftruncate64", Truncate),
    ("mkdir", Make), ("mkdirat", Make), ("mknod", Make), ("mknodat", Make),
    ("link", Link), ("linkat", Link), ("symlink", Link), ("symlinkat", Link),
    ("unlink", Remove), ("unlinkat", Remove), ("rmdir", Remove),
    ("rename", Rename), ("renameat", Rename), ("renameat2", Rename),
    ("execve", Execute), ("execveat", Execute),
    ("mmap", Map(2)), ("mmap2", Map(2)),
];

/// What call `name` does; `None` if nothing of all that.
pub fn of(name: &str) -> Option<Role> {
    ROLES.iter().find(|(call, _)| *call == name).map(|(_, role)| *role)
}

/// The calls that do one of these things.
pub fn calls(does: impl Fn(Role) -> bool) -> Vec<&'static str> {
    ROLES.iter().filter(|(_, role)| does(*role)).map(|(name, _)| *name).collect()
}

/// The bits of open's flags that say whether it reads or writes; every ABI of [`crate::Arch`] has these values.
pub const O_ACCMODE: u64 = 3;
/// Opened for writing only.
pub const O_WRONLY: u64 = 1;
/// Opened for reading and writing.
pub const O_RDWR: u64 = 2;
/// Made if it is not there.
pub const O_CREAT: u64 = 0o100;
/// With [`O_CREAT`]: fails if it is there.
pub const O_EXCL: u64 = 0o200;
/// Cut to nothing.
pub const O_TRUNC: u64 = 0o1000;
/// Written at its end.
pub const O_APPEND: u64 = 0o2000;
/// The flags above.
pub const OPEN_BITS: u64 = O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC | O_APPEND;

/// Memory that may be read (`include/uapi/asm-generic/mman-common.h`).
pub const PROT_READ: u64 = 1;
/// Memory that may be written.
pub const PROT_WRITE: u64 = 2;
/// Memory that may be executed.
pub const PROT_EXEC: u64 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arch, kind::Kind, syscalls};

    #[test]
    fn every_row_is_a_call_and_stands_once() {
        for (i, (name, _)) in ROLES.iter().enumerate() {
            assert!(Arch::ALL.iter().any(|arch| arch.syscall_nr(name).is_some()), "{name}");
            assert!(ROLES[..i].iter().all(|(other, _)| other != name), "{name}");
        }
    }

    #[test]
    fn flags_are_where_the_call_has_them() {
        for (name, role) in ROLES {
            for row in syscalls::all().filter(|row| row.name == *name) {
                let paths = row.args.iter().filter(|arg| matches!(arg.kind, Kind::Path)).count();
                match role {
                    // The old mmap of i386 has its arguments in memory.
                    Role::Open(i) | Role::Map(i) => assert!(
                        row.args.len() == 1 || matches!(row.args[usize::from(*i)].kind, Kind::Flags(_)),
                        "{name}"
                    ),
                    Role::Link | Role::Rename => assert_eq!(paths, 2, "{name}"),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn bits_have_the_names_of_the_flag_sets() {
        use crate::flags::{OPEN, OPEN_AARCH64, PROT};
        for (bit, name) in [(O_CREAT, "O_CREAT"), (O_EXCL, "O_EXCL"), (O_TRUNC, "O_TRUNC"), (O_APPEND, "O_APPEND")] {
            assert!(OPEN.render_flags(bit).contains(name) && OPEN_AARCH64.render_flags(bit).contains(name), "{name}");
        }
        assert_eq!(PROT.render_flags(PROT_EXEC), "PROT_EXEC");
    }
}
