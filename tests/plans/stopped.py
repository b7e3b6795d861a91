#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""stopped.py EPIC: a search that is interrupted, or out of time, leaves the best plan so far: whole, written and said. Prints TAP.

The interruption comes when the terminal shows that there is a first plan. A tight programme keeps the search busy for long."""
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time

PAIRS, EACH = 200, 40  # pairs that share a moderator
CEILING = 60           # seconds, far more than stopping takes anywhere


def programme():
    countries = ["DE", "IT"]
    cities = {f"c{i:03}": {"name": f"City {i}", "country": countries[i % 2], "timezone": "Europe/Berlin",
                           "profile": {"a": (i % 2 + i % 7 / 7) / 2, "b": (1 - i % 2 + i % 5 / 5) / 2}}
              for i in range(2 * PAIRS)}
    moderators = {f"m{i}": {"name": f"Moderator {i}", "timezone": "Europe/Rome"} for i in range(PAIRS // EACH)}
    steps = [{"kind": "online", "id": f"talk-{i}", "minutes": 90, "moderator": f"m{i % len(moderators)}"} for i in range(4)]
    steps.insert(2, {"kind": "visit", "id": "visit", "days": 3, "travel-days": 2, "after": {"event": "talk-1", "at-least": "2w"}})
    return {"epic": 1, "cities": cities, "moderators": moderators, "exchange": steps,
            "programme": {"id": "tight", "title": "Tight", "starts": "2021-01-04", "ends": "2021-09-30", "domains": {"a": 1, "b": 1}}}


def interrupted(command, shown):
    """Ends the command once its terminal shows the text; its exit status and standard output."""
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    with tempfile.TemporaryFile() as output:
        master, slave = pty.openpty()
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=slave)
        os.close(slave)
        text, sent = b"", False
        try:
            while part := os.read(master, 65536):
                text += part
                if shown in text and not sent:
                    sent = True
                    process.send_signal(signal.SIGINT)
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(master)
        process.wait(CEILING)
        output.seek(0)
        return process.returncode, output.read().decode(), text.decode()


failed = count = 0


def check(good, what, *seen):
    global failed, count
    count += 1
    failed += not good
    print("ok" if good else "not ok", count, "-", what, *([] if good else seen))


epic = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    file, out = pathlib.Path(folder, "programme.yaml"), pathlib.Path(folder, "out")
    file.write_text(json.dumps(programme()))
    status, said, told = interrupted([epic, "plan", file, "--output", out], b"planning 31 %")
    check(status == 3, "an interruption gives 3", status, told[-2000:])
    check("[W541]" in told, "and is said", told[-2000:])
    check((out / "calendars/programme.ics").is_file() and "Written to" in said, "the plan so far is written")
    done = subprocess.run([epic, "publish", out], capture_output=True, text=True, timeout=CEILING)
    check(done.returncode == 0, "and whole: it can be read and published again", done.stderr[-2000:])
    calendar = (out / "calendars/programme.ics").read_text()
    status, said, told = interrupted([epic, "replan", file, "--plan", out, "--output", out], b"planning 31 %")
    check(status in (0, 3) and (out / "calendars/programme.ics").read_text() == calendar, "going on from it moves nothing", status)
    for limit in ("1", "2", "4", "8", "16"):  # how long a first plan takes depends on the machine
        begun = time.monotonic()
        done = subprocess.run([epic, "plan", file, "--time-limit", limit, "--json"], capture_output=True, text=True)
        if done.stdout:
            break
    check(done.returncode == 3 and time.monotonic() - begun < CEILING, "out of time gives 3", done.returncode)
    check(done.stdout and not json.loads(done.stdout)["proved"], "and the plan so far")
print(f"1..{count}")
sys.exit(1 if failed else 0)
