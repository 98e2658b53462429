//! What recording costs, beside what others cost: every recorder on the same work, in alternation, in one run.
//!
//! `cargo bench -p e2e` runs all of it and prints the table; `-- --help` says how to run less, and how to write
//! docs/PERFORMANCE.md. As root: the kernel programs and perf need it.

mod page;
mod programs;
mod tool;
mod work;

use anyhow::Result;
use clap::Parser;
use page::Figures;
use std::path::PathBuf;
use tool::Tool;
use work::{Place, Work};

/// Measures what recording costs.
#[derive(Debug, Parser)]
struct Options {
    /// Rounds; each runs every recorder once on every work
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Only works whose name contains this
    #[arg(long, default_value = "")]
    work: String,
    /// Only recorders whose name contains one of these
    #[arg(long, value_delimiter = ',')]
    tools: Vec<String>,
    /// A part of the full size, in percent
    #[arg(long, default_value_t = 100)]
    percent: u64,
    /// Where to write the page
    #[arg(long)]
    write: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let folder = tempfile::tempdir()?;
    let place = Place::prepare(folder.path())?;
    let chosen = |tool: &Tool| options.tools.is_empty() || options.tools.iter().any(|t| tool.name().contains(t));
    let tools: Vec<Tool> = Tool::ALL.into_iter().filter(|tool| tool.installed() && chosen(tool)).collect();
    let mut figures = Vec::new();
    for work in work::ALL.iter().filter(|w| w.name.contains(&options.work)) {
        if let Some(missing) = work.needs.iter().find(|program| !work::installed(program)) {
            eprintln!("{}: left out, {missing} is not installed", work.name);
            continue;
        }
        let measured = measure(&place, work, &tools, &options)?;
        print!("{}", measured.table());
        figures.push(measured);
    }
    let loops: Vec<&'static Work> = figures.iter().map(|f| f.work).filter(|work| work.calls.is_some()).collect();
    let programs = programs::table(&place, &loops)?;
    print!("\n### ptrace beside strace\n\n{}", page::ratios(&figures));
    print!("\n### Kernel programs\n\n{programs}");
    if let Some(path) = &options.write {
        std::fs::write(path, page::page(&figures, &programs, options.rounds)?)?;
    }
    Ok(())
}

fn measure(place: &Place, work: &'static Work, tools: &[Tool], options: &Options) -> Result<Figures> {
    let full = (work.size * options.percent / 100).max(1);
    let size = |tool: Tool| if work.calls.is_some() { (full / tool.divisor()).max(1) } else { full };
    let mut runs = vec![Vec::new(); tools.len()];
    for _ in 0..options.rounds {
        for (tool, runs) in tools.iter().zip(&mut runs) {
            runs.push(tool.run(place, work, size(*tool))?);
        }
    }
    let calls = work::true_calls(place, work, full).ok();
    let rows = tools.iter().zip(runs).map(|(tool, runs)| (*tool, size(*tool), runs)).collect();
    Ok(Figures { work, full, calls, rows })
}
