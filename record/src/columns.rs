//! Rows in memory: arrow arrays in the order that `schema::columns` gives.
//!
//! Text that repeats (names, errors) is kept as a dictionary, which costs a number per row instead of a string; in the
//! files both are plain strings.

use arrow::{
    array::{
        ArrayRef, BinaryBuilder, DictionaryArray, Int32Array, Int32Builder, Int64Builder, ListArray, ListBuilder,
        StringArray, StringBuilder, StructArray, UInt16Builder, UInt32Builder, UInt64Builder,
    },
    buffer::OffsetBuffer,
    datatypes::{DataType, Field, Fields, Int32Type, Schema, SchemaRef},
    error::ArrowError,
    record_batch::RecordBatch,
};
use schema::{
    columns::{self, Column, ColumnType, Table},
    plan::SLOTS,
    wire::{self, Capture, NO_DURATION, SyscallEvent},
};
use std::{collections::HashMap, sync::Arc};

/// Columns of `syscalls` with few different values.
const REPEATING: [&str; 5] = ["comm", "phase", "arch", "name", "errno"];

/// The arrow schema of a table.
pub fn arrow_schema(table: &Table) -> SchemaRef {
    let repeats = |c: &Column| table.name == columns::syscalls::TABLE.name && REPEATING.contains(&c.name);
    let field = |c: &Column| {
        let ty = data_type(c);
        let ty = if repeats(c) { DataType::Dictionary(Box::new(DataType::Int32), Box::new(ty)) } else { ty };
        Field::new(c.name, ty, c.nullable)
    };
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

/// A column of text that repeats.
#[derive(Default)]
struct Dictionary {
    keys: Vec<Option<i32>>,
    values: Vec<String>,
    index: HashMap<String, i32>,
    /// The key given out last: most rows repeat the text of the row before.
    recent: usize,
}

impl Dictionary {
    /// The key of a text, the same until [`Dictionary::take`].
    fn key(&mut self, text: &str) -> i32 {
        if self.values.get(self.recent).is_some_and(|recent| recent == text) {
            return self.recent as i32;
        }
        if let Some(key) = self.index.get(text) {
            self.recent = *key as usize;
            return *key;
        }
        let key = self.values.len() as i32;
        self.recent = self.values.len();
        self.values.push(text.to_owned());
        self.index.insert(text.to_owned(), key);
        key
    }

    fn push(&mut self, text: Option<&str>) {
        let key = text.map(|t| self.key(t));
        self.keys.push(key);
    }

    /// The column; keys are void afterwards.
    fn take(&mut self) -> Result<ArrayRef, ArrowError> {
        let values: StringArray = std::mem::take(&mut self.values).into_iter().map(Some).collect();
        self.index.clear();
        let keys: Int32Array = std::mem::take(&mut self.keys).into_iter().collect();
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(values))?))
    }
}

/// The `data` column. Written without arrow's nested builders, which look up every member by its type.
struct Captures {
    offsets: Vec<i32>,
    arg: UInt16Builder,
    when: StringBuilder,
    status: StringBuilder,
    len: UInt64Builder,
    bytes: BinaryBuilder,
}

impl Captures {
    fn new() -> Captures {
        Captures {
            offsets: vec![0],
            arg: UInt16Builder::new(),
            when: StringBuilder::new(),
            status: StringBuilder::new(),
            len: UInt64Builder::new(),
            bytes: BinaryBuilder::new(),
        }
    }

    fn push(&mut self, capture: &Capture<'_>) {
        self.arg.append_value(capture.head.arg.into());
        self.when.append_value(if capture.head.when == wire::WHEN_ENTRY { "entry" } else { "exit" });
        self.status.append_value(match capture.head.status {
            wire::STATUS_OK => "ok",
            wire::STATUS_TRUNCATED => "truncated",
            _ => "fault",
        });
        self.len.append_value(capture.head.len.into());
        self.bytes.append_value(capture.bytes);
    }

    fn end_row(&mut self) {
        self.offsets.push(self.arg.values_slice().len() as i32);
    }

