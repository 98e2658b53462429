"""What the reports must say of a trace folder, in SQL written by hand for DuckDB.

usage: oracle.py FOLDER.trace
Prints a JSON object: name of a report and its options -> rows, each a list of the values that the test compares.
"""
import json, sys

import duckdb

trace = sys.argv[1]
db = duckdb.connect()
db.execute(f"CREATE VIEW syscalls AS SELECT * FROM '{trace}/syscalls-*.parquet'")
db.execute(f"CREATE VIEW processes AS SELECT * FROM '{trace}/processes.parquet'")
with open(trace + "/manifest.json") as file:
    manifest = json.load(file)
start = manifest["started_ns"]

LATENCY = """count(dur), sum(dur)::BIGINT, min(dur), sum(dur)::BIGINT // count(dur),
  quantile_disc(dur, 0.5), quantile_disc(dur, 0.9), quantile_disc(dur, 0.99), quantile_disc(dur, 0.999), max(dur)"""
# The program that a process had executed last before the call began; a child begins as what its parent was.
current, programs = {}, []
events = "SELECT ts, event, tgid, tid, ppid, exe FROM processes WHERE event IN ('fork', 'exec') ORDER BY ts"
for ts, event, tgid, tid, ppid, exe in db.execute(events).fetchall():
    if event == "exec" or tgid == tid:
        current[tgid] = exe if event == "exec" else current.get(ppid)
        programs.append([tgid, ts, current[tgid]])
db.execute("CREATE TABLE programs(tgid UINTEGER, ts BIGINT, exe VARCHAR)")
db.executemany("INSERT INTO programs VALUES (?, ?, ?)", programs)
EXE = """SELECT p.exe, count(*), count(s.errno) FROM syscalls s ASOF LEFT JOIN programs p ON s.tgid = p.tgid AND s.ts >= p.ts GROUP BY p.exe"""
# The file that a call named: its path, or what its descriptor stands for.
FILE = """CASE WHEN name IN ('symlink', 'symlinkat') THEN coalesce(path2_abs, path2)
  WHEN path <> '' THEN coalesce(path_abs, path) ELSE fd_path END"""
READS = "'read', 'pread64', 'readv', 'preadv', 'preadv2', 'copy_file_range', 'splice', 'tee'"
WRITES = "'write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'sendfile', 'vmsplice'"

