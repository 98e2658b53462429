//! Small tables in memory: arrow arrays in the order that `schema::columns` gives. The rows of calls, of which there are
//! many, are in [`crate::rows`].

use crate::rows;
use arrow::{
    array::{
        ArrayRef, Int32Builder, Int64Array, Int64Builder, ListBuilder, StringArray, StringBuilder, UInt16Builder,
        UInt32Builder, UInt64Builder,
    },
    datatypes::{DataType, Field, Fields, Schema, SchemaRef},
    error::ArrowError,
    record_batch::RecordBatch,
};
use schema::{
    Arch,
    columns::{self, Column, ColumnType, Table},
    siginfo,
    wire::{self, CountEntry, NO_LOG2, NO_RETURN, SignalEvent},
};
use std::sync::Arc;

/// The arrow schema of a table.
pub fn arrow_schema(table: &Table) -> SchemaRef {
    let field = |c: &Column| Field::new(c.name, data_type(c), c.nullable);
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

fn data_type(column: &Column) -> DataType {
    match column.ty {
        ColumnType::U16 => DataType::UInt16,
        ColumnType::U32 => DataType::UInt32,
        ColumnType::U64 => DataType::UInt64,
        ColumnType::I32 => DataType::Int32,
        ColumnType::I64 => DataType::Int64,
        ColumnType::Text => DataType::Utf8,
        ColumnType::TextList => DataType::List(text_item()),
        ColumnType::Captures => DataType::List(capture_item()),
    }
}

fn text_item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Utf8, true))
}

fn capture_fields() -> Fields {
    let member = |c: &Column| {
        let ty = if c.name == "bytes" { DataType::Binary } else { data_type(c) };
        Field::new(c.name, ty, false)
    };
    columns::syscalls::DATA_MEMBERS.iter().map(member).collect()
}

fn capture_item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Struct(capture_fields()), false))
}

/// One row of `processes`; members are its columns.
#[derive(Debug, Clone, Default)]
pub struct ProcessRow {
    pub ts: i64,
    pub event: &'static str,
    pub tgid: u32,
    pub tid: u32,
    pub ppid: Option<u32>,
    pub parent_tid: Option<u32>,
    pub ns_tgid: Option<u32>,
    pub ns_tid: Option<u32>,
    pub comm: Option<String>,
    pub exe: Option<String>,
    pub argv: Option<Vec<String>>,
    pub env: Option<Vec<String>>,
    /// uid, gid, euid, egid.
    pub ids: Option<[u32; 4]>,
    pub cap_effective: Option<u64>,
    /// pid, mount and network namespace.
    pub namespaces: [Option<u32>; 3],
    pub cgroup: Option<u64>,
    pub exit_code: Option<i32>,
    pub exit_signal: Option<i32>,
    pub flags: u32,
    pub signal: Option<SignalEvent>,
}

/// Rows of `processes` as a batch.
///
/// # Errors
/// When the columns do not fit the schema, which is a mistake in this file.
pub fn process_batch(rows: &[ProcessRow]) -> Result<RecordBatch, ArrowError> {
    let u32s = |f: &dyn Fn(&ProcessRow) -> Option<u32>| {
        let mut builder = UInt32Builder::new();
        rows.iter().for_each(|r| builder.append_option(f(r)));
        Arc::new(builder.finish()) as ArrayRef
    };
    let i32s = |f: &dyn Fn(&ProcessRow) -> Option<i32>| {
        let mut builder = Int32Builder::new();
        rows.iter().for_each(|r| builder.append_option(f(r)));
        Arc::new(builder.finish()) as ArrayRef
    };
    let u64s = |f: &dyn Fn(&ProcessRow) -> Option<u64>| {
        let mut builder = UInt64Builder::new();
        rows.iter().for_each(|r| builder.append_option(f(r)));
        Arc::new(builder.finish()) as ArrayRef
    };
    let texts = |f: &dyn Fn(&ProcessRow) -> Option<&str>| {
        let mut builder = StringBuilder::new();
        rows.iter().for_each(|r| builder.append_option(f(r)));
        Arc::new(builder.finish()) as ArrayRef
    };
    let lists = |f: &dyn Fn(&ProcessRow) -> Option<&Vec<String>>| {
        let mut builder = ListBuilder::new(StringBuilder::new()).with_field(text_item());
        rows.iter().for_each(|r| builder.append_option(f(r).map(|list| list.iter().map(Some))));
        Arc::new(builder.finish()) as ArrayRef
    };
    let mut ts = Int64Builder::new();
    rows.iter().for_each(|r| ts.append_value(r.ts));
    let arrays = vec![
        Arc::new(ts.finish()) as ArrayRef,
        texts(&|r| Some(r.event)),
        u32s(&|r| Some(r.tgid)),
        u32s(&|r| Some(r.tid)),
        u32s(&|r| r.ppid),
        u32s(&|r| r.parent_tid),
        u32s(&|r| r.ns_tgid),
        u32s(&|r| r.ns_tid),
        texts(&|r| r.comm.as_deref()),
        texts(&|r| r.exe.as_deref()),
        lists(&|r| r.argv.as_ref()),
        lists(&|r| r.env.as_ref()),
        u32s(&|r| r.ids.map(|i| i[0])),
        u32s(&|r| r.ids.map(|i| i[1])),
        u32s(&|r| r.ids.map(|i| i[2])),
        u32s(&|r| r.ids.map(|i| i[3])),
        u64s(&|r| r.cap_effective),
        u32s(&|r| r.namespaces[0]),
        u32s(&|r| r.namespaces[1]),
        u32s(&|r| r.namespaces[2]),
        u64s(&|r| r.cgroup),
        i32s(&|r| r.exit_code),
        i32s(&|r| r.exit_signal),
        u32s(&|r| Some(r.flags)),
        i32s(&|r| r.signal.map(|s| s.signal)),
        i32s(&|r| siginfo::code(&r.signal?.info_bytes())),
        u32s(&|r| siginfo::sender(&r.signal?.info_bytes())),
        texts(&|r| r.signal.map(|s| action(s.action))),
        Arc::new(StringArray::from_iter(rows.iter().map(|r| r.signal.map(|s| crate::sink::hex(&s.info_bytes()))))),
    ];
    RecordBatch::try_new(arrow_schema(&columns::processes::TABLE), arrays)
}

