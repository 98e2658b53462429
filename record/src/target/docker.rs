//! A container made by docker.
//!
//! docker cannot be asked to prepare a container and wait. So the capture is told the container's id before it starts, and
//! takes up whoever executes a program in the container's cgroup: first its first process, later those that `docker exec`
//! sends.

use super::{
    Who,
    container::{self, Made},
    engine::Engine,
};
use crate::cli;
use anyhow::Result;

/// Creates a container.
///
/// # Errors
/// What docker says; nothing is left behind.
pub fn prepare(asked: &cli::Container) -> Result<Made> {
    let engine = Engine::new(cli::Engine::Docker, &asked.create.engine_arg);
    let id = container::create(&engine, asked)?;
    match engine.describe(&id) {
        Ok((_, container)) => Ok(Made::new(engine, Who::Expected, container, asked)),
        Err(error) => {
            engine.remove(&id);
            Err(error)
        }
    }
}
