//! A trace whose every text is hostile: in no form does any of it become markup, a formula, or an order to a terminal.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, binary, output, stdout};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What an attacker would name a file, each with a word to find it by.
pub const NAMES: [&str; 9] = [
    "evil1<script>window.pwned=1</script>",
    "evil2\"><img src=x onerror=\"window.pwned=2\">",
    "evil3'--><svg onload=window.pwned=3></style></script>",
    "evil4\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}txt",
    "evil5|cell|`code`|[link](http://127.0.0.1/)|**bold**\\|",
    "=evil6HYPERLINK(\"http://127.0.0.1/\")",
    "@evil7\nsecond line\r\n| x |\n# heading",
    "-evil8+cmd|' /C calc'!A0",
    "evil9\u{0}\u{85}\u{2028}&lt;b&gt;&#60;i&#62;",
];

pub fn cases() -> Vec<Case> {
    let cmark = Command::new("cmark-gfm").arg("--version").output();
    let no_cmark = cmark.err().map(|error| format!("cmark-gfm: {error}"));
    vec![
        Case { name: "hostile::no_form_lets_anything_through", skip: None, run: every_form },
        Case { name: "hostile::markdown_has_no_markup_of_theirs", skip: no_cmark, run: markdown },
        Case { name: "hostile::spreadsheets_compute_nothing", skip: None, run: formulas },
        Case { name: "hostile::impossible_numbers_are_no_bug", skip: None, run: numbers },
        Case { name: "hostile::readers_that_go_away_are_no_error", skip: None, run: head },
    ]
}

/// A sample with hostile texts in every column that holds text, and in the manifest. No recorder would write it: a recorder
/// escapes. Whoever forges a trace does not.
pub fn trace(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("hostile.sqlite");
    fs::copy(format!("{HERE}/../samples/failing-program.sqlite"), &path)?;
    let db = Connection::open(&path)?;
    for (table, columns) in [
        ("syscalls", &["comm", "name", "errno", "path", "path2", "path_abs", "fd_path", "peer"][..]),
        ("processes", &["comm", "exe"]),
    ] {
        for (i, column) in columns.iter().enumerate() {
            let cases: Vec<String> = (0..NAMES.len()).map(|n| format!("WHEN {n} THEN ?{}", n + 1)).collect();
            let sql = format!(
                "UPDATE {table} SET {column} = CASE (rowid + {i}) % {} {} END WHERE {column} IS NOT NULL OR rowid % 3 = 0",
                NAMES.len(),
                cases.join(" ")
            );
            db.execute(&sql, NAMES).with_context(|| sql.clone())?;
        }
    }
    // Connections, whose sockets and peers are as hostile.
    for (n, name) in NAMES.iter().enumerate() {
        let sql = "CREATE TEMP TABLE one AS SELECT * FROM syscalls WHERE rowid = ?1";
        db.execute(sql, [n as i64 + 1])?;
        db.execute("UPDATE one SET nr = 42, name = 'connect', fd_path = 'TCP:[' || ?1 || ']', peer = ?1, errno = NULL, ret = 0", [name])?;
        db.execute_batch("INSERT INTO syscalls SELECT * FROM one; DROP TABLE one")?;
    }
    // What it printed.
    db.execute_batch("CREATE TABLE output(ts INTEGER, stream TEXT, text TEXT)")?;
    for name in NAMES {
        db.execute("INSERT INTO output SELECT min(ts) + 1, ?1, ?1 FROM syscalls", [name])?;
    }
    let argv = serde_json::to_string(&NAMES)?;
    db.execute("UPDATE processes SET argv = ?1 WHERE argv IS NOT NULL", [argv])?;
    let text: String = db.query_row("SELECT json FROM manifest", [], |row| row.get(0))?;
    let mut manifest: serde_json::Value = serde_json::from_str(&text)?;
    manifest["target"]["command"] = serde_json::json!(NAMES);
    manifest["host"]["hostname"] = NAMES[0].into();
    manifest["backend"]["limits"] = serde_json::json!(NAMES);
    manifest["backend"]["reason"] = NAMES[1].into();
    manifest["completeness"]["verdict"] = "unknown".into();
    manifest["completeness"]["reasons"] = serde_json::json!(NAMES);
    db.execute("UPDATE manifest SET json = ?1", [manifest.to_string()])?;
    Ok(path)
}

const REPORTS: [&[&str]; 11] = [
    &["info"],
    &["frequency", "--by", "comm,syscall,errno,path"],
    &["latency", "--by", "syscall,path"],
    &["errors"],
    &["files"],
    &["network"],
    &["processes"],
    &["timeline"],
    &["resources"],
    &["print"],
    &["sql"],
];

fn ask(report: &[&str], trace: &Path, format: &str) -> Result<String> {
    let mut command = Command::new(binary("analyze")?);
    command.args(report).arg(trace);
    if report[0] == "sql" {
        command.arg("SELECT name, path, comm, errno FROM syscalls");
    }
    stdout(command.args(["--format", format]))
}

