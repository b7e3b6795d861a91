# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: the pairs and their dated events. doc/scheduling.md describes the rules."""
from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from epic import _call, frames, plots
from epic._epic import ffi, lib
from epic.errors import CancelledError, Diagnostic
from epic.ledger import Ledger, moment
from epic.notebook import Page

if TYPE_CHECKING:
    from epic.pairing import Pairing
    from epic.programme import Programme


@dataclass(frozen=True)
class Event:
    """A dated event.

    Attributes
    ----------
    uid : str
        Of what it is, never of when; all occurrences of what recurs have one.
    id, title, kind, mode, status : str
        The id is that of the step or joint event; the status is proposed, confirmed, moved, online, cancelled or done.
    sequence, number : int
        The number is 0 when it has none.
    pair : tuple of str, or None for a joint event
    guest, host : str or None
    cities : tuple of str
        Who takes part, ascending.
    optional : tuple of str
        Who is invited without being needed, and can come.
    moderator : str or None
    start, end : date or datetime
        Whole days are dates, the end exclusive; a meeting has datetimes with its zone.
    zone : str
        IANA name.
    travel : tuple of int
        Days that the guests travel before and after.
    reserve : date or None
        The first day of its reserve date; it is as long as the event.
    place : str or None
        The city (its id) or other place where it is in person.
    link : str or None
    why : str
        Why then, in a sentence.
    """

    uid: str
    id: str
    title: str
    kind: str
    mode: str
    status: str
    sequence: int
    number: int
    pair: tuple[str, str] | None
    guest: str | None
    host: str | None
    cities: tuple[str, ...]
    optional: tuple[str, ...]
    moderator: str | None
    start: datetime.date | datetime.datetime
    end: datetime.date | datetime.datetime
    zone: str
    travel: tuple[int, int]
    reserve: datetime.date | None
    place: str | None
    link: str | None
    why: str

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return not isinstance(self.start, datetime.datetime)


@dataclass(frozen=True)
class Unscheduled:
    """Something that found no date, and why."""

    id: str
    kind: str
    number: int
    pair: tuple[str, str] | None
    why: str


@dataclass(frozen=True)
class Barring:
    """What bars days of an event, as one thing that a person could change.

    Attributes
    ----------
    words : str
        Of one day, such as "is blocked (pandemic)".
    days : int
        How many it bars.
    frees : date or None
        The first day that nothing else bars.
    clashes : bool
        One of those that alone bar all days, none of which can be spared.
    """

    words: str
    days: int
    frees: datetime.date | None
    clashes: bool


@dataclass(frozen=True)
class Why:
    """Why an event is, or is not, on a date: the days on which it could be beside all others, and what bars the rest."""

    possible: tuple[datetime.date, ...]
    rules: tuple[Barring, ...]

    def to_pandas(self) -> Any:
        """The rules as a table, a row each.

        Returns
        -------
        pandas.DataFrame
            Columns are the attributes of `Barring`; `frees` is ``datetime64[s]``, NaT for none.
        """
        return frames.rules(self)


