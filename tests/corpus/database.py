#!/usr/bin/python3 -I
"""A database, an archive and compressed files."""
import contextlib, gzip, json, mmap, os, tarfile, zipfile

with contextlib.suppress(OSError):
    os.close(-5000)
import sqlite3

with contextlib.closing(sqlite3.connect("data.sqlite")) as db:
    db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
    for i in range(25):
        with db:
            db.execute("INSERT INTO t VALUES (?, ?)", (i, "x" * 100 * i))
    db.execute("SELECT count(*), sum(length(text)) FROM t").fetchone()
for i in range(15):
    with open(f"{i}.json", "w") as out:
        json.dump({"number": i, "list": list(range(i))}, out)
with tarfile.open("all.tar.gz", "w:gz") as tar:
    for i in range(15):
        tar.add(f"{i}.json")
with tarfile.open("all.tar.gz") as tar:
    tar.extractall("out")
with zipfile.ZipFile("all.zip", "w") as archive:
    for i in range(15):
        archive.write(f"out/{i}.json")
with gzip.open("x.gz", "wb") as out:
    out.write(os.urandom(20000))
with open("data.sqlite", "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
    memory[:4]
    memory.flush()
