//! Named values and bits of arguments, one file per set, each naming the header it comes from.

/// A set of names for values or bits.
#[derive(Debug)]
pub struct FlagSet {
    /// Name of the set, as in the manual page (`open flags`).
    pub name: &'static str,
    /// The header that defines it (`include/uapi/...`).
    pub header: &'static str,
    /// Bits that hold a number rather than flags (`O_ACCMODE`); 0 if none. Looked up exactly, first.
    pub mask: u64,
    /// Values and their names. A value that covers several bits stands before the bits it covers.
    pub names: &'static [(u64, &'static str)],
}

impl FlagSet {
    /// As [`FlagSet::write_flags`], as a text of its own.
    pub fn render_flags(&self, value: u64) -> String {
        let mut out = String::new();
        self.write_flags(&mut out, value);
        out
    }

    /// As [`FlagSet::write_enum`], as a text of its own.
    pub fn render_enum(&self, value: u64) -> String {
        let mut out = String::new();
        self.write_enum(&mut out, value);
        out
    }

    /// The bits of `value` in strace's notation: `O_RDWR|O_CLOEXEC`; bits without a name follow in hexadecimal, and a
    /// value without any bit is the name of 0, if the set has one, or `0`.
    pub fn write_flags(&self, out: &mut String, value: u64) {
        let start = out.len();
        let number = value & self.mask;
        let mut rest = value & !self.mask;
        match self.name(number) {
            Some(name) if self.mask != 0 => out.push_str(name),
            // Shown as a part of its own, so that a new bit beside it does not hide what it is.
            _ if number != 0 => hex(out, number),
            _ => {}
        }
        if rest != 0 {
            for (bits, name) in self.names.iter().filter(|(bits, _)| bits & !self.mask != 0) {
                if rest & bits == *bits {
                    if out.len() > start {
                        out.push('|');
                    }
                    out.push_str(name);
                    rest &= !bits;
                    if rest == 0 {
                        break;
                    }
                }
            }
        }
        if rest != 0 {
            let named = out.len() > start;
            if named {
                out.push('|');
            }
            hex(out, rest);
            if !named {
                self.unknown(out);
            }
        }
        if out.len() == start {
            out.push_str(self.name(0).unwrap_or("0"));
        }
    }

    /// The name of `value`, or the number in hexadecimal.
    pub fn write_enum(&self, out: &mut String, value: u64) {
        match self.name(value) {
            Some(name) => out.push_str(name),
            None => {
                hex(out, value);
                self.unknown(out);
            }
        }
    }

    /// The name of a value.
    pub fn name(&self, value: u64) -> Option<&'static str> {
        // Only long sets are in order, and worth a search.
        if self.names.len() > 128 {
            return self.names.binary_search_by_key(&value, |row| row.0).ok().map(|i| self.names[i].1);
        }
        self.names.iter().find(|(known, _)| *known == value).map(|(_, name)| *name)
    }

    /// ` /* SEEK_??? */`: the beginning that all names have in common.
    fn unknown(&self, out: &mut String) {
        let mut common = self.names.first().map_or("", |row| row.1);
        for (_, name) in self.names {
            let same = common.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            common = &common[..same];
        }
        let common = common.rfind('_').map_or("", |end| &common[..=end]);
        out.push_str(" /* ");
        out.push_str(common);
        out.push_str("??? */");
    }
}

fn hex(out: &mut String, value: u64) {
    use std::fmt::Write;
    let _ = if value == 0 { write!(out, "0") } else { write!(out, "{value:#x}") };
}

