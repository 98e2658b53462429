#!/usr/bin/env python3
"""Made-up sequences of system calls, a file each, as public collections have them. They are made here, by chance, and are NOT one of those collections.

sequences.py DIR [FILES [LENGTH]]: DIR/known and DIR/ordinary are walks over the blocks of a dozen made-up programs; DIR/foreign-K are such walks with K blocks
of calls in them that no program has; DIR/order are walks with blocks of the program itself in an order that it never has. FILES (5,000) is how many
files DIR/known gets, LENGTH (450) about how many calls a file has.
"""

import pathlib
import random
import sys

PROGRAMS, BLOCKS, FOREIGN = 12, 40, (1, 3, 10)


class Program:
    """Blocks of calls, and which may follow which."""

    def __init__(self, chance):
        calls = chance.sample(range(330), 35)
        self.blocks = [[chance.choice(calls) for _ in range(chance.randrange(3, 13))] for _ in range(BLOCKS)]
        self.next = [[(chance.randrange(BLOCKS), chance.random() ** 3 + 0.002) for _ in range(4)] for _ in range(BLOCKS)]

    def walk(self, chance, length, rare=True):
        at, calls = 0, []
        while len(calls) < length:
            block = self.blocks[at]
            # A loop, or a retry.
            calls += block * (chance.randrange(1, 6) if chance.random() < 0.2 else 1)
            if rare and chance.random() < 0.003:
                # What happens once in a while: a signal, an error path.
                calls += chance.choice(self.blocks)[:3]
            places, weights = zip(*self.next[at])
            at = chance.choices(places, weights)[0]
        return calls


def planted(calls, blocks, chance):
    for block in blocks:
        at = chance.randrange(len(calls))
        calls[at:at] = block
    return calls


def main():
    folder = pathlib.Path(sys.argv[1])
    files, length = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((2, 5000), (3, 450)))
    chance = random.Random(7)
    programs = [Program(chance) for _ in range(PROGRAMS)]

    def some(name, count, make):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            program = chance.choice(programs)
            calls = program.walk(chance, int(chance.lognormvariate(0, 0.7) * length * 0.8) + 20)
            calls = make(program, calls)
            (folder / name / f"{number:05}.txt").write_text(" ".join(map(str, calls)) + "\n")

    some("known", files, lambda program, calls: calls)
    some("ordinary", 400, lambda program, calls: calls)
    for count in FOREIGN:
        some(f"foreign-{count}", 100, lambda _, calls: planted(calls, [[chance.randrange(330) for _ in range(chance.randrange(6, 15))] for _ in range(count)], chance))
    some("order", 100, lambda program, calls: planted(calls, [chance.choice(program.blocks) for _ in range(10)], chance))


main()
