//! A container made by podman.
//!
//! `podman create` makes it, `podman init` has the OCI runtime prepare it up to the point where its init process waits to
//! execute the image's program. That process is the target: it is known, and inspected, before anything of the image runs.

use super::{Aim, Target, Who, container, engine::Engine, exit_of};
use crate::{
    cli::{self, Printing},
    columns::OutputRow,
    relay::Relay,
};
use anyhow::{Context, Result};
use schema::manifest::{self, Exit};
use std::process::Child;

/// A container that is prepared and does not run yet.
pub struct Podman {
    engine: Engine,
    id: String,
    pid: u32,
    args: Vec<String>,
    container: manifest::Container,
    running: Option<Child>,
    printing: Printing,
    relay: Option<Relay>,
    keep: bool,
}

impl Podman {
    /// Creates and prepares a container.
    ///
    /// # Errors
    /// What podman says; nothing is left behind.
    pub fn prepare(asked: &cli::Container) -> Result<Podman> {
        let engine = Engine::new(cli::Engine::Podman, &asked.create.engine_arg);
        let id = container::create(&engine, asked)?;
        let prepared = engine.ask("init", &[&id]).and_then(|_| engine.describe(&id)).and_then(|(pid, container)| {
            anyhow::ensure!(pid != 0, "podman init left no waiting process");
            Ok((pid, container))
        });
        match prepared {
            Ok((pid, container)) => Ok(Podman {
                engine,
                id,
                pid,
                args: asked.args.clone(),
                container,
                running: None,
                printing: asked.printing,
                relay: None,
                keep: asked.create.keep,
            }),
            Err(error) => {
                engine.remove(&id);
                Err(error).with_context(|| format!("image {}", asked.image))
            }
        }
    }
}

impl Target for Podman {
    fn aim(&self) -> Aim {
        container::aim(Who::Held(self.pid), &self.container)
    }

    fn describe(&self) -> manifest::Target {
        container::describe(&self.aim(), &self.args)
    }

    fn container(&self) -> Option<manifest::Container> {
        Some(self.container.clone())
    }

    fn release(&mut self) -> Result<()> {
        (self.running, self.relay) = container::start(&self.engine, &self.id, self.printing)?;
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
            self.engine.remove(&self.id);
        }
        if let Some(mut child) = self.running.take() {
            let _ = child.wait();
        }
    }
}