/// Characters that are no text: they drive a terminal, break a line or change its direction.
fn drives(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn every_form() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = trace(dir.path())?;
    for report in REPORTS {
        for format in ["table", "json", "csv", "markdown", "html"] {
            let text = ask(report, &trace, format)?;
            ensure!(text.contains("evil"), "{report:?} {format} shows nothing of it");
            // The style is ours, and has tabs.
            let theirs = text.split_once("</head>").map_or(text.as_str(), |(_, body)| body);
            let bad = theirs.lines().find(|line| line.contains(drives));
            ensure!(bad.is_none(), "{report:?} {format}: {bad:?}");
            if format == "html" {
                ensure!(
                    !text.contains("<script") && !text.contains("<img") && !text.contains("<svg"),
                    "{report:?}: {text}"
                );
                ensure!(
                    !text.contains("</style></script>") && text.contains("default-src 'none'"),
                    "{report:?}: {text}"
                );
            }
        }
    }
    Ok(())
}

/// GitHub's own renderer finds tables and code, and nothing that a trace could have put there.
fn markdown() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = trace(dir.path())?;
    let file = dir.path().join("x.md");
    for report in REPORTS {
        fs::write(&file, ask(report, &trace, "markdown")?)?;
        let extensions = ["-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"];
        let html = stdout(Command::new("cmark-gfm").args(extensions).arg("--unsafe").arg(&file))?;
        for bad in ["<script", "<img", "<svg", "<a ", "<del", "<em>", "<h2", "<input"] {
            ensure!(!html.contains(bad), "{report:?}: {bad} in {html}");
        }
        // The only bold texts are the certificate and the names of the tables, the only heading the report's name.
        let bold: Vec<&str> =
            html.split("<p><strong>").skip(1).filter_map(|part| part.split("</strong>").next()).collect();
        let theirs =
            bold.iter().skip_while(|text| text.starts_with("<code>INCOMPLETE")).find(|text| text.contains("evil"));
        ensure!(theirs.is_none() && html.matches("<strong>").count() == bold.len(), "{report:?}: {theirs:?} in {html}");
        ensure!(html.matches("<h1>").count() == 1, "{report:?}: {html}");
        if report[0] == "frequency" {
            let rows = html.matches("<tr>").count();
            let cells = html.matches("<td").count();
            ensure!(rows > 5 && cells == (rows - 1) * 8, "{rows} rows have {cells} cells: {html}");
        }
    }
    Ok(())
}

/// What a spreadsheet reads as a formula begins with one of these.
fn formulas() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = trace(dir.path())?;
    let script = "import csv,sys\nfor row in csv.reader(sys.stdin):\n  for cell in row:\n    \
                  if cell[:1] in ('=','+','-','@') and not cell.lstrip('-').split(' ')[0].rstrip(',').isdigit(): print(cell)";
    for report in REPORTS {
        let file = dir.path().join("x.csv");
        fs::write(&file, ask(report, &trace, "csv")?)?;
        let mut python = Command::new("python3");
        let found = stdout(python.args(["-c", script]).stdin(Stdio::from(fs::File::open(&file)?)))?;
        ensure!(found.is_empty(), "{report:?}: {found}");
    }
    Ok(())
}

/// Times and durations that no clock has, and no calls at all.
fn numbers() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for (i, sql) in [
        "UPDATE syscalls SET ts = CASE rowid % 3 WHEN 0 THEN -9223372036854775808 WHEN 1 THEN 9223372036854775807 ELSE ts END",
        "UPDATE syscalls SET dur = CASE rowid % 3 WHEN 0 THEN -9223372036854775808 WHEN 1 THEN 9223372036854775807 ELSE 0 END",
        "UPDATE processes SET ts = CASE rowid % 2 WHEN 0 THEN -9223372036854775808 ELSE 9223372036854775807 END",
        "UPDATE syscalls SET ts = 0, dur = NULL, seq = 0",
        "DELETE FROM syscalls",
        "DELETE FROM processes",
    ]
    .iter()
    .enumerate()
    {
        let path = dir.path().join(format!("{i}.sqlite"));
        fs::copy(format!("{HERE}/../samples/failing-program.sqlite"), &path)?;
        Connection::open(&path)?.execute(sql, [])?;
        let out = output(Command::new(binary("analyze")?).arg("report").arg(&path))?;
        let said = String::from_utf8_lossy(&out.stderr);
        ensure!(out.status.success(), "{sql}: {} {said}", out.status);
        ensure!(String::from_utf8_lossy(&out.stdout).contains("id=\"heat\""), "{sql}: no page");
    }
    Ok(())
}

fn head() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let trace = trace(dir.path())?;
    for format in ["table", "json", "csv", "markdown", "html"] {
        let script =
            format!("{:?} print {trace:?} --format {format} | head -c 1; exit ${{PIPESTATUS[0]}}", binary("analyze")?);
        let out = output(Command::new("bash").args(["-c", &script]))?;
        ensure!(out.status.success() && out.stderr.is_empty(), "{format}: {out:?}");
    }
    let script = format!("{:?} report {trace:?} | head -c 1; exit ${{PIPESTATUS[0]}}", binary("analyze")?);
    let out = output(Command::new("bash").args(["-c", &script]))?;
    ensure!(out.status.success() && out.stderr.is_empty(), "{out:?}");
    Ok(())
}