mod access;
mod adjtimex;
mod adjtimex_state;
mod adjtimex_status;
mod aio_op;
mod arch_prctl;
mod arphrd;
mod at;
mod at_access;
mod at_handle;
mod at_statx;
mod at_unlink;
mod audit_arch;
mod audit_type;
mod baud;
mod blkpg_op;
mod bpf;
mod bpf_alu_op;
mod bpf_attach_type;
mod bpf_class;
mod bpf_jmp_op;
mod bpf_map_flags;
mod bpf_map_type;
mod bpf_mode;
mod bpf_prog_type;
mod bpf_size;
mod bpf_update;
mod c_cflag;
mod c_iflag;
mod c_lflag;
mod c_oflag;
mod cap_version;
mod capability;
mod clock;
mod clone;
mod clone3;
mod close_range;
mod crypto_msg;
mod ctrl_attr;
mod ctrl_attr_group;
mod ctrl_attr_op;
mod ctrl_cmd;
mod dnotify;
mod dumpable;
mod dup;
mod epoll_create;
mod epoll_events;
mod epoll_op;
mod eth_p;
mod eventfd;
mod fadvise;
mod fallocate;
mod fanotify_init;
mod fanotify_mark;
mod fanotify_mask;
mod fcntl;
mod fd_flags;
mod fib_rule;
mod fiemap_flags;
mod flock;
mod fr_act;
mod fra;
mod fs_flags;
mod fs_magic;
mod fsconfig;
mod fsmount;
mod fsopen;
mod fspick;
mod futex;
mod futex2;
mod futex_bitset;
mod futex_op;
mod futex_op_cmp;
mod futex_waitv;
mod genl_id;
mod getrandom;
mod hw_breakpoint;
mod ifa;
mod ifa_flags;
mod ifal;
mod iff;
mod ifla;
mod ifla_bridge;
mod ifla_brport;
mod ifla_inet;
mod ifla_inet6;
mod ifla_info;
mod ifla_vlan;
mod ifla_xdp;
mod inet_diag;
mod inet_diag_ext;
mod inet_diag_req;
mod inotify_init;
mod inotify_mask;
mod io_uring_enter;
mod io_uring_features;
mod io_uring_op;
mod io_uring_register;
mod io_uring_restriction;
mod io_uring_rsrc;
mod io_uring_setup;
mod io_uring_sqe;
mod ioctl;
mod ioprio;
mod ioprio_class;
mod ipc;
mod ipc_get;
mod ipproto;
mod iptos;
mod itimer;
mod kcmp;
mod kexec;
mod kexec_file;
mod key_perm;
mod key_reqkey;
mod keyctl;
mod keyring;
mod kvm_cap;
mod landlock_create;
mod landlock_fs;
mod landlock_net;
mod landlock_restrict;
mod landlock_rule;
mod landlock_scope;
mod lock_type;
mod loop_flags;
mod lsm_attr;
mod madvise;
mod map;
mod membarrier;
mod membarrier_flags;
mod memfd;
mod memfd_secret;
mod mempolicy;
mod mempolicy_get;
mod mempolicy_move;
mod mlock;
mod mlockall;
mod modem;
mod module_delete;
mod module_init;
mod mount;
mod mount_attr;
mod mount_propagation;
mod move_mount;
mod mq_flags;
mod mremap;
mod msg;
mod msg_queue;
mod msgctl;
mod msync;
mod nda;
mod ndiag_show;
mod ndta;
mod netconfa;
mod netlink;
mod netlink_diag;
mod netlink_state;
mod nfnetlink;
mod nfnl_msg;
mod nfnl_subsys;
mod nft_msg;
mod nha;
mod nlattr_flags;
mod nlm_f;
mod nlm_f_ack;
mod nlm_f_get;
mod nlm_f_new;
mod nlmsg;
mod nt_regset;
mod ntf;
mod nud;
mod open;
mod open_aarch64;
mod open_tree;
mod owner_type;
mod packet_diag;
mod packet_show;
mod packet_type;
mod perf_attr_size;
mod perf_branch;
mod perf_event;
mod perf_hardware;
mod perf_ioc;
mod perf_read;
mod perf_sample;
mod perf_software;
mod perf_type;
mod personality;
mod pidfd_open;
mod pidfd_signal;
mod pipe;
mod pipe_aarch64;
mod pkey;
mod poll;
mod prctl;
mod prctl_ambient;
mod prctl_dispatch;
mod prctl_fp_mode;
mod prctl_mce;
mod prctl_mce_policy;
mod prctl_mdwe;
mod prctl_mm;
mod prctl_ptracer;
mod prctl_sched_core;
mod prctl_spec;
mod prctl_spec_control;
mod prctl_tsc;
mod prctl_unalign;
mod prctl_vma;
mod priority;
mod prot;
mod ptrace;
mod ptrace_event;
mod ptrace_options;
mod quota_cmd;
mod quota_fmt;
mod quota_type;
mod reboot;
mod reboot_magic;
mod rename;
mod resolve;
mod rlimit;
mod rseq;
mod rt_scope;
mod rt_table;
mod rta;
mod rtax;
mod rtext_filter;
mod rtm;
mod rtm_flags;
mod rtn;
mod rtprot;
mod rusage_who;
mod rw_hint;
mod rwf;
mod sched;
mod sched_attr_flags;
mod scm;
mod seals;
mod seccomp;
mod seccomp_addfd;
mod seccomp_flags;
mod seccomp_mode;
mod seccomp_notif;
mod seccomp_ret;
mod securebits;
mod seek;
mod selnl_msg;
mod sem_flg;
mod semctl;
mod shmat;
mod shmctl;
mod shutdown;
mod si_code;
mod si_code_bus;
mod si_code_child;
mod si_code_fpe;
mod si_code_ill;
mod si_code_poll;
mod si_code_segv;
mod si_code_sys;
mod si_code_trap;
mod sigaction;
mod sigev;
mod sigmask;
mod signalfd;
mod sigstack;
mod so;
mod so_ip;
mod so_ipv6;
mod so_netlink;
mod so_packet;
mod so_raw;
mod so_tcp;
mod so_udp;
mod sock_diag;
mod socket_domain;
mod socket_flags;
mod socket_type;
mod socketcall;
mod sol;
mod splice;
mod statfs_flags;
mod statmount;
mod statx_attr;
mod statx_mask;
mod swap;
mod sync_range;
mod syslog;
mod tc_flow;
mod tc_flush;
mod tca;
mod tcp_state;
mod tcp_states;
mod timer;
mod timerfd_create;
mod timerfd_settime;
mod udiag_show;
mod uffd_features;
mod uffd_register;
mod umount;
mod unix_diag;
mod unnamed;
mod userfaultfd;
mod vsock_cid;
mod wait;
mod wait_id;
mod xattr;
mod xfrm_msg;

