#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""third_party.py ROOT: a header of somebody else is named in the one file that wraps it."""
import re
import sys

from tree import files, finish

WRAPPER = {"glpk.h": r"(lib/solve|tests/api|bench/peers)/\w+\.c", "yaml.h": r"(lib/yaml/node|tests/unit/\w+)\.c", "libical/ical.h": r"(tests/.*|bench/peers/\w+\.c)", "ical.h": r"tests/.*",
           "check.h": r"tests/(api|unit)/.*"}
OURS_AND_C = re.compile(r"epic/|(assert|ctype|dirent|errno|fcntl|fenv|float|ftw|getopt|inttypes|limits|locale|math|pthread|setjmp|signal"
                        r"|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|sys/\w+|time|unistd)\.h$")

problems, named, checked = [], {}, 0
for path, text in files(sys.argv[1], ".c", ".h"):
    checked += 1
    for header in re.findall(r'^\s*#\s*include\s*<([^>]+)>', text, re.M):
        if header in WRAPPER:
            named.setdefault(header, []).append(path)
            if not re.fullmatch(WRAPPER[header], path):
                problems.append(f"{path}: includes {header}")
        elif not OURS_AND_C.match(header):
            problems.append(f"{path}: includes {header}, which this check does not know")
for header in ("glpk.h", "yaml.h"):
    inside = [path for path in named.get(header, []) if path.startswith("lib/")]
    if len(inside) != 1:
        problems.append(f"{header} is named in {inside or 'no file of lib'}; it belongs in one")
finish(problems, checked, "files")
