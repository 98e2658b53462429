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
        Case { name: "evidence::minisign_verifies_what_we_sign", skip: lacks("minisign"), run: minisign },
        Case { name: "evidence::ssh_keygen_verifies_what_we_sign", skip: lacks("ssh-keygen"), run: ssh },
        Case { name: "evidence::hostile_archives_are_refused", skip: lacks("tar"), run: hostile_archives },
        Case { name: "evidence::hostile_folders_and_databases_are_refused", skip: None, run: hostile },
    ]
}

const SCRIPT: &str = "ls -lR /etc > /dev/null; ls /usr/share/doc | sort | tail -3 > /dev/null";

fn analyze() -> Result<Command> {
    Ok(Command::new(binary("analyze")?))
}

/// A recording of a few thousand calls.
pub fn trace(path: &Path, args: &[&str]) -> Result<PathBuf> {
    stdout(record()?.args(["run", "--quiet", "-o"]).arg(path).args(args).args(["--", "sh", "-c", SCRIPT]))?;
    Ok(path.to_owned())
}

/// A recording in several segments.
fn segmented(path: &Path) -> Result<PathBuf> {
    let dir = path.parent().context("no folder")?;
    let loops = e2e::workload(dir, "loops", &[])?;
    let mut command = record()?;
    command
        .args(["run", "--quiet", "--last", "1200K", "-o"])
        .arg(path)
        .arg("--")
        .arg(loops)
        .args(["getppid", "1200000"]);
    stdout(&mut command)?;
    let segments = segments(path)?;
    ensure!(segments.len() > 2, "{segments:?}");
    Ok(path.to_owned())
}

fn verify(path: &Path, args: &[&str]) -> Result<Output> {
    output(analyze()?.args(["verify", "--format", "json"]).args(args).arg(path))
}

fn ok(path: &Path, args: &[&str]) -> Result<()> {
    let out = verify(path, args)?;
    ensure!(out.status.success(), "{} {args:?}: {out:?}", path.display());
    Ok(())
}

