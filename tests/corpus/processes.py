#!/usr/bin/python3 -I
"""Processes as a script starts them: pipes, environment, exit status, signals."""
import contextlib, os, signal, subprocess, sys, time

with contextlib.suppress(OSError):
    os.close(-5000)
signal.signal(signal.SIGUSR1, lambda *_: None)
for i in range(6):
    subprocess.run(["/bin/echo", str(i)], check=True, capture_output=True)
    subprocess.run(["/bin/sh", "-c", f"exit {i}"], env={"I": str(i)}, cwd="/")
    with contextlib.suppress(OSError):
        subprocess.run(["/no/such/program"])
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as cat:
        cat.communicate(b"through a pipe\n" * i)
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.nice(1)
        os._exit(i)
    os.waitpid(child, 0)
sleeper = subprocess.Popen(["/bin/sleep", "100"])
os.kill(sleeper.pid, signal.SIGTERM)
sleeper.wait()
os.kill(os.getpid(), signal.SIGUSR1)
sys.stdout.write("done\n")
