//! The manifest's facts about machine, clocks and recorder.

use anyhow::Result;
use nix::time::{ClockId, clock_gettime};
use schema::manifest::{Backend, Clock, Completeness, Container, Filters, Host, Manifest, State, Target, Tool};
use std::collections::BTreeMap;

/// A manifest for a recording that is about to begin.
///
/// # Errors
/// When the system does not tell its name or time.
pub fn begin(target: Target, container: Option<Container>, backend: Backend, filters: Filters) -> Result<Manifest> {
    let started_ns = boot_ns()?;
    Ok(Manifest {
        format: schema::version::CURRENT,
        tool: Tool { name: "record".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        id: uuid::Uuid::new_v4().simple().to_string(),
        state: State::Recording,
        clock: Clock { boot_to_utc_ns: now(ClockId::CLOCK_REALTIME)? - started_ns },
        started_ns,
        ended_ns: None,
        host: host()?,
        target,
        container,
        backend,
        filters,
        blind_spots: None,
        exit: None,
        completeness: Completeness {
            reasons: vec!["the recording has not ended".to_owned()],
            ..Completeness::default()
        },
        rows: BTreeMap::new(),
        files: Vec::new(),
        leaves: Vec::new(),
        seal: None,
        redactions: None,
    })
}

/// The boot clock, ns: the clock of every `ts`.
///
/// # Errors
/// When the system has no such clock.
pub fn boot_ns() -> Result<i64> {
    now(ClockId::CLOCK_BOOTTIME)
}

fn now(clock: ClockId) -> Result<i64> {
    let time = clock_gettime(clock)?;
    Ok(time.tv_sec() * 1_000_000_000 + time.tv_nsec())
}

fn host() -> Result<Host> {
    let uname = nix::sys::utsname::uname()?;
    let text = |s: &std::ffi::OsStr| s.to_string_lossy().into_owned();
    let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    Ok(Host {
        hostname: text(uname.nodename()),
        kernel: text(uname.release()),
        kernel_build: text(uname.version()),
        machine: text(uname.machine()),
        boot_id: boot_id.trim().to_owned(),
        cpus: std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
    })
}
