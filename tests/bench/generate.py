"""Makes a trace of N rows that looks like a busy server's: for timing reports, not for reading.

usage: generate.py N OUT.trace [SEED]    (needs duckdb)

The same N and SEED (a whole number, 0 if not given) give the same rows; another SEED gives other ones of the same kind. Calls, errors and durations are mixed as in a recorded run of a web server with its workers, shells and a
database; 400 processes, 60,000 files of which few are used often. Times from entry to exit follow log-normal laws, those of waiting calls
with long tails. Segments and row groups are as long as record makes them.
"""
import hashlib, json, os, sys

import duckdb

SEGMENT, GROUP = 8 << 20, 1 << 20

# name, number, share in per mille, median ns, spread (sigma of the logarithm), share of errors in per mille, errno, what it names
CALLS = [
    ("read", 0, 170, 900, 1.2, 40, "EAGAIN", "fd"),
    ("write", 1, 130, 1_300, 1.0, 4, "EAGAIN", "fd"),
    ("openat", 257, 80, 2_600, 0.9, 260, "ENOENT", "path"),
    ("close", 3, 85, 320, 0.7, 2, "EBADF", "fd"),
    ("newfstatat", 262, 70, 1_100, 0.8, 180, "ENOENT", "path"),
    ("futex", 202, 90, 4_000, 2.6, 60, "EAGAIN", ""),
    ("epoll_wait", 232, 60, 45_000, 2.4, 1, "EINTR", "fd"),
    ("recvfrom", 45, 50, 1_700, 1.5, 220, "EAGAIN", "socket"),
    ("sendto", 44, 40, 5_200, 0.9, 3, "EPIPE", "socket"),
    ("mmap", 9, 35, 1_900, 0.9, 1, "ENOMEM", ""),
    ("munmap", 11, 20, 2_700, 1.0, 0, "", ""),
    ("mprotect", 10, 15, 1_500, 0.8, 0, "", ""),
    ("rt_sigaction", 13, 20, 160, 0.4, 0, "", ""),
    ("rt_sigprocmask", 14, 30, 150, 0.4, 0, "", ""),
    ("lseek", 8, 20, 170, 0.5, 60, "ESPIPE", "fd"),
    ("fcntl", 72, 15, 180, 0.5, 1, "EBADF", "fd"),
    ("getdents64", 217, 8, 7_000, 1.1, 0, "", "fd"),
    ("pread64", 17, 20, 1_000, 1.0, 0, "", "fd"),
    ("clock_nanosleep", 230, 4, 1_000_000, 1.2, 5, "EINTR", ""),
    ("wait4", 61, 3, 2_000_000, 1.6, 300, "ECHILD", ""),
    ("fsync", 74, 2, 900_000, 1.0, 0, "", "fd"),
    ("execve", 59, 2, 480_000, 0.5, 350, "ENOENT", "path"),
    ("connect", 42, 5, 21_000, 1.1, 250, "EINPROGRESS", "socket"),
    ("accept4", 288, 6, 8_000, 1.3, 400, "EAGAIN", "socket"),
    ("getpid", 39, 20, 95, 0.3, 0, "", ""),
]
assert sum(call[2] for call in CALLS) == 1000

ROWS = """
WITH picked AS (
  SELECT i, hash(s) AS h, hash(s + 1000000007) AS g, hash(s * 31 + 7) AS k, hash(s * 131 + 17) AS l
  FROM (SELECT i, i + {seed} * 1000000000000 AS s FROM range({first}, {last}) t(i))
), call AS (
  SELECT p.*, c.*, least(399, CAST(400 * pow((g % 65536) / 65536.0, 2.2) AS INTEGER)) AS process,
    CAST(60000 * pow((k % 1048576) / 1048576.0, 4.0) AS INTEGER) AS file,
    -- Of three numbers in 0..1 the sum is nearly normal: mean 1.5, variance 0.25.
    exp(c.spread * 2 * ((g >> 16) % 4096 / 4096.0 + (g >> 28) % 4096 / 4096.0 + (g >> 40) % 4096 / 4096.0 - 1.5)) AS factor,
    (h >> 20) % 1000 < c.failing AS failed
  FROM picked p JOIN calls c ON c.slot = h % 1000
)
SELECT i::UBIGINT AS seq, (1000000000000 + i * 350)::BIGINT AS ts, (median * factor)::BIGINT + 1 AS dur, (i % 2)::USMALLINT AS cpu,
  (2000 + process)::UINTEGER AS tgid, (2000 + process + (l % 4) * 1000)::UINTEGER AS tid, NULL::UINTEGER AS ns_tgid, NULL::UINTEGER AS ns_tid,
  7::UBIGINT AS cgroup, 'worker-' || (process % 23) AS comm, 'payload' AS phase, 'x86_64' AS arch, nr::INTEGER AS nr, name,
  (l % 64)::UBIGINT AS a0, (l % 100003)::UBIGINT AS a1, (l % 4096)::UBIGINT AS a2, 0::UBIGINT AS a3, 0::UBIGINT AS a4, 0::UBIGINT AS a5,
  CASE WHEN failed THEN -11 ELSE l % 4096 END::BIGINT AS ret, CASE WHEN failed THEN error END AS errno,
  CASE WHEN names = 'path' THEN '/srv/d' || (file % 97) || '/f' || file || '.html' END AS path, NULL::VARCHAR AS path2,
  CASE WHEN names = 'path' THEN '/srv/d' || (file % 97) || '/f' || file || '.html' END AS path_abs,
  CASE WHEN names = 'fd' THEN '/srv/d' || (file % 97) || '/f' || file || '.html'
       WHEN names = 'socket' THEN 'TCP:[127.0.0.1:80->127.0.0.1:' || (20000 + file % 20000) || ']' END AS fd_path,
  CASE WHEN names = 'socket' THEN '127.0.0.1:' || (20000 + file % 20000) END AS peer,
  []::STRUCT(arg USMALLINT, "when" VARCHAR, status VARCHAR, len UBIGINT, bytes BLOB, part USMALLINT)[] AS data, 0::UINTEGER AS flags,
  NULL::VARCHAR AS path2_abs
FROM call ORDER BY i
"""

