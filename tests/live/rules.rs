//! Every built-in rule on two recordings: of something that does what it finds, and of something ordinary that looks like it.
//!
//! The programs are `tests/rules/RULE/{fires,quiet}.{sh,py,c,container.sh}`. They run as root with copies of the folders that they change, and
//! in a network of their own, in which 203.0.113.5 is this machine.

use crate::{Case, container};
use anyhow::{Context, Result, anyhow, ensure};
use e2e::{HERE, analyze, binary, output, record, refused, stdout};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "rules::every_rule_has_both_programs", skip: None, run: || programs().map(|_| ()) },
        Case { name: "rules::fire_and_stay_quiet", skip: no_ebpf.clone(), run: fire_and_stay_quiet },
        Case { name: "rules::findings_in_every_form", skip: no_ebpf.clone(), run: forms },
        Case { name: "rules::what_several_did_alike_is_one_finding", skip: no_ebpf.clone(), run: alike },
        Case { name: "rules::mistakes_are_placed", skip: None, run: mistakes },
    ]
}

/// Ids of the built-in rules.
fn rules() -> Result<Vec<String>> {
    let list = analyze(&["rules", "list"])?;
    let rows = list["tables"][0]["rows"].as_array().context("no rows")?;
    Ok(rows.iter().filter_map(|row| row["rule"].as_str().map(str::to_owned)).collect())
}

/// Of each rule the program that it must find and that which it must not.
fn programs() -> Result<BTreeMap<String, [PathBuf; 2]>> {
    let folder = Path::new(HERE).join("rules");
    let mut all = BTreeMap::new();
    for rule in rules()? {
        let mut of: BTreeMap<String, PathBuf> = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join(&rule)).with_context(|| format!("{rule} has no folder"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            of.insert(name.split('.').next().unwrap_or_default().to_owned(), path);
        }
        let [fires, quiet] = ["fires", "quiet"].map(|kind| of.remove(kind));
        all.insert(
            rule.clone(),
            [
                fires.with_context(|| format!("{rule} has no fires.*"))?,
                quiet.with_context(|| format!("{rule} has no quiet.*"))?,
            ],
        );
        ensure!(of.is_empty(), "{rule} has {of:?} as well");
    }
    let folders = std::fs::read_dir(&folder)?.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    let strangers: Vec<String> = folders.filter(|name| !all.contains_key(name)).collect();
    ensure!(strangers.is_empty(), "of no rule: {strangers:?}");
    Ok(all)
}

/// What the sandbox is made of: own mounts, so that nothing of the machine is changed; an own network, without a way out.
const SANDBOX: &str = r#"set -e
mount -t tmpfs none "$1"
for folder in etc root usr var opt srv boot; do
    mkdir -p "$1/$folder/upper" "$1/$folder/work"
    mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$1/$folder/upper,workdir=$1/$folder/work" "/$folder"
done
ip link set lo up
ip address add 203.0.113.5/32 dev lo
shift
exec "$@"
"#;

