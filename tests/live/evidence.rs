//! Sealed traces: every change is noticed and named, signatures are those of minisign and ssh-keygen, an archive is read as it is.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, output, record, refused, stdout};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

pub fn cases() -> Vec<Case> {
    let lacks = |name: &str| Command::new(name).arg("-h").output().err().map(|error| format!("{name}: {error}"));
    vec![
        Case { name: "evidence::a_sealed_trace_verifies_in_every_form", skip: None, run: sealed },
        Case { name: "evidence::sha256sum_checks_a_folder", skip: lacks("sha256sum"), run: sums },
        Case { name: "evidence::an_archive_gives_the_reports_of_its_folder", skip: lacks("tar"), run: archive },
        Case { name: "evidence::changes_are_named", skip: None, run: named },
        Case { name: "evidence::a_thousand_mutations_are_noticed", skip: None, run: mutations },
    ]
}

const SCRIPT: &str = "ls -lR /etc > /dev/null; ls /usr/share/doc | sort | tail -3 > /dev/null";

pub fn analyze() -> Result<Command> {
    Ok(Command::new(binary("analyze")?))
}

/// A recording of a few thousand calls.
pub fn trace(path: &Path, args: &[&str]) -> Result<PathBuf> {
    stdout(record()?.args(["run", "--quiet", "-o"]).arg(path).args(args).args(["--", "sh", "-c", SCRIPT]))?;
    Ok(path.to_owned())
}

/// A recording in several segments. A recorder that is behind puts what waits into one, so the target gives it time.
fn segmented(path: &Path) -> Result<PathBuf> {
    let dir = path.parent().context("no folder")?;
    let loops = e2e::workload(dir, "loops", &[])?;
    let bursts = format!("for burst in 1 2 3 4 5 6; do {} getppid 300000; sleep 0.5; done", loops.display());
    stdout(record()?.args(["run", "--quiet", "--last", "2M", "-o"]).arg(path).args(["--", "sh", "-c", &bursts]))?;
    let segments = segments(path)?;
    ensure!(segments.len() > 2, "{segments:?}");
    Ok(path.to_owned())
}

pub fn verify(path: &Path, args: &[&str]) -> Result<Output> {
    output(analyze()?.args(["verify", "--format", "json"]).args(args).arg(path))
}

pub fn ok(path: &Path, args: &[&str]) -> Result<()> {
    let out = verify(path, args)?;
    ensure!(out.status.success(), "{} {args:?}: {out:?}", path.display());
    Ok(())
}

/// The parts that are not as they were sealed.
pub fn bad_parts(out: &Output) -> Result<Vec<String>> {
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).with_context(|| format!("{out:?}"))?;
    let rows = report["tables"][0]["rows"].as_array().cloned().unwrap_or_default();
    let bad = rows.iter().filter(|row| !["ok", "unknown"].contains(&row["status"].as_str().unwrap_or_default()));
    Ok(bad
        .map(|row| format!("{} {}", row["part"].as_str().unwrap_or_default(), row["what"].as_str().unwrap_or_default()))
        .collect())
}

/// The forms that `record` writes.
fn forms(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut forms = vec![segmented(&dir.join("a.trace"))?];
    for name in ["b.trace.tar", "c.sqlite", "d.sqlite.zst"] {
        forms.push(trace(&dir.join(name), &[])?);
    }
    Ok(forms)
}

fn sealed() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for path in forms(dir.path())? {
        ok(&path, &[])?;
        let log = String::from_utf8_lossy(&verify(&path, &[])?.stdout).into_owned();
        ensure!(log.contains("custody: recorded;"), "{log}");
    }
    ensure!(!dir.path().join("b.trace").exists(), "the folder was left beside its archive");
    // What record prints is what verify expects.
    let path = dir.path().join("p.trace");
    let out = output(record()?.args(["run", "-o"]).arg(&path).args(["--", "true"]))?;
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let digest = text.lines().find_map(|line| line.split("SHA-256 of the manifest: ").nth(1)).context(text.clone())?;
    ok(&path, &["--expect", digest])?;
    ensure!(verify(&path, &["--expect", &digest.replace(['0', '1'], "2")])?.status.code() == Some(1));
    Ok(())
}

fn sums() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = trace(&dir.path().join("a.trace"), &[])?;
    let text = stdout(Command::new("sha256sum").args(["--check", "--strict", "SHA256SUMS"]).current_dir(&path))?;
    let files = fs::read_dir(&path)?.count() - 1;
    ensure!(text.lines().count() == files && text.lines().all(|line| line.ends_with(": OK")), "{text}");
    Ok(())
}

