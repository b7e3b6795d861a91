#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the command as each case says and compares every byte with what is expected.

    run.py EPIC SOURCE CASE...     compares; CASE is a folder under tests/golden/cases
    run.py --write EPIC SOURCE CASE...     writes what the command does as what is expected, to be read before it is committed

A case is a folder with the files arguments (one line, quoted as for a shell), stdout, stderr and status; a file that is
empty or missing expects nothing, and status 0. The command runs in the folder of the sources.
"""
import difflib
import os
import pathlib
import shlex
import subprocess
import sys

PARTS = ("stdout", "stderr", "status")


def run(epic, source, case):
    arguments = shlex.split((case / "arguments").read_text())
    environment = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1577836800"}
    for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run([epic, *arguments], cwd=source, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60)
    status = b"" if done.returncode == 0 else b"%d\n" % done.returncode
    return dict(zip(PARTS, (done.stdout, done.stderr, status)))


def compare(case, part, got):
    path = case / part
    wanted = path.read_bytes() if path.exists() else b""
    if wanted == got:
        return True
    lines = [text.decode(errors="backslashreplace").splitlines(keepends=True) for text in (wanted, got)]
    sys.stdout.writelines(difflib.unified_diff(*lines, f"{case.name}/{part} expected", f"{case.name}/{part}"))
    return False


def write(case, part, got):
    path = case / part
    if got:
        path.write_bytes(got)
    elif path.exists():
        path.unlink()


def main(arguments):
    writing = arguments[:1] == ["--write"]
    epic, source, *cases = arguments[writing:]
    good = True
    for case in map(pathlib.Path, cases):
        for part, got in run(os.path.abspath(epic), source, case.resolve()).items():
            if writing:
                write(case, part, got)
            else:
                good &= compare(case, part, got)
    return 0 if good else 1


sys.exit(main(sys.argv[1:]))
