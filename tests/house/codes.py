#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""codes.py ROOT: each diagnostic code of lib/ and cli/ has its paragraph and the other way round; what a programme file can
provoke (1xx to 3xx), or a calendar (0xx), has a damaged file, stored or made by a test, named after the code and the
paragraph's slug."""
import os
import re
import sys

from tree import files, finish

root = sys.argv[1]
used = {}
for top in ("lib", "cli"):
    for path, text in files(os.path.join(root, top), ".c", ".h"):
        for code in re.findall(r'"([EWN]\d{3})"', re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
            used.setdefault(code, f"{top}/{path}")
with open(os.path.join(root, "doc/diagnostics.md"), encoding="utf-8") as f:
    headings = re.findall(r"^## (.*)$", f.read(), re.M)
problems = [f"doc/diagnostics.md: '{h}' is not CODE slug" for h in headings if not re.fullmatch(r"[EWN]\d{3} [a-z0-9-]+", h)]
slugs = dict(h.split(" ", 1) for h in headings if " " in h)
if [h[1:4] for h in headings] != sorted(h[1:4] for h in headings) or len(slugs) != len(headings):
    problems.append("doc/diagnostics.md: the headings are not in the order of their numbers, or one is there twice")
refused = {name[:-5] for name in os.listdir(os.path.join(root, "tests/refused")) if name.endswith(".yaml")}
with open(os.path.join(root, "tests/refused/hostile.py"), encoding="utf-8") as f:
    too_large = set(re.findall(r'^ +"([EWN]\d{3}-[a-z0-9-]+)":', f.read(), re.M))
problems += [f"{used[c]}: {c} has no paragraph in doc/diagnostics.md" for c in sorted(used.keys() - slugs.keys())]
problems += [f"doc/diagnostics.md: {c} is no code" for c in sorted(slugs.keys() - used.keys())]
named = {f"{code}-{slug}" for code, slug in slugs.items()}
with open(os.path.join(root, "tests/refused/hostile.py"), encoding="utf-8") as f:
    made = set(re.findall(r'^    "([EWN]\d{3}-[a-z0-9-]+)": ', f.read(), re.M))
problems += [f"tests/refused/{n}.yaml: no paragraph is called so" for n in sorted(refused - named)]
problems += [f"{used[c]}: {c} has no tests/refused/{c}-{slugs.get(c, '*')}.yaml" for c in sorted(used)
             if c[1] in "123" and f"{c}-{slugs.get(c)}" not in refused | too_large]
linted = {name[:-4] for name in os.listdir(os.path.join(root, "tests/lint")) if name.endswith(".ics")} | {"E025-too-large"}
problems += [f"tests/lint/{n}.ics: no paragraph is called so" for n in sorted(linted - named)]
problems += [f"{used[c]}: {c} has no tests/lint/{c}-{slugs.get(c, '*')}.ics" for c in sorted(used)
             if c[1] == "0" and f"{c}-{slugs.get(c)}" not in linted]
finish(problems, len(used), "codes")