/// The reports of an archive are those of the folder, also if tar(1) made it; packing adds a line to the log.
fn archive() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let folder = trace(&dir.path().join("a.trace"), &[])?;
    stdout(analyze()?.arg("pack").arg(&folder))?;
    let packed = dir.path().join("a.trace.tar");
    ok(&packed, &[])?;
    ensure!(String::from_utf8_lossy(&verify(&packed, &[])?.stdout).contains("custody: recorded, packed;"));
    let by_tar = dir.path().join("by-tar.trace.tar");
    stdout(Command::new("tar").arg("-C").arg(dir.path()).arg("-cf").arg(&by_tar).arg("a.trace"))?;
    for report in [
        &["info"][..],
        &["frequency"],
        &["latency", "--by", "process"],
        &["errors"],
        &["processes"],
        &["print"],
        &["frequency", "--where", "path LIKE '/etc/%'"],
    ] {
        let text = |path: &Path| {
            let text = stdout(analyze()?.args(report).args(["--format", "json"]).arg(path))?;
            Ok::<_, anyhow::Error>(text.replace(&*path.to_string_lossy(), "TRACE"))
        };
        let expected = text(&folder)?;
        ensure!(expected == text(&packed)?, "{report:?} of the archive differs");
        ensure!(expected == text(&by_tar)?, "{report:?} of tar's archive differs");
    }
    // tar(1) unpacks what we packed, and that verifies again.
    fs::create_dir(dir.path().join("out.trace"))?;
    stdout(Command::new("tar").arg("-C").arg(dir.path().join("out.trace")).arg("-xf").arg(&packed))?;
    ok(&dir.path().join("out.trace"), &[])?;
    let again = output(analyze()?.arg("pack").arg(&folder))?;
    refused(&again, 2, &["a.trace.tar exists", "--force"])?;
    Ok(())
}

/// Changes that one would make on purpose, and what verify calls them.
fn named() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let base = segmented(&dir.path().join("base.trace"))?;
    let path = dir.path().join("x.trace");
    let changed = |change: &dyn Fn(&Path) -> Result<()>, parts: &[&str]| {
        copy(&base, &path)?;
        change(&path)?;
        let out = verify(&path, &[])?;
        ensure!(out.status.code() == Some(1), "{parts:?}: {out:?}");
        let bad = bad_parts(&out)?;
        for part in parts {
            ensure!(bad.iter().any(|b| b.contains(part)), "{part:?} is not in {bad:?}");
        }
        // What does not verify is not passed on as evidence.
        refused(&output(analyze()?.arg("pack").arg("--force").arg(&path))?, 1, &["not as it was sealed"])
    };
    let segments = segments(&base)?;
    let (one, two) = (segments[0].as_str(), segments[1].as_str());
    changed(&|t| Ok(fs::remove_file(t.join(one))?), &[one])?;
    changed(
        &|t| {
            fs::rename(t.join(one), t.join("hold"))?;
            fs::rename(t.join(two), t.join(one))?;
            Ok(fs::rename(t.join("hold"), t.join(two))?)
        },
        &[&format!("{one} rows 1-"), &format!("it is {two} under another name"), &format!("{two} rows ")],
    )?;
    changed(&|t| Ok(fs::write(t.join("notes.txt"), "x")?), &["notes.txt is none of the sealed files"])?;
    changed(&|t| Ok(fs::remove_file(t.join("custody.jsonl"))?), &["custody.jsonl"])?;
    changed(&|t| Ok(fs::remove_file(t.join("SHA256SUMS"))?), &["SHA256SUMS"])?;
    let manifest = |t: &Path, from: &str, to: &str| {
        let path = t.join("manifest.json");
        let text = fs::read_to_string(&path)?;
        ensure!(text.contains(from), "{from:?} is not in {text}");
        Ok(fs::write(&path, text.replacen(from, to, 1))?)
    };
    changed(&|t| manifest(t, "\"hostname\": \"", "\"hostname\": \"not-"), &["manifest.json its sum is not"])?;
    changed(&|t| manifest(t, "\"root\": \"", "\"root\": \"0"), &["manifest.json"])?;
    // The format's version does not get one around the seal.
    changed(&|t| manifest(t, "\"minor\": 4", "\"minor\": 2"), &["manifest.json"])?;
    // A database: rows by their range.
    let database = trace(&dir.path().join("base.sqlite"), &[])?;
    let rows = |sql: &str, part: &str| {
        let path = dir.path().join("x.sqlite");
        fs::copy(&database, &path)?;
        Connection::open(&path)?.execute_batch(sql)?;
        let out = verify(&path, &[])?;
        let bad = bad_parts(&out)?;
        ensure!(out.status.code() == Some(1) && bad.iter().any(|b| b.contains(part)), "{sql}: {bad:?}");
        Ok::<_, anyhow::Error>(())
    };
    rows("UPDATE call_chunks SET ts_base = ts_base + 1 WHERE id = 1", "syscalls rows 1-")?;
    rows("UPDATE call_texts SET text = text || 'x' WHERE id = 2", "call_texts rows 1-")?;
    rows("DELETE FROM processes WHERE rowid = 2", "processes rows 1-")?;
    rows("UPDATE call_kinds SET id = -5 WHERE id = 5", "call_kinds rows 1-")?;
    rows("INSERT INTO losses VALUES (1, 2, 3, 'bulk', 4)", "losses rows 1-")?;
    rows("UPDATE custody SET line = replace(line, 'recorded', 'invented')", "x.sqlite the file's bytes")?;
    rows("CREATE TABLE more (x)", "x.sqlite the file's bytes")?;
    rows("DELETE FROM seal", "seal")?;
    Ok(())
}

