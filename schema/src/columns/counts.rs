//! `counts`: how often which call was made, counted apart from the rows.

use super::{
    ColumnType::{I32, Text, U16, U32, U64},
    Table, column, nullable,
};

/// The table.
pub const TABLE: Table = Table {
    name: "counts",
    doc: "Every wanted call, counted by the backend itself whether its row could be written or not. One row per process, \
          call, outcome and power of two of the duration; the same may occur in several rows, whose numbers add up.",
    columns: &[
        column("tgid", U32, "process id on the host"),
        column("phase", Text, "setup or payload, as in syscalls"),
        column("arch", Text, "ABI of the calls"),
        column("nr", I32, "number of the calls in that ABI"),
        column("name", Text, "name of the calls"),
        nullable("errno", Text, "name of the error they returned; null if they succeeded, or never returned"),
        column("returned", U16, "1; 0 if they never returned"),
        nullable(
            "log2_ns",
            U16,
            "they took from 2^n to 2^(n+1)-1 ns (0 ns counts as 1); null if they have no duration",
        ),
        column("calls", U64, "how many"),
        column("total_ns", U64, "sum of their durations, ns"),
    ],
};
