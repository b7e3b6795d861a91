# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for pandas, which is imported when one is asked for.

Ids, words and reasons are texts, None where there is none; numbers and truth values have the types of NumPy; days and clocks are
``datetime64[s]``, which holds any year.
"""
from __future__ import annotations

import datetime
import importlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from epic.pairing import Pairing
    from epic.plan import Plan, Why
    from epic.scores import Scores, Term


def _pandas() -> Any:
    try:
        return importlib.import_module("pandas")
    except ImportError as lacking:
        raise ImportError("to_pandas() needs pandas: pip install 'pandas>=2'") from lacking


def _texts(pandas: Any, values: Iterable[Any]) -> Any:
    """Of objects as they are, so that None stays None."""
    return pandas.Series(list(values), dtype=object)


def _times(pandas: Any, values: Iterable[datetime.date | None]) -> Any:
    """What the clock shows; whole days begin at midnight."""
    walls = [None if value is None else value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
             for value in values]
    return pandas.Series(np.array(walls, dtype="datetime64[s]"))


def _moments(pandas: Any, values: Iterable[datetime.date]) -> Any:
    """In UTC; a whole day is no moment."""
    there = (value.astimezone(datetime.timezone.utc) if isinstance(value, datetime.datetime) else None for value in values)
    return _times(pandas, there).dt.tz_localize("UTC")


def _columns(items: Sequence[Any], **dtypes: Any) -> dict[str, Any]:
    """An array for each attribute, by its dtype."""
    return {name: np.array([getattr(item, name) for item in items], dtype=dtype) for name, dtype in dtypes.items()}


def pairs(pairing: Pairing) -> Any:
    """A row for each pair."""
    pandas = _pandas()
    items = pairing.pairs
    learns = [[pair.benefit.get(city, np.nan) for city in pair.cities] for pair in items]
    benefit = np.array(learns, dtype=np.float64).reshape(len(items), 2)
    return pandas.DataFrame({"a": _texts(pandas, (pair.cities[0] for pair in items)),
                             "b": _texts(pandas, (pair.cities[1] for pair in items)),
                             **_columns(items, value=np.float64), "benefit_a": benefit[:, 0], "benefit_b": benefit[:, 1],
                             **_columns(items, pinned=bool, triad=bool, round=np.int64)})


TEXTS = ("uid", "id", "title", "kind", "mode", "status")
MORE_TEXTS = ("pair", "guest", "host", "cities", "optional", "moderator", "place", "link", "why")


def events(plan: Plan) -> Any:
    """A row for each event."""
    pandas = _pandas()
    items = plan.events
    starts, ends = [event.start for event in items], [event.end for event in items]
    travel = np.array([event.travel for event in items], dtype=np.int64).reshape(len(items), 2)
    return pandas.DataFrame({
        **{name: _texts(pandas, (getattr(event, name) for event in items)) for name in TEXTS},
        **_columns(items, sequence=np.int64, number=np.int64, all_day=bool),
        "start": _times(pandas, starts), "end": _times(pandas, ends), "zone": _texts(pandas, (event.zone for event in items)),
        "start_utc": _moments(pandas, starts), "end_utc": _moments(pandas, ends),
        "travel_before": travel[:, 0], "travel_after": travel[:, 1],
        "reserve": _times(pandas, (event.reserve for event in items)),
        **{name: _texts(pandas, (getattr(event, name) for event in items)) for name in MORE_TEXTS}})


def benefit(scores: Scores) -> Any:
    """The matrix with ids as rows and columns."""
    pandas = _pandas()
    ids = [city.id for city in scores.programme.cities]
    return pandas.DataFrame(scores.benefit, index=pandas.Index(ids, name="guest", dtype=object),
                            columns=pandas.Index(ids, name="host", dtype=object), copy=True)


def terms(items: Sequence[Term]) -> Any:
    """A row for each domain."""
    pandas = _pandas()
    numbers = dict.fromkeys(("weight", "need", "offer", "step", "transfer", "share"), np.float64)
    return pandas.DataFrame({"domain": _texts(pandas, (term.domain for term in items)), **_columns(items, **numbers)})


def rules(why: Why) -> Any:
    """A row for each thing that bars days."""
    pandas = _pandas()
    items = why.rules
    return pandas.DataFrame({"words": _texts(pandas, (rule.words for rule in items)), **_columns(items, days=np.int64),
                             "frees": _times(pandas, (rule.frees for rule in items)), **_columns(items, clashes=bool)})
