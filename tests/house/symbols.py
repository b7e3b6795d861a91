#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""symbols.py ROOT LIBRARY: the library exports what the public headers declare, no more and no less."""
import re
import shutil
import subprocess
import sys

from tree import files, finish

root, library = sys.argv[1:]
if shutil.which("nm") is None:
    sys.exit("nm is missing: it comes with the Debian package binutils")
command = ["nm", "-D", "--defined-only", "--format=posix", library]
output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
exported = {line.split("@")[0].split()[0] for line in output.splitlines() if line.split()[1] != "A"}
declared = set()
for path, text in files(root + "/include", ".h"):
    code = re.sub(r"/\*.*?\*/|^\s*#.*?$", "", text, flags=re.S | re.M)
    for declaration in re.findall(r"EPIC_API\b([^;]*);", code):
        declared.add(re.search(r"\b(epic_\w+)\s*\(", declaration)[1])
problems = [f"{name}: exported, not declared" for name in sorted(exported - declared)]
problems += [f"{name}: declared, not exported" for name in sorted(declared - exported)]
finish(problems, len(exported), "symbols")
