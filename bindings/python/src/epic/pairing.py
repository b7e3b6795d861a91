# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairing: which cities exchange with which, solved exactly and proved. doc/pairing.md describes the model."""
from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from epic import _call, frames, plots
from epic._epic import ffi, lib
from epic.errors import Diagnostic
from epic.notebook import Page
from epic.scores import pair_options

if TYPE_CHECKING:
    import numpy.typing as npt

    from epic.ledger import Ledger
    from epic.many import Hint
    from epic.plan import Plan
    from epic.programme import Programme
    from epic.scores import Scores


@dataclass(frozen=True)
class Pair:
    """Two cities that exchange.

    Attributes
    ----------
    cities : tuple of str
        Two ids: ascending when mutual, in directed forms the guest and the host.
    value : float
        0 to 1.
    benefit : mapping of str to float
        What each learns from the other, 0 to 1; in directed forms of the guest alone.
    pinned, triad : bool
    round : int
        From 1.
    """

    cities: tuple[str, str]
    value: float
    benefit: Mapping[str, float]
    pinned: bool
    triad: bool
    round: int


@dataclass(frozen=True)
class Unpaired:
    """A city without a pair in a round, and why."""

    city: str
    round: int
    why: str


@dataclass(frozen=True)
class Duals:
    """The dual prices that prove a round best.

    No pair that rules and pins leave is worth more than the prices of its two rows and those of all odd sets with both its cities; the
    prices of the rows that have a partner, and those of the sets (size - 1) / 2 times, add up to what the pairs are worth.

    Attributes
    ----------
    prices : (rows,) ndarray
        In units of value, read-only; of the cities, in directed forms of the cities as guests, then as hosts.
    odd_sets : tuple of (tuple of str, float)
        The cities and the price of each.
    """

    prices: npt.NDArray[np.float64]
    odd_sets: tuple[tuple[tuple[str, ...], float], ...]


