//! Holding a command between its creation and its first execve, so that the capture can be armed in between.
//!
//! `record run` starts itself once more with the hidden subcommand `hold`; that process says that it is there, waits for
//! a byte, and then becomes the command. Its calls until the execve are setup, not payload.

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
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
    /// Starts a process that will execute `program` (a path) with the given name and arguments, and waits until it is
    /// itself: a tracer that came earlier would take its own execve for the command's.
    ///
    /// # Errors
    /// When the system refuses a socket or a process.
    pub fn start(program: &Path, argv: &[OsString]) -> std::io::Result<Held> {
        let (mut gate, theirs) = UnixStream::pair()?;
        fcntl(&theirs, FcntlArg::F_SETFD(FdFlag::empty()))?;
        let child = Command::new("/proc/self/exe")
            .arg(SUBCOMMAND)
            .arg(theirs.as_raw_fd().to_string())
            .arg("--")
            .arg(program)
            .args(argv)
            .spawn()?;
        drop(theirs);
        gate.read_exact(&mut [0])?;
        Ok(Held { child, gate })
    }

    /// Lets the process go on.
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn release(&mut self) -> std::io::Result<()> {
        self.gate.write_all(&[1])
    }
}

#[expect(unsafe_code, reason = "the descriptor comes as a number from the parent")]
/// The held process: waits for the byte, then becomes the command. Returns only on failure, with its exit status.
pub fn wait_and_exec(gate: RawFd, program: PathBuf, argv: Vec<OsString>) -> u8 {
    // The name under which the rows before the execve, and the execve itself, appear.
    let _ = nix::sys::prctl::set_name(c"record");
    let mut command = Command::new(&program);
    if let Some((name, arguments)) = argv.split_first() {
        command.arg0(name).args(arguments);
    }
    {
        // SAFETY: the descriptor was made by `Held::start` for this process alone and nothing else here owns it.
        let mut gate = unsafe { UnixStream::from_raw_fd(gate) };
        if gate.write_all(&[1]).is_err() || gate.read_exact(&mut [0]).is_err() {
            // The recorder has died or given up: the command must not run unrecorded.
            return crate::exit::FAILED;
        }
    }
    let error = command.exec();
    eprintln!("record: {}: {error}", schema::text::escape(program.as_os_str().as_encoded_bytes()));
    if error.kind() == std::io::ErrorKind::NotFound { crate::exit::NOT_FOUND } else { crate::exit::NOT_EXECUTABLE }
}
