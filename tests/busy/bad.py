#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bad.py READ LEAN: every kind of damaged or hostile calendar that was met, made here and read by READ. Each must give the reaction
that stands beside it, in less than a second of the processor and, when LEAN is 1 (no sanitizer), 100 MB. Prints TAP."""
import os
import re
import subprocess
import sys
import tempfile

READ, LEAN = sys.argv[1], sys.argv[2] == "1"
SECONDS, KILOBYTES = 1.0, 100_000
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
TAIL = "END:VCALENDAR\r\n"
TIME = "DTSTART:20210308T080000Z\r\nDTEND:20210308T090000Z\r\n"
GOOD = "firm 1615190400 1615194000"  # that time


def event(*lines):
    return "BEGIN:VEVENT\r\n" + "".join(line if line.endswith("\n") else line + "\r\n" for line in lines) + "END:VEVENT\r\n"


def calendar(*parts):
    return HEAD + "".join(parts) + TAIL


def rule(text, start="20210308T080000Z"):
    return calendar(event("UID:a", f"DTSTART:{start}", "DURATION:PT1H", f"RRULE:{text}"))


def zone(name, more=""):
    return (f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
            f"TZOFFSETTO:+0100\r\n{more}END:STANDARD\r\nEND:VTIMEZONE\r\n")


LF_EVENT = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\n" + TIME.replace("\r", "") + "SUMMARY:Caf\u00e9\nEND:VEVENT\nEND:VCALENDAR\n"
BASE64 = "QUJD" * 2_500_000
# Name: what makes it, what must be said in this order at least, what must not be said.
CASES = {
    "long line of what nobody asks": (lambda: calendar(event("ATTACH:" + BASE64, TIME)), ["status 0", "entries 1 0", GOOD], "W"),
    "long line of what is asked": (lambda: calendar(event("SUMMARY:" + BASE64, TIME)), ["status 0", GOOD, "W614 4 the line is too long"],
                                   "E"),
    "long line folded": (lambda: calendar(event("SUMMARY:" + "\r\n a" * 3_000_000, TIME)), ["status 0", GOOD, "W614 4"], "E"),
    "nested 100,000": (lambda: calendar(event(TIME, "BEGIN:X\r\n" * 100_000, "END:X\r\n" * 100_000)),
                       ["status 0", GOOD, "W613 12 components stand too deep"], "W615"),
    "nested 1,000,000, never closed": (lambda: calendar(event(TIME), "BEGIN:X\r\n" * 1_000_000), ["status 0", GOOD, "W613"], "W615"),
    "nested events": (lambda: calendar("BEGIN:VEVENT\r\n" * 100_000, event(TIME)[14:]), ["status 0", "entries 100000 99999", GOOD],
                      "status -"),
    "many properties": (lambda: calendar(event(TIME, "X-A:b\r\n" * 300_000)), ["status 0", GOOD], "W"),
    "many wanted properties": (lambda: calendar(event(TIME, "TRANSP:OPAQUE\r\n" * 300_000), event(TIME)),
                               ["status 0", "entries 2 1", GOOD, "W613 5004 a component has too many"], "E"),
    "many attendees": (lambda: calendar(event(TIME, "ATTENDEE;CN=a:mailto:a@example.org\r\n" * 4_000)), ["status 0", GOOD], "W"),
    "many parameters": (lambda: calendar(event("DTSTART" + ";X=y" * 200_000 + ":20210308T080000Z", "DURATION:PT1H")),
                        ["status 0", GOOD], "W"),
    "many exceptions": (lambda: calendar(event(TIME, "EXDATE:" + ",".join(["20210309T080000Z"] * 25_000))),
                        ["status 0", "entries 1 1", "W615 3 an entry is skipped: it has too many EXDATEs"], "firm"),
    "many exceptions that are few enough": (lambda: calendar(event(TIME, "RRULE:FREQ=DAILY;COUNT=2\r\n",
                                                                   "EXDATE:20210309T080000Z\r\n" * 4_000)),
                                            ["status 0", "entries 1 0", GOOD], "W"),
    "many bad values": (lambda: calendar(event("DTSTART:x", "EXDATE:y") * 20_000), ["status 0", "entries 20000 20000", "N619"], "firm"),
    "many errors": (lambda: calendar("END:X\r\n" * 200_000, event(TIME)), ["status 0", GOOD, "W613 3 an END closes nothing", "N619"],
                    "W615"),
    "many zones": (lambda: calendar(*(zone(f"z{i}", "RRULE:FREQ=YEARLY\r\n") for i in range(20_000)),
                                    event("DTSTART;TZID=z7:20210308T090000", "DURATION:PT1H")), ["status 0", GOOD], "W"),
    "many zones used": (lambda: calendar(*(zone(f"z{i}") for i in range(20_000)),
                                         *(event(f"UID:{i}", f"DTSTART;TZID=z{i}:20210308T090000", "DURATION:PT1H")
                                           for i in range(20_000))), ["status 0", "entries 20000 0", "W616"], "E"),
    "zone of seconds": (lambda: calendar(zone("own", "RRULE:FREQ=SECONDLY\r\n"), event("DTSTART;TZID=own:20210308T090000", "DURATION:PT1H")),
                        ["status 0", "firm 1615158000 1615244400", "W616 13 the time zone 'own' is not known"], "E"),
    "seconds that never come": (lambda: rule("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), ["status 0"], "E"),
    "minutes that never come": (lambda: rule("FREQ=MINUTELY;BYMONTH=4;BYMONTHDAY=31"), ["status 0"], "E"),
    "every second since year 1": (lambda: rule("FREQ=SECONDLY", "00010101T000000Z"), ["status 0", "firm 1614553200", "W617 3 it repeats"],
                                  "E"),
    "every second, 200 times": (lambda: calendar(*(event(f"UID:{i}", TIME, "RRULE:FREQ=SECONDLY") for i in range(200))),
                                ["status 0", "firm 1615190400"], "E"),
    "100,000 rules counted from year 1": (lambda: calendar(event(TIME), *(
        event(f"UID:{i}", "DTSTART:00010101T080000Z", "RRULE:FREQ=DAILY;COUNT=999999") for i in range(100_000))),
        ["status 0", GOOD, "W617"], "E"),
    "100,000 rules without a day": (lambda: calendar(event(TIME), *(
        event(f"UID:{i}", "DTSTART:20100101T080000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for i in range(100_000))),
        ["status 0", GOOD], "E"),
    "a zone of 100,000 onsets": (lambda: calendar(zone("own", "END:STANDARD\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                                                       "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY\r\n" * 100_000),
                                                  event("DTSTART;TZID=own:20210308T090000", "DURATION:PT1H")),
                                 ["status 0", "firm 1615158000 1615244400", "W616"], "E"),
    "2,147,483,647 times": (lambda: rule("FREQ=SECONDLY;COUNT=2147483647"), ["status 0", "firm"], "E"),
    "2,147,483,648 times": (lambda: rule("FREQ=DAILY;COUNT=2147483648"), ["status 0", GOOD], "E"),
    "until the year 9999": (lambda: rule("FREQ=DAILY;UNTIL=99991231T000000Z", "20210331T080000Z"), ["status 0", "firm 1617177600"], "W"),
    "daily since year 1": (lambda: rule("FREQ=DAILY", "00010101T080000Z"), ["status 0", "firm 1614585600"], "W"),
    **{f"rule {bad}": (lambda bad=bad: rule(bad), ["status 0", "entries 1 0", GOOD, "W617 7 the rule is none"], "E") for bad in (
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYHOUR=25", "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=OFTEN", "COUNT=3", "D1 #5", "FREQ=DAILY;BYDAY=XX", ";", "FREQ=", "=")},
    "cut short": (lambda: calendar(event("UID:a", TIME), event("UID:b", "DTSTART:20210309T080000Z"))[:-40],
                  ["status 0", "entries 2 1", GOOD, "W613 8 a component is not closed", "W615 8", "W613 10"], "E"),
    "one END is missing": (lambda: calendar(event("UID:a", TIME), event("UID:b", "DTSTART:20210309T080000Z")[:-12], event("UID:c")[:-12],
                                            event("UID:d", "DTSTART:20210310T080000Z", "DURATION:PT1H")),
                           ["status 0", "entries 4 2", GOOD, "firm 1615363200", "W613 8", "W615 8"], "E"),
    "NUL": (lambda: calendar(event("UID:a\0b", TIME)), ["status 0", GOOD, "W614 4 the file holds NUL"], "E"),
    "UTF-16": (lambda: LF_EVENT.encode("utf-16"), ["status 0", GOOD], "W"),
    "Latin-1": (lambda: LF_EVENT.encode("latin-1"), ["status 0", GOOD, "W614 7 the file is not in UTF-8"], "E"),
    "byte order mark": (lambda: LF_EVENT.encode("utf-8-sig"), ["status 0", GOOD], "W"),
    "LF": (lambda: LF_EVENT, ["status 0", GOOD], "W"),
    "CR": (lambda: LF_EVENT.replace("\n", "\r"), ["status 0", GOOD], "W"),
    "CR CR LF": (lambda: LF_EVENT.replace("\n", "\r\r\n"), ["status 0", GOOD], "W"),
    "empty": (lambda: "", ["status -4", "E611 1 the file is empty"], "W"),
    "line ends alone": (lambda: "\r\n" * 1_000_000, ["status -4", "E611 1 the file is empty"], "W"),
    "page of a login": (lambda: "<!DOCTYPE html>\n<html><body>Log in</body></html>\n", ["status -4", "E611 1 this is a web page"], "W"),
    "picture": (lambda: bytes(range(256)) * 1000, ["status -4", "E611 1 there is no calendar"], "W"),
    "event without a calendar": (lambda: event("UID:a", TIME), ["status 0", GOOD, "W613 1 a component stands outside"], "E"),
    "no VERSION": (lambda: "BEGIN:VCALENDAR\r\n" + event("UID:a", TIME) + TAIL, ["status 0", GOOD, "W613 1 the calendar states no"], "E"),
    "two calendars": (lambda: calendar(event("UID:a", TIME)) + calendar(event("UID:b", "DTSTART:20210310T080000Z", "DURATION:PT1H")),
                      ["status 0", GOOD, "firm 1615363200"], "W"),
    "vCalendar 1.0": (lambda: calendar(event(TIME)).replace("2.0", "1.0"), ["status -4", "E611 2 this is vCalendar 1.0"], "firm"),
    "empty properties": (lambda: calendar(event("DESCRIPTION:", "LOCATION:", "SUMMARY:", "UID:", "TRANSP:", "STATUS:", "SEQUENCE:", TIME)),
                         ["status 0", GOOD], "W"),
    "blanks": (lambda: "BEGIN: VCALENDAR \nVERSION: 2.0\n" + event("UID : a", "DTSTART : 20210308T080000Z ", "DURATION:PT1H ") +
               "END :VCALENDAR\n", ["status 0", GOOD], "W"),
    "blank lines": (lambda: calendar(event("UID:a", TIME)).replace("\r\n", "\r\n\r\n"), ["status 0", GOOD], "W"),
    "text that is not folded": (lambda: calendar(event("DESCRIPTION:one", "two", "three: four", TIME)),
                                ["status 0", GOOD, "W614 5 the line has no colon"], "E"),
    "quote that is not closed": (lambda: calendar(event('DTSTART;X="a:20210308T080000Z', "DURATION:PT1H")),
                                 ["status 0", GOOD, "W614 4 a quote is not closed"], "E"),
    "bad dates": (lambda: calendar(*(event(f"DTSTART:{bad}", "DURATION:PT1H") for bad in (
        "20260230T250000Z", "20211301", "20210308T2500", "2021-03-08", "tomorrow", "")), event(TIME)),
                  ["status 0", "entries 7 6", GOOD, "W615 3", "W615 7", "W615 11", "W615 15", "W615 19", "W615 23"], "E"),
    "year 0": (lambda: calendar(event("DTSTART:00000101")), ["status 0", "entries 1 1", "W615"], "firm"),
    "year 10000": (lambda: calendar(event("DTSTART:100000101T000000Z")), ["status 0", "entries 1 1", "W615"], "firm"),
    "negative length": (lambda: calendar(event("DTSTART:20210308T080000Z", "DURATION:-PT1H")), ["entries 1 1", "W615"], "firm"),
    "endless length": (lambda: calendar(event("DTSTART:20210308T080000Z", "DURATION:PT99999999999S")), ["entries 1 1", "W615"], "firm"),
    "end before start": (lambda: calendar(event("DTSTART:20210308T080000Z", "DTEND:20210308T070000Z")), ["entries 1 1", "W615 3"],
                         "firm"),
    "day and time mixed": (lambda: calendar(event("DTSTART;VALUE=DATE:20210308", "DTEND:20210308T090000Z")),
                           ["status 0", "firm 1615158000 1615244400"], "E"),
    "UTC and a zone": (lambda: calendar(event("DTSTART;TZID=Asia/Tokyo:20210308T080000Z", "DURATION:PT1H")), ["status 0", GOOD], "W"),
    "unknown zone": (lambda: calendar(event("DTSTART;TZID=Mars:20210308T080000", "DURATION:PT1H")),
                     ["status 0", "firm 1615158000 1615244400", "W616 4 the time zone 'Mars' is not known"], "E"),
    "one UID twice": (lambda: calendar(event("UID:a", "SEQUENCE:2", TIME), event("UID:a", "SEQUENCE:1", "DTSTART:20210310")),
                      ["status 0", "entries 2 0", GOOD], "W"),
    "200,001 events": (lambda: calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 200_001), ["status 0", "entries 19999"], "E"),
    "64 MiB and more": (lambda: HEAD + "X" * (64 << 20), ["status -4", "E612"], "W"),
    "folders in a name": (lambda: calendar(event("DTSTART;TZID=../../../etc/passwd:20210308T090000", "DURATION:PT1H")),
                          ["status 0", "W616"], "E"),
}


def run(path):
    """What READ prints, its seconds and kilobytes."""
    reader = subprocess.Popen([READ, path], stdout=subprocess.PIPE)
    output = reader.stdout.read().decode()
    _, code, usage = os.wait4(reader.pid, 0)
    reader.returncode = code
    peak = re.search(r"^VmHWM: *(\d+) kB", output, re.M | re.I)
    return output if code == 0 else f"it ended with {code}", usage.ru_utime + usage.ru_stime, int(peak[1]) if peak else 0


def judge(output, wanted, never, seconds, kilobytes):
    at = 0
    lines = output.splitlines()
    for want in wanted:
        found = next((i for i, line in enumerate(lines[at:], at) if line.startswith(want)), None)
        if found is None:
            return f"'{want}' is not said"
        at = found + 1
    if any(line.startswith(never) for line in lines):
        return f"'{never}' is said"
    if seconds > SECONDS * (1 if LEAN else 4):
        return f"{seconds:.2f} s"
    return f"{kilobytes} kB" if LEAN and kilobytes > KILOBYTES else None


print(f"1..{len(CASES)}")
failed = 0
with tempfile.TemporaryDirectory() as folder:
    for number, (name, (make, wanted, never)) in enumerate(CASES.items(), 1):
        path = os.path.join(folder, "calendar.ics")
        text = make()
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        output, seconds, kilobytes = run(path)
        wrong = judge(output, wanted, never, seconds, kilobytes)
        failed += wrong is not None
        print(f"{'not ok' if wrong else 'ok'} {number} - {name} ({seconds:.3f} s, {kilobytes} kB)")
        if wrong:
            print("# " + wrong + "\n# " + "\n# ".join(output.splitlines()[:12]))
sys.exit(failed > 0)
