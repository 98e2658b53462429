//! A container made by docker.
//!
//! docker cannot be asked to prepare a container and wait. So the capture is told the container's id before it starts, and
//! takes up whoever executes a program in the container's cgroup: first its first process, later those that `docker exec`
//! sends.

use super::{Aim, Target, Who, container, engine::Engine, exit_of};
use crate::{
    cli::{self, Printing},
    columns::OutputRow,
    relay::Relay,
};
use anyhow::Result;
use schema::manifest::{self, Exit};
use std::process::Child;

/// A container that is made and has not started.
pub struct Docker {
    engine: Engine,
    args: Vec<String>,
    container: manifest::Container,
    running: Option<Child>,
    printing: Printing,
    relay: Option<Relay>,
    keep: bool,
}

impl Docker {
    /// Creates a container.
    ///
    /// # Errors
    /// What docker says; nothing is left behind.
    pub fn prepare(asked: &cli::Container) -> Result<Docker> {
        let engine = Engine::new(cli::Engine::Docker, &asked.create.engine_arg);
        let id = container::create(&engine, asked)?;
        match engine.describe(&id) {
            Ok((_, container)) => Ok(Docker {
                engine,
                args: asked.args.clone(),
                container,
                running: None,
                printing: asked.printing,
                relay: None,
                keep: asked.create.keep,
            }),
            Err(error) => {
                engine.remove(&id);
                Err(error)
            }
        }
    }
}

impl Target for Docker {
    fn aim(&self) -> Aim {
        container::aim(Who::Expected, &self.container)
    }

    fn describe(&self) -> manifest::Target {
        container::describe(&self.aim(), &self.args)
    }

    fn container(&self) -> Option<manifest::Container> {
        Some(self.container.clone())
    }

    fn release(&mut self) -> Result<()> {
        (self.running, self.relay) = container::start(&self.engine, &self.container.id, self.printing)?;
        Ok(())
    }

    fn output(&mut self, last: bool) -> Vec<OutputRow> {
        self.relay.as_mut().map(|relay| relay.take(last)).unwrap_or_default()
    }

    fn try_wait(&mut self) -> Result<Option<Exit>> {
        let Some(child) = &mut self.running else { return Ok(None) };
        let Some(status) = child.try_wait()? else { return Ok(None) };
        Ok(Some(exit_of(status)))
    }

    fn clean_up(&mut self) {
        if !self.keep {
            self.engine.remove(&self.container.id);
        }
        if let Some(mut child) = self.running.take() {
            let _ = child.wait();
        }
    }
}
