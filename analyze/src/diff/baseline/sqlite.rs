//! A profile in SQLite, to be asked with any tool that reads it. docs/diff.md has the tables.

use super::{Amount, Fact, Kept, Profile, VERSION, known};
use crate::{
    diff::fact::Dimension,
    error::{Error, first_line},
    output,
};
use rusqlite::{Connection, OpenFlags, Row, params};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use std::{collections::BTreeMap, fs::File, io, path::Path};

/// "scap": what kind of file it is (<https://sqlite.org/fileformat.html>, 1.3.17).
const APPLICATION: i32 = 0x7363_6170;
/// Bytes of the head of a file that say whether it is a profile.
pub(super) const HEAD: usize = 72;

/// The tables, and a view of the facts in words.
const TABLES: &str = "
CREATE TABLE profile(version INTEGER NOT NULL, tool TEXT NOT NULL, texts INTEGER NOT NULL, facts INTEGER NOT NULL, measures INTEGER NOT NULL);
CREATE TABLE texts(text INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rules(text INTEGER NOT NULL REFERENCES texts, rule TEXT NOT NULL);
CREATE TABLE runs(run INTEGER PRIMARY KEY, name TEXT NOT NULL, exact INTEGER NOT NULL);
CREATE TABLE facts(fact INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, kind TEXT NOT NULL,
  program INTEGER NOT NULL REFERENCES texts, aspect INTEGER NOT NULL REFERENCES texts, item INTEGER NOT NULL REFERENCES texts,
  count INTEGER NOT NULL, first INTEGER NOT NULL, more INTEGER NOT NULL);
CREATE TABLE merged(fact INTEGER NOT NULL REFERENCES facts, text INTEGER NOT NULL REFERENCES texts);
CREATE TABLE measures(run INTEGER NOT NULL REFERENCES runs, kind TEXT NOT NULL, program INTEGER NOT NULL REFERENCES texts,
  aspect INTEGER NOT NULL REFERENCES texts, item INTEGER NOT NULL REFERENCES texts, value REAL NOT NULL, calls INTEGER NOT NULL);
CREATE VIEW known AS SELECT runs.name AS run, kind, p.value AS program, a.value AS aspect, i.value AS item, count, first
  FROM facts JOIN runs USING (run) JOIN texts p ON p.text = program JOIN texts a ON a.text = aspect JOIN texts i ON i.text = item;
";
/// Names of the tables that are read.
const READ: [&str; 7] = ["profile", "texts", "rules", "runs", "facts", "merged", "measures"];

/// Whether a file that begins so is a profile.
pub(super) fn is_profile(head: &[u8]) -> bool {
    head.starts_with(b"SQLite format 3\0") && head.get(68..HEAD) == Some(&APPLICATION.to_be_bytes()[..])
}

/// Writes a profile.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(profile: &Profile, path: &Path) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Output { path: path.to_owned(), source };
    let part = tempfile::NamedTempFile::new().map_err(failed)?;
    let mut connection = Connection::open(part.path()).map_err(|e| failed(io::Error::other(e)))?;
    fill(profile, &mut connection).map_err(|e| failed(io::Error::other(e)))?;
    connection.close().map_err(|(_, e)| failed(io::Error::other(e)))?;
    output::to(Some(path), |out| io::copy(&mut File::open(part.path())?, out).map(drop))
}

