//! `analyze report` in a real browser: headless Chromium opens the page and uses it as a reader would.

use crate::{Case, hostile};
use anyhow::{Context, Result, ensure};
use e2e::{HERE, analyze, binary, stdout};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

pub fn cases() -> Vec<Case> {
    let tried = Command::new("python3").args(["-c", "import selenium"]).output();
    let no_selenium = match tried {
        Ok(out) if out.status.success() => None,
        _ => Some("python3 has no selenium; tests/run installs it".to_owned()),
    };
    let browser = no_selenium.or_else(|| chromium().err().map(|e| format!("{e:#}")));
    let case = |name, run| Case { name, skip: browser.clone(), run };
    vec![
        case("page::sorts_searches_and_zooms", uses),
        case("page::hostile_trace_is_harmless", harmless),
        Case { name: "page::figures_are_those_of_the_commands_beside_them", skip: None, run: commands },
    ]
}

fn chromium() -> Result<(String, String)> {
    let find = |names: &[&str]| -> Result<String> {
        let found =
            names.iter().find_map(|name| stdout(Command::new("sh").args(["-c", &format!("command -v {name}")])).ok());
        Ok(found.with_context(|| format!("no {}", names[0]))?.trim().to_owned())
    };
    Ok((find(&["chromium", "chromium-browser", "google-chrome"])?, find(&["chromedriver"])?))
}

fn page(trace: &str, folder: &Path) -> Result<std::path::PathBuf> {
    let page = folder.join("page.html");
    stdout(Command::new(binary("analyze")?).args(["report", trace, "-o"]).arg(&page))?;
    Ok(page)
}

