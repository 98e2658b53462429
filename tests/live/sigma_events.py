"""Events made for Sigma rules, as strace would print them, and which rules match which, by pySigma's own reading of the rules.

sigma_events.py RULES OUT: writes OUT and prints {"rules": N, "events": N, "expected": {title: [pid, ...]}}.
"""

import ipaddress
import json
import random
import re
import sys

from sigma.collection import SigmaCollection
from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SpecialChars,
)

chance = random.Random(7)


# What a rule says of an event: a plain reading of pySigma's tree, with two truth values.


def regex_of(string):
    parts = []
    for part in string.s:
        if part == SpecialChars.WILDCARD_MULTI:
            parts.append(".*")
        elif part == SpecialChars.WILDCARD_SINGLE:
            parts.append(".")
        else:
            parts.append(re.escape(str(part)))
    return "".join(parts)


def fits(value, own):
    """Whether one text of an event fits a value of a rule."""
    if isinstance(value, SigmaString):
        flags = re.S if isinstance(value, SigmaCasedString) else re.S | re.I
        return re.fullmatch(regex_of(value), own, flags) is not None
    if isinstance(value, (SigmaNumber, SigmaBool)):
        return own.lower() == str(value).lower()
    if isinstance(value, SigmaRegularExpression):
        flags = 0
        for flag in value.flags:
            flags |= {"IGNORECASE": re.I, "MULTILINE": re.M, "DOTALL": re.S}[flag.name]
        return re.search(str(value.regexp), own, flags) is not None
    if isinstance(value, SigmaCIDRExpression):
        return ipaddress.ip_address(own) in ipaddress.ip_network(value.cidr)
    if isinstance(value, SigmaCompareExpression):
        number = value.number.number
        return {"LT": lambda a: a < number, "LTE": lambda a: a <= number, "GT": lambda a: a > number, "GTE": lambda a: a >= number}[
            value.op.name
        ](float(own))
    if isinstance(value, SigmaExpansion):
        return any(fits(one, own) for one in value.values)
    raise NotImplementedError(type(value))


def texts(event, field):
    own = event.get(field)
    return own if isinstance(own, list) else [] if own is None else [own]


def holds(node, event):
    if isinstance(node, ConditionAND):
        return all(holds(arg, event) for arg in node.args)
    if isinstance(node, ConditionOR):
        return any(holds(arg, event) for arg in node.args)
    if isinstance(node, ConditionNOT):
        return not holds(node.args[0], event)
    if isinstance(node, ConditionFieldEqualsValueExpression):
        own = texts(event, node.field)
        if isinstance(node.value, SigmaNull):
            return not own
        if isinstance(node.value, SigmaExists):
            return bool(own) == bool(node.value.exists)
        return any(fits(node.value, one) for one in own)
    if isinstance(node, ConditionValueExpression):
        # A word may stand anywhere in the event.
        value = node.value
        pattern = ".*" + (regex_of(value) if isinstance(value, SigmaString) else re.escape(str(value))) + ".*"
        return any(re.fullmatch(pattern, one, re.S | re.I) for one in event["*"])
    raise NotImplementedError(type(node))


# Events that a rule may match: from a way through its tree on which everything is said.


def concrete(value):
    if isinstance(value, SigmaString):
        fill = lambda: chance.choice(["", "x", "/a", " -z "])
        return "".join(
            fill() if part == SpecialChars.WILDCARD_MULTI else "q" if part == SpecialChars.WILDCARD_SINGLE else str(part) for part in value.s
        )
    if isinstance(value, SigmaExpansion):
        return concrete(chance.choice(value.values))
    if isinstance(value, (SigmaNumber, SigmaBool)):
        return str(value)
    if isinstance(value, SigmaCIDRExpression):
        return str(ipaddress.ip_network(value.cidr)[1])
    if isinstance(value, SigmaRegularExpression):
        # Most are words with something between them.
        return re.sub(r"\\(.)", r"\1", re.sub(r"\(\?:|\[[^\]]*\][+*?]?|\.[+*]\??|\\[sbw][+*]?|[()^$?+*]", " ", str(value.regexp).split("|")[0]))
    return ""


def way(node, out):
    if isinstance(node, ConditionAND):
        for arg in node.args:
            way(arg, out)
    elif isinstance(node, ConditionOR):
        way(chance.choice(node.args), out)
    elif isinstance(node, ConditionFieldEqualsValueExpression):
        out.setdefault(node.field, []).append(node.value)
    elif isinstance(node, ConditionValueExpression):
        out.setdefault("*", []).append(node.value)


