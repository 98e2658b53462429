//! With which values calls were made: of those whose values say what they do ([`telling::spelled`]).

use super::{Collector, Found};
use crate::{
    decode::{Argument, Call, Capture, Captures, Notation},
    diff::{
        fact::Dimension,
        normal::Form,
        scan::{Scan, one_of},
    },
    error::Error,
};
use polars::prelude::{col, lit};
use schema::{
    Arch,
    notable::{self, Notable},
    telling, things,
};

/// Calls that are spelled out at most. A trace with more has the same ones again and again.
const MOST: u32 = 400_000;

/// Namespaces are made by clone too; as its flags are spelled.
const NEW_NAMESPACE: &str = "CLONE_NEW";

/// Reads them.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn read(scan: &Scan<'_>, into: &mut Collector<'_>) -> Result<(), Error> {
    let columns =
        ["arch", "nr", "name", "a0", "a1", "a2", "a3", "a4", "a5", "errno", "fd_path", "data", "ts", "tgid", "comm"];
    let spelled = one_of(telling::spelled()).and(col("arch").neq(lit(Arch::IoUring.name())));
    let rows = scan.rows(&columns, &spelled, MOST)?;
    let captures = rows.checked(rows.frame.column("data").and_then(Captures::new))?;
    let (tgids, comms) = (rows.ids("tgid")?, rows.texts("comm")?);
    let (firsts, names) = (rows.times("ts")?, rows.texts("name")?);
    let (arches, errnos, things) = (rows.texts("arch")?, rows.texts("errno")?, rows.texts("fd_path")?);
    let numbers = rows.checked(rows.frame.column("nr").and_then(|column| Ok(column.i32()?.clone())))?;
    let mut args = Vec::new();
    for name in ["a0", "a1", "a2", "a3", "a4", "a5"] {
        args.push(rows.checked(rows.frame.column(name).and_then(|column| Ok(column.u64()?.clone())))?);
    }
    let mut captured: Vec<Capture<'_>> = Vec::new();
    for row in 0..firsts.len() {
        let Some(name) = names.get(row) else { continue };
        captured.clear();
        captures.fill(row, &mut captured);
        // What the kernel gives back is a result.
        captured.retain(|capture| !capture.exit);
        let fd_path = things.get(row);
        let call = Call {
            arch: arches.get(row).and_then(Arch::from_name),
            nr: numbers.get(row).unwrap_or(-1),
            args: std::array::from_fn(|i| args.get(i).and_then(|column| column.get(row)).unwrap_or(0)),
            ret: None,
            captures: &captured,
            fd_path,
            path_abs: None,
            notation: Notation { verbose: true, ..Notation::default() },
        };
        let mut text = values(&call.typed(), fd_path);
        let privilege = matches!(notable::of(name), Some(notable) if notable != Notable::Network);
        let dimension =
            if privilege || text.contains(NEW_NAMESPACE) { Dimension::Privilege } else { Dimension::Argument };
        if let Some(errno) = errnos.get(row) {
            text.push_str(" = ");
            text.push_str(errno);
        }
        into.add(Found {
            dimension,
            program: scan.program(tgids[row], firsts[row], comms.get(row)),
            aspect: scan.texts.number(name),
            form: Form::Values,
            item: scan.texts.number(&text),
            count: 1,
            first: firsts[row],
        });
    }
    Ok(())
}

/// The values of a call's arguments that say what it does: not which descriptor, which process, which address.
fn values(arguments: &[Argument], fd_path: Option<&str>) -> String {
    let mut thing = fd_path.and_then(things::of);
    let word = |argument: &Argument| match argument.kind {
        "fd" => thing.take().map_or("fd", |thing| thing.name).to_owned(),
        "address" | "bytes" | "iovec" | "strings" => if argument.value == 0 { "NULL" } else { "ADDRESS" }.to_owned(),
        "pid" if argument.value as i32 > 1 => "PID".to_owned(),
        _ if argument.signed => argument.symbol.clone().unwrap_or_else(|| (argument.value as i64).to_string()),
        _ => argument.symbol.clone().unwrap_or_else(|| argument.value.to_string()),
    };
    let words: Vec<String> = arguments.iter().map(word).collect();
    format!("({})", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_that_are_the_same_in_every_run() {
        let argument = |kind, value: u64, symbol: Option<&str>| Argument {
            name: "x",
            kind,
            value,
            signed: false,
            symbol: symbol.map(str::to_owned),
        };
        let arguments = [
            argument("fd", 7, None),
            argument("enum", 0x5413, Some("TIOCGWINSZ")),
            argument("address", 0x7ffe_0000, None),
            argument("address", 0, None),
            argument("pid", 4711, None),
            argument("uid", 33, None),
        ];
        assert_eq!(values(&arguments, Some("/dev/pts/0")), "(tty, TIOCGWINSZ, ADDRESS, NULL, PID, 33)");
    }
}
