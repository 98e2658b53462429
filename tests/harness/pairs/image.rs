//! The image of a side, in podman's store and as a file.

use super::{
    fetch,
    recipe::{Base, Recipe, Side},
};
use crate::{HERE, containers, output, stdout};
use anyhow::{Context, Result};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// Where Debian's Python looks for what pip installed.
const PYTHON: &str = "usr/local/lib/python3.11/dist-packages";
const NODE: &str = "usr/local/lib/node_modules";

/// An image, which goes with this.
pub struct Image {
    /// Its name in podman's store.
    pub name: String,
    /// What `podman save` wrote.
    pub archive: PathBuf,
    conf: PathBuf,
}

impl Drop for Image {
    fn drop(&mut self) {
        let _ = output(podman(&self.conf).args(["rmi", "--force", &self.name]));
    }
}

fn podman(conf: &Path) -> Command {
    let mut command = Command::new("podman");
    command.env("CONTAINERS_CONF", conf);
    command
}

/// What makes images.
pub struct Maker<'a> {
    /// podman's settings.
    pub conf: &'a Path,
    /// A folder for this recipe alone.
    pub scratch: &'a Path,
    /// A folder for what is fetched.
    pub kept: &'a Path,
}

impl Maker<'_> {
    fn podman(&self) -> Command {
        podman(self.conf)
    }

    /// Makes the image of a side, which is called `side`.
    ///
    /// # Errors
    /// When something cannot be fetched, or podman fails.
    pub fn image(&self, recipe: &Recipe, side: &Side, called: &str) -> Result<Image> {
        let context = self.scratch.join(called);
        let tree = context.join("tree");
        fs::create_dir_all(&tree)?;
        let base = self.base(recipe.base, &context)?;
        let mut steps = format!("FROM {base}\n");
        for (part, side) in [("both", &recipe.both), ("own", side)] {
            let tree = tree.join(part);
            fs::create_dir_all(&tree)?;
            self.fill(&tree, side)?;
            steps.push_str(&format!("COPY tree/{part} /\n"));
            if !side.debs.is_empty() {
                steps.push_str("RUN dpkg --force-depends --install /debs/*.deb && rm -r /debs\n");
            }
        }
        let python = [&recipe.both, side].iter().any(|side| !side.pip.is_empty());
        if python {
            // As pip does it when it installs.
            steps.push_str(&format!("RUN python3 -m compileall -q /{PYTHON}\n"));
        }
        fs::write(context.join("Containerfile"), steps)?;
        let name = format!("localhost/sca-pair-{}-{called}:1", recipe.name);
        let mut build = self.podman();
        build.args(["build", "--quiet", "--network", "none", "--pull=never", "--tag", &name]).arg(&context);
        stdout(&mut build)?;
        let archive = self.scratch.join(format!("{called}.tar"));
        let image = Image { name, archive, conf: self.conf.to_owned() };
        stdout(
            self.podman()
                .args(["save", "--quiet", "--format", "docker-archive", "--output"])
                .arg(&image.archive)
                .arg(&image.name),
        )?;
        Ok(image)
    }

    fn base(&self, base: Base, scratch: &Path) -> Result<&'static str> {
        let (name, tar) = match base {
            Base::Busybox => ("localhost/sca-pair-busybox:1", containers::root(scratch)?),
            Base::Debian => ("localhost/sca-pair-debian:1", fetch::debian(self.kept)?),
        };
        let there = self.podman().args(["image", "exists", name]).status()?.success();
        if !there {
            stdout(self.podman().args(["import", "--quiet"]).arg(tar).arg(name))?;
        }
        Ok(name)
    }

    fn fill(&self, tree: &Path, side: &Side) -> Result<()> {
        for (path, content) in &side.files {
            let path = tree.join(path.trim_start_matches('/'));
            fs::create_dir_all(path.parent().context("a file needs a folder")?)?;
            fs::write(&path, content)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
        for package in &side.pip {
            fetch::pip(package, &tree.join(PYTHON))?;
        }
        for package in &side.npm {
            self.npm(tree, package)?;
        }
        if !side.debs.is_empty() {
            fs::create_dir_all(tree.join("debs"))?;
        }
        for place in &side.debs {
            let deb = fetch::deb(place, self.kept)?;
            fs::copy(&deb, tree.join("debs").join(deb.file_name().unwrap_or_default()))?;
        }
        if let Some(options) = &side.planted {
            fs::create_dir_all(tree.join("opt"))?;
            let source = format!("{HERE}/workloads/pair.c");
            let mut gcc = Command::new("gcc");
            gcc.args(["-O2", "-Wall", "-Werror", "-static", "-o"])
                .arg(tree.join("opt/planted"))
                .args(options)
                .arg(source);
            stdout(&mut gcc)?;
        }
        Ok(())
    }

    fn npm(&self, tree: &Path, package: &str) -> Result<()> {
        let archive = fetch::npm(package, self.kept)?;
        let name = package.rsplit_once('@').map_or(package, |(name, _)| name);
        if name == "npm" {
            let folder = tree.join(NODE).join(name);
            fs::create_dir_all(&folder)?;
            stdout(Command::new("tar").args(["--strip-components=1", "-xzf"]).arg(archive).arg("-C").arg(&folder))?;
            return Ok(());
        }
        let to = tree.join("packages").join(format!("{name}.tgz"));
        fs::create_dir_all(to.parent().context("a file needs a folder")?)?;
        fs::copy(archive, to)?;
        Ok(())
    }
}
