//! The figures as tables, for the terminal and for docs/PERFORMANCE.md.

use crate::{
    tool::{Run, Tool},
    work::Work,
};
use anyhow::Result;
use std::fmt::Write;

/// The runs of one work.
pub struct Figures {
    pub work: &'static Work,
    /// Size of a full run.
    pub full: u64,
    /// Calls of a full run, as the kernel's own counter has them.
    pub calls: Option<u64>,
    /// Recorder, size of its runs, runs.
    pub rows: Vec<(Tool, u64, Vec<Run>)>,
}

/// The middle of some numbers.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Figures {
    /// Time per unit of work (ns), the middle of all rounds.
    fn per_unit(&self, tool: Tool) -> Option<f64> {
        let (_, size, runs) = self.rows.iter().find(|(t, ..)| *t == tool)?;
        let units = (*size * self.work.calls.unwrap_or(1)) as f64;
        Some(median(runs.iter().map(|run| run.ns as f64 / units).collect()))
    }

    /// The table in Markdown.
    pub fn table(&self) -> String {
        let mut out = format!("\n### {}\n\n", self.work.name);
        let unit = if self.work.calls.is_some() { "ns a unit" } else { "ms" };
        let _ = writeln!(
            out,
            "| recorder | {unit} | added | times the empty pair's | slowdown | recorded / true | bytes per event | CPU s | \
             peak RSS |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"
        );
        let scale = if self.work.calls.is_some() { 1.0 } else { self.full as f64 / 1e6 };
        let base = self.per_unit(Tool::Untraced).unwrap_or(f64::NAN) * scale;
        let floor = self.per_unit(Tool::Empty).map(|ns| ns * scale - base);
        for (tool, size, runs) in &self.rows {
            let ns = self.per_unit(*tool).unwrap_or(f64::NAN) * scale;
            let middle = |f: &dyn Fn(&Run) -> Option<f64>| Some(median(runs.iter().map(f).collect::<Option<_>>()?));
            let share = middle(&|run| {
                let calls = self.calls? as f64 * *size as f64 / self.full as f64;
                Some(run.events? as f64 / calls)
            });
            let three = matches!(tool, Tool::RecordThree | Tool::PtraceThree | Tool::StraceThree);
            let bytes = middle(&|run| Some(run.bytes? as f64 / run.events? as f64));
            let watched = runs.iter().any(|run| run.memory > 0);
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            let _ = writeln!(
                out,
                "| {} | {ns:.0} | {:.0} | {} | {:+.1} % | {} | {} | {} | {} |",
                tool.name(),
                ns - base,
                text(floor.filter(|floor| *floor > base / 100.0).map(|floor| format!("{:.2}", (ns - base) / floor))),
                (ns / base - 1.0) * 100.0,
                text(share.filter(|_| !three).map(|s| format!("{:.2} %", s * 100.0))),
                text(bytes.filter(|_| !three).map(|b| format!("{b:.1}"))),
                text(middle(&|run| Some(run.cpu)).filter(|_| watched).map(|cpu| format!("{cpu:.2}"))),
                text(
                    middle(&|run| Some(run.memory as f64))
                        .filter(|_| watched)
                        .map(|m| format!("{:.0} MiB", m / 1048576.0))
                ),
            );
        }
        out
    }
}

/// ptrace beside strace: how the times relate, of all calls and where calls are left out.
pub fn ratios(figures: &[Figures]) -> String {
    let mut out = String::from(
        "| work | ptrace / strace | of three: ptrace / untraced | of three: strace / untraced |\n|---|--:|--:|--:|\n",
    );
    for f in figures {
        let ratio = |one: Tool, other: Tool| {
            let ratio = f.per_unit(one).zip(f.per_unit(other)).map(|(one, other)| format!("{:.2}", one / other));
            ratio.unwrap_or_else(|| "-".to_owned())
        };
        let all = ratio(Tool::Ptrace, Tool::Strace);
        let three = [Tool::PtraceThree, Tool::StraceThree].map(|tool| ratio(tool, Tool::Untraced));
        let _ = writeln!(out, "| {} | {all} | {} | {} |", f.work.name, three[0], three[1]);
    }
    out
}

/// What the columns mean.
const EXPLAINED: &str = "
Every recorder runs the same work, one after the other, then all again: a slow moment of the machine meets all of them. The
work times itself, so starting and ending a recorder is not in the times. Slow recorders get a part of a loop's rounds; the
figures are per round of the loop.

- *added*: what the recorder adds to the untraced time; *times the empty pair's*: in multiples of what two kernel programs add
  that do nothing, one at the entry and one at the exit of each call. No recorder of this kind can cost less than one. Left out where
  that is less than a hundredth of the untraced time, and so noise.
- *recorded / true*: rows against the calls that `perf stat` counts in a run of the same work. Programs whose calls vary from run
  to run are not exactly at 100 %; the certificate in the trace compares with the counts of the same run.
- *bytes per event*: what lies on disk at the end, all files, per recorded call.
- *CPU s* and *peak RSS*: of the recorder process alone, loading its kernel programs included (about 0.1 s).
- *record of another process*: the work is not recorded, while `record` records something else.
- dd makes two calls a round; redis-server, its clients and the load generator are all recorded.

";

/// The whole page.
///
/// # Errors
/// When the machine does not say what it is.
pub fn page(figures: &[Figures], programs: &str, rounds: u32) -> Result<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")?;
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let date = e2e::stdout(std::process::Command::new("date").args(["-u", "+%F"]))?;
    let mut out = format!(
        "# What recording costs\n\nWritten by `cargo bench -p e2e -- --write docs/PERFORMANCE.md` on {}, {} with {} processors, \
         Linux {}; {rounds} rounds in alternation, the middle of them.\n",
        date.trim(),
        cpu.trim_start_matches([' ', '\t', ':']),
        std::thread::available_parallelism()?,
        kernel.trim()
    );
    out.push_str(EXPLAINED);
    figures.iter().for_each(|f| out.push_str(&f.table()));
    let _ = write!(
        out,
        "\n## ptrace beside strace\n\nTimes of `record --backend ptrace`, which writes Parquet meanwhile, in those of `strace -f -o`; and of \
         three calls (`--syscalls`, `--seccomp-bpf`), none or few of which occur, in untraced times. A seccomp filter that lets a call pass \
         takes the kernel some ns: of the shortest calls that is more than 5 %.\n\n{}",
        ratios(figures)
    );
    let _ = write!(
        out,
        "\n## The kernel programs\n\nBy the kernel's own accounting (`kernel.bpf_stats_enabled`), which adds its own time to \
         each run: the empty programs show how much.\n\n{programs}"
    );
    Ok(out)
}
