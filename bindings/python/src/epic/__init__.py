# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs cities that can learn from each other and schedules their exchanges.

>>> import epic
>>> plan = epic.load("examples/epic/programme.yaml").pair().plan()
>>> for event in plan.events[:2]:
...     print(event.start, event.title)
2020-01-29 Kick-off
2020-02-28 Report to the social workers
"""
from epic._call import text as _text
from epic._call import bar, working
from epic._epic import lib as _lib
from epic.engines import assign, match
from epic.errors import (ArgumentError, CancelledError, Diagnostic, EpicError, EpicWarning, FileError, InfeasibleError, InputError,
                         OutOfMemoryError, SolverError)
from epic.ledger import Change, Issued, Ledger
from epic.many import map
from epic.notebook import Page
from epic.pairing import Duals, Pair, Pairing, Unpaired, best
from epic.plan import Barring, Event, Plan, Unscheduled, Why
from epic.programme import City, Domain, Organisation, Profile, Programme, Step, load
from epic.scores import Explanation, Scores, Term

__version__ = _text(_lib.epic_version())
__all__ = ["ArgumentError", "Barring", "CancelledError", "Change", "City", "Diagnostic", "Domain", "Duals", "EpicError", "EpicWarning",
           "Event", "Explanation", "FileError", "InfeasibleError", "InputError", "Issued", "Ledger", "Organisation",
           "OutOfMemoryError", "Page", "Pair", "Pairing", "Plan", "Profile", "Programme", "Scores", "SolverError", "Step",
           "Term", "Unpaired", "Unscheduled", "Why", "assign", "bar", "best", "load", "map", "match",
           "working"]
