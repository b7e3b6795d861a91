#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""languages.py EPIC PROGRAMME GOLDEN READER...: plans a programme in every language of the catalogue. The calendars of one
language differ from those of another in their texts alone, also as another program reads them, which prints a line "uid start
end" for each event; two are compared with golden files. Prints TAP."""
import email
import email.policy
import itertools
import os
import re
import subprocess
import sys
import tempfile

EPIC, PROGRAMME, GOLDEN = map(os.path.abspath, sys.argv[1:4])
READER = [os.path.abspath(word) if os.path.exists(word) else word for word in sys.argv[4:]]
LANGUAGES = ["en", "de", "it", "es", "pt", "pl", "hr", "el", "cs", "sk", "fr", "nl"]
TEXTS = re.compile("(PRODID|NAME|X-WR-CALNAME|SUMMARY|LOCATION|DESCRIPTION|CATEGORIES)[:;]")
CANCELLED = {"en": "Cancelled", "de": "Abgesagt", "it": "Annullato", "es": "Cancelado", "pt": "Cancelado", "pl": "Odwołano",
             "hr": "Otkazano", "el": "Ακυρώθηκε", "cs": "Zrušeno", "sk": "Zrušené", "fr": "Annulé\u00a0", "nl": "Geannuleerd"}
# Words of ours that must not be left in another language: whole lines of the example, but for what was titled by its author.
ENGLISH = re.compile(r"Local times|Cities:|Host:|Guest:|Moderator:|at least|Online meeting|Follow-up meeting|Reply| to | and ")
with open(PROGRAMME, encoding="utf-8") as f:
    TEXT = f.read()
count = failed = 0


def check(wrong, what):
    """A test, by a list of what is wrong."""
    global count, failed
    count += 1
    failed += bool(wrong)
    print("not ok" if wrong else "ok", count, "-", what)
    for line in wrong[:10]:
        print("#", str(line).replace("\n", "\n# "))


