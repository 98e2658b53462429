//! Packages from PyPI, npm and Debian, each of one version. What was fetched is kept for the next time.

use crate::stdout;
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const DEBIAN: &str = "http://deb.debian.org/debian";
const NPM: &str = "https://registry.npmjs.org";

/// A Debian 12 as a tar.
///
/// # Errors
/// When mmdebstrap is not installed, or fails.
pub fn debian(kept: &Path) -> Result<PathBuf> {
    once(&kept.join("debian-12.tar"), |path| {
        let packages = "--include=python3,nodejs,xz-utils";
        let mut command = Command::new("mmdebstrap");
        command.args(["--quiet", "--variant=minbase", packages, "bookworm"]).arg(path).arg(DEBIAN);
        stdout(&mut command).context("apt-get install mmdebstrap").map(drop)
    })
}

/// Installs a package of PyPI into a folder, without what it depends on, as for Python 3.11.
///
/// # Errors
/// When pip fails.
pub fn pip(package: &str, folder: &Path) -> Result<()> {
    let mut command = Command::new("python3");
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"]);
    command.args(["--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp"]);
    command.args(["--abi", "cp311", "--abi", "abi3", "--abi", "none"]);
    let machine = std::env::consts::ARCH;
    for platform in ["manylinux2014", "manylinux_2_17", "manylinux_2_28"] {
        command.arg("--platform").arg(format!("{platform}_{machine}"));
    }
    command.args(["--platform", "any", "--upgrade", "--target"]).arg(folder).arg(package);
    // As root pip warns; which is meant for a system's own folders.
    command.env("PIP_ROOT_USER_ACTION", "ignore");
    stdout(&mut command).map(drop)
}

/// The archive of a package of npm.
///
/// # Errors
/// When it cannot be fetched.
pub fn npm(package: &str, kept: &Path) -> Result<PathBuf> {
    let (name, version) = package.rsplit_once('@').with_context(|| format!("{package} has no version"))?;
    let file = name.rsplit('/').next().unwrap_or(name);
    once(&kept.join(format!("{file}-{version}.tgz")), |path| {
        curl(&format!("{NPM}/{name}/-/{file}-{version}.tgz"), path)
    })
}

/// A package of Debian.
///
/// # Errors
/// When it cannot be fetched.
pub fn deb(place: &str, kept: &Path) -> Result<PathBuf> {
    let file = place.rsplit('/').next().unwrap_or(place);
    once(&kept.join(file), |path| curl(&format!("{DEBIAN}/pool/main/{place}"), path))
}

fn curl(address: &str, path: &Path) -> Result<()> {
    let mut command = Command::new("curl");
    stdout(
        command.args(["--fail", "--silent", "--show-error", "--location", "--retry", "2", "-o"]).arg(path).arg(address),
    )
    .map(drop)
}

/// Makes a file that is not there yet.
fn once(path: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    if !path.exists() {
        let part = path.with_file_name(format!("part-{}", path.file_name().unwrap_or_default().to_string_lossy()));
        make(&part)?;
        fs::rename(&part, path)?;
    }
    Ok(path.to_owned())
}
