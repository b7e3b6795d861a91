# SPDX-License-Identifier: GPL-3.0-or-later
"""What cities are told of a plan that is changed again and again, for the tests that listen."""
import itertools
import os
import re
import subprocess


def rounds(revise, folder, edits):
    """Lets `revise` change a plan so many times. The folder of each time that something was told."""
    subprocess.run([revise, folder, str(edits)], stdout=subprocess.DEVNULL, check=True)
    return list(itertools.takewhile(os.path.isdir, (os.path.join(folder, str(number)) for number in itertools.count(1))))


def messages(told, city):
    """Those to a city."""
    folder = os.path.join(told, "messages")
    return [text_of(folder, name) for name in sorted(os.listdir(folder)) if re.fullmatch(rf"{city}-[-0-9a-f]*\.ics", name)]


def feed(told, city):
    return text_of(told, "calendars", f"city-{city}.ics")


def text_of(*path):
    with open(os.path.join(*path), newline="", encoding="utf-8") as file:
        return file.read()


def entries(text):
    """By UID the lines of each entry that stands, without what messages have more: who is invited, and alarms."""
    text = re.sub(r"BEGIN:VALARM\r?\n.*?END:VALARM\r?\n", "", re.sub(r"\r?\n[ \t]", "", text), flags=re.S)
    found = {}
    for entry in re.findall(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", text, re.S):
        lines = sorted(line.rstrip("\r") for line in entry.split("\n") if not line.startswith("ATTENDEE"))
        if "STATUS:CANCELLED" not in lines:
            found[next(line[4:] for line in lines if line.startswith("UID:"))] = lines
    return found
