# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme: one run of a network. doc/programme-file.md is the reference of the file."""
from __future__ import annotations

import datetime
import difflib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from epic import _call, notebook
from epic._epic import ffi, lib
from epic.errors import Diagnostic

if TYPE_CHECKING:
    from epic.ledger import Ledger
    from epic.pairing import Pairing
    from epic.plan import Plan
    from epic.scores import Scores


FORMS = ("mutual", "visits", "mentoring")


@dataclass(frozen=True)
class Domain:
    """A field of work, such as housing: `weight` says how much it counts beside the others."""

    id: str
    title: str
    weight: float


@dataclass(frozen=True)
class Profile:
    """A city in a domain; all values 0 to 1."""

    strength: float
    need: float
    priority: float
    competence: float
    offers: bool


@dataclass(frozen=True)
class Organisation:
    """A body in a city, or a partner."""

    id: str
    name: str
    kind: str | None
    role: str | None
    email: str | None


@dataclass(frozen=True)
class City:
    """A city taking part.

    Attributes
    ----------
    id, name, country, region, timezone : str
        ISO 3166-1, ISO 3166-2 (or None) and the IANA name.
    profile : dict of str to Profile
        By domain.
    location : tuple of float or None
        Latitude and longitude in degrees.
    population : float or None
    languages : tuple of str
    organisations : tuple of Organisation
    """

    id: str
    name: str
    country: str
    region: str | None
    timezone: str
    profile: Mapping[str, Profile]
    location: tuple[float, float] | None
    population: float | None
    languages: tuple[str, ...]
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class Step:
    """A step of every pair's exchange, or a joint event: `days` or `minutes` long, the other being 0."""

    id: str
    title: str | None
    kind: str
    mode: str
    days: int
    minutes: int
    first: datetime.date
    last: datetime.date


class Programme:
    """A programme, as `load` reads it. It never changes; any number of threads may use it.

    Two are equal when their text and name are. A pickled one is its text: calendars and tables that it
    names are read again where it is used.
    """

    def __init__(self, text: bytes, name: str) -> None:
        call, out = _call.Call(), ffi.new("epic_programme **")
        status = lib.epic_programme_parse(out, text, len(text), os.fsencode(name), call.diags)
        self._c = call.made(status, out[0], lib.epic_programme_unref)
        self.diagnostics: tuple[Diagnostic, ...] = call.told
        self.recipe = (text, name)
        """The text and the name that it was made of."""

    @property
    def _info(self) -> Any:
        return lib.epic_programme_get(self._c)

    @property
    def id(self) -> str:
        """Part of every calendar's id, so it stays."""
        return _call.text(self._info.id)

    @property
    def title(self) -> str:
        """Its name for people."""
        return _call.text(self._info.title)

    @property
    def starts(self) -> datetime.date:
        """The first day."""
        return _call.day(self._info.starts)

    @property
    def ends(self) -> datetime.date:
        """The last day, inclusive."""
        return _call.day(self._info.ends)

    @property
    def today(self) -> datetime.date | None:
        """The day of planning, before which all is past; None when not stated."""
        return _call.maybe_day(self._info.today)

    @property
    def form(self) -> str:
        """The form of pairing: mutual, visits or mentoring."""
        return FORMS[lib.epic_programme_rules(self._c).form]

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The fields of work, as in the file."""
        items = (lib.epic_programme_domain(self._c, i) for i in range(lib.epic_programme_domains(self._c)))
        return tuple(Domain(_call.text(it.id), _call.text(it.title), it.weight) for it in items)

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """In the order of their ids, as rows and columns of matrices are."""
        return tuple(self._city(i) for i in range(lib.epic_programme_cities(self._c)))

    @cached_property
    def exchange(self) -> tuple[Step, ...]:
        """What every pair does, in order."""
        return tuple(_step(lib.epic_programme_step(self._c, i)) for i in range(lib.epic_programme_steps(self._c)))

    @cached_property
    def events(self) -> tuple[Step, ...]:
        """The joint events."""
        return tuple(_step(lib.epic_programme_event(self._c, i)) for i in range(lib.epic_programme_events(self._c)))

    def _city(self, i: int) -> City:
        it = lib.epic_programme_city(self._c, i)
        profile = {}
        for k, domain in enumerate(self.domains):
            of = lib.epic_programme_profile(self._c, i, k)
            if of != ffi.NULL:
                profile[domain.id] = Profile(of.strength, of.need, of.priority, of.competence, of.offers)
        return City(_call.text(it.id), _call.text(it.name), _call.text(it.country), _call.maybe(it.region), _call.text(it.timezone),
                    _call.FrozenDict(profile), (it.latitude, it.longitude) if it.has_location else None, it.population or None,
                    _call.listed(it.languages, it.language_count, _call.text),
                    _call.listed(it.organisations, it.organisation_count, _organisation))

    def _index(self, city: str) -> int:
        """Of a city's id."""
        if not isinstance(city, str):
            raise TypeError(f"expected the id of a city, not {city!r}")
        found = int(lib.epic_programme_find(self._c, city.encode()))
        if found == lib.EPIC_NONE or "\0" in city:
            near = difflib.get_close_matches(city, [one.id for one in self.cities], 1)
            raise KeyError(f"no city {city!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return found

    def scores(self) -> Scores:
        """How much each city can learn from each other."""
        from epic.scores import Scores
        return Scores(self)

    def pair(self, **options: Any) -> Pairing:
        """Pairs the cities; the options are those of `Scores.pair`."""
        return self.scores().pair(**options)

    def plan(self, former: Ledger | None = None, **options: Any) -> Plan:
        """Pairs the cities and dates their exchanges; the options are those of `Pairing.plan`."""
        return self.pair(former=former).plan(former=former, **options)

    def _repr_html_(self) -> str:
        return notebook.cities(self)

    def __repr__(self) -> str:
        return f"<Programme {self.id!r}: {lib.epic_programme_cities(self._c)} cities, {self.starts} to {self.ends}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Programme):
            return NotImplemented
        return self.recipe == other.recipe

    def __hash__(self) -> int:
        return hash(self.recipe)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_call.again, (Programme, *self.recipe))


