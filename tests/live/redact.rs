//! Redaction: secrets are gone wherever they were, and the rest verifies against the signature of the whole.

use crate::{
    Case,
    evidence::{analyze, bad_parts, copy, verify},
};
use anyhow::{Context, Result, ensure};
use e2e::{output, record, refused, stdout};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub fn cases() -> Vec<Case> {
    let lacks =
        |name: &str, arg: &str| Command::new(name).arg(arg).output().err().map(|error| format!("{name}: {error}"));
    vec![
        Case {
            name: "redact::secrets_are_gone_and_the_rest_verifies",
            skip: lacks("minisign", "-v").or_else(|| lacks("python3", "-V")),
            run: whole,
        },
        Case { name: "redact::rules_of_a_file", skip: None, run: rules },
        Case { name: "redact::what_cannot_be", skip: None, run: refusals },
    ]
}

/// Records a program with secrets in its environment, its arguments and what it writes.
fn recorded(path: &Path) -> Result<()> {
    let program = "printf 'GET / HTTP/1.1\\r\\nAuthorization: Bearer topsecretbearer\\r\\n\\r\\n' >/dev/null; cat /etc/hostname >/dev/null; \
                   /bin/echo --password=hunter2hunter2 --token deadbeefcafe >/dev/null; ls /nonexistent/customer-4711 2>/dev/null; true";
    let mut command = record()?;
    command.args(["run", "--quiet", "--backend", "ptrace", "--payload", "all", "-o"]).arg(path);
    command.args(["--", "env", "DB_PASSWORD=swordfish99", "PLAIN=visible", "sh", "-c", program]);
    stdout(&mut command)?;
    Ok(())
}

