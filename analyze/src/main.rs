//! `analyze`: answers questions about stored traces.

mod cli;
mod decode;
mod document;
mod error;
mod escape;
mod keys;
mod query;
mod render;
mod report;
mod time;
mod trace;
mod window;

use clap::Parser;
use cli::{Action, Answer, Cli};
use document::Document;
use error::Error;
use schema::manifest::Verdict;
use std::{panic, process::ExitCode};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic is a mistake of ours, or damage that a library does not expect; the places that expect it say which.
    panic::set_hook(Box::new(|_| {}));
    let action = Cli::parse().action;
    match panic::catch_unwind(|| act(action)) {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(error)) => {
            eprintln!("analyze: {}", error::first_line(&error));
            ExitCode::from(error.status())
        }
        Err(_) => {
            eprintln!("analyze: a mistake in analyze itself; please report the command and, if you can, the trace");
            ExitCode::from(error::BUG)
        }
    }
}

fn act(action: Action) -> Result<u8, Error> {
    match action {
        Action::Info(options) => answer(report::info::run(&options)?, &options.answer),
        Action::Frequency(options) => answer(report::frequency::run(&options)?, &options.grouped.answer),
        Action::Latency(options) => answer(report::latency::run(&options)?, &options.grouped.answer),
        Action::Errors(options) => answer(report::errors::run(&options)?, &options.answer),
        Action::Files(options) => answer(report::files::run(&options)?, &options.answer),
        Action::Network(options) => answer(report::network::run(&options)?, &options.answer),
        Action::Processes(options) => answer(report::processes::run(&options)?, &options.answer),
        Action::Timeline(options) => answer(report::timeline::run(&options)?, &options.answer),
        Action::Resources(options) => answer(report::resources::run(&options)?, &options.answer),
        Action::Print(options) => answer(report::print::run(&options)?, &options.answer),
        Action::Sql(options) => answer(report::sql::run(&options)?, &options.answer),
    }
}

fn answer(document: Document, options: &Answer) -> Result<u8, Error> {
    let incomplete = document.completeness.verdict != Verdict::Exact;
    render::write(document, options)?;
    Ok(if incomplete && options.require_complete { error::INCOMPLETE } else { error::OK })
}
