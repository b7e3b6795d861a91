#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""headers.py ROOT CC...: each public header compiles alone, in C11 and in C++11."""
import os
import shutil
import subprocess
import sys

from tree import files, finish

root, compiler = sys.argv[1], sys.argv[2:]
cxx = os.environ.get("CXX") or next(filter(shutil.which, ("c++", "g++", "clang++")), None)
if cxx is None:
    sys.exit("a C++ compiler is missing: g++ is a Debian package")
LANGUAGES = ([*compiler, "-x", "c", "-std=c11"], [cxx, "-x", "c++", "-std=c++11"])
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I" + root + "/include", "-"]
problems, checked = [], 0
for header, _ in files(root + "/include", ".h"):
    for command in LANGUAGES:
        checked += 1
        program = f"#include <{header}>\nint main(void) {{ return 0; }}\n"
        result = subprocess.run([*command, *STRICT], input=program, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            problems.append(f"{header} with {' '.join(command)}:\n{result.stderr}")
finish(problems, checked, "headers in C or C++")