/// All bytes of a trace, with its Parquet files as text: pyarrow would be needed to look into them, so our own export does.
fn everything(path: &Path) -> Result<String> {
    let mut all = String::new();
    for table in ["syscalls", "processes"] {
        all += &stdout(analyze()?.args(["export", "--to", "jsonl", "--table", table]).arg(path))?;
    }
    for name in ["manifest.json", "custody.jsonl", "salts.json", "commitments.json"] {
        all += &fs::read_to_string(path.join(name)).unwrap_or_default();
    }
    Ok(all)
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

const SECRETS: [&str; 4] = ["topsecretbearer", "hunter2hunter2", "deadbeefcafe", "swordfish99"];

fn holds(all: &str, secret: &str) -> bool {
    all.contains(secret) || all.contains(&hex(secret))
}

fn key(dir: &Path) -> Result<(PathBuf, String)> {
    let (secret, public) = (dir.join("k.key"), dir.join("k.pub"));
    stdout(Command::new("minisign").args(["-G", "-W", "-p"]).arg(&public).arg("-s").arg(&secret))?;
    Ok((secret, public.to_string_lossy().into_owned()))
}

fn whole() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    recorded(&at("a.trace"))?;
    let (secret, public) = key(dir.path())?;
    stdout(analyze()?.args(["sign", "--redactable", "--key"]).arg(&secret).arg(at("a.trace")))?;
    let out = verify(&at("a.trace"), &["--pubkey", &public])?;
    ensure!(out.status.success(), "{:?}", bad_parts(&out)?);
    let before = everything(&at("a.trace"))?;
    for word in SECRETS.iter().chain(&["visible"]) {
        ensure!(holds(&before, word), "the recording has no {word}");
    }
    stdout(analyze()?.arg("redact").arg(at("a.trace")).arg("-o").arg(at("b.trace")))?;
    let after = everything(&at("b.trace"))?;
    for word in SECRETS {
        ensure!(!holds(&after, word), "{word} is still there");
    }
    ensure!(
        holds(&after, "visible") && after.contains("DB_PASSWORD=") && after.contains("--password="),
        "too much is gone"
    );
    ensure!(after.contains("/etc/hostname") && after.contains("customer-4711"));
    // Against the original signature, which was not made anew; by minisign too.
    let out = verify(&at("b.trace"), &["--pubkey", &public])?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    ensure!(out.status.success() && said.contains("values were redacted"), "{said}");
    let (commitments, signature) = (at("b.trace/commitments.json"), at("b.trace/commitments.json.minisig"));
    ensure!(fs::read(&commitments)? == fs::read(at("a.trace/commitments.json"))?);
    stdout(Command::new("minisign").args(["-V", "-p", &public, "-m"]).arg(&commitments).arg("-x").arg(&signature))?;
    ensure!(!at("b.trace/manifest.json.minisig").exists());
    // Reports say so.
    let frequency = stdout(analyze()?.arg("frequency").arg(at("b.trace")))?;
    ensure!(frequency.contains("values redacted"), "{frequency}");
    let info = stdout(analyze()?.arg("info").arg(at("b.trace")))?;
    ensure!(info.contains("by rule secret-env"), "{info}");
    let same = |report: &str| -> Result<bool> {
        let text = |name: &str| -> Result<String> {
            let text = stdout(analyze()?.args([report, "--format", "csv"]).arg(at(name)))?;
            Ok(text)
        };
        Ok(text("a.trace")? == text("b.trace")?)
    };
    ensure!(same("frequency")? && same("latency")?, "counts changed");
    // What is not redacted cannot be changed, even by one who makes the seal anew: here with the program itself, which redacts
    // more, and whose salts are then replaced by those of before.
    let more = at("rules.yaml");
    fs::write(&more, "builtin: false\nrules:\n  - {name: names, column: path, matches: customer}\n")?;
    stdout(analyze()?.arg("redact").arg(at("b.trace")).args(["--rules"]).arg(&more).arg("-o").arg(at("c.trace")))?;
    let out = verify(&at("c.trace"), &["--pubkey", &public])?;
    ensure!(out.status.success(), "redacting twice: {:?}", bad_parts(&out)?);
    copy(&at("c.trace"), &at("d.trace"))?;
    fs::copy(at("b.trace/salts.json"), at("d.trace/salts.json"))?;
    reseal(&at("d.trace"), "salts.json")?;
    let bad = bad_parts(&verify(&at("d.trace"), &["--pubkey", &public])?)?;
    ensure!(bad.iter().any(|part| part.contains("commitments.json: syscalls")), "{bad:?}");
    // A redacted value cannot be guessed: its salt is gone.
    let salts: serde_json::Value = serde_json::from_str(&fs::read_to_string(at("b.trace/salts.json"))?)?;
    let rows = salts["tables"]["processes"]["rows"].as_object().context("no rows")?;
    ensure!(
        !rows.is_empty()
            && rows.values().all(|row| {
                let redacted =
                    row["redacted"].as_object().map(|r| r.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
                !redacted.is_empty() && redacted.iter().all(|place| row["salts"].get(place).is_none())
            })
    );
    // In an archive and through a conversion it is the same trace.
    stdout(analyze()?.arg("pack").arg(at("b.trace")))?;
    let out = verify(&at("b.trace.tar"), &["--pubkey", &public])?;
    ensure!(out.status.success(), "{:?}", bad_parts(&out)?);
    Ok(())
}

/// Makes `SHA256SUMS` fit a file that was changed.
fn reseal(folder: &Path, name: &str) -> Result<()> {
    let sum = stdout(Command::new("sha256sum").arg(name).current_dir(folder))?;
    let sums = fs::read_to_string(folder.join("SHA256SUMS"))?;
    let lines = sums.lines().map(|line| if line.ends_with(&format!(" {name}")) { sum.trim_end() } else { line });
    fs::write(folder.join("SHA256SUMS"), lines.map(|line| format!("{line}\n")).collect::<String>())?;
    Ok(())
}

fn rules() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    recorded(&at("a.trace"))?;
    fs::write(
        at("rules.yaml"),
        "builtin: false\nrules:\n  - {name: hosts, path: '^/etc/hostname$', with: hash}\n  - {name: plain, env: '^PLAIN$'}\n",
    )?;
    let out = output(
        analyze()?
            .arg("redact")
            .arg(at("a.trace"))
            .arg("--rules")
            .arg(at("rules.yaml"))
            .arg("-o")
            .arg(at("b.trace.tar")),
    )?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure!(out.status.success() && said.contains("no commitments") && said.contains("hosts: "), "{said}");
    stdout(analyze()?.arg("verify").arg(at("b.trace.tar")))?;
    let rows = stdout(analyze()?.args(["export", "--to", "jsonl"]).arg(at("b.trace.tar")))?;
    ensure!(!rows.contains("/etc/hostname") && !rows.contains(&hex("visible")), "the rules were not applied");
    // The same value has the same mark, so that it can still be followed.
    let query = "SELECT DISTINCT path FROM syscalls WHERE path LIKE '%redacted:%'";
    let marks = e2e::analyze(&["sql", &at("b.trace.tar").to_string_lossy(), query])?;
    ensure!(marks["tables"][0]["rows"].as_array().map(Vec::len) == Some(1), "{marks}");
    ensure!(rows.contains(&hex("swordfish99")), "more than the rules was taken out");
    Ok(())
}

fn refusals() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    recorded(&at("a.trace"))?;
    let redact = |rules: &str, to: &str| -> Result<std::process::Output> {
        fs::write(at("r.yaml"), rules)?;
        output(analyze()?.arg("redact").arg(at("a.trace")).arg("--rules").arg(at("r.yaml")).arg("-o").arg(at(to)))
    };
    refused(&redact("rules: [{name: x}]", "b.trace")?, 2, &["r.yaml", "\"x\"", "one of"])?;
    refused(&redact("rules: [{name: x, env: '('}]", "b.trace")?, 2, &["r.yaml", "no pattern"])?;
    refused(&redact("rule: []", "b.trace")?, 2, &["r.yaml"])?;
    refused(&redact("rules: []", "b.sqlite")?, 2, &["b.sqlite", ".trace.tar"])?;
    stdout(analyze()?.arg("convert").arg(at("a.trace")).arg(at("a.sqlite")))?;
    let out = output(analyze()?.arg("redact").arg(at("a.sqlite")).arg("-o").arg(at("c.trace")))?;
    refused(&out, 2, &["a.sqlite", "analyze convert"])?;
    ensure!(!at("b.trace").exists() && !at("c.trace").exists());
    Ok(())
}
