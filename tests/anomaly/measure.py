#!/usr/bin/env python3
"""How well `suspicious --baseline` tells planted behaviour from ordinary work. Prints the tables of docs/anomaly.md.

measure.py BIN DIR [traces|baselines|sequences]: BIN holds record and analyze; DIR gets the recordings of workloads.py and the made-up files of sequences.py (kept:
delete it to make them anew). Without a word all three are measured. FOLDS=1 in the environment takes one division of the recordings instead of three.

Of each program the recordings at ordinary work are divided three times into a baseline and some that are held out; those and the recordings with something
planted are looked at beside the baseline. Told is what has the verdict alarm. AUC is the chance that a planted one is found stranger than an ordinary one, of
the same program: 1 is perfect, 0.5 is a coin.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys

import workloads

BIN, DIR = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ORDINARY, HELD_OUT = 15, 5
FOLDS = int(os.environ.get("FOLDS", "3"))
WAYS = ["program", "sequence", "frequency", "calls", "arguments", "paths", "peers"]


def recorded(program, seed, planted=None):
    trace = DIR / "traces" / f"{program}-{planted or seed}.trace"
    if not (trace / "SHA256SUMS").exists():
        # Numbers alone: a name that tells what is planted would be a new path by itself.
        work = DIR / "work" / f"{program}-{seed}"
        work.mkdir(parents=True, exist_ok=True)
        trace.parent.mkdir(exist_ok=True)
        argv = workloads.command(program, seed, planted, work)
        subprocess.run([BIN / "record", "run", "-q", "--force", "-o", trace, "--", *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return trace


def asked(subjects, baseline, *options):
    """Of each subject whether it is told, and a key that is the greater the stranger it is."""
    command = [BIN / "analyze", "suspicious", *subjects, "--no-built-in", "--format", "json", *options, "--baseline", *baseline]
    tables = {table["name"]: table["rows"] for table in json.loads(subprocess.run(command, capture_output=True).stdout)["tables"]}
    answers = {}
    # Beside a single trace each run is judged, and has a row.
    for row in tables["traces"]:
        answer = row["verdict"] == "alarm", (-row["false_alarm_rate"], row["strange"])
        answers[row["trace"]] = max(answers.get(row["trace"], answer), answer)
    return answers


def auc(bad, good):
    pairs = [1.0 if b > g else 0.5 if b == g else 0.0 for b in bad for g in good]
    return sum(pairs) / max(len(pairs), 1)


def traces(choices, size=ORDINARY - HELD_OUT, show=False):
    """For each choice of options: planted and ordinary traces that are told, and the AUC, over all programs and divisions."""
    recordings = {}
    for program, (_, plants) in workloads.PROGRAMS.items():
        ordinary = [recorded(program, seed) for seed in range(ORDINARY)]
        recordings[program] = ordinary, [recorded(program, 100 + at, plant) for at, plant in enumerate(plants)]
    for name, options in choices:
        told, areas, by_plant, by_program = collections.Counter(), [], collections.defaultdict(list), {}
        for program, (ordinary, planted) in recordings.items():
            of_program = collections.Counter()
            for fold in range(FOLDS):
                held_out = ordinary[fold * HELD_OUT : (fold + 1) * HELD_OUT]
                baseline = [trace for trace in ordinary if trace not in held_out][:size]
                answers = asked(held_out + planted, baseline, *options)
                good, bad = ([answers[str(trace)] for trace in some] for some in (held_out, planted))
                of_program.update({"bad": len(bad), "good": len(good), "found": sum(told for told, _ in bad), "false": sum(told for told, _ in good)})
                areas.append(auc([key for _, key in bad], [key for _, key in good]))
                for trace, (alarm, _) in zip(planted, bad):
                    by_plant[trace.stem[len(program) + 1 :]].append(alarm)
            told.update(of_program)
            by_program[program] = of_program
        print(f"| {name} | {told['found']} of {told['bad']} | {told['false']} of {told['good']} | {sum(areas) / len(areas):.3f} |", flush=True)
        if show:
            for program, n in by_program.items():
                print(f"|   {program} | {n['found']} of {n['bad']} | {n['false']} of {n['good']} | |")
            for plant, alarms in sorted(by_plant.items()):
                print(f"|   {plant} | {sum(alarms)} of {len(alarms)} | | |")


def ways(*names):
    return ",".join(names), ["--ways", ",".join(names)]


HEAD = "| {} | planted told | ordinary told | AUC |\n|---|---|---|---|"


def measure_traces():
    print(HEAD.format("options"))
    traces([("as it is", [])], show=True)
    traces([(f"--alarm-rate {rate}", ["--alarm-rate", rate]) for rate in ("0.001", "0.05")])
    traces([ways(way) for way in WAYS] + [ways(*WAYS)] + [ways(*(way for way in WAYS if way != without)) for without in WAYS])
    traces([(f"--ngram {n} --frame {frame}", ["--ngram", n, "--frame", frame]) for n, frame in [*((str(n), "20") for n in range(3, 12)), ("6", "5"), ("6", "60")]])


def measure_baselines():
    print(HEAD.format("traces of the baseline"))
    for size in (1, 2, 3, 4, 6, 8, 10):
        traces([(str(size), [])], size)


def measure_sequences():
    made = DIR / "sequences"
    if not made.exists():
        subprocess.run([sys.executable, pathlib.Path(__file__).with_name("sequences.py"), made], check=True)
    kinds = ["foreign-1", "foreign-3", "foreign-10", "order"]
    print("| options | " + " | ".join(f"{kind}: told, AUC" for kind in kinds) + " | ordinary told |\n|---|" + "---|" * (len(kinds) + 1))
    choices = [("as it is", []), ways("sequence"), ways("frequency"), ways("calls"), ways("sequence", "calls"), ways("sequence", "frequency")]
    choices += [(f"--ngram {n}", ["--ngram", str(n)]) for n in range(3, 12)] + [(f"--frame {frame}", ["--frame", str(frame)]) for frame in (5, 40, 100)]
    for name, options in choices:
        answers = asked([made / kind for kind in ["ordinary", *kinds]], [made / "known"], *options)
        of = {kind: [answer for path, answer in answers.items() if pathlib.Path(path).parent.name == kind] for kind in ["ordinary", *kinds]}
        good = [key for _, key in of["ordinary"]]
        cells = [f"{sum(told for told, _ in of[kind])} of {len(of[kind])}, {auc([key for _, key in of[kind]], good):.3f}" for kind in kinds]
        print(f"| {name} | " + " | ".join(cells) + f" | {sum(told for told, _ in of['ordinary'])} of {len(good)} |", flush=True)


DIR.mkdir(parents=True, exist_ok=True)
for part, measure in (("traces", measure_traces), ("baselines", measure_baselines), ("sequences", measure_sequences)):
    if len(sys.argv) < 4 or sys.argv[3] == part:
        print(f"\n{part}\n")
        measure()
