#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""command.py EPIC FOLDER: each file whose code is from 400 to 799 provokes it when `epic plan` runs it; the status is 1 when
there is an error, else 0. Prints TAP."""
import json
import os
import subprocess
import sys
import tempfile

epic, folder = sys.argv[1:]


def judge(name):
    """What is wrong with the answer to a file, or None."""
    with tempfile.TemporaryDirectory() as out:
        command = [epic, "plan", os.path.join(folder, name), "-o", out + "/out", "--json"]
        done = subprocess.run(command, capture_output=True, check=False)
    try:
        found = json.loads(done.stderr)
    except ValueError:
        return f"standard error is not JSON: {done.stderr}"
    if name[:4] not in [diagnostic["code"] for diagnostic in found]:
        return f"diagnostics: {found}"
    expected = 1 if any(diagnostic["severity"] == "error" for diagnostic in found) else 0
    return None if done.returncode == expected else f"exit {done.returncode}, not {expected}"


names = sorted(name for name in os.listdir(folder) if name.endswith(".yaml") and name[1] in "4567")
print(f"1..{len(names)}")
for number, name in enumerate(names, 1):
    wrong = judge(name)
    print(f"not ok {number} - {name}: {wrong}" if wrong else f"ok {number} - {name}")