/// The parts that are not as they were sealed.
fn bad_parts(out: &Output) -> Result<Vec<String>> {
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
    changed(&|t| manifest(t, "\"minor\": 3", "\"minor\": 2"), &["manifest.json"])?;
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
    rows("UPDATE syscalls SET ret = ret + 1 WHERE rowid = 5", "syscalls rows 1-")?;
    rows("DELETE FROM processes WHERE rowid = 2", "processes rows 1-")?;
    rows("UPDATE syscalls SET rowid = -5 WHERE rowid = 5", "syscalls rows 1-")?;
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
            let rows: u32 = db.query_row("SELECT count(*) FROM syscalls", [], |row| row.get(0))?;
            let rows = rows as usize;
            let (a, b) = (random.below(rows / 2) + 1, rows / 2 + random.below(rows / 2) + 1);
            db.execute_batch(&format!(
                "UPDATE syscalls SET rowid = -1 WHERE rowid = {a}; UPDATE syscalls SET rowid = {a} WHERE rowid = {b}; \
                 UPDATE syscalls SET rowid = {b} WHERE rowid = -1;"
            ))?;
            format!("rows {a} and {b} swapped")
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

fn segments(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.starts_with("syscalls-"));
    names.sort();
    Ok(names)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
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

/// Where the manifest and a signature lie as files of their own.
fn papers(path: &Path, signature: &str, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    if path.is_dir() {
        for name in ["manifest.json", signature] {
            fs::copy(path.join(name), into.join(name))?;
        }
    } else if path.to_string_lossy().ends_with(".tar") {
        stdout(Command::new("tar").arg("-C").arg(into).arg("-xf").arg(path))?;
    } else {
        let db = Connection::open(path)?;
        let text: String = db.query_row("SELECT json FROM manifest", [], |row| row.get(0))?;
        fs::write(into.join("manifest.json"), text)?;
        let text: String =
            db.query_row("SELECT text FROM signatures WHERE name = ?1", [signature], |row| row.get(0))?;
        fs::write(into.join(signature), text)?;
    }
    Ok(())
}

fn minisign() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    let keys = |name: &str, args: &[&str]| {
        let mut command = Command::new("minisign");
        command
            .arg("-G")
            .args(args)
            .arg("-p")
            .arg(at(&format!("{name}.pub")))
            .arg("-s")
            .arg(at(&format!("{name}.key")));
        command
    };
    stdout(&mut keys("mine", &["-W"]))?;
    stdout(&mut keys("other", &["-W"]))?;
    let (key, public, other) = (at("mine.key"), at("mine.pub"), at("other.pub"));
    let public = public.to_string_lossy();
    for name in ["a.trace", "b.trace.tar", "c.sqlite"] {
        let path = trace(&at(name), &[])?;
        stdout(analyze()?.args(["sign", "--key"]).arg(&key).arg(&path))?;
        ok(&path, &["--pubkey", &public])?;
        let out = verify(&path, &["--pubkey", &other.to_string_lossy()])?;
        ensure!(out.status.code() == Some(1) && bad_parts(&out)?[0].contains("minisig"), "{out:?}");
        let papers_at = at(&format!("papers-{name}"));
        papers(&path, "manifest.json.minisig", &papers_at)?;
        let text = stdout(
            Command::new("minisign").args(["-V", "-p"]).arg(&*public).arg("-m").arg(papers_at.join("manifest.json")),
        )?;
        ensure!(text.contains("verified") && text.contains("custody:2:"), "{text}");
    }
    // At recording; and what is done afterwards does not break the signature.
    let path = trace(&at("s.trace"), &["--sign", &key.to_string_lossy()])?;
    ok(&path, &["--pubkey", &public])?;
    stdout(analyze()?.arg("pack").arg(&path))?;
    ok(&at("s.trace.tar"), &["--pubkey", &public])?;
    // A log rewritten with all its sums is sound in itself; the signature tells.
    let log = fs::read_to_string(path.join("custody.jsonl"))?;
    let shorter: String = log.split_inclusive('\n').take(1).collect();
    fs::write(path.join("custody.jsonl"), &shorter)?;
    stdout(
        Command::new("sh")
            .current_dir(&path)
            .args(["-c", "sha256sum $(awk '{print $2}' SHA256SUMS) > s && mv s SHA256SUMS"]),
    )?;
    ok(&path, &[])?;
    let out = verify(&path, &["--pubkey", &public])?;
    ensure!(out.status.code() == Some(1) && bad_parts(&out)?[0].contains("custody.jsonl"), "{out:?}");
    // The same of the manifest.
    let manifest = path.join("manifest.json");
    fs::write(&manifest, fs::read_to_string(&manifest)?.replacen("\"hostname\": \"", "\"hostname\": \"not-", 1))?;
    stdout(
        Command::new("sh")
            .current_dir(&path)
            .args(["-c", "sha256sum $(awk '{print $2}' SHA256SUMS) > s && mv s SHA256SUMS"]),
    )?;
    ensure!(verify(&path, &["--pubkey", &public])?.status.code() == Some(1));
    // A trace that was never signed.
    let out = verify(&trace(&at("u.trace"), &[])?, &["--pubkey", &public])?;
    ensure!(out.status.code() == Some(1) && bad_parts(&out)?[0].contains("signature"), "{out:?}");
    // A key with a password.
    let script = format!("printf 'secret\\nsecret\\n' | minisign -G -p {:?} -s {:?}", at("p.pub"), at("p.key"));
    stdout(Command::new("sh").args(["-c", &script]))?;
    fs::write(at("password"), "secret\n")?;
    let sign = |password: &Path| {
        output(
            analyze()?.args(["sign", "--key"]).arg(at("p.key")).arg("--password-file").arg(password).arg(at("u.trace")),
        )
    };
    fs::write(at("wrong"), "guess\n")?;
    refused(&sign(&at("wrong"))?, 2, &["p.key", "password"])?;
    ensure!(sign(&at("password"))?.status.success());
    ok(&at("u.trace"), &["--pubkey", &at("p.pub").to_string_lossy()])?;
    Ok(())
}

