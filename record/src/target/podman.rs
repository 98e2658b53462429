//! A container made by podman.
//!
//! `podman create` makes it, `podman init` has the OCI runtime prepare it up to the point where its init process waits to
//! execute the image's program. That process is the target: it is known, and inspected, before anything of the image runs.

use super::{Aim, Target, Who, container, engine::Engine, exit_of};
use crate::cli::{self, Create};
use anyhow::{Context, Result};
use schema::manifest::{self, Exit};
use std::process::{Child, Stdio};

/// A container that is prepared and does not run yet.
pub struct Podman {
    engine: Engine,
    id: String,
    pid: u32,
    args: Vec<String>,
    container: manifest::Container,
    running: Option<Child>,
    keep: bool,
}

impl Podman {
    /// Creates and prepares a container.
    ///
    /// # Errors
    /// What podman says; nothing is left behind.
    pub fn prepare(image: &str, args: &[String], options: &Create) -> Result<Podman> {
        let engine = Engine::new(cli::Engine::Podman, &options.engine_arg);
        let id = container::create(&engine, image, args, options)?;
        let prepared = engine.ask("init", &[&id]).and_then(|_| engine.describe(&id)).and_then(|(pid, container)| {
            anyhow::ensure!(pid != 0, "podman init left no waiting process");
            Ok((pid, container))
        });
        match prepared {
            Ok((pid, container)) => {
                Ok(Podman { engine, id, pid, args: args.to_vec(), container, running: None, keep: options.keep })
            }
            Err(error) => {
                engine.remove(&id);
                Err(error).with_context(|| format!("image {image}"))
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
        let child = self.engine.command().args(["start", "--attach", &self.id]).stdin(Stdio::null()).spawn()?;
        self.running = Some(child);
        Ok(())
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
