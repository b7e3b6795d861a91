# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the tree, and one way to end a check."""
import os
import sys

GENERATED = (".git", "__pycache__", "node_modules", ".venv", "out")


def files(root, *endings):
    """(path, text) of every text file below root whose name ends so; of all when no ending is given."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in GENERATED and not f.startswith("build"))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not endings or name.endswith(endings):
                try:
                    with open(path, encoding="utf-8") as f:
                        yield os.path.relpath(path, root), f.read()
                except UnicodeDecodeError:
                    continue  # damaged on purpose, or no text


def finish(problems, checked, what):
    """Ends the process; to have checked nothing is a failure too."""
    for problem in problems:
        print(problem)
    print(f"{checked} {what} checked, {len(problems)} wrong")
    sys.exit(1 if problems or not checked else 0)
