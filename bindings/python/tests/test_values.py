# SPDX-License-Identifier: GPL-3.0-or-later
"""What the objects hold, beside what the command says of the same programme."""
import dataclasses
import datetime
import json
import pickle
import types

import numpy as np
import pytest
from conftest import EXAMPLE, quietly, small

import epic


def test_load_takes_what_people_have(tmp_path):
    text = json.dumps(small())
    file = tmp_path / "programme.yaml"
    file.write_text(text)
    by_path = [epic.load(file), epic.load(str(file))]
    assert by_path[0] == by_path[1]
    for programme in [epic.load(text.encode()), epic.load(small()), epic.load(text), epic.load("\n" + text), *by_path]:
        assert programme.id == "p" and [city.id for city in programme.cities] == ["a", "b"]


def test_a_dict_may_hold_dates_and_numbers_of_numpy():
    made = small()
    made["programme"]["starts"] = datetime.date(2021, 1, 4)
    made["cities"]["a"]["profile"]["x"] = np.float64(0.9)
    assert epic.load(made).starts == datetime.date(2021, 1, 4)


def test_programme(programme):
    assert (programme.title, programme.form) == ("European Platform of Integrating Cities", "mutual")
    assert [domain.id for domain in programme.domains] == ["housing", "employment", "acceptance", "policy"]
    city = {city.id: city for city in programme.cities}["oberhausen"]
    assert (city.name, city.country, city.timezone) == ("Oberhausen", "DE", "Europe/Berlin")
    assert city.profile["housing"].strength == 0.8
    assert programme.exchange and programme.events and programme.exchange[0].days + programme.exchange[0].minutes > 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        city.name = "other"
    with pytest.raises(TypeError):
        city.profile["housing"] = None


def test_pairing_is_as_the_command_says(programme):
    pairing = programme.pair()
    told = json.loads(pairing.to_json())
    assert told["total"] == pairing.total and told["bound"] == pairing.bound and told["proved"] == pairing.proved
    assert [list(pair.cities) for pair in pairing.pairs] == [pair["cities"] for pair in told["pairs"]]
    assert [dict(pair.benefit) for pair in pairing.pairs] == [pair["benefit"] for pair in told["pairs"]]
    pairing.verify()


def test_plan_is_as_the_command_says(plan):
    told = json.loads(plan.to_json())
    assert told["proved"] == plan.proved and len(told["events"]) == len(plan.events) == len(plan)
    for event, said in zip(plan.events, told["events"]):
        for name in ("uid", "id", "kind", "title", "guest", "host", "mode", "zone", "status", "sequence", "why"):
            assert getattr(event, name) == said[name], name
        assert event.start.isoformat() == said["start"] and event.end.isoformat() == said["end"]
        assert event.all_day == (len(said["start"]) == 10)
        assert (None if event.pair is None else list(event.pair)) == said["pair"] and list(event.cities) == said["cities"]
        assert list(event.optional) == said["optional"]
        assert (None if event.reserve is None else event.reserve.isoformat()) == (said["reserve"] and said["reserve"]["start"])
    plan.verify()


def test_matrices(programme):
    scores = programme.scores()
    n = len(programme.cities)
    assert scores.benefit.shape == scores.value.shape == (n, n) and scores.benefit is scores.benefit
    assert not scores.benefit.flags.writeable and (np.diag(scores.benefit) == 0).all()
    assert (scores.value == scores.value.T).all()
    assert np.allclose(scores.value, np.sqrt(scores.benefit * scores.benefit.T))
    for a in programme.cities:
        for b in programme.cities:
            terms = scores.explain(a.id, b.id)
            i, j = programme.cities.index(a), programme.cities.index(b)
            assert sum(term.share for term in terms) == pytest.approx(scores.benefit[i, j])
    assert scores.forbidden("alcorcon", "alcorcon") is not None and scores.forbidden("brescia", "oberhausen") is None


def test_what_would_be_otherwise(programme):
    pairing = programme.pair()
    a, b = pairing.pairs[0].cities
    without = pairing.without(a, b)
    assert (a, b) not in [pair.cities for pair in without.pairs]
    assert pairing.losses[0] == pairing.total - without.total
    ranked = epic.best(programme.scores(), 3)
    assert ranked[0] == pairing and len(ranked) == 3 and ranked[1] != pairing
    c, d = ranked[1].pairs[0].cities
    assert (c, d) in [pair.cities for pair in pairing.including(c, d).pairs]


