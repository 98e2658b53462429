//! Container engines: what is asked of them, and what they tell of a container.

use crate::cli;
use anyhow::{Context, Result, bail};
use schema::manifest;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    process::{Command, Stdio},
};

/// An engine and its global options.
#[derive(Debug, Clone)]
pub struct Engine {
    kind: cli::Engine,
    global: Vec<String>,
}

impl Engine {
    /// That engine.
    pub fn new(kind: cli::Engine, global: &[String]) -> Engine {
        Engine { kind, global: global.to_vec() }
    }

    /// The engine that has container `name`, and the container's description. Without a wish, podman is asked first.
    ///
    /// # Errors
    /// What the engines say if none has it.
    pub fn find(kind: Option<cli::Engine>, global: &[String], name: &str) -> Result<(u32, manifest::Container)> {
        let kinds = kind.map_or(vec![cli::Engine::Podman, cli::Engine::Docker], |kind| vec![kind]);
        let mut complaints = Vec::new();
        for kind in kinds {
            match Engine::new(kind, global).describe(name) {
                Ok(found) => return Ok(found),
                Err(error) => complaints.push(format!("{error:#}")),
            }
        }
        bail!("container {}: {}", schema::text::escape(name.as_bytes()), complaints.join("; "))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self.kind {
            cli::Engine::Podman => "podman",
            cli::Engine::Docker => "docker",
        }
    }

    /// A command line that begins with the engine and its options.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.name());
        command.args(&self.global);
        command
    }

    /// Runs a subcommand and returns what it prints; its complaint becomes one line of ours.
    ///
    /// # Errors
    /// When it cannot be run or fails.
    pub fn ask<S: AsRef<OsStr>>(&self, what: &str, args: &[S]) -> Result<String> {
        let name = self.name();
        let output = self.command().arg(what).args(args).stdin(Stdio::null()).output();
        let package = if self.kind == cli::Engine::Docker { "docker.io" } else { "podman" };
        let output = output.with_context(|| format!("{name} cannot be run: apt-get install {package}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.trim().lines().next_back().unwrap_or("it does not say why");
        let complaint = complaint.trim_start_matches("Error: ").trim_start_matches("Error response from daemon: ");
        bail!("{name} {what}: {}", schema::text::escape(complaint.as_bytes()))
    }

    /// The options of `create` that our own stand for.
    pub fn options(options: &cli::Create) -> Vec<String> {
        let lists = [("env", &options.env), ("volume", &options.volume)];
        let singles = [("network", &options.network), ("entrypoint", &options.entrypoint), ("user", &options.user)];
        let lists = lists.into_iter().flat_map(|(name, list)| list.iter().map(move |value| (name, value)));
        let singles = singles.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let ours = lists.chain(singles).map(|(name, value)| format!("--{name}={value}"));
        ours.chain(options.create_arg.iter().cloned()).collect()
    }

    /// Removes a container.
    pub fn remove(&self, id: &str) {
        let now: &[&str] = if self.kind == cli::Engine::Podman { &["--force", "--time=0"] } else { &["--force"] };
        // Nothing can be done about a failure, and the trace does not depend on it.
        let _ = self.ask("rm", &[now, &[id]].concat());
    }

    fn inspect(&self, what: &str, id: &str) -> Result<Value> {
        let text = self.ask(what, &["inspect", id])?;
        let name = self.name();
        let mut list: Vec<Value> =
            serde_json::from_str(&text).with_context(|| format!("{name} {what} inspect {id}"))?;
        list.pop().with_context(|| format!("{name} {what} inspect {id} found nothing"))
    }

    /// Process id of a container's first process on the host, 0 if it has none, and all that the engine knows of the container.
    ///
    /// # Errors
    /// When there is no such container.
    pub fn describe(&self, id: &str) -> Result<(u32, manifest::Container)> {
        let info = self.inspect("container", id)?;
        let image_id = text(&info["Image"]);
        let image = self.inspect("image", &image_id)?;
        let pid = info["State"]["Pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).unwrap_or(0);
        let mut argv = vec![text(&info["Path"])];
        argv.extend(texts(&info["Args"]));
        let (host, config) = (&info["HostConfig"], &info["Config"]);
        let podman = self.kind == cli::Engine::Podman;
        let repo_digests = texts(&image["RepoDigests"]);
        let container = manifest::Container {
            engine: self.name().to_owned(),
            engine_version: self.ask("version", &["--format={{.Client.Version}}"])?,
            runtime: text(if podman { &info["OCIRuntime"] } else { &host["Runtime"] }),
            id: text(&info["Id"]),
            name: text(&info["Name"]).trim_start_matches('/').to_owned(),
            image: text(if podman { &info["ImageName"] } else { &config["Image"] }),
            image_digest: match image["Digest"].as_str() {
                Some(digest) => digest.to_owned(),
                // docker knows a digest only of images that were in a registry.
                None => {
                    repo_digests.first().and_then(|name| Some(name.rsplit_once('@')?.1.to_owned())).unwrap_or_default()
                }
            },
            repo_digests,
            image_id,
            created: text(&info["Created"]),
            labels: map(&config["Labels"]),
            env: texts(&config["Env"]),
            entrypoint: match &config["Entrypoint"] {
                Value::String(word) => vec![word.clone()],
                list => texts(list),
            },
            argv,
            user: text(&config["User"]),
            mounts: info["Mounts"].as_array().into_iter().flatten().filter_map(object).collect(),
            capabilities: if podman { texts(&info["EffectiveCaps"]) } else { docker_capabilities(host) },
            security: texts(&host["SecurityOpt"]),
            apparmor: text(&info["AppArmorProfile"]),
            privileged: host["Privileged"].as_bool(),
            read_only: host["ReadonlyRootfs"].as_bool(),
            network: text(&host["NetworkMode"]),
            pid_mode: text(&host["PidMode"]),
            limits: limits(host),
            layers: texts(&image["RootFS"]["Layers"]),
        };
        Ok((pid, container))
    }
}

/// docker names the differences from its default set alone.
fn docker_capabilities(host: &Value) -> Vec<String> {
    let changes = |sign: &'static str, list: &Value| texts(list).into_iter().map(move |name| format!("{sign}{name}"));
    let default = ["docker's default set".to_owned()].into_iter();
    default.chain(changes("+", &host["CapAdd"])).chain(changes("-", &host["CapDrop"])).collect()
}

/// The limits of resources that are set.
fn limits(host: &Value) -> BTreeMap<String, Value> {
    const NAMES: [&str; 8] =
        ["Memory", "MemorySwap", "MemoryReservation", "NanoCpus", "CpuQuota", "CpuShares", "PidsLimit", "Ulimits"];
    let is_set = |value: &Value| match value {
        Value::Null => false,
        Value::Number(number) => number.as_i64() != Some(0),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    NAMES.into_iter().filter(|name| is_set(&host[*name])).map(|name| (name.to_owned(), host[name].clone())).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn map(value: &Value) -> BTreeMap<String, String> {
    value.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), text(v))).collect()
}

fn object(value: &Value) -> Option<BTreeMap<String, Value>> {
    Some(value.as_object()?.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
}
