//! The processes, as `analyze processes` lists them.

use crate::{
    ask::{Answer, Ask, number, text},
    document::Value,
    error::Error,
    render::words,
    trace::Trace,
};

/// A process in the list.
pub struct Process {
    /// Its id.
    pub pid: i64,
    /// Its line.
    pub line: String,
}

/// The processes, children below their parent.
///
/// # Errors
/// When the trace cannot be read.
pub fn processes(trace: &Trace) -> Result<Vec<Process>, Error> {
    let answer = Answer::to(Ask::new("processes", &trace.path, &[]))?;
    let columns = &answer.main.columns;
    let line = |row: &Vec<Value>| {
        let of = |name: &str| columns.iter().position(|c| c.name == name).and_then(|i| row.get(i).zip(columns.get(i)));
        let shown = |name: &str| of(name).map_or(String::new(), |(value, column)| words::cell(value, column));
        let pid = of("pid").map_or(0, |(value, _)| number(value));
        let name = of("process").map_or("", |(value, _)| text(value));
        let line = format!(
            "{:<28} {:>8}  lived {:>10}  exit {:<10} {:>9} calls  {}",
            format!("{name}[{pid}]"),
            shown("threads") + " thr",
            shown("lived_ns"),
            shown("exit"),
            shown("calls"),
            shown("command"),
        );
        Process { pid, line }
    };
    Ok(answer.main.rows.iter().map(line).collect())
}
