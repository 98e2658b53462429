//! The eBPF source: loads the kernel program, fills its plan, and reads its rings.
//!
//! Rings are read without being woken: the caller polls, and this file paces the polls to the load.

pub mod guard;
mod merge;
mod shared;

use super::{Poll, Source};
use crate::target::{Aim, Who, container};
use anyhow::{Context, Result};
use aya::{
    Btf, Ebpf, EbpfLoader,
    maps::{Array, ArrayOfMaps, HashMap, Map, MapData, RingBuf},
    programs::{BtfTracePoint, Iter},
    util::nr_cpus,
};
use guard::{Guard, Waiting as Held};
use merge::{Lane, Waiting, in_order};
use schema::{
    plan::{Plan, SLOTS},
    uring::OPERATIONS,
    wire::{self, ChoiceKey, CountEntry, PlanChoice, PlanEntry, Scope, Stats, SyscallEvent, Wire, flags},
};
use shared::{Kernel, Shared};
use std::{
    os::fd::{AsFd, AsRawFd, RawFd},
    time::Duration,
};

/// Every program: its function, and the tracepoint it belongs to.
const PROGRAMS: [&str; 7] = [
    "sched_process_exit",
    "sched_process_exec",
    "sched_process_fork",
    "task_rename",
    "signal_deliver",
    "sys_exit",
    "sys_enter",
];

/// Those that see operations of io_uring. They are for the tracepoints as kernels have them since 6.16 or so.
const URING: [&str; 3] = ["io_uring_complete", "io_uring_req_failed", "io_uring_submit_req"];

/// The program that is run at the end, and the one that is run at the beginning.
const IN_PROGRESS: &str = "in_progress";
const TAKE_UP: &str = "take_up";

/// How often all tasks are looked at for new ones that belong to a target. Who forks faster than that is not caught up with.
const LOOKS: usize = 64;

/// Those without which calls are recorded all the same, and what is missing then.
const OPTIONAL: [(&str, &str); 2] =
    [("task_rename", "comm may be outdated"), ("signal_deliver", "signals are not recorded")];

/// Bytes of each ring for process events. A fork takes 128 of them, an exec some thousands.
const STATE_RING: u32 = 8 << 20;

/// Shortest and longest pause between two looks at the rings.
const PAUSE: (Duration, Duration) = (Duration::from_micros(500), Duration::from_millis(30));

type PlanBytes = [u8; PlanEntry::SIZE];
type KeyBytes = [u8; ChoiceKey::SIZE];
type ScopeBytes = [u8; Scope::SIZE];
type ChoiceBytes = [u8; PlanChoice::SIZE];

/// How the kernel program is to work.
#[derive(Debug, Clone)]
pub struct Options {
    /// Plans of the machine's own ABI, of its 32-bit ABI, where there is one, and of io_uring.
    pub plans: [Option<Plan>; 3],
    /// Blocks ([`wire::BLOCK`]) of each ring for system calls; a power of two.
    pub blocks: u32,
    /// Whether the calls of the runtime before the target's first exec become rows.
    pub keep_setup: bool,
    /// Whether a process waits when a ring is nearly full.
    pub hold_back: bool,
}

/// A loaded and attached kernel program.
pub struct EbpfSource {
    ebpf: Ebpf,
    state: Vec<RingBuf<MapData>>,
    kernel: Kernel,
    /// What the state rings held and has not been handed over.
    waiting: Vec<Waiting>,
    /// Records that had been lost at the last look.
    lost: u64,
    /// Rounds, this one included, in which records may be missing.
    in_doubt: u8,
    pause: Duration,
    skipped: u64,
    not_attached: Vec<String>,
    limits: Vec<String>,
    /// Counts of the operations that had not ended.
    left: Vec<CountEntry>,
    unended: u64,
    ended: bool,
    /// Set if processes are made to wait.
    waiting_room: Option<(Held, Guard)>,
    /// How often that had happened at the last look.
    held: u64,
}

