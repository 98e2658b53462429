//! Every process of this machine, except the recorder.

use super::{Aim, Target, Who};
use schema::manifest::{self, Exit};

/// The whole machine.
pub struct Host;

impl Target for Host {
    fn aim(&self) -> Aim {
        Aim { who: Who::Everyone, pid_ns: None }
    }

    fn describe(&self) -> manifest::Target {
        manifest::Target {
            kind: "host".to_owned(),
            command: vec!["every process".to_owned()],
            cwd: None,
            pid: 0,
            uid: None,
            selected_by: "every process but the recorder".to_owned(),
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
