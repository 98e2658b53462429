//! strace and record on the same programs: the same sequence per thread of name, return value, errno and paths.

use crate::Case;
use anyhow::{Result, ensure};
use e2e::{output, record, strace, trace, workload};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Whether a thread has to wait for another, and at which of its calls a shell notices the end of a child, is up to the
/// scheduler: these calls appear, or not, at different places from run to run, also under strace alone.
const SCHEDULING: &[&str] = &["futex", "rt_sigreturn"];

/// A program: its name, its command line in a folder with a fixed tree, and calls that do not count.
struct Program {
    name: &'static str,
    argv: Vec<String>,
    ignore: &'static [&'static str],
}

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let no_strace = Command::new("strace").arg("-V").output().err().map(|e| format!("strace cannot be run: {e}"));
    vec![
        Case {
            name: "ground_truth::ebpf",
            skip: no_ebpf.clone().or_else(|| no_strace.clone()),
            run: || agrees_with_strace("ebpf"),
        },
        Case { name: "ground_truth::ptrace", skip: no_strace, run: || agrees_with_strace("ptrace") },
    ]
}

fn programs(dir: &Path) -> Result<Vec<Program>> {
    let tree = dir.join("tree");
    for folder in ["a/b/c", "d", "e"] {
        std::fs::create_dir_all(tree.join(folder))?;
    }
    for (file, text) in [("a/one", "1\n"), ("a/b/two", "22\n"), ("d/three", "333\n"), ("e/\u{e9}t\u{e9} 4", "4444\n")] {
        std::fs::write(tree.join(file), text)?;
    }
    std::os::unix::fs::symlink("../d/three", tree.join("a/link"))?;
    let tree = tree.to_string_lossy().into_owned();
    let path = |p: PathBuf| p.to_string_lossy().into_owned();
    let words = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let script = format!(
        "import os\nfor r, d, f in os.walk({tree:?}):\n  for n in sorted(f):\n    \
         p = os.path.join(r, n)\n    open(p, 'rb').read()\n    os.stat(p)\n    \
         try: os.rmdir(p + '/none')\n    except OSError: pass\n\
         os.rename({tree:?} + '/e', {tree:?} + '/f'); os.rename({tree:?} + '/f', {tree:?} + '/e')"
    );
    // The interpreter itself: what is in PATH may be a wrapper of several programs.
    let python = e2e::stdout(Command::new("python3").args(["-c", "import sys; print(sys.executable)"]))?;
    let mut list = vec![
        Program { name: "ls -lR", argv: words(&["ls", "-lR", &tree]), ignore: &[] },
        Program { name: "tar", argv: words(&["tar", "-C", &tree, "-cf", "/dev/null", "a", "d", "e"]), ignore: &[] },
        Program { name: "python", argv: words(&[python.trim(), "-I", "-S", "-B", "-c", &script]), ignore: &[] },
        Program {
            name: "pipeline",
            argv: words(&["sh", "-c", &format!("ls {tree} | sort | wc -l; cat /nonexistent; false")]),
            ignore: SCHEDULING,
        },
    ];
    for (name, arguments, flags) in
        [("threads", &[][..], &["-pthread"][..]), ("selfexec", &["3", "2", "1"][..], &[][..])]
    {
        let mut argv = vec![path(workload(dir, name, flags)?)];
        argv.extend(words(arguments));
        list.push(Program { name, argv, ignore: if name == "threads" { SCHEDULING } else { &[] } });
    }
    Ok(list)
}

fn agrees_with_strace(backend: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let mut failures = Vec::new();
    for program in programs(dir.path())? {
        let text = dir.path().join("strace.txt");
        let sqlite = dir.path().join("record.sqlite");
        // Addresses decide how the allocator trims its maps: without randomisation both runs have the same.
        let target = || ["setarch", "-R"].iter().map(|s| (*s).to_owned()).chain(program.argv.clone());
        let theirs = output(strace::command(&text).args(target()).env("PYTHONHASHSEED", "0"))?;
        let ours = output(
            record()?
                .args(["run", "--quiet", "--force", "--require-complete", "--backend", backend, "-o"])
                .arg(&sqlite)
                .arg("--")
                .args(target())
                .env("PYTHONHASHSEED", "0"),
        )?;
        ensure!(
            theirs.status.code() == ours.status.code() && theirs.stdout == ours.stdout,
            "{}: under strace {:?}, under record {:?}",
            program.name,
            theirs,
            ours
        );
        let agreement = strace::compare(&strace::calls(&text)?, &trace::calls(&sqlite)?, program.ignore);
        println!(
            "{backend}: {}: {} of {} calls agree with strace ({:.2} %)",
            program.name,
            agreement.equal,
            agreement.calls,
            100.0 * agreement.equal as f64 / agreement.calls.max(1) as f64
        );
        if agreement.equal != agreement.calls || agreement.calls < 20 {
            failures.push(format!("{}: {}", program.name, agreement.differences.join("; ")));
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}
