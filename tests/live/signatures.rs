//! Signatures: what we sign, minisign and ssh-keygen verify, and a change is noticed.

use crate::{
    Case,
    evidence::{analyze, bad_parts, ok, trace, verify},
};
use anyhow::{Result, ensure};
use e2e::{output, refused, stdout};
use rusqlite::Connection;
use std::{fs, path::Path, process::Command};

pub fn cases() -> Vec<Case> {
    let lacks = |name: &str| Command::new(name).arg("-h").output().err().map(|error| format!("{name}: {error}"));
    vec![
        Case { name: "signatures::minisign_verifies_what_we_sign", skip: lacks("minisign"), run: minisign },
        Case { name: "signatures::ssh_keygen_verifies_what_we_sign", skip: lacks("ssh-keygen"), run: ssh },
    ]
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
