//! Processes that were told to wait (`ebpf/c/hold.h`) go on: when the rings are empty again, and also if the recorder is
//! killed in between. For that a small process watches the recorder; it has the map of the waiting ones too.

use anyhow::{Context, Result};
use aya::maps::{HashMap, Map, MapData};
use nix::{
    fcntl::{FcntlArg, FdFlag, fcntl},
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    io::{Read, Write},
    os::{
        fd::{AsFd, AsRawFd, FromRawFd, OwnedFd, RawFd},
        unix::{net::UnixStream, process::CommandExt},
    },
    process::{Child, Command},
    time::Duration,
};

/// Name of the hidden subcommand.
pub const SUBCOMMAND: &str = "guard";

/// Value of a process in the map that has been let go.
const LET_GO: u64 = 0;
/// Only if the key is there (`include/uapi/linux/bpf.h`).
const BPF_EXIST: u64 = 2;

fn resume(tgid: u32) {
    let _ = kill(Pid::from_raw(tgid as i32), Signal::SIGCONT);
}

/// The processes that wait.
pub struct Waiting(HashMap<MapData, u32, u64>);

impl Waiting {
    /// Those in map `held`.
    ///
    /// # Errors
    /// When it is no such map.
    pub fn new(map: Map) -> Result<Waiting> {
        Ok(Waiting(HashMap::try_from(map)?))
    }

    /// Lets them go on.
    ///
    /// A process stays in the map, marked, until the next time: if this one is killed before its signal is sent, the guard
    /// still finds it. A process that is told to wait while it is let go is marked anew and found the next time.
    pub fn release(&mut self) {
        for (tgid, since) in self.0.iter().flatten().collect::<Vec<_>>() {
            let _ = if since == LET_GO { self.0.remove(&tgid) } else { self.0.insert(tgid, LET_GO, BPF_EXIST) };
            resume(tgid);
        }
    }

    /// Lets all go on that wait or have lately waited.
    fn release_all(&self) {
        self.0.keys().flatten().for_each(resume);
    }
}

/// The process that watches.
pub struct Guard {
    child: Child,
    line: UnixStream,
}

impl Guard {
    /// Starts it, over a map whose descriptor is `map`.
    ///
    /// # Errors
    /// When the system refuses a process.
    pub fn start(map: &MapData) -> Result<Guard> {
        let (line, theirs) = UnixStream::pair()?;
        let map = map.fd().as_fd().try_clone_to_owned()?;
        for fd in [theirs.as_fd(), map.as_fd()] {
            fcntl(fd, FcntlArg::F_SETFD(FdFlag::empty()))?;
        }
        let child = Command::new("/proc/self/exe")
            .args([SUBCOMMAND.to_owned(), map.as_raw_fd().to_string(), theirs.as_raw_fd().to_string()])
            // Ctrl-C is for the recorder.
            .process_group(0)
            .spawn()
            .context("starting the guard")?;
        Ok(Guard { child, line })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.line.write_all(&[0]);
        let _ = self.child.wait();
    }
}

/// The guard itself: waits for the recorder's end, and if that was not in order, continues whoever waits.
///
/// # Errors
/// When the descriptors are not what they should be.
#[expect(unsafe_code, reason = "descriptors come as numbers from the parent")]
pub fn watch(map: RawFd, line: RawFd) -> Result<()> {
    // SAFETY: both were made by `Guard::start` for this process alone and nothing else here owns them.
    let (map, mut line) = unsafe { (OwnedFd::from_raw_fd(map), UnixStream::from_raw_fd(line)) };
    let waiting = Waiting::new(Map::HashMap(MapData::from_fd(map)?))?;
    if line.read(&mut [0]).is_ok_and(|bytes| bytes == 1) {
        return Ok(());
    }
    // The kernel lets go of a dead recorder's programs in its own time.
    for _ in 0..40 {
        waiting.release_all();
        std::thread::sleep(Duration::from_millis(25));
    }
    Ok(())
}
