//! The catalog of a folder of traces.

use crate::{Case, evidence::analyze};
use anyhow::{Result, ensure};
use e2e::{HERE, output, record, refused, stdout};
use rusqlite::Connection;
use std::{fs, path::Path};

pub fn cases() -> Vec<Case> {
    vec![Case { name: "catalog::follows_the_folder", skip: None, run: follows }]
}

fn run(path: &Path, command: &[&str]) -> Result<()> {
    stdout(record()?.args(["run", "--quiet", "--backend", "ptrace", "-o"]).arg(path).arg("--").args(command))?;
    Ok(())
}

fn follows() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("case"))?;
    fs::create_dir(at("case/deep"))?;
    run(&at("case/a.trace"), &["ls", "/etc"])?;
    run(&at("case/deep/b.trace.tar"), &["ls", "/usr"])?;
    run(&at("case/c.sqlite"), &["sleep", "0.01"])?;
    stdout(
        std::process::Command::new("cp")
            .arg("-r")
            .arg(format!("{HERE}/../samples/container-busybox.trace"))
            .arg(at("case/d.trace")),
    )?;
    fs::write(at("case/broken.trace.tar"), "nothing")?;
    let catalog = at("case/catalog.sqlite");
    let update = || stdout(analyze()?.arg("catalog").arg(at("case")).arg("-o").arg(&catalog).arg("--verify"));
    let said = update()?;
    ensure!(said.contains("5 traces: 5 new, 0 changed, 0 as before, 0 gone; 1 of those read"), "{said}");
    let db = Connection::open(&catalog)?;
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0));
    ensure!(one("SELECT unreadable FROM traces WHERE path LIKE '%broken%'")?.contains("no trace"));
    ensure!(one("SELECT verified FROM traces WHERE path LIKE '%a.trace'")? == "ok");
    let (image, digest): (String, String) =
        db.query_row("SELECT image, image_digest FROM traces WHERE image IS NOT NULL", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    ensure!(image.contains("busybox") && digest.starts_with("sha256:"), "{image} {digest}");
    // The figures are the reports'.
    let report = e2e::analyze(&["frequency", &at("case/a.trace").to_string_lossy()])?;
    let calls: i64 =
        report["tables"][0]["rows"].as_array().into_iter().flatten().filter_map(|row| row["calls"].as_i64()).sum();
    let noted: i64 = db.query_row("SELECT calls FROM traces WHERE path LIKE '%a.trace'", [], |row| row.get(0))?;
    ensure!(calls == noted && calls > 0, "{calls} {noted}");
    ensure!(
        one("SELECT t.path FROM programs p JOIN traces t USING (trace) WHERE p.exe LIKE '%/sleep'")?
            .contains("c.sqlite")
    );
    // Like finds like.
    let nearest = one("SELECT other FROM similar WHERE path LIKE '%a.trace' ORDER BY similarity DESC LIMIT 1")?;
    ensure!(nearest.contains("b.trace.tar"), "{nearest}");
    // Only what changed is read again.
    fs::remove_dir_all(at("case/d.trace"))?;
    fs::remove_file(at("case/c.sqlite"))?;
    run(&at("case/c.sqlite"), &["true"])?;
    let said = update()?;
    ensure!(said.contains("4 traces: 0 new, 1 changed, 3 as before, 1 gone; 0 of those read"), "{said}");
    ensure!(one("SELECT count(*) || '' FROM calls WHERE trace NOT IN (SELECT trace FROM traces)")? == "0");
    fs::write(at("other.sqlite"), fs::read(at("case/c.sqlite"))?)?;
    refused(
        &output(analyze()?.arg("catalog").arg(at("case")).arg("-o").arg(at("other.sqlite")))?,
        2,
        &["other.sqlite", "no catalog"],
    )?;
    Ok(())
}
