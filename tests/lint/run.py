#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py EPIC FOLDER PROGRAMME...: each damaged calendar of the folder provokes the code in its name, at a place, and no other
than those of BESIDE; its severity is the exit status. The calendars of the programmes provoke nothing in any profile. Prints
TAP."""
import json
import os
import subprocess
import sys
import tempfile

PROFILE = {"W041": "outlook", "W042": "outlook", "W048": "outlook", "N052": "caldav"}
BESIDE = {"E014": {"E010"}, "E007": {"E012"}}
results = []


def lint(epic, path, profile, privacy):
    command = [epic, "lint", path, "--profile", profile, "--json"] + ["--privacy"] * privacy
    run = subprocess.run(command, capture_output=True, text=True)
    return run.returncode, json.loads(run.stderr)


def check(name, wrong):
    results.append(not wrong)
    print(f"{'not ok' if wrong else 'ok'} {len(results)} - {name}" + (f": {wrong}" if wrong else ""))


def judge(epic, name, path):
    status, diags = lint(epic, path, PROFILE.get(name[:4], "rfc"), name[1:3] == "07")
    found = {d["code"] for d in diags}
    if name[:4] not in found or found - {name[:4]} - BESIDE.get(name[:4], set()):
        return f"the codes are {sorted(found)}"
    if any(d["line"] < 1 or d["column"] < 1 for d in diags if name != "E025-too-large"):
        return "a place is missing"
    return f"exit status {status}" if status != any(d["severity"] == "error" for d in diags) else None


def main(epic, folder, *programmes):
    for file in sorted(f for f in os.listdir(folder) if f.endswith(".ics")):
        check(file[:-4], judge(epic, file[:-4], os.path.join(folder, file)))
    with tempfile.TemporaryDirectory() as scratch:
        large = os.path.join(scratch, "large.ics")
        with open(large, "wb") as f:
            f.truncate((64 << 20) + 1)
        check("E025-too-large", judge(epic, "E025-too-large", large))
        for number, programme in enumerate(programmes):
            out = os.path.join(scratch, str(number))
            subprocess.run([epic, "plan", programme, "-o", out], check=True, capture_output=True)
            feeds = os.path.join(out, "calendars")
            for profile in ("rfc", "outlook", "caldav"):
                wrong = [(f, d) for f in sorted(os.listdir(feeds)) for d in lint(epic, os.path.join(feeds, f), profile, True)[1]]
                check(f"{programme} {profile}", wrong[:3])
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


sys.exit(main(*sys.argv[1:]))
