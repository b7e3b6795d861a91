#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""embed.py OUT RULES...: writes the rule files (CC.yaml) as C, so that the library needs no folder of data."""
import os
import sys

out, *paths = sys.argv[1:]
countries = sorted((os.path.basename(path)[:-len(".yaml")], path) for path in paths)
with open(out, "w", encoding="ascii") as f:
    f.write('#include "rulebook.h"\n')
    for country, path in countries:
        with open(path, "rb") as rules:
            data = rules.read()
        f.write(f"\nstatic const char rules_{country}[] = {{\n")
        for i in range(0, len(data), 32): # as signed: char is one thing here and another there
            f.write("    " + "".join(f"{b if b < 128 else b - 256}," for b in data[i:i + 32]) + "\n")
        f.write("};\n")
    f.write("\nconst ep_built_in ep_built_in_rules[] = {\n")
    for country, _ in countries:
        f.write(f'    {{"{country}", rules_{country}, sizeof rules_{country}}},\n')
    f.write("    {NULL, NULL, 0},\n};\n")
