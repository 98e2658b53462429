//! How long each kernel program runs, by the kernel's own accounting (`kernel.bpf_stats_enabled`).

use crate::{
    tool::{self, Tool},
    work::{Place, Work},
};
use anyhow::{Context, Result};
use aya::programs::loaded_programs;
use std::{collections::BTreeMap, fmt::Write, sync::mpsc, time::Duration};

const SWITCH: &str = "/proc/sys/kernel/bpf_stats_enabled";

/// Switches the accounting off again.
struct Accounting(String);

impl Accounting {
    fn start() -> Result<Accounting> {
        let before = std::fs::read_to_string(SWITCH).context(SWITCH)?;
        std::fs::write(SWITCH, "1").context(SWITCH)?;
        Ok(Accounting(before))
    }
}

impl Drop for Accounting {
    fn drop(&mut self) {
        let _ = std::fs::write(SWITCH, &self.0);
    }
}

/// Runs and ns of each program, by its name.
fn totals() -> Result<BTreeMap<String, (u64, Duration)>> {
    let mut all = BTreeMap::new();
    // A program may go while we look.
    for info in loaded_programs().flatten() {
        if let Some(name) = info.name_as_str() {
            all.insert(name.to_owned(), (info.run_count(), info.run_time()));
        }
    }
    Ok(all)
}

/// The table, in Markdown: a row per loop and program.
///
/// # Errors
/// When the kernel does not account, or a run fails.
pub fn table(place: &Place, works: &[&'static Work]) -> Result<String> {
    let _accounting = Accounting::start()?;
    let mut out = String::from("| work | recorder | program | runs | ns a run |\n|---|---|---|--:|--:|\n");
    for work in works {
        for tool in [Tool::Empty, Tool::Record] {
            let mut last = BTreeMap::new();
            let (done, ended) = mpsc::channel::<()>();
            std::thread::scope(|scope| -> Result<()> {
                let run = scope.spawn(move || {
                    let run = tool.run(place, work, work.size);
                    drop(done);
                    run
                });
                // The programs are gone when the run is over: the last look before that counts.
                while ended.recv_timeout(Duration::from_millis(20)) == Err(mpsc::RecvTimeoutError::Timeout) {
                    let now = totals()?;
                    if now.contains_key("sys_exit") {
                        last = now;
                    }
                }
                run.join().map_err(|_| anyhow::anyhow!("the run panicked"))??;
                Ok(())
            })?;
            for (name, (runs, time)) in
                last.iter().filter(|(name, (runs, _))| tool::PROGRAMS.contains(&name.as_str()) && *runs > 1000)
            {
                let ns = time.as_nanos() as f64 / *runs as f64;
                let _ = writeln!(out, "| {} | {} | {name} | {runs} | {ns:.0} |", work.name, tool.name());
            }
        }
    }
    Ok(out)
}
