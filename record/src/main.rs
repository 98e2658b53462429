//! `record`: captures what a command, a container, a running process or a machine does into a trace.

mod backend;
mod cli;
mod columns;
mod counts;
mod decode;
mod describe;
mod doctor;
mod exit;
mod losses;
mod rows;
mod session;
mod signals;
mod sink;
mod source;
mod state;
mod target;

use clap::Parser;
use cli::{Action, Cli};
use std::process::ExitCode;
use target::{Target, command::Command, host::Host, podman::Podman, running::Running};

fn main() -> ExitCode {
    match act(Cli::parse().action) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let status = error.downcast_ref::<exit::Failure>().map_or(exit::FAILED, |failure| failure.status);
            eprintln!("record: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::from(status)
        }
    }
}

fn act(action: Action) -> anyhow::Result<u8> {
    match action {
        Action::Run(run) => {
            let name = session::stem(run.command[0].as_ref()).unwrap_or_default();
            session::run(&run.recording, &name, false, || Ok(Box::new(Command::prepare(&run.command)?) as Box<dyn Target>))
        }
        Action::Container(c) => session::run(&c.recording, &session::stem(c.image.as_ref())?, false, || {
            Ok(Box::new(Podman::prepare(&c.image, &c.args, &c.create)?) as Box<dyn Target>)
        }),
        Action::Attach(attach) => {
            let running = Running::find(attach.pid, None)?;
            session::run(&attach.recording, &running.name(), false, || Ok(Box::new(running) as Box<dyn Target>))
        }
        Action::Host(host) => session::run(&host.recording, "host", true, || Ok(Box::new(Host) as Box<dyn Target>)),
        Action::Doctor(options) => {
            println!("{}", doctor::run(options.format)?);
            Ok(0)
        }
        #[cfg(feature = "ebpf")]
        Action::Guard { map, line } => source::ebpf::guard::watch(map, line).map(|()| 0),
        Action::Hold { gate, mut command } => {
            let program = command.remove(0).into();
            Ok(source::hold::wait_and_exec(gate, program, command))
        }
    }
}
