#!/usr/bin/env python3
"""How well each way of `suspicious --baseline` tells planted behaviour from ordinary work: recordings of real programs, made here.

measure.py BIN DIR: BIN holds record and analyze; DIR gets the recordings (kept: delete it to record anew). Prints a table for docs/anomaly.md.
Everything happens in DIR and on loopback.
"""

import json
import pathlib
import random
import subprocess
import sys
import time

BIN, DIR = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
BASELINE, ORDINARY = 6, 5
WAYS = ["program", "sequence", "frequency", "calls", "arguments", "paths", "peers"]

# Ordinary work. {n} is a number that differs each time, {w} a folder of its own.

FILES = """cd {w}; for i in $(seq {n}); do echo line $i > f$i; cat f$i | sort > g$i; done; ls -l | head -3; grep -c line f1; rm -f f1 g1; mkdir d; cp f2 d/; tar cf x.tar d; gzip x.tar"""
PYTHON = """import json, os, tempfile, sys
os.chdir("{w}")
data = [{{"i": i, "t": "x" * i}} for i in range({n} * 20)]
for i in range({n}):
    with open(f"d{{i}}.json", "w") as f: json.dump(data, f)
    with open(f"d{{i}}.json") as f: assert json.load(f)
    os.stat("/etc/hostname"); os.listdir("/tmp")
with tempfile.NamedTemporaryFile() as f: f.write(b"x")
os.remove("d0.json")
"""
SQLITE = """import sqlite3
c = sqlite3.connect("{w}/x.db")
c.execute("CREATE TABLE t (a, b)")
for i in range({n}):
    with c: c.executemany("INSERT INTO t VALUES (?, ?)", [(j, "x" * j) for j in range(50)])
assert c.execute("SELECT count(*) FROM t").fetchone()[0] == 50 * {n}
c.execute("VACUUM"); c.close()
"""
GCC = """cd {w}; for i in $(seq {m}); do printf '#include <stdio.h>\\nint main(void){{puts("%d");return 0;}}\\n' $i > a$i.c; gcc -O1 -c a$i.c -o a$i.o; gcc a$i.o -o a$i; ./a$i; done"""
GIT = """cd {w}; export HOME={w} GIT_CONFIG_NOSYSTEM=1; git init -q .; git config user.email a@b; git config user.name a; for i in $(seq {m}); do echo $i > f$i; git add f$i; git commit -qm "c $i"; done; git log --oneline | head -2; git status -s; git checkout -q -b x"""
SERVER = """import http.server, threading, urllib.request, os
os.chdir("{w}")
open("x.txt", "w").write("x" * 1000)
class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        {hook}
        super().do_GET()
s = http.server.ThreadingHTTPServer(("127.0.0.1", 18080), Handler)
threading.Thread(target=s.serve_forever, daemon=True).start()
for i in range({n}):
    urllib.request.urlopen("http://127.0.0.1:18080/x.txt").read()
s.shutdown()
"""

# What is planted, in a shell or in Python. None of it does harm.

SHELL = {
    "reads keys": "cat /etc/shadow > /dev/null",
    "dropped program": "cp /bin/true /dev/shm/sca-x; /dev/shm/sca-x; rm /dev/shm/sca-x",
    "shell to a peer": "bash -c 'exec 3<>/dev/tcp/127.0.0.1/18081; echo x >&3' 2>/dev/null",
    "persistence": "mkdir -p {w}/cron.d; echo '* * * * * root id' > {w}/cron.d/x; chmod 4755 {w}/cron.d/x",
    "looks around": "id; uname -a; cat /proc/mounts /etc/passwd > /dev/null; ps > /dev/null",
}
IN_PYTHON = {
    "reads keys": "open('/etc/shadow').read()",
    "runs a shell": "__import__('os').system('id > /dev/null')",
    "shell to a peer": "s=__import__('socket').socket(); s.connect_ex(('127.0.0.1',18081)); __import__('os').dup2(s.fileno(), 9)",
    "memory only": "__import__('os').memfd_create('x')",
    "injection": "__import__('ctypes').CDLL(None).ptrace(16, 1, 0, 0)",
    "writable code": "__import__('mmap').mmap(-1, 4096, prot=7)",
    "raw socket": "__import__('socket').socket(17, 3, 0).close()",
    "many failures": "[__import__('os').path.exists('/root/.ssh/id_%d' % i) for i in range(40)]",
}