QUERIES = {
    "frequency": "SELECT name, count(*), count(errno) FROM syscalls GROUP BY name",
    "frequency --by process,errno": """SELECT comm || '[' || tgid || ']', errno, count(*), count(errno) FROM syscalls GROUP BY comm, tgid, errno""",
    "frequency --by comm,path": "SELECT comm, path, count(*), count(errno) FROM syscalls GROUP BY comm, path",
    "frequency --by exe": EXE,
    "frequency --by peer,arch,phase": "SELECT peer, arch, phase, count(*), count(errno) FROM syscalls GROUP BY peer, arch, phase",
    "frequency --by class": """SELECT CASE
        WHEN name IN ('kill', 'tgkill', 'rt_sigaction', 'rt_sigprocmask', 'rt_sigreturn', 'sigaltstack', 'rt_sigsuspend') THEN 'signal'
        WHEN name IN ('clone', 'clone3', 'fork', 'vfork', 'execve', 'exit', 'exit_group', 'wait4', 'waitid') THEN 'process'
        WHEN name IN ('socket', 'bind', 'connect', 'listen', 'accept', 'getsockname', 'sendto', 'recvfrom', 'sendfile') THEN 'network'
        WHEN name IN ('brk', 'mmap', 'munmap', 'mprotect', 'mremap', 'madvise') THEN 'memory'
        WHEN name IN ('access', 'faccessat', 'faccessat2', 'openat', 'open', 'newfstatat', 'stat', 'lstat', 'statx', 'readlink', 'readlinkat',
          'mkdir', 'mkdirat', 'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat', 'symlink', 'symlinkat', 'getcwd', 'statfs', 'chdir',
          'getxattr', 'lgetxattr') THEN 'file'
        WHEN name IN ('getuid', 'geteuid', 'getgid', 'getegid', 'prctl') THEN 'creds'
        WHEN name IN ('clock_gettime', 'gettimeofday', 'time') THEN 'clock'
        WHEN name IN ('read', 'write', 'close', 'pread64', 'lseek', 'fcntl', 'ioctl', 'dup', 'dup2', 'pipe', 'pipe2', 'fstat', 'getdents64',
          'fadvise64', 'poll', 'ppoll', 'select', 'pselect6', 'copy_file_range', 'fsync', 'readv', 'writev') THEN 'desc'
        ELSE 'other' END AS class, count(*), count(errno) FROM syscalls GROUP BY class""",
    "frequency --by fd-kind": """SELECT CASE WHEN fd_path LIKE '/dev/pts/%' OR fd_path LIKE '/dev/tty%' THEN 'tty' WHEN fd_path LIKE '/dev/%' THEN 'device'
        WHEN fd_path LIKE '/%' THEN 'file' WHEN fd_path LIKE 'pipe:%' THEN 'pipe' WHEN regexp_matches(fd_path, '^[A-Z].*:\\[') THEN 'socket'
        WHEN fd_path IS NOT NULL THEN 'other' END AS kind, count(*), count(errno) FROM syscalls GROUP BY kind""",
    "frequency --by path-prefix": f"""SELECT CASE WHEN file LIKE '/%' THEN
          CASE WHEN len(string_split(file, '/')) = 2 THEN '/' ELSE array_to_string(string_split(file, '/')[:least(3, len(string_split(file, '/')) - 1)], '/') END
        END AS prefix, count(*), count(errno)
        FROM (SELECT errno, CASE WHEN path <> '' THEN coalesce(path_abs, path) ELSE fd_path END AS file FROM syscalls) GROUP BY prefix""",
    "frequency --where \"ret < 0 AND path LIKE '/etc/%'\"": """SELECT name, count(*), count(errno) FROM syscalls WHERE ret < 0 AND path LIKE '/etc/%' GROUP BY name""",
    "frequency --from +25ms --to +150ms": f"""SELECT name, count(*), count(errno) FROM syscalls
        WHERE ts >= {start} + 25000000 AND ts < {start} + 150000000 GROUP BY name""",
    "frequency --by pid --every 10ms": f"""SELECT strftime(make_timestamp_ns({start + manifest["clock"]["boot_to_utc_ns"]} + (ts - {start}) // 10000000 * 10000000),
        '%Y-%m-%dT%H:%M:%S.%nZ') AS bucket, tgid, count(*), count(errno) FROM syscalls GROUP BY bucket, tgid""",
    "latency": f"SELECT name, {LATENCY} FROM syscalls WHERE dur IS NOT NULL GROUP BY name",
    "latency --by pid,errno": f"SELECT tgid, errno, {LATENCY} FROM syscalls WHERE dur IS NOT NULL GROUP BY tgid, errno",
    "latency --by file": f"""SELECT CASE WHEN path <> '' THEN coalesce(path_abs, path) ELSE fd_path END AS file, {LATENCY}
        FROM syscalls WHERE dur IS NOT NULL GROUP BY file""",
    "errors": """SELECT e.name, e.errno, count(*), count(*) / any_value(t.n), count(DISTINCT tgid)
        FROM syscalls e JOIN (SELECT name, count(*) n FROM syscalls GROUP BY name) t ON t.name = e.name
        WHERE errno IS NOT NULL GROUP BY e.name, e.errno""",
    "processes": "SELECT tgid, count(*) FROM syscalls GROUP BY tgid",
    "files": f"""SELECT file, count(*) FILTER (name IN ('open', 'openat', 'openat2', 'creat')), count(errno),
        coalesce(sum(ret) FILTER (ret > 0 AND name IN ({READS})), 0)::BIGINT, coalesce(sum(ret) FILTER (ret > 0 AND name IN ({WRITES})), 0)::BIGINT,
        count(*) FILTER (errno IS NULL AND name IN ('unlink', 'unlinkat', 'rmdir')),
        count(*) FILTER (errno IS NULL AND name LIKE 'rename%'), count(*) FILTER (errno IS NULL AND name LIKE 'execve%'),
        count(*) FILTER (errno IS NULL AND name = 'mmap')
        FROM (SELECT *, {FILE} AS file FROM syscalls) WHERE file LIKE '/%' OR path <> '' GROUP BY file""",
    "resources": f"""SELECT tgid, coalesce(sum(CASE name WHEN 'mmap' THEN a1 WHEN 'mremap' THEN a2 END) FILTER (errno IS NULL), 0)::BIGINT,
        coalesce(sum(a1) FILTER (errno IS NULL AND name IN ('munmap', 'mremap')), 0)::BIGINT,
        (count(*) FILTER (errno IS NULL AND name IN ('open', 'openat', 'socket', 'accept', 'dup', 'dup2', 'eventfd2', 'epoll_create1', 'memfd_create'))
          + 2 * count(*) FILTER (errno IS NULL AND name IN ('pipe', 'pipe2', 'socketpair'))),
        count(*) FILTER (errno IS NULL AND name = 'close'),
        max(ret) FILTER (errno IS NULL AND name IN ('open', 'openat', 'socket', 'accept', 'dup', 'dup2', 'eventfd2', 'epoll_create1', 'memfd_create')),
        coalesce(sum(ret) FILTER (ret > 0 AND name IN ({READS}, 'recvfrom', 'recvmsg')), 0)::BIGINT,
        coalesce(sum(ret) FILTER (ret > 0 AND name IN ({WRITES}, 'sendto', 'sendmsg')), 0)::BIGINT FROM syscalls WHERE ret IS NOT NULL GROUP BY tgid""",
}
HISTOGRAM = """SELECT name, CASE WHEN dur <= 1 THEN 0 ELSE (1::BIGINT << floor(log2(dur))::INTEGER) END AS lower, count(*)
    FROM syscalls WHERE dur IS NOT NULL GROUP BY name, lower"""