fn fill(profile: &Profile, connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", profile.profile)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    let facts: usize = profile.runs.iter().map(|run| run.facts.len()).sum();
    let measures: usize = profile.runs.iter().map(|run| run.measures.len()).sum();
    transaction.execute(
        "INSERT INTO profile VALUES (?, ?, ?, ?, ?)",
        params![profile.profile, profile.tool, profile.texts.len() as i64, facts as i64, measures as i64],
    )?;
    let mut text = transaction.prepare("INSERT INTO texts VALUES (?, ?)")?;
    for (place, value) in (0_i64..).zip(&profile.texts) {
        text.execute(params![place, value])?;
    }
    let mut rule = transaction.prepare("INSERT INTO rules VALUES (?, ?)")?;
    for (text, names) in &profile.rules {
        names.iter().try_for_each(|name| rule.execute(params![text, name]).map(drop))?;
    }
    let mut run = transaction.prepare("INSERT INTO runs VALUES (?, ?, ?)")?;
    let mut fact = transaction.prepare("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut merged = transaction.prepare("INSERT INTO merged VALUES (?, ?)")?;
    let mut measure = transaction.prepare("INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut facts = 0_i64;
    for (number, kept) in (0_i64..).zip(&profile.runs) {
        run.execute(params![number, kept.name, kept.exact])?;
        for Fact(dimension, program, aspect, item, count, first, raw, more) in &kept.facts {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            fact.execute(params![facts, number, dimension.name(), program, aspect, item, count, first, more])?;
            raw.iter().try_for_each(|raw| merged.execute(params![facts, raw]).map(drop))?;
            facts += 1;
        }
        for Amount(dimension, program, aspect, item, value, calls) in &kept.measures {
            let calls = i64::try_from(*calls).unwrap_or(i64::MAX);
            measure.execute(params![number, dimension.name(), program, aspect, item, value, calls])?;
        }
    }
    drop((text, rule, run, fact, merged, measure));
    transaction.commit()
}

/// Reads a profile.
///
/// # Errors
/// When it is damaged, or of another version.
pub(super) fn read(path: &Path) -> Result<Profile, Error> {
    let damaged =
        |e: rusqlite::Error| Error::unreadable(path, format!("is a damaged profile: {}; learn it anew", first_line(e)));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(damaged)?;
    connection
        .execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")
        .map_err(damaged)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(damaged)?;
    known(path, version)?;
    let unsound = |what: &str| Error::unreadable(path, format!("is a damaged profile: {what}; learn it anew"));
    for name in READ {
        // A view, or a virtual table, could do anything.
        let is_table = "SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND type = 'table' AND rootpage > 0";
        if connection.query_row(is_table, [name], |row| row.get::<_, u32>(0)).map_err(damaged)? != 1 {
            return Err(unsound(&format!("it has no table {name}")));
        }
    }
    let (profile, whole) = all(&connection).map_err(damaged)?;
    if !whole {
        return Err(unsound("rows are missing"));
    }
    Ok(profile)
}

/// What it holds, and whether that is all.
fn all(connection: &Connection) -> rusqlite::Result<(Profile, bool)> {
    let (tool, numbers) = connection.query_row("SELECT tool, texts, facts, measures FROM profile", [], |row| {
        Ok((row.get(0)?, [row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?]))
    })?;
    let mut texts = Vec::new();
    rows(connection, "SELECT text, value FROM texts ORDER BY text", |row| {
        let place: i64 = row.get(0)?;
        if place != texts.len() as i64 {
            return Err(rusqlite::Error::IntegralValueOutOfRange(0, place));
        }
        texts.push(row.get(1)?);
        Ok(())
    })?;
    let mut rules: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    rows(connection, "SELECT text, rule FROM rules ORDER BY rowid", |row| {
        rules.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    let mut raw: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
    rows(connection, "SELECT fact, text FROM merged", |row| {
        raw.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    let mut runs: BTreeMap<i64, Kept> = BTreeMap::new();
    rows(connection, "SELECT run, name, exact FROM runs", |row| {
        let kept = Kept { name: row.get(1)?, exact: row.get(2)?, facts: Vec::new(), measures: Vec::new() };
        runs.insert(row.get(0)?, kept);
        Ok(())
    })?;
    let mut found = [texts.len() as i64, 0, 0];
    let facts = "SELECT run, kind, program, aspect, item, count, first, fact, more FROM facts ORDER BY fact";
    rows(connection, facts, |row| {
        let raw = raw.remove(&row.get(7)?).unwrap_or_default();
        let count = u64::try_from(row.get::<_, i64>(5)?).unwrap_or(0);
        let fact =
            Fact(dimension(row, 1)?, row.get(2)?, row.get(3)?, row.get(4)?, count, row.get(6)?, raw, row.get(8)?);
        if let Some(run) = runs.get_mut(&row.get(0)?) {
            run.facts.push(fact);
            found[1] += 1;
        }
        Ok(())
    })?;
    let measures = "SELECT run, kind, program, aspect, item, value, calls FROM measures ORDER BY rowid";
    rows(connection, measures, |row| {
        let calls = u64::try_from(row.get::<_, i64>(6)?).unwrap_or(0);
        let amount = Amount(dimension(row, 1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, calls);
        if let Some(run) = runs.get_mut(&row.get(0)?) {
            run.measures.push(amount);
            found[2] += 1;
        }
        Ok(())
    })?;
    let profile = Profile { profile: VERSION, tool, texts, rules, runs: runs.into_values().collect() };
    Ok((profile, found == numbers && raw.is_empty()))
}

fn rows(
    connection: &Connection,
    query: &str,
    mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut query = connection.prepare(query)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

fn dimension(row: &Row<'_>, column: usize) -> rusqlite::Result<Dimension> {
    let name: String = row.get(column)?;
    let known: Result<Dimension, value::Error> = Dimension::deserialize(name.as_str().into_deserializer());
    known.map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn profile() -> Profile {
        let texts = ["/bin/p", "read", "/etc/x.VERSION", "/etc/x.1.2", "fsync", ""].map(str::to_owned).to_vec();
        let facts = vec![
            Fact(Dimension::File, 0, 1, 2, 7, -3, vec![3], true),
            Fact(Dimension::File, 0, 1, 5, 1, 9, vec![], false),
        ];
        let measures = vec![Amount(Dimension::Latency, 0, 4, 5, 1.25, 9)];
        let run = Kept { name: "a.trace".to_owned(), exact: true, facts, measures };
        let rules = BTreeMap::from([(2, vec!["version".to_owned(), "host name".to_owned()])]);
        Profile { profile: VERSION, tool: "analyze".to_owned(), texts, rules, runs: vec![run] }
    }

    /// Why a profile is refused after this was done to it.
    fn refused(change: impl FnOnce(&Connection)) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sqlite");
        write(&profile(), &path).unwrap();
        change(&Connection::open(&path).unwrap());
        let error = read(&path).err().unwrap();
        assert!(error.status() == 3 && !error.to_string().contains('\n'), "{error}");
        error.to_string()
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sqlite");
        write(&profile(), &path).unwrap();
        assert!(is_profile(&fs::read(&path).unwrap()[..HEAD]));
        let read = read(&path).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), serde_json::to_string(&profile()).unwrap());
        let connection = Connection::open(&path).unwrap();
        let known = "SELECT program || ' ' || aspect || ' ' || item FROM known WHERE count = 7";
        let known: String = connection.query_row(known, [], |row| row.get(0)).unwrap();
        assert_eq!(known, "/bin/p read /etc/x.VERSION");
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let run = |sql: &str| {
            refused(|connection| {
                connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
            })
        };
        assert!(run("PRAGMA user_version = 9").contains("version 9"));
        assert!(run("DROP TABLE merged").contains("no table merged"));
        assert!(run("DELETE FROM facts WHERE fact = 1").contains("missing"));
        assert!(run("DELETE FROM runs").contains("missing"));
        assert!(run("UPDATE facts SET kind = 'weather'").contains("weather"));
        assert!(run("UPDATE texts SET text = 99 WHERE text = 3").contains("damaged"));
        assert!(run("DROP TABLE rules; CREATE VIEW rules AS SELECT 1 AS text, 'x' AS rule").contains("no table rules"));
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sqlite");
        write(&profile(), &path).unwrap();
        let whole = fs::read(&path).unwrap();
        for length in (HEAD..whole.len()).step_by(509) {
            fs::write(&path, &whole[..length]).unwrap();
            let error = read(&path).err().unwrap();
            assert!(error.status() == 3 && !error.to_string().contains('\n'), "{error}");
        }
    }
}