impl EbpfSource {
    /// Loads and attaches the programs. Nothing is followed until [`EbpfSource::follow`].
    ///
    /// # Errors
    /// When this kernel or user may not load them; the message says at which step.
    pub fn load(options: &Options) -> Result<EbpfSource> {
        let btf = Btf::from_sys_fs().context("/sys/kernel/btf/vmlinux: the kernel has no type information (BTF)")?;
        let plans = || options.plans.iter().flatten();
        let cpus = nr_cpus().map_err(|(what, e)| anyhow::anyhow!("{what}: {e}"))? as u32;
        let mut ebpf = EbpfLoader::new()
            .btf(Some(&btf))
            // Task storage is used by the program alone.
            .allow_unsupported_maps()
            .map_max_entries("processors", cpus)
            .map_max_entries("bulk", cpus * options.blocks)
            .map_max_entries("count_slots", cpus * wire::COUNT_SLOTS)
            .map_max_entries("count_log", cpus * wire::COUNT_LOG)
            .map_max_entries("state_rings", cpus)
            .map_max_entries("choices", plans().map(|plan| plan.choices.len() as u32).sum::<u32>().max(1))
            .override_global("blocks", &options.blocks, true)
            .override_global("hold_back", &u32::from(options.hold_back), true)
            .override_global("keep_setup", &u32::from(options.keep_setup), true)
            .load(::ebpf::OBJECT)
            .map_err(|e| anyhow::anyhow!("loading the maps: {}", chain(&e)))?;

        let kernel = Kernel::new(cpus, options.blocks, |name, writable| {
            let Map::Array(data) = map(&mut ebpf, name)? else { anyhow::bail!("map {name} is no array") };
            Shared::new(data, writable).with_context(|| format!("mapping {name}"))
        })?;
        let state = rings(&mut ebpf, "state_rings", cpus, STATE_RING)?;
        let mut plan: Array<_, PlanBytes> = Array::try_from(map(&mut ebpf, "plan")?)?;
        for (abi, entries) in options.plans.iter().enumerate() {
            for (slot, entry) in entries.iter().flat_map(|plan| &plan.entries).enumerate() {
                plan.set((abi * SLOTS + slot) as u32, bytes::<_, { PlanEntry::SIZE }>(entry)?, 0)?;
            }
        }
        let mut choices: HashMap<_, KeyBytes, ChoiceBytes> = HashMap::try_from(map(&mut ebpf, "choices")?)?;
        for (key, choice) in plans().flat_map(|plan| &plan.choices) {
            choices.insert(bytes::<_, { ChoiceKey::SIZE }>(key)?, bytes::<_, { PlanChoice::SIZE }>(choice)?, 0)?;
        }
        let mut operations: Array<_, [u8; 8]> = Array::try_from(map(&mut ebpf, "operations")?)?;
        for (opcode, operation) in OPERATIONS.iter().enumerate() {
            operations.set(opcode as u32, operation.code(), 0)?;
        }
        for name in PROGRAMS {
            let program = ebpf.program_mut(name).with_context(|| format!("no program {name} in the object"))?;
            let program: &mut BtfTracePoint = program.try_into()?;
            program.load(name, &btf).map_err(|e| anyhow::anyhow!("loading {name}: {}", chain(&e)))?;
        }
        for name in [TAKE_UP, IN_PROGRESS] {
            let program = ebpf.program_mut(name).with_context(|| format!("no program {name}"))?;
            let program: &mut Iter = program.try_into()?;
            program.load("task", &btf).map_err(|e| anyhow::anyhow!("loading {name}: {}", chain(&e)))?;
        }
        let waiting_room = match options.hold_back {
            false => None,
            true => {
                let map = ebpf.take_map("held").context("no map held in the object")?;
                let Map::HashMap(data) = &map else { anyhow::bail!("map held is no hash") };
                let guard = Guard::start(data)?;
                Some((Held::new(map)?, guard))
            }
        };
        let mut limits = Vec::new();
        if let Err(error) = attach_uring(&mut ebpf, &btf) {
            limits.push(format!("what a program does through io_uring is not seen: {error:#}"));
        }
        let mut not_attached = Vec::new();
        for name in PROGRAMS {
            let program = ebpf.program_mut(name).with_context(|| format!("no program {name} in the object"))?;
            let program: &mut BtfTracePoint = program.try_into()?;
            match program.attach() {
                Ok(_) => {}
                Err(e) => match OPTIONAL.iter().find(|(optional, _)| *optional == name) {
                    Some((_, missing)) => {
                        not_attached.push(format!("{name} could not be attached, so {missing}: {}", chain(&e)));
                    }
                    None => anyhow::bail!("attaching {name}: {}", chain(&e)),
                },
            }
        }
        Ok(EbpfSource {
            not_attached,
            limits,
            left: Vec::new(),
            unended: 0,
            waiting_room,
            held: 0,
            ebpf,
            state,
            kernel,
            waiting: (0..cpus).map(|_| Waiting::default()).collect(),
            lost: 0,
            in_doubt: 0,
            pause: PAUSE.0,
            skipped: 0,
            ended: false,
        })
    }

