#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""replies.py EPIC: cities answer the drafts that epic publish wrote. Python's icalendar and email make the answers, of each who
is invited, in several charsets and codings; they are received in many orders, in one call and in several, some twice. Prints TAP.
"""
import email
import email.message
import email.policy
import itertools
import json
import os
import quopri
import random
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import icalendar
except ImportError:
    print("1..0 # SKIP icalendar is missing: python3-icalendar is a Debian package")
    sys.exit(0)

PROGRAMME = """
epic: 1
programme:
  id: small
  title: Small
  starts: 2021-01-01
  ends: 2021-12-31
  domains: {housing: 1, work: 1}
  organiser: {name: Bureau, email: office@example.org}
cities:
  a: {name: "\\u0141\\u00f3d\\u017a", country: PL, timezone: Europe/Warsaw, profile: {housing: 0.2, work: 0.9},
      organisations: {town: {name: Town, email: town+epic@a.example.org}, ngo: {name: NGO, email: ngo@a.example.org}}}
  b: {name: Beta, country: GR, timezone: Europe/Athens, profile: {housing: 0.9, work: 0.2},
      organisations: {town: {name: Town, email: Town@B.example.org}}}
output: {languages: [en, de]}
exchange:
  - {kind: online, id: talk, minutes: 90, title: TITLE, WITHIN}
  - {kind: visit, id: visit, days: 3, travel-days: 2, after: {event: talk, at-least: 2w}}
