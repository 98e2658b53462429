//! Any rows that a table may hold are the same after they went through Parquet.

use super::{to_files::Files, to_sqlite};
use crate::{evidence::database::digests, trace::read_chunks};
use polars::prelude::{LazyFrame, PlRefPath, ScanArgsParquet};
use proptest::{prelude::*, sample::Index};
use rusqlite::{Connection, types::Value};
use schema::columns::{Column, ColumnType, TABLES, Table, sql};
use serde_json::json;

/// What a cell is made of: numbers, a text, and whether it is null where it may be.
type Seed = (u64, String, Vec<(u16, Vec<u8>)>, bool);

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
            let item = |(arg, bytes): &(u16, Vec<u8>)| json!({"arg": arg, "when": "entry", "status": text, "len": number, "bytes": hex(bytes), "part": arg % 3});
            Value::Text(serde_json::Value::Array(items.iter().map(item).collect()).to_string())
        }
    }
}

fn through_parquet(table: &'static Table, rows: &[Vec<Value>], chunk: usize) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let before = Connection::open_in_memory().unwrap();
    let after = Connection::open_in_memory().unwrap();
    for connection in [&before, &after] {
        connection.execute_batch(&sql::create_table(table)).unwrap();
    }
    let places = vec!["?"; table.columns.len()].join(",");
    for row in rows {
        let insert = format!("INSERT INTO {} VALUES ({places})", table.name);
        before.execute(&insert, rusqlite::params_from_iter(row)).unwrap();
    }
    let mut files = Files::new(table, dir.path());
    read_chunks(&before, table, chunk, &mut |rows| files.write(rows)).unwrap();
    let files = files.finish().unwrap();
    prop_assert_eq!(files.iter().map(|f| f.rows).sum::<u64>(), rows.len() as u64);
    let paths = files.iter().map(|f| PlRefPath::try_from_path(&dir.path().join(&f.name)).unwrap()).collect();
    let frame = LazyFrame::scan_parquet_files(paths, ScanArgsParquet::default()).unwrap();
    let leaves = to_sqlite::insert(&after, table, &frame, dir.path(), dir.path()).unwrap();
    prop_assert_eq!(&leaves, &digests(&after, table.name).unwrap());
    prop_assert_eq!(leaves, digests(&before, table.name).unwrap());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn rows_survive_parquet(
        seeds in prop::collection::vec(any::<Seed>(), 1..12),
        places in prop::collection::vec(any::<Index>(), 0..200),
        chunk in 1_usize..50,
    ) {
        for table in TABLES {
            let width = table.columns.len();
            let rows: Vec<Vec<Value>> = places
                .chunks_exact(width)
                .map(|row| table.columns.iter().zip(row).map(|(column, place)| cell(column, place.get(&seeds))).collect())
                .collect();
            through_parquet(table, &rows, chunk)?;
        }
    }
}
