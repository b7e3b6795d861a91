# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are too large to keep: name, which begins with the code they provoke, and what makes them."""
MIB = 1024 * 1024
CITY = "  c%d: {name: C%d, country: DE, timezone: Europe/Berlin, profile: {d: 0.5}}\n"
HEAD = "epic: 1\nprogramme: {id: p, title: P, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1}}\n"


def fill(head, piece, size=8 * MIB, tail=""):
    """head, then as many pieces as fit."""
    return head + piece * ((size - len(head) - len(tail)) // len(piece)) + tail


def cities(count, rest=""):
    return HEAD + "cities:\n" + "".join(CITY % (i, i) for i in range(count)) + rest


def bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    return "epic: 1\n" + "\n".join(lines) + "\n"


HOSTILE = {
    "E111-file-size": lambda: fill("epic: 1\n", "# too large\n", 9 * MIB),
    "E112-many-values": lambda: fill("epic: 1\nprogramme: [", "a,", MIB, "]\n"),
    "E114-long-text": lambda: fill("epic: 1\nprogramme: {title: '", "a", 70000, "'}\n"),
    "E102-comments": lambda: fill("", "# nothing but this\n"),
    "E102-line-breaks": lambda: fill("", "\n"),
    "E106-alias-bomb": bomb,
    "E106-anchors": lambda: fill("epic: 1\nprogramme: [", "&a a,", tail="]\n"),
    "E110-deep-flow": lambda: "epic: " + "[" * 100000,
    "E110-deep-maps": lambda: "epic: " + "{a: " * 100000,
    "E110-deep-blocks": lambda: "- " * 100000 + "a\n",
    "E110-deep-keys": lambda: "? " * 100000 + "a\n",
    "E112-empty-maps": lambda: fill("epic: 1\nevents: [", "{},", tail="]\n"),
    "E112-one-map": lambda: "epic: 1\n" + "".join(f"k{i}: 1\n" for i in range(250001)),
    "E115-unknown-keys": lambda: "epic: 1\n" + "".join(f"k{i}: 1\n" for i in range(240000)),
    "E115-same-key": lambda: fill("epic: 1\n", "a: 1\n", MIB),
    "E115-long-keys": lambda: "epic: 1\n" + "".join(f"{'k' * 900}{i}: 1\n" for i in range(9000)),
    "E115-events": lambda: HEAD + "events: [" + "{kind: visit, id: a}," * 499 + "{}]\n",
    "E114-one-text": lambda: fill("epic: 1\nprogramme: ", "a "),
    "E114-one-quoted": lambda: fill('epic: 1\nprogramme: "', "\\ud83d\\ude00", tail='"\n'),
    "E114-block-text": lambda: fill("epic: 1\nprogramme: |\n", "  a\n"),
    "E101-open-quote": lambda: fill('epic: 1\nprogramme: "', "a b\n"),
    "E101-tabs": lambda: fill("epic: 1\n", "\t"),
    "E101-colons": lambda: fill("epic: 1\n", ": "),
    "E115-time-zones": lambda: cities(10000).replace("Europe/Berlin", "Nowhere/Berlin"),
    "E310-same-name": lambda: cities(10000).replace("name: C1,", "name: C2,"),
    "E304-many-pairs": lambda: cities(1000, "pairing:\n  vetoes:\n" + "".join(f"  - [c{i % 1000}, c{(i * 7 + 1) % 1000}]\n"
                               for i in range(70000)) + "  - [c1, nowhere]\n"),
    "E311-many-pins": lambda: cities(
        2000, "pairing:\n  pins:\n" + "".join(f"  - [c{i}, c{i + 1}]\n" for i in range(0, 1998, 2)) + "  vetoes:\n" +
        "".join(f"  - [c{i % 2000}, c{(i * 7 + 1) % 2000}]\n" for i in range(70000)) + "  - [c0, c1]\n"),
    "E321-participants": lambda: cities(10000, "events:\n" + "".join(
        f"  - {{kind: forum, id: e{i}, participants: {{countries: [DE]}}}}\n" for i in range(499)) +
        "  - {kind: forum, id: last, minutes: 1, agenda: [{minutes: 2, title: A}]}\n"),
    "E306-settled": lambda: cities(100, "exchange:\n" + "".join(f"  - {{kind: online, id: e{i}}}\n" for i in range(100)) +
                                   "fixed:\n" + "".join(f"  - {{pair: [c1, c2], event: e{i % 100}, start: 2020-02-03}}\n"
                                                        for i in range(19000)) + "  - {event: nothing, start: 2020-02-03}\n"),
}