fn ssh() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    for (name, password) in [("id", ""), ("locked", "secret")] {
        stdout(
            Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", password, "-C", "me@here", "-f"])
                .arg(at(name)),
        )?;
    }
    let line = |name: &str| fs::read_to_string(at(&format!("{name}.pub")));
    fs::write(at("signers"), format!("# people\nme@here namespaces=\"file,git\" {}", line("id")?))?;
    fs::write(at("strangers"), format!("you@there {}", line("locked")?))?;
    fs::write(at("password"), "secret\n")?;
    let signers = at("signers");
    for name in ["a.trace", "b.trace.tar", "c.sqlite"] {
        let path = trace(&at(name), &[])?;
        stdout(analyze()?.args(["sign", "--key"]).arg(at("id")).arg(&path))?;
        ok(&path, &["--allowed-signers", &signers.to_string_lossy()])?;
        ok(&path, &["--pubkey", &at("id.pub").to_string_lossy()])?;
        ensure!(verify(&path, &["--allowed-signers", &at("strangers").to_string_lossy()])?.status.code() == Some(1));
        let papers_at = at(&format!("papers-{name}"));
        papers(&path, "manifest.json.sig", &papers_at)?;
        let script =
            format!("ssh-keygen -Y verify -f {:?} -I me@here -n file -s manifest.json.sig < manifest.json", signers);
        let text = stdout(Command::new("sh").args(["-c", &script]).current_dir(&papers_at))?;
        ensure!(text.contains("Good \"file\" signature for me@here"), "{text}");
    }
    // Theirs is taken too.
    let path = trace(&at("t.trace"), &[])?;
    let signed = |key: &str| {
        stdout(analyze()?.args(["sign", "--key"]).arg(at(key)).arg("--password-file").arg(at("password")).arg(&path))
    };
    signed("locked")?;
    ok(&path, &["--allowed-signers", &at("strangers").to_string_lossy()])?;
    fs::write(at("odd"), format!("me@here valid-before=\"20000101\" {}", line("id")?))?;
    refused(&output(analyze()?.args(["verify", "--allowed-signers"]).arg(at("odd")).arg(&path))?, 2, &["odd: line 1"])?;
    refused(
        &output(analyze()?.args(["sign", "--key"]).arg(at("id.pub")).arg(&path))?,
        2,
        &["id.pub", "no minisign secret key"],
    )?;
    Ok(())
}

fn hostile_archives() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let folder = trace(&dir.path().join("a.trace"), &[])?;
    let archive = dir.path().join("x.trace.tar");
    let check = |parts: &[&str]| {
        for report in ["info", "frequency", "verify"] {
            refused(&output(analyze()?.arg(report).arg(&archive))?, 3, parts)?;
        }
        Ok::<_, anyhow::Error>(())
    };
    let tar = |args: &[&str]| {
        stdout(Command::new("tar").arg("-C").arg(&folder).arg("-cf").arg(&archive).args(args)).map(|_| ())
    };
    let rename = |to: &str| {
        tar(&[
            "--transform",
            &format!("s,^losses.parquet$,{to},"),
            "--absolute-names",
            "manifest.json",
            "losses.parquet",
        ])
    };
    for name in ["../losses.parquet", "/tmp/losses.parquet", "a/../../b", "a/b/c", "x\ny", ".hidden"] {
        rename(name)?;
        check(&["x.trace.tar", "do not trust it"])?;
    }
    tar(&["--hard-dereference", "manifest.json"])?;
    stdout(Command::new("tar").arg("-C").arg(&folder).arg("-rf").arg(&archive).arg("manifest.json"))?;
    check(&["manifest.json", "twice"])?;
    std::os::unix::fs::symlink("/etc/passwd", folder.join("link.parquet"))?;
    tar(&["manifest.json", "link.parquet"])?;
    check(&["link.parquet", "not a plain file"])?;
    fs::remove_file(folder.join("link.parquet"))?;
    fs::hard_link(folder.join("manifest.json"), folder.join("hard.json"))?;
    tar(&["manifest.json", "hard.json"])?;
    check(&["hard.json", "not a plain file"])?;
    fs::remove_file(folder.join("hard.json"))?;
    // Cut in a file; and a header that claims more than there is.
    tar(&["."])?;
    let bytes = fs::read(&archive)?;
    fs::write(&archive, &bytes[..bytes.len() / 2])?;
    check(&["x.trace.tar"])?;
    Ok(())
}