def shell(text):
    return lambda values, planted: ["sh", "-c", (text + ("; " + planted if planted else "")).format(**values)]


def python(text):
    def command(values, planted):
        script = text.format(hook="pass", **values) + (planted.format(**values) + "\n" if planted else "")
        return ["python3", "-c", script]

    return command


def server(values, planted):
    return ["python3", "-c", SERVER.format(hook=planted or "pass", **values)]


def git(values, planted):
    hook = "mkdir -p .git/hooks; printf '#!/bin/sh\\n%s\\n' \"$P\" > .git/hooks/post-commit; chmod +x .git/hooks/post-commit; for i in $(seq"
    text = GIT.format(**values)
    if planted:
        text = text.replace("for i in $(seq", hook, 1)
        return ["env", "P=" + planted.format(**values), "sh", "-c", text]
    return ["env", "P=", "sh", "-c", text]


PROGRAMS = {
    "files": (shell(FILES), SHELL),
    "python": (python(PYTHON), IN_PYTHON),
    "sqlite": (python(SQLITE), IN_PYTHON),
    "gcc": (shell(GCC), SHELL),
    "git": (git, SHELL),
    "server": (server, IN_PYTHON),
}


def recorded(name, command, seed, planted):
    trace = DIR / f"{name}.trace"
    if not (trace / "SHA256SUMS").exists():
        work = DIR / "work" / name
        work.mkdir(parents=True, exist_ok=True)
        chance = random.Random(seed)
        values = {"n": chance.randrange(4, 12), "m": chance.randrange(1, 4), "w": work}
        argv = command(values, planted)
        # As a person would: not two in the same second.
        time.sleep(0.05)
        subprocess.run([BIN / "record", "run", "-q", "--force", "-o", trace, "--", *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return trace


def asked(traces, baseline, ways):
    """Of each trace, how often its strangest run would be a false alarm; and the least share that the baseline can tell."""
    command = [BIN / "analyze", "suspicious", *traces, "--no-built-in", "--format", "json", "--ways", ",".join(ways)]
    out = subprocess.run([*command, "--baseline", *baseline], capture_output=True)
    tables = {table["name"]: table["rows"] for table in json.loads(out.stdout)["tables"]}
    rates = {str(trace): 1.0 for trace in traces}
    for row in tables["anomalies"]:
        rates[row["trace"]] = min(rates[row["trace"]], row["false_alarm_rate"])
    return rates, 1 / (sum(row["runs"] for row in tables["baseline"]) + 1)


def main():
    DIR.mkdir(parents=True, exist_ok=True)
    sets = {}
    for program, (command, plants) in PROGRAMS.items():
        ordinary = [recorded(f"{program}-{i}", command, i, None) for i in range(BASELINE + ORDINARY)]
        planted = [recorded(f"{program}-{plant.replace(' ', '-')}", command, 100, text) for plant, text in plants.items()]
        sets[program] = (ordinary[:BASELINE], ordinary[BASELINE:], planted)
    choices = [[way] for way in WAYS]
    choices += [WAYS] + [[way for way in WAYS if way != without] for without in WAYS]
    choices += [["sequence", "frequency"], ["program", "calls", "arguments", "paths", "peers"], ["program", "sequence", "calls", "arguments", "peers"]]
    planted, ordinary = sum(len(s[2]) for s in sets.values()), sum(len(s[1]) for s in sets.values())
    print(f"told of {planted} planted and {ordinary} ordinary traces, at --alarm-rate 0.01 and 0.05")
    for ways in choices:
        told = {rate: [0, 0] for rate in (0.01, 0.05)}
        missed = []
        for name, (base, new, bad) in sets.items():
            rates, least = asked(new + bad, base, ways)
            for rate, counts in told.items():
                alarm = lambda trace: rates[str(trace)] <= max(rate, least)
                counts[0] += sum(map(alarm, bad))
                counts[1] += sum(map(alarm, new))
                if rate == 0.01:
                    missed += [trace.stem for trace in bad if not alarm(trace)] + ["!" + trace.stem for trace in new if alarm(trace)]
        print(f"{told[0.01][0]:3} {told[0.01][1]:3}   {told[0.05][0]:3} {told[0.05][1]:3}   {','.join(ways)}   {' '.join(missed)}", flush=True)


main()
