//! strace and record on the programs of `corpus/`: every argument and every result, as text.
//!
//! The eBPF recorder watches strace at its work, so both see the very same run. ptrace allows one tracer, so its recorder sees
//! another run, and what differs between two runs under strace is not compared.
//!
//! `CORPUS=NAME,NAME` takes only these programs and prints every difference; `CORPUS=all` does so for all. With
//! `CORPUS_FOLDER=PATH` they are the executable files of that folder, whoever made them (strace's own test programs, say): what
//! differs is printed, and is no failure.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{
    HERE, binary,
    compare::{Agreement, Call, Difference, Run, compare},
    stdout, strace,
};
use std::{
    ffi::OsStr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

/// The least share of arguments that must be equal.
const EQUAL: f64 = 0.98;

/// The version of strace whose differences docs/DIFFERENCES.md lists.
const STRACE: &str = "strace -- version 6.1";

/// Programs whose threads take turns differently in every run.
const BY_CHANCE: &str = "threads.py";

/// Bytes shown of strings that are not paths, by both.
const LIMIT: &str = "256";

/// Programs that are compiled for 32 bits as well; those whose names begin with `i386-` are for 32 bits only.
const I386: &[&str] = &[
    "addresses",
    "aio",
    "clocks",
    "creds",
    "epoll",
    "exec",
    "fcntl",
    "filetimes",
    "forks",
    "futex",
    "ioctl-files",
    "ioctl-socket",
    "ioctl-tty",
    "iovec",
    "limits",
    "memory",
    "misc",
    "mmsg",
    "names",
    "owner",
    "paths",
    "poll",
    "sched",
    "signals",
    "sockopts",
    "strings",
    "timers",
    "unix",
    "wait",
];

/// Runs each program named behind the first argument, a folder, in a folder of its own. `$1` is the folder of the programs;
/// `$TRACER` goes before each, with `@` for the program's name.
const RUN: &str = r#"
bin=$1; shift
for name; do
    mkdir -p "run/$name" && cd "run/$name" || exit 1
    # The same environment and the same addresses in every run.
    setarch -R timeout -k 1 20 env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin PYTHONHASHSEED=0 $(echo "$TRACER" | sed "s|@|$name|") "$bin/$name" </dev/null >/dev/null 2>&1
    cd ../.. && rm -rf "run/$name"
done
exit 0
"#;

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let no_strace = Command::new("strace").arg("-V").output().err().map(|e| format!("strace cannot be run: {e}"));
    vec![
        Case {
            name: "corpus::arguments_as_strace_shows_them_ebpf",
            skip: no_ebpf.clone().or_else(|| no_strace.clone()),
            run: || agrees("ebpf"),
        },
        Case { name: "corpus::arguments_as_strace_shows_them_ptrace", skip: no_strace, run: || agrees("ptrace") },
    ]
}

/// A folder with programs of somebody else.
fn foreign() -> Option<PathBuf> {
    std::env::var_os("CORPUS_FOLDER").map(PathBuf::from)
}

/// Puts links to somebody else's programs into `folder`; their names.
fn linked(folder: &Path, from: &Path, chosen: Option<&str>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.metadata()?;
        let is_program = kind.is_file() && kind.permissions().mode() & 0o111 != 0 && !name.contains('.');
        if is_program && chosen.is_none_or(|chosen| chosen.split(',').any(|c| c == name)) {
            std::fs::copy(entry.path(), folder.join(&name))?;
            names.push(name);
        }
    }
    names.sort();
    ensure!(!names.is_empty(), "no such program: {chosen:?}");
    Ok(names)
}