fn hostile() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let base = trace(&dir.path().join("a.trace"), &[])?;
    let path = dir.path().join("x.trace");
    // A link in a trace leads nowhere.
    copy(&base, &path)?;
    let segment = segments(&path)?[0].clone();
    fs::rename(path.join(&segment), dir.path().join("elsewhere"))?;
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), path.join(&segment))?;
    refused(&output(analyze()?.arg("frequency").arg(&path))?, 3, &[&segment, "not a plain file"])?;
    let out = verify(&path, &[])?;
    ensure!(out.status.code() == Some(1) && bad_parts(&out)?.iter().any(|part| part.contains(&segment)), "{out:?}");
    // So does a name in the manifest.
    for name in ["../elsewhere", "/etc/passwd", "a b", "x'; DROP TABLE syscalls; --"] {
        copy(&base, &path)?;
        let manifest = path.join("manifest.json");
        fs::write(&manifest, fs::read_to_string(&manifest)?.replacen(&segment, name, 1))?;
        refused(&output(analyze()?.arg("frequency").arg(&path))?, 3, &["manifest.json", "do not trust it"])?;
    }
    // Numbers beyond reason.
    copy(&base, &path)?;
    let manifest = path.join("manifest.json");
    let text = fs::read_to_string(&manifest)?;
    let huge = huge_numbers(&text);
    fs::write(&manifest, huge)?;
    for report in ["info", "frequency", "verify"] {
        let status = output(analyze()?.arg(report).arg(&path))?.status.code();
        ensure!(matches!(status, Some(0 | 1 | 3)), "{report}: {status:?}");
    }
    // A manifest that never ends is not read to its end.
    copy(&base, &path)?;
    fs::File::options().write(true).open(path.join("manifest.json"))?.set_len(1 << 40)?;
    refused(&output(analyze()?.arg("info").arg(&path))?, 3, &["manifest.json", "more than any trace"])?;
    // A view in the place of a table would be run by whoever reads it.
    let database = trace(&dir.path().join("c.sqlite"), &[])?;
    Connection::open(&database)?.execute_batch(
        "ALTER TABLE losses RENAME TO hidden; CREATE VIEW losses AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n",
    )?;
    refused(&output(analyze()?.arg("frequency").arg(&database))?, 3, &["losses", "no table"])?;
    // A small file that would fill the disk.
    let bomb = dir.path().join("bomb.sqlite.zst");
    let script = format!(
        "(printf 'SQLite format 3\\0'; head -c 3000000000 /dev/zero) | zstd -q -19 --long=27 -o {bomb:?} --ultra"
    );
    if output(Command::new("bash").args(["-c", &script]))?.status.success() {
        refused(&output(analyze()?.arg("frequency").arg(&bomb))?, 3, &["bomb.sqlite.zst", "do not trust it"])?;
    }
    Ok(())
}

/// Every number of a manifest's rows and bytes as the largest that there is.
fn huge_numbers(text: &str) -> String {
    text.lines()
        .map(|line| match line.split_once(": ") {
            Some((key, value))
                if ["\"rows\"", "\"lost\"", "\"recorded\"", "\"expected\"", "\"syscalls\""].contains(&key.trim()) =>
            {
                let end = if value.ends_with(',') { "," } else { "" };
                if value.starts_with(|c: char| c.is_ascii_digit()) {
                    format!("{key}: {}{end}\n", u64::MAX)
                } else {
                    format!("{line}\n")
                }
            }
            _ => format!("{line}\n"),
        })
        .collect()
}
