#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""size.py ROOT: no function over 40 lines or McCabe 15, by pmccabe."""
import os
import shutil
import statistics
import subprocess
import sys

from tree import files, finish

if shutil.which("pmccabe") is None:
    sys.exit("pmccabe is missing: it is a Debian package")
os.chdir(sys.argv[1])
tops = ("lib", "cli", "examples", "fuzz", "bench", "tests")
sources = [os.path.join(top, path) for top in tops for path, _ in files(top, ".c", ".h")]
output = subprocess.run(["pmccabe", *sources], capture_output=True, text=True, check=True).stdout
problems, lengths = [], []
for row in output.splitlines():
    mccabe, _, _, _, length, place, name = row.split("\t")[:5] + row.split("\t")[5].split(": ")
    lengths.append(int(length))
    if int(length) > 40 or int(mccabe) > 15:
        problems.append(f"{place}: {name} has {length} lines, McCabe {mccabe}")
print(f"median {statistics.median(lengths)} lines, longest {max(lengths)}")
finish(problems, len(lengths), "functions")
