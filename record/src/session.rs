//! One recording, from the preparation of the target to the sealed trace: the loop.

use crate::{
    backend,
    cli::{Recording, Then},
    columns::{self, OutputRow},
    counts::Counts,
    decode::Decoder,
    describe,
    exit::{self, Failure},
    losses::{Doubts, Losses},
    signals::{Asked, Signals},
    sink::{self, Batch, SinkError, Writer},
    source::{Poll, Source, come_first},
    target::Target,
};
use anyhow::{Context, Result};
use schema::{
    Arch,
    columns::{counts, losses, output, processes},
    effects::{self, Effect},
    manifest::{self, Exit, Filters, Manifest, State, Verdict},
    plan::Selection,
    seal::{self, sign::SecretKey},
};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Kinds of count, or events of processes, gathered before they go to the encoder.
const GATHERED: usize = 1 << 20;
/// How often what has been recorded is made safe against the recorder's own death.
const CHECKPOINT: Duration = Duration::from_secs(10);
/// How often the counters of losses and the lives of tasks are looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long a target that was interrupted together with the recorder may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// Records a target. `name` is the stem of the default output; `needs_ebpf` names a target that ptrace cannot record.
///
/// # Errors
/// When nothing could be recorded, or not to its end.
pub fn run(
    recording: &Recording,
    name: &str,
    needs_ebpf: Option<&str>,
    prepare: impl FnOnce() -> Result<Box<dyn Target>>,
) -> Result<u8> {
    let output = recording.output.clone().unwrap_or_else(|| default_output(name));
    sink::check(&output, recording.force, recording.last)?;
    let signer =
        recording.sign.as_deref().map(|key| signer(key, recording.sign_password_file.as_deref())).transpose()?;
    let signals = Signals::catch()?;
    let (chosen, description, plan_sha256) = backend::choose(recording, needs_ebpf)?;
    if !recording.quiet && recording.backend == crate::cli::Backend::Auto && description.name == "ptrace" {
        eprintln!("record: using ptrace: {}", description.reason);
    }
    let mut target = prepare()?;
    let result = (|| {
        let aim = target.aim();
        let filters = Filters {
            syscalls: recording.selection().as_ref().map(ToString::to_string),
            snaplen: recording.snaplen,
            payload: recording.payload.as_ref().map(ToString::to_string),
            paths: recording.path.iter().map(ToString::to_string).collect(),
            exes: recording.exe.iter().map(ToString::to_string).collect(),
            plan_sha256,
        };
        let mut manifest = describe::begin(target.describe(), target.container(), description, filters)?;
        let filtered = target.is_child() && recording.ends_with_us();
        let mut source = backend::arm(chosen, &aim, filtered, recording.setup)?;
        if source.filter().is_some() {
            manifest.backend.limits.push(backend::FILTERED.to_owned());
        }
        let mut decoder = Decoder::new(&aim, recording.keep(), recording.setup, source.stops());
        // What runs is looked at now: until then it is in doubt what its descriptors stand for.
        source.poll(Duration::ZERO, &mut |record| decoder.push(record))?;
        let sink = sink::create(&output, recording.force, recording.last, signer, &manifest)?;
        let session = Session {
            decoder,
            source,
            losses: Losses::new(manifest.started_ns),
            writer: Writer::start(sink, manifest.clone())?,
            limits: Limits::of(recording),
            wanted: recording.selection(),
            manifest,
            counts: Counts::default(),
            recorded: 0,
            filtered: 0,
            doubts: Doubts::default(),
            stays: aim.stays(),
            output: Vec::new(),
        };
        session.record(target.as_mut(), &signals)
    })();
    target.clean_up();
    finish(recording, &output, result?)
}

/// The key to sign with. It is read before anything is started.
fn signer(path: &Path, password: Option<&Path>) -> Result<sink::Signer> {
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| path.display().to_string());
    let password = password.map(read).transpose()?.map(|text| text.lines().next().unwrap_or_default().to_owned());
    let key = SecretKey::parse(&read(path)?, password).with_context(|| path.display().to_string())?;
    Ok(sink::Signer::new(key))
}