/// Records a program into a trace.
fn recorded(program: &Path, dir: &Path, name: &str) -> Result<PathBuf> {
    let trace = dir.join(format!("{name}.trace"));
    let work = dir.join(format!("{name}.work"));
    let scratch = dir.join(format!("{name}.scratch"));
    std::fs::create_dir_all(&work)?;
    std::fs::create_dir_all(&scratch)?;
    let file = program.to_string_lossy().into_owned();
    if file.ends_with(".container.sh") {
        let conf = container::engine(dir)?;
        container::image(&scratch, &conf)?;
        let script = std::fs::read_to_string(program)?;
        let mut command = record()?;
        command.env("CONTAINERS_CONF", &conf).args(["container", "--quiet", "--network", "none", "-o"]).arg(&trace);
        stdout(command.args([container::IMAGE, "--", "sh", "-c", &script]))?;
        return Ok(trace);
    }
    let command: Vec<String> = match program.extension().and_then(|end| end.to_str()) {
        Some("py") => vec!["/usr/bin/python3".to_owned(), file],
        Some("c") => {
            let out = work.join("program");
            stdout(Command::new("gcc").args(["-O1", "-w", "-pthread", "-o"]).arg(&out).arg(program))?;
            vec![out.to_string_lossy().into_owned()]
        }
        _ => vec!["/bin/sh".to_owned(), file],
    };
    let mut sandbox = Command::new("unshare");
    sandbox.args(["--mount", "--net", "--uts", "--ipc", "--", "/bin/sh", "-c", SANDBOX, "sandbox"]).arg(&scratch);
    sandbox.arg(binary("record")?).args(["run", "--quiet", "-o"]).arg(&trace).arg("--").args(command);
    let out = output(sandbox.current_dir(&work).env("HOME", "/root").env_remove("LD_LIBRARY_PATH"))?;
    ensure!(trace.join("manifest.json").exists(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
    Ok(trace)
}

fn fire_and_stay_quiet() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let wanted = std::env::var("SCA_RULES").unwrap_or_default();
    let mut jobs: Vec<(String, PathBuf, bool)> = Vec::new();
    for (rule, programs) in programs()? {
        // SCA_RULES=a,b tries those alone, while one writes a rule.
        if !wanted.is_empty() && !wanted.split(',').any(|name| name == rule) {
            continue;
        }
        for (program, fires) in programs.into_iter().zip([true, false]) {
            jobs.push((rule.clone(), program, fires));
        }
    }
    let expected: Mutex<BTreeMap<PathBuf, (String, bool)>> = Mutex::default();
    let jobs = Mutex::new(jobs.into_iter());
    // Most of the time the programs and the recorder wait.
    let work = || -> Result<()> {
        while let Some((rule, program, fires)) = jobs.lock().ok().and_then(|mut jobs| jobs.next()) {
            let name = format!("{rule}.{}", if fires { "fires" } else { "quiet" });
            let trace = recorded(&program, dir.path(), &name)?;
            expected.lock().map_err(|_| anyhow!("a recording failed"))?.insert(trace, (rule, fires));
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("a thread panicked"))?)
    })?;
    let expected = expected.into_inner().map_err(|_| anyhow!("a recording failed"))?;
    let mut failures = Vec::new();
    for (trace, (rule, fires)) in &expected {
        let text = trace.to_string_lossy();
        let out =
            output(Command::new(binary("analyze")?).args(["suspicious", &text, "--only", rule, "--format", "json"]))?;
        let found: Value = serde_json::from_slice(&out.stdout)
            .with_context(|| format!("{rule}: {}", String::from_utf8_lossy(&out.stderr)))?;
        let findings = found["findings"].as_array().map_or(0, Vec::len);
        if (findings > 0) != *fires {
            failures
                .push(format!("{rule} {}: {findings} findings", if *fires { "must fire" } else { "must be quiet" }));
        }
        ensure!(out.status.code() == Some(i32::from(findings > 0)), "{rule}: exit status {}", out.status);
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

/// The same findings in every form; and print shows their rows.
fn forms() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let program = Path::new(HERE).join("rules/reverse-shell/fires.py");
    let trace = recorded(&program, dir.path(), "forms")?;
    let text = trace.to_string_lossy().into_owned();
    let tool = binary("analyze")?;
    let found = |form: &str| -> Result<Value> {
        let out = output(Command::new(&tool).args(["suspicious", &text, "--min-severity", "high", "--format", form]))?;
        ensure!(out.status.code() == Some(1), "{form}: {}", out.status);
        Ok(serde_json::from_slice(&out.stdout)?)
    };
    let json = found("json")?;
    let finding = &json["findings"][0];
    ensure!(finding["id"] == "reverse-shell" && finding["severity"] == "critical", "{finding}");
    ensure!(finding["attack"].as_array().is_some_and(|a| a.contains(&"T1059.004".into())), "{finding}");
    ensure!(finding["story"].as_str().is_some_and(|story| story.contains("203.0.113.5:4444")), "{finding}");
    ensure!(
        finding["process"].as_str().is_some_and(|chain| chain.contains("python3") && chain.contains(" > ")),
        "{finding}"
    );
    let rows: BTreeSet<&str> = finding["rows"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure!(rows.len() >= 2, "{finding}");
    // The rows are found again, and in another form of the trace, too.
    let copy = dir.path().join("copy.sqlite").to_string_lossy().into_owned();
    stdout(Command::new(&tool).args(["convert", &text, &copy]))?;
    let list = rows.iter().copied().collect::<Vec<_>>().join(",");
    let printed = stdout(Command::new(&tool).args(["print", &text, "--rows", &list]))?;
    let lines = |text: &str| text.lines().filter(|line| line.contains(") = ")).map(str::to_owned).collect::<Vec<_>>();
    ensure!(
        lines(&printed).len() == rows.len() && printed.contains("dup2(") && printed.contains("execve("),
        "{printed}"
    );
    let again = stdout(Command::new(&tool).args(["print", &copy, "--rows", &list]))?;
    ensure!(lines(&printed) == lines(&again), "{printed}\n{again}");
    let other = output(Command::new(&tool).args(["suspicious", &copy, "--min-severity", "high", "--format", "json"]))?;
    let other: Value = serde_json::from_slice(&other.stdout)?;
    ensure!(other["findings"][0]["rows"] == finding["rows"], "{other}");
    let sarif = found("sarif")?;
    let result = &sarif["runs"][0]["results"][0];
    ensure!(
        sarif["version"] == "2.1.0" && result["ruleId"] == "reverse-shell" && result["level"] == "error",
        "{sarif}"
    );
    let stix = found("stix")?;
    let objects = stix["objects"].as_array().context("no objects")?;
    let of = |kind: &str| objects.iter().filter(|object| object["type"] == kind).count();
    ensure!(of("sighting") >= 1 && of("indicator") >= 1 && of("attack-pattern") >= 1, "{stix}");
    let ids: BTreeSet<&str> = objects.iter().filter_map(|object| object["id"].as_str()).collect();
    for object in objects {
        for (_, reference) in object.as_object().into_iter().flatten().filter(|(key, _)| key.ends_with("_ref")) {
            ensure!(reference.as_str().is_some_and(|id| ids.contains(id)), "{reference} leads nowhere");
        }
    }
    let html = dir.path().join("page.html");
    stdout(Command::new(&tool).args(["report", &text, "-o"]).arg(&html))?;
    let page = std::fs::read_to_string(html)?;
    ensure!(page.contains("reverse-shell") && page.contains("203.0.113.5:4444"), "the page tells of no finding");
    let none = output(Command::new(&tool).args(["info", &text, "--format", "sarif"]))?;
    refused(&none, 2, &["info has no findings"])
}

/// Three processes that did the same are told once, with the rows of all; what one did is not told in the plural.
fn alike() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let tell = |times: usize| -> Result<(Value, String)> {
        let trace = dir.path().join(format!("{times}.trace"));
        let script = "cat /etc/shadow; ".repeat(times);
        stdout(record()?.args(["run", "--quiet", "-o"]).arg(&trace).args(["--", "sh", "-c", &script]))?;
        let ask = |form: &str| -> Result<String> {
            let mut command = Command::new(binary("analyze")?);
            command.arg("suspicious").arg(&trace).args(["--only", "credentials-read", "--format", form]);
            Ok(String::from_utf8(output(&mut command)?.stdout)?)
        };
        Ok((serde_json::from_str(&ask("json")?)?, ask("table")?))
    };
    let (json, text) = tell(3)?;
    let findings = json["findings"].as_array().context("no findings")?;
    let [finding] = &findings[..] else { anyhow::bail!("{findings:?}") };
    let rows: BTreeSet<&str> = finding["rows"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let threads: BTreeSet<&str> = rows.iter().filter_map(|row| row.split('@').next()).collect();
    ensure!(finding["calls"] == 3 && rows.len() == 3 && threads.len() == 3, "{finding}");
    ensure!(text.contains("and 2 more processes") && text.contains("3 calls: "), "{text}");
    let (_, text) = tell(1)?;
    ensure!(text.contains("1 rule was asked, 1 finding\n") && text.contains("  1 call: "), "{text}");
    ensure!(!text.contains("more process"), "{text}");
    Ok(())
}

/// Mistakes in a file of rules are told with line and column.
fn mistakes() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("own.yaml");
    let rule = |when: &str| {
        format!(
            "id: own\ntitle: own\nseverity: low\nattack: [T1059]\nfinds: x\nwhy: x\nbenign: x\nlimits: x\nwhen:\n  {when}\noutput: \"{{comm}}\"\n"
        )
    };
    let try_it = |text: &str| -> Result<std::process::Output> {
        std::fs::write(&file, text)?;
        output(Command::new(binary("analyze")?).args(["rules", "test"]).arg(&file))
    };
    ensure!(try_it(&rule("name: execve"))?.status.success(), "a rule that is right is refused");
    refused(&try_it(&rule("exe_nme: sh"))?, 2, &["own.yaml:10:3:", "exe_nme", "exe_name"])?;
    refused(&try_it(&rule("file: {regex: '('}"))?, 2, &["own.yaml:10:", "no pattern"])?;
    refused(&try_it(&rule("open_flags: {bits: O_NOTHING}"))?, 2, &["own.yaml:10:", "O_NOTHING"])?;
    refused(&try_it(&rule("name: [execve"))?, 2, &["own.yaml:"])?;
    refused(&try_it("id: own\n")?, 2, &["own.yaml:1:1:"])
}