def starts_open(value):
    return isinstance(value, SigmaString) and value.s[:1] == (SpecialChars.WILDCARD_MULTI,)


def joined(values):
    """One text for all of the values: those that may stand anywhere one after the other."""
    values = sorted(values, key=lambda value: isinstance(value, SigmaString) and value.s[-1:] != (SpecialChars.WILDCARD_MULTI,))
    values = sorted(values, key=starts_open)
    return "".join(concrete(value) for value in values)


def changed(text):
    if not text:
        return text
    at = chance.randrange(len(text))
    kind = chance.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text.swapcase()
    if kind == 2:
        return text + "x"
    if kind == 3:
        return text[:at] + "~" + text[at:]
    return text


def clean(text):
    return "".join(c for c in text if " " <= c <= "~")


class Trace:
    """Lines of strace, and the same events with the names of Sigma."""

    def __init__(self):
        self.lines, self.events, self.pid, self.now = [], [], 1000, 0

    def line(self, pid, call, result="0"):
        self.now += 1
        self.lines.append(f"{pid} {1_700_000_000 + self.now / 1000:.6f} {call} = {result} <0.000010>")

    @staticmethod
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def run(self, pid, exe, command):
        argv = command.split(" ")
        self.line(pid, f"execve({self.quoted(exe)}, [{', '.join(map(self.quoted, argv))}], 0x7ffc00000000 /* 1 var */)")
        return argv

    def child(self, parent):
        self.pid += 1
        self.line(parent, "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f0000000000)", self.pid)
        return self.pid

    def add(self, values):
        exe, command = values.get("Image") or "/usr/bin/prog", values.get("CommandLine") or "prog"
        parent_exe, parent_command = values.get("ParentImage") or "/usr/bin/parent", values.get("ParentCommandLine") or "parent -p"
        self.pid += 1
        parent = self.pid
        parent_argv = self.run(parent, parent_exe, parent_command)
        # The parent is an event of its own.
        self.events.append(self.process(parent, parent_exe, parent_argv, {}))
        pid = self.child(parent)
        argv = self.run(pid, exe, command)
        self.events.append(self.process(pid, exe, argv, {"ParentImage": parent_exe, "ParentCommandLine": parent_command}))
        comm = exe.rsplit("/", 1)[-1][:15]
        common = {"Image": exe, "CommandLine": command}
        audit = {"exe": exe, "comm": comm, "proctitle": command}
        path = values.get("TargetFilename") or values.get("name")
        if path is not None and path.startswith("/") and "/." not in path and "//" not in path and not path.endswith("/"):
            made = chance.random() < 0.7
            flags = "O_WRONLY|O_CREAT|O_TRUNC, 0644" if made else "O_RDONLY"
            self.line(pid, f"openat(AT_FDCWD, {self.quoted(path)}, {flags})", 3)
            event = dict(audit, type=["SYSCALL", "PATH", "CWD", "PROCTITLE"], SYSCALL="openat", syscall="openat", name=path, success="yes")
            event["nametype"] = "CREATE" if made else "NORMAL"
            event["a0"], event["a2"] = "ffffffffffffff9c", "241" if made else "0"
            event["*"] = ["openat", path, exe, comm, *argv]
            self.events.append((pid, "auditd", event))
            if made:
                self.events.append((pid, "file_event", dict(common, TargetFilename=path, **{"*": [path, command, exe]})))
        address = values.get("DestinationIp")
        if address is not None or "DestinationPort" in values or "Initiated" in values:
            address, port = address or "8.8.8.8", values.get("DestinationPort") or "443"
            if ":" not in address and port.isdigit():
                self.line(pid, f'connect(3<TCP:[1]>, {{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("{address}")}}, 16)')
                event = dict(common, DestinationIp=address, DestinationPort=port, Initiated="true")
                event["*"] = [f"{address}:{port}", command, exe]
                self.events.append((pid, "network_connection", event))
                self.events.append((pid, "auditd", self.call("connect", audit, argv, exe, comm, ["SOCKADDR"])))
        call = values.get("SYSCALL") or values.get("syscall")
        if call in SIMPLE:
            self.line(pid, SIMPLE[call])
            event = self.call(call, audit, argv, exe, comm, [])
            if call == "syslog":
                event["a0"] = "5"
            self.events.append((pid, "auditd", event))

    @staticmethod
    def call(name, audit, argv, exe, comm, more):
        event = dict(audit, type=["SYSCALL", "PROCTITLE", *more], SYSCALL=name, syscall=name, success="yes")
        event["*"] = [name, exe, comm, *argv]
        return event

    def process(self, pid, exe, argv, more):
        command, comm = " ".join(argv), exe.rsplit("/", 1)[-1][:15]
        event = dict(more, Image=exe, CommandLine=command)
        event["*"] = [command, exe]
        audit = {
            "type": ["SYSCALL", "EXECVE", "PATH", "CWD", "PROCTITLE"],
            "SYSCALL": "execve",
            "syscall": "execve",
            "exe": exe,
            "comm": comm,
            "proctitle": command,
            "success": "yes",
            "name": exe,
            "nametype": "NORMAL",
            "*": ["execve", exe, comm, *argv],
            "argv": argv,
        }
        return (pid, "process_creation", event, audit)


