"""Counts calls and errors per name in a trace folder, with three tools that know nothing of us."""
import glob, json, sys

trace = sys.argv[1]
files = sorted(glob.glob(trace + "/syscalls-*.parquet"))

import duckdb
rows = duckdb.sql(f"SELECT name, count(*), count(errno) FROM '{trace}/syscalls-*.parquet' GROUP BY name ORDER BY name")
print("duckdb", json.dumps(rows.fetchall()))

import pyarrow.parquet
counts = {}
for file in files:
    table = pyarrow.parquet.read_table(file, columns=["name", "errno"])
    for name, errno in zip(table["name"].to_pylist(), table["errno"].to_pylist()):
        calls, errors = counts.get(name, (0, 0))
        counts[name] = (calls + 1, errors + (errno is not None))
print("pyarrow", json.dumps([[name, *counts[name]] for name in sorted(counts)]))

import polars
frame = polars.read_parquet(files).group_by("name").agg(polars.len(), polars.col("errno").count().alias("errors"))
print("polars", json.dumps([list(row) for row in frame.sort("name").rows()]))
