//! Holding a command between its creation and its first execve, so that the capture can be armed in between.
//!
//! `record run` starts itself once more with the hidden subcommand `hold`; that process says that it is there, waits for
//! a byte, and then becomes the command. Its calls until the execve are setup, not payload.

use crate::relay::Ends;
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
        let child = command.arg("--").arg(program).args(argv).spawn()?;
        // Our copies of the other ends: nobody but the target is to keep them open.
        drop((command, theirs));
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

/// Makes the standard input this process's controlling terminal: that of a session that it leads.
fn take_terminal() -> std::io::Result<()> {
    nix::unistd::setsid()?;
    // A leader without one gets the first that it opens (tty_ioctl(4), open(2) O_NOCTTY).
    std::fs::File::options().read(true).write(true).open("/proc/self/fd/0").map(drop)
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
        if gate.write_all(&[1]).is_err() || gate.read_exact(&mut [0]).is_err() {
            // The recorder has died or given up: the command must not run unrecorded.
            return crate::exit::FAILED;
        }
    }
    let error = command.exec();
    eprintln!("record: {}: {error}", schema::text::escape(program.as_os_str().as_encoded_bytes()));
    if error.kind() == std::io::ErrorKind::NotFound { crate::exit::NOT_FOUND } else { crate::exit::NOT_EXECUTABLE }
}
