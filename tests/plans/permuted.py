#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""permuted.py EPIC COUNT PROGRAMME...: the order in which a file names what has no order changes nothing. So many random
programmes, and those of files, are written anew with their keys and sets shuffled: events, diagnostics and every file that is
written stay the same. Prints TAP.

What does mean an order stays: steps, joint events, agendas, fares, languages, and what people read in the order of the file
(IN_ORDER)."""
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import yaml

import anything

SETS = {"participants", "optional", "blocked", "unavailable", "fixed", "vetoes", "pins", "earlier", "interpreters", "mentors",
        "holidays", "busy", "months", "cities", "countries", "groups", "guest"}
PAIRS = {"pins", "vetoes", "earlier"}  # without a direction where guest and host are one
IN_ORDER = {"domains", "partners", "organisations", "roles"}
EACH = 3


def shuffled(node, dice, loose, key=""):
    """Keys and sets in any order; the two of a pair, too, under keys that are loose."""
    if isinstance(node, dict):
        keys = list(node) if key in IN_ORDER else dice.sample(list(node), len(node))
        return {name: shuffled(node[name], dice, loose, name) for name in keys}
    if not isinstance(node, list):
        return node
    items = [shuffled(item, dice, loose) for item in node]
    if key in loose:
        items = [dice.sample(pair, 2) for pair in items]
    return dice.sample(items, len(items)) if key in SETS else items


def told(text, planned):
    """What is said in any order, without the place in the file; of what is refused, which is told as it stands, the codes."""
    return sorted((told["code"], planned and told["message"]) for told in json.loads(text or "[]"))


def in_any_order(file):
    """The bytes of a file. Pages list the calendars that were read as the programme names them, each in a line."""
    return sorted(file.read_bytes().splitlines()) if file.suffix == ".html" else file.read_bytes()


def plan(epic, made, folder):
    """All that planning gives. What is read beside the programme stands in the folder."""
    path, out = anything.write(made, folder), folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run([epic, "plan", path, "-o", out, "--json", "--issued-at", "2020-01-01T00:00:00Z"], capture_output=True,
                          text=True, check=False)
    files = {str(file.relative_to(out)): in_any_order(file) for file in out.rglob("*") if file.is_file()}
    said = json.loads(done.stdout) if done.returncode == 0 else {}
    return {"exit": done.returncode, "output": said | {"calendars": None}, "errors": told(done.stderr, done.returncode == 0),
            **files}


def differences(epic, made, folder, dice):
    """What differs in any of some orders, and whether there was a plan."""
    mutual = made.get("pairing", {}).get("mode", "mutual") == "mutual"
    loose = PAIRS | {"interpreters"} if mutual else {"interpreters"}
    first, wrong = plan(epic, made, folder), set()
    for _ in range(EACH):
        other = plan(epic, shuffled(made, dice, loose), folder)
        wrong |= {name for name in first.keys() | other.keys() if first.get(name) != other.get(name)}
    return sorted(wrong), first["exit"] == 0


def main(epic, count, *files):
    dice, failed, planned = random.Random(20210104), 0, 0
    print(f"1..{len(files) + 1}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number in range(int(count)):
            made = anything.programme(dice)
            wrong, good = differences(epic, made, folder, dice)
            planned += good
            failed += bool(wrong)
            for line in wrong[:3]:
                print(f"# programme {number}: {line} differs")
        enough = planned > int(count) / 2
        print("ok" if failed == 0 and enough else "not ok", f"1 - {count} random programmes, {planned} with a plan", flush=True)
    for number, file in enumerate(files, 2):
        with tempfile.TemporaryDirectory() as name:
            shutil.copytree(pathlib.Path(file).parent, name, dirs_exist_ok=True)
            with open(file, encoding="utf-8") as text:
                made = anything.typed(yaml.load(text, Loader=yaml.BaseLoader))
            wrong, good = differences(epic, made, pathlib.Path(name), dice)
        failed += bool(wrong) or not good
        title = "/".join(pathlib.Path(file).parts[-2:])
        print("not ok" if wrong or not good else "ok", number, "-", title, *wrong[:3], flush=True)
    return 1 if failed or not enough else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
