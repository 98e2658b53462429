"""How long reports take, beside DuckDB on the same files, in alternation.

usage: reports.py ANALYZE FOLDER [ROWS...]    (needs duckdb; 1000000 10000000 100000000 rows, unless others are given)

The traces are made by generate.py in FOLDER, if they are not there. A report's time is that of the whole process, start and rendering
included; DuckDB's is that of the query alone, in a process that has been started and has opened the files. Both have two threads. The
answers must be equal. Prints a table in Markdown: the middle of the rounds; processor seconds, of all threads, tell the two apart where the
machine has other work to do.
"""
import json, os, resource, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
# Name, options of analyze, the columns compared, the same in SQL.
REPORTS = [
    ("frequency", ["frequency"], ["syscall", "calls", "errors"],
     "SELECT name, count(*), count(errno) FROM t GROUP BY name ORDER BY 2 DESC, 1"),
    ("latency", ["latency"], ["syscall", "calls", "total_ns", "min_ns", "p50_ns", "p90_ns", "p99_ns", "p999_ns", "max_ns"],
     """SELECT name, count(dur), sum(dur)::BIGINT AS total, min(dur), quantile_disc(dur, 0.5), quantile_disc(dur, 0.9), quantile_disc(dur, 0.99),
        quantile_disc(dur, 0.999), max(dur) FROM t WHERE dur IS NOT NULL GROUP BY name ORDER BY total DESC, 1"""),
    ("frequency --by process,errno", ["frequency", "--by", "process,errno"], ["process", "errno", "calls"],
     "SELECT comm || '[' || tgid || ']', errno, n FROM (SELECT comm, tgid, errno, count(*) n FROM t GROUP BY ALL) ORDER BY n DESC"),
    ("top files", ["frequency", "--by", "file", "--where", "path IS NOT NULL", "--limit", "20"], ["calls"],
     """SELECT n FROM (SELECT coalesce(path_abs, path) AS file, count(*) n, count(errno) FROM t WHERE path IS NOT NULL GROUP BY file)
        ORDER BY n DESC LIMIT 20"""),
]


def run(command):
    """Seconds, processor seconds, peak memory in bytes and output of a command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "POLARS_MAX_THREADS": "2"})
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, command
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def duckdb_side(trace, sql):
    import duckdb
    db = duckdb.connect()
    db.execute("SET threads = 2")
    db.execute(f"CREATE VIEW t AS SELECT * FROM '{trace}/syscalls-*.parquet'")
    start, before = time.perf_counter(), processor()
    rows = db.execute(sql).fetchall()
    print(json.dumps([time.perf_counter() - start, processor() - before, rows]))


def main():
    analyze, folder = sys.argv[1:3]
    sizes = [int(n) for n in sys.argv[3:]] or [1_000_000, 10_000_000, 100_000_000]
    print("| rows | report | analyze | DuckDB | ratio | analyze, CPU | DuckDB, CPU | ratio | analyze, peak RSS | DuckDB, peak RSS |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for rows in sizes:
        trace = f"{folder}/{rows}.trace"
        if not os.path.exists(f"{trace}/manifest.json"):
            subprocess.run([sys.executable, f"{HERE}/generate.py", str(rows), trace], check=True)
        for name, options, columns, sql in REPORTS:
            ours, theirs, memory = ([], []), ([], []), [0, 0]
            for _ in range(ROUNDS):
                seconds, cpu, peak, text = run([analyze, *options, trace, "--format", "json"])
                ours[0].append(seconds)
                ours[1].append(cpu)
                memory[0] = max(memory[0], peak)
                mine = sorted(json.dumps([row[c] for c in columns]) for row in json.loads(text)["tables"][0]["rows"])
                _, _, peak, text = run([sys.executable, __file__, "--duckdb", trace, sql])
                seconds, cpu, answer = json.loads(text)
                theirs[0].append(seconds)
                theirs[1].append(cpu)
                memory[1] = max(memory[1], peak)
                assert mine == sorted(json.dumps(row) for row in answer), name
            cells = []
            for a, d in zip(map(statistics.median, ours), map(statistics.median, theirs)):
                cells += [f"{a:.2f} s", f"{d:.2f} s", f"{a / d:.2f}"]
            cells += [f"{memory[0] >> 20} MiB", f"{memory[1] >> 20} MiB"]
            print(f"| {rows:,} | {name} | {' | '.join(cells)} |", flush=True)


if sys.argv[1:2] == ["--duckdb"]:
    duckdb_side(*sys.argv[2:])
else:
    main()
