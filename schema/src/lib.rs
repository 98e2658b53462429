//! The trace format and the system call table: the only thing `record` and `analyze` both know.
//!
//! This crate does no I/O and has no unsafe code. Knowledge lives here as rows; mechanism lives elsewhere.
#![forbid(unsafe_code)]

pub mod arch;
pub mod channels;
pub mod choices;
pub mod columns;
pub mod effects;
pub mod errno;
pub mod flags;
pub mod kind;
pub mod layouts;
pub mod manifest;
pub mod names;
pub mod netlink;
pub mod notable;
pub mod packed;
pub mod plan;
pub mod profile;
pub mod roles;
pub mod seal;
pub mod siginfo;
pub mod sockaddr;
pub mod sockets;
pub mod sockopts;
pub mod spaces;
pub mod stands;
pub mod syscalls;
pub mod telling;
pub mod text;
pub mod things;
pub mod uring;
pub mod version;
pub mod waits;
pub mod wire;

pub use arch::Arch;
