#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases of a JUnit file: prints "PASSED FAILED SKIPPED", and the names of those that failed to standard error."""
import sys
import xml.etree.ElementTree as tree

counts = {"passed": 0, "failed": 0, "skipped": 0}
for suite in tree.parse(sys.argv[1]).getroot().iter("testsuite"):
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            result = "failed"
            print("    failed:", suite.get("name"), case.get("name"), file=sys.stderr)
        else:
            result = "skipped" if case.find("skipped") is not None else "passed"
        counts[result] += 1
print(*counts.values())