class Pairing:
    """A pairing with its proof. It never changes; any number of threads may use it.

    As the same input gives the same pairing, a pickled one is what it was made of, and is made again where it is used.
    """

    def __init__(self, scores: Scores, prefer: str | None = None, engine: str = "any", threads: int = 1,
                 former: Ledger | None = None, hint: Hint | None = None) -> None:
        call, out = _call.Call(), ffi.new("epic_pairing **")
        options = pair_options(call, prefer, engine, threads)
        options.former = ffi.NULL if former is None else former._c
        if hint is not None:
            options.candidates, options.best, options.prices = (_call.indices(hint.candidates), hint.candidates.shape[1],
                                                                _call.doubles(hint.prices))
        status = lib.epic_pairing_make(out, scores._c, options, call.diags)
        owned = call.made(status, out[0], lib.epic_pairing_unref)
        self._own(owned, scores, call.told, (Pairing, scores, prefer, engine, threads, former))

    def _own(self, owned: Any, scores: Scores, told: tuple[Diagnostic, ...], recipe: tuple[Any, ...]) -> None:
        self._c = owned
        self.scores = scores
        self.diagnostics = told
        self._recipe = recipe

    @classmethod
    def _made(cls, owned: Any, scores: Scores, told: tuple[Diagnostic, ...], recipe: tuple[Any, ...]) -> Pairing:
        """Of one that the library has made otherwise than by `epic_pairing_make`."""
        made = object.__new__(cls)
        made._own(owned, scores, told, recipe)
        return made

    def _index(self, pair: tuple[str, str]) -> int:
        """Of a pair as it stands or, unless that is another one, the other way round."""
        cities = [one.cities for one in self.pairs]
        for way in (tuple(pair), tuple(pair)[::-1]):
            if way in cities:
                return cities.index(way)
        raise KeyError(f"{' and '.join(pair)} are no pair")

    @property
    def programme(self) -> Programme:
        """Whose cities are paired."""
        return self.scores.programme

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """In the order of their first, then second city."""
        count = ffi.new("size_t *")
        items = lib.epic_pairing_pairs(self._c, count)
        return tuple(self._pair(items[i]) for i in range(count[0]))

    def _pair(self, it: Any) -> Pair:
        a, b = (self.programme.cities[city].id for city in (it.a, it.b))
        benefit = {a: it.benefit_a, b: it.benefit_b} if self.programme.form == "mutual" else {a: it.benefit_a}
        return Pair((a, b), it.value, _call.FrozenDict(benefit), it.pinned, it.triad, it.round)

    @cached_property
    def unpaired(self) -> tuple[Unpaired, ...]:
        """Who has no partner, by round, then ascending."""
        count = ffi.new("size_t *")
        items = lib.epic_pairing_unpaired(self._c, count)
        return tuple(Unpaired(self.programme.cities[items[i].city].id, items[i].round, _call.text(items[i].why))
                     for i in range(count[0]))

    @property
    def total(self) -> float:
        """The sum of the pairs' values."""
        return float(lib.epic_pairing_total(self._c))

    @property
    def bound(self) -> float:
        """What the total of no pairing that keeps the rules can exceed."""
        return float(lib.epic_pairing_bound(self._c))

    @property
    def proved(self) -> bool:
        """Whether the dual prices prove it best."""
        return bool(lib.epic_pairing_proved(self._c))

    @property
    def engine(self) -> str:
        """The engine that found it: native or glpk."""
        return _call.text(lib.epic_pairing_engine(self._c))

    def duals(self, round: int = 1) -> Duals | None:
        """The dual prices that prove a round best.

        None where the proof is of another kind: limits, minima, all rounds at once, or where cities or fairness come first.
        """
        prices = np.empty(int(lib.epic_pair_rows(self.scores._c)))
        _call.count(round, "round")
        if not lib.epic_pairing_duals(self._c, round, _call.doubles(prices)):
            return None
        prices.flags.writeable = False
        count = int(lib.epic_pairing_odd_sets(self._c, round))
        return Duals(prices, tuple(self._odd_set(round, i) for i in range(count)))

    def _odd_set(self, round: int, i: int) -> tuple[tuple[str, ...], float]:
        count, price = int(lib.epic_pairing_odd_set(self._c, round, i, ffi.NULL, 0, ffi.NULL)), ffi.new("double *")
        cities = ffi.new("size_t[]", count)
        lib.epic_pairing_odd_set(self._c, round, i, cities, count, price)
        return tuple(self.programme.cities[city].id for city in cities), price[0]

    @cached_property
    def losses(self) -> tuple[float | None, ...]:
        """What the total loses if a pair is refused, of each pair; None for a pin, and where no pairing lacks it."""
        call, values = _call.Call(), ffi.new("double[]", max(len(self.pairs), 1))
        call.check(lib.epic_pairing_losses(self._c, values, pair_options(call)))
        return tuple(None if math.isnan(value) else value for value in list(values)[:len(self.pairs)])

    def including(self, a: str, b: str) -> Pairing:
        """The best pairing that has the two (directed: guest and host) as a pair."""
        return _other(self, "epic_pairing_with", a, b)

    def without(self, a: str, b: str) -> Pairing:
        """The best pairing that does not have the two as a pair."""
        return _other(self, "epic_pairing_without", a, b)

    def verify(self) -> None:
        """Proves it anew from the programme and the dual prices, with code that shares nothing with the engines; or InputError."""
        call = _call.Call()
        call.check(lib.epic_pairing_verify(self._c, call.diags))

    def plan(self, *, former: Ledger | None = None, effort: int = 100) -> Plan:
        """Dates the exchange of every pair and the joint events.

        Parameters
        ----------
        former : Ledger, optional
            What was issued before: as few events as can be leave their dates.
        effort : int
            How long to look for a cheaper plan and its proof, in percent of the usual. Steps are counted, never time.

        Examples
        --------
        >>> import epic
        >>> plan = epic.load("examples/epic/programme.yaml").pair().plan()
        >>> plan.proved
        True
        """
        from epic.plan import Plan
        return Plan(self, former, effort)

    def to_text(self) -> str:
        """As ``epic pair`` prints it."""
        return self._publish(lib.EPIC_TEXT)

    def to_json(self) -> str:
        """As ``epic pair --json`` prints it."""
        return self._publish(lib.EPIC_JSON)

    def to_html(self, *, city: str | None = None, section: str | None = None, issued_at: datetime.datetime | None = None) -> str:
        """A page, or that of a city with nothing of others, as the report is before there are dates.

        Parameters
        ----------
        city : str, optional
        section : str, optional
            One section alone: pairs, map, benefit, proof or reading.
        issued_at : datetime, optional
            As of `Plan.write`.
        """
        options = _call.publishing(issued_at, None if city is None else self.programme._index(city), section)
        return _call.written(_call.Call(),
                             lambda write, user: int(lib.epic_publish_pairing_page(self._c, options, write, user))).decode()

    def heatmap(self) -> Page:
        """Who could learn how much from whom, with the pairs marked: of up to 30 cities all, of more the best three of each.

        Examples
        --------
        >>> import epic
        >>> epic.load("examples/epic/programme.yaml").pair().heatmap()
        <Page 'Who could learn how much from whom'>
        """
        return Page(self.to_html(section="benefit"), "Who could learn how much from whom")

    def plot(self, ax: Any = None) -> Any:
        """Draws who could learn how much from whom with matplotlib.

        Each row learns from each column, in per cent of its need; pairs are framed, what a rule forbids is hatched.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            To draw into; of a figure of its own unless stated.

        Returns
        -------
        matplotlib.axes.Axes
        """
        return plots.heatmap(self, ax)

    def to_pandas(self) -> Any:
        """The pairs as a table, a row each.

        Returns
        -------
        pandas.DataFrame
            `a` and `b` are the cities, in directed forms guest and host; `benefit_a` is what `a` learns from `b`, `benefit_b`
            what `b` learns from `a`, NaN in directed forms; `value`, `pinned`, `triad` and `round` as of `Pair`.
        """
        return frames.pairs(self)

    def _repr_html_(self) -> str:
        return Page(self.to_html(), "Pairing")._repr_html_()

    def _publish(self, form: int) -> str:
        return _call.written(_call.Call(),
                             lambda write, user: int(lib.epic_publish_pairing(self._c, form, write, user))).decode()

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        proof = "proved best" if self.proved else f"at most {self.bound:.4f}"
        return f"<Pairing of {self.programme.id!r}: {len(self)} pairs, total {self.total:.4f}, {proof}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pairing):
            return NotImplemented
        return self.scores == other.scores and self.pairs == other.pairs and self.unpaired == other.unpaired

    def __hash__(self) -> int:
        return hash((self.scores, tuple(pair.cities for pair in self.pairs)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_call.again, self._recipe)


def _other(of: Pairing, name: str, a: str, b: str) -> Pairing:
    """A pairing that differs in one pair."""
    call, out = _call.Call(), ffi.new("epic_pairing **")
    one, other = of.programme._index(a), of.programme._index(b)
    status = getattr(lib, name)(out, of._c, one, other, pair_options(call), call.diags)
    owned = call.made(status, out[0], lib.epic_pairing_unref)
    return Pairing._made(owned, of.scores, call.told, (_other, of, name, a, b))


def best(scores: Scores, k: int, *, prefer: str | None = None, engine: str = "any", threads: int = 1) -> tuple[Pairing, ...]:
    """The `k` best pairings, the best first; fewer when there are no more."""
    call, out, count = _call.Call(), ffi.new("epic_pairing *[]", max(_call.count(k, "k"), 1)), ffi.new("size_t *")
    status = lib.epic_pairings_best(out, k, count, scores._c, pair_options(call, prefer, engine, threads), call.diags)
    owned = [ffi.gc(out[i], lib.epic_pairing_unref) for i in range(count[0])]
    call.check(status)
    return tuple(Pairing._made(one, scores, call.told, (_ranked, scores, k, i, prefer, engine, threads))
                 for i, one in enumerate(owned))


def _ranked(scores: Scores, k: int, i: int, prefer: str | None, engine: str, threads: int) -> Pairing:
    return best(scores, k, prefer=prefer, engine=engine, threads=threads)[i]
