//! Runs of images, recorded.

use super::image::Image;
use crate::{output, record};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

/// Records a run of an image.
///
/// # Errors
/// When the command in it fails, or anything of it was lost.
pub fn one(conf: &Path, image: &Image, command: &[String], trace: PathBuf) -> Result<PathBuf> {
    let mut record = record()?;
    record.env("CONTAINERS_CONF", conf);
    record.args(["container", "--quiet", "--require-complete", "--network", "none", "-o"]).arg(&trace);
    record.arg(&image.name).arg("--").args(command);
    let out = output(&mut record)?;
    let printed = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    ensure!(out.status.success(), "{}: {command:?}: {}: {printed}", image.name, out.status);
    Ok(trace)
}

/// Records so many runs of both, in alternation.
///
/// # Errors
/// As [`one`].
pub fn both(
    conf: &Path,
    images: &[Image; 2],
    command: &[String],
    runs: usize,
    folder: &Path,
) -> Result<[Vec<PathBuf>; 2]> {
    let mut traces = [Vec::new(), Vec::new()];
    for run in 0..runs {
        for (side, image) in images.iter().enumerate() {
            let trace = folder.join(format!("{}-{run}.trace", ["left", "right"][side]));
            traces[side].push(one(conf, image, command, trace)?);
        }
    }
    Ok(traces)
}
