//! A container made by podman.
//!
//! `podman create` makes it, `podman init` has the OCI runtime prepare it up to the point where its init process waits to
//! execute the image's program. That process is the target: it is known, and inspected, before anything of the image runs.

use super::{
    Who,
    container::{self, Made},
    engine::Engine,
};
use crate::cli;
use anyhow::{Context, Result};

/// Creates and prepares a container.
///
/// # Errors
/// What podman says; nothing is left behind.
pub fn prepare(asked: &cli::Container) -> Result<Made> {
    let engine = Engine::new(cli::Engine::Podman, &asked.create.engine_arg);
    let id = container::create(&engine, asked)?;
    let prepared = engine.ask("init", &[&id]).and_then(|_| engine.describe(&id)).and_then(|(pid, container)| {
        anyhow::ensure!(pid != 0, "podman init left no waiting process");
        Ok((pid, container))
    });
    match prepared {
        Ok((pid, container)) => Ok(Made::new(engine, Who::Held(pid), container, asked)),
        Err(error) => {
            engine.remove(&id);
            Err(error).with_context(|| format!("image {}", asked.image))
        }
    }
}
