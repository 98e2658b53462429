//! `analyze`: answers questions about stored traces.

mod cli;
mod convert;
mod decode;
mod document;
mod error;
mod escape;
mod evidence;
mod export;
mod import;
mod query;
mod render;
mod report;
mod time;
mod trace;

use clap::Parser;
use cli::{Action, Answer, Cli};
use document::Document;
use error::Error;
use schema::manifest::Verdict;
use std::{panic, process::ExitCode};

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
        Action::Frequency(options) => answer(report::frequency::run(&options)?, &options.answer),
        Action::Latency(options) => answer(report::latency::run(&options)?, &options.answer),
        Action::Errors(options) => answer(report::errors::run(&options)?, &options.answer),
        Action::Processes(options) => answer(report::processes::run(&options)?, &options.answer),
        Action::Print(options) => answer(report::print::run(&options)?, &options.answer),
        Action::Sql(options) => answer(report::sql::run(&options)?, &options.answer),
        Action::Verify(options) => {
            let (document, sound) = evidence::verify::run(&options)?;
            let status = answer(document, &options.answer)?;
            Ok(if sound { status } else { error::DIFFERENT })
        }
        Action::Sign(options) => evidence::sign::run(&options).map(|()| error::OK),
        Action::Convert(options) => convert::run(&options).map(|()| error::OK),
        Action::Import(options) => import::run(&options).map(|()| error::OK),
        Action::Export(options) => export::run(&options).map(|()| error::OK),
        Action::Pack(options) => evidence::pack::run(&options).map(|()| error::OK),
    }
}

fn answer(document: Document, options: &Answer) -> Result<u8, Error> {
    let incomplete = document.completeness.verdict != Verdict::Exact;
    render::write(document, options)?;
    Ok(if incomplete && options.require_complete { error::INCOMPLETE } else { error::OK })
}
