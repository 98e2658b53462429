//! What calls are grouped by: for each key of `--by` the columns it is made of, and how its values are shown.
//!
//! A key that is no column of the trace is a number while the calls are grouped, and becomes a text when the groups are there: there
//! are far more calls than texts.

mod buckets;
mod coded;
mod pieces;
mod programs;

pub use buckets::{CLASSES, bucket, class, least, only, power};
pub use coded::{Texts, coded, mapped, numbers};
pub use pieces::Pieces;
pub use programs::{Programs, SELF, runs};

use crate::{
    cli::Key,
    document::{Column, Value},
    error::Error,
    report::cell_of,
    trace::Trace,
};
use polars::prelude::{DataFrame, Expr, NULL, coalesce, col, lit, when};
use schema::{syscalls, things, waits};
use std::{borrow::Cow, sync::Arc};

/// The keys of a report.
pub struct Keys {
    keys: Vec<Made>,
    by: Vec<Key>,
    pieces: Option<Pieces>,
}

/// A key.
struct Made {
    heading: Column,
    /// The columns that hold it in the groups.
    names: Vec<String>,
    /// For each trace, how these columns are made.
    exprs: Vec<Vec<Expr>>,
    show: Show,
}

/// How the columns of a key become a value.
enum Show {
    /// As they are.
    Plain,
    /// A process id, and a name.
    Process,
    /// Numbers of these texts.
    Text(Arc<Texts>),
    /// Numbers of pieces of time.
    Time(Pieces),
}

impl Keys {
    /// The keys `by` of these traces; with `pieces`, first of all the time.
    ///
    /// # Errors
    /// When a trace cannot be read.
    pub fn new(traces: &[Trace], by: &[Key], depth: u8, pieces: Option<Pieces>) -> Result<Keys, Error> {
        let mut keys = Vec::new();
        if let Some(pieces) = pieces {
            keys.push(Made {
                heading: Column::text("time"),
                names: Vec::new(),
                exprs: traces.iter().map(|trace| vec![pieces.number(trace)]).collect(),
                show: Show::Time(pieces),
            });
        }
        for (i, key) in by.iter().enumerate() {
            // Twice the same says no more than once.
            if !by[..i].contains(key) {
                keys.push(made(*key, traces, depth)?);
            }
        }
        for (i, key) in keys.iter_mut().enumerate() {
            let parts = key.exprs.first().map_or(0, Vec::len);
            key.names = (0..parts).map(|part| format!("key{i}.{part}")).collect();
        }
        Ok(Keys { keys, by: by.to_vec(), pieces })
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The columns that rows of trace number `trace` are grouped by.
    pub fn exprs(&self, trace: usize) -> Vec<Expr> {
        let named = |key: &Made| -> Vec<Expr> {
            let exprs = key.exprs.get(trace).into_iter().flatten();
            exprs.zip(&key.names).map(|(expr, name)| expr.clone().alias(name.as_str())).collect()
        };
        self.keys.iter().flat_map(named).collect()
    }

    /// These columns by name.
    pub fn names(&self) -> Vec<Expr> {
        self.keys.iter().flat_map(|key| key.names.iter().map(|name| col(name.as_str()))).collect()
    }

    /// Their names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().flat_map(|key| key.names.iter().map(String::as_str))
    }

    /// The pieces of time among them.
    pub fn pieces(&self) -> Option<Pieces> {
        self.pieces
    }

    /// Whether each is made of a row's own texts and numbers alone.
    pub fn of_single_rows(&self) -> bool {
        !self.by.contains(&Key::Exe)
    }

    /// Whether path and descriptor are only there to make one file of them.
    pub fn only_whole_files(&self) -> bool {
        let any = |keys: &[Key]| self.by.iter().any(|key| keys.contains(key));
        any(&[Key::File, Key::PathPrefix]) && !any(&[Key::Path, Key::FdKind, Key::Waiting])
    }

    /// The headings under which the keys are shown.
    pub fn headings(&self) -> Vec<Column> {
        self.keys.iter().map(|key| key.heading.clone()).collect()
    }

    /// The values of the keys of a group.
    pub fn values(&self, groups: &DataFrame, row: usize) -> Vec<Value> {
        let value = |key: &Made| {
            let cell = |part: usize| key.names.get(part).map_or(Value::Null, |name| cell_of(groups, row, name));
            match (&key.show, cell(0)) {
                (Show::Plain, value) => value,
                (Show::Process, Value::Uint(tgid)) => match cell(1) {
                    Value::Text(comm) => format!("{comm}[{tgid}]").into(),
                    _ => format!("?[{tgid}]").into(),
                },
                (Show::Text(texts), Value::Uint(code)) => texts.get(code).map_or(Value::Null, Value::Text),
                (Show::Time(pieces), Value::Int(number)) => pieces.start(number).into(),
                _ => Value::Null,
            }
        };
        self.keys.iter().map(value).collect()
    }
}

/// The same for every trace.
fn same(traces: &[Trace], exprs: &[Expr]) -> Vec<Vec<Expr>> {
    traces.iter().map(|_| exprs.to_vec()).collect()
}