def _organisation(it: Any) -> Organisation:
    return Organisation(_call.text(it.id), _call.text(it.name), _call.maybe(it.kind), _call.maybe(it.role), _call.maybe(it.email))


def _step(it: Any) -> Step:
    return Step(_call.text(it.id), _call.maybe(it.title), _call.text(lib.epic_kind_word(it.kind)),
                _call.text(lib.epic_mode_word(it.mode)), it.days, it.minutes, _call.day(getattr(it, "from")),
                _call.day(it.to))


def load(source: str | os.PathLike[str] | bytes | Mapping[str, Any], *, name: str | None = None) -> Programme:
    """Reads a programme.

    Parameters
    ----------
    source : path, str, bytes or mapping
        A path; or the text of a programme file (bytes, or a str of more than one line or that begins with a brace); or the same as
        a dict, in which dates may be `datetime.date`.
    name : str, optional
        What stands for the file in diagnostics; calendars and tables that the programme names lie beside it. Of a path it is that.

    Returns
    -------
    Programme

    Raises
    ------
    InputError
        The programme is wrong; `diagnostics` has all errors with their places.
    OSError
        The file cannot be read.

    Examples
    --------
    >>> import epic
    >>> epic.load("examples/epic/programme.yaml")
    <Programme 'epic-2020': 8 cities, 2020-01-01 to 2023-06-30>
    """
    if isinstance(source, Mapping):
        return Programme(json.dumps(dict(source), default=_plain).encode(), name or "dict")
    if isinstance(source, bytes):
        return Programme(source, name or "text")
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        return Programme(source.encode(), name or "text")
    path = os.path.abspath(source)
    with open(path, "rb") as file:
        return Programme(file.read(), name or path)


def _plain(value: Any) -> Any:
    """What JSON has no word for: dates as text, sets of ids as lists, other mappings, numbers and arrays of NumPy."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a programme cannot hold {value!r}")
