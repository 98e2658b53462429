//! Holding a command between its creation and its first execve, so that the capture can be armed in between.
//!
//! `record run` starts itself once more with the hidden subcommand `hold`; that process waits on a pipe and then becomes
//! the command. Its calls until the execve are setup, not payload.

use std::{
    fs::File,
    io::{Read, Write},
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
        unix::process::CommandExt,
    },
    path::PathBuf,
    process::{Child, Command},
};

/// Name of the hidden subcommand.
pub const SUBCOMMAND: &str = "hold";

/// A process that waits to become the command.
pub struct Held {
    /// The process.
    pub child: Child,
    gate: Option<File>,
}

impl Held {
    /// Starts a process that will execute `program` (a path) with the given name and arguments.
    ///
    /// # Errors
    /// When the system refuses a pipe or a process.
    pub fn start(program: &std::path::Path, argv: &[std::ffi::OsString]) -> std::io::Result<Held> {
        // Inherited by the child on purpose, hence without O_CLOEXEC.
        let (reader, writer) = nix::unistd::pipe()?;
        let child = Command::new("/proc/self/exe")
            .arg(SUBCOMMAND)
            .arg(reader.as_raw_fd().to_string())
            .arg(writer.as_raw_fd().to_string())
            .arg("--")
            .arg(program)
            .args(argv)
            .spawn()?;
        Ok(Held { child, gate: Some(File::from(writer)) })
    }

    /// Lets the process go on.
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn release(&mut self) -> std::io::Result<()> {
        match self.gate.take() {
            Some(mut gate) => gate.write_all(&[1]),
            None => Ok(()),
        }
    }
}

#[expect(unsafe_code, reason = "the descriptors come as numbers from the parent")]
/// The held process: waits for the byte, then becomes the command. Returns only on failure, with its exit status.
pub fn wait_and_exec(reader: RawFd, writer: RawFd, program: PathBuf, argv: Vec<std::ffi::OsString>) -> u8 {
    // SAFETY: both descriptors were made by `Held::start` for this process alone and nothing else here owns them.
    let (reader, writer) = unsafe { (OwnedFd::from_raw_fd(reader), OwnedFd::from_raw_fd(writer)) };
    drop(writer);
    // The name under which the rows before the execve, and the execve itself, appear.
    let _ = nix::sys::prctl::set_name(c"record");
    let mut command = Command::new(&program);
    if let Some((name, arguments)) = argv.split_first() {
        command.arg0(name).args(arguments);
    }
    let mut byte = [0];
    if !matches!(File::from(reader).read(&mut byte), Ok(1)) {
        // The recorder has died or given up: the command must not run unrecorded.
        return crate::exit::FAILED;
    }
    let error = command.exec();
    eprintln!("record: {}: {error}", program.display());
    if error.kind() == std::io::ErrorKind::NotFound { crate::exit::NOT_FOUND } else { crate::exit::NOT_EXECUTABLE }
}