"""
EPIC = sys.argv[1]
RANDOM = random.Random(7)
CODINGS = list(itertools.product(("utf-8", "iso-8859-1", "windows-1252", "utf-16"), ("base64", "quoted-printable")))
count = failed = 0


def check(good, what):
    global count, failed
    count += 1
    failed += not good
    print("ok" if good else "not ok", count, "-", what)


def run(*arguments):
    done = subprocess.run([EPIC, *arguments, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        print("#", *arguments, done.stderr.decode())
    return json.loads(done.stdout)


def plan(out, stamp, title="Talk", within=None):
    path = out + ".yaml"
    text = PROGRAMME.replace("TITLE", title)
    text = text.replace(", WITHIN", ", within: {from: %s, to: %s}" % (within, within) if within else "")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    run("plan", path, "-o", out, "--issued-at", stamp)
    return run("publish", out, "--issued-at", stamp)


def invitations(out):
    """The event of each draft, as a mail program finds it."""
    for name in sorted(os.listdir(os.path.join(out, "messages"))):
        if name.endswith(".eml"):
            with open(os.path.join(out, "messages", name), "rb") as f:
                mail = email.message_from_bytes(f.read(), policy=email.policy.default)
            part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
            yield icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]


def attendees(event):
    found = event.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def answer(event, who, method, partstat, minute, start=None):
    calendar, said = icalendar.Calendar(), icalendar.Event()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//example.org//client//EN")
    calendar.add("METHOD", method)
    for name in ("UID", "SEQUENCE", "SUMMARY", "ORGANIZER") + (() if start else ("DTSTART", "DTEND")):
        said[name] = event[name]
    if start:
        said["DTSTART"] = icalendar.vText(start)
        said["DTSTART"].params["TZID"] = "Central European Standard Time"
    said["DTSTAMP"] = icalendar.vText("20200701T10%02d00Z" % minute)
    address = icalendar.vCalAddress(str(who).swapcase())
    address.params["PARTSTAT"] = partstat
    said.add("ATTENDEE", address)
    said.add("COMMENT", "Caf\u00e9, perhaps; or not")
    calendar.add_component(said)
    return calendar.to_ical().decode()


def put_mail(path, calendar, charset, coding):
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"] = "somebody@example.org", "Re: \u0141\u00f3d\u017a"
    mail.set_content("Caf\u00e9\n", cte=coding)
    mail.add_alternative("<p>Caf\u00e9</p>", subtype="html", cte=coding)
    part = email.message.EmailMessage()
    part["Content-Type"] = "text/calendar; method=REPLY; charset=" + charset
    part["Content-Transfer-Encoding"] = coding
    raw = calendar.encode(charset, "replace")
    part.set_payload(email.base64mime.body_encode(raw) if coding == "base64" else quoted(raw))
    mail.attach(part)
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    with open(path, "wb") as f:
        f.write(mail.as_bytes())


def quoted(raw):
    return quopri.encodestring(raw, quotetabs=True).decode()


def make_answers(folder, out):
    """Of each who is invited: answers of several minutes, some with another time, and some that want it once more."""
    files = []
    for event in invitations(out):
        for who in attendees(event):
            for minute in RANDOM.sample(range(60), 2):
                wish = RANDOM.random() < 0.3 and str(event["SUMMARY"]).startswith("Talk")
                method = "COUNTER" if wish else "REPLY" if RANDOM.random() < 0.9 else "REFRESH"
                partstat = RANDOM.choice(("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "NEEDS-ACTION"))
                text = answer(event, who, method, partstat, minute, "20210204T100000" if wish else None)
                path = os.path.join(folder, "%03d.eml" % len(files))
                put_mail(path, text, *CODINGS[len(files) % len(CODINGS)])
                files.append(path)
    return files


def state(out):
    with open(os.path.join(out, "plan.yaml"), encoding="utf-8") as f:
        return f.read()


def others(out):
    """All but plan.yaml, which stays as it is."""
    found = {}
    for folder, _, names in os.walk(out):
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                found[os.path.relpath(os.path.join(folder, name), out)] = f.read()
    del found["plan.yaml"]
    return found


def receive_shuffled(out, files, copy):
    shutil.copytree(out, copy)
    order = files + RANDOM.sample(files, len(files) // 2)
    RANDOM.shuffle(order)
    while order:
        some = RANDOM.randint(1, len(order))
        run("receive", copy, *order[:some])
        order = order[some:]
    return state(copy)


def check_orders(temporary, out, files):
    shutil.copytree(out, out + "-once")
    said = run("receive", out + "-once", *files)["replies"]
    fates = {one["fate"] for one in said}
    check(len(said) == len(files) and fates <= {"taken", "known"}, "each answer is taken, or a newer one is there")
    check(all(one["comment"] == "Caf\u00e9, perhaps; or not" for one in said), "in every charset and coding")
    first = state(out + "-once")
    check(first != state(out) and others(out + "-once") == others(out), "the plan remembers, all else stays")
    same = [receive_shuffled(out, files, os.path.join(temporary, "copy%d" % i)) == first for i in range(12)]
    check(all(same), "in twelve other orders, with some twice")


def messages_of(out):
    found = {}
    for name in os.listdir(os.path.join(out, "messages")):
        if name.endswith(".eml"):
            with open(os.path.join(out, "messages", name), "rb") as f:
                mail = email.message_from_bytes(f.read(), policy=email.policy.default)
            found[name] = mail["Message-ID"], next(p for p in mail.walk() if p.get_content_type() == "text/calendar").get_content()
    return found


def check_refresh(folder, out, event, who):
    """It is written once more, for this city alone: the same calendar, but another e-mail."""
    before, path = messages_of(out), os.path.join(folder, "refresh.ics")
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(answer(event, who, "REFRESH", "NEEDS-ACTION", 9))
    fates = [one["fate"] for one in run("receive", out, path, path)["replies"]]
    said = run("publish", out, "--issued-at", "2020-07-02T09:00:00Z")
    after = messages_of(out)
    name = "b-%s.eml" % event["UID"]
    check(fates == ["taken", "known"] and said["messages"] == 1 and list(after) == [name], "it is written once more")
    check(after[name][0] != before[name][0] and after[name][1] == before[name][1], "the same in another e-mail")
    check(run("publish", out, "--issued-at", "2020-07-02T09:00:00Z")["messages"] == 0, "and then no more")


def check_asked(out):
    """Who has answered bears it, and is not asked again."""
    wrong = []
    with open(os.path.join(out, "plan.yaml"), encoding="utf-8") as f:
        text = f.read()
    for event in invitations(out):
        line = next(line for line in text.split("\n") if "uid: " in line and str(event["UID"]) in line and "digest" in line)
        for who in attendees(event):
            address = str(who).split(":", 1)[1]
            found = re.search(r"email: \"?%s\"?, answer: ([a-z-]+)" % re.escape(address), line)
            expected = found[1].upper() if found else "NEEDS-ACTION"
            asked = who.params.get("RSVP") == "TRUE"
            wrong += [str(who)] * (who.params["PARTSTAT"] != expected or asked != (expected == "NEEDS-ACTION"))
    return wrong


with tempfile.TemporaryDirectory() as temporary:
    out, answers = os.path.join(temporary, "out"), os.path.join(temporary, "answers")
    os.mkdir(answers)
    plan(out, "2020-06-01T09:00:00Z")
    files = make_answers(answers, out)
    check_orders(temporary, out, files)
    event = next(e for e in invitations(out) if str(e["SUMMARY"]).startswith("Talk"))
    everybody = sorted({str(who).lower() for e in invitations(out) for who in attendees(e)})
    everybody = [next(w for e in invitations(out) for w in attendees(e) if str(w).lower() == name) for name in everybody]
    check(len(everybody) == 3, "three are invited")
    check_refresh(answers, out, event, everybody[2])
    texts = [answer(event, everybody[0], "REPLY", "ACCEPTED", 1), answer(event, everybody[1], "REPLY", "DECLINED", 2),
             answer(event, everybody[2], "COUNTER", "TENTATIVE", 3, "20210204T100000")]
    last = []
    for i, text in enumerate(texts):
        last.append(os.path.join(answers, "last%d.ics" % i))
        with open(last[-1], "w", encoding="utf-8", newline="") as f:
            f.write(text)
    said = run("receive", out, *last)["replies"]
    check([one["fate"] for one in said] == ["taken"] * 3, "three calendars")
    check(said[2]["wish"] == {"start": "2021-02-04T09:00:00Z", "end": "2021-02-04T10:30:00Z"}, "a wish by a clock of Windows")
    plan(out, "2020-08-01T09:00:00Z", title="Chat")
    asked = check_asked(out)
    kept = next(e for e in invitations(out) if str(e["SUMMARY"]).startswith("Chat"))
    same = [e for e in invitations(out) if e["UID"] == kept["UID"]]
    parts = {str(who).lower(): who.params["PARTSTAT"] for e in same for who in attendees(e)}
    check(not asked and sorted(parts.values()) == ["ACCEPTED", "DECLINED", "TENTATIVE"], "a new title does not ask again")
    shown = subprocess.run([EPIC, "plan", out + ".yaml"], stdout=subprocess.PIPE, check=True).stdout.decode()
    with open(os.path.join(out, "report.html"), encoding="utf-8") as f:
        check("Thu 2021-02-04 11:00-12:30 EET" in f.read() and "Wishes" not in shown, "the report shows the wish")
    plan(out, "2020-09-01T09:00:00Z", title="Chat", within="2021-02-04")
    moved = [e for e in invitations(out) if e["UID"] == kept["UID"]]
    parts = {str(who).lower(): who.params["PARTSTAT"] for e in moved for who in attendees(e)}
    before = state(out)
    stale = [one["fate"] for one in run("receive", out, *last)["replies"]]
    check(stale == ["stale"] * 3 and state(out) == before, "answers that come late change nothing")
    proposer = parts.pop(str(everybody[2]).lower())
    check(proposer == "ACCEPTED" and set(parts.values()) == {"NEEDS-ACTION"}, "the time that was wished asks the others alone")
    check(not check_asked(out), "messages and ledger say the same")
print(f"1..{count}")
sys.exit(1 if failed else 0)