/// Random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

fn mutations() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let bases = forms(dir.path())?;
    let mut random = Random(20_261_124);
    let mut statuses = std::collections::BTreeMap::new();
    for round in 0..1000 {
        let base = &bases[round % bases.len()];
        let path = dir.path().join(format!("x-{}", base.file_name().context("no name")?.to_string_lossy()));
        copy(base, &path)?;
        let what = if base.is_dir() { mutate_folder(&path, &mut random)? } else { mutate_file(&path, &mut random)? };
        let out = verify(&path, &[])?;
        let status = out.status.code();
        ensure!(matches!(status, Some(1 | 3)), "round {round}, {what}: {out:?}");
        ensure!(!String::from_utf8_lossy(&out.stderr).contains("panicked"), "round {round}, {what}: {out:?}");
        if let (Some(1), Some(file)) = (status, what.strip_prefix("flip in ")) {
            let bad = bad_parts(&out)?;
            ensure!(bad.iter().any(|part| part.contains(file)), "round {round}, {what}: {bad:?}");
        }
        *statuses.entry(status).or_insert(0) += 1;
    }
    println!("mutations by exit status of verify: {statuses:?}");
    Ok(())
}

fn flip(path: &Path, random: &mut Random) -> Result<()> {
    let mut bytes = fs::read(path)?;
    let bit = random.below(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    Ok(fs::write(path, bytes)?)
}

fn cut(path: &Path, random: &mut Random) -> Result<()> {
    let bytes = fs::read(path)?;
    Ok(fs::write(path, &bytes[..random.below(bytes.len())])?)
}

fn mutate_folder(path: &Path, random: &mut Random) -> Result<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(path)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let name = names[random.below(names.len())].clone();
    let file = path.join(&name);
    Ok(match random.below(8) {
        0..4 => {
            flip(&file, random)?;
            format!("flip in {name}")
        }
        4 => {
            cut(&file, random)?;
            format!("cut of {name}")
        }
        5 => {
            fs::remove_file(&file)?;
            format!("{name} removed")
        }
        6 => {
            let segments = segments(path)?;
            let one = random.below(segments.len());
            let two = (one + 1 + random.below(segments.len() - 1)) % segments.len();
            let (a, b) = (fs::read(path.join(&segments[one]))?, fs::read(path.join(&segments[two]))?);
            fs::write(path.join(&segments[one]), b)?;
            fs::write(path.join(&segments[two]), a)?;
            format!("{} and {} swapped", segments[one], segments[two])
        }
        _ => {
            let manifest = path.join("manifest.json");
            let text = fs::read_to_string(&manifest)?;
            let digits: Vec<usize> =
                text.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(i, _)| i).collect();
            let at = digits[random.below(digits.len())];
            let mut bytes = text.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + 1) % 10;
            fs::write(&manifest, bytes)?;
            format!("a digit of the manifest at {at}")
        }
    })
}

fn mutate_file(path: &Path, random: &mut Random) -> Result<String> {
    let sqlite = path.extension().is_some_and(|e| e == "sqlite");
    Ok(match random.below(8) {
        0 => {
            cut(path, random)?;
            "cut".to_owned()
        }
        1 if sqlite => {
            let db = Connection::open(path)?;
            let rows: u32 = db.query_row("SELECT count(*) FROM call_texts", [], |row| row.get(0))?;
            let rows = rows as usize;
            let (a, b) = (random.below(rows / 2) + 1, rows / 2 + random.below(rows / 2) + 1);
            db.execute_batch(&format!(
                "UPDATE call_texts SET id = -1 WHERE id = {a}; UPDATE call_texts SET id = {a} WHERE id = {b}; \
                 UPDATE call_texts SET id = {b} WHERE id = -1;"
            ))?;
            format!("texts {a} and {b} swapped")
        }
        2 if sqlite => {
            let db = Connection::open(path)?;
            let text: String = db.query_row("SELECT json FROM manifest", [], |row| row.get(0))?;
            let at = text.find("\"started_ns\": ").context("no started_ns")? + 14;
            db.execute("UPDATE manifest SET json = ?1", [format!("{}9{}", &text[..at], &text[at..])])?;
            "the manifest's beginning".to_owned()
        }
        3 => {
            let mut bytes = fs::read(path)?;
            bytes.extend(vec![0; 1 + random.below(5000)]);
            fs::write(path, bytes)?;
            "zeros added".to_owned()
        }
        _ => {
            flip(path, random)?;
            "a bit".to_owned()
        }
    })
}

pub fn segments(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.starts_with("syscalls-"));
    names.sort();
    Ok(names)
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        fs::copy(from, to)?;
        return Ok(());
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        fs::copy(from.join(&name), to.join(&name))?;
    }
    Ok(())
}
