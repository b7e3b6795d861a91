# SPDX-License-Identifier: GPL-3.0-or-later
"""A plugin of pytest that prints TAP, as the other tests do: -p tap."""
count = 0


def pytest_runtest_logreport(report):
    global count
    if report.when == "call" or report.skipped or report.failed:
        count += 1
        print(f"\n{'ok' if not report.failed else 'not ok'} {count} - {report.nodeid.rpartition('/')[2]}"
              + (" # SKIP" if report.skipped else ""))


def pytest_sessionfinish():
    print(f"\n1..{count}")