    /// Follows those who are meant, and all that descends from them: a process that is held from its next call on, others at
    /// once.
    ///
    /// # Errors
    /// When the kernel refuses, or there is nobody.
    pub fn follow(&mut self, aim: &Aim) -> Result<()> {
        let everyone = u32::from(aim.who == Who::Everyone);
        let mut scope = Scope { everyone, pid_ns: aim.pid_ns.unwrap_or(0), ..Scope::default() };
        if let Some(cgroup) = &aim.cgroup {
            scope.by_cgroup = 1;
            scope.not_pid_ns = if cgroup.shares_pids { 0 } else { container::pid_ns("self").unwrap_or(0) };
            scope.id = <[u64; 8]>::read(&cgroup.id).unwrap_or_default();
        }
        let mut scopes: Array<_, ScopeBytes> = Array::try_from(map(&mut self.ebpf, "scopes")?)?;
        scopes.set(0, bytes::<_, { Scope::SIZE }>(&scope)?, 0)?;
        let marked = match aim.who {
            Who::Held(pid) => Some((pid, wire::TARGET_HELD)),
            Who::Running(pid) => Some((pid, wire::TARGET_RUNNING)),
            Who::Everyone => Some((std::process::id(), wire::TARGET_EXCLUDED)),
            Who::Expected => None,
        };
        let mut targets: HashMap<_, u32, u32> = HashMap::try_from(map(&mut self.ebpf, "targets")?)?;
        if let Some((tgid, kind)) = marked {
            targets.insert(tgid, kind, 0)?;
        }
        if aim.stays() {
            self.take_up()?;
        }
        // Of processes that run and have no container, all have been found.
        self.adopting(u32::from(!matches!(aim.who, Who::Running(_)) || aim.cgroup.is_some()))
    }

