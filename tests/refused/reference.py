#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""reference.py READ PAGE: the page is what the tables of the format print."""
import difflib
import subprocess
import sys

printed = subprocess.run([sys.argv[1]], capture_output=True, check=True).stdout.decode()
with open(sys.argv[2], encoding="utf-8") as f:
    page = f.read()
sys.stdout.writelines(difflib.unified_diff(page.splitlines(True), printed.splitlines(True), "page", "printed"))
sys.exit(page != printed)
