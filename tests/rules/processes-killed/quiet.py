"""Many children are told something, and end by themselves."""
import os, signal, time

signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        time.sleep(5)
        os._exit(0)
    children.append(child)
for child in children:
    os.kill(child, signal.SIGUSR1)
    os.wait()