    /// Takes up the tasks that run, until there is none that was overlooked.
    fn take_up(&mut self) -> Result<()> {
        for look in 0..LOOKS {
            let found = self.look_at_tasks(TAKE_UP).context("looking for the target's tasks")?;
            anyhow::ensure!(found > 0 || look > 0, "the target has ended before it could be recorded");
            if found == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Runs one of the two programs that look at every task; how many bytes it wrote.
    fn look_at_tasks(&mut self, name: &str) -> Result<u64> {
        let program: &mut Iter =
            self.ebpf.program_mut(name).with_context(|| format!("no program {name}"))?.try_into()?;
        let link = program.attach()?;
        // The program runs while its file is read.
        Ok(std::io::copy(&mut program.take_link(link)?.into_file()?, &mut std::io::sink())?)
    }

    /// What this kernel does not let us see, a sentence each.
    pub fn limits(&self) -> &[String] {
        &self.limits
    }

    /// Makes rows of the operations of io_uring that have not ended.
    fn write_unended_operations(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        let requests: HashMap<_, u64, [u8; wire::REQUEST]> = HashMap::try_from(map(&mut self.ebpf, "requests")?)?;
        let requests = requests.iter().collect::<Result<Vec<_>, _>>()?;
        let spills: HashMap<_, u64, [u8; wire::SPILL]> = HashMap::try_from(map(&mut self.ebpf, "request_spills")?)?;
        for (key, bytes) in requests {
            let Some(mut event) = SyscallEvent::read(&bytes) else { continue };
            let spill = spills.get(&key, 0).ok();
            let bytes = spill.as_ref().map_or(&bytes[..], |spill| &spill[..]);
            event.flags |= flags::IN_PROGRESS | flags::UNFINISHED;
            event.dur = wire::NO_DURATION;
            let mut record = Vec::with_capacity(SyscallEvent::SIZE + event.data_len as usize);
            event.write(&mut record);
            record.extend_from_slice(bytes[SyscallEvent::SIZE..].get(..event.data_len as usize).unwrap_or_default());
            self.left.push(CountEntry::of(&event));
            self.unended += 1;
            emit(&record);
        }
        Ok(())
    }

    /// Lets processes go on that wait; to be called when the rings have just been emptied.
    fn release(&mut self) {
        let Some((waiting, _)) = &mut self.waiting_room else { return };
        let held = self.kernel.stats().iter().map(|s| s.held).sum();
        if held != self.held {
            self.held = held;
            waiting.release();
        }
    }

    /// Tells whether records may be missing among those of this round. Where in a round they are missing is not known; and
    /// what was lost between the look at the rings and this one is missing in the next.
    fn tell_of_losses(&mut self, emit: &mut dyn FnMut(&[u8])) {
        let lost = self.kernel.stats().iter().map(Stats::lost).sum();
        let before = self.in_doubt;
        self.in_doubt = if lost != std::mem::replace(&mut self.lost, lost) { 2 } else { before.saturating_sub(1) };
        if (before > 0) != (self.in_doubt > 0) {
            emit(&[wire::KIND_LOSS, u8::from(self.in_doubt > 0)]);
        }
    }

    fn adopting(&mut self, on: u32) -> Result<()> {
        let mut globals: Array<_, u32> = Array::try_from(map(&mut self.ebpf, ".bss")?)?;
        Ok(globals.set(0, on, 0)?)
    }
}

impl Source for EbpfSource {
    fn poll(&mut self, wait: Duration, emit: &mut dyn FnMut(&[u8])) -> Result<Poll> {
        // What is written after this moment waits for the next round; see `merge`.
        let until = crate::describe::boot_ns()? as u64;
        let heads = self.kernel.heads();
        let mut full = self.kernel.fullness(&heads);
        let mut bytes = 0;
        for (ring, waiting) in self.state.iter_mut().zip(&mut self.waiting) {
            while let Some(record) = ring.next() {
                bytes += record.len();
                waiting.push(&record);
            }
        }
        self.tell_of_losses(emit);
        let bulk = heads.iter().enumerate().map(|(cpu, head)| Lane::Bulk(self.kernel.records(cpu, *head)));
        let mut lanes: Vec<Lane<'_>> = bulk.chain(self.waiting.iter_mut().map(Lane::State)).collect();
        let mut records = in_order(&mut lanes, until, emit);
        drop(lanes);
        records += usize::from(self.waiting.iter().any(|waiting| !waiting.is_empty()));
        self.release();
        // Few large rounds cost less than many small ones, and a ring must never be full.
        full = full.max(bytes as f64 / f64::from(STATE_RING));
        if full > 1.0 / 8.0 {
            self.pause = (self.pause / 2).max(PAUSE.0);
        } else if full < 1.0 / 32.0 {
            self.pause = (self.pause * 2).min(PAUSE.1);
        }
        if full < 1.0 / 4.0 {
            std::thread::sleep(self.pause.min(wait));
        }
        Ok(Poll::Records(records))
    }

    fn finish(&mut self, emit: &mut dyn FnMut(&[u8])) -> Result<()> {
        for name in PROGRAMS {
            let program: &mut BtfTracePoint =
                self.ebpf.program_mut(name).with_context(|| format!("no program {name}"))?.try_into()?;
            self.skipped += skipped_runs(program.fd()?.as_fd().as_raw_fd())?;
            program.unload()?;
        }
        // A program that was running when it was detached has ended after this.
        shared::grace_period();
        self.look_at_tasks(IN_PROGRESS).context("looking for calls that have not ended")?;
        self.ended = true;
        self.release();
        while self.poll(Duration::ZERO, emit)? != Poll::Records(0) {}
        self.write_unended_operations(emit).context("looking for operations that have not ended")
    }

    fn stats(&mut self) -> Result<Vec<Stats>> {
        let mut stats = self.kernel.stats();
        if let Some(first) = stats.first_mut() {
            first.calls += self.unended;
        }
        Ok(stats)
    }

    fn counts(&mut self, add: &mut dyn FnMut(&CountEntry)) {
        self.kernel.counts(self.ended, add);
        self.left.drain(..).for_each(|entry| add(&entry));
    }

    fn skipped(&self) -> u64 {
        self.skipped
    }

    fn not_attached(&self) -> &[String] {
        &self.not_attached
    }
}

/// A structure as the kernel program has it.
fn bytes<T: Wire, const N: usize>(value: &T) -> Result<[u8; N]> {
    let mut bytes = Vec::with_capacity(N);
    value.write(&mut bytes);
    bytes.try_into().map_err(|_| anyhow::anyhow!("{} has a wrong size", T::C_NAME))
}

fn map<'a>(ebpf: &'a mut Ebpf, name: &str) -> Result<&'a mut Map> {
    ebpf.map_mut(name).with_context(|| format!("no map {name} in the object"))
}

