//! Every process of this machine, except the recorder.

use super::{Aim, Target, Who};
use crate::cli::{OnPressure, Recording, Then};
use schema::manifest::{self, Exit};

/// The whole machine.
pub struct Host;

impl Host {
    /// Every process, unless what was asked for would hurt them.
    ///
    /// # Errors
    /// With the option that would.
    pub fn new(recording: &Recording) -> anyhow::Result<Host> {
        let block = recording.on_pressure == OnPressure::Block;
        anyhow::ensure!(!block, "--on-pressure block is not for a host: it could stop what the host needs");
        anyhow::ensure!(
            recording.then != Some(Then::Kill),
            "--then kill is not for a host: it would end every process"
        );
        Ok(Host)
    }
}

impl Target for Host {
    fn aim(&self) -> Aim {
        Aim::only(Who::Everyone)
    }

    fn describe(&self) -> manifest::Target {
        manifest::Target {
            kind: "host".to_owned(),
            command: vec!["every process".to_owned()],
            cwd: None,
            pid: 0,
            uid: None,
            selected_by: self.aim().to_string(),
            processes: Vec::new(),
        }
    }

    fn container(&self) -> Option<manifest::Container> {
        None
    }

    fn try_wait(&mut self) -> anyhow::Result<Option<Exit>> {
        Ok(None)
    }
}