/// How a recording ended.
struct Ended {
    manifest: Manifest,
    /// Status to pass on.
    status: u8,
    /// Whether the target executed its program at all.
    started: bool,
    /// Whether the target was still running.
    left_running: bool,
    /// Whether it was, and could not go on without the recorder.
    killed: bool,
    /// The limit that ended it.
    limit: Option<&'static str>,
    /// Why not all could be written.
    failure: Option<SinkError>,
}

/// What ends a recording before its target does.
struct Limits {
    deadline: Option<Instant>,
    events: u64,
    bytes: u64,
    /// Whether the target is killed then.
    kill: bool,
}

impl Limits {
    fn of(recording: &Recording) -> Limits {
        Limits {
            deadline: recording.duration.map(|time| Instant::now() + time),
            events: recording.max_events.unwrap_or(u64::MAX),
            bytes: recording.max_size.unwrap_or(u64::MAX),
            kill: recording.then == Some(Then::Kill),
        }
    }

    /// The limit that has been reached.
    fn reached(&self, events: u64, bytes: u64) -> Option<&'static str> {
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Some("--duration");
        }
        if events >= self.events {
            return Some("--max-events");
        }
        (bytes >= self.bytes).then_some("--max-size")
    }
}

struct Session {
    source: Box<dyn Source>,
    decoder: Decoder,
    losses: Losses,
    writer: Writer,
    manifest: Manifest,
    limits: Limits,
    /// The calls that become rows; none: all.
    wanted: Option<Selection>,
    counts: Counts,
    recorded: u64,
    /// Calls that were not kept.
    filtered: u64,
    doubts: Doubts,
    /// The target was there before and goes on afterwards.
    stays: bool,
    /// What it has printed.
    output: Vec<OutputRow>,
}

impl Session {
    fn record(mut self, target: &mut dyn Target, signals: &Signals) -> Result<Ended> {
        target.release(self.source.filter())?;
        come_first();
        let mut limit = None;
        let mut ended: Option<Exit> = None;
        let mut deadline: Option<Instant> = None;
        let mut asked = None;
        let (mut last_look, mut last_checkpoint) = (Instant::now(), Instant::now());
        let failure = loop {
            // What was written before the end is read by a round that begins after it.
            let had_ended = ended.is_some();
            let poll = match self.source.poll(GRACE.min(LOOK), &mut |record| self.decoder.push(record)) {
                Ok(poll) => poll,
                Err(error) => break Some(error.context("the capture broke off")),
            };
            self.decoder.end_round();
            self.source.counts(&mut |entry| self.counts.add(entry));
            if limit.is_none() {
                limit = self.limits.reached(self.recorded + self.decoder.syscalls.len() as u64, self.writer.bytes());
                if limit.is_some() {
                    if !self.limits.kill {
                        break None;
                    }
                    deadline = Some(Instant::now() + GRACE);
                }
            } else {
                // Each round, for what it has forked since.
                self.kill_all();
            }
            self.output.extend(target.output(false));
            let full = self.decoder.syscalls.is_full()
                || self.decoder.processes.len() + self.counts.len() + self.output.len() * 64 > GATHERED;
            if full && !self.flush()? {
                break None;
            }
            if let Poll::Ended(exit) = poll {
                ended = exit.or(ended);
            }
            if ended.is_none() && !(self.source.reaps() && target.is_child()) {
                ended = target.try_wait()?;
            }
            match signals.pending() {
                // Ctrl-C reaches a target of our own too, and its end is to be in the trace.
                Some(signal) if asked.is_some() || signal == Asked::Terminate || self.stays => {
                    asked = Some(signal);
                    break None;
                }
                Some(signal) => {
                    asked = Some(signal);
                    deadline = Some(Instant::now() + GRACE);
                }
                None => {}
            }
            if deadline.is_some_and(|d| Instant::now() > d) {
                break None;
            }
            if last_look.elapsed() >= LOOK || poll == Poll::Records(0) {
                last_look = Instant::now();
                let stats = self.source.stats()?;
                self.losses.look(describe::boot_ns()?, stats);
            }
            if last_checkpoint.elapsed() >= CHECKPOINT {
                last_checkpoint = Instant::now();
                if !self.flush()? || !self.writer.checkpoint(self.manifest.clone()) {
                    break None;
                }
            }
            let idle = matches!(poll, Poll::Records(0) | Poll::Ended(_));
            // An engine that could not start its container leaves the prepared process waiting.
            let over = || matches!(poll, Poll::Ended(_)) || !self.decoder.started() || !self.any_alive();
            if had_ended && idle && over() {
                break None;
            }
        };
        if let Some(error) = failure {
            self.doubts.reasons.push(format!("{error:#}"));
        }
        self.output.extend(target.output(true));
        self.seal(ended, asked, limit)
    }

