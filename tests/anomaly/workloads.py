"""Programs at ordinary work, and the same work with something planted in it: what measure.py records.

Ordinary runs differ as real ones do: in how much there is to do, and in which steps of the job are taken this time. Nothing does harm; everything happens
in a folder of its own and on loopback.
"""

import random

# Steps of each job. {n} is a number that differs each time, {m} a smaller one, {w} the folder of the run.

FILES = [
    "for i in $(seq {n}); do echo line $i > f$i; cat f$i | sort > g$i; done",
    "ls -l | head -3; wc -l f* | tail -1",
    "grep -c line f1; grep -rn nothing . || true",
    "mkdir -p d; cp f2 d/; mv g2 d/",
    "find . -name 'f*' | sed 's/f/x/' | sort -r > list",
    "rm -f f1 g1; touch new; ls",
    "date > when; sleep 0.01",
]
ARCHIVE = [
    "for i in $(seq {n}); do seq $((i * 100)) > a$i; done",
    "tar cf x.tar a*",
    "tar czf y.tar.gz a*; tar tzf y.tar.gz > list",
    "mkdir -p out; tar xf x.tar -C out",
    "gzip -k x.tar; sha256sum x.tar* > sums",
    "xz -k -0 a2; cmp a1 out/a1",
    "du -s . > size",
]
GCC = [
    "for i in $(seq {m}); do printf '#include <stdio.h>\\nint main(void){{puts(\"%d\");return 0;}}\\n' $i > a$i.c; gcc -O1 -c a$i.c -o a$i.o; gcc a$i.o -o a$i; done",
    "./a1 > out",
    "gcc -O2 -g -Wall a1.c -o b1 && ./b1 >> out",
    "ar rc libx.a a1.o",
    "printf 'int f(int x){{return x*%d;}}\\n' {n} > f.c; gcc -shared -fPIC f.c -o libf.so",
    "strip a1; ls -l a1",
    "printf '#include <stdlib.h>\\n#include <string.h>\\nint g(void){{return atoi(\"1\");}}\\n' > g.c; gcc -c g.c",
]
GIT = [
    "git init -q .; git config user.email a@b; git config user.name a; for i in $(seq {m}); do echo $i > f$i; git add f$i; git commit -qm \"c $i\"; done",
    "git log --oneline | head -2; git status -s",
    "git checkout -q -b x; echo y > y; git add y; git commit -qm y; git checkout -q -",
    "git diff HEAD~0 > /dev/null; git show -q > shown",
    "git tag v{n}; git describe --tags",
    "git clone -q . copy; git -C copy log -1 > /dev/null",
    "echo z >> f1; git stash -q; git stash pop -q",
]
PYTHON = [
    "data = [{{'i': i, 't': 'x' * i}} for i in range({n} * 20)]\nfor i in range({n}):\n    with open(f'd{{i}}.json', 'w') as f: json.dump(data, f)\n    with open(f'd{{i}}.json') as f: json.load(f)",
    "os.stat('/etc/hostname'); os.listdir('/tmp')",
    "with tempfile.NamedTemporaryFile() as f: f.write(b'x')",
    "import csv, io\nwith open('x.csv', 'w') as f: csv.writer(f).writerows([[i, i] for i in range({n})])",
    "import threading\nt = [threading.Thread(target=lambda: sum(range(10000))) for _ in range({m})]\n[x.start() for x in t]; [x.join() for x in t]",
    "os.remove('d0.json'); os.makedirs('a/b', exist_ok=True)",
    "import zipfile\nwith zipfile.ZipFile('x.zip', 'w') as z: z.writestr('x', 'y' * 100)",
]
SQLITE = [
    "c = sqlite3.connect('x.db'); c.execute('CREATE TABLE t (a, b)')\nfor i in range({n}):\n    with c: c.executemany('INSERT INTO t VALUES (?, ?)', [(j, 'x' * j) for j in range(50)])",
    "c.execute('CREATE INDEX i ON t (a)')",
    "c.execute('VACUUM')",
    "c.execute('PRAGMA journal_mode=WAL')\nwith c: c.execute('DELETE FROM t WHERE a < 5')",
    "d = sqlite3.connect(':memory:'); c.backup(d); d.close()",
    "c.execute('SELECT a, count(*) FROM t GROUP BY a ORDER BY b DESC').fetchall()",
    "open('dump.sql', 'w').write('\\n'.join(c.iterdump()))",
]
SERVER = [
    "for i in range({n}): urllib.request.urlopen(url + 'x.txt').read()",
    "urllib.request.urlopen(url).read()",
    "try: urllib.request.urlopen(url + 'none')\nexcept OSError: pass",
    "urllib.request.urlopen(urllib.request.Request(url + 'x.txt', method='HEAD')).read()",
    "t = [threading.Thread(target=lambda: urllib.request.urlopen(url + 'big').read()) for _ in range({m})]\n[x.start() for x in t]; [x.join() for x in t]",
    "urllib.request.urlopen(url + 'd/').read()",
]
NGINX = [
    "for i in $(seq {n}); do curl -s http://127.0.0.1:18082/ > /dev/null; done",
    "curl -s http://127.0.0.1:18082/none > /dev/null",
    "curl -s http://127.0.0.1:18082/big > /dev/null",
    "curl -sI http://127.0.0.1:18082/ > /dev/null",
    "curl -s -r 0-99 http://127.0.0.1:18082/big > /dev/null",
    "nginx -c {w}/nginx.conf -s reload 2> /dev/null; sleep 0.2",
]