class Plan:
    """A plan. It never changes; any number of threads may use it.

    As the same input gives the same plan, a pickled one is what it was made of, and is made again where it is used.
    """

    def __init__(self, pairing: Pairing, former: Ledger | None = None, effort: int = 100) -> None:
        call, out = _call.Call(), ffi.new("epic_plan **")
        options = call.watch(ffi.new("epic_plan_options *", {"size": ffi.sizeof("epic_plan_options")}))
        options.effort = _call.count(effort, "effort")
        options.former = ffi.NULL if former is None else former._c
        status = lib.epic_plan_make(out, pairing._c, options, call.diags)
        self._c = ffi.gc(out[0], lib.epic_plan_unref)
        self.pairing = pairing
        self.former = former
        self._recipe = (Plan, pairing, former, effort)
        self.stopped = status == lib.EPIC_ECANCELLED and out[0] != ffi.NULL
        """Whether the search was stopped before its end."""
        self.diagnostics: tuple[Diagnostic, ...] = call.diagnostics()
        try:
            call.check(lib.EPIC_OK if self.stopped and call.stopped_by_time else status)
        except CancelledError as cancelled:
            cancelled.best = self if self.stopped else None
            raise

    @property
    def programme(self) -> Programme:
        """What is planned."""
        return self.pairing.programme

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """In the order of their dates."""
        return tuple(self._event(lib.epic_plan_event(self._c, i)) for i in range(lib.epic_plan_events(self._c)))

    def _event(self, it: Any) -> Event:
        zone = _call.text(it.zone)
        start: datetime.date = _call.day(it.first) if it.all_day else moment(it.start).astimezone(ZoneInfo(zone))
        end: datetime.date = _call.day(it.last + 1) if it.all_day else moment(it.end).astimezone(ZoneInfo(zone))
        moderator = lib.epic_programme_moderator(self.programme._c, it.moderator)
        return Event(
            uid=_call.text(it.uid), id=_call.text(it.id), title=_call.text(it.title), kind=_call.text(lib.epic_kind_word(it.kind)),
            mode=_call.text(lib.epic_mode_word(it.mode)), status=_call.text(lib.epic_state_word(it.state)), sequence=it.sequence,
            number=it.number, pair=self._pair(it.pair), guest=self._city(it.guest), host=self._city(it.host),
            cities=tuple(self.programme.cities[it.cities[i]].id for i in range(it.city_count)),
            optional=tuple(self.programme.cities[it.optional[i]].id for i in range(it.optional_count)),
            moderator=None if moderator == ffi.NULL else _call.text(moderator.id), start=start, end=end, zone=zone,
            travel=(it.travel_out, it.travel_back), reserve=_call.maybe_day(it.reserve_first),
            place=self._city(it.place_city) or _call.maybe(it.venue.name),
            link=_call.maybe(it.link), why=_call.text(it.why))

    def _city(self, i: int) -> str | None:
        return None if i == lib.EPIC_NONE else self.programme.cities[i].id

    def _pair(self, i: int) -> tuple[str, str] | None:
        return None if i == lib.EPIC_NONE else self.pairing.pairs[i].cities

    @cached_property
    def unscheduled(self) -> tuple[Unscheduled, ...]:
        """What found no date."""
        items = (lib.epic_plan_unscheduled_at(self._c, i) for i in range(lib.epic_plan_unscheduled(self._c)))
        return tuple(Unscheduled(_call.text(it.id), _call.text(lib.epic_kind_word(it.kind)), it.number, self._pair(it.pair),
                                 _call.text(it.why)) for it in items)

    @property
    def cost(self) -> int:
        """By the table in doc/scheduling.md."""
        return int(lib.epic_plan_cost(self._c))

    @property
    def bound(self) -> int:
        """What is proved: no plan costs less."""
        return int(lib.epic_plan_bound(self._c))

    @property
    def proved(self) -> bool:
        """Whether it is proved that no plan costs less."""
        return bool(lib.epic_plan_proved(self._c))

    @property
    def gap(self) -> float:
        """(cost - bound) / cost; 0 when proved."""
        return float(lib.epic_plan_gap(self._c))

    def verify(self) -> None:
        """Checks every rule anew, with code that shares nothing with the engine; or InputError."""
        call = _call.Call()
        call.check(lib.epic_plan_verify(self._c, call.diags))

    def explain(self, event: str, *, pair: tuple[str, str] | None = None, number: int = 0,
                date: datetime.date | str | None = None) -> Why:
        """Why an event is not on a date, or what bars which days.

        Parameters
        ----------
        event : str
            The id of a joint event or, with `pair`, of a step.
        pair : tuple of str, optional
        number : int
            Which, of several of that event.
        date : date or str, optional
            Its first day; all days of the programme unless stated.
        """
        source, of = self._find(event, pair)
        call, out = _call.Call(), ffi.new("epic_why **")
        status = lib.epic_why_make(out, self._c, of, source, _call.count(number, "number"), _call.days(date))
        why = call.made(status, out[0], lib.epic_why_unref)
        it = lib.epic_why_get(why)
        return Why(_call.listed(it.possible, it.possible_count, _call.day), _call.listed(it.rules, it.rule_count, _barring))

    def _find(self, event: str, pair: tuple[str, str] | None) -> tuple[int, int]:
        """The indices of an event in the programme and of its pair."""
        steps = self.programme.events if pair is None else self.programme.exchange
        ids = [step.id for step in steps]
        if event not in ids:
            step = pair is None and event in [step.id for step in self.programme.exchange]
            raise KeyError(f"{event!r} is a step: say of which pair" if step else
                           f"no {'joint event' if pair is None else 'step'} {event!r}; there are {', '.join(ids) or 'none'}")
        return ids.index(event), lib.EPIC_NONE if pair is None else self.pairing._index(pair)

    def write(self, folder: str | os.PathLike[str], *, issued_at: datetime.datetime | None = None) -> Ledger:
        """Writes plan.yaml, the report and all calendars into a folder, all of them or none.

        What an older plan there issued is counted on.

        Parameters
        ----------
        folder : path
        issued_at : datetime, optional
            The moment that the calendars bear; SOURCE_DATE_EPOCH of the environment, else now, unless stated.

        Returns
        -------
        Ledger
            What is issued now.
        """
        call = _call.Call()
        call.check(lib.epic_publish_folder(self._c, _call.publishing(issued_at), os.fsencode(folder), call.diags))
        return Ledger.load(folder)

    def replan(self, programme: Programme, *, former: Ledger | None = None, effort: int = 100) -> Plan:
        """A plan of a changed programme that goes on from this one, or from what was issued of it.

        Parameters
        ----------
        programme : Programme
        former : Ledger, optional
            As `write` returned it; as this plan would be issued now unless stated.
        """
        return programme.plan(self.issue() if former is None else former, effort=effort)

    def issue(self, *, issued_at: datetime.datetime | None = None) -> Ledger:
        """The ledger that issuing this plan makes, going on from the one that it was planned on from."""
        return Ledger(self._publish(lib.EPIC_YAML, self._publishing(issued_at)))

    def to_ics(self, *, city: str | None = None, pair: tuple[str, str] | None = None,
               issued_at: datetime.datetime | None = None) -> bytes:
        """A calendar: of all, of what a city takes part in, or of a pair's exchange."""
        if city is not None and pair is not None:
            raise ValueError("either a city or a pair")
        options = self._publishing(issued_at, city)
        if pair is not None:
            options.pair = self.pairing._index(pair)
        return self._publish(lib.EPIC_ICS, options)

    def to_html(self, *, city: str | None = None, section: str | None = None, issued_at: datetime.datetime | None = None) -> str:
        """The report, or the page of a city with nothing of others: one self-contained file.

        Parameters
        ----------
        city : str, optional
        section : str, optional
            One section alone, such as ``"dates"``; doc/files.md lists them.
        issued_at : datetime, optional
            As of `write`.
        """
        return self._publish(lib.EPIC_HTML, self._publishing(issued_at, city, section)).decode()

    def timeline(self, *, city: str | None = None) -> Page:
        """All dates in a picture, or those of a city: of few pairs each event, of many how many a month.

        Examples
        --------
        >>> import epic
        >>> epic.load("examples/epic/programme.yaml").plan().timeline()
        <Page 'Timeline'>
        """
        return Page(self.to_html(city=city, section="timeline"), "Timeline")

    def plot(self, ax: Any = None) -> Any:
        """Draws the dates with matplotlib.

        A row for each pair and one for joint events; an event is a marker on its first day and a line to its last. Its shape is
        its kind; dark is in person, pale hybrid, hollow online, a cross over it cancelled.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            To draw into; of a figure of its own unless stated.

        Returns
        -------
        matplotlib.axes.Axes
        """
        return plots.timeline(self, ax)

    def to_pandas(self) -> Any:
        """The events as a table, a row each.

        Returns
        -------
        pandas.DataFrame
            Columns are the attributes of `Event`, and these: `start` and `end` are ``datetime64[s]``, what the clock in `zone`
            shows, midnight where `all_day`; `start_utc` and `end_utc` the moments in UTC, NaT where `all_day`; `travel_before`
            and `travel_after` days; `reserve` is NaT where there is none. `pair`, `cities` and `optional` are tuples.
        """
        return frames.events(self)

    def to_text(self) -> str:
        """As ``epic plan`` prints it."""
        return self._publish(lib.EPIC_TEXT, self._publishing()).decode()

    def to_json(self) -> str:
        """As ``epic plan --json`` prints it."""
        return self._publish(lib.EPIC_JSON, self._publishing()).decode()

    def _publishing(self, issued_at: datetime.datetime | None = None, city: str | None = None, section: str | None = None) -> Any:
        former = ffi.NULL if self.former is None else self.former._c
        return _call.publishing(issued_at, None if city is None else self.programme._index(city), section, former)

    def _publish(self, form: int, options: Any) -> bytes:
        call = _call.Call()
        return _call.written(call, lambda write, user: int(lib.epic_publish(self._c, form, options, write, user, call.diags)))

    def _repr_html_(self) -> str:
        return Page(self.to_html(), "Exchange plan")._repr_html_()

    def __len__(self) -> int:
        return int(lib.epic_plan_events(self._c))

    def __repr__(self) -> str:
        proof = "proved best" if self.proved else f"within {100 * self.gap:.2g} %"
        missing = f", {len(self.unscheduled)} without a date" if self.unscheduled else ""
        return f"<Plan of {self.programme.id!r}: {len(self)} events{missing}, cost {self.cost}, {proof}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return self.pairing == other.pairing and self.events == other.events and self.unscheduled == other.unscheduled

    def __hash__(self) -> int:
        return hash((self.pairing, tuple((event.uid, event.start) for event in self.events)))

    def __reduce__(self) -> tuple[Any, ...]:
        if self.stopped:
            raise TypeError("a plan whose search was stopped cannot be pickled: made again it would be another; write() it")
        return (_call.again, self._recipe)


def _barring(it: Any) -> Barring:
    return Barring(_call.text(it.words), it.days, _call.maybe_day(it.frees), it.clashes)
