#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""style.py ROOT: licence line first, no include by "../", header names unique; C in lines of 130 columns, functions without
empty lines."""
import os
import re
import sys

from tree import files, finish

SOURCES = (".c", ".h", ".py", ".pyi", ".js", ".sh", "meson.build", "meson_options.txt")
problems, headers, checked = [], {}, 0
for path, text in files(sys.argv[1]):
    lines = text.split("\n")
    script = lines[0].startswith("#!")
    if not script and not path.endswith(SOURCES):
        continue
    checked += 1
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[1 if script and len(lines) > 1 else 0]:
        problems.append(f"{path}: the licence line is not the first")
    if re.search(r'^\s*#\s*include\s*["<][^">]*\.\./', text, re.M):
        problems.append(f"{path}: includes by ../")
    if path.endswith((".c", ".h")):
        problems += [f"{path}:{i}: longer than 130 columns" for i, line in enumerate(lines, 1) if len(line) > 130]
        for body in re.finditer(r"^\{\n.*?^\}", text, re.M | re.S):
            if "\n\n" in body[0]:
                problems.append(f"{path}:{text[:body.start()].count(chr(10))}: an empty line inside a function")
    if path.endswith(".h"):
        other = headers.setdefault(os.path.basename(path), path)
        if other != path:
            problems.append(f"{path}: is called as {other} is")
finish(problems, checked, "sources")
