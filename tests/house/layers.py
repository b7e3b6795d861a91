#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""layers.py ROOT BUILD LAYER:BELOW,BELOW...: with the folders that the build gives a layer, the headers of what lies under it
are found, and those of every other layer are not."""
import json
import os
import shlex
import subprocess
import sys

from tree import files, finish

root, build = sys.argv[1:3]
may_see = {}
for row in sys.argv[3:]:
    layer, _, below = row.partition(":")
    may_see[layer] = {layer, *filter(None, below.split(","))}
headers = {layer: [path for path, _ in files(os.path.join(root, "lib", layer), ".h")] for layer in may_see}
with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
    units = {entry["output"]: entry for entry in json.load(f)}


def command_of(layer):
    """The preprocessor with the folders that the layer's first file is given; None when there is no such file."""
    start = f"lib/libepic_{layer}.a.p/"
    words = next((shlex.split(unit["command"]) for output, unit in sorted(units.items()) if output.startswith(start)), None)
    if words is None:
        return None
    compiler = words[:next(i for i, word in enumerate(words) if word.startswith("-"))]
    return [*compiler, *(word for word in words if word.startswith("-I")), "-E", "-P", "-x", "c", "-"]


def found(command, names):
    """Those that an #include would find."""
    lines = "".join(f'#if __has_include("{name}")\n"{name}"\n#endif\n' for name in names)
    output = subprocess.run(command, input=lines, cwd=build, capture_output=True, text=True, check=True).stdout
    return set(output.replace('"', "").split())


problems, checked = [], 0
for layer, seen in may_see.items():
    command = command_of(layer)
    if command is None:
        problems.append(f"{layer}: the build compiles no file of it")
        continue
    visible = {name for other in seen for name in headers[other]}
    every = {name for names in headers.values() for name in names}
    by_folder = {f"{other}/{name}" for other, names in headers.items() for name in names}
    given = found(command, sorted(every | by_folder))
    checked += len(every)
    problems += [f"{layer}: {name} is found" for name in sorted(given - visible)]
    problems += [f"{layer}: {name} is not found" for name in sorted(visible - given)]
finish(problems, checked, "headers")
