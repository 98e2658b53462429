"""Copies a trace folder into a SQLite trace as docs/FORMAT.md describes it, without our code.

usage: to_sqlite.py FOLDER.trace TEMPLATE.sqlite OUT.sqlite    (the template, any SQLite trace, gives the tables)

The calls go into a plain table, as docs/FORMAT.md allows it.
"""
import glob, json, shutil, sqlite3, sys

import pyarrow.parquet

folder, template, out = sys.argv[1:]
shutil.copy(template, out)
db = sqlite3.connect(out)
names = [name for _, name, *_ in db.execute("PRAGMA table_info(syscalls)") if name != "rowid"]
db.execute("DROP VIEW syscalls")
db.execute("CREATE TABLE syscalls (%s)" % ", ".join('"%s"' % name for name in names))

def cell(value):
    if isinstance(value, int) and value >= 1 << 63:
        return value - (1 << 64)
    if isinstance(value, list):
        items = [{**item, "bytes": item["bytes"].hex()} if isinstance(item, dict) else item for item in value]
        return json.dumps(items)
    return value


for table in ["syscalls", "processes", "losses"]:
    db.execute(f"DELETE FROM {table}")
    for file in sorted(glob.glob(f"{folder}/{table}*.parquet")):
        for row in pyarrow.parquet.read_table(file).to_pylist():
            places = ",".join("?" * len(row))
            db.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({places})", [cell(v) for v in row.values()])
with open(folder + "/manifest.json") as manifest:
    db.execute("UPDATE manifest SET json = ?", [manifest.read()])
db.commit()