PROCESSES = """
SELECT 1000000000000::BIGINT AS ts, 'first' AS event, (2000 + i)::UINTEGER AS tgid, (2000 + i)::UINTEGER AS tid, 1999::UINTEGER AS ppid,
  NULL::UINTEGER AS parent_tid, NULL::UINTEGER AS ns_tgid, NULL::UINTEGER AS ns_tid, 'worker-' || (i % 23) AS comm, NULL::VARCHAR AS exe,
  NULL::VARCHAR[] AS argv, NULL::VARCHAR[] AS env, 0::UINTEGER AS uid, 0::UINTEGER AS gid, 0::UINTEGER AS euid, 0::UINTEGER AS egid,
  0::UBIGINT AS cap_effective, NULL::UINTEGER AS pid_ns, NULL::UINTEGER AS mnt_ns, NULL::UINTEGER AS net_ns, 7::UBIGINT AS cgroup,
  NULL::INTEGER AS exit_code, NULL::INTEGER AS exit_signal, 0::UINTEGER AS flags
FROM range(400) t(i)
"""


def main():
    rows, out = int(sys.argv[1]), sys.argv[2]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    os.makedirs(out)
    db = duckdb.connect()
    db.execute("SET threads = 2; SET preserve_insertion_order = true")
    db.execute("CREATE TABLE calls(slot INTEGER, name VARCHAR, nr INTEGER, median DOUBLE, spread DOUBLE, failing INTEGER, error VARCHAR, names VARCHAR)")
    slots = [call for call in CALLS for _ in range(call[2])]
    values = [[slot, c[0], c[1], c[3], c[4], c[5], c[6], c[7]] for slot, c in enumerate(slots)]
    db.executemany("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    files = []

    def write(table, name, sql, count):
        path = os.path.join(out, name)
        db.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})")
        digest = hashlib.file_digest(open(path, "rb"), "sha256").hexdigest()
        files.append({"name": name, "table": table, "rows": count, "bytes": os.path.getsize(path), "sha256": digest})

    for segment, first in enumerate(range(0, rows, SEGMENT)):
        last = min(rows, first + SEGMENT)
        write("syscalls", f"syscalls-{segment:05}.parquet", ROWS.format(first=first, last=last, seed=seed), last - first)
    write("processes", "processes.parquet", PROCESSES, 400)
    manifest = {
        "format": {"major": 1, "minor": 2}, "tool": {"name": "generate", "version": "1"}, "id": f"{seed:016x}{rows:016x}", "state": "sealed",
        "clock": {"boot_to_utc_ns": 1_790_000_000_000_000_000}, "started_ns": 1_000_000_000_000, "ended_ns": 1_000_000_000_000 + rows * 350,
        "host": {"hostname": "none", "kernel": "6.18.0", "kernel_build": "", "machine": "x86_64", "boot_id": "", "cpus": 2},
        "target": {"kind": "run", "command": ["generated"], "cwd": None, "pid": 2000, "uid": 0}, "container": None,
        "backend": {"name": "ebpf", "reason": "generated", "limits": []},
        "filters": {"syscalls": None, "snaplen": 256, "payload": None, "plan_sha256": ""}, "exit": None,
        "completeness": {"verdict": "exact", "recorded": rows, "expected": rows, "lost": 0, "reasons": []},
        "rows": {"syscalls": rows, "processes": 400, "counts": 0, "losses": 0}, "files": files,
    }
    with open(os.path.join(out, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=1)


main()
