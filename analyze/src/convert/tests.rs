//! Any rows that a table may hold are the same after they went through Parquet.

use super::{to_files::Files, to_sqlite};
use crate::{
    evidence::database::{digests, sealed_tables},
    trace::read_chunks,
};
use polars::prelude::{LazyFrame, PlRefPath, ScanArgsParquet};
use proptest::{prelude::*, sample::Index};
use rusqlite::{Connection, types::Value};
use schema::columns::{Column, ColumnType, OPTIONAL, TABLES, Table, sql};
use serde_json::json;

/// What a cell is made of: numbers, a text, and whether it is null where it may be.
type Seed = (u64, String, Vec<(u16, Vec<u8>)>, bool);

/// Texts as they are after escaping; numbers as SQL has them.
fn seed() -> impl Strategy<Value = Seed> {
    let items = prop::collection::vec(any::<(u16, Vec<u8>)>(), 0..4);
    (prop_oneof![any::<u64>(), 0..100_u64], "\\PC{0,12}", items, any::<bool>())
}

fn cell(column: &Column, (number, text, items, null): &Seed) -> Value {
    if column.nullable && *null {
        return Value::Null;
    }
    let hex = |bytes: &[u8]| schema::seal::hex(bytes);
    match column.ty {
        ColumnType::U16 => Value::Integer((*number as u16).into()),
        ColumnType::U32 => Value::Integer((*number as u32).into()),
        ColumnType::I32 => Value::Integer((*number as i32).into()),
        ColumnType::U64 | ColumnType::I64 => Value::Integer(*number as i64),
        ColumnType::Text => Value::Text(text.clone()),
        ColumnType::TextList => {
            Value::Text(json!(items.iter().map(|(_, bytes)| hex(bytes) + text).collect::<Vec<_>>()).to_string())
        }
        ColumnType::Captures => {
            let item = |(arg, bytes): &(u16, Vec<u8>)| json!({"arg": arg, "when": "entry", "status": text, "len": number >> 1, "bytes": hex(bytes), "part": arg % 3});
            Value::Text(serde_json::Value::Array(items.iter().map(item).collect()).to_string())
        }
    }
}

/// All rows as plain SQL has them, without our code. JSON is the same however it is written.
fn rows_of(connection: &Connection, table: &Table) -> Vec<Vec<String>> {
    let names: Vec<String> = table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    let query = format!("SELECT {} FROM {} ORDER BY rowid", names.join(", "), table.name);
    let mut query = connection.prepare(&query).unwrap();
    let cell = |row: &rusqlite::Row<'_>, (i, column): (usize, &Column)| match row.get::<_, Value>(i).unwrap() {
        Value::Text(text) if matches!(column.ty, ColumnType::Captures | ColumnType::TextList) => {
            serde_json::from_str::<serde_json::Value>(&text).unwrap().to_string()
        }
        value => format!("{value:?}"),
    };
    let rows = query.query_map([], |row| Ok(table.columns.iter().enumerate().map(|at| cell(row, at)).collect()));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn through_all_forms(table: &'static Table, rows: &[Vec<Value>], chunk: usize) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let plain = Connection::open_in_memory().unwrap();
    plain.execute_batch(&sql::create_table(table)).unwrap();
    let places = vec!["?"; table.columns.len()].join(",");
    for row in rows {
        let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
        plain.execute(&insert, rusqlite::params_from_iter(row)).unwrap();
    }
    let parquet = |from: &Connection, name: &str| {
        let folder = dir.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        let mut files = Files::new(table, &folder);
        read_chunks(from, table, chunk, &mut |rows| files.write(rows)).unwrap();
        let files = files.finish().unwrap();
        assert_eq!(files.iter().map(|f| f.rows).sum::<u64>(), rows.len() as u64);
        let paths = files.iter().map(|f| PlRefPath::try_from_path(&folder.join(&f.name)).unwrap()).collect();
        LazyFrame::scan_parquet_files(paths, ScanArgsParquet::default()).unwrap()
    };
    let sqlite = |frame: &LazyFrame| {
        let connection = Connection::open_in_memory().unwrap();
        let mut writer = to_sqlite::Writer::new(&connection, dir.path(), dir.path());
        writer.begin(table).unwrap();
        to_sqlite::for_chunks(dir.path(), table, frame, &mut |rows| writer.rows(table, &rows)).unwrap();
        let leaves = writer.finish().unwrap();
        for leaf in &leaves {
            let name = sealed_tables().find(|name| *name == leaf.table).unwrap();
            assert_eq!(digests(&connection, name).unwrap(), std::slice::from_ref(leaf));
        }
        (connection, leaves)
    };
    let (first, leaves) = sqlite(&parquet(&plain, "a"));
    prop_assert_eq!(rows_of(&first, table), rows_of(&plain, table));
    // What was packed is unpacked without SQL, and the same rows are always packed the same.
    let (second, again) = sqlite(&parquet(&first, "b"));
    prop_assert_eq!(rows_of(&second, table), rows_of(&plain, table));
    prop_assert_eq!(leaves, again);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn rows_survive_every_form(
        seeds in prop::collection::vec(seed(), 1..12),
        places in prop::collection::vec(any::<Index>(), 0..200),
        chunk in 1_usize..50,
    ) {
        for table in TABLES.into_iter().chain(OPTIONAL) {
            let width = table.columns.len();
            let rows: Vec<Vec<Value>> = places
                .chunks_exact(width)
                .map(|row| table.columns.iter().zip(row).map(|(column, place)| cell(column, place.get(&seeds))).collect())
                .collect();
            through_all_forms(table, &rows, chunk)?;
        }
    }
}