    /// Whether a recorded task still lives. Its end may have been lost, so the system is asked too.
    fn any_alive(&self) -> bool {
        self.decoder.live().any(|tid| Path::new(&format!("/proc/{tid}")).exists())
    }

    /// Hands the rows to the encoder; `false` if that has failed.
    fn flush(&mut self) -> Result<bool> {
        let rows = self.decoder.syscalls.take();
        self.recorded += rows.len() as u64;
        self.counts.recorded(&rows);
        let filtered = std::mem::take(&mut self.decoder.filtered);
        self.filtered += filtered.values().sum::<u64>();
        self.counts.seen(filtered.into_iter());
        let events = std::mem::take(&mut self.decoder.processes);
        let output = std::mem::take(&mut self.output);
        // Few traces have the table at all.
        if !output.is_empty() && !self.writer.rows(Batch::Rows(&output::TABLE, columns::output_batch(&output)?)) {
            return Ok(false);
        }
        let counted = if self.counts.len() > GATHERED / 2 { self.counts.take() } else { Vec::new() };
        Ok(self.writer.rows(Batch::Calls(rows))
            && self.writer.rows(Batch::Rows(&processes::TABLE, columns::process_batch(&events)?))
            && self.writer.rows(Batch::Rows(&counts::TABLE, columns::count_batch(&counted)?))
            && self.writer.rows(Batch::Rows(&losses::TABLE, columns::loss_batch(&self.losses.take())?)))
    }

    /// Kills every process that is recorded.
    fn kill_all(&self) {
        for tid in self.decoder.live() {
            let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(tid as i32), nix::sys::signal::Signal::SIGKILL);
        }
    }

    fn blind_spots(&self) -> Vec<manifest::BlindSpot> {
        let told = |name: &str| {
            let tracked = effects::of(name).is_some_and(Effect::is_tracked);
            let wanted = |set: &Selection| {
                let known = Arch::ALL.iter().filter_map(|arch| Some((*arch, arch.syscall_nr(name)?)));
                known.into_iter().all(|(arch, nr)| set.contains(arch, nr))
            };
            tracked || self.wanted.as_ref().is_none_or(wanted)
        };
        let runtime = self.manifest.container.as_ref().map(|container| container.runtime.as_str());
        self.decoder.spots.section(&self.manifest.backend.name, told, runtime)
    }

    fn seal(mut self, ended: Option<Exit>, asked: Option<Asked>, limit: Option<&'static str>) -> Result<Ended> {
        let killed = limit.is_none() && self.source.filter().is_some() && self.decoder.live().next().is_some();
        let rest = self.source.finish(&mut |record| self.decoder.push(record));
        if let Err(error) = rest {
            self.doubts.reasons.push(format!("the capture did not end in order: {error:#}"));
        }
        self.decoder.finish();
        self.source.counts(&mut |entry| self.counts.add(entry));
        match self.source.stats() {
            Ok(stats) => self.losses.look(describe::boot_ns()?, stats),
            Err(error) => self.doubts.reasons.push(format!("the kernel's counters could not be read: {error:#}")),
        }
        self.doubts.recursion_misses = self.source.skipped();
        self.doubts.not_attached = self.source.not_attached().to_vec();
        if self.decoder.malformed > 0 {
            self.doubts.reasons.push(format!("{} records could not be understood", self.decoder.malformed));
        }
        // The sink's error, if it had one, comes from `seal`.
        let _ = self.flush()?;
        let counted = columns::count_batch(&self.counts.take())?;
        let _ = self.writer.rows(Batch::Rows(&counts::TABLE, counted));
        let ended = ended.map(|exit| precise(exit, self.decoder.root_exit()));
        let completeness =
            self.losses.completeness(self.recorded, self.filtered, &self.counts, std::mem::take(&mut self.doubts));
        let blind_spots = Some(self.blind_spots());
        let manifest = Manifest {
            state: State::Sealed,
            blind_spots,
            target: manifest::Target { pid: self.decoder.root(), ..self.manifest.target },
            ended_ns: Some(describe::boot_ns()?),
            exit: ended,
            completeness,
            ..self.manifest
        };
        let (manifest, failure) = self.writer.seal(manifest)?;
        let status = match (ended, asked) {
            _ if failure.is_some() => exit::FAILED,
            _ if limit.is_some() => 0,
            (None, _) if self.stays => 0,
            (Some(exit), _) => exit::of_target(exit),
            (None, Some(asked)) => 128 + asked as u8,
            (None, None) => exit::FAILED,
        };
        let left_running = !self.stays && ended.is_none() && self.decoder.live().next().is_some();
        Ok(Ended { manifest, status, started: self.decoder.started(), left_running, killed, limit, failure })
    }
}