    fn take(&mut self) -> Result<ArrayRef, ArrowError> {
        let offsets = std::mem::replace(&mut self.offsets, vec![0]);
        let members: Vec<ArrayRef> = vec![
            Arc::new(self.arg.finish()),
            Arc::new(self.when.finish()),
            Arc::new(self.status.finish()),
            Arc::new(self.len.finish()),
            Arc::new(self.bytes.finish()),
        ];
        let items = StructArray::try_new(capture_fields(), members, None)?;
        let list = ListArray::try_new(capture_item(), OffsetBuffer::new(offsets.into()), Arc::new(items), None)?;
        Ok(Arc::new(list))
    }
}

/// No number has a key yet. -1 would be taken for a number that programs do use.
fn no_keys() -> Vec<(i32, i32)> {
    vec![(i32::MIN, 0); schema::Arch::ALL.len() * SLOTS]
}

/// What is known of the task that made a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskInfo {
    /// Process id in its own pid namespace.
    pub ns_tgid: u32,
    /// Thread id in its own pid namespace.
    pub ns_tid: u32,
    /// Id of its cgroup.
    pub cgroup: u64,
    /// Its name, escaped.
    pub comm: String,
}

/// Texts that were found in the captures of a call.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Names {
    /// First path.
    pub path: Option<String>,
    /// Second path.
    pub path2: Option<String>,
    /// Socket address.
    pub peer: Option<String>,
}

/// Rows of `syscalls`. A row is pushed in two steps: the call, then (in the same order) the task that made it.
pub struct SyscallRows {
    seq: UInt64Builder,
    ts: Int64Builder,
    dur: Int64Builder,
    cpu: UInt16Builder,
    tgid: UInt32Builder,
    tid: UInt32Builder,
    ns_tgid: UInt32Builder,
    ns_tid: UInt32Builder,
    cgroup: UInt64Builder,
    comm: Dictionary,
    phase: Dictionary,
    arch: Dictionary,
    nr: Int32Builder,
    name: Dictionary,
    args: [UInt64Builder; 6],
    ret: Int64Builder,
    errno: Dictionary,
    path: StringBuilder,
    path2: StringBuilder,
    path_abs: StringBuilder,
    fd_path: StringBuilder,
    peer: StringBuilder,
    data: Captures,
    flags: Vec<u32>,
    /// Numbers and their keys of `name`, by ABI and the number's slot: a call seen before costs no hashing.
    name_keys: Vec<(i32, i32)>,
    rows: usize,
    described: usize,
}

