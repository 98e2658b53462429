//! Encrypted archives: what we encrypt age decrypts, what age encrypts we open.

use crate::{
    Case,
    evidence::{analyze, trace},
};
use anyhow::{Result, ensure};
use e2e::{output, refused, stdout};
use std::{fs, process::Command};

pub fn cases() -> Vec<Case> {
    let lacks =
        |name: &str, arg: &str| Command::new(name).arg(arg).output().err().map(|error| format!("{name}: {error}"));
    let tools =
        lacks("age", "--version").or_else(|| lacks("age-keygen", "--version")).or_else(|| lacks("ssh-keygen", "-?"));
    vec![Case { name: "encrypt::age_and_we_read_each_other", skip: tools, run: both_ways }]
}

fn both_ways() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    let base = trace(&at("a.trace"), &[])?;
    stdout(analyze()?.arg("pack").arg(&base))?;
    let plain = stdout(analyze()?.args(["print", "--format", "csv"]).arg(&base))?;
    let key = |name: &str| -> Result<String> {
        stdout(Command::new("age-keygen").arg("-o").arg(at(name)))?;
        Ok(stdout(Command::new("age-keygen").arg("-y").arg(at(name)))?.trim().to_owned())
    };
    let (mine, _) = (key("mine.txt")?, key("other.txt")?);
    let mut all = vec![("mine.txt".to_owned(), mine)];
    for kind in ["ed25519", "rsa"] {
        let file = format!("id_{kind}");
        stdout(Command::new("ssh-keygen").args(["-q", "-t", kind, "-N", "", "-f"]).arg(at(&file)))?;
        // One as text, one as a file.
        let public = at(&format!("{file}.pub"));
        let recipient = if kind == "rsa" {
            public.to_string_lossy().into_owned()
        } else {
            fs::read_to_string(&public)?.trim().to_owned()
        };
        all.push((file, recipient));
    }
    for (i, (identity, recipient)) in all.iter().enumerate() {
        let ours = at(&format!("{i}.trace.tar.age"));
        stdout(analyze()?.arg("pack").arg(&base).args(["--encrypt-to", recipient, "-o"]).arg(&ours))?;
        ensure!(fs::read(&ours)?.starts_with(b"age-encryption.org/v1\n"));
        let open = |path: &std::path::Path| {
            stdout(analyze()?.args(["print", "--format", "csv", "--identity"]).arg(at(identity)).arg(path))
        };
        ensure!(open(&ours)? == plain, "{identity}: another trace");
        stdout(analyze()?.arg("--identity").arg(at(identity)).arg("verify").arg(&ours))?;
        // age reads it; what it has decrypted is a trace.
        let decrypted = at(&format!("{i}.trace.tar"));
        stdout(Command::new("age").arg("-d").arg("-i").arg(at(identity)).arg("-o").arg(&decrypted).arg(&ours))?;
        stdout(analyze()?.arg("verify").arg(&decrypted))?;
        // We read what age has encrypted.
        let theirs = at(&format!("{i}-age.trace.tar.age"));
        let to: &[&str] = if recipient.ends_with(".pub") { &["-R"] } else { &["-r"] };
        stdout(Command::new("age").args(to).arg(recipient).arg("-o").arg(&theirs).arg(at("a.trace.tar")))?;
        ensure!(open(&theirs)? == plain, "{identity}: another trace from age");
    }
    let path = at("0.trace.tar.age");
    refused(&output(analyze()?.arg("info").arg(&path))?, 2, &["0.trace.tar.age", "--identity"])?;
    refused(
        &output(analyze()?.arg("info").arg("--identity").arg(at("other.txt")).arg(&path))?,
        3,
        &["0.trace.tar.age", "not encrypted to"],
    )?;
    refused(&output(analyze()?.arg("pack").arg(&base).args(["--encrypt-to", "nobody"]))?, 2, &["--encrypt-to nobody"])?;
    refused(
        &output(
            analyze()?.arg("sign").arg("--identity").arg(at("mine.txt")).arg("--key").arg(at("id_ed25519")).arg(&path),
        )?,
        2,
        &["encrypted"],
    )?;
    // A bit that is not as it was: nothing is shown.
    let mut bytes = fs::read(&path)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at("x.trace.tar.age"), bytes)?;
    refused(
        &output(analyze()?.arg("info").arg("--identity").arg(at("mine.txt")).arg(at("x.trace.tar.age")))?,
        3,
        &["x.trace.tar.age"],
    )?;
    // To two at once.
    let both = at("both.trace.tar.age");
    stdout(
        analyze()?.arg("pack").arg(&base).args(["--encrypt-to", &all[0].1, "--encrypt-to", &all[1].1, "-o"]).arg(&both),
    )?;
    for (identity, _) in &all[..2] {
        stdout(analyze()?.arg("info").arg("--identity").arg(at(identity)).arg(&both))?;
    }
    Ok(())
}