pub use access::ACCESS;
pub use adjtimex::ADJTIMEX;
pub use adjtimex_state::ADJTIMEX_STATE;
pub use adjtimex_status::ADJTIMEX_STATUS;
pub use aio_op::AIO_OP;
pub use arch_prctl::ARCH_PRCTL;
pub use arphrd::ARPHRD;
pub use at::AT;
pub use at_access::AT_ACCESS;
pub use at_handle::AT_HANDLE;
pub use at_statx::AT_STATX;
pub use at_unlink::AT_UNLINK;
pub use audit_arch::AUDIT_ARCH;
pub use audit_type::AUDIT_TYPE;
pub use baud::BAUD;
pub use blkpg_op::BLKPG_OP;
pub use bpf::BPF;
pub use bpf_alu_op::BPF_ALU_OP;
pub use bpf_attach_type::BPF_ATTACH_TYPE;
pub use bpf_class::BPF_CLASS;
pub use bpf_jmp_op::BPF_JMP_OP;
pub use bpf_map_flags::BPF_MAP_FLAGS;
pub use bpf_map_type::BPF_MAP_TYPE;
pub use bpf_mode::BPF_MODE;
pub use bpf_prog_type::BPF_PROG_TYPE;
pub use bpf_size::BPF_SIZE;
pub use bpf_update::BPF_UPDATE;
pub use c_cflag::C_CFLAG;
pub use c_iflag::C_IFLAG;
pub use c_lflag::C_LFLAG;
pub use c_oflag::C_OFLAG;
pub use cap_version::CAP_VERSION;
pub use capability::CAPABILITY;
pub use clock::CLOCK;
pub use clone::CLONE;
pub use clone3::CLONE3;
pub use close_range::CLOSE_RANGE;
pub use crypto_msg::CRYPTO_MSG;
pub use ctrl_attr::CTRL_ATTR;
pub use ctrl_attr_group::CTRL_ATTR_GROUP;
pub use ctrl_attr_op::CTRL_ATTR_OP;
pub use ctrl_cmd::CTRL_CMD;
pub use dnotify::DNOTIFY;
pub use dumpable::DUMPABLE;
pub use dup::DUP;
pub use epoll_create::EPOLL_CREATE;
pub use epoll_events::EPOLL_EVENTS;
pub use epoll_op::EPOLL_OP;
pub use eth_p::ETH_P;
pub use eventfd::EVENTFD;
pub use fadvise::FADVISE;
pub use fallocate::FALLOCATE;
pub use fanotify_init::FANOTIFY_INIT;
pub use fanotify_mark::FANOTIFY_MARK;
pub use fanotify_mask::FANOTIFY_MASK;
pub use fcntl::FCNTL;
pub use fd_flags::FD_FLAGS;
pub use fib_rule::FIB_RULE;
pub use fiemap_flags::FIEMAP_FLAGS;
pub use flock::FLOCK;
pub use fr_act::FR_ACT;
pub use fra::FRA;
pub use fs_flags::FS_FLAGS;
pub use fs_magic::FS_MAGIC;
pub use fsconfig::FSCONFIG;
pub use fsmount::FSMOUNT;
pub use fsopen::FSOPEN;
pub use fspick::FSPICK;
pub use futex::FUTEX;
pub use futex_bitset::FUTEX_BITSET;
pub use futex_op::FUTEX_OP;
pub use futex_op_cmp::FUTEX_OP_CMP;
pub use futex_waitv::FUTEX_WAITV;
pub use futex2::FUTEX2;
pub use genl_id::GENL_ID;
pub use getrandom::GETRANDOM;
pub use hw_breakpoint::HW_BREAKPOINT;
pub use ifa::IFA;
pub use ifa_flags::IFA_FLAGS;
pub use ifal::IFAL;
pub use iff::IFF;
pub use ifla::IFLA;
pub use ifla_bridge::IFLA_BRIDGE;
pub use ifla_brport::IFLA_BRPORT;
pub use ifla_inet::IFLA_INET;
pub use ifla_inet6::IFLA_INET6;
pub use ifla_info::IFLA_INFO;
pub use ifla_vlan::IFLA_VLAN;
pub use ifla_xdp::IFLA_XDP;
pub use inet_diag::INET_DIAG;
pub use inet_diag_ext::INET_DIAG_EXT;
pub use inet_diag_req::INET_DIAG_REQ;
pub use inotify_init::INOTIFY_INIT;
pub use inotify_mask::INOTIFY_MASK;
pub use io_uring_enter::IO_URING_ENTER;
pub use io_uring_features::IO_URING_FEATURES;
pub use io_uring_op::IO_URING_OP;
pub use io_uring_register::IO_URING_REGISTER;
pub use io_uring_restriction::IO_URING_RESTRICTION;
pub use io_uring_rsrc::IO_URING_RSRC;
pub use io_uring_setup::IO_URING_SETUP;
pub use io_uring_sqe::IO_URING_SQE;
pub use ioctl::IOCTL;
pub use ioprio::IOPRIO;
pub use ioprio_class::IOPRIO_CLASS;
pub use ipc::IPC;
pub use ipc_get::IPC_GET;
pub use ipproto::IPPROTO;
pub use iptos::IPTOS;
pub use itimer::ITIMER;
pub use kcmp::KCMP;
pub use kexec::KEXEC;
pub use kexec_file::KEXEC_FILE;
pub use key_perm::KEY_PERM;
pub use key_reqkey::KEY_REQKEY;
pub use keyctl::KEYCTL;
pub use keyring::KEYRING;
pub use kvm_cap::KVM_CAP;
pub use landlock_create::LANDLOCK_CREATE;
pub use landlock_fs::LANDLOCK_FS;
pub use landlock_net::LANDLOCK_NET;
pub use landlock_restrict::LANDLOCK_RESTRICT;
pub use landlock_rule::LANDLOCK_RULE;
pub use landlock_scope::LANDLOCK_SCOPE;
pub use lock_type::LOCK_TYPE;
pub use loop_flags::LOOP_FLAGS;
pub use lsm_attr::LSM_ATTR;
pub use madvise::MADVISE;
pub use map::MAP;
pub use membarrier::MEMBARRIER;
pub use membarrier_flags::MEMBARRIER_FLAGS;
pub use memfd::MEMFD;
pub use memfd_secret::MEMFD_SECRET;
pub use mempolicy::MEMPOLICY;
pub use mempolicy_get::MEMPOLICY_GET;
pub use mempolicy_move::MEMPOLICY_MOVE;
pub use mlock::MLOCK;
pub use mlockall::MLOCKALL;
pub use modem::MODEM;
pub use module_delete::MODULE_DELETE;
pub use module_init::MODULE_INIT;
pub use mount::MOUNT;
pub use mount_attr::MOUNT_ATTR;
pub use mount_propagation::MOUNT_PROPAGATION;
pub use move_mount::MOVE_MOUNT;
pub use mq_flags::MQ_FLAGS;
pub use mremap::MREMAP;
pub use msg::MSG;
pub use msg_queue::MSG_QUEUE;
pub use msgctl::MSGCTL;
pub use msync::MSYNC;
pub use nda::NDA;
pub use ndiag_show::NDIAG_SHOW;
pub use ndta::NDTA;
pub use netconfa::NETCONFA;
pub use netlink::NETLINK;
pub use netlink_diag::NETLINK_DIAG;
pub use netlink_state::NETLINK_STATE;
pub use nfnetlink::NFNETLINK;
pub use nfnl_msg::NFNL_MSG;
pub use nfnl_subsys::NFNL_SUBSYS;
pub use nft_msg::NFT_MSG;
pub use nha::NHA;
pub use nlattr_flags::NLATTR_FLAGS;
pub use nlm_f::NLM_F;
pub use nlm_f_ack::NLM_F_ACK;
pub use nlm_f_get::NLM_F_GET;
pub use nlm_f_new::NLM_F_NEW;
pub use nlmsg::NLMSG;
pub use nt_regset::NT_REGSET;
pub use ntf::NTF;
pub use nud::NUD;
pub use open::OPEN;
pub use open_aarch64::OPEN_AARCH64;
pub use open_tree::OPEN_TREE;
pub use owner_type::OWNER_TYPE;
pub use packet_diag::PACKET_DIAG;
pub use packet_show::PACKET_SHOW;
pub use packet_type::PACKET_TYPE;
pub use perf_attr_size::PERF_ATTR_SIZE;
pub use perf_branch::PERF_BRANCH;
pub use perf_event::PERF_EVENT;
pub use perf_hardware::PERF_HARDWARE;
pub use perf_ioc::PERF_IOC;
pub use perf_read::PERF_READ;
pub use perf_sample::PERF_SAMPLE;
pub use perf_software::PERF_SOFTWARE;
pub use perf_type::PERF_TYPE;
pub use personality::PERSONALITY;
pub use pidfd_open::PIDFD_OPEN;
pub use pidfd_signal::PIDFD_SIGNAL;
pub use pipe::PIPE;
pub use pipe_aarch64::PIPE_AARCH64;
pub use pkey::PKEY;
pub use poll::POLL;
pub use prctl::PRCTL;
pub use prctl_ambient::PRCTL_AMBIENT;
pub use prctl_dispatch::PRCTL_DISPATCH;
pub use prctl_fp_mode::PRCTL_FP_MODE;
pub use prctl_mce::PRCTL_MCE;
pub use prctl_mce_policy::PRCTL_MCE_POLICY;
pub use prctl_mdwe::PRCTL_MDWE;
pub use prctl_mm::PRCTL_MM;
pub use prctl_ptracer::PRCTL_PTRACER;
pub use prctl_sched_core::PRCTL_SCHED_CORE;
pub use prctl_spec::PRCTL_SPEC;
pub use prctl_spec_control::PRCTL_SPEC_CONTROL;
pub use prctl_tsc::PRCTL_TSC;
pub use prctl_unalign::PRCTL_UNALIGN;
pub use prctl_vma::PRCTL_VMA;
pub use priority::PRIORITY;
pub use prot::PROT;
pub use ptrace::PTRACE;
pub use ptrace_event::PTRACE_EVENT;
pub use ptrace_options::PTRACE_OPTIONS;
pub use quota_cmd::QUOTA_CMD;
pub use quota_fmt::QUOTA_FMT;
pub use quota_type::QUOTA_TYPE;
pub use reboot::REBOOT;
pub use reboot_magic::REBOOT_MAGIC;
pub use rename::RENAME;
pub use resolve::RESOLVE;
pub use rlimit::RLIMIT;
pub use rseq::RSEQ;
pub use rt_scope::RT_SCOPE;
pub use rt_table::RT_TABLE;
pub use rta::RTA;
pub use rtax::RTAX;
pub use rtext_filter::RTEXT_FILTER;
pub use rtm::RTM;
pub use rtm_flags::RTM_FLAGS;
pub use rtn::RTN;
pub use rtprot::RTPROT;
pub use rusage_who::RUSAGE_WHO;
pub use rw_hint::RW_HINT;
pub use rwf::RWF;
pub use sched::SCHED;
pub use sched_attr_flags::SCHED_ATTR_FLAGS;
pub use scm::SCM;
pub use seals::SEALS;
pub use seccomp::SECCOMP;
pub use seccomp_addfd::SECCOMP_ADDFD;
pub use seccomp_flags::SECCOMP_FLAGS;
pub use seccomp_mode::SECCOMP_MODE;
pub use seccomp_notif::SECCOMP_NOTIF;
pub use seccomp_ret::SECCOMP_RET;
pub use securebits::SECUREBITS;
pub use seek::SEEK;
pub use selnl_msg::SELNL_MSG;
pub use sem_flg::SEM_FLG;
pub use semctl::SEMCTL;
pub use shmat::SHMAT;
pub use shmctl::SHMCTL;
pub use shutdown::SHUTDOWN;
pub use si_code::SI_CODE;
pub use si_code_bus::SI_CODE_BUS;
pub use si_code_child::SI_CODE_CHILD;
pub use si_code_fpe::SI_CODE_FPE;
pub use si_code_ill::SI_CODE_ILL;
pub use si_code_poll::SI_CODE_POLL;
pub use si_code_segv::SI_CODE_SEGV;
pub use si_code_sys::SI_CODE_SYS;
pub use si_code_trap::SI_CODE_TRAP;
pub use sigaction::SIGACTION;
pub use sigev::SIGEV;
pub use sigmask::SIGMASK;
pub use signalfd::SIGNALFD;
pub use sigstack::SIGSTACK;
pub use so::SO;
pub use so_ip::SO_IP;
pub use so_ipv6::SO_IPV6;
pub use so_netlink::SO_NETLINK;
pub use so_packet::SO_PACKET;
pub use so_raw::SO_RAW;
pub use so_tcp::SO_TCP;
pub use so_udp::SO_UDP;
pub use sock_diag::SOCK_DIAG;
pub use socket_domain::SOCKET_DOMAIN;
pub use socket_flags::SOCKET_FLAGS;
pub use socket_type::SOCKET_TYPE;
pub use socketcall::SOCKETCALL;
pub use sol::SOL;
pub use splice::SPLICE;
pub use statfs_flags::STATFS_FLAGS;
pub use statmount::STATMOUNT;
pub use statx_attr::STATX_ATTR;
pub use statx_mask::STATX_MASK;
pub use swap::SWAP;
pub use sync_range::SYNC_RANGE;
pub use syslog::SYSLOG;
pub use tc_flow::TC_FLOW;
pub use tc_flush::TC_FLUSH;
pub use tca::TCA;
pub use tcp_state::TCP_STATE;
pub use tcp_states::TCP_STATES;
pub use timer::TIMER;
pub use timerfd_create::TIMERFD_CREATE;
pub use timerfd_settime::TIMERFD_SETTIME;
pub use udiag_show::UDIAG_SHOW;
pub use uffd_features::UFFD_FEATURES;
pub use uffd_register::UFFD_REGISTER;
pub use umount::UMOUNT;
pub use unix_diag::UNIX_DIAG;
pub use unnamed::UNNAMED;
pub use userfaultfd::USERFAULTFD;
pub use vsock_cid::VSOCK_CID;
pub use wait::WAIT;
pub use wait_id::WAIT_ID;
pub use xattr::XATTR;
pub use xfrm_msg::XFRM_MSG;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_have_the_names_of_the_headers() {
        assert_eq!(OPEN.render_flags(0), "O_RDONLY");
        assert_eq!(OPEN.render_flags(0o1101), "O_WRONLY|O_CREAT|O_TRUNC");
        assert_eq!(OPEN.render_flags(0o2000000), "O_RDONLY|O_CLOEXEC");
        assert_eq!(OPEN.render_flags(0o20200002), "O_RDWR|O_TMPFILE");
        assert_eq!(OPEN.render_flags(0o200000), "O_RDONLY|O_DIRECTORY");
        assert_eq!(OPEN_AARCH64.render_flags(0o40000), "O_RDONLY|O_DIRECTORY");
        assert_eq!(OPEN.render_flags(0o4010000), "O_RDONLY|O_SYNC");
        assert_eq!(OPEN.render_flags(0o10000), "O_RDONLY|O_DSYNC");
        assert_eq!(PROT.render_flags(0), "PROT_NONE");
        assert_eq!(PROT.render_flags(5), "PROT_READ|PROT_EXEC");
        assert_eq!(MAP.render_flags(0x22), "MAP_PRIVATE|MAP_ANONYMOUS");
        assert_eq!(CLONE.render_flags(0x0120_0011), "SIGCHLD|CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID");
        assert_eq!(CLONE3.render_flags(0x80), "CLONE_NEWTIME");
        assert_eq!(SOCKET_TYPE.render_flags(0o2000001), "SOCK_STREAM|SOCK_CLOEXEC");
        assert_eq!(FUTEX.render_flags(0x81), "FUTEX_WAKE_PRIVATE");
        assert_eq!(MOUNT.render_flags(0xc0ed_1000), "MS_BIND|MS_MGC_VAL");
        assert_eq!(ACCESS.render_flags(0), "F_OK");
        assert_eq!(ACCESS.render_flags(6), "R_OK|W_OK");
    }

    #[test]
    fn unknown_bits_are_shown() {
        assert_eq!(AT.render_flags(0), "0");
        assert_eq!(AT.render_flags(0x1100), "AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH");
        assert_eq!(AT.render_flags(0x100_0000), "0x1000000 /* AT_??? */");
        assert_eq!(OPEN.render_flags(0x8000_0000), "O_RDONLY|0x80000000");
        assert_eq!(OPEN.render_flags(3), "O_ACCMODE");
        assert_eq!(MAP.render_flags(0x2f), "0xf|MAP_ANONYMOUS");
        assert_eq!(CLONE.render_flags(0x100), "CLONE_VM");
        assert_eq!(IPC_GET.render_flags(0o1666), "IPC_CREAT|0x1b6");
    }

    #[test]
    fn values_have_a_name_or_stay_numbers() {
        assert_eq!(SEEK.render_enum(2), "SEEK_END");
        assert_eq!(SEEK.render_enum(99), "0x63 /* SEEK_??? */");
        assert_eq!(SEEK.render_enum(0xffff_ffff), "0xffffffff /* SEEK_??? */");
        assert_eq!(FCNTL.render_enum(1030), "F_DUPFD_CLOEXEC");
        assert_eq!(PRCTL.render_enum(38), "PR_SET_NO_NEW_PRIVS");
        assert_eq!(PTRACE.render_enum(0x4206), "PTRACE_SEIZE");
        assert_eq!(KEYRING.render_enum(0xffff_fffd), "KEY_SPEC_SESSION_KEYRING");
    }
}