SLOWEST = "SELECT dur, tgid, tid FROM syscalls WHERE dur IS NOT NULL ORDER BY dur DESC, ts LIMIT 7"
# Per process: time in calls that wait (by name and kind of descriptor), and in others.
WALL = """SELECT tgid, sum(dur) FILTER (waits)::BIGINT, sum(dur) FILTER (NOT waits)::BIGINT FROM (SELECT *, (
    name IN ('clock_nanosleep', 'nanosleep', 'wait4', 'waitid', 'futex', 'poll', 'select', 'pselect6', 'connect', 'accept', 'recvfrom', 'sendto',
      'rt_sigsuspend', 'pause', 'vfork', 'fsync')
    OR name IN ('read', 'write', 'readv', 'writev', 'splice', 'sendfile') AND coalesce(fd_path LIKE 'pipe:%' OR regexp_matches(fd_path, '^[A-Z].*:\\[')
      OR fd_path LIKE '/dev/pts/%' OR fd_path LIKE '/dev/tty%', false)) AS waits
    FROM syscalls WHERE dur IS NOT NULL AND arch <> 'io_uring') GROUP BY tgid"""

answers = {name: db.execute(sql).fetchall() for name, sql in QUERIES.items()}
answers["latency --histogram"] = db.execute(HISTOGRAM).fetchall()
answers["latency --slowest 7"] = db.execute(SLOWEST).fetchall()
answers["latency --wall"] = db.execute(WALL).fetchall()
print(json.dumps(answers))
