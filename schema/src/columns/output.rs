//! `output`: what the target printed. Only in traces that were made with `--output-log`.

use super::{
    ColumnType::{I64, Text},
    Table, column,
};

/// The table.
pub const TABLE: Table = Table {
    name: "output",
    doc: "One row per piece of what the target printed, as it arrived at the recorder. Only in traces made with --output-log; \
          others do not have the table.",
    columns: &[
        column("ts", I64, "when it arrived, ns of the boot clock: shortly after the write that made it"),
        column("stream", Text, "stdout, stderr, or tty: a terminal, where both are one"),
        column("text", Text, "the bytes, escaped as all text from traced programs; pieces may end inside a line"),
    ],
};
