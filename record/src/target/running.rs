//! A process that runs already, with its threads and descendants.

use super::{Aim, Target, Who, container, engine::Engine};
use crate::{
    cli,
    exit::{self, Failure},
};
use procfs::process::{MMPermissions, MMapPath, Process};
use schema::{
    manifest::{self, Exit, OpenFile},
    text,
};
use std::{
    os::unix::ffi::OsStrExt,
    path::Path,
    time::{Duration, Instant},
};

/// How often it is looked whether it still runs.
const LOOK: Duration = Duration::from_millis(50);
/// Processes that the manifest describes at most.
const DESCRIBED: usize = 256;

/// A process that runs.
pub struct Running {
    process: Process,
    pid: u32,
    /// If it is the first one of a container, what its engine says.
    container: Option<manifest::Container>,
    looked: Instant,
}

impl Running {
    /// What was asked for.
    ///
    /// # Errors
    /// When it does not run, or the engine does not know it.
    pub fn of(attach: &cli::Attach) -> anyhow::Result<Running> {
        let Some(name) = &attach.target.container else {
            return Ok(Running::find(attach.target.pid.unwrap_or_default(), None)?);
        };
        let (pid, container) = Engine::find(attach.engine, &attach.engine_arg, name)?;
        anyhow::ensure!(pid != 0, "container {}: it does not run", text::escape(name.as_bytes()));
        Ok(Running::find(pid, Some(container))?)
    }

    /// Process `pid`, if it can be recorded.
    ///
    /// # Errors
    /// [`Failure`] if there is none, or it is no program, or the recorder itself.
    pub fn find(pid: u32, container: Option<manifest::Container>) -> Result<Running, Failure> {
        let failure = |what: &str| Failure { status: exit::FAILED, message: format!("process {pid}: {what}") };
        let Some((process, stat)) = i32::try_from(pid)
            .ok()
            .and_then(|pid| Process::new(pid).ok())
            .and_then(|process| process.stat().ok().map(|stat| (process, stat)))
        else {
            return Err(failure("there is none; see `ps -e`"));
        };
        if matches!(stat.state, 'Z' | 'X') {
            return Err(failure("it has ended"));
        }
        if pid == std::process::id() {
            return Err(failure("a recorder cannot record itself"));
        }
        // PF_KTHREAD of include/linux/sched.h.
        if stat.flags & 0x0020_0000 != 0 {
            return Err(failure("it belongs to the kernel and makes no system calls"));
        }
        let leader = process.status().map_or(pid, |status| status.tgid as u32);
        if leader != pid {
            return Err(failure(&format!("it is a thread; give its process, --pid {leader}")));
        }
        Ok(Running { process, pid, container, looked: Instant::now() })
    }

    /// The name of it, for a default output.
    pub fn name(&self) -> String {
        let container = self.container.as_ref().map(|container| container.name.clone());
        container.or_else(|| Some(self.process.stat().ok()?.comm)).unwrap_or_default()
    }

    /// Its descendants, as /proc shows them, after itself.
    fn family(&self) -> Vec<u32> {
        let parents: Vec<(u32, u32)> = procfs::process::all_processes()
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|process| process.stat().ok().map(|stat| (stat.pid as u32, stat.ppid as u32)))
            .collect();
        let mut family = vec![self.pid];
        let mut next = 0;
        while let Some(parent) = family.get(next).copied() {
            next += 1;
            let children = parents.iter().filter(|(_, ppid)| *ppid == parent).map(|(pid, _)| *pid);
            let new: Vec<u32> = children.filter(|child| !family.contains(child)).collect();
            family.extend(new);
        }
        family
    }
}

impl Target for Running {
    fn aim(&self) -> Aim {
        let who = Who::Running(self.pid);
        self.container.as_ref().map_or(Aim::only(who), |container| container::aim(who, container))
    }

    fn describe(&self) -> manifest::Target {
        let family = self.family();
        let processes: Vec<manifest::Process> =
            family.iter().take(DESCRIBED).filter_map(|pid| describe(*pid)).collect();
        let words = self.process.cmdline().unwrap_or_default();
        manifest::Target {
            kind: if self.container.is_some() { "attach to container" } else { "attach" }.to_owned(),
            command: words.iter().map(|word| text::escape(word.as_bytes()).into_owned()).collect(),
            cwd: processes.first().and_then(|process| process.cwd.clone()),
            pid: self.pid,
            uid: self.process.status().ok().map(|status| status.ruid),
            selected_by: self.aim().to_string(),
            processes,
        }
    }

    fn container(&self) -> Option<manifest::Container> {
        self.container.clone()
    }

    fn try_wait(&mut self) -> anyhow::Result<Option<Exit>> {
        if self.looked.elapsed() < LOOK {
            return Ok(None);
        }
        self.looked = Instant::now();
        // It is not a child of ours: only its own record tells how it ended.
        Ok((!self.process.is_alive()).then_some(Exit { code: None, signal: None }))
    }
}

/// What /proc tells of a process; `None` if it is gone.
fn describe(pid: u32) -> Option<manifest::Process> {
    let process = Process::new(pid as i32).ok()?;
    let path = |path: &Path| text::escape(path.as_os_str().as_bytes()).into_owned();
    let mut fds: Vec<OpenFile> = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let fd = entry.file_name().to_str()?.parse().ok()?;
            Some(OpenFile { fd, path: path(&std::fs::read_link(entry.path()).ok()?) })
        })
        .collect();
    fds.sort_by_key(|open| open.fd);
    // Code is what tells which libraries a process has, and what does not belong there.
    let maps = process.maps().map(|maps| maps.0).unwrap_or_default();
    let code = maps.iter().filter(|map| map.perms.contains(MMPermissions::EXECUTE)).map(|map| {
        let name = match &map.pathname {
            MMapPath::Path(file) => path(file),
            MMapPath::Vdso => "[vdso]".to_owned(),
            MMapPath::Vsyscall => "[vsyscall]".to_owned(),
            _ => "[anonymous]".to_owned(),
        };
        let writable = if map.perms.contains(MMPermissions::WRITE) { "rwx" } else { "r-x" };
        format!("{:x}-{:x} {writable} {:x} {name}", map.address.0, map.address.1, map.offset)
    });
    Some(manifest::Process {
        pid,
        ppid: process.stat().ok()?.ppid as u32,
        comm: text::escape(process.stat().ok()?.comm.as_bytes()).into_owned(),
        exe: process.exe().ok().map(|exe| path(&exe)),
        cwd: process.cwd().ok().map(|cwd| path(&cwd)),
        root: process.root().ok().map(|root| path(&root)),
        fds,
        code: code.collect(),
    })
}