/// A column as it is.
fn plain(heading: Column, traces: &[Trace], expr: Expr) -> Made {
    Made { heading, names: Vec::new(), exprs: same(traces, &[expr]), show: Show::Plain }
}

/// A text that is made of texts.
fn text(
    name: &str,
    traces: &[Trace],
    from: &[Expr],
    of: impl Fn([Option<&str>; 2]) -> Option<Cow<'_, str>> + Clone + Send + Sync + 'static,
) -> Made {
    let texts = Arc::new(Texts::default());
    let exprs = same(traces, &[coded(from, &texts, of)]);
    Made { heading: Column::text(name), names: Vec::new(), exprs, show: Show::Text(texts) }
}

/// What of a call names a file: its path, or what its descriptor stands for. An empty path means the descriptor (`AT_EMPTY_PATH`).
pub fn file() -> Expr {
    let path = when(col("path").neq(lit(""))).then(coalesce(&[col("path_abs"), col("path")]));
    coalesce(&[path.otherwise(lit(NULL)), col("fd_path")])
}

fn made(key: Key, traces: &[Trace], depth: u8) -> Result<Made, Error> {
    Ok(match key {
        Key::Syscall => plain(Column::text("syscall"), traces, col("name")),
        Key::Errno => plain(Column::text("errno"), traces, col("errno")),
        Key::Comm => plain(Column::text("comm"), traces, col("comm")),
        Key::Pid => plain(Column::integer("pid", None), traces, col("tgid")),
        Key::Tid => plain(Column::integer("tid", None), traces, col("tid")),
        Key::Path => plain(Column::text("path"), traces, col("path")),
        Key::Peer => plain(Column::text("peer"), traces, col("peer")),
        Key::Arch => plain(Column::text("arch"), traces, col("arch")),
        Key::Phase => plain(Column::text("phase"), traces, col("phase")),
        Key::File => plain(Column::text("file"), traces, file()),
        Key::Process => Made {
            heading: Column::text("process"),
            names: Vec::new(),
            exprs: same(traces, &[col("tgid"), col("comm")]),
            show: Show::Process,
        },
        Key::Class => text("class", traces, &[col("name")], |[name, _]| {
            Some(syscalls::main_class(name?).map_or("other", |class| class.name()).into())
        }),
        Key::PathPrefix => {
            text("path_prefix", traces, &[file()], move |[file, _]| prefix(file?, depth.into()).map(Cow::Borrowed))
        }
        Key::FdKind => text("fd_kind", traces, &[col("fd_path")], |[fd_path, _]| {
            Some(things::of(fd_path?).map_or("other", |thing| thing.name).into())
        }),
        Key::Waiting => text("waiting", traces, &[col("name"), col("fd_path")], |[name, fd_path]| {
            Some(waits::of(name?, fd_path).map_or("none", |wait| wait.name()).into())
        }),
        Key::Trace => Made {
            exprs: traces.iter().map(|trace| vec![lit(trace.path.to_string_lossy().into_owned())]).collect(),
            ..plain(Column::text("trace"), &[], lit(""))
        },
        Key::Container => {
            let name = |trace: &Trace| trace.manifest.container.as_ref().map(|container| container.name.clone());
            Made {
                exprs: traces.iter().map(|trace| vec![lit(name(trace).unwrap_or("none".to_owned()))]).collect(),
                ..plain(Column::text("container"), &[], lit(""))
            }
        }
        Key::Exe => {
            let texts = Arc::new(Texts::default());
            let programs = traces.iter().map(|trace| Programs::read(trace, &texts)).collect::<Result<Vec<_>, _>>()?;
            Made {
                heading: Column::text("exe"),
                names: Vec::new(),
                exprs: programs.into_iter().map(|programs| vec![programs.number()]).collect(),
                show: Show::Text(texts),
            }
        }
    })
}

/// The first `depth` folders in which a file lies: of /usr/lib/x/y and 2, /usr/lib. `None` if it is no absolute path.
fn prefix(file: &str, depth: usize) -> Option<&str> {
    if !file.starts_with('/') || things::of(file).is_some_and(|thing| thing.name == "memfd") {
        return None;
    }
    let slashes: Vec<usize> = file.match_indices('/').map(|(at, _)| at).collect();
    let end = slashes.get(depth).or(slashes.last()).copied().unwrap_or(0);
    Some(&file[..end.max(1)])
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_prefix_is_made_of_folders() {
        assert_eq!(prefix("/usr/lib/x/y", 2), Some("/usr/lib"));
        assert_eq!(prefix("/usr/lib/x/y", 9), Some("/usr/lib/x"));
        assert_eq!(prefix("/etc/passwd", 2), Some("/etc"));
        assert_eq!(prefix("/etc", 2), Some("/"));
        assert_eq!(prefix("/", 1), Some("/"));
        assert_eq!((prefix("etc/passwd", 2), prefix("/memfd:x", 2), prefix("", 2)), (None, None, None));
    }
}
