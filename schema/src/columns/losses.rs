//! `losses`: what was not recorded, where and how much of it.

use super::{
    ColumnType::{I64, Text, U16, U64},
    Table, column, nullable,
};

/// The table.
pub const TABLE: Table = Table {
    name: "losses",
    doc: "One row per time span in which events of one ring were lost. An empty table means that nothing is known to \
          be lost.",
    columns: &[
        column("ts_from", I64, "start of the span, ns of the boot clock: the last look at which nothing was missing"),
        column("ts_to", I64, "end of the span: the first look at which the loss was seen"),
        nullable("cpu", U16, "processor whose ring was full"),
        column("lane", Text, "state: process events; bulk: system calls; track: tasks that could not be followed"),
        column("lost", U64, "events lost"),
    ],
};
