# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores: how much a guest can learn from a host. doc/model.md derives the formulas."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from epic import _call, frames
from epic._epic import ffi, lib
from epic.errors import Diagnostic

if TYPE_CHECKING:
    import numpy.typing as npt

    from concurrent.futures import Executor

    from epic.ledger import Ledger
    from epic.pairing import Pairing
    from epic.programme import Programme

ENGINES = ("any", "native", "glpk")
PREFERENCES = ("value", "participation", "fairness")


@dataclass(frozen=True)
class Term:
    """What one domain adds to a benefit: share = weight * need * offer * step * transfer / sum of weight * need.

    All but `weight` are 0 to 1 and without unit.
    """

    domain: str
    weight: float
    need: float
    offer: float
    step: float
    transfer: float
    share: float


class Explanation(tuple[Term, ...]):
    """The terms of a benefit, one for each domain."""

    def to_pandas(self) -> Any:
        """The terms as a table, a row each.

        Returns
        -------
        pandas.DataFrame
            Columns are the attributes of `Term`.
        """
        return frames.terms(self)


class Scores:
    """The scores of a programme. They never change; any number of threads may use them."""

    def __init__(self, programme: Programme) -> None:
        call, out = _call.Call(), ffi.new("epic_scores **")
        self._c = call.made(lib.epic_scores_make(out, programme._c, call.diags), out[0], lib.epic_scores_unref)
        self.diagnostics: tuple[Diagnostic, ...] = call.told
        self.programme = programme

    @cached_property
    def benefit(self) -> npt.NDArray[np.float64]:
        """How much the city of the row learns from that of the column: (cities, cities), read-only, 0 to 1, without unit."""
        return self._rows(lib.epic_scores_benefits)

    @cached_property
    def value(self) -> npt.NDArray[np.float64]:
        """What a pair is worth in the programme's form: (cities, cities), read-only; symmetric when mutual."""
        return self._rows(lib.epic_scores_values)

    def _rows(self, fill: Any) -> npt.NDArray[np.float64]:
        n = len(self.programme.cities)
        matrix = np.empty((n, n))
        rows = _call.doubles(matrix)
        for a in range(n):
            fill(self._c, a, 0, n, rows + a * n)
        matrix.flags.writeable = False
        return matrix

    def explain(self, guest: str, host: str) -> Explanation:
        """The terms of what `guest` learns from `host`, one for each domain; their shares sum to the benefit."""
        names = [domain.id for domain in self.programme.domains]
        terms = ffi.new("epic_term[]", len(names))
        lib.epic_scores_explain(self._c, self.programme._index(guest), self.programme._index(host), terms, len(names))
        return Explanation(Term(names[it.domain], it.weight, it.need, it.offer, it.step, it.transfer, it.share) for it in terms)

    def forbidden(self, a: str, b: str) -> str | None:
        """The rule that forbids two cities (directed: guest and host) as a pair, in words; None when they may be one."""
        rule = lib.epic_pair_rule(self._c, self.programme._index(a), self.programme._index(b))
        return None if rule == lib.EPIC_ALLOWED else _call.text(lib.epic_rule_words(rule))

    def to_pandas(self) -> Any:
        """The benefits as a table.

        Returns
        -------
        pandas.DataFrame
            A row for each guest and a column for each host, by id.
        """
        return frames.benefit(self)

    def prices(self, *, threads: int = 1) -> npt.NDArray[np.float64]:
        """What a partner is worth to each city, guessed from a quarter of them: (rows,), without unit.

        Rows are the cities; in directed forms the cities as guests, then the cities as hosts.
        """
        call, prices = _call.Call(), np.empty(int(lib.epic_pair_rows(self._c)))
        call.check(lib.epic_pair_prices(self._c, _call.doubles(prices), pair_options(call, threads=threads)))
        return prices

    def candidates(self, best: int, *, prices: npt.ArrayLike | None = None, first: int = 0,
                   count: int | None = None) -> npt.NDArray[np.intp]:
        """The cities whose pair with that of a row is worth most beyond their price, the first first; -1 where there are fewer.

        Parameters
        ----------
        best : int
            So many.
        prices : (rows,) array_like, optional
            As `prices` gives them; 0 unless stated.
        first, count : int, optional
            The rows, as in `prices`; all unless stated.

        Returns
        -------
        (count, best) ndarray of indices

        Examples
        --------
        >>> import epic
        >>> epic.load("examples/epic/programme.yaml").scores().candidates(2, first=0, count=1).tolist()
        [[3, 6]]
        """
        call, count = _call.Call(), int(lib.epic_pair_rows(self._c)) - first if count is None else count
        if min(best, first, count) < 0:
            raise ValueError("best, first and count must not be negative")
        out = np.empty((count, best), dtype=np.intp)
        given = ffi.NULL if prices is None else _call.doubles(self._checked(prices))
        call.check(lib.epic_pair_candidates(self._c, given, first, count, best, _call.indices(out)))
        return out

    def _checked(self, prices: npt.ArrayLike) -> npt.NDArray[np.float64]:
        table, rows = np.ascontiguousarray(prices, dtype=np.float64), int(lib.epic_pair_rows(self._c))
        if table.shape != (rows,):
            raise ValueError(f"expected {rows} prices, got an array of shape {table.shape}")
        return table

    def pair(self, *, prefer: str | None = None, engine: str = "any", threads: int = 1, former: Ledger | None = None,
             executor: Executor | None = None) -> Pairing:
        """Pairs the cities: the greatest total value of all pairings that keep the rules, proved.

        Parameters
        ----------
        prefer : {"value", "participation", "fairness"}, optional
            What comes first; as the programme says unless stated.
        engine : {"any", "native", "glpk"}
            Who computes it; the pairs are the same.
        threads : int
            That look at pairs; the pairs are the same.
        former : Ledger, optional
            What was issued before: pairs stay together where they can.
        executor : concurrent.futures.Executor, optional
            Lists in blocks of cities, wherever it works, what may become a pair, for a huge pairing. It is solved and proved here; the
            pairs are the same, whatever comes back. Processes are sent the programme, which each reads once.

        Raises
        ------
        InfeasibleError
            The rules contradict each other.
        InputError
            The engine cannot do what the programme asks for.

        Examples
        --------
        >>> import epic
        >>> pairing = epic.load("examples/epic/programme.yaml").pair()
        >>> [pair.cities for pair in pairing.pairs][0]
        ('alcorcon', 'gdansk')
        """
        from epic.pairing import Pairing
        if executor is None:
            return Pairing(self, prefer, engine, threads, former)
        from epic.many import hint
        return Pairing(self, prefer, engine, threads, former, hint(self, executor, threads))

    def __repr__(self) -> str:
        return f"<Scores of {self.programme!r}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        return self.programme == other.programme

    def __hash__(self) -> int:
        return hash((Scores, self.programme))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_call.again, (Scores, self.programme))


def pair_options(call: _call.Call, prefer: str | None = None, engine: str = "any", threads: int = 1) -> Any:
    """The options of pairing, whose call they watch."""
    options = call.watch(ffi.new("epic_pair_options *", {"size": ffi.sizeof("epic_pair_options")}))
    options.engine = _call.word(engine, "engine", ENGINES)
    options.prefer = lib.EPIC_PREFER_STATED if prefer is None else _call.word(prefer, "prefer", PREFERENCES)
    options.threads = _call.count(threads, "threads")
    return options
