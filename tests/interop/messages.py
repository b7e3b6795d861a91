#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""messages.py EPIC READER...: issues and tells a small programme, changes it and does so again. Each message is read by another
program, which prints a line "uid start end", and each draft by Python's email module. Prints TAP."""
import email
import email.policy
import json
import os
import re
import subprocess
import sys
import tempfile

PROGRAMME = """
epic: 1
programme:
  id: small
  title: Small
  starts: 2021-01-01
  ends: 2021-12-31
  domains: {housing: 1, work: 1}
  organiser: {name: "Bureau; \\"tout\\" \\u00e9t\\u00e9", email: office@example.org}
cities:
  a: {name: "\\u0141\\u00f3d\\u017a", country: PL, timezone: Europe/Warsaw, profile: {housing: 0.2, work: 0.9},
      organisations: {town: {name: "\\u0141\\u00f3d\\u017a, town of a very long name that no header holds on one line at all",
                             email: town+epic@a.example.org}, ngo: {name: "a \\"b\\" <c@example.org>", email: ngo@a.example.org}}}
  b: {name: Beta, country: GR, timezone: Europe/Athens, profile: {housing: 0.9, work: 0.2}}
exchange:
  - {kind: online, id: talk, minutes: 90, title: "\\u05e9\\u05dc\\u05d5\\u05dd, \\U0001F469 =?utf-8?B?eA==?= a title that goes on and on"}
  - {kind: visit, id: visit, days: 3, travel-days: 2, after: {event: talk, at-least: MINw}}
events:
  - {kind: webinar, id: web, minutes: 60}
"""
EPIC, *READER = sys.argv[1:]
count = failed = 0


def check(good, what):
    global count, failed
    count += 1
    failed += not good
    print("ok" if good else "not ok", count, "-", what)


def run(*arguments):
    return json.loads(subprocess.run([EPIC, *arguments, "--json"], check=True, stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL).stdout)


def unfolded(path):
    with open(path, newline="", encoding="utf-8") as f:
        return f.read().replace("\r\n ", "").split("\r\n")


def value(lines, name):
    return next(line.split(":", 1)[1] for line in lines if re.match(name + "[:;]", line))


def check_draft(path, lines):
    with open(path, "rb") as f:
        raw = f.read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    method, city = value(lines, "METHOD"), os.path.basename(path).split("-")[0]
    # Python 3.11 keeps the blank between two encoded words of a name, which RFC 2047 takes away: blanks are not compared.
    boxes = [(a.display_name.replace(" ", ""), a.addr_spec) for a in mail["To"].addresses] if mail["To"] else []
    parts = [part for part in mail.walk() if not part.is_multipart()]
    with open(path[:-4] + ".ics", "rb") as f:
        calendar = f.read()
    wrong = []
    wrong += [f"defects {part.defects}" for part in mail.walk() if part.defects]
    wrong += [f"To {boxes}"] * (city == "a" and {b[1] for b in boxes} != {"ngo@a.example.org", "town+epic@a.example.org"})
    wrong += [f"names {boxes}"] * (city == "a" and {b[0] for b in boxes} != {
        'a"b"<c@example.org>', "\u0141\u00f3d\u017a,townofaverylongnamethatnoheaderholdsononelineatall"})
    wrong += [f"To {boxes}"] * (city == "b" and boxes != [])
    wrong += [f"From {mail['From']}"] * (mail["From"].addresses[0].addr_spec != "office@example.org"
                                         or mail["From"].addresses[0].display_name != 'Bureau; "tout" \u00e9t\u00e9')
    summary = value(lines, "SUMMARY").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    wrong += [f"Subject {mail['Subject']!r}"] * (not mail["Subject"].endswith(summary))
    wrong += ["types"] * ([p.get_content_type() for p in parts] != ["text/plain", "text/calendar", "application/ics"])
    wrong += ["method"] * (parts[1].get_param("method") != method or parts[1].get_param("component") != "VEVENT")
    wrong += ["other calendars within"] * (any(p.get_payload(decode=True) != calendar for p in parts[1:]))
    wrong += ["body"] * (summary not in parts[0].get_content())
    wrong += ["long lines"] * (max(map(len, raw.split(b"\r\n"))) > 120 or b"\n" in raw.replace(b"\r\n", b""))
    wrong += ["headers"] * (sorted(set(mail.keys()) - {"To"}) != ["Content-Type", "Date", "From", "MIME-Version", "Message-ID",
                                                                  "Subject", "User-Agent", "X-Unsent"])
    return wrong


def check_messages(out, methods, what):
    folder, ids, wrong, seen = os.path.join(out, "messages"), set(), [], set()
    for name in sorted(os.listdir(folder)):
        if name.endswith(".eml"):
            continue
        path = os.path.join(folder, name)
        lines = unfolded(path)
        seen.add(value(lines, "METHOD"))
        done = subprocess.run([*READER, path], capture_output=True, text=True, check=False)
        read = done.stdout.split()
        wrong += [f"{name}: {done.stdout} {done.stderr}"] * (done.returncode != 0 or len(read) != 3 or read[0] not in name) * (
            name.startswith("a-"))
        wrong += [f"{name}: {w}" for w in check_draft(path[:-4] + ".eml", lines)]
        with open(path[:-4] + ".eml", "rb") as f:
            ids.add(email.message_from_bytes(f.read())["Message-ID"].strip())
    wrong += [f"methods {seen}"] * (not methods <= seen)
    wrong += ["the same Message-ID twice"] * (len(ids) * 2 != len(os.listdir(folder)))
    check(not wrong, what)
    for text in wrong[:10]:
        print("#", text)
    return ids


def check_singles(out):
    wrong = []
    for name in sorted(os.listdir(os.path.join(out, "vdir"))):
        path = os.path.join(out, "vdir", name)
        read = subprocess.run([*READER, path], capture_output=True, text=True, check=False).stdout.split()
        lines = unfolded(path)
        wrong += [name] * (len(read) != 3 or read[0] + ".ics" != name)
        wrong += [f"{name}: METHOD"] * any(re.match("METHOD|ATTENDEE", line) for line in lines)
    check(not wrong, "a folder of single entries")
    for text in wrong[:10]:
        print("#", text)


started = subprocess.run([*READER, os.devnull], capture_output=True, text=True, check=False)
if started.returncode == 77:
    print("1..0 # SKIP", started.stderr.strip())
    sys.exit(0)
with tempfile.TemporaryDirectory() as temporary:
    programme, plan = os.path.join(temporary, "programme.yaml"), os.path.join(temporary, "out")
    before = set()
    for weeks, stamp, methods in ((2, "2020-06-01", {"REQUEST"}), (4, "2020-07-01", {"REQUEST"}), (0, "2020-08-01", {"CANCEL"})):
        text = PROGRAMME.replace("MIN", str(weeks))
        if weeks == 0:
            text = re.sub("events:.*", "", text, flags=re.S)
        with open(programme, "w", encoding="utf-8") as f:
            f.write(text.replace("at-least: 0w", "at-least: 4w"))
        run("plan", programme, "-o", plan, "--issued-at", stamp + "T09:00:00Z")
        said = run("publish", plan, "--issued-at", stamp + "T10:00:00Z")
        check(said["messages"] * 2 == len(os.listdir(os.path.join(plan, "messages"))), "as many messages as are said")
        ids = check_messages(plan, methods, f"messages of {stamp}")
        check(not ids & before, "each is another message")
        before |= ids
        check_singles(plan)
print(f"1..{count}")
sys.exit(1 if failed else 0)
