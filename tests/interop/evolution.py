#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""evolution.py REVISE EDITS: a plan is changed so many times, and Evolution's calendar server, with folders and a bus of its own,
takes in what a city is told. After each time it has what the city's feed has. It guards against nothing that comes late, which
is why `epic plan` takes away messages that are overtaken: an old one undoes what a newer one said until that is sent again. Prints TAP;
skipped where the server is missing."""
import os
import random
import shutil
import subprocess
import sys
import tempfile

import told

try:
    import gi
    gi.require_version("ECal", "2.0")
    gi.require_version("EDataServer", "1.2")
    from gi.repository import ECal, EDataServer, ICalGLib
except (ImportError, ValueError) as missing:
    print("1..0 # SKIP", missing)
    sys.exit(0)

count = failed = 0


def check(good, what):
    global count, failed
    count += 1
    failed += not good
    print("ok" if good else "not ok", count, "-", what, flush=True)


class Calendar:
    """An empty calendar of the server."""

    def __init__(self, name):
        registry = EDataServer.SourceRegistry.new_sync(None)
        source = EDataServer.Source.new(None, None)
        source.set_display_name(name)
        source.set_parent("local-stub")
        source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("local")
        registry.commit_source_sync(source, None)
        self.client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)

    def take_in(self, text):
        self.client.receive_objects_sync(ICalGLib.Component.new_from_string(text), ECal.OperationFlags.NONE, None)

    def entries(self):
        """As told.entries(); the server gives zones names of its own."""
        _, found = self.client.get_object_list_sync("#t", None)
        text = "".join(entry.as_ical_string() for entry in found)
        return told.entries(text.replace("\r\n ", "").replace("/freeassociation.sourceforge.net/", ""))


def uid_of(message):
    return next(line for line in message.split("\r\n") if line.startswith("UID:"))[4:]


def check_late(calendar, heard):
    """Of each entry the first message once more, then the last."""
    before = calendar.entries()
    first, last = {}, {}
    for message in heard:
        first.setdefault(uid_of(message), message)
        last[uid_of(message)] = message
    for message in first.values():
        calendar.take_in(message)
    check(calendar.entries() == told.entries("".join(first.values())) != before, "old messages undo newer ones")
    for message in last.values():
        calendar.take_in(message)
    check(calendar.entries() == before, "the last ones again put that right")


def check_city(rounds, city):
    calendar, heard, wrong, compared, dice = Calendar(city), [], [], 0, random.Random(5546)
    for number, then in enumerate(rounds, 1):
        messages = told.messages(then, city)
        for message in dice.sample(messages, len(messages)):
            calendar.take_in(message)
        heard += messages
        wanted = told.entries(told.feed(then, city))
        compared += len(wanted)
        wrong += [number] * (calendar.entries() != wanted)
    check(not wrong and compared > len(rounds), f"{len(heard)} messages to {city}, {compared} entries compared {wrong}")
    other = Calendar(city + " by its feed")
    other.take_in(told.feed(rounds[-1], city))
    check(other.entries() == calendar.entries(), "the last feed comes to the same")
    check_late(calendar, heard)


def main(revise, edits):
    with tempfile.TemporaryDirectory() as folder:
        rounds = told.rounds(revise, folder, edits)
        for city in "abcd":
            check_city(rounds, city)
    print(f"1..{count}")
    return 1 if failed else 0


def on_a_bus_of_its_own():
    if shutil.which("dbus-run-session") is None:
        print("1..0 # SKIP no dbus-run-session")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        places = {f"XDG_{name}_HOME": os.path.join(folder, name) for name in ("CONFIG", "DATA", "CACHE")}
        os.mkdir(os.path.join(folder, "run"), 0o700)
        own = {**os.environ, **places, "HOME": folder, "XDG_RUNTIME_DIR": os.path.join(folder, "run"),
               "GSETTINGS_BACKEND": "memory", "EVOLUTION_OF_ITS_OWN": "1"}
        done = subprocess.run(["dbus-run-session", "--", sys.executable, *sys.argv], env=own, stderr=subprocess.DEVNULL,
                              check=False)
    return done.returncode


sys.exit(main(*sys.argv[1:]) if "EVOLUTION_OF_ITS_OWN" in os.environ else on_a_bus_of_its_own())
