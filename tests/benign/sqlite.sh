# needs: sqlite3
# A database file is filled, indexed, asked, vacuumed.
set -e
sqlite3 x.db 'PRAGMA journal_mode=WAL; CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000) INSERT INTO t SELECT i, hex(randomblob(16)) FROM n;
  CREATE INDEX ib ON t(b); SELECT count(*) FROM t WHERE b > "8"; DELETE FROM t WHERE a % 3 = 0; VACUUM;'
sqlite3 x.db .dump | gzip >dump.gz