# Calls without arguments that matter.
SIMPLE = {
    "sethostname": 'sethostname("x", 1)',
    "socket": "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    "swapoff": 'swapoff("/swap")',
    "personality": "personality(PER_LINUX)",
    "reboot": "reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_RESTART)",
    "mknod": 'mknod("/dev/x", S_IFCHR|0600, makedev(0x1, 0x3))',
    "sysinfo": "sysinfo(0x7ffc00000000)",
    "syslog": "syslog(SYSLOG_ACTION_CLEAR, NULL, 0)",
    "init_module": 'init_module(0x55d0c0a0b000, 4096, "")',
    "clone": "clone(child_stack=NULL, flags=SIGCHLD)",
}


def values_for(rule, category):
    out = {}
    way(chance.choice(rule.detection.parsed_condition).parsed, out)
    words = out.pop("*", [])
    event = {field: clean(joined(values)) for field, values in out.items() if field}
    words = " ".join(clean(concrete(word)) for word in words)
    if category == "auditd" or words:
        arguments = [event.pop(f"a{i}", None) for i in range(10)]
        last = max((i for i, one in enumerate(arguments) if one is not None), default=-1)
        argv = [one if one is not None else "arg" for one in arguments[: last + 1]]
        if argv or words:
            event["CommandLine"] = " ".join(argv + ([words] if words else []))
        if "exe" in event:
            event["Image"] = event["exe"]
    return event


def category_of(rule):
    source = rule.logsource
    return source.category or source.service or "lines"


def types_of(node, out):
    for arg in getattr(node, "args", []):
        types_of(arg, out)
    if isinstance(node, ConditionFieldEqualsValueExpression) and node.field == "type":
        out.add(str(node.value))


def main():
    rules = list(SigmaCollection.load_ruleset([sys.argv[1]]).rules)
    categories = ("process_creation", "file_event", "network_connection", "auditd", "lines")
    rules = [rule for rule in rules if category_of(rule) in categories]
    trace = Trace()
    for rule in rules:
        for number in range(8):
            event = values_for(rule, category_of(rule))
            if number >= 4:
                event = {field: changed(text) for field, text in event.items()}
            trace.add(event)
    events = []
    for one in trace.events:
        pid, category, event = one[:3]
        events.append((pid, category, event))
        if category == "process_creation":
            events.append((pid, "lines", event))
            events.append((pid, "auditd", one[3]))
    expected = {}
    for rule in rules:
        category = category_of(rule)
        trees = [condition.parsed for condition in rule.detection.parsed_condition]
        types = set()
        for tree in trees:
            types_of(tree, types)
        execve = "EXECVE" in types or "SYSCALL" not in types
        found = set()
        for pid, own, event in events:
            if own != category:
                continue
            if "argv" in event and execve:
                event = dict(event, **{f"a{i}": text for i, text in enumerate(event["argv"][:10])})
            elif execve:
                event = {key: value for key, value in event.items() if not re.fullmatch(r"a\d", key)}
            if any(holds(tree, event) for tree in trees):
                found.add(pid)
        expected[rule.title] = sorted(found)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("\n".join(trace.lines) + "\n")
    json.dump({"rules": len(rules), "events": len(events), "expected": expected}, sys.stdout)


main()
