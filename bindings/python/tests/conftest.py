# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import warnings

import hypothesis
import pytest

import epic

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples/epic/programme.yaml"
hypothesis.settings.register_profile("ours", database=None, deadline=None)  # no folder of its own, and slow machines are no failure
hypothesis.settings.load_profile("ours")


def quietly(make):
    """What it makes, without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", epic.EpicWarning)
        return make()


@pytest.fixture(scope="session")
def programme():
    return epic.load(EXAMPLE)


@pytest.fixture(scope="session")
def plan(programme):
    return quietly(programme.plan)


def small(**more):
    """A programme of two cities, as a dict."""
    made = {"epic": 1, "programme": {"id": "p", "title": "P", "starts": "2021-01-04", "ends": "2021-06-30", "domains": {"x": 1, "y": 1}},
            "cities": {"a": {"name": "Aa", "country": "IT", "timezone": "Europe/Rome", "profile": {"x": 0.9, "y": 0.1}},
                       "b": {"name": "Bb", "country": "AT", "timezone": "Europe/Vienna", "profile": {"x": 0.2, "y": 0.8}}},
            "exchange": [{"kind": "online", "id": "talk", "minutes": 60}, {"kind": "visit", "id": "visit", "days": 2}]}
    made.update(more)
    return made


PAIRS = 60


def large():
    """A programme whose search for a better plan goes on for a while: all are led by one moderator."""
    cities = {f"c{i:03}": {"name": f"City {i}", "country": ["NL", "IT"][i % 2], "timezone": "Europe/Rome",
                           "profile": {"x": (i % 2 + i % 7 / 7) / 2, "y": (1 - i % 2 + i % 5 / 5) / 2}} for i in range(2 * PAIRS)}
    steps = [{"kind": "online", "id": f"talk-{i}", "minutes": 90, "moderator": "m"} for i in range(4)]
    return small(cities=cities, moderators={"m": {"name": "M", "timezone": "Europe/Rome"}}, exchange=steps)
