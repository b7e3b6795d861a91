#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of options: usage.py EPIC SOURCE. Every command with every option of any command: those it has are taken (0), the
others are wrong usage (2), which is said on standard error with the way to help, and nothing is written to standard output."""
import itertools
import os
import subprocess
import sys
import tempfile

EPIC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
FILE = "examples/epic/programme.yaml"
OPTIONS = {
    "--json": ["--json"],
    "--output": ["--output", "OUT"],
    "-o": ["-o", "OUT"],
    "--issued-at": ["--issued-at", "2020-01-06T09:00:00Z"],
    "--rebuild": ["--rebuild", "CALENDARS"],
    "--prefer": ["--prefer", "fairness"],
    "--engine": ["--engine", "glpk"],
    "--threads": ["--threads", "2"],
    "--profile": ["--profile", "caldav"],
    "--privacy": ["--privacy"],
    "--event": ["--event", "talk"],
    "--plan": ["--plan", "PLAN"],
    "--frobnicate": ["--frobnicate"],
    "-x": ["-x"],
}
COMMANDS = {
    "check": ([FILE], {"--json"}),
    "score": ([FILE], {"--json"}),
    "pair": ([FILE], {"--json", "--prefer", "--engine", "--threads"}),
    "plan": ([FILE], {"--json", "--output", "-o", "--issued-at", "--rebuild"}),
    "replan": ([FILE, "--plan", "PLAN"], {"--json", "--output", "-o", "--issued-at"}),
    "explain": ([FILE, "brescia", "oberhausen"], {"--json", "--event"}),
    "lint": (["tests/golden/programmes/calendar.ics"], {"--json", "--profile", "--privacy"}),
    "schema": ([], {"--json"}),
    "diff": (["PLAN", "PLAN"], {"--json"}),
    "publish": (["PLAN"], {"--json", "--issued-at"}),
    "receive": (["PLAN", "tests/golden/replies/refresh.ics"], {"--json"}),
}
WRONG_TIMES = ["", "now", "2020-01-06", "2020-01-06T09:00:00", "2020-13-06T09:00:00Z", "2020-02-30T09:00:00Z",
               "2020-01-06T24:00:00Z", "2020-01-06T09:60:00Z", "2020-01-06T09:00:60Z", "1969-12-31T23:59:59Z",
               "2020-01-06T09:00:00Zx", "2020-01-06T09:00:00+01:00"]

TALK = ["brescia", "oberhausen", "--event", "talk"]
EVENTS = [(0, [*TALK, "--date", "2022-03-01"]), (0, ["--event", "final"]), (0, ["--date=2022-03-01", "--event", "final"]),
          (2, [*TALK, "--date", "2022-02-30"]), (2, [*TALK, "--date", "1999-01-01"]), (2, [*TALK, "--date", ""]),
          (2, [*TALK, "--number", "0"]), (2, [*TALK, "--number", "999"]), (2, [*TALK, "--number", "1000"]),
          (2, ["--event", "talk"]), (2, ["brescia", "--event", "talk"]), (2, ["brescia", "oberhausen", "--event", "final"]),
          (2, ["brescia", "sisak", "--event", "talk"]), (2, ["brescia", "nowhere", "--event", "talk"]), (2, ["--event", ""]),
          (2, ["brescia", "oberhausen", "--date", "2022-03-01"]), (2, ["brescia", "oberhausen", "--number", "1"])]


class Matrix:
    def __init__(self, plan):
        self.failed = self.count = 0
        self.plan = plan

    def expect(self, status, arguments):
        with tempfile.TemporaryDirectory() as folder:
            places = {"OUT": os.path.join(folder, "out"), "PLAN": self.plan, "CALENDARS": os.path.join(self.plan, "calendars")}
            real = [places.get(word, word) for word in arguments]
            done = subprocess.run([EPIC, *real], cwd=SOURCE, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        good = done.returncode == status
        if status == 2:
            good = good and done.stdout == b"" and b"\nTry: epic" in done.stderr and b"--help" in done.stderr
        elif status == 0 and "--json" not in arguments:
            good = good and b"error" not in done.stderr
        self.count += 1
        if not good:
            self.failed += 1
            print("epic", *arguments, "gave", done.returncode, "instead of", status, done.stderr.decode())


def try_all(matrix):
    for name, (operands, valid) in COMMANDS.items():
        matrix.expect(0, [name, *operands])
        for option, words in OPTIONS.items():
            status = 0 if option in valid else 2
            matrix.expect(status, [name, *operands, *words])
            matrix.expect(status, [name, *words, *operands])
            matrix.expect(2, [name, *operands, *words, *words])
        for one, other in itertools.combinations(sorted(OPTIONS), 2):
            both = {"-o", "--output"} == {one, other}
            status = 0 if {one, other} <= valid and not both else 2
            matrix.expect(status, [name, *OPTIONS[one], *operands, *OPTIONS[other]])
        for at in range(len(operands)):
            matrix.expect(2, [name, *operands[:at]])
        matrix.expect(4 if name == "receive" else 2, [name, *operands, "more"])  # another file, which is not there
        matrix.expect(2, [name, *operands, "--json=yes"])
        matrix.expect(0, [name, "--help"])
        matrix.expect(0, [name, "-h", "--frobnicate"])
    for option in ("--output", "-o", "--issued-at"):
        matrix.expect(2, ["plan", FILE, option])
    matrix.expect(2, ["publish", "PLAN", "--issued-at"])
    for time in WRONG_TIMES:
        matrix.expect(2, ["plan", FILE, "--issued-at", time])
    matrix.expect(2, ["explain", FILE, "brescia", "brescia"])
    matrix.expect(2, ["explain", FILE, "brescia", "nowhere"])
    for status, words in EVENTS:
        matrix.expect(status, ["explain", FILE, *words])
    for word in ["", "Plan", "--json", "-x", "--"]:
        matrix.expect(2, [word])
    matrix.expect(2, [])


def main():
    with tempfile.TemporaryDirectory() as folder:
        plan = os.path.join(folder, "plan")
        made = [EPIC, "plan", FILE, "-o", plan, "--issued-at", "2020-01-06T09:00:00Z"]
        subprocess.run(made, cwd=SOURCE, stdout=subprocess.DEVNULL, check=True)
        matrix = Matrix(plan)
        try_all(matrix)
    print(matrix.count, "calls,", matrix.failed, "wrong")
    return 1 if matrix.failed else 0


sys.exit(main())