PYTHON_HEAD = "import json, os, sqlite3, sys, tempfile\nos.chdir('{w}')\n"
SERVER_HEAD = """import http.server, os, threading, urllib.request
os.chdir('{w}')
os.makedirs('d'); open('x.txt', 'w').write('x' * 1000); open('big', 'w').write('x' * 1000000)
class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        {hook}
        super().do_GET()
s = http.server.ThreadingHTTPServer(('127.0.0.1', 18080), Handler)
threading.Thread(target=s.serve_forever, daemon=True).start()
url = 'http://127.0.0.1:18080/'
"""
NGINX_HEAD = """cd {w}; mkdir www; echo hello > www/index.html; seq 100000 > www/big; chmod -R a+rX . ..
printf 'worker_processes 1; pid {w}/pid; error_log {w}/error.log; events {{}}
http {{ access_log {w}/access.log; client_body_temp_path {w}/b; proxy_temp_path {w}/p; fastcgi_temp_path {w}/f; uwsgi_temp_path {w}/u; scgi_temp_path {w}/s;
server {{ listen 127.0.0.1:18082; root {w}/www; {hook} }} }}' > nginx.conf
nginx -c {w}/nginx.conf -e {w}/error.log; sleep 0.1
"""

# What is planted.

SHELL = {
    "keys": "cat /etc/shadow > /dev/null",
    "odd-files": "cat /etc/hostname /etc/group /etc/fstab > /dev/null 2>&1",
    "dropped-program": "cp /bin/true /dev/shm/sca-x; /dev/shm/sca-x; rm /dev/shm/sca-x",
    "shell-to-peer": "bash -c 'exec 3<>/dev/tcp/127.0.0.1/18081; echo x >&3' 2>/dev/null",
    "memory-program": "python3 -c \"import os; f = os.memfd_create('x'); os.write(f, open('/bin/true', 'rb').read()); os.execve(f, ['x'], {{}})\"",
    "new-child": "id > /dev/null",
    "persistence": "mkdir -p {w}/cron.d; echo '* * * * * root id' > {w}/cron.d/x; chmod 4755 {w}/cron.d/x",
    "looks-around": "id; uname -a; cat /proc/mounts /etc/passwd > /dev/null; ps > /dev/null",
    "new-calls": "umask 0; ulimit -c 0; kill -0 $$; mkfifo p; ln -s /etc/shadow l",
    # Only what the job does anyway, with another file.
    "mimicry": "echo x > {w}/.profile",
}
IN_PYTHON = {
    "keys": "open('/etc/shadow').read()",
    "odd-files": "[open(p).read() for p in ('/etc/hostname', '/etc/group', '/etc/services')]",
    "runs-shell": "__import__('os').system('id > /dev/null')",
    "shell-to-peer": "s=__import__('socket').socket(); s.connect_ex(('127.0.0.1',18081)); [__import__('os').dup2(s.fileno(), f) for f in (7, 8, 9)]",
    "memory-only": "__import__('os').memfd_create('x')",
    "memory-program": "os=__import__('os'); f=os.memfd_create('x'); os.write(f, open('/bin/true', 'rb').read()); os.fork() or os.execve(f, ['x'], {{}})",
    "injection": "__import__('ctypes').CDLL(None).ptrace(16, 1, 0, 0)",
    "writable-code": "__import__('mmap').mmap(-1, 4096, prot=7)",
    "raw-socket": "__import__('socket').socket(17, 3, 0).close()",
    "many-failures": "[__import__('os').path.exists('/root/.ssh/id_%d' % i) for i in range(40)]",
    "mimicry": "open('{w}/.profile', 'w').write('x')",
}
IN_NGINX = {
    "odd-files": "location /etc {{ root /; }}",
    "peer": "location /etc {{ proxy_pass http://127.0.0.1:18081; }}",
    "mimicry": "location /etc {{ alias {w}/nginx.conf; }}",
}