/// Compiles the chosen programs into `folder`; their names.
pub fn programs(folder: &Path) -> Result<Vec<String>> {
    let chosen = std::env::var("CORPUS").ok().filter(|names| names != "all");
    if let Some(from) = foreign() {
        return linked(folder, &from, chosen.as_deref());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(format!("{HERE}/corpus"))? {
        let path = entry?.path();
        match path.extension().and_then(OsStr::to_str) {
            Some("c") => names.push(path.file_stem().context("no name")?.to_string_lossy().into_owned()),
            Some("py") => names.push(path.file_name().context("no name")?.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    names.extend(I386.iter().map(|name| format!("i386-{name}")));
    names.retain(|name| chosen.as_ref().is_none_or(|chosen| chosen.split(',').any(|c| c == name)));
    names.sort();
    ensure!(!names.is_empty(), "no such program: {chosen:?}");
    let next = std::sync::Mutex::new(names.iter());
    let compile = || -> Result<()> {
        while let Some(name) = next.lock().ok().and_then(|mut names| names.next()) {
            if name.ends_with(".py") {
                std::fs::copy(format!("{HERE}/corpus/{name}"), folder.join(name))?;
                continue;
            }
            let mut gcc = Command::new("gcc");
            gcc.args(["-O1", "-static", "-pthread", "-Wall", "-Werror", "-o"]).arg(folder.join(name));
            let both = name.strip_prefix("i386-").filter(|name| I386.contains(name));
            if name.starts_with("i386-") {
                gcc.arg("-m32");
            }
            stdout(gcc.arg(format!("{HERE}/corpus/{}.c", both.unwrap_or(name))))?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers = [scope.spawn(compile), scope.spawn(compile)];
        workers.into_iter().try_for_each(|worker| worker.join().expect("a compiler's thread"))
    })?;
    Ok(names)
}

/// The script that runs the programs, each under `tracer`.
pub fn script(dir: &Path, before: &[&OsStr], tracer: &str, names: &[String]) -> Command {
    let mut words = before.to_vec();
    words.extend(["sh", "-c", RUN, "sh"].map(OsStr::new));
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).arg(dir.join("bin")).args(names).current_dir(dir).env("TRACER", tracer);
    command
}

/// strace of a program into `dir/FOLDER/NAME`.
fn under_strace(dir: &Path, folder: &str) -> Result<String> {
    std::fs::create_dir(dir.join(folder))?;
    Ok(format!("strace -f -s {LIMIT} -o {}/@", dir.join(folder).display()))
}

/// What strace wrote about a program.
fn strace_run(dir: &Path, folder: &str, name: &str) -> Result<Run> {
    let lines = strace::lines(&dir.join(folder).join(name))?;
    let calls = lines.iter().map(|(tid, line)| Call::parse(*tid, line).with_context(|| format!("strace: {line}")));
    let calls = calls.collect::<Result<Vec<_>>>()?;
    run_of(&calls, dir, name).with_context(|| format!("{name}: strace"))
}

/// What stands behind the time and the ids of a line of `analyze print`.
fn after_ids(line: &str) -> &str {
    line.splitn(3, ' ').nth(2).unwrap_or_default()
}

/// The calls in `analyze print`'s text.
fn printed(trace: &Path) -> Result<Vec<Call>> {
    let text = stdout(Command::new(binary("analyze")?).args(["print", "--string-limit", LIMIT]).arg(trace))?;
    // strace sees no operations of io_uring; signals and exits are compared elsewhere.
    let ours_only = |line: &str| ["[io_uring] ", "--- ", "+++ "].iter().any(|mark| after_ids(line).starts_with(mark));
    let lines = text.lines().skip_while(|line| !line.is_empty()).skip(1).filter(|line| !ours_only(line));
    let calls = lines.clone().map(|line| {
        let mut words = line.splitn(3, ' ');
        let (_, ids, rest) = (words.next()?, words.next()?, words.next()?);
        let tid = ids.split_once('/')?.1.parse().ok()?;
        let rest = ["[i386] ", "[x32] "].iter().find_map(|abi| rest.strip_prefix(abi)).unwrap_or(rest);
        // Behind the result: how long it took, and in brackets what is remarkable about the row.
        let is_note = |c: char| c.is_ascii_lowercase() || ",-_ ]".contains(c);
        let rest = rest.rsplit_once(" [").filter(|(_, note)| note.chars().all(is_note)).map_or(rest, |(call, _)| call);
        let is_time = |c: char| c.is_ascii_digit() || ".>".contains(c);
        let rest = rest.rsplit_once(" <").filter(|(_, time)| time.chars().all(is_time)).map_or(rest, |(call, _)| call);
        Call::parse(tid, rest)
    });
    calls.zip(lines).map(|(call, line)| call.with_context(|| format!("analyze print: {line}"))).collect()
}

/// The calls of the program: those behind its mark.
fn run_of(calls: &[Call], dir: &Path, name: &str) -> Result<Run> {
    let program = format!("\"{}\"", dir.join("bin").join(name).display());
    let is_program = |call: &&Call| call.name == "execve" && call.args.first() == Some(&program) && call.result == "0";
    let root = calls.iter().find(is_program).context("no execve of it")?.tid;
    let is_mark = |call: &Call| call.name == "close" && call.args == ["-5000"];
    if foreign().is_some() {
        return Ok(Run::new(calls, root, |call| is_program(&call)));
    }
    Ok(Run::new(calls, root, is_mark))
}

fn agrees(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    // The path is an argument of the programs' execve: the same length in every run gives the same addresses.
    let dir = dir.path().canonicalize()?;
    std::fs::create_dir(dir.join("bin"))?;
    let mut names = programs(&dir.join("bin"))?;
    if backend != "ebpf" {
        names.retain(|name| name != BY_CHANCE);
    }
    let trace = dir.join("corpus.trace");
    let recorder = binary("record")?;
    // Somebody else's programs may call faster than the calls can be written down.
    let options =
        ["run", "--quiet", "--require-complete", "--on-pressure", "block", "--payload", "all", "--snaplen", "512"]
            .into_iter()
            .chain(["--backend", backend, "-o"])
            .map(OsStr::new);
    let mut before = vec![recorder.as_os_str()];
    before.extend(options);
    before.extend([trace.as_os_str(), OsStr::new("--")]);
    let same_run = backend == "ebpf";
    if same_run {
        stdout(&mut script(&dir, &before, &under_strace(&dir, "first")?, &names))?;
    } else {
        // In between, so that a clock that shows the same to both runs under strace shows it to the recorder as well.
        stdout(&mut script(&dir, &[], &under_strace(&dir, "first")?, &names))?;
        stdout(&mut script(&dir, &before, "", &names))?;
        stdout(&mut script(&dir, &[], &under_strace(&dir, "second")?, &names))?;
    }
    let ours = printed(&trace)?;
    let (mut total, mut scripts) = (Agreement::default(), Agreement::default());
    for name in &names {
        if foreign().is_some() {
            match compared(&dir, name, &ours) {
                Ok(agreement) => {
                    say(backend, name, &agreement);
                    total.add(agreement);
                }
                Err(error) => println!("{backend}: {name}: {error:#}"),
            }
            continue;
        }
        let theirs = strace_run(&dir, "first", name)?;
        let again = if same_run { None } else { Some(strace_run(&dir, "second", name)?) };
        let ours = run_of(&ours, &dir, name).with_context(|| format!("{name}: record"))?;
        let agreement = compare(&theirs, &ours, again.as_ref());
        say(backend, name, &agreement);
        ensure!(theirs.ends_with("exit_group"), "{name} did not come to its end");
        let sum = if name.ends_with(".py") { &mut scripts } else { &mut total };
        sum.add(agreement);
    }
    sum(backend, "programs in C", &total);
    sum(backend, "programs in Python", &scripts);
    if foreign().is_some() {
        return Ok(());
    }
    // What scripts do is up to the Python that is here.
    if same_run {
        let unknown = unexplained(&total.differences)?;
        ensure!(unknown.is_empty(), "not in docs/DIFFERENCES.md, {STRACE}:\n{}", unknown.join("\n"));
    }
    total.add(scripts);
    sum(backend, "all", &total);
    let share = total.args.1 as f64 / total.args.0 as f64;
    ensure!(share >= EQUAL, "{:.2} % of the arguments are equal", 100.0 * share);
    Ok(())
}

/// What the two saw of somebody else's program.
fn compared(dir: &Path, name: &str, ours: &[Call]) -> Result<Agreement> {
    let theirs = strace_run(dir, "first", name)?;
    let again = if dir.join("second").exists() { Some(strace_run(dir, "second", name)?) } else { None };
    Ok(compare(&theirs, &run_of(ours, dir, name).context("record")?, again.as_ref()))
}

fn sum(backend: &str, name: &str, agreement: &Agreement) {
    let (args, results) = (agreement.args, agreement.results);
    println!("{backend}: {name}: {} of {} arguments, {} of {} results equal", args.1, args.0, results.1, results.0);
}

/// The differences that docs/DIFFERENCES.md does not list. Another strace knows other names: the list is that of [`STRACE`].
fn unexplained(differences: &[Difference]) -> Result<Vec<String>> {
    if !stdout(Command::new("strace").arg("-V"))?.starts_with(STRACE) {
        return Ok(Vec::new());
    }
    let list = std::fs::read_to_string(format!("{HERE}/../docs/DIFFERENCES.md"))?;
    let place = |d: &Difference| d.arg.map_or("result".to_owned(), |arg| arg.to_string());
    let listed = |d: &&Difference| list.contains(&format!("| `{}` | {} |", d.call, place(d)));
    let unknown = differences.iter().filter(|d| !listed(d) && !d.call.is_empty());
    Ok(unknown.map(|d| format!("{} {}: strace {}, record {}", d.call, place(d), d.theirs, d.ours)).collect())
}

fn say(backend: &str, name: &str, agreement: &Agreement) {
    sum(backend, name, agreement);
    if std::env::var_os("CORPUS").is_some() {
        for Difference { call, arg, theirs, ours } in &agreement.differences {
            let place = arg.map_or("result".to_owned(), |arg| format!("argument {arg}"));
            println!("  {call} {place}\n    strace {theirs}\n    record {ours}");
        }
    }
}
