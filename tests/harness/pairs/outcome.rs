//! What `analyze diff` says of a recipe, beside what the recipe says.

use super::{
    image::{Image, Maker},
    recipe::{Base, Expect, Quiet, Recipe},
    runs,
};
use crate::{binary, containers, output};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// How grave a difference can be, from what is least.
const SEVERITIES: [&str; 5] = ["info", "low", "medium", "high", "critical"];

/// Makes, runs, records and compares; one line that says what was found.
///
/// # Errors
/// When something cannot be done, or what comes out is not what the recipe says; then with the first differences.
pub fn check(recipe: &Recipe) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let kept = binary("record")?.with_file_name("pairs");
    std::fs::create_dir_all(&kept)?;
    let conf = containers::engine(folder.path())?;
    let maker = Maker { conf: &conf, scratch: folder.path(), kept: &kept };
    if let Some(quiet) = recipe.quiet.as_ref().filter(|quiet| quiet.same.is_some()) {
        return same(recipe, quiet, &maker);
    }
    let images = [maker.image(recipe, &recipe.left, "left")?, maker.image(recipe, &recipe.right, "right")?];
    let traces = runs::both(&conf, &images, &recipe.run, recipe.runs, folder.path())?;
    let answer = compared(&traces[0], &traces[1], Some(&images))?;
    let mut found: Vec<String> = Vec::new();
    for expect in &recipe.expect {
        found.push(expected(&answer, expect).with_context(|| first(&answer))?);
    }
    if let Some(quiet) = &recipe.quiet {
        let loud = graver(&answer, &quiet.above);
        ensure!(loud <= quiet.most, "{loud} differences above {}: {}", quiet.above, first(&answer));
        found.push(format!("{loud} differences above {}, {} in all", quiet.above, entries(&answer).len()));
    }
    Ok(found.join("; "))
}

/// One image, any five runs of it beside any five others.
fn same(recipe: &Recipe, quiet: &Quiet, maker: &Maker) -> Result<String> {
    let image = maker.image(recipe, &recipe.left, "same")?;
    let count = quiet.same.unwrap_or(10).max(10);
    let traces = (0..count)
        .map(|run| runs::one(maker.conf, &image, &recipe.run, maker.scratch.join(format!("{run}.trace"))))
        .collect::<Result<Vec<_>>>()?;
    let mut order: Vec<usize> = (0..count).collect();
    let mut loud = Vec::new();
    // Always the same ones (Knuth, The Art of Computer Programming 2, 3.3.4 and 3.4.2).
    let mut state: u64 = 1;
    for _ in 0..quiet.repetitions {
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        let side = |from: usize| order[from..from + 5].iter().map(|run| traces[*run].clone()).collect::<Vec<_>>();
        let answer = compared(&side(0), &side(5), None)?;
        if graver(&answer, &quiet.above) > quiet.most {
            loud.push(first(&answer));
        }
    }
    let said = format!(
        "{} of {} comparisons without a difference above {}",
        quiet.repetitions - loud.len(),
        quiet.repetitions,
        quiet.above
    );
    ensure!(loud.len() <= quiet.failures, "{said}: {}", loud.join("\n"));
    Ok(said)
}

/// The answer of `analyze diff`.
fn compared(left: &[PathBuf], right: &[PathBuf], images: Option<&[Image; 2]>) -> Result<Value> {
    let mut diff = Command::new(binary("analyze")?);
    diff.args(["diff", "--format", "json", "--left"]).args(left).arg("--right").args(right);
    if let Some([left, right]) = images {
        diff.arg("--left-image").arg(&left.archive).arg("--right-image").arg(&right.archive);
    }
    let out = output(&mut diff)?;
    let complaint = String::from_utf8_lossy(&out.stderr);
    ensure!(matches!(out.status.code(), Some(0 | 1)), "analyze diff: {}: {complaint}", out.status);
    serde_json::from_slice(&out.stdout).with_context(|| format!("no JSON: {complaint}"))
}

fn table<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    let tables = answer["tables"].as_array().map_or(&[][..], Vec::as_slice);
    let rows = tables.iter().find(|table| table["name"] == name).and_then(|table| table["rows"].as_array());
    rows.map_or(&[], Vec::as_slice)
}

fn entries(answer: &Value) -> &[Value] {
    table(answer, "differences")
}

fn graver(answer: &Value, than: &str) -> usize {
    let rank = |name: &str| SEVERITIES.iter().position(|severity| *severity == name);
    entries(answer).iter().filter(|row| rank(row["severity"].as_str().unwrap_or_default()) > rank(than)).count()
}

/// Where what must be found is; an entry counts with all that belongs to it.
fn expected(answer: &Value, expect: &Expect) -> Result<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let is = |row: &Value| {
        let told = text(row, "key") + " " + &text(row, "program");
        row["kind"] == expect.kind.as_str() && expect.words.iter().all(|word| told.contains(word.as_str()))
    };
    for (i, entry) in entries(answer).iter().enumerate().take(expect.within) {
        let members = table(answer, "grouped").iter().filter(|row| row["entry"] == entry["id"]);
        let Some(row) = std::iter::once(entry).chain(members).find(|row| is(row)) else { continue };
        let origin = text(entry, "right_origin") + &text(entry, "left_origin");
        if let Some(from) = &expect.from {
            ensure!(origin.contains(from.as_str()), "{:?} comes from {origin:?}, not from {from}", entry["key"]);
        }
        let (severity, change) = (text(entry, "severity"), text(row, "change"));
        let times = match row["effect"].as_f64() {
            Some(effect) if expect.kind == "latency" => format!(", {effect:.1} times"),
            _ => String::new(),
        };
        return Ok(format!("{}: {severity}, {change} {} `{}`{times}", i + 1, expect.kind, text(row, "key")));
    }
    bail!("no {} with {:?} among the first {} differences", expect.kind, expect.words, expect.within)
}

/// The first differences, to be read.
fn first(answer: &Value) -> String {
    let rows = entries(answer).iter().take(8);
    rows.map(|row| {
        format!("\n  {} {} {} {} [{}]", row["severity"], row["change"], row["kind"], row["key"], row["program"])
    })
    .collect()
}

/// Why a recipe of this base cannot be tried here.
pub fn lacking(base: Base) -> Option<String> {
    let needed: &[&str] = match base {
        Base::Busybox => &["gcc", "tar"],
        Base::Debian => &["mmdebstrap", "curl", "python3", "tar"],
    };
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let there = |program: &str| std::env::split_paths(&paths).any(|folder: PathBuf| folder.join(program).is_file());
    let missing = needed.iter().find(|program| !there(program)).map(|program| format!("no {program}"));
    missing.or_else(|| (!Path::new("/bin/busybox").is_file()).then(|| "no busybox-static".to_owned()))
}