def chosen(steps, chance):
    """The first step, always, and most of the others, in their order."""
    return [step for at, step in enumerate(steps) if at == 0 or chance.random() < 0.65]


def shell(head, steps):
    def command(values, chance, planted):
        parts = chosen(steps, chance)
        if planted:
            parts.insert(chance.randrange(1, len(parts) + 1), planted)
        return ["sh", "-c", head.format(**values) + "\n" + "\n".join(parts).format(**values)]

    return command


def python(steps):
    def command(values, chance, planted):
        parts = chosen(steps, chance)
        if planted:
            parts.insert(chance.randrange(1, len(parts) + 1), planted)
        return ["python3", "-c", (PYTHON_HEAD + "\n".join(parts) + "\n").format(**values)]

    return command


def server(values, chance, planted):
    hook = (planted or "pass").format(**values)
    steps = "\n".join(chosen(SERVER, chance))
    return ["python3", "-c", SERVER_HEAD.format(hook=hook, **values) + (steps + "\ns.shutdown()\n").format(**values)]


def nginx(values, chance, planted):
    hook = (planted or "").format(**values)
    steps = chosen(NGINX, chance) + (["curl -s http://127.0.0.1:18082/etc/passwd > /dev/null"] if planted else [])
    return ["sh", "-c", NGINX_HEAD.format(hook=hook, **values) + ("\n".join(steps) + f"\nnginx -c {values['w']}/nginx.conf -s quit; sleep 0.1").format(**values)]


HOME = "cd {w}; export HOME={w} GIT_CONFIG_NOSYSTEM=1"
PROGRAMS = {
    "files": (shell("cd {w}", FILES), SHELL),
    "archive": (shell("cd {w}", ARCHIVE), SHELL),
    "gcc": (shell("cd {w}", GCC), SHELL),
    "git": (shell(HOME, GIT), SHELL),
    "python": (python(PYTHON), IN_PYTHON),
    "sqlite": (python(SQLITE), IN_PYTHON),
    "server": (server, IN_PYTHON),
    "nginx": (nginx, IN_NGINX),
}


def command(program, seed, planted, folder):
    """What to run: the job of that program, with that seed, and with `planted` in it, if that is named."""
    build, plants = PROGRAMS[program]
    chance = random.Random(f"{program} {seed}")
    values = {"n": chance.randrange(4, 12), "m": chance.randrange(1, 4), "w": folder}
    return build(values, chance, plants[planted] if planted else None)