/// What the browser found. With `SHOTS=FOLDER` it also leaves pictures there.
fn open(page: &Path) -> Result<Value> {
    let (chromium, driver) = chromium()?;
    let mut python = Command::new("python3");
    python.arg(format!("{HERE}/live/page.py")).args([chromium, driver]).arg(page);
    if let Some(shots) = std::env::var_os("SHOTS") {
        python.arg(shots);
    }
    let text = stdout(&mut python)?;
    serde_json::from_str(&text).with_context(|| text.clone())
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map(|items| items.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// What must be so of every page.
fn sound(found: &Value, page: &Path) -> Result<()> {
    ensure!(found["script_ran"] == "live", "the script did not run: {}", found["log"]);
    ensure!(found["log"] == Value::Array(vec![]), "the console says {}", found["log"]);
    let own = format!("file://{}", page.display());
    let requests = texts(&found["requests"]);
    ensure!(!requests.is_empty(), "no request was seen, so none can be missing");
    // The one to loopback is the test's own, to see that it is refused.
    let other = requests.iter().find(|url| **url != own && **url != "http://127.0.0.1:9/");
    ensure!(other.is_none(), "the page asked for {other:?}");
    ensure!(found["smuggled"] == "refused", "what was smuggled in: {}", found["smuggled"]);
    let refusals = texts(&found["log_smuggled"]);
    ensure!(refusals.iter().filter(|m| m.contains("Content Security Policy")).count() >= 2, "{refusals:?}");
    ensure!(found["nameless"] == Value::Array(vec![]), "without an accessible name: {}", found["nameless"]);
    ensure!(found["wide"] == false && found["wide_narrow"] == false, "the page scrolls sideways");
    ensure!(found["back_light"] != found["back_dark"], "no dark form: {}", found["back_dark"]);
    ensure!(found["pwned"].is_null() && found["handlers"] == 0, "{} {}", found["pwned"], found["handlers"]);
    ensure!(found["strangers"] == Value::Array(vec![]), "{}", found["strangers"]);
    Ok(())
}

fn uses() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    let page = page(&trace, dir.path())?;
    let found = open(&page)?;
    sound(&found, &page)?;

    // The order of the table and of each sort, against the report itself.
    let report = analyze(&["frequency", &trace])?;
    let rows = report["tables"][0]["rows"].as_array().context("no rows")?.clone();
    let names: Vec<&str> = rows.iter().filter_map(|row| row["syscall"].as_str()).collect();
    let calls: Vec<u64> = rows.iter().filter_map(|row| row["calls"].as_u64()).collect();
    ensure!(texts(&found["frequency"]) == names, "{} instead of {names:?}", found["frequency"]);
    let mut sorted = names.clone();
    sorted.sort_unstable();
    ensure!(texts(&found["sorted_by_name"]) == sorted, "{}", found["sorted_by_name"]);
    let numbers = |name: &str| texts(&found[name]).iter().filter_map(|n| n.parse().ok()).collect::<Vec<u64>>();
    ensure!(numbers("sorted_by_calls") == calls, "{}", found["sorted_by_calls"]);
    ensure!(numbers("sorted_back") == calls.iter().rev().copied().collect::<Vec<_>>(), "{}", found["sorted_back"]);
    ensure!(found["aria_sort"] == "ascending", "{}", found["aria_sort"]);
    let mut with_read: Vec<&str> = names.iter().filter(|name| name.contains("read")).copied().collect();
    let mut shown = texts(&found["found"]);
    (with_read.sort_unstable(), shown.sort_unstable());
    ensure!(shown == with_read && !shown.is_empty(), "{shown:?} instead of {with_read:?}");
    ensure!(found["found_said"] == format!("{} of {} rows", shown.len(), names.len()), "{}", found["found_said"]);

    ensure!(found["zoomed"] == true && found["zoomed_back"] == true, "{} {}", found["zoomed"], found["zoomed_back"]);
    ensure!(
        found["ticks_zoomed"] != found["ticks"] && found["ticks_dragged"] != found["ticks"],
        "{}",
        found["ticks_zoomed"]
    );
    ensure!(found["maps"] == serde_json::json!(["1"]), "{}", found["maps"]);
    // The command for the time shown gives its calls: fewer than all, more than none.
    let window =
        found["window"].as_str().context("no window")?.replacen("analyze", &binary("analyze")?.to_string_lossy(), 1);
    let printed = stdout(Command::new("sh").args(["-c", &window]))?.lines().skip(4).count();
    ensure!(0 < printed && printed < 268, "{window} prints {printed} calls");
    Ok(())
}

fn harmless() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = hostile::trace(dir.path())?;
    let page = page(&trace.to_string_lossy(), dir.path())?;
    let found = open(&page)?;
    sound(&found, &page)?;
    // The names are there to be read, as what they are.
    let text = found["text"].as_str().context("no text")?;
    for shown in
        ["evil1<script>window.pwned=1</script>", "\"><img src=x", "\\x1b[2J", "evil7\\x0asecond line", "&lt;b&gt;"]
    {
        ensure!(text.contains(shown), "{shown} is not to be read");
    }
    Ok(())
}

/// Every command on the page runs, and the main figures are those that it gives.
fn commands() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let samples = format!("{HERE}/../samples");
    let file = dir.path().join("p.html");
    let mut report = Command::new(binary("analyze")?);
    stdout(report.args(["report", "failing-program.sqlite", "-o"]).arg(&file).current_dir(&samples))?;
    let html = fs::read_to_string(&file)?;
    ensure!(html.len() < 10_000_000, "{} bytes", html.len());
    let plain =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let path = format!("{}:{}", binary("analyze")?.parent().context("no folder")?.display(), std::env::var("PATH")?);
    let mut run = 0;
    for part in html.split("<div class=\"command\"><code").skip(1) {
        let command = part.split_once('>').and_then(|(_, rest)| rest.split_once("</code>")).context("no end")?.0;
        let mut shell = Command::new("sh");
        let out = stdout(shell.args(["-c", &plain(command)]).current_dir(&samples).env("PATH", &path))?;
        ensure!(!out.is_empty(), "{command} says nothing");
        run += 1;
    }
    ensure!(run >= 12, "only {run} commands");
    Ok(())
}
