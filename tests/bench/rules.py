"""What rules cost: time and memory against the number of rules and of rows, as a table.

usage: rules.py ANALYZE FOLDER [RULES...]    (needs duckdb)

Traces are made with generate.py in FOLDER and left there. RULES are files and folders of other rules, of Falco's or Sigma's, which are asked
together with the built-in ones.
"""
import json, os, subprocess, sys, time

SIZES = [1_000_000, 10_000_000]
HERE = os.path.dirname(os.path.abspath(__file__))


def measured(command):
    """Wall time, processor time and the largest memory of a command; it may find something."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    analyze, folder, others = sys.argv[1], sys.argv[2], sys.argv[3:]
    listed = lambda more: json.loads(subprocess.check_output([analyze, "rules", "list", "--format", "json", *more]))["tables"]
    own = [row["rule"] for row in listed([])[0]["rows"]]
    choices = [(n, ["--only", ",".join(own[:n])]) for n in (1, 30, 60)] + [(len(own), [])]
    if others:
        asked = listed(["--rules", *others])[0]["rows"]
        choices.append((len(asked), ["--rules", *others]))
    os.makedirs(folder, exist_ok=True)
    print("| rows | rules | wall | processor | memory |\n|--:|--:|--:|--:|--:|")
    for rows in SIZES:
        trace = os.path.join(folder, f"{rows}.trace")
        if not os.path.exists(trace):
            subprocess.check_call([sys.executable, os.path.join(HERE, "generate.py"), str(rows), trace])
        for number, options in choices:
            wall, processor, memory = measured([analyze, "suspicious", trace, "--format", "json", *options])
            print(f"| {rows:,} | {number} | {wall:.1f} s | {processor:.1f} s | {memory:,.0f} MiB |", flush=True)


main()