def network(seed, mode="mutual", n=12):
    """Cities of few numbers, so that odd sets come about."""
    dice = np.random.default_rng(seed)
    cities = {f"c{i:02}": {"name": f"C{i}", "country": ["IT", "AT", "PL", "GR"][i % 4], "timezone": "Europe/Rome",
                           "profile": {name: float(dice.integers(0, 5)) / 4 for name in "xy"}} for i in range(n)}
    return small(cities=cities, pairing={"mode": mode}, exchange=[])


@pytest.mark.parametrize("mode", ["mutual", "visits"])
def test_duals_prove_the_pairing(mode):
    sets = 0
    for seed in range(30):
        pairing = quietly(lambda: epic.load(network(seed, mode)).pair())
        duals, scores, names = pairing.duals(), pairing.scores, [city.id for city in pairing.programme.cities]
        host = 0 if mode == "mutual" else len(names)
        inside = [({names.index(city) for city in cities}, price) for cities, price in duals.odd_sets]
        sets += sum(price > 0 for _, price in inside)
        assert all(price >= 0 and len(members) % 2 == 1 for members, price in inside)
        for i, a in enumerate(names):
            for j, b in enumerate(names):
                if scores.forbidden(a, b) is None:
                    common = sum(price for members, price in inside if {i, j} <= members)
                    assert duals.prices[i] + duals.prices[host + j] + common >= scores.value[i, j] - 2**-29
        rows = [row for pair in pairing.pairs for row in (names.index(pair.cities[0]), host + names.index(pair.cities[1]))]
        worth = duals.prices[rows].sum() + sum(price * (len(members) - 1) / 2 for members, price in inside)
        assert worth == pytest.approx(pairing.total, abs=1e-6)
    assert sets > 0 or mode != "mutual"


def test_duals_of_another_kind_are_none():
    assert quietly(lambda: epic.load(network(1)).pair(prefer="fairness")).duals() is None
    assert quietly(lambda: epic.load(network(1)).pair()).duals(round=2) is None


def test_equality_hash_and_pickle(programme, plan):
    again = quietly(lambda: epic.load(EXAMPLE).plan())
    everything = [programme, programme.scores(), plan.pairing, plan, plan.events[0], plan.pairing.pairs[0], programme.cities[0],
                  plan.issue(issued_at=datetime.datetime(2021, 1, 1, tzinfo=datetime.timezone.utc)),
                  epic.best(programme.scores(), 2)[1], plan.pairing.without(*plan.pairing.pairs[0].cities)]
    for one in everything:
        other = quietly(lambda: pickle.loads(pickle.dumps(one)))
        assert one == other and hash(one) == hash(other) and not one != other and one != "something else"
    assert plan == again and len({plan, again}) == 1
    assert plan != quietly(lambda: epic.load(small()).plan())


def test_reprs_say_what_matters(programme, plan):
    assert repr(programme) == "<Programme 'epic-2020': 8 cities, 2020-01-01 to 2023-06-30>"
    assert repr(plan.pairing).startswith("<Pairing of 'epic-2020': 4 pairs, total 1.42") and "proved best" in repr(plan.pairing)
    assert "59 events" in repr(plan) and "proved best" in repr(plan)


def test_written_is_what_the_command_writes(plan, tmp_path):
    issued = datetime.datetime(2020, 1, 6, 9, tzinfo=datetime.timezone.utc)
    ledger = plan.write(tmp_path / "out", issued_at=issued)
    assert ledger.issued_at == issued and len(ledger) >= len({event.uid for event in plan.events})
    assert ledger == epic.Ledger.load(tmp_path / "out") == epic.Ledger.load(tmp_path / "out/plan.yaml")
    calendars = tmp_path / "out/calendars"
    assert (calendars / "city-brescia.ics").read_bytes() == plan.to_ics(city="brescia", issued_at=issued)
    assert (calendars / "programme.ics").read_bytes() == plan.to_ics(issued_at=issued)
    assert (calendars / "pair-brescia-oberhausen.ics").read_bytes() == plan.to_ics(pair=("oberhausen", "brescia"), issued_at=issued)
    assert (tmp_path / "out/report.html").read_text() == plan.to_html(issued_at=issued)
    assert (tmp_path / "out/plan.yaml").read_bytes() == plan.issue(issued_at=issued).recipe[0]


def test_replanning_moves_as_little_as_can_be():
    blocked = small(blocked=[{"mode": "in-person", "country": "AT", "from": "2021-01-04", "to": "2021-02-28"}])
    plan = epic.load(small()).plan()
    again = plan.replan(epic.load(blocked))
    visit, moved = (next(event for event in one.events if event.id == "visit") for one in (plan, again))
    assert moved.status == "moved" and moved.start > visit.start and moved.uid == visit.uid
    changes = again.issue().changes(plan.issue())
    assert "significant" in [change.news for change in changes]
    assert [event.start for event in plan.replan(epic.load(small())).events] == [event.start for event in plan.events]


