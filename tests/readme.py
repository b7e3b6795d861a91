#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""readme.py ROOT EPIC: keeps what README.md promises. Its C is examples/ten_lines.c, the plan it shows is what the command prints, its
programme gives a plan without a warning, and every link leads somewhere. Prints TAP."""
import os
import re
import subprocess
import sys
import tempfile

root, epic = map(os.path.abspath, sys.argv[1:])
os.chdir(root)
with open("README.md", encoding="utf-8") as f:
    text = f.read()
blocks = dict(re.findall(r"^```(\w*)\n(.*?)^```", text, re.S | re.M)[::-1])  # the first of each language
with open("examples/ten_lines.c", encoding="utf-8") as f:
    program = f.read()
with tempfile.TemporaryDirectory() as folder:
    printed = subprocess.run([epic, "plan", "examples/epic/programme.yaml", "-o", folder + "/out"], capture_output=True, text=True,
                             encoding="utf-8", check=False).stdout.split("\n")
    own = folder + "/programme.yaml"
    with open(own, "w", encoding="utf-8") as f:
        f.write(blocks["yaml"])
    first = subprocess.run([epic, "plan", own], capture_output=True, text=True, encoding="utf-8", check=False)
results = {
    "the C is examples/ten_lines.c": blocks["c"] == program,
    "the plan shown is what epic plan prints": [line for line in blocks[""].split("\n") if line != "..." and line not in printed] == [],
    "the programme shown gives a plan": (first.returncode, first.stderr, " 0 without\n" in first.stdout) == (0, "", True),
    "links lead to files": [path for path in re.findall(r"\]\(([^):]+)\)", text) if not os.path.exists(path)] == [],
}
print(f"1..{len(results)}")
for number, (name, good) in enumerate(results.items(), 1):
    print("ok" if good else "not ok", number, "-", name)
