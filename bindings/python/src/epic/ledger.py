# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: what calendars have been told of each event. It stands in plan.yaml; doc/calendars.md has the rules."""
from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from epic import _call
from epic._epic import ffi, lib


@dataclass(frozen=True)
class Issued:
    """What was last issued under a UID: of an event, or of the days on the road before or after it.

    Attributes
    ----------
    uid, title, standing : str
        The standing is tentative, confirmed or cancelled.
    sequence : int
        Of RFC 5545.
    start, end : date or datetime
        Whole days, the end exclusive; or moments in UTC.
    cities : tuple of str
        Whose calendars show it.
    optional : tuple of str
        Those of them who are invited without being needed.
    was : tuple of str
        The first days that it was issued for before, the oldest first.
    """

    uid: str
    title: str
    sequence: int
    standing: str
    start: datetime.date | datetime.datetime
    end: datetime.date | datetime.datetime
    cities: tuple[str, ...]
    optional: tuple[str, ...]
    was: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What is new of an entry, and the cities that must be told: new, detail, significant, cancelled or converted."""

    news: str
    uid: str
    was: Issued | None
    now: Issued | None
    sequence: int
    cities: tuple[str, ...]


class Ledger:
    """What was issued, out of a plan.yaml. It never changes."""

    def __init__(self, text: bytes, name: str = "plan.yaml") -> None:
        call, out = _call.Call(), ffi.new("epic_ledger **")
        status = lib.epic_ledger_parse(out, text, len(text), os.fsencode(name), call.diags)
        self._c = call.made(status, out[0], lib.epic_ledger_unref)
        self.recipe = (text, name)
        """The text and the name that it was made of."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Ledger:
        """Reads a plan.yaml, or the one in a folder that `Plan.write` made."""
        path = os.fspath(path)
        path = os.path.join(path, "plan.yaml") if os.path.isdir(path) else path
        with open(path, "rb") as file:
            return cls(file.read(), path)

    @property
    def issued_at(self) -> datetime.datetime:
        """When the plan was issued, in UTC."""
        return moment(lib.epic_ledger_issued_at(self._c))

    @cached_property
    def entries(self) -> tuple[Issued, ...]:
        """In the order of their UIDs."""
        return tuple(issued(lib.epic_ledger_entry(self._c, i)) for i in range(len(self)))

    def changes(self, former: Ledger | None) -> tuple[Change, ...]:
        """What is new since a former ledger (None: nothing was issued before), in the order of dates."""
        call, out = _call.Call(), ffi.new("epic_changes **")
        status = lib.epic_changes_make(out, ffi.NULL if former is None else former._c, self._c)
        changes = call.made(status, out[0], lib.epic_changes_unref)
        return tuple(_change(lib.epic_changes_get(changes, i)) for i in range(lib.epic_changes_count(changes)))

    def __len__(self) -> int:
        return int(lib.epic_ledger_entries(self._c))

    def __iter__(self) -> Iterator[Issued]:
        return iter(self.entries)

    def __repr__(self) -> str:
        return f"<Ledger of {self.issued_at:%Y-%m-%d}: {len(self)} entries>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.recipe[0] == other.recipe[0]

    def __hash__(self) -> int:
        return hash(self.recipe[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return (_call.again, (Ledger, *self.recipe))


def moment(value: int) -> datetime.datetime:
    return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=value)


def issued(it: Any) -> Issued:
    start: datetime.date = _call.day(it.first) if it.all_day else moment(it.start)
    end: datetime.date = _call.day(it.last + 1) if it.all_day else moment(it.end)
    return Issued(_call.text(it.uid), _call.text(it.title), it.sequence, _call.text(lib.epic_standing_word(it.standing)), start, end,
                  _call.listed(it.cities, it.city_count, _call.text),
                  _call.listed(it.optional, it.optional_count, _call.text), _call.listed(it.was, it.was_count, _call.text))


def _change(it: Any) -> Change:
    was, now = (None if entry == ffi.NULL else issued(entry) for entry in (it.was, getattr(it, "is")))
    return Change(_call.text(lib.epic_news_word(it.news)), _call.text(it.uid), was, now, it.sequence,
                  _call.listed(it.cities, it.city_count, _call.text))
