//! Traces made to do harm: refused, or read within bounds.

use crate::{
    Case,
    evidence::{analyze, bad_parts, copy, segments, trace, verify},
};
use anyhow::{Result, ensure};
use e2e::{output, refused, stdout};
use rusqlite::Connection;
use std::{fs, process::Command};

pub fn cases() -> Vec<Case> {
    let no_tar = Command::new("tar").arg("--version").output().err().map(|error| format!("tar: {error}"));
    vec![
        Case { name: "forged::archives_are_refused", skip: no_tar, run: hostile_archives },
        Case { name: "forged::folders_and_databases_are_refused", skip: None, run: hostile },
    ]
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
