//! Sets of system calls under a name, for `record --profile`.

use crate::plan::{Selection, SelectionError};

/// A set with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The set, as `--syscalls` takes it.
    pub set: &'static str,
}

/// Every profile.
pub const ALL: &[Profile] = &[
    Profile {
        name: "file",
        doc: "what is done with files: paths and descriptors",
        set: "%file,%desc,!epoll_wait,!epoll_pwait,!epoll_pwait2,!poll,!ppoll,!select,!pselect6,!_newselect",
    },
    Profile { name: "network", doc: "sockets", set: "%network" },
    Profile {
        name: "security",
        doc: "what an investigation asks first: programs, users, connections, changes of files, of the kernel and of other processes",
        set: "%process,%creds,%network,!sendto,!sendmsg,!sendmmsg,!recvfrom,!recvmsg,!recvmmsg,\
              open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,\
              truncate,chmod,fchmod,fchmodat,fchmodat2,chown,fchown,lchown,fchownat,setxattr,lsetxattr,fsetxattr,\
              mount,umount,umount2,move_mount,open_tree,fsopen,fsconfig,fsmount,mount_setattr,pivot_root,chroot,unshare,setns,\
              ptrace,process_vm_readv,process_vm_writev,pidfd_getfd,kcmp,bpf,perf_event_open,userfaultfd,seccomp,prctl,\
              init_module,finit_module,delete_module,kexec_load,kexec_file_load,reboot,swapon,swapoff,\
              memfd_create,mprotect,pkey_mprotect,add_key,request_key,keyctl,io_uring_setup,io_uring_register,\
              settimeofday,clock_settime,sethostname,setdomainname,kill,tkill,tgkill,iopl,ioperm",
    },
    Profile {
        name: "minimal",
        doc: "programs, users and connections",
        set: "execve,execveat,fork,vfork,clone,clone3,exit,exit_group,%creds,connect,bind,listen,accept,accept4,socketcall",
    },
];

impl Profile {
    /// The one of that name.
    pub fn of(name: &str) -> Option<Profile> {
        ALL.iter().copied().find(|profile| profile.name == name)
    }

    /// Its set.
    ///
    /// # Errors
    /// Never: a test of this file reads all of them.
    pub fn selection(&self) -> Result<Selection, SelectionError> {
        self.set.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arch;

    #[test]
    fn every_profile_can_be_read_and_is_a_choice() {
        for profile in ALL {
            let set = profile.selection().unwrap_or_else(|e| panic!("{}: {e}", profile.name));
            let has = |name: &str| set.contains(Arch::X86_64, Arch::X86_64.syscall_nr(name).unwrap());
            assert!(!has("futex") && !has("clock_gettime"), "{}", profile.name);
            assert_eq!(has("execve"), profile.name != "network", "{}", profile.name);
            assert_eq!(has("connect"), profile.name != "file", "{}", profile.name);
            assert_eq!(Profile::of(profile.name), Some(*profile));
        }
    }
}