/// An engine passes on 128+N for signal N, which a program may also return by itself, and of a process that is not ours
/// nobody tells. The recording knows.
fn precise(told: Exit, recorded: Option<Exit>) -> Exit {
    match (told.code, recorded) {
        (None, Some(recorded)) if told.signal.is_none() => recorded,
        (Some(code), Some(Exit { signal: Some(signal), .. })) if code == 128 + signal => {
            Exit { code: None, signal: Some(signal) }
        }
        _ => told,
    }
}

/// Says how it went, and removes the trace of a target that never was.
fn finish(recording: &Recording, output: &Path, ended: Ended) -> Result<u8> {
    if !ended.started && ended.status != 0 && !recording.setup {
        sink::remove(output)?;
        if matches!(ended.status, exit::NOT_EXECUTABLE | exit::NOT_FOUND) {
            // The held process, or the engine, has said why.
            return Ok(ended.status);
        }
        return Err(Failure {
            status: ended.status,
            message: "the target executed nothing, so there is no trace".to_owned(),
        }
        .into());
    }
    let completeness = &ended.manifest.completeness;
    if !recording.quiet {
        let seconds = (ended.manifest.ended_ns.unwrap_or_default() - ended.manifest.started_ns) as f64 / 1e9;
        eprintln!(
            "record: {}: {} calls in {seconds:.2} s{}, {}{}",
            output.display(),
            completeness.recorded,
            ended.limit.map(|limit| format!(" up to {limit}")).unwrap_or_default(),
            match completeness.verdict {
                Verdict::Exact => "nothing lost".to_owned(),
                Verdict::Bounded => format!("{} calls LOST", completeness.lost),
                Verdict::Unknown => "INCOMPLETE".to_owned(),
            },
            completeness.reasons.first().map(|r| format!(": {r}")).unwrap_or_default(),
        );
        if let Ok(text) = ended.manifest.text() {
            eprintln!("record: sealed; SHA-256 of the manifest: {}", seal::hex(&seal::sha256(text.as_bytes())));
        }
        if ended.killed {
            eprintln!(
                "record: the target was ended with its recording; with --then detach it runs on (docs/record.md)"
            );
        }
        if ended.left_running {
            eprintln!(
                "record: the target, process {}, still runs and is no longer recorded",
                ended.manifest.target.pid
            );
        }
    }
    if let Some(error) = ended.failure {
        return Err(error.into());
    }
    if recording.require_complete && completeness.verdict != Verdict::Exact {
        return Ok(exit::INCOMPLETE);
    }
    Ok(ended.status)
}

/// `NAME-20261121T093000Z.trace` in the current folder.
pub fn default_output(name: &str) -> PathBuf {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().map(safe).take(64).collect();
    let name = name.trim_start_matches(['.', '-']);
    let name = if name.is_empty() { "record" } else { name };
    format!("{name}-{}.trace", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ")).into()
}

/// The stem of the default output for a command or an image.
pub fn stem(path: &Path) -> Result<String> {
    let name = path.file_name().context("it has no name")?;
    Ok(name.to_string_lossy().into_owned())
}
