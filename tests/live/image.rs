//! `analyze files --image`: which layer and which package a file comes from, as the engine and the package managers say it.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{analyze, binary, containers, output, record, stdout};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases(no_podman: &Option<String>) -> Vec<Case> {
    let without = |programs: &[&str]| {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let there = |name: &str| std::env::split_paths(&paths).any(|folder: PathBuf| folder.join(name).is_file());
        programs.iter().find(|program| !there(program)).map(|program| format!("no {program}"))
    };
    vec![
        Case { name: "image::dpkg", skip: without(&["dpkg-query", "tar"]), run: dpkg },
        Case { name: "image::rpm", skip: without(&["rpm", "rpmbuild"]), run: rpm },
        Case { name: "image::python", skip: without(&["python3"]), run: python },
        Case { name: "image::saved", skip: no_podman.clone(), run: saved },
        Case { name: "image::refusals", skip: None, run: refusals },
    ]
}

/// What `analyze files --image` says of each of these paths.
fn origins(dir: &Path, image: &Path, paths: &[String]) -> Result<BTreeMap<String, String>> {
    let lines = paths.iter().enumerate().map(|(i, path)| {
        format!(
            "1 {}.{:06} openat(AT_FDCWD, \"{path}\", O_RDONLY) = 3 <0.000010>\n",
            1_700_000_000 + i / 1000,
            i % 1000
        )
    });
    fs::write(dir.join("strace.txt"), lines.collect::<String>())?;
    let trace = dir.join("asked.trace");
    let mut import = Command::new(binary("analyze")?);
    stdout(import.args(["import", "--from", "strace"]).arg(dir.join("strace.txt")).arg("-o").arg(&trace))?;
    let report = analyze(&["files", "--image", &image.to_string_lossy(), &trace.to_string_lossy()])?;
    let rows = report["tables"][0]["rows"].as_array().context("no rows")?;
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    Ok(rows.iter().map(|row| (text(row, "path"), text(row, "origin"))).collect())
}

/// A tree of some packages of this machine, with their database.
fn dpkg() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let root = dir.path().join("root");
    fs::create_dir_all(root.join("var/lib/dpkg/info"))?;
    for folder in ["bin", "sbin", "lib", "lib64"] {
        if let Ok(to) = fs::read_link(Path::new("/").join(folder)) {
            fs::create_dir_all(root.join(&to))?;
            std::os::unix::fs::symlink(to, root.join(folder))?;
        }
    }
    let packages = ["coreutils", "bash", "dash", "libc6", "base-files", "perl-base"];
    let listed = stdout(Command::new("dpkg-query").arg("-L").args(packages))?;
    let plain = |line: &&str| {
        let path = Path::new(line);
        line.starts_with('/') && path.symlink_metadata().is_ok_and(|data| data.is_file() || data.is_symlink())
    };
    let paths: Vec<String> = listed.lines().filter(plain).map(str::to_owned).collect();
    fs::write(dir.path().join("list"), paths.join("\n"))?;
    let copy = "tar -C / -c --no-recursion -f - -T list | tar -C root --keep-directory-symlink -xf -";
    stdout(Command::new("sh").args(["-c", copy]).current_dir(dir.path()))?;
    let copy = "cp /var/lib/dpkg/status /var/lib/dpkg/diversions root/var/lib/dpkg && cp /var/lib/dpkg/info/*.list root/var/lib/dpkg/info";
    stdout(Command::new("sh").args(["-c", copy]).current_dir(dir.path()))?;

    let admin = format!("--admindir={}", root.join("var/lib/dpkg").display());
    let versions = stdout(Command::new("dpkg-query").arg(&admin).args(["-W", "-f", "${Package} ${Version}\\n"]))?;
    let versions: BTreeMap<&str, &str> = versions.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut oracle: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in stdout(Command::new("dpkg-query").arg(&admin).args(["-S", "/*"]))?.lines() {
        // `a, b:amd64: /path`; of diversions there is more to say, and no package.
        let Some((owners, path)) = line.split_once(": /").filter(|(owners, _)| !owners.starts_with("diversion")) else {
            continue;
        };
        let names = owners.split(", ").map(|owner| owner.split(':').next().unwrap_or(owner));
        let told = names.map(|name| format!("{name} {} (dpkg)", versions.get(name).unwrap_or(&"?")));
        oracle.insert(format!("/{path}"), told.collect());
    }
    let origins = origins(dir.path(), &root, &paths)?;
    let mut compared = 0;
    for path in &paths {
        let (Some(expected), Some(found)) = (oracle.get(path), origins.get(path)) else { continue };
        ensure!(expected.contains(found), "{path}: dpkg says {expected:?}, we {found:?}");
        compared += 1;
    }
    ensure!(compared > 300, "only {compared} of {} paths were compared", paths.len());
    Ok(())
}