fn action(code: u8) -> &'static str {
    match code {
        wire::ACTION_HANDLER => "handler",
        wire::ACTION_IGNORED => "ignored",
        _ => "default",
    }
}

/// One row of `losses`; members are its columns.
#[derive(Debug, Clone)]
pub struct LossRow {
    pub ts_from: i64,
    pub ts_to: i64,
    pub cpu: Option<u16>,
    pub lane: &'static str,
    pub lost: u64,
}

/// Rows of `losses` as a batch.
///
/// # Errors
/// As [`process_batch`].
pub fn loss_batch(rows: &[LossRow]) -> Result<RecordBatch, ArrowError> {
    let (mut from, mut to) = (Int64Builder::new(), Int64Builder::new());
    let (mut cpu, mut lane, mut lost) = (UInt16Builder::new(), StringBuilder::new(), UInt64Builder::new());
    for row in rows {
        from.append_value(row.ts_from);
        to.append_value(row.ts_to);
        cpu.append_option(row.cpu);
        lane.append_value(row.lane);
        lost.append_value(row.lost);
    }
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(from.finish()),
        Arc::new(to.finish()),
        Arc::new(cpu.finish()),
        Arc::new(lane.finish()),
        Arc::new(lost.finish()),
    ];
    RecordBatch::try_new(arrow_schema(&columns::losses::TABLE), arrays)
}

/// One row of `output`; members are its columns.
#[derive(Debug, Clone)]
pub struct OutputRow {
    pub ts: i64,
    pub stream: &'static str,
    pub text: String,
}

/// Rows of `output` as a batch.
///
/// # Errors
/// As [`process_batch`].
pub fn output_batch(rows: &[OutputRow]) -> Result<RecordBatch, ArrowError> {
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.ts))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.stream))),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.text.as_str()))),
    ];
    RecordBatch::try_new(arrow_schema(&columns::output::TABLE), arrays)
}

/// Rows of `counts` as a batch.
///
/// # Errors
/// As [`process_batch`].
pub fn count_batch(entries: &[CountEntry]) -> Result<RecordBatch, ArrowError> {
    let (mut tgid, mut nr) = (UInt32Builder::new(), Int32Builder::new());
    let (mut arch, mut name, mut phase) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    let (mut errno, mut log2_ns) = (StringBuilder::new(), UInt16Builder::new());
    let (mut returned, mut calls, mut total_ns) = (UInt16Builder::new(), UInt64Builder::new(), UInt64Builder::new());
    for entry in entries {
        tgid.append_value(entry.tgid);
        phase.append_value(rows::phase(entry.flags));
        arch.append_option(Arch::from_code(entry.arch).map(Arch::name));
        nr.append_value(entry.nr);
        name.append_option(Arch::from_code(entry.arch).map(|arch| arch.display_name(entry.nr)));
        let failed = entry.errno != 0 && entry.errno != NO_RETURN;
        errno.append_option(failed.then(|| schema::errno::display(entry.errno.into())));
        returned.append_value(u16::from(entry.errno != NO_RETURN));
        log2_ns.append_option((entry.log2 != NO_LOG2).then_some(entry.log2.into()));
        calls.append_value(entry.calls);
        total_ns.append_value(entry.total_ns);
    }
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(tgid.finish()),
        Arc::new(phase.finish()),
        Arc::new(arch.finish()),
        Arc::new(nr.finish()),
        Arc::new(name.finish()),
        Arc::new(errno.finish()),
        Arc::new(returned.finish()),
        Arc::new(log2_ns.finish()),
        Arc::new(calls.finish()),
        Arc::new(total_ns.finish()),
    ];
    RecordBatch::try_new(arrow_schema(&columns::counts::TABLE), arrays)
}