/// Attaches the programs that see io_uring, all or none.
fn attach_uring(ebpf: &mut Ebpf, btf: &Btf) -> Result<()> {
    for name in URING {
        let program: &mut BtfTracePoint =
            ebpf.program_mut(name).with_context(|| format!("no program {name} in the object"))?.try_into()?;
        program.load(name, btf).map_err(|e| anyhow::anyhow!("loading {name}: {}", chain(&e)))?;
    }
    for name in URING {
        let program: &mut BtfTracePoint =
            ebpf.program_mut(name).with_context(|| format!("no program {name} in the object"))?.try_into()?;
        program.attach().map_err(|e| anyhow::anyhow!("attaching {name}: {}", chain(&e)))?;
    }
    Ok(())
}

/// How often the kernel did not run a program because it was already running on that processor
/// (`recursion_misses` in the program's fdinfo, since Linux 5.12).
fn skipped_runs(program: RawFd) -> Result<u64> {
    let path = format!("/proc/self/fdinfo/{program}");
    let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    let line = text.lines().find_map(|line| line.strip_prefix("recursion_misses:"));
    line.map_or(Ok(0), |count| count.trim().parse()).with_context(|| path)
}

/// Creates one ring per processor and puts them into the program's array `name`.
fn rings(ebpf: &mut Ebpf, name: &str, cpus: u32, bytes: u32) -> Result<Vec<RingBuf<MapData>>> {
    let mut outer: ArrayOfMaps<_, RingBuf<MapData>> = ArrayOfMaps::try_from(map(ebpf, name)?)?;
    (0..cpus)
        .map(|cpu| {
            let definition = aya_obj::Map::new_from_params(
                aya_obj::generated::bpf_map_type::BPF_MAP_TYPE_RINGBUF as u32,
                0,
                0,
                bytes,
                0,
            );
            let data = MapData::create(definition, "ring", None)
                .with_context(|| format!("a ring of {bytes} bytes cannot be created; try a smaller --buffer"))?;
            let ring = RingBuf::try_from(Map::RingBuf(data))?;
            outer.set(cpu, &ring, 0)?;
            Ok(ring)
        })
        .collect()
}

/// An error and its causes in one line: the loader's own text often leaves the cause out.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    // The verifier's log is hundreds of lines; the complaint is its last before the statistics.
    match text.split_once(" Verifier output: ") {
        Some((what, log)) => {
            let statistics = ["verification time", "stack depth", "processed ", ": "];
            let complaint = log.lines().rev().find(|line| !statistics.iter().any(|s| line.starts_with(s)));
            format!("{what} {}", complaint.unwrap_or_default())
        }
        None => text,
    }
}
