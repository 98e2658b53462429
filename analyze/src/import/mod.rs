//! `import`: what other tools recorded, as a trace. What a source does not tell stays empty, and the manifest says what that is.

mod audit;
mod detect;
mod falco;
mod gathered;
mod perf;
mod rows;
pub mod sequence;
mod strace;
mod sysdig;
mod threads;

use crate::{
    cli::{Import, Source},
    convert::{self, Target, to_files, to_sqlite},
    error::Error,
    evidence::{
        database, output,
        package::{Deed, Package},
        verify::Sealed,
    },
};
use gathered::Gathering;
use schema::{
    Arch,
    columns::{TABLES, sql},
    manifest::{Backend, Clock, Completeness, Filters, Host, Manifest, State, Target as Recorded, Tool, Verdict},
    version::CURRENT,
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

/// Bytes of a line; longer ones are not taken for lines of any of these tools.
const LINE: u64 = 16 << 20;
/// Line numbers that are kept of those that could not be understood.
const NAMED: usize = 100;

/// What a source told beside its rows.
struct Told {
    /// What was executed, if it says so.
    command: Vec<String>,
    /// What it does not tell, a sentence each.
    limits: Vec<String>,
    /// Whether `ts` is a time: ns since 1970.
    timed: bool,
}

/// Lines that could not be understood.
struct Bad {
    path: PathBuf,
    strict: bool,
    number: u64,
    /// File, line, what is wrong.
    named: Vec<(PathBuf, u64, String)>,
}

impl Bad {
    /// Notes a line.
    fn line(&mut self, number: u64, what: impl Into<String>) -> Result<(), Error> {
        let what = what.into();
        if self.strict {
            return Err(Error::unreadable(&self.path, format!("line {number}: {what}")));
        }
        self.number += 1;
        if self.named.len() < NAMED {
            self.named.push((self.path.clone(), number, what));
        }
        Ok(())
    }
}

/// Runs the command.
///
/// # Errors
/// When an input cannot be read, with `--strict` at the first line that is not understood, and when the output cannot be written.
pub fn run(options: &Import) -> Result<(), Error> {
    let path = options.output.as_path();
    let given = options.inputs.first().ok_or_else(|| Error::Usage("name a file to import".to_owned()))?;
    let target = convert::target(path)?;
    output::check(path, options.force)?;
    let arch = Arch::from_name(&options.arch)
        .ok_or_else(|| Error::Usage(format!("--arch {}: x86_64, i386, x32 or aarch64", options.arch)))?;
    let source = match options.from {
        Some(source) => source,
        None if given.is_dir() => Source::Sequence,
        None => detect::source(given, arch)?,
    };
    let inputs = match source {
        Source::Sequence => sequence::files(&options.inputs)?,
        _ => options.inputs.clone(),
    };
    let first = inputs.first().ok_or_else(|| Error::unreadable(given, "has no files to import"))?;
    let mut told = Told { command: Vec::new(), limits: Vec::new(), timed: true };
    let mut bad = Bad { path: first.clone(), strict: options.strict, number: 0, named: Vec::new() };
    let mut gathering = Gathering::begin(path, arch)?;
    for input in &inputs {
        bad.path.clone_from(input);
        let before = (bad.number, bad.named.len());
        let Gathering { rows, sequences, .. } = &mut gathering;
        let of_input = match source {
            Source::Strace => strace::read(lines(input)?, input, arch, rows, &mut bad)?,
            Source::Perf => perf::read(lines(input)?, arch, rows, &mut bad)?,
            Source::Audit => audit::read(lines(input)?, arch, rows, &mut bad)?,
            Source::Sysdig => sysdig::read(lines(input)?, arch, rows, &mut bad)?,
            Source::Falco => falco::read(lines(input)?, arch, rows, &mut bad)?,
            Source::Sequence => {
                sequences.read(input, &mut bad)?;
                sequence::told()
            }
        };
        if told.command.is_empty() {
            told.command = of_input.command;
        }
        told.timed &= of_input.timed;
        for limit in of_input.limits {
            if !told.limits.contains(&limit) {
                told.limits.push(limit);
            }
        }
        // Said at once, and kept in the manifest.
        for (_, line, what) in bad.named.iter().skip(before.1).take(10) {
            eprintln!("analyze: {}: line {line} is left out: {}", input.display(), crate::escape::visible(what));
        }
        if bad.number - before.0 > 10 {
            eprintln!("analyze: {}: {} lines are left out in all", input.display(), bad.number - before.0);
        }
    }
    let gathered = gathering.finish(path)?;
    if gathered.rows["syscalls"] == 0 {
        return Err(Error::unreadable(first, format!("holds no call that could be understood as {}", source.name())));
    }
    let manifest = manifest(options, source, &bad, told, gathered.rows.clone(), gathered.span);
    let deed = Deed { action: "imported", detail: detail(source, &inputs)?, signature: None };
    match target {
        Target::Sqlite | Target::Zstd => {
            let packed = output::begin(path)?;
            let connection = to_sqlite::begin(packed.path()).map_err(|e| refused(path, e))?;
            let mut writer = to_sqlite::Writer::new(&connection, first, path);
            for table in TABLES {
                writer.begin(table)?;
                let mut failed = None;
                let read = gathered
                    .chunks(table, &mut |rows| writer.rows(table, &rows).map_err(|e| failed.insert(e).to_string()));
                read.map_err(|what| failed.unwrap_or_else(|| Error::unreadable(path, what)))?;
            }
            let leaves = writer.finish()?;
            connection.execute_batch(sql::FINISH).map_err(|e| refused(path, e))?;
            drop(connection);
            let package = Package::anew(Manifest { leaves, ..manifest }, String::new(), deed);
            database::close(packed, path, target == Target::Zstd, &package)
        }
        _ => {
            let (text, custody) = (String::new(), None);
            let sealed = Sealed { manifest, text, custody, signatures: Vec::new(), others: BTreeMap::new() };
            to_files::write_tables(sealed, deed, &TABLES, path, target, |table, take| {
                gathered.chunks(table, take).map_err(|what| Error::unreadable(path, what))
            })
        }
    }
}

fn refused(path: &Path, error: rusqlite::Error) -> Error {
    output::refused(path)(std::io::Error::other(error))
}

/// The lines of a file, as bytes, with their numbers.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<(u64, Vec<u8>), Error>> + use<>, Error> {
    let path = path.to_owned();
    let file = File::open(&path).map_err(|e| Error::unreadable(&path, e))?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(Error::unreadable(&path, "is a folder; name a file"));
    }
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut number = 0;
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        number += 1;
        match reader.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => {
                while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
                    line.pop();
                }
                Some(Ok((number, line)))
            }
            Err(e) => Some(Err(Error::unreadable(&path, e))),
        }
    }))
}

