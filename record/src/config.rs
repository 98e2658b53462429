//! Options from a file (`--config`): read before the command line is understood, and put into it.
//!
//! A file is TOML; its keys are the long names of options, without dashes. What the command line has too is left out, so that
//! it wins. An option that another subcommand knows is passed over: one file may serve them all.

use crate::{
    cli::Cli,
    exit::{self, Failure},
};
use clap::CommandFactory;
use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    io::Read,
    path::Path,
};
use toml::{Table, Value};

/// A file of options is not larger.
const LARGEST: u64 = 1 << 20;

/// The command line `args` with what its `--config` file says.
///
/// # Errors
/// [`Failure`] with status 2 if the file cannot be read, or has something that is no option.
pub fn expand(args: Vec<OsString>) -> Result<Vec<OsString>, Failure> {
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let own = &args[..end];
    let Some(file) = file(own) else { return Ok(args) };
    let known = Cli::command();
    let Some(at) = own.iter().skip(1).position(|arg| known.find_subcommand(arg).is_some()) else { return Ok(args) };
    let place = at + 2;
    let table = read(Path::new(&file))?;
    let longs = |command: &clap::Command| -> HashSet<String> {
        command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)).collect()
    };
    let here = own.get(place - 1).and_then(|name| known.find_subcommand(name)).map(longs).unwrap_or_default();
    let anywhere: HashSet<String> = known.get_subcommands().flat_map(longs).collect();
    let mut words = Vec::new();
    for (key, value) in &table {
        let wrong = |what: &str| failure(Path::new(&file), &format!("{key}: {what}"));
        if !anywhere.contains(key) || key == "config" {
            return Err(wrong("there is no such option; see `record run --help`"));
        }
        if here.contains(key) && !is_given(own, key) {
            push(&mut words, key, value).map_err(wrong)?;
        }
    }
    let mut all = args;
    all.splice(place..place, words);
    Ok(all)
}

/// The value of `--config`.
fn file(args: &[OsString]) -> Option<OsString> {
    let bytes = |arg: &OsStr| arg.as_encoded_bytes().strip_prefix(b"--config").map(<[u8]>::to_vec);
    args.iter().enumerate().find_map(|(i, arg)| match bytes(arg)?.as_slice() {
        [] => args.get(i + 1).cloned(),
        [b'=', value @ ..] => Some(std::os::unix::ffi::OsStringExt::from_vec(value.to_vec())),
        _ => None,
    })
}

/// Whether the command line has option `key`, by its long or its short name.
fn is_given(args: &[OsString], key: &str) -> bool {
    let short = match key {
        "output" => "-o",
        "quiet" => "-q",
        _ => "--",
    };
    args.iter().filter_map(|arg| arg.to_str()).any(|arg| {
        let long = arg.strip_prefix("--").is_some_and(|rest| rest.split('=').next() == Some(key));
        // -oX: an option with its value.
        long || short != "--" && arg.starts_with(short)
    })
}

fn failure(file: &Path, what: &str) -> Failure {
    let message = format!("{}: {what}", schema::text::escape(file.as_os_str().as_encoded_bytes()));
    Failure { status: exit::USAGE, message }
}

fn read(file: &Path) -> Result<Table, Failure> {
    let mut text = String::new();
    let opened = std::fs::File::open(file).and_then(|opened| opened.take(LARGEST).read_to_string(&mut text));
    opened.map_err(|error| failure(file, &error.to_string()))?;
    text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
        failure(file, &format!("line {line}: {}", error.message()))
    })
}

/// Adds an option as a command line has it.
fn push(words: &mut Vec<OsString>, key: &str, value: &Value) -> Result<(), &'static str> {
    match value {
        Value::Boolean(true) => words.push(format!("--{key}").into()),
        Value::Boolean(false) => {}
        Value::String(text) => words.push(format!("--{key}={text}").into()),
        Value::Integer(number) => words.push(format!("--{key}={number}").into()),
        Value::Array(list) => list.iter().try_for_each(|value| match value {
            Value::String(_) | Value::Integer(_) => push(words, key, value),
            _ => Err("a list has strings or numbers"),
        })?,
        _ => return Err("an option is a string, a number, true or false, or a list"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str, args: &[&str]) -> Result<Vec<String>, String> {
        let dir = std::env::temp_dir().join(format!("record-config-{}-{}", std::process::id(), text.len()));
        std::fs::write(&dir, text).unwrap();
        let file = dir.to_string_lossy().into_owned();
        let args = args.iter().map(|arg| arg.replace("FILE", &file).into()).collect();
        let result = expand(args).map_err(|failure| failure.message);
        std::fs::remove_file(dir).unwrap();
        result.map(|args| args.into_iter().map(|arg| arg.into_string().unwrap()).collect())
    }

    #[test]
    fn options_come_from_the_file_and_the_command_line_wins() {
        let text = "snaplen = 64\nquiet = true\nsetup = false\nenv = ['A=1', 'B=2']\noutput = 'x.trace'\n";
        let all =
            expanded(text, &["record", "run", "--config", "FILE", "-o", "y.trace", "--", "ls", "--quiet"]).unwrap();
        assert_eq!(all[2..4], ["--quiet", "--snaplen=64"], "{all:?}");
        assert_eq!(all[4], "--config");
        let all = expanded(text, &["record", "container", "--config=FILE", "--snaplen=9", "image"]).unwrap();
        assert_eq!(all[2..6], ["--env=A=1", "--env=B=2", "--output=x.trace", "--quiet"]);
    }

    #[test]
    fn mistakes_are_named() {
        let mistake = |text: &str| expanded(text, &["record", "run", "--config", "FILE", "--", "ls"]).unwrap_err();
        assert!(mistake("nonsense = 1").contains("nonsense: there is no such option"));
        assert!(mistake("quiet = true\nsnaplen = = 1").contains("line 2"));
        assert!(mistake("snaplen = { a = 1 }").contains("snaplen: an option is"));
    }
}
