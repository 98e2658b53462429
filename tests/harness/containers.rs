//! Podman as the tests need it, and a small image without a registry.

use crate::stdout;
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Settings under which podman runs in a machine that forbids raising limits and has both cgroup hierarchies.
///
/// # Errors
/// When they cannot be written.
pub fn engine(dir: &Path) -> Result<PathBuf> {
    let conf = dir.join("containers.conf");
    std::fs::write(
        &conf,
        "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]\n[engine]\nruntime = \"runc\"\n",
    )?;
    Ok(conf)
}

/// A tree of busybox alone, as a tar.
///
/// # Errors
/// When busybox-static is not installed.
pub fn root(dir: &Path) -> Result<PathBuf> {
    let root = dir.join("root");
    for folder in ["bin", "tmp", "etc"] {
        std::fs::create_dir_all(root.join(folder))?;
    }
    std::fs::copy("/bin/busybox", root.join("bin/busybox")).context("busybox-static is not installed")?;
    for applet in ["sh", "cat", "ls", "echo", "kill", "sleep"] {
        std::os::unix::fs::symlink("busybox", root.join("bin").join(applet))?;
    }
    let tar = dir.join("root.tar");
    stdout(Command::new("tar").arg("-C").arg(&root).arg("-cf").arg(&tar).arg("."))?;
    Ok(tar)
}
