//! `record oci-hook`: run by an OCI runtime while it makes a container, it starts a recorder for it.
//!
//! The runtime waits for the hook, and so does the container's first process: the recorder is armed before anything of the
//! image runs (https://github.com/opencontainers/runtime-spec/blob/main/runtime.md, "Lifecycle"; createRuntime hooks).

use crate::{cli::OciHook, detached};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, ffi::OsString, io::Read, path::PathBuf};

/// The annotation that asks for a recording; its value is the trace, an absolute path.
pub const ANNOTATION: &str = "io.record.output";

/// A state is not larger.
const LARGEST: u64 = 16 << 20;

/// The container's state, as far as it is needed.
#[derive(Debug, Deserialize)]
struct State {
    id: String,
    pid: u32,
    bundle: PathBuf,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

/// Reads the state and starts the recorder. A container without the annotation is left alone.
///
/// # Errors
/// When the input is no state, or the recorder fails: the runtime then gives the container up.
pub fn run(_: &OciHook) -> Result<u8> {
    let mut text = String::new();
    std::io::stdin().take(LARGEST).read_to_string(&mut text)?;
    let state: State = serde_json::from_str(&text).context("the input is not the state of an OCI container")?;
    let Some(output) = state.annotations.get(ANNOTATION).map(PathBuf::from) else { return Ok(0) };
    anyhow::ensure!(output.is_absolute(), "{ANNOTATION} must be an absolute path");
    let mut line: Vec<OsString> = vec!["hooked".into()];
    // The options were given to this process, and are for that one.
    line.extend(std::env::args_os().skip(2));
    line.extend([format!("--pid={}", state.pid), format!("--id={}", state.id)].map(OsString::from));
    for (option, path) in [("--bundle", &state.bundle), ("--output", &output)] {
        line.extend([option.into(), path.clone().into_os_string()]);
    }
    let short: String = state.id.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    detached::launch(&format!("hook-{short}"), line, output, true)
}
