# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for pandas, beside the objects they are of."""
import datetime
import math
import pickle

import numpy as np
import pytest
from conftest import quietly, small

import epic

pandas = pytest.importorskip("pandas", minversion="2")
DAYS, MOMENTS = "datetime64[s]", "datetime64[s, UTC]"


def dtypes(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


def test_pairs(plan):
    frame = plan.pairing.to_pandas()
    assert dtypes(frame) == {"a": "object", "b": "object", "value": "float64", "benefit_a": "float64", "benefit_b": "float64",
                             "pinned": "bool", "triad": "bool", "round": "int64"}
    assert len(frame) == len(plan.pairing.pairs) > 0
    for row, pair in zip(frame.itertuples(index=False), plan.pairing.pairs):
        a, b = pair.cities
        assert tuple(row) == (a, b, pair.value, pair.benefit[a], pair.benefit[b], pair.pinned, pair.triad, pair.round)


def test_pairs_that_learn_one_way():
    pairing = epic.load(small(pairing={"mode": "visits"})).pair()
    frame = pairing.to_pandas()
    assert len(frame) == len(pairing) > 0 and frame["benefit_b"].isna().all()
    assert list(frame["benefit_a"]) == [pair.benefit[pair.cities[0]] for pair in pairing.pairs]


def wall(value):
    return value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else datetime.datetime(*value.timetuple()[:3])


def assert_events(frame, events):
    assert len(frame) == len(events)
    for (_, row), event in zip(frame.iterrows(), events):
        for name in ("uid", "id", "title", "kind", "mode", "status", "sequence", "number", "all_day", "zone", "pair", "guest", "host",
                     "cities", "optional", "moderator", "place", "link", "why"):
            assert row[name] == getattr(event, name), name
        assert (row["travel_before"], row["travel_after"]) == event.travel
        assert row["reserve"] is pandas.NaT if event.reserve is None else row["reserve"] == wall(event.reserve)
        for name in ("start", "end"):
            value = getattr(event, name)
            assert row[name] == wall(value)
            assert row[name + "_utc"] is pandas.NaT if event.all_day else row[name + "_utc"] == value


EVENTS = {**dict.fromkeys(("uid", "id", "title", "kind", "mode", "status"), "object"), "sequence": "int64", "number": "int64",
          "all_day": "bool", "start": DAYS, "end": DAYS, "zone": "object", "start_utc": MOMENTS, "end_utc": MOMENTS,
          "travel_before": "int64", "travel_after": "int64", "reserve": DAYS,
          **dict.fromkeys(("pair", "guest", "host", "cities", "optional", "moderator", "place", "link", "why"),
                          "object")}


def test_events_with_reserve_dates_and_invited():
    made = small(exchange=[{"kind": "visit", "id": "visit", "days": 2, "reserve": "4w"}],
                 events=[{"kind": "forum", "id": "forum", "participants": ["a"], "optional": ["b"]}])
    plan = epic.load(made).plan()
    assert_events(plan.to_pandas(), plan.events)
    assert plan.to_pandas()["reserve"].notna().sum() == 1 and ("b",) in list(plan.to_pandas()["optional"])


def test_events(plan):
    frame = plan.to_pandas()
    assert dtypes(frame) == EVENTS
    assert_events(frame, plan.events)
    assert frame["start"].dt.date.is_monotonic_increasing
    timed = frame[~frame["all_day"]]
    assert len(timed) > 0 and timed["start_utc"].notna().all() and frame[frame["all_day"]]["start_utc"].isna().all()


def test_clocks_of_several_zones_and_both_times_of_the_year():
    weeks = [{"from": f"2021-{month}-07", "to": f"2021-{month}-11"} for month in ("02", "06")]
    made = small(exchange=[{"kind": "online", "id": f"t{i}", "minutes": 60, "within": week} for i, week in enumerate(weeks)])
    made["cities"]["b"].update(country="FI", timezone="Europe/Helsinki")
    plan = epic.load(made).plan()
    frame = plan.to_pandas()
    assert_events(frame, plan.events)
    away = (frame["start"].dt.tz_localize("UTC") - frame["start_utc"]).dt.total_seconds() / 3600
    zones = {"Europe/Rome": [1, 2], "Europe/Helsinki": [2, 3]}
    assert list(away) == zones[plan.events[0].zone]


def test_no_events_and_no_pairs_have_the_same_types():
    window = {"from": "2021-02-06", "to": "2021-02-07"}
    empty = quietly(lambda: epic.load(small(exchange=[{"kind": "online", "id": "t", "within": window}])).plan())
    assert len(empty.to_pandas()) == 0 and dtypes(empty.to_pandas()) == EVENTS
    same = epic.load(small(pairing={"vetoes": [["a", "b"]]}))
    none = quietly(same.pair)
    assert len(none) == 0 and dtypes(none.to_pandas())["value"] == "float64" and dtypes(none.to_pandas())["round"] == "int64"


def test_years_that_nanoseconds_do_not_reach():
    made = small()
    made["programme"].update(starts="3001-01-05", ends="3001-06-30")
    plan = quietly(lambda: epic.load(made).plan())
    assert_events(plan.to_pandas(), plan.events)
    assert plan.events and plan.events[0].start.year == 3001


def test_terms(plan):
    terms = plan.pairing.scores.explain("brescia", "oberhausen")
    frame = terms.to_pandas()
    assert dtypes(frame) == {"domain": "object", **dict.fromkeys(("weight", "need", "offer", "step", "transfer", "share"), "float64")}
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        (term.domain, term.weight, term.need, term.offer, term.step, term.transfer, term.share) for term in terms]
    assert isinstance(terms, tuple) and terms == tuple(terms) and pickle.loads(pickle.dumps(terms)) == terms
    a, b = (plan.programme._index(city) for city in ("brescia", "oberhausen"))
    assert math.isclose(frame["share"].sum(), plan.pairing.scores.benefit[a, b])


def test_benefits(plan):
    scores = plan.pairing.scores
    frame = scores.to_pandas()
    assert (frame.to_numpy() == scores.benefit).all() and (frame.dtypes == np.float64).all()
    assert list(frame.index) == list(frame.columns) == [city.id for city in plan.programme.cities]
    assert (frame.index.name, frame.columns.name) == ("guest", "host")
    assert frame.loc["brescia", "oberhausen"] == pytest.approx(scores.explain("brescia", "oberhausen").to_pandas()["share"].sum())
    frame.loc["brescia", "oberhausen"] = 2  # a copy, which anybody may change
    assert scores.benefit.max() <= 1


def test_rules(plan):
    for why in (plan.explain("final"), plan.explain("final", date="2022-03-01")):
        frame = why.to_pandas()
        assert dtypes(frame) == {"words": "object", "days": "int64", "frees": DAYS, "clashes": "bool"}
        assert len(frame) == len(why.rules) > 0
        for (_, row), rule in zip(frame.iterrows(), why.rules):
            assert (row["words"], row["days"], row["clashes"]) == (rule.words, rule.days, rule.clashes)
            assert row["frees"] is pandas.NaT if rule.frees is None else row["frees"] == wall(rule.frees)
