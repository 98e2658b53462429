//! Completions and manual pages: the tools that read them take them.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, output, stdout};
use std::{fs, path::Path, process::Command};

const BOTH: [&str; 2] = ["analyze", "record"];

pub fn cases() -> Vec<Case> {
    let man = Command::new("mandoc").arg("-h").output().err().map(|error| format!("mandoc: {error}"));
    vec![
        Case { name: "shell::bash_completes_subcommands_and_options", skip: None, run: completes },
        Case { name: "shell::manual_pages_are_sound", skip: man, run: pages },
        Case { name: "shell::readers_that_go_away_are_no_panic", skip: None, run: head },
    ]
}

/// bash sources the script and offers what the command line has.
fn completes() -> Result<()> {
    for (name, words, wanted) in [
        ("analyze", "analyze fre", "frequency"),
        ("analyze", "analyze frequency --form", "--format"),
        ("analyze", "analyze errors x --format mark", "markdown"),
        ("record", "record cont", "container"),
        ("record", "record run --on-pr", "--on-pressure"),
    ] {
        let script = format!(
            "source <({:?} completions bash) && COMP_WORDS=({words}) && COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)) && \
             _{name} {name} \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\" && echo \"${{COMPREPLY[@]}}\"",
            binary(name)?
        );
        let offered = stdout(Command::new("bash").args(["--norc", "-c", &script]))?;
        ensure!(offered.split_whitespace().any(|word| word == wanted), "{words:?}: {offered:?}");
    }
    for name in BOTH {
        for shell in ["zsh", "fish", "elvish", "powershell"] {
            let script = stdout(Command::new(binary(name)?).args(["completions", shell]))?;
            ensure!(script.contains(name) && script.len() > 1000, "{name} {shell}: {script}");
        }
        // What the programs call for themselves is nobody's to type.
        let script = stdout(Command::new(binary(name)?).args(["completions", "fish"]))?;
        ensure!(!script.contains("-a \"__") && !script.contains("-a \"hold"), "{name}: {script}");
    }
    Ok(())
}

/// mandoc finds no mistake in any page, and each subcommand has one.
fn pages() -> Result<()> {
    let dir = tempfile::tempdir()?;
    for name in BOTH {
        let folder = dir.path().join(name);
        stdout(Command::new(binary(name)?).arg("man").arg(&folder))?;
        let mut pages = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let lint = output(Command::new("mandoc").args(["-T", "lint", "-W", "error"]).arg(&path))?;
            ensure!(lint.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&lint.stdout));
            let text = shown(&path)?;
            ensure!(text.contains("SYNOPSIS") && text.contains("OPTIONS"), "{}: {text}", path.display());
            pages.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
        let help = stdout(Command::new(binary(name)?).arg("--help"))?;
        let part = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).context("no commands")?;
        let commands = part.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).count();
        // Those below another subcommand are not in this list.
        let below = |page: &&String| pages.iter().any(|p| p != name && page.starts_with(&format!("{p}-")));
        let pages = pages.len() - pages.iter().filter(below).count();
        // One for each but help, and one for the program.
        ensure!(pages == commands, "{name}: {pages} pages, {commands} commands with help");
    }
    let text = shown(&dir.path().join("analyze/analyze-print.1"))?;
    ensure!(text.contains("strace"), "{text}");
    Ok(())
}

/// A page as a terminal shows it, without what makes it bold.
fn shown(page: &Path) -> Result<String> {
    let text = stdout(Command::new("mandoc").args(["-T", "utf8"]).arg(page))?;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '\u{8}' => drop(plain.pop()),
            c => plain.push(c),
        }
    }
    Ok(plain)
}

fn head() -> Result<()> {
    for name in BOTH {
        let script = format!("{:?} completions zsh | head -c 1", binary(name)?);
        let out = output(Command::new("bash").args(["-c", &script]))?;
        ensure!(!String::from_utf8_lossy(&out.stderr).contains("panicked"), "{out:?}");
    }
    Ok(())
}
