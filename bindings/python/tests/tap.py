# SPDX-License-Identifier: GPL-3.0-or-later
"""A plugin of pytest that prints TAP, as the other tests do, and nothing else: -p tap -p no:terminal."""
count = 0


def pytest_runtest_logreport(report):
    global count
    if report.when != "call" and report.passed:
        return
    count += 1
    for line in report.longreprtext.splitlines() if report.failed else ():
        print("#", line)
    print("not ok" if report.failed else "ok", count, "-", report.nodeid.rpartition("/")[2], "# SKIP" if report.skipped else "")


def pytest_sessionfinish():
    print(f"1..{count}")