def plan(languages, hour, out="out", text=TEXT, *more):
    with open("programme.yaml", "w", encoding="utf-8") as f:
        f.write(re.sub(r"languages: \[en, de, el, it\]", f"languages: [{', '.join(languages)}]", text))
    subprocess.run([EPIC, "plan", "programme.yaml", "-o", out, "--issued-at", f"2026-12-01T{hour:02}:00:00Z", *more], check=True,
                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def calendars(folder="out/calendars"):
    """{name: bytes} of one language."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".ics"):
            with open(os.path.join(folder, name), "rb") as f:
                found[name] = f.read()
    return found


def lines(calendar):
    return calendar.decode().replace("\r\n ", "").split("\r\n")


def others(calendar):
    """What is no text; of a text that it is there."""
    return [TEXTS.match(line)[0] if TEXTS.match(line) else line for line in lines(calendar)]


def folder(language, main="en"):
    return "out/calendars" if language == main else f"out/calendars/{language}"


def different(these, those):
    return [f"{a}\n{b}" for a, b in itertools.zip_longest(these, those) if a != b]


def check_language(language, english):
    own = calendars(folder(language))
    wrong = [f"{own.keys()} and {english.keys()}"] * (own.keys() != english.keys())
    for name in own:
        wrong += different(others(own[name]), others(english[name]))
        wrong += [f"{name}: {line}" for line in lines(own[name]) if language != "en" and ENGLISH.search(line)]
        wrong += [f"{name} is none in {language}"] * (f"\r\nPRODID:-//libepic//libepic//{language.upper()}\r\n".encode() not in own[name])
    wrong += ["as in English"] * (language != "en" and own["programme.ics"] == english["programme.ics"])
    check(wrong, f"{language}: texts alone differ")
    runs = [subprocess.run([EPIC, "lint", folder(language) + "/programme.ics", "--profile", profile], capture_output=True,
                           text=True, check=False) for profile in ("outlook", "caldav")]
    check([run.stdout + run.stderr for run in runs if run.returncode or "[" in run.stdout + run.stderr], f"{language}: lint")


def read(language):
    runs = [subprocess.run([*READER, os.path.join(folder(language), name)], capture_output=True, text=True, check=False)
            for name in ("programme.ics", "city-ioannina.ics", "pair-oberhausen-sisak.ics")]
    return [(run.returncode, run.stdout, run.stderr) for run in runs]


def check_readers():
    global count
    english = read("en")
    if english[0][0] == 77:
        count += 1
        print("ok", count, "- read # SKIP", english[0][2].strip())
        return
    check([run for run in english if run[0] or not run[1]], "read in English")
    for language in LANGUAGES[1:]:
        check([run for run, as_in in zip(read(language), english) if run != as_in], f"{language}: read the same")


def check_golden():
    for name in sorted(os.listdir(GOLDEN)):
        language, _, file = name.partition("-")
        with open(os.path.join(GOLDEN, name), "rb") as f:
            wanted = lines(f.read())
        got = lines(calendars(folder(language))[file])
        check([f"{a} instead of {b}" for a, b in zip(got, wanted) if a != b] + [len(got)] * (len(got) != len(wanted)), name)


def check_messages():
    subprocess.run([EPIC, "publish", "out", "--issued-at", "2026-12-01T09:00:00Z"], check=True, stdout=subprocess.PIPE)
    wanted = {"brescia": ("Invito: ", " gennaio 2027"), "ioannina": ("Πρόσκληση: ", " Ιανουαρίου 2027"),
              "oberhausen": ("Einladung: ", ". Januar 2027"), "sisak": ("Poziv: ", ". siječnja 2027.")}
    months = set()
    wrong = []
    for name in sorted(os.listdir("out/messages")):
        if name.endswith(".eml"):
            with open("out/messages/" + name, "rb") as f:
                mail = email.message_from_bytes(f.read(), policy=email.policy.default)
            city = name.split("-")[0]
            lead, month = wanted[city]
            body = mail.get_body(("plain",)).get_content()
            months |= {city} if month in body else set()
            wrong += [f"{name}: {mail['Subject']}"] * (not mail["Subject"].startswith(lead))
            wrong += [f"{name}: {body}"] * bool(ENGLISH.search(body))
    check(wrong + [months] * (months != wanted.keys()), "messages in the language of the city")


with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    plan(["en"], 8)
    alone = calendars()
    plan(LANGUAGES, 9)
    first = {language: calendars(folder(language)) for language in LANGUAGES}
    check([name for name in alone if alone[name] != first["en"].get(name)], "more languages change nothing in the main one")
    for each in LANGUAGES:
        check_language(each, first["en"])
    check_readers()
    check_messages()
    plan(LANGUAGES, 10)
    check([each for each in LANGUAGES if calendars(folder(each)) != first[each]], "what is not new keeps its bytes")
    check_golden()
    plan(["en", "el"], 11)
    check([name for name in os.listdir("out/calendars") if not name.endswith(".ics") and name != "el"] +
          ["el"] * (calendars(folder("el")) != first["el"]), "languages that are asked for no more go")
    # The follow-up meeting is dropped: what is gone says so in each language, and is found again when plan.yaml is lost.
    shorter = re.sub(r"  - \{kind: follow-up.*\n", "", TEXT)
    plan(["de", *(x for x in LANGUAGES if x != "de")], 12)
    plan(["de", *(x for x in LANGUAGES if x != "de")], 13, "out", shorter)
    gone = {each: calendars(folder(each, "de")) for each in LANGUAGES}
    check([each for each in LANGUAGES if gone[each]["programme.ics"].decode().count(f"\r\nSUMMARY:{CANCELLED[each]}: ") != 2],
          "what is cancelled says so")
    with open("out/plan.yaml", encoding="utf-8") as f:
        ledger = f.read().partition("\nissued:")[2]
    os.remove("out/plan.yaml")
    plan(["de", *(x for x in LANGUAGES if x != "de")], 14, "new", shorter, "--rebuild", "out/calendars")
    with open("new/plan.yaml", encoding="utf-8") as f:
        made = f.read().partition("\nissued:")[2]
    made, ledger = (re.sub("sent: [a-z]+", "", text).split("\n") for text in (made, ledger))
    check(different(made, ledger), "the ledger made anew from German calendars")
    print(f"1..{count}")
    os.chdir("/")
sys.exit(failed > 0)
