#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""injection.py EPIC [NODE SCRIPT]: hostile texts in each field of a programme file that can reach calendars and messages. What is
let through gives the very lines that a harmless text gives, the text in its place, escaped as RFC 5545 and RFC 6868 say; all else is
refused with a code and nothing is written. Calendars are read by `epic lint`, which uses our own reader, and by ical.js in strict
mode, which must count the same lines. Prints TAP."""
import copy
import email
import email.policy
import json
import os
import re
import subprocess
import sys
import tempfile

EPIC, *ICALJS = sys.argv[1:]
ISSUED = "2020-06-01T09:00:00Z"
ORGANISATION = {"name": "", "kind": "", "role": "", "email": "town@a.example.org"}
PROGRAMME = {
    "epic": 1,
    "programme": {"id": "small", "title": "", "starts": "2021-01-01", "ends": "2021-12-31",
                  "domains": {"housing": {"title": "", "weight": 1}, "work": 1},
                  "organiser": {"name": "", "email": "office@example.org"}},
    "cities": {
        "a": {"name": "", "country": "PL", "timezone": "Europe/Warsaw", "profile": {"housing": 0.2, "work": 0.9},
              "organisations": {"town": ORGANISATION}, "unavailable": [{"from": "2021-02-01", "to": "2021-02-02", "why": ""}]},
        "b": {"name": "", "country": "GR", "timezone": "Europe/Athens", "profile": {"housing": 0.9, "work": 0.2},
              "organisations": {"town": {**ORGANISATION, "email": "town@b.example.org"}}}},
    "moderators": {"lead": {"name": "", "timezone": "Europe/Rome"}},
    "exchange": [{"kind": "online", "id": "talk", "minutes": 60, "title": "", "moderator": "lead",
                  "agenda": [{"minutes": 30, "title": ""}, {"minutes": 30, "title": ""}], "roles": {"guide": {"min": 1}}},
                 {"kind": "visit", "id": "visit", "days": 3, "travel-days": 2}],
    "events": [{"kind": "conference", "id": "final", "days": 2, "mode": "in-person", "title": "",
                "place": {"name": "", "country": "IT", "timezone": "Europe/Rome"}}],
}
IDS = [("programme", "id"), ("exchange", 0, "id"), ("events", 0, "id"), ("exchange", 0, "moderator"),
       ("cities", "a", "timezone")]
MAILBOXES = [("programme", "organiser", "email"), ("cities", "a", "organisations", "town", "email")]
PASS = {
    "marks": ':;,"^\\', "a caret and an n": "^n^'^^", "a backslash and an n": "a\\nb\\N\\,", "Hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "marks of direction": "\u05e9 (\u200fx\u200e) \u061c",
    "emoji": "\U0001F469\U0001F3FD\u200d\U0001F692", "an encoded word": "=?utf-8?B?eA==?=",
    "a component": "BEGIN:VEVENT", "an address": "a, <b@example.org>", "markup": "<b>&amp;</b>", "very long": "\u00e9x" * 5000,
}
REFUSED = {
    "CRLF": "x\r\nATTENDEE:mailto:e@example.org", "LF": "x\nATTENDEE:mailto:e@example.org", "CR": "x\rSUMMARY:y", "NUL": "x\0y",
    "tab": "x\ty", "bell": "x\x07y", "escape": "x\x1b[1my", "delete": "x\x7fy", "next line": "x\x85y", "no UTF-8": b"x\xff",
    "half a character": b"x\xc3(", "a surrogate": b"x\xed\xa0\x80", "an overlong line end": b"x\xc0\x8ay",
    "a right-to-left override": "x\u202ey", "an embedding": "x\u202by", "an isolate": "x\u2067y", "a line separator": "x\u2028y",
}
results = []


def check(wrong, what):
    results.append(not wrong)
    print("not ok" if wrong else "ok", len(results), "-", what, flush=True)
    for text in wrong[:8]:
        print("#", text[:300])


def texts(node, path=()):
    """The places of all texts that are still to be filled in."""
    if node == "":
        yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from texts(value, (*path, key))


def put(programme, path, text):
    for key in path[:-1]:
        programme = programme[key]
    programme[path[-1]] = text


def yaml_text(text):
    """A text in double quotes as YAML has it: escapes of its own, and all others as they are."""
    names = {"\0": "\\0", "\a": "\\a", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\",
             "\x85": "\\N"}
    return '"' + "".join(names.get(c, f"\\x{ord(c):02x}" if ord(c) < 32 or ord(c) == 127 else c) for c in text) + '"'


def yaml(node):
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {yaml(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(yaml, node)) + "]"
    return yaml_text(node) if isinstance(node, str) and not re.fullmatch("[-0-9]+", node) else str(node)


def json_text(programme):
    return json.dumps(programme, ensure_ascii=False).replace("\x85", "\\u0085")  # as it is, YAML takes it for a line end, a blank


FORMS = {"YAML": yaml, "JSON": json_text}


def run(*words):
    return subprocess.run([EPIC, *words, "--issued-at", ISSUED], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def publish(folder, form, programme, raw=None):
    """What `epic plan` and `epic publish` said, and what they wrote, by file. RAW: bytes in the place of the text RAW."""
    source, out = os.path.join(folder, "programme." + form.lower()), os.path.join(folder, "out")
    subprocess.run(["rm", "-rf", out], check=True)
    text = FORMS[form](programme).encode()
    with open(source, "wb") as file:
        file.write(text if raw is None else text.replace(b"RAW", raw))
    done = run("plan", source, "-o", out)
    if done.returncode == 0:
        done = run("publish", out)
    files = {}
    for where, _, names in os.walk(out):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                files[os.path.relpath(os.path.join(where, name), out)] = file.read()
    return done, files


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def in_parameter(text):
    text = text.replace("^", "^^").replace('"', "^'")
    return f'"{text}"' if re.search("[:;,^]", text) else text


def in_value(text):
    return re.sub(r"([\\;,])", r"\\\1", text)


def expected(line, fill):
    """A line of the harmless calendar with other texts in the place of its marks."""
    head, colon, value = re.fullmatch(r'((?:[^":]|"[^"]*")*)(:?)(.*)', line, re.S).groups()
    head = re.sub(r"=([^;=]*MARK\d+END[^;=]*)", lambda found: "=" + in_parameter(fill(found[1])), head)
    return head + colon + re.sub(r"MARK\d+END", lambda found: in_value(fill(found[0])), value)


def squeezed(text):
    """Without blanks: Python 3.11 keeps those between two encoded words, which RFC 2047 takes away, and bodies are wrapped."""
    return re.sub(r"\s", "", str(text))


def mail_of(content):
    """The headers that are for people, their number, and the body."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    boxes = [one for name in ("From", "To") if mail[name] for one in mail[name].addresses]
    people = [(squeezed(one.display_name), one.addr_spec) for one in boxes]
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return sorted(mail.keys()), people, squeezed(mail["Subject"]), squeezed(part.get_content())


