#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py READ FOLDER FACTOR: each damaged file provokes the code in its name, at a place, within 0.5 s of CPU time and 100 MB
(times FACTOR, for sanitizers and valgrind)."""
import json
import os
import subprocess
import sys
import tempfile

from hostile import HOSTILE

SECONDS, BYTES = 0.5, 100e6


def read(program, path):
    """(diagnostics, CPU seconds, bytes) of reading the file."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([program, path], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if process.returncode not in (0, 4):
        return None, 0, 0
    return json.loads(text), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def make(text, path):
    """Writes what text() gives, in a process of its own: a child's peak of memory begins with its parent's."""
    child = os.fork()
    if child == 0:
        with open(path, "w", encoding="utf-8") as f:
            f.write(text())
        os._exit(0)
    os.waitpid(child, 0)


def judge(program, name, path, factor):
    """What is wrong with the answer to a file, or None."""
    diags, seconds, size = read(program, path)
    if diags is None:
        return "the reader failed"
    if not any(d["code"] == name[:4] and d["line"] >= 1 and d["column"] >= 1 for d in diags):
        return f"no {name[:4]} with a place, but {sorted({d['code'] for d in diags})}"
    places = [(d["line"], d["column"]) for d in diags]
    if places != sorted(places) and name[:4] != "E115":
        return "the diagnostics are not in the order of their places"
    if seconds > SECONDS * factor or size > BYTES * factor:
        return f"{seconds:.2f} s, {size / 1e6:.0f} MB"
    print(f"# {name}: {seconds:.3f} s, {size / 1e6:.0f} MB")
    return None


program, folder, factor = sys.argv[1], sys.argv[2], float(sys.argv[3])
stored = {f[:-5]: os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.endswith(".yaml") and f[1] in "1238"}
print(f"1..{len(stored) + len(HOSTILE)}")
failed = 0
with tempfile.TemporaryDirectory() as scratch:
    for number, name in enumerate(list(stored) + list(HOSTILE), 1):
        path = stored.get(name) or os.path.join(scratch, "hostile.yaml")
        if name in HOSTILE:
            make(HOSTILE[name], path)
        wrong = judge(program, name, path, factor)
        failed += wrong is not None
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}" + (f": {wrong}" if wrong else ""))
sys.exit(1 if failed else 0)
