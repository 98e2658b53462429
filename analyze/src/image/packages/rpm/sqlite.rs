//! rpm's database in SQLite: table `Packages` has a header in each row.

use rusqlite::{Connection, OpenFlags};

/// The headers.
///
/// # Errors
/// When it is damaged.
pub fn headers(file: &[u8], wal: Option<&[u8]>) -> Result<Vec<Vec<u8>>, String> {
    // SQLite reads files; and may write beside them, so it gets a folder of its own.
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let path = folder.path().join("db");
    std::fs::write(&path, file).map_err(|e| e.to_string())?;
    if let Some(wal) = wal.filter(|wal| !wal.is_empty()) {
        std::fs::write(folder.path().join("db-wal"), wal).map_err(|e| e.to_string())?;
    }
    let mut left = file.len() + wal.map_or(0, <[u8]>::len);
    let mut read = || -> rusqlite::Result<Vec<Vec<u8>>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)?;
        connection
            .execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")?;
        // A view of that name could do anything.
        let table = "SELECT count(*) FROM sqlite_schema WHERE name = 'Packages' AND type = 'table' AND rootpage > 0";
        if connection.query_row(table, [], |row| row.get::<_, i64>(0))? != 1 {
            return Err(rusqlite::Error::InvalidQuery);
        }
        let mut query = connection.prepare("SELECT blob FROM Packages")?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let header = row.get_ref(0)?.as_blob()?;
            // No two headers are in the same place.
            left = left.checked_sub(header.len()).ok_or(rusqlite::Error::InvalidQuery)?;
            found.push(header.to_vec());
        }
        Ok(found)
    };
    read().map_err(|e| format!("is damaged: {e}"))
}
