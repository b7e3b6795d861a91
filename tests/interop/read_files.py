#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other programs read plan.yaml and report.html: PyYAML, an XML parser, an HTML parser.

    read_files.py EPIC PROGRAMME

What they understand of every event is compared with `epic plan --json`.
"""
import datetime
import html.parser
import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zoneinfo

try:
    import yaml
except ImportError:
    print("1..0 # SKIP PyYAML is not installed")
    sys.exit(0)

XHTML = "{http://www.w3.org/1999/xhtml}"
EMPTY = {"meta", "br", "meter"}
results = []


def check(name, wrong):
    results.append(not wrong)
    print(f"{'not ok' if wrong else 'ok'} {len(results)} - {name}")
    for text in list(wrong)[:10]:
        print(f"# {text}")


def span(event):
    """Start and end of an event of plan.yaml as the JSON writes them."""
    if "days" in event:
        return event["start"].isoformat(), (event["start"] + datetime.timedelta(event["days"])).isoformat()
    zone = zoneinfo.ZoneInfo(event["zone"])
    start = datetime.datetime.fromisoformat(event["start"]).replace(tzinfo=zone)
    end = (start.astimezone(datetime.timezone.utc) + datetime.timedelta(minutes=event["minutes"])).astimezone(zone)
    return start.isoformat(), end.isoformat()


def key(event, start):
    """The occurrences of what recurs have one uid."""
    return f"{event['uid']} {start}"


def differences(plan, told):
    for uid in sorted(plan.keys() ^ told.keys()):
        yield f"{uid} is in one of the two only"
    for uid in sorted(plan.keys() & told.keys()):
        ours, theirs = dict(plan[uid]), told[uid]
        if "reserve" in ours:
            ours["reserve"] = dict(zip(("start", "end"), span({**ours, "start": ours["reserve"]})))
        ours.setdefault("optional", [])
        ours["start"], ours["end"] = span(ours)
        for name in theirs:
            if ours.get(name) != theirs[name]:
                yield f"{uid}: {name} is {ours.get(name)!r}, not {theirs[name]!r}"


class Reader(html.parser.HTMLParser):
    """Tags that open and close, ids, and what a page without network and scripts must not have."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.wrong = [], [], [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if tag in ("script", "link", "img", "iframe", "object") or "src" in values or "style" in values:
            self.wrong.append(f"<{tag} {values}>")
        self.wrong += [f"{name} on <{tag}>" for name in values if name.startswith("on")]
        if tag == "th" and "scope" not in values:
            self.wrong.append("a heading of a table without scope")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in EMPTY and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"</{tag}> closes something else")


def check_page(name, text, events):
    reader = Reader()
    reader.feed(text)
    reader.wrong += [f"<{tag}> stays open" for tag in reader.open]
    reader.wrong += [f"{link} leads nowhere" for link in reader.links if link[1:] not in reader.ids]
    reader.wrong += ["an id is there twice"] * (len(set(reader.ids)) != len(reader.ids))
    check(f"{name} is sound HTML of its own", reader.wrong)
    root = xml.etree.ElementTree.fromstring(text)
    tables = root.findall(f".//{XHTML}table")
    wrong = [] if root.get("lang") and tables else ["no language or no table"]
    wrong += ["a table without caption" for table in tables if table.find(f"{XHTML}caption") is None]
    told = " ".join("".join(root.itertext()).split())
    wrong += [f"{event['title']!r} is not told" for event in events if " ".join(event["title"].split()) not in told]
    check(f"{name} is XML, and tells every event", wrong)


def main(epic, programme):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        done = subprocess.run([epic, "plan", programme, "-o", out, "--json"], stdout=subprocess.PIPE, check=True)
        told = json.loads(done.stdout)
        plan = yaml.safe_load((out / "plan.yaml").read_bytes())
        check("plan.yaml says what the JSON says", list(differences({key(e, span(e)[0]): e for e in plan["events"]},
              {key(e, e["start"]): {k: v for k, v in e.items() if v is not None} for e in told["events"]})))
        missing = [[u["kind"], u["id"], u.get("pair"), u["why"]] for u in plan["unscheduled"]]
        check("and lists the same as unscheduled",
              [] if missing == [[u["kind"], u["id"], u["pair"], u["why"]] for u in told["unscheduled"]] else [missing])
        check_page("report.html", (out / "report.html").read_text(encoding="utf-8"), told["events"])
        for page in sorted((out / "reports").iterdir()):
            city = page.stem.removeprefix("city-")
            check_page(page.name, page.read_text(encoding="utf-8"), [e for e in told["events"] if city in e["cities"]])
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
