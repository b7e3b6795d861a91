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
    """The compiler and the folders of the layer's first file."""
    start = f"lib/libepic_{layer}.a.p/"
    words = next((shlex.split(unit["command"]) for output, unit in sorted(units.items()) if output.startswith(start)), None)
    if words is None:
        return None
    compiler = words[:next(i for i, word in enumerate(words) if word.startswith("-"))]
    return [*compiler, *(word for word in words if word.startswith("-I")), "-E", "-x", "c", "-o", os.devnull, "-"]


def found(command, header):
    line = f'#include "{header}"\n'
    return subprocess.run(command, input=line, cwd=build, capture_output=True, text=True, check=False).returncode == 0


problems, checked = [], 0
for layer, seen in may_see.items():
    command = command_of(layer)
    if command is None:
        problems.append(f"{layer}: the build compiles no file of it")
        continue
    for other, names in headers.items():
        for name in names:
            checked += 1
            if found(command, name) != (other in seen):
                problems.append(f"{layer}: {name} of {other} is {'not found' if other in seen else 'found'}")
        if names and other != layer and found(command, f"{other}/{names[0]}"):
            problems.append(f"{layer}: {other}/{names[0]} is found by the name of its folder")
finish(problems, checked, "headers")
