#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""caldav.py EPIC PROGRAMME: the folder of single entries goes to a CalDAV server (Radicale, on this machine alone) by vdirsyncer and
comes back as it was, a second time there is nothing to do, and a change is one change; khal, set to
each of some zones, lists all entries of a feed. Prints TAP; skipped where one of the three is missing."""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

EPIC, PROGRAMME = sys.argv[1:]
ZONES = ("Europe/London", "America/St_Johns", "Asia/Kolkata")
SERVER = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}/store
"""
SYNC = """[general]
status_path = "{folder}/status/"
[pair entries]
a = "ours"
b = "theirs"
collections = ["vdir"]
[storage ours]
type = "filesystem"
path = "{folder}/ours"
fileext = ".ics"
[storage theirs]
type = "caldav"
url = "http://127.0.0.1:{port}/"
username = "epic"
password = "epic"
"""
KHAL = """[calendars]
[[feed]]
path = {folder}/khal/feed
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal/{count}.db
"""
count = failed = 0


def check(good, what, said=""):
    global count, failed
    count += 1
    failed += not good
    print("ok" if good else "not ok", count, "-", what)
    for line in [] if good else said.splitlines()[-12:]:
        print("#", line)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def lines_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return sorted(file.read().replace("\r\n ", "").replace("\n ", "").split())


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(*words, **more):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
    return done.returncode == 0, done.stdout


def publish(folder, stamp, programme):
    """The plan of a folder, and its single entries where vdirsyncer looks."""
    plan = os.path.join(folder, "plan")
    good, said = run(EPIC, "plan", programme, "-o", plan, "--issued-at", stamp + "T09:00:00Z")
    published, more = run(EPIC, "publish", plan, "--issued-at", stamp + "T09:00:00Z")
    shutil.rmtree(os.path.join(folder, "ours"), ignore_errors=True)
    shutil.copytree(os.path.join(plan, "vdir"), os.path.join(folder, "ours", "vdir"))
    check(good and published, "single entries of " + stamp, said + more)
    return set(os.listdir(os.path.join(plan, "vdir")))


def wait_for(port):
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def synchronise(config, what):
    good, said = run("vdirsyncer", "-c", config, "sync")
    check(good, what, said)
    return len(re.findall("^Copying|^Deleting", said, re.M))


def check_server(folder, port):
    config = os.path.join(folder, "sync.conf")
    write(config, SYNC.format(folder=folder, port=port))
    entries = publish(folder, "2020-01-06", PROGRAMME)
    good, said = run("vdirsyncer", "-c", config, "discover", input="y\ny\n")
    check(good, "a collection on the server", said)
    check(synchronise(config, "the first time") == len(entries), "all entries go there")
    check(synchronise(config, "a second time") == 0, "nothing is left to do")
    ours = os.path.join(folder, "ours", "vdir")
    before = {name: lines_of(os.path.join(ours, name)) for name in entries}
    store = next(path for path, _, files in os.walk(os.path.join(folder, "store")) if len(files) > len(entries) // 2)
    there = {name: lines_of(os.path.join(store, name)) for name in os.listdir(store) if name.endswith(".ics")}
    check(sorted(before.values()) == sorted(there.values()), "the server holds the lines it was given")
    changed = os.path.join(folder, "changed.yaml")
    with open(PROGRAMME, encoding="utf-8") as file:
        write(changed, file.read().replace("title: First talk", "title: Talk one"))
    after = publish(folder, "2020-01-07", changed)
    differ = sum(lines_of(os.path.join(ours, name)) != before.get(name) for name in after)
    check(0 < differ < len(entries), "another title changes some entries, not all", str(differ))
    check(synchronise(config, "after a change") == differ, "what was changed goes there, and nothing else")


def check_khal(folder):
    feed = os.path.join(folder, "plan", "calendars", "programme.ics")
    done = subprocess.run([EPIC, "plan", os.path.join(folder, "changed.yaml"), "--json"], stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL)
    titles = {event["title"] for event in json.loads(done.stdout)["events"]}
    for number, zone in enumerate(ZONES):
        config = os.path.join(folder, f"khal{number}.conf")
        shutil.rmtree(os.path.join(folder, "khal"), ignore_errors=True)
        os.makedirs(os.path.join(folder, "khal", "feed"))
        write(config, KHAL.format(folder=folder, zone=zone, count=number))
        good, said = run("khal", "-c", config, "import", "--batch", feed)
        check(good, "khal imports the feed, " + zone, said)
        good, said = run("khal", "-c", config, "list", "--format", "{title}", "2020-01-01", "1300d")
        missing = {title for title in titles if title not in said}
        check(good and not missing, "khal lists every event, " + zone, said + str(missing))


def main():
    missing = [name for name in ("radicale", "vdirsyncer", "khal") if shutil.which(name) is None]
    if missing:
        print("1..0 # SKIP without", ", ".join(missing))
        return 0
    os.environ.update(LC_ALL="C.UTF-8", LANG="C.UTF-8")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        write(os.path.join(folder, "server.conf"), SERVER.format(folder=folder, port=port))
        with subprocess.Popen(["radicale", "-C", os.path.join(folder, "server.conf")], stderr=subprocess.DEVNULL) as server:
            try:
                check(wait_for(port), "the server answers")
                check_server(folder, port)
                check_khal(folder)
            finally:
                server.terminate()
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
