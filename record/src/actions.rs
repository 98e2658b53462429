//! What each subcommand does.

use crate::{
    cli::{self, Action, Engine},
    detached, doctor, hook, session, shell, source,
    target::{command::Command, docker, hooked::Hooked, host::Host, podman, running::Running},
};

/// Does what was asked for; the exit status.
///
/// # Errors
/// Those of the subcommand.
pub fn act(action: Action) -> anyhow::Result<u8> {
    match action {
        Action::Run(run) => {
            let name = session::stem(run.command[0].as_ref()).unwrap_or_default();
            session::run(&run.recording, &name, None, || Ok(Box::new(Command::prepare(&run.command, run.printing)?)))
        }
        Action::Container(c) => container(&c),
        Action::Attach(attach) => {
            let running = Running::of(&attach)?;
            session::run(&attach.recording, &running.name(), None, || Ok(Box::new(running)))
        }
        Action::Host(host) => {
            let target = Host::new(&host.recording)?;
            session::run(&host.recording, "host", Some("a host"), || Ok(Box::new(target)))
        }
        Action::OciHook(options) => hook::run(&options),
        Action::Hooked(hooked) => {
            let target = Hooked::find(&hooked)?;
            session::run(&hooked.recording, "container", None, || Ok(Box::new(target)))
        }
        Action::Start(options) => detached::start(&options),
        Action::Status(options) => detached::status(&options),
        Action::Stop(options) => detached::stop(&options),
        Action::Detached { name, line } => detached::run(&name, line, act),
        Action::Doctor(options) => {
            println!("{}", doctor::run(options.format)?);
            Ok(0)
        }
        Action::Completions { shell } => shell::completions(shell),
        Action::Man { folder } => shell::man(&folder),
        #[cfg(feature = "ebpf")]
        Action::Guard { map, line } => source::ebpf::guard::watch(map, line).map(|()| 0),
        Action::Hold { gate, terminal, mut command } => {
            let program = command.remove(0).into();
            Ok(source::hold::wait_and_exec(gate, terminal, program, command))
        }
    }
}

fn container(c: &cli::Container) -> anyhow::Result<u8> {
    let name = session::stem(c.image.as_ref())?;
    match c.create.engine {
        Engine::Podman => session::run(&c.recording, &name, None, || Ok(Box::new(podman::prepare(c)?))),
        Engine::Docker => {
            let what = Some("a container of docker");
            session::run(&c.recording, &name, what, || Ok(Box::new(docker::prepare(c)?)))
        }
    }
}
