//! Holding a command between its creation and its first execve, so that the capture can be armed in between.
//!
//! `record run` starts itself once more with the hidden subcommand `hold`; that process says that it is there, waits for
//! a byte, and then becomes the command. Its calls until the execve are setup, not payload.

use crate::relay::Ends;
use nix::{
    fcntl::{FcntlArg, FdFlag, fcntl},
    libc,
};
use std::{
    ffi::OsString,
    io::{Read, Write},
    os::{
        fd::{AsRawFd, FromRawFd, RawFd},
        unix::{net::UnixStream, process::CommandExt},
    },
    path::{Path, PathBuf},
    process::{Child, Command},
};

/// Name of the hidden subcommand.
pub const SUBCOMMAND: &str = "hold";

/// A process that waits to become the command.
pub struct Held {
    /// The process.
    pub child: Child,
    gate: UnixStream,
}

impl Held {
    #[expect(unsafe_code, reason = "what runs between fork and exec is the caller's responsibility")]
    /// Starts a process that will execute `program` (a path) with the given name and arguments, and waits until it is
    /// itself: a tracer that came earlier would take its own execve for the command's.
    ///
    /// # Errors
    /// When the system refuses a socket or a process.
    pub fn start(program: &Path, argv: &[OsString], ends: Option<Ends>) -> std::io::Result<Held> {
        let (mut gate, theirs) = UnixStream::pair()?;
        fcntl(&theirs, FcntlArg::F_SETFD(FdFlag::empty()))?;
        let mut command = Command::new("/proc/self/exe");
        command.arg(SUBCOMMAND).arg(theirs.as_raw_fd().to_string());
        if let Some(Ends { stdio: [stdin, stdout, stderr], terminal }) = ends {
            command.stdin(stdin).stdout(stdout).stderr(stderr);
            if terminal {
                command.arg("--terminal");
            }
        }
        command.arg("--").arg(program).args(argv);
        // SAFETY: it does nothing. With it the library forks; posix_spawn(3) of glibc has two signals ignored in the child
        // (its own, 32 and 33), and then in the target as well.
        unsafe { command.pre_exec(|| Ok(())) };
        let child = command.spawn()?;
        // Our copies of the other ends: nobody but the target is to keep them open.
        drop((command, theirs));
        gate.read_exact(&mut [0])?;
        Ok(Held { child, gate })
    }

    /// Lets the process go on, with this seccomp filter if it is not empty.
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn release(&mut self, filter: &[u8]) -> std::io::Result<()> {
        self.gate.write_all(&(filter.len() as u32).to_ne_bytes())?;
        self.gate.write_all(filter)
    }
}

/// Makes the standard input this process's controlling terminal: that of a session that it leads.
fn take_terminal() -> std::io::Result<()> {
    nix::unistd::setsid()?;
    // A leader without one gets the first that it opens (tty_ioctl(4), open(2) O_NOCTTY).
    std::fs::File::options().read(true).write(true).open("/proc/self/fd/0").map(drop)
}

/// The filter that comes through the gate.
fn filter(gate: &mut UnixStream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    gate.read_exact(&mut length)?;
    let mut bytes = Vec::new();
    gate.take(u32::from_ne_bytes(length).into()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Gives this process a seccomp filter, the bytes of its instructions.
#[expect(unsafe_code, reason = "no crate in use has seccomp(2)")]
fn confine(filter: &[u8]) {
    let mut code: Vec<libc::sock_filter> = filter
        .chunks_exact(size_of::<libc::sock_filter>())
        .map(|i| libc::sock_filter {
            code: u16::from_ne_bytes([i[0], i[1]]),
            jt: i[2],
            jf: i[3],
            k: u32::from_ne_bytes([i[4], i[5], i[6], i[7]]),
        })
        .collect();
    if code.is_empty() {
        return;
    }
    let program = libc::sock_fprog { len: code.len() as u16, filter: code.as_mut_ptr() };
    let set = || {
        // SAFETY: the kernel reads the program, which lives until then, and nothing else.
        unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, 0, &raw const program) == 0 }
    };
    // Without privileges only for those who will not get any: under a tracer without privileges no program gives them.
    if !set() && nix::sys::prctl::set_no_new_privs().is_ok() {
        set();
    }
}

#[expect(unsafe_code, reason = "the descriptor comes as a number from the parent")]
/// The held process: waits for the byte, then becomes the command. Returns only on failure, with its exit status.
pub fn wait_and_exec(gate: RawFd, terminal: bool, program: PathBuf, argv: Vec<OsString>) -> u8 {
    if terminal && let Err(error) = take_terminal() {
        eprintln!("record: the terminal cannot be had: {error}");
        return crate::exit::FAILED;
    }
    // The name under which the rows before the execve, and the execve itself, appear.
    let _ = nix::sys::prctl::set_name(c"record");
    let mut command = Command::new(&program);
    if let Some((name, arguments)) = argv.split_first() {
        command.arg0(name).args(arguments);
    }
    {
        // SAFETY: the descriptor was made by `Held::start` for this process alone and nothing else here owns it.
        let mut gate = unsafe { UnixStream::from_raw_fd(gate) };
        match gate.write_all(&[1]).and_then(|()| filter(&mut gate)) {
            // The recorder sees to it if the system refuses.
            Ok(filter) => confine(&filter),
            // It has died or given up: the command must not run unrecorded.
            Err(_) => return crate::exit::FAILED,
        }
    }
    let error = command.exec();
    eprintln!("record: {}: {error}", schema::text::escape(program.as_os_str().as_encoded_bytes()));
    if error.kind() == std::io::ErrorKind::NotFound { crate::exit::NOT_FOUND } else { crate::exit::NOT_EXECUTABLE }
}
