#!/usr/bin/python3 -I
"""Threads that wait for each other, sleep and share a queue."""
import contextlib, os, queue, threading, time

with contextlib.suppress(OSError):
    os.close(-5000)
work, done = queue.Queue(), queue.Queue()


def worker():
    while (item := work.get()) is not None:
        with open(f"item{item}", "w") as out:
            out.write(str(item))
        time.sleep(0.001)
        done.put(item)


for round in range(6):
    thread = threading.Thread(target=worker)
    thread.start()
    for item in range(15):
        work.put(item)
    work.put(None)
    thread.join()
    for item in range(15):
        done.get()
        os.unlink(f"item{item}")
