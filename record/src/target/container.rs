//! What containers of every engine have in common.

use super::{Aim, Cgroup, Target, Who, engine::Engine, exit_of};
use crate::{
    cli::{self, Printing},
    columns::OutputRow,
    relay::{Ends, Relay},
};
use anyhow::{Context, Result};
use nix::sys::stat::stat;
use schema::{
    manifest::{self, Exit},
    text,
};
use std::{
    path::Path,
    process::{Child, Stdio},
};

/// A container that is made and does not run yet.
pub struct Made {
    engine: Engine,
    who: Who,
    args: Vec<String>,
    container: manifest::Container,
    running: Option<Child>,
    printing: Printing,
    relay: Option<Relay>,
    keep: bool,
}

impl Made {
    /// What an engine has made, as it was asked to; `who` is its first process.
    pub fn new(engine: Engine, who: Who, container: manifest::Container, asked: &cli::Container) -> Made {
        Made {
            engine,
            who,
            args: asked.args.clone(),
            container,
            running: None,
            printing: asked.printing,
            relay: None,
            keep: asked.create.keep,
        }
    }
}

impl Target for Made {
    fn aim(&self) -> Aim {
        aim(self.who, &self.container)
    }

    fn describe(&self) -> manifest::Target {
        describe(&self.aim(), &self.args)
    }

    fn container(&self) -> Option<manifest::Container> {
        Some(self.container.clone())
    }

    fn release(&mut self, _filter: Option<&[u8]>) -> Result<()> {
        (self.running, self.relay) = start(&self.engine, &self.container.id, self.printing)?;
        Ok(())
    }

    fn output(&mut self, last: bool) -> Vec<OutputRow> {
        self.relay.as_mut().map(|relay| relay.take(last)).unwrap_or_default()
    }

    fn try_wait(&mut self) -> Result<Option<Exit>> {
        let Some(child) = &mut self.running else { return Ok(None) };
        let Some(status) = child.try_wait()? else { return Ok(None) };
        Ok(Some(exit_of(status)))
    }

    fn clean_up(&mut self) {
        if !self.keep {
            self.engine.remove(&self.container.id);
        }
        if let Some(mut child) = self.running.take() {
            let _ = child.wait();
        }
    }
}

/// Creates a container; its id.
///
/// # Errors
/// What the engine says.
pub fn create(engine: &Engine, asked: &cli::Container) -> Result<String> {
    let mut words = Engine::options(&asked.create);
    if asked.printing.tty {
        words.extend(["--tty".to_owned(), "--interactive".to_owned()]);
    }
    words.push(asked.image.clone());
    words.extend_from_slice(&asked.args);
    let id = engine.ask("create", &words).with_context(|| format!("image {}", asked.image))?;
    Ok(id.lines().next_back().unwrap_or_default().to_owned())
}

/// Starts a container; the engine's client that waits for its end. With a terminal, the client itself sees to input and size.
///
/// # Errors
/// When the engine cannot be run.
fn start(engine: &Engine, id: &str, printing: Printing) -> Result<(Option<Child>, Option<Relay>)> {
    let mut command = engine.command();
    command.args(["start", "--attach"]);
    if printing.tty {
        command.arg("--interactive");
    } else {
        command.stdin(Stdio::null());
    }
    let relay = match (Printing { tty: false, ..printing }).relay()? {
        Some((relay, Ends { stdio: [_, stdout, stderr], .. })) => {
            command.stdout(stdout).stderr(stderr);
            Some(relay)
        }
        None => None,
    };
    Ok((Some(command.arg(id).spawn()?), relay))
}

/// How a container's processes are told from others: by descent from its first process, and those that come from outside
/// by their pid namespace, and by their cgroup once they execute a program. A container that is not known by a process has
/// its cgroup alone.
pub fn aim(who: Who, container: &manifest::Container) -> Aim {
    let pid_ns = match who {
        Who::Held(pid) | Who::Running(pid) => foreign_pid_ns(pid),
        _ => None,
    };
    // What has the host's pid namespace and is in the cgroup may be the runtime, about to become the container.
    let shares_pids = container.pid_mode == "host";
    Aim { who, pid_ns, cgroup: Cgroup::of(&container.id, shares_pids) }
}

/// The target's description of a container that was given these arguments.
pub fn describe(aim: &Aim, args: &[String]) -> manifest::Target {
    manifest::Target {
        kind: "container".to_owned(),
        command: args.iter().map(|arg| text::escape(arg.as_bytes()).into_owned()).collect(),
        cwd: None,
        pid: aim.pid(),
        uid: None,
        selected_by: aim.to_string(),
        processes: Vec::new(),
    }
}

/// The inode of a process's pid namespace, if it is not the recorder's own too.
fn foreign_pid_ns(pid: u32) -> Option<u32> {
    let theirs = pid_ns(&pid.to_string())?;
    (Some(theirs) != pid_ns("self")).then_some(theirs)
}

/// The inode of a process's pid namespace.
pub fn pid_ns(pid: &str) -> Option<u32> {
    stat(Path::new(&format!("/proc/{pid}/ns/pid"))).ok().map(|stat| stat.st_ino as u32)
}
