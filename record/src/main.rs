//! `record`: captures what a command, a container, a running process or a machine does into a trace.

mod actions;
mod backend;
mod blind;
mod cli;
mod columns;
mod config;
mod counts;
mod decode;
mod describe;
mod detached;
mod doctor;
mod exit;
mod hook;
mod keep;
mod losses;
mod relay;
mod rows;
mod session;
mod shell;
mod signals;
mod sink;
mod source;
mod state;
mod target;

use clap::Parser;
use cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let line = config::expand(std::env::args_os().collect());
    match line.map_err(anyhow::Error::from).and_then(|line| actions::act(Cli::parse_from(line).action)) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let status = exit::of_error(&error);
            eprintln!("record: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::from(status)
        }
    }
}
