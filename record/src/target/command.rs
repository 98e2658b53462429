//! A command on this machine.

use super::{Aim, Target, Who, exit_of};
use crate::{
    cli::Printing,
    columns::OutputRow,
    exit::{self, Failure},
    relay::Relay,
    source::hold::Held,
};
use schema::{
    manifest::{self, Exit},
    text,
};
use std::{
    ffi::{OsStr, OsString},
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    path::{Path, PathBuf},
};

/// A command that is held.
pub struct Command {
    held: Held,
    argv: Vec<OsString>,
    relay: Option<Relay>,
}

impl Command {
    /// Finds the command and holds a process that will become it.
    ///
    /// # Errors
    /// [`Failure`] with 127 or 126 if there is no such command or it cannot be executed.
    pub fn prepare(argv: &[OsString], printing: Printing) -> anyhow::Result<Command> {
        let name = argv.first().map(OsString::as_os_str).unwrap_or_default();
        let program = find(name)?;
        let (relay, ends) = match printing.relay()? {
            Some((relay, ends)) => (Some(relay), Some(ends)),
            None => (None, None),
        };
        Ok(Command { held: Held::start(&program, argv, ends)?, argv: argv.to_vec(), relay })
    }
}

impl Target for Command {
    fn aim(&self) -> Aim {
        Aim::only(Who::Held(self.held.child.id()))
    }

    fn describe(&self) -> manifest::Target {
        let cwd = std::env::current_dir().ok();
        manifest::Target {
            kind: "run".to_owned(),
            command: self.argv.iter().map(|a| text::escape(a.as_bytes()).into_owned()).collect(),
            cwd: cwd.map(|c| text::escape(c.as_os_str().as_bytes()).into_owned()),
            pid: self.held.child.id(),
            uid: Some(nix::unistd::getuid().as_raw()),
            selected_by: self.aim().to_string(),
            processes: Vec::new(),
        }
    }

    fn container(&self) -> Option<manifest::Container> {
        None
    }

    fn is_child(&self) -> bool {
        true
    }

    fn release(&mut self, filter: Option<&[u8]>) -> anyhow::Result<()> {
        Ok(self.held.release(filter.unwrap_or_default())?)
    }

    fn output(&mut self, last: bool) -> Vec<OutputRow> {
        self.relay.as_mut().map(|relay| relay.take(last)).unwrap_or_default()
    }

    fn try_wait(&mut self) -> anyhow::Result<Option<Exit>> {
        Ok(self.held.child.try_wait()?.map(exit_of))
    }

    fn clean_up(&mut self) {
        // Our own terminal is as it was before anything more is said.
        self.relay = None;
    }
}

/// The file that a shell would execute for `name`.
fn find(name: &OsStr) -> Result<PathBuf, Failure> {
    let failure =
        |status, what: &str| Failure { status, message: format!("{}: {what}", text::escape(name.as_bytes())) };
    let not_found = || failure(exit::NOT_FOUND, "command not found; give a path or a name in PATH");
    let denied = || failure(exit::NOT_EXECUTABLE, "cannot be executed: it is not an executable file (chmod +x?)");
    if name.is_empty() {
        return Err(not_found());
    }
    if name.as_bytes().contains(&b'/') {
        let path = Path::new(name);
        return match path.metadata() {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(not_found()),
            Err(e) => Err(failure(exit::NOT_EXECUTABLE, &e.to_string())),
            Ok(_) if executable(path) => Ok(path.to_owned()),
            Ok(_) => Err(denied()),
        };
    }
    let search = std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let candidates: Vec<PathBuf> = std::env::split_paths(&search).map(|folder| folder.join(name)).collect();
    match candidates.iter().find(|path| executable(path)) {
        Some(path) => Ok(path.clone()),
        None if candidates.iter().any(|path| path.is_file()) => Err(denied()),
        None => Err(not_found()),
    }
}

fn executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}