def test_what_changes_again_and_again_counts_on():
    """Without a folder as with one: SEQUENCE rises with each move, or calendars would drop it."""
    def blocked(until):
        return epic.load(small(blocked=[{"mode": "in-person", "country": "AT", "from": "2021-01-04", "to": until}]))

    def visit(plan):
        return next(event for event in plan.events if event.id == "visit")

    plans = [epic.load(small()).plan()]
    for until in ("2021-02-28", "2021-03-31"):
        plans.append(plans[-1].replan(blocked(until)))
    for sequence, plan in enumerate(plans):
        entry = next(entry for entry in plan.issue() if entry.uid == visit(plan).uid)
        assert entry.sequence == sequence and len(entry.was) == sequence
        component = next(part for part in plan.to_ics().decode().split("BEGIN:VEVENT") if visit(plan).uid in part)
        assert f"SEQUENCE:{sequence}\r\n" in component


def test_pickles_and_mappings_of_many_kinds():
    made = types.MappingProxyType({**small(), "cities": types.MappingProxyType(small()["cities"])})
    assert epic.load(made) == epic.load(small())
    made = small()
    made["cities"]["a"]["location"] = np.array([45.5, 10.25])
    assert epic.load(made).cities[0].location == (45.5, 10.25)
    other = small()
    other["programme"]["domains"] = {"y": 1, "x": 1}
    one, same = epic.load(small()).cities[0], epic.load(other).cities[0]
    assert one == same and hash(one) == hash(same)


def test_rates_of_the_report_are_those_of_the_hosts():
    made = small(costs={"day-eur": {"IT": 0, "AT": 160}, "travel": [{"km": 0, "eur": 100}]},
                 exchange=[{"kind": "visit", "id": "visit", "days": 2}, {"kind": "reply", "id": "reply", "days": 2}])
    for city in made["cities"].values():
        city["location"] = [45, 10]
    told = epic.load(made).plan().to_html(section="budget").replace("\u202f", " ")
    assert "IT: 0 EUR" in told and "AT: 160 EUR" in told
    made["exchange"].pop()
    host = epic.load(made).plan().events[0].host
    told = epic.load(made).plan().to_html(section="budget").replace("\u202f", " ")
    assert ("AT: 160 EUR" in told, "IT: 0 EUR" in told) == (False, False) and ("160" if host == "b" else "0") + " EUR for each" in told


def test_why_not(plan):
    asked = plan.explain("final", date="2022-03-01")
    assert asked.possible == () and any("blocked (pandemic)" in rule.words for rule in asked.rules)
    event = next(event for event in plan.events if event.id == "final")
    assert plan.explain("final", date=event.start).possible == (event.start,)


def test_who_is_optional_and_reserve_dates():
    made = small(exchange=[{"kind": "visit", "id": "visit", "days": 2, "reserve": "4w"}],
                 events=[{"kind": "forum", "id": "forum", "participants": ["a"], "optional": ["b"]}])
    visit, forum = (next(event for event in epic.load(made).plan().events if event.id == name) for name in ("visit", "forum"))
    assert visit.reserve >= visit.end + datetime.timedelta(days=27) and forum.reserve is None
    assert (forum.cities, forum.optional, visit.optional) == (("a",), ("b",), ())


def test_two_directed_pairs_of_the_same_cities_are_told_apart():
    plan = epic.load(small(pairing={"mode": "visits"})).plan()
    assert [pair.cities for pair in plan.pairing.pairs] == [("a", "b"), ("b", "a")]
    for pair in (("a", "b"), ("b", "a")):
        visit = next(event for event in plan.events if event.pair == pair and event.id == "visit")
        assert plan.explain("visit", pair=pair, date=visit.start).possible == (visit.start,)
        assert visit.uid.encode() in plan.to_ics(pair=pair)


def test_what_has_no_date_is_told():
    window = {"from": "2021-02-06", "to": "2021-02-07"}  # a weekend
    with pytest.warns(epic.EpicWarning, match="has no date"):
        plan = epic.load(small(exchange=[{"kind": "online", "id": "talk", "minutes": 60, "within": window}])).plan()
    assert not plan.events and plan.unscheduled[0].id == "talk" and "weekend" in plan.unscheduled[0].why
    assert plan.diagnostics[-1].code == "W540"