def differences(name, base, got, fill):
    if name.endswith(".ics"):
        wanted, found = [expected(line, fill) for line in unfolded(base)], unfolded(got)
        yield from (f"{name}: {b!r} instead of {a!r}" for a, b in zip(wanted, found) if a != b and not a.startswith("UID"))
        yield from [f"{name}: {len(found)} lines"] * (len(wanted) != len(found))
    elif name.endswith(".eml"):
        def filled(text):
            return squeezed(re.sub(r"MARK\d+END", lambda found: fill(found[0]), text))
        keys, people, subject, body = mail_of(base)
        wanted = keys, [(filled(who), box) for who, box in people], filled(subject), filled(body)
        yield from (f"{name}: {b!r} instead of {a!r}" for a, b in zip(wanted, mail_of(got)) if a != b)


def counted(folder, files):
    """Lint has nothing to say that is an error, and ical.js sees as many components and properties as there are lines."""
    calendars = sorted(name for name in files if name.endswith(".ics"))
    paths = [os.path.join(folder, "out", name) for name in calendars]
    for path in paths:
        done = subprocess.run([EPIC, "lint", path], capture_output=True, text=True, check=False)
        yield from [f"{path}: {done.stdout}{done.stderr}"] * (done.returncode != 0)
    if ICALJS:
        said = subprocess.run([*ICALJS, *paths], capture_output=True, text=True, check=False)
        if said.returncode != 77:
            wanted = ["{} {}".format(sum(line.startswith("BEGIN:") for line in lines),
                                     sum(not re.match("BEGIN:|END:|$", line) for line in lines))
                      for lines in (unfolded(files[name]) for name in calendars)]
            yield from [said.stderr or f"ical.js counts {said.stdout}"] * (said.stdout.split("\n")[:-1] != wanted)


def check_passing(folder):
    fields = list(texts(PROGRAMME))
    marked = copy.deepcopy(PROGRAMME)
    for number, path in enumerate(fields):
        put(marked, path, f"MARK{number}END")
    for form in FORMS:
        done, base = publish(folder, form, marked)
        reach = {int(n) for name in base if name.endswith((".ics", ".eml")) for n in re.findall(rb"MARK(\d+)END", base[name])}
        check([done.stdout.decode()] * (done.returncode != 0 or len(reach) < 9), f"{form}: {len(reach)} fields reach calendars")
        for what, text in PASS.items():
            def fill(found, text=text):
                return re.sub(r"MARK(\d+)END", lambda mark: f"{mark[1]}{text}{mark[1]}", found)
            hostile = copy.deepcopy(PROGRAMME)
            for number, path in enumerate(fields):
                put(hostile, path, f"{number}{text}{number}")
            done, files = publish(folder, form, hostile)
            wrong = [done.stdout.decode()] * (done.returncode != 0)
            wrong += [f"{files.keys() ^ base.keys()}"] * (files.keys() != base.keys())
            for name in base.keys() & files.keys():
                wrong += differences(name, base[name], files[name], fill)
            check(wrong + list(counted(folder, files)), f"{form}: {what} in all texts")


def check_refused(folder):
    harmless = copy.deepcopy(PROGRAMME)
    fields = list(texts(PROGRAMME))
    for path in fields:
        put(harmless, path, "Name")
    for form in FORMS:
        for what, text in {**REFUSED, **PASS}.items():
            wrong = []
            places = (fields if what in REFUSED else []) + IDS + MAILBOXES
            for path in places if form == "YAML" else places[:1]:  # how a text is escaped is the same to all fields
                if what == "very long" and path in MAILBOXES:
                    continue
                hostile, raw = copy.deepcopy(harmless), isinstance(text, bytes)
                put(hostile, path, "RAW" if raw else text)
                done, files = publish(folder, form, hostile, text if raw else None)
                refused = done.returncode == 1 and re.search(rb"\bE\d\d\d\b", done.stdout) and not files
                wrong += [f"{path}: {done.returncode} {done.stdout.decode(errors='replace')}"] * (not refused)
            check(wrong, f"{form}: {what} is refused" + " as an id and an address" * (what in PASS))


def main():
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # where waiting for the disk takes no time
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        check_passing(folder)
        check_refused(folder)
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


sys.exit(main())