/// What the custody log says of the import: of one file its name and digest, of several the digest of theirs, a line each.
fn detail(source: Source, inputs: &[PathBuf]) -> Result<BTreeMap<String, String>, Error> {
    let name = |input: &Path| {
        let name = input.file_name().map(|name| schema::text::escape(name.as_encoded_bytes()).into_owned());
        name.unwrap_or_default()
    };
    let sum = |input: &Path| {
        let mut file = File::open(input).map_err(|e| Error::unreadable(input, e))?;
        database::sum_of(&mut file).map_err(|e| Error::unreadable(input, e))
    };
    let (from, digest) = match inputs {
        [input] => (name(input), sum(input)?),
        many => {
            let mut lines = String::new();
            for input in many {
                lines.push_str(&format!("{}  {}\n", sum(input)?, name(input)));
            }
            let digest = database::sum_of(&mut lines.as_bytes()).map_err(|e| Error::unreadable(&many[0], e))?;
            (format!("{} files", many.len()), digest)
        }
    };
    let source = source.name().to_owned();
    Ok([("from".to_owned(), from), ("from_sha256".to_owned(), digest), ("source".to_owned(), source)].into())
}

fn manifest(
    options: &Import,
    source: Source,
    bad: &Bad,
    told: Told,
    rows: BTreeMap<String, u64>,
    (started_ns, ended_ns): (i64, i64),
) -> Manifest {
    let source = source.name();
    // Without times the recording has no length, so that no report makes a rate of it.
    let ended_ns = if told.timed { ended_ns } else { started_ns };
    let mut reasons = vec![format!("imported from {source}: nothing counted the calls apart from its lines")];
    if bad.number > 0 {
        let named: Vec<String> = bad.named.iter().take(20).map(|(_, line, _)| line.to_string()).collect();
        let more = if bad.number > named.len() as u64 { ", ..." } else { "" };
        reasons.push(format!("{} lines were not understood: {}{more}", bad.number, named.join(", ")));
    }
    let unknown = || "unknown".to_owned();
    let completeness = Completeness {
        verdict: Verdict::Unknown,
        recorded: rows.get("syscalls").copied().unwrap_or_default(),
        reasons,
        ..Completeness::default()
    };
    Manifest {
        format: CURRENT,
        tool: Tool { name: "analyze".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        id: uuid::Uuid::new_v4().simple().to_string(),
        state: State::Sealed,
        clock: Clock { boot_to_utc_ns: 0 },
        started_ns,
        ended_ns: Some(ended_ns),
        host: Host {
            hostname: unknown(),
            kernel: unknown(),
            kernel_build: unknown(),
            machine: options.arch.clone(),
            boot_id: String::new(),
            cpus: 0,
        },
        target: Recorded {
            kind: "import".to_owned(),
            command: told.command,
            cwd: None,
            pid: 0,
            uid: None,
            selected_by: String::new(),
            processes: Vec::new(),
        },
        container: None,
        backend: Backend { name: source.to_owned(), reason: "imported".to_owned(), limits: told.limits },
        filters: Filters::default(),
        blind_spots: None,
        exit: None,
        completeness,
        rows,
        files: Vec::new(),
        leaves: Vec::new(),
        seal: None,
        redactions: None,
    }
}
