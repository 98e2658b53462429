//! A container that a runtime is making, of which a hook has told. Its first process waits for the hook to end.

use super::{Aim, Target, Who, container, running::Running};
use crate::cli;
use anyhow::{Context, Result};
use schema::manifest::{self, Exit};
use serde_json::Value;
use std::{collections::BTreeMap, fs::File, io::Read};

/// A container whose first process waits.
pub struct Hooked {
    process: Running,
    pid: u32,
    container: manifest::Container,
}

/// A config.json is not larger.
const LARGEST: u64 = 16 << 20;

impl Hooked {
    /// The container that a hook was told of.
    ///
    /// # Errors
    /// When it is gone, or its configuration cannot be read.
    pub fn find(hooked: &cli::Hooked) -> Result<Hooked> {
        let path = hooked.bundle.join("config.json");
        let mut text = String::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST).read_to_string(&mut text));
        read.with_context(|| path.display().to_string())?;
        let config: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Hooked {
            process: Running::find(hooked.pid, None)?,
            pid: hooked.pid,
            container: describe(&hooked.id, &config),
        })
    }
}

impl Target for Hooked {
    fn aim(&self) -> Aim {
        container::aim(Who::Held(self.pid), &self.container)
    }

    fn describe(&self) -> manifest::Target {
        container::describe(&self.aim(), &self.container.argv)
    }

    fn container(&self) -> Option<manifest::Container> {
        Some(self.container.clone())
    }

    fn try_wait(&mut self) -> Result<Option<Exit>> {
        self.process.try_wait()
    }
}

/// What the configuration says (https://github.com/opencontainers/runtime-spec/blob/main/config.md). The engine is busy with
/// the container and cannot be asked: of the image nothing is known.
fn describe(id: &str, config: &Value) -> manifest::Container {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts = |value: &Value| value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
    let map = |value: &Value| -> BTreeMap<String, String> {
        value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), text(value))).collect()
    };
    let object = |value: &Value| Some(value.as_object()?.iter().map(|(k, v)| (k.clone(), v.clone())).collect());
    let process = &config["process"];
    let labels = map(&config["annotations"]);
    let namespaces: Vec<String> =
        config["linux"]["namespaces"].as_array().into_iter().flatten().map(|ns| text(&ns["type"])).collect();
    let has = |name: &str| namespaces.iter().any(|own| own == name);
    let resources = config["linux"]["resources"].as_object();
    manifest::Container {
        engine: labels.get("io.container.manager").cloned().unwrap_or_default(),
        engine_version: String::new(),
        runtime: String::new(),
        id: id.to_owned(),
        name: labels.get("io.kubernetes.cri-o.Name").cloned().unwrap_or_default(),
        image: labels.get("io.kubernetes.cri-o.ImageName").cloned().unwrap_or_default(),
        image_digest: String::new(),
        repo_digests: Vec::new(),
        image_id: String::new(),
        created: String::new(),
        labels,
        env: texts(&process["env"]),
        entrypoint: Vec::new(),
        argv: texts(&process["args"]),
        user: process["user"]["uid"].as_u64().map(|uid| uid.to_string()).unwrap_or_default(),
        mounts: config["mounts"].as_array().into_iter().flatten().filter_map(object).collect(),
        capabilities: texts(&process["capabilities"]["effective"]),
        security: if config["linux"]["seccomp"].is_object() { vec!["seccomp".to_owned()] } else { Vec::new() },
        apparmor: text(&process["apparmorProfile"]),
        privileged: None,
        read_only: config["root"]["readonly"].as_bool(),
        network: if has("network") { "private" } else { "host" }.to_owned(),
        pid_mode: if has("pid") { "private" } else { "host" }.to_owned(),
        limits: resources.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect(),
        layers: Vec::new(),
    }
}