impl SyscallRows {
    /// No rows.
    pub fn new() -> SyscallRows {
        SyscallRows {
            seq: UInt64Builder::new(),
            ts: Int64Builder::new(),
            dur: Int64Builder::new(),
            cpu: UInt16Builder::new(),
            tgid: UInt32Builder::new(),
            tid: UInt32Builder::new(),
            ns_tgid: UInt32Builder::new(),
            ns_tid: UInt32Builder::new(),
            cgroup: UInt64Builder::new(),
            comm: Dictionary::default(),
            phase: Dictionary::default(),
            arch: Dictionary::default(),
            nr: Int32Builder::new(),
            name: Dictionary::default(),
            args: std::array::from_fn(|_| UInt64Builder::new()),
            ret: Int64Builder::new(),
            errno: Dictionary::default(),
            path: StringBuilder::new(),
            path2: StringBuilder::new(),
            path_abs: StringBuilder::new(),
            fd_path: StringBuilder::new(),
            peer: StringBuilder::new(),
            data: Captures::new(),
            flags: Vec::new(),
            name_keys: no_keys(),
            rows: 0,
            described: 0,
        }
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Adds a call. `arch` is what `event.arch` stands for.
    pub fn push(&mut self, event: &SyscallEvent, arch: schema::Arch, captures: &[Capture<'_>], names: &Names) {
        let finished = event.flags & wire::flags::UNFINISHED == 0;
        self.seq.append_value(event.seq);
        self.ts.append_value(event.ts as i64);
        self.dur.append_option((event.dur != NO_DURATION).then_some(event.dur as i64));
        self.cpu.append_value(event.cpu);
        self.tgid.append_value(event.tgid);
        self.tid.append_value(event.tid);
        self.phase.push(Some(if event.flags & wire::flags::SETUP == 0 { "payload" } else { "setup" }));
        self.arch.push(Some(arch.name()));
        self.nr.append_value(event.nr);
        let slot = usize::from(event.arch) * SLOTS + (event.nr & !schema::arch::X32_BIT) as usize % SLOTS;
        let key = match self.name_keys[slot] {
            (nr, key) if nr == event.nr => key,
            _ => {
                let key = self.name.key(&arch.display_name(event.nr));
                self.name_keys[slot] = (event.nr, key);
                key
            }
        };
        self.name.keys.push(Some(key));
        for (builder, value) in self.args.iter_mut().zip(event.args) {
            builder.append_value(value);
        }
        self.ret.append_option(finished.then_some(event.ret));
        match schema::errno::of_return(event.ret).filter(|_| finished) {
            Some(errno) => self.errno.push(Some(&schema::errno::display(errno))),
            None => self.errno.push(None),
        }
        self.path.append_option(names.path.as_deref());
        self.path2.append_option(names.path2.as_deref());
        self.path_abs.append_option(names.path.as_deref().filter(|p| p.starts_with('/')));
        self.fd_path.append_null();
        self.peer.append_option(names.peer.as_deref());
        captures.iter().for_each(|c| self.data.push(c));
        self.data.end_row();
        self.flags.push(event.flags);
        self.rows += 1;
    }

    /// Says which task made the next call that has none yet; `None` if it is not known.
    pub fn describe(&mut self, task: Option<&TaskInfo>) {
        self.ns_tgid.append_option(task.map(|t| t.ns_tgid));
        self.ns_tid.append_option(task.map(|t| t.ns_tid));
        self.cgroup.append_option(task.map(|t| t.cgroup));
        self.comm.push(task.map(|t| t.comm.as_str()));
        if task.is_none() {
            self.flags[self.described] |= wire::flags::UNKNOWN_TASK;
        }
        self.described += 1;
    }

    /// The rows as a batch; none remain.
    ///
    /// # Errors
    /// When the columns do not fit the schema, which is a mistake in this file.
    pub fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let mut args = self.args.iter_mut().map(|b| Arc::new(b.finish()) as ArrayRef).collect::<Vec<_>>();
        let mut flags = UInt32Builder::new();
        flags.append_slice(&self.flags);
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(self.seq.finish()),
            Arc::new(self.ts.finish()),
            Arc::new(self.dur.finish()),
            Arc::new(self.cpu.finish()),
            Arc::new(self.tgid.finish()),
            Arc::new(self.tid.finish()),
            Arc::new(self.ns_tgid.finish()),
            Arc::new(self.ns_tid.finish()),
            Arc::new(self.cgroup.finish()),
            self.comm.take()?,
            self.phase.take()?,
            self.arch.take()?,
            Arc::new(self.nr.finish()),
            self.name.take()?,
        ];
        arrays.append(&mut args);
        arrays.extend([
            Arc::new(self.ret.finish()) as ArrayRef,
            self.errno.take()?,
            Arc::new(self.path.finish()),
            Arc::new(self.path2.finish()),
            Arc::new(self.path_abs.finish()),
            Arc::new(self.fd_path.finish()),
            Arc::new(self.peer.finish()),
            self.data.take()?,
            Arc::new(flags.finish()),
        ]);
        self.flags.clear();
        self.name_keys = no_keys();
        (self.rows, self.described) = (0, 0);
        RecordBatch::try_new(arrow_schema(&columns::syscalls::TABLE), arrays)
    }
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
}

/// Rows of `processes` as a batch.
///
/// # Errors
/// As [`SyscallRows::take`].
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
    ];
    RecordBatch::try_new(arrow_schema(&columns::processes::TABLE), arrays)
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
/// As [`SyscallRows::take`].
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
