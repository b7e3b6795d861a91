# SPDX-License-Identifier: GPL-3.0-or-later
"""The likeliest mistakes of somebody new, each with an error that says what to do."""
import datetime
import json
import warnings

import pytest
from conftest import small

import epic


def said(error, wrong):
    with pytest.raises(error) as caught:
        wrong()
    return str(caught.value)


def test_a_path_that_is_not_there():
    assert "No such file" in said(FileNotFoundError, lambda: epic.load("programm.yaml"))


def test_a_key_that_is_mistyped():
    made = small()
    made["cities"]["a"]["profil"] = made["cities"]["a"].pop("profile")
    told = said(epic.InputError, lambda: epic.load(made))
    assert "did you mean 'profile'?" in told and "1:" in told


def test_all_errors_come_at_once():
    made = small()
    made["cities"]["a"]["country"] = "ITA"
    made["cities"]["b"]["timezone"] = "Europe/Viena"
    with pytest.raises(ValueError) as caught:
        epic.load(json.dumps(made, indent=1))
    assert len(caught.value.diagnostics) == 2
    assert [one.severity for one in caught.value.diagnostics] == ["error", "error"]
    assert all(one.line > 0 and one.file == "text" for one in caught.value.diagnostics)


def test_a_city_that_is_mistyped():
    cities = {"oberhausen": small()["cities"]["a"], "brescia": small()["cities"]["b"]}
    pairing = epic.load(small(cities=cities)).pair()
    assert "did you mean 'oberhausen'?" in said(KeyError, lambda: pairing.without("oberhausn", "brescia"))


def test_an_engine_that_does_not_exist():
    assert "one of any, native, glpk" in said(ValueError, lambda: epic.load(small()).pair(engine="cplex"))


def test_rules_that_contradict_each_other():
    made = small(pairing={"mode": "mentoring", "mentors": ["a"]})
    made["cities"]["a"]["capacity"] = {"host": {"min": 2, "max": 3}}
    with pytest.raises(epic.InfeasibleError) as caught:
        epic.load(made).pair()
    assert caught.value.diagnostics


def test_an_event_that_does_not_exist():
    plan = epic.load(small()).plan()
    assert "there are talk, visit" in said(KeyError, lambda: plan.explain("tlak", pair=("a", "b")))
    assert "are no pair" in said(KeyError, lambda: plan.explain("talk", pair=("a", "c")))


def test_a_step_without_its_pair():
    plan = epic.load(small()).plan()
    assert "of which pair" in said(KeyError, lambda: plan.explain("visit"))
    assert "either a city or a pair" in said(ValueError, lambda: plan.to_ics(city="a", pair=("a", "b")))


def test_numbers_below_zero_and_what_is_no_id():
    pairing = epic.load(small()).pair()
    for wrong in (lambda: pairing.plan(effort=-1), lambda: pairing.duals(-1), lambda: pairing.scores.pair(threads=-1),
                  lambda: epic.best(pairing.scores, -1)):
        assert "must not be negative" in said(ValueError, wrong)
    assert "id of a city" in said(TypeError, lambda: pairing.without(0, 1))
    said(KeyError, lambda: pairing.without("a\0b", "b"))


def test_a_date_that_is_none():
    plan = epic.load(small()).plan()
    assert "2021-13-01" in said(ValueError, lambda: plan.explain("talk", pair=("a", "b"), date="2021-13-01"))


def test_a_moment_without_a_zone():
    plan = epic.load(small()).plan()
    assert "time zone" in said(ValueError, lambda: plan.to_ics(issued_at=datetime.datetime(2021, 1, 1)))


def test_a_folder_that_holds_other_things(tmp_path):
    (tmp_path / "thesis.doc").write_text("mine")
    plan = epic.load(small()).plan()
    assert "thesis.doc" in said(epic.EpicError, lambda: plan.write(tmp_path))
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError) as caught:
        epic.load(small()).plan().write(tmp_path / "file/out")
    assert caught.value.errno is None and caught.value.diagnostics


def test_a_weight_that_is_not_symmetric():
    told = said(ValueError, lambda: epic.match([[0, 1], [2, 0]]))
    assert "row 0 and column 1" in told and "E444" in told


def test_something_that_no_programme_can_hold():
    assert "cannot hold" in said(TypeError, lambda: epic.load(small(surveys=object())))


def test_warnings_are_warnings(recwarn):
    warnings.simplefilter("always")
    epic.load(small(exchange=[{"kind": "online", "id": "t", "within": {"from": "2021-02-06", "to": "2021-02-07"}}])).plan()
    mine = [one for one in recwarn if one.category is epic.EpicWarning]
    assert mine and mine[0].filename == __file__ and mine[0].message.diagnostic.code == "W540"
