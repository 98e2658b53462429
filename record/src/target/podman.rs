//! A container made by podman.
//!
//! `podman create` makes it, `podman init` has the OCI runtime prepare it up to the point where its init process waits to
//! execute the image's program. That process is the target: it is known, and inspected, before anything of the image runs.

use super::{Aim, Target, Who, exit_of, running};
use crate::cli::Create;
use anyhow::{Context, Result, bail};
use schema::manifest::{self, Exit};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
};

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

/// The program and its global options.
#[derive(Clone)]
struct Engine {
    global: Vec<String>,
}

impl Engine {
    fn command(&self) -> Command {
        let mut command = Command::new("podman");
        command.args(&self.global);
        command
    }

    /// Runs a subcommand and returns what it prints; its complaint becomes one line of ours.
    fn ask<S: AsRef<std::ffi::OsStr>>(&self, what: &str, args: &[S]) -> Result<String> {
        let output = self
            .command()
            .arg(what)
            .args(args)
            .stdin(Stdio::null())
            .output()
            .context("podman cannot be run: apt-get install podman")?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.trim().lines().next_back().unwrap_or("it does not say why");
        bail!("podman {what}: {}", schema::text::escape(complaint.trim_start_matches("Error: ").as_bytes()))
    }

    fn inspect(&self, what: &str, id: &str) -> Result<Value> {
        let text = self.ask(what, &["inspect", id])?;
        let mut list: Vec<Value> =
            serde_json::from_str(&text).with_context(|| format!("podman {what} inspect {id}"))?;
        list.pop().with_context(|| format!("podman {what} inspect {id} found nothing"))
    }
}

impl Podman {
    /// Creates and prepares a container.
    ///
    /// # Errors
    /// What podman says; nothing is left behind.
    pub fn prepare(image: &str, args: &[String], options: &Create) -> Result<Podman> {
        let engine = Engine { global: options.engine_arg.clone() };
        let mut create: Vec<String> = Vec::new();
        let mut option = |name: &str, value: &str| create.push(format!("--{name}={value}"));
        options.env.iter().for_each(|v| option("env", v));
        options.volume.iter().for_each(|v| option("volume", v));
        options.network.iter().for_each(|v| option("network", v));
        options.entrypoint.iter().for_each(|v| option("entrypoint", v));
        options.user.iter().for_each(|v| option("user", v));
        create.push(image.to_owned());
        create.extend_from_slice(args);
        let id = engine.ask("create", &create).with_context(|| format!("image {image}"))?;
        let id = id.lines().next_back().unwrap_or_default().to_owned();
        let prepared = engine.ask("init", &[&id]).and_then(|_| describe(&engine, &id));
        let (pid, container) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => {
                remove(&engine, &id);
                return Err(error.context(format!("image {image}")));
            }
        };
        Ok(Podman { engine, id, pid, args: args.to_vec(), container, running: None, keep: options.keep })
    }
}

impl Target for Podman {
    fn aim(&self) -> Aim {
        Aim { who: Who::Held(self.pid), pid_ns: running::own_pid_ns(self.pid) }
    }

    fn describe(&self) -> manifest::Target {
        manifest::Target {
            kind: "container".to_owned(),
            command: self.args.iter().map(|a| schema::text::escape(a.as_bytes()).into_owned()).collect(),
            cwd: None,
            pid: self.pid,
            uid: None,
            selected_by: match self.aim().pid_ns {
                Some(inode) => format!("descent from the container's first process, and pid namespace {inode}"),
                None => "descent from the container's first process".to_owned(),
            },
            processes: Vec::new(),
        }
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
            remove(&self.engine, &self.id);
        }
        if let Some(mut child) = self.running.take() {
            let _ = child.wait();
        }
    }
}

fn remove(engine: &Engine, id: &str) {
    // Nothing can be done about a failure, and the trace does not depend on it.
    let _ = engine.ask("rm", &["--force", "--time=0", id]);
}

/// Process id of the waiting init, and all that podman knows of the container.
fn describe(engine: &Engine, id: &str) -> Result<(u32, manifest::Container)> {
    let info = engine.inspect("container", id)?;
    let image_id = text(&info["Image"]);
    let image = engine.inspect("image", &image_id)?;
    let pid = info["State"]["Pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).filter(|pid| *pid != 0);
    let pid = pid.context("podman init left no waiting process")?;
    let version = engine.ask("version", &["--format={{.Client.Version}}"])?;
    let mut argv = vec![text(&info["Path"])];
    argv.extend(texts(&info["Args"]));
    let container = manifest::Container {
        engine: "podman".to_owned(),
        engine_version: version,
        runtime: text(&info["OCIRuntime"]),
        id: text(&info["Id"]),
        name: text(&info["Name"]),
        image: text(&info["ImageName"]),
        image_digest: text(&image["Digest"]),
        repo_digests: texts(&image["RepoDigests"]),
        image_id,
        labels: map(&info["Config"]["Labels"]),
        env: texts(&info["Config"]["Env"]),
        argv,
        user: text(&info["Config"]["User"]),
        mounts: info["Mounts"].as_array().into_iter().flatten().filter_map(object).collect(),
        capabilities: texts(&info["EffectiveCaps"]),
        security: texts(&info["HostConfig"]["SecurityOpt"]),
        layers: texts(&image["RootFS"]["Layers"]),
    };
    Ok((pid, container))
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
