//! Falco's alerts, a JSON object a line (`json_output: true`): each is one call that a rule asked for, with the fields that the rule's output
//! names. What no field tells stays empty.

use super::{
    Bad, Told as Source,
    rows::Rows,
    threads::{Threads, Told, Value},
};
use crate::error::Error;
use schema::{Arch, errno};
use serde_json::Value as Json;

/// Whether this is an alert.
pub fn is_line(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"output_fields\"")
}

/// Reads the alerts.
///
/// # Errors
/// When they cannot be read, or a line is not understood and that is to be an error.
pub fn read(
    lines: impl Iterator<Item = Result<(u64, Vec<u8>), Error>>,
    arch: Arch,
    rows: &mut Rows,
    bad: &mut Bad,
) -> Result<Source, Error> {
    let path = bad.path.clone();
    let mut threads = Threads::new(arch);
    for read in lines {
        let (number, bytes) = read?;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let Ok(alert) = serde_json::from_slice::<Json>(&bytes) else {
            bad.line(number, "is no JSON")?;
            continue;
        };
        let field = |name: &str| alert["output_fields"].get(name).filter(|value| !value.is_null());
        let text = |name: &str| field(name).and_then(Json::as_str).filter(|text| !matches!(*text, "<NA>" | ""));
        let integer =
            |name: &str| field(name).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
        let id = |name: &str| integer(name).and_then(|n| u32::try_from(n).ok());
        let ts = integer("evt.time").or_else(|| integer("evt.rawtime")).or_else(|| {
            let time = alert["time"].as_str()?.parse::<jiff::Timestamp>().ok()?;
            i64::try_from(time.as_nanosecond()).ok()
        });
        let Some(ts) = ts else {
            bad.line(number, "is no alert of Falco: it has no time")?;
            continue;
        };
        let name = text("evt.type").or_else(|| text("syscall.type"));
        let Some(name) = name.filter(|name| threads.is_call(name)) else {
            bad.line(number, "is an alert that does not name its call (%evt.type) among its fields")?;
            continue;
        };
        let tid = id("thread.tid").or_else(|| id("proc.pid")).unwrap_or_default();
        let named = ["fs.path.name", "evt.arg.path", "evt.arg.name", "fd.name"].iter().find_map(|name| text(name));
        let socket = named.is_some_and(|name| name.contains("->"));
        let paths: Vec<(Vec<u8>, Option<Vec<u8>>)> =
            named.filter(|_| !socket).map(|path| (path.as_bytes().to_owned(), None)).into_iter().collect();
        let is_path = paths.first().is_some_and(|(path, _)| path.starts_with(b"/"));
        let ret = match text("evt.res") {
            Some("SUCCESS") => Some(0),
            Some(failed) => errno::number(failed).map(|errno| i64::from(-errno)),
            None => integer("evt.rawres"),
        };
        let comm = text("proc.name");
        let argv = text("proc.cmdline")
            .map(|line| line.split(' ').map(|word| schema::text::escape(word.as_bytes()).into_owned()).collect());
        let fd = integer("fd.num").map(|fd| {
            ("fd", Value::Number(fd as u64, named.filter(|_| socket).map(|name| name.as_bytes().to_owned())))
        });
        let told = Told {
            tid,
            tgid: id("proc.pid"),
            ppid: id("proc.ppid"),
            ts,
            comm,
            exe: text("proc.exepath")
                .or_else(|| text("proc.exe"))
                .map(|exe| schema::text::escape(exe.as_bytes()).into_owned()),
            name,
            args: fd.into_iter().collect(),
            ret,
            paths: if is_path { paths } else { Vec::new() },
            peer: named
                .filter(|_| socket)
                .and_then(|name| name.rsplit_once("->"))
                .map(|(_, to)| schema::text::escape(to.as_bytes()).into_owned()),
            argv,
            ..Told::default()
        };
        threads.call(None, told, rows).map_err(|e| super::refused(&path, e))?;
    }
    Ok(Source {
        command: threads.command(),
        limits: vec![
            "only calls for which a rule of Falco fired: how often a call is here says nothing of how often it was made".to_owned(),
            "durations: an alert tells one time, and no call has a duration".to_owned(),
            "arguments and results, unless the rule's output names them; cpu is 0".to_owned(),
        ],
        timed: true,
    })
}