const SPEC: &str = "Name: pairtest\nVersion: 1.5\nRelease: 3\nEpoch: 2\nSummary: x\nLicense: MIT\nBuildArch: noarch\n\
    %description\nx\n%package sub\nSummary: y\nVersion: 9\n%description sub\ny\n\
    %install\nmkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/pairtest %{buildroot}/opt/s\n\
    echo 1 > %{buildroot}/usr/bin/pt; echo 2 > %{buildroot}/opt/s/x\n\
    for i in $(seq 300); do echo $i > %{buildroot}/usr/share/pairtest/f$i; done\n\
    %files\n/usr/bin/pt\n/usr/share/pairtest\n%files sub\n/opt/s/x\n";

/// Packages that rpm itself built and installed.
fn rpm() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let root = dir.path().join("root");
    fs::create_dir(&root)?;
    fs::write(dir.path().join("t.spec"), SPEC)?;
    let top = format!("_topdir {}", dir.path().join("top").display());
    stdout(Command::new("rpmbuild").args(["-bb", "--quiet", "--define", &top, "t.spec"]).current_dir(dir.path()))?;
    let database = ["--define", "_db_backend sqlite", "--define", "_dbpath /var/lib/rpm"];
    let built: Vec<_> = fs::read_dir(dir.path().join("top/RPMS/noarch"))?.collect::<std::io::Result<_>>()?;
    let built = built.iter().map(fs::DirEntry::path);
    stdout(
        Command::new("rpm").arg("--root").arg(&root).args(database).args(["-i", "--nodeps", "--noscripts"]).args(built),
    )?;
    let paths = ["/usr/bin/pt", "/opt/s/x", "/usr/share/pairtest/f1", "/usr/share/pairtest/f300"].map(str::to_owned);
    let format = "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE} (rpm)\\n";
    let origins = origins(dir.path(), &root, &paths)?;
    for path in &paths {
        let mut rpm = Command::new("rpm");
        let told =
            stdout(rpm.arg("--root").arg(&root).args(database).args(["-qf", "--queryformat", format]).arg(path))?;
        ensure!(
            origins.get(path).map(String::as_str) == Some(told.trim()),
            "{path}: rpm says {told:?}, we {origins:?}"
        );
    }
    Ok(())
}

/// What pip says of itself.
fn python() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let root = dir.path().join("venv");
    stdout(Command::new("python3").args(["-m", "venv"]).arg(&root))?;
    let told = stdout(Command::new(root.join("bin/python3")).args(["-m", "pip", "show", "--files", "pip"]))?;
    let field = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let version = field("Version:").context("pip does not tell its version")?;
    let place = field("Location:").context("pip does not tell its place")?;
    let place = Path::new(place).strip_prefix(root.canonicalize()?)?;
    let files = told.lines().skip_while(|line| *line != "Files:").skip(1).map(str::trim);
    let paths: Vec<String> =
        files.filter(|file| !file.starts_with("..")).map(|file| format!("/{}/{file}", place.display())).collect();
    ensure!(paths.len() > 100, "{told}");
    let origins = origins(dir.path(), &root, &paths)?;
    for (path, origin) in &origins {
        ensure!(*origin == format!("pip {version} (python)") || !root.join(&path[1..]).exists(), "{path}: {origin}");
    }
    Ok(())
}

