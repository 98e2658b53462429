//! `analyze`: answers questions about stored traces.

mod anomaly;
mod ask;
mod browse;
mod catalog;
mod cli;
mod convert;
mod count;
mod decode;
mod diff;
mod document;
mod error;
mod escape;
mod evidence;
mod export;
mod image;
mod import;
mod interrupt;
mod keys;
mod output;
mod page;
mod progress;
mod query;
mod redact;
mod render;
mod report;
mod rules;
mod scan;
mod shell;
mod time;
mod trace;
mod window;

use clap::Parser;
use cli::{Action, Cli};
use std::{panic, process::ExitCode};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic is a mistake of ours, or damage that a library does not expect; the places that expect it say which.
    panic::set_hook(Box::new(|_| {}));
    let run = || {
        let Cli { identity, action } = Cli::parse();
        trace::unlock_with(&identity);
        act(action)
    };
    match panic::catch_unwind(run) {
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

fn act(action: Action) -> Result<u8, error::Error> {
    let _progress = progress::begin("reading".to_owned());
    match action {
        Action::Ask(question) => {
            let (document, answer) = report::run(&question)?;
            let status = error::of_findings(&document, answer.require_complete);
            render::write(document, answer).map(|()| status)
        }
        Action::Report(options) => page::write(&options),
        Action::Browse(options) => browse::run(&options).map(|()| error::OK),
        Action::Completions { shell } => shell::completions(shell).map(|()| error::OK),
        Action::Man { folder } => shell::man(&folder).map(|()| error::OK),
        Action::Diff(options) => diff::run(&options),
        Action::Baseline(options) => diff::baseline::run(&options).map(|()| error::OK),
        Action::Verify(options) => {
            let (document, sound) = evidence::verify::run(&options)?;
            let status = error::of_completeness(document.completeness.verdict, options.answer.require_complete);
            render::write(document, &options.answer)?;
            Ok(if sound { status } else { error::DIFFERENT })
        }
        Action::Sign(options) => evidence::sign::run(&options).map(|()| error::OK),
        Action::Catalog(options) => catalog::run(&options).map(|()| error::OK),
        Action::Redact(options) => redact::run(&options).map(|()| error::OK),
        Action::Convert(options) => convert::run(&options).map(|()| error::OK),
        Action::Import(options) => import::run(&options).map(|()| error::OK),
        Action::Export(options) => export::run(&options).map(|()| error::OK),
        Action::Pack(options) => evidence::pack::run(&options).map(|()| error::OK),
    }
}
