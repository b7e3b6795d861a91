#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three states of a programme, each planned on from the one before: what is told of each change, byte for byte, and that a second
time nothing is.

    history.py [--write] EPIC SOURCE
"""
import pathlib
import subprocess
import sys
import tempfile

STATES = [("before", "2020-02-03T09:00:00Z"), ("pandemic", "2020-03-10T09:00:00Z"), ("extension", "2021-07-15T09:00:00Z")]
write = sys.argv[1] == "--write"
epic, source = (pathlib.Path(word).resolve() for word in sys.argv[1 + write:])


def run(*arguments):
    done = subprocess.run([epic, *arguments], cwd=source, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    return done.stdout if done.returncode == 0 else f"{done.returncode}\n{done.stderr}"


failed = 0
print(f"1..{2 * len(STATES) - 1}")
with tempfile.TemporaryDirectory() as folder:
    for state, issued in STATES:
        file, command = f"examples/epic/{state}.yaml", ["replan", "--plan", folder + "/out"]
        told = run(*(["plan"] if state == "before" else command), file, "--output", folder + "/out", "--issued-at", issued)
        told = told.split("\nWritten to ")[0]
        kept = source / "tests" / "golden" / "history" / (state + ".txt")
        if write:
            kept.write_text(told)
        good = kept.read_text() == told
        print("ok" if good else "not ok", "-", state)
        failed += not good
        if state != "before":
            again = run(*command, file, "--issued-at", issued)
            print("ok" if again == "No changes.\n" else "not ok", "-", state, "a second time")
            failed += again != "No changes.\n"
sys.exit(failed > 0)