const IMAGE: &str = "localhost/sca-test-layers:1";

/// An image of several layers, saved in every form, beside a run of it.
fn saved() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let conf = containers::engine(dir.path())?;
    let podman = || {
        let mut podman = Command::new("podman");
        podman.env("CONTAINERS_CONF", &conf);
        podman
    };
    let base = "localhost/sca-test-layers-base:1";
    stdout(podman().args(["import", "--quiet"]).arg(containers::root(dir.path())?).arg(base))?;
    let context = dir.path().join("context");
    fs::create_dir(&context)?;
    let steps = format!(
        "FROM {base}\nRUN echo 1 > /a; echo 1 > /b; echo 1 > /c\nLABEL x=y\nRUN echo 2 > /b; echo 2 > /d; busybox rm /c\n"
    );
    fs::write(context.join("Containerfile"), steps)?;
    stdout(podman().args(["build", "--quiet", "--network", "none", "--pull=never", "--tag", IMAGE]).arg(&context))?;
    let trace = dir.path().join("c.trace");
    let mut run = record()?;
    run.env("CONTAINERS_CONF", &conf).args(["container", "--quiet", "--network", "none", "-o"]).arg(&trace);
    stdout(run.args([IMAGE, "--", "sh", "-c", "cat /a /b /d /bin/sh > /new; echo 3 > /a"]))?;
    let listed = stdout(podman().args(["image", "inspect", "--format", "{{json .RootFS.Layers}}", IMAGE]))?;
    let layers: Vec<String> = serde_json::from_str(&listed)?;
    let short = |layer: usize| format!("layer {layer} of {} ({})", layers.len(), &layers[layer - 1][7..19]);
    for form in ["docker-archive", "oci-archive", "oci-dir", "docker-dir"] {
        let image = dir.path().join(form);
        stdout(podman().args(["save", "--quiet", "--format", form, "--output"]).arg(&image).arg(IMAGE))?;
        let report = analyze(&["files", "--image", &image.to_string_lossy(), &trace.to_string_lossy()])?;
        ensure!(!report["notes"].to_string().contains("other layers"), "{form}: {}", report["notes"]);
        let rows = report["tables"][0]["rows"].as_array().context("no rows")?;
        let origin = |path: &str| {
            rows.iter().find(|row| row["path"] == path).map(|row| row["origin"].as_str().unwrap_or_default())
        };
        let image = format!("image ({} layers), no package", layers.len());
        for (path, expected) in [
            ("/a", format!("writable layer, over no package, {}", short(2))),
            ("/b", format!("{image}, {}", short(3))),
            ("/d", format!("{image}, {}", short(3))),
            ("/bin/sh", format!("{image}, {}", short(1))),
            ("/new", "writable layer".to_owned()),
        ] {
            ensure!(origin(path) == Some(&expected), "{form}: {path} is {:?}, not {expected}", origin(path));
        }
    }
    // Another image is named as such.
    let other = dir.path().join("other.tar");
    stdout(podman().args(["save", "--quiet", "--output"]).arg(&other).arg(base))?;
    let report = analyze(&["files", "--image", &other.to_string_lossy(), &trace.to_string_lossy()])?;
    ensure!(report["notes"].to_string().contains("other layers"), "{}", report["notes"]);
    stdout(podman().args(["rmi", "--force", IMAGE, base])).map(drop)
}

/// What is no image is refused in one line.
fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let sample = Path::new(e2e::HERE).join("../samples/shell-pipeline.trace");
    let text = dir.path().join("text");
    fs::write(&text, "no image")?;
    let empty = dir.path().join("empty");
    fs::create_dir(&empty)?;
    let cases = [
        (&sample, "is a trace"),
        (&text, "no sound tar archive"),
        (&empty, "is empty"),
        (&dir.path().join("none"), "No such file"),
    ];
    for (image, part) in cases {
        let mut files = Command::new(binary("analyze")?);
        e2e::refused(&output(files.arg("files").arg(&sample).arg("--image").arg(image))?, 3, &[part])?;
    }
    Ok(())
}
