# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines of pairing for a table of numbers of one's own: matching and assignment. doc/pairing.md describes both."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from epic import _call
from epic._epic import ffi, lib

if TYPE_CHECKING:
    import numpy.typing as npt


def match(weights: npt.ArrayLike, *, maxcardinality: bool = False) -> npt.NDArray[np.intp]:
    """Pairs of rows of a symmetric table, each row in one pair at most, of greatest total weight.

    The counterpart of `networkx.max_weight_matching` for a table: NaN or -inf is "no edge", the diagonal is not read, and pairs of
    negative weight are left out. Whole numbers below 2^57 / (n + 2), with `maxcardinality` below 2^57 / (n + 2)^2, and 2^52 are
    exact; others are rounded to units of which more than half of that bound make the greatest magnitude. So say "no edge" by NaN,
    not by a huge number, which makes the unit large.

    Parameters
    ----------
    weights : (n, n) array_like
        Symmetric. An array of float64 in C order is read where it is; another is copied.
    maxcardinality : bool
        First as many pairs as can be, then the greatest total.

    Returns
    -------
    (k, 2) ndarray of indices
        The lower one of each pair first, ascending.

    Raises
    ------
    ArgumentError
        The table is not square or not symmetric, or holds +inf.

    Examples
    --------
    >>> import epic
    >>> epic.match([[0, 5, 1], [5, 0, 2], [1, 2, 0]]).tolist()
    [[0, 1]]
    """
    table = _table(weights)
    mate = _solve(lib.epic_match, table, most_pairs=maxcardinality)
    first = np.flatnonzero(mate > np.arange(len(mate)))
    return np.column_stack((first, mate[first]))


def assign(cost_matrix: npt.ArrayLike, maximize: bool = False) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Each row a column of its own, or each column a row where there are fewer, at the least total cost.

    With the conventions of `scipy.optimize.linear_sum_assignment`. Numbers count as with `match` and `maxcardinality`, n being rows
    and columns: say "cannot be" by inf, not by a huge number, which makes the unit large.

    Parameters
    ----------
    cost_matrix : (n, m) array_like
        inf is "cannot be" (-inf when `maximize`). An array of float64 in C order is read where it is when `maximize`; else a
        negative of it is made.
    maximize : bool

    Returns
    -------
    row_ind, col_ind : ndarray of indices
        The rows ascending, as many as the lesser of n and m.

    Raises
    ------
    ValueError
        No complete assignment exists, or the table holds NaN.

    Examples
    --------
    >>> import epic
    >>> rows, columns = epic.assign([[4, 1, 3], [2, 0, 5], [3, 2, 2]])
    >>> columns.tolist()
    [1, 0, 2]
    """
    table = _table(cost_matrix)
    if not maximize:
        table = np.negative(table)
    column = _solve(lib.epic_assign, table, most_pairs=True, refuse_nan=True)
    rows = np.flatnonzero(column >= 0)
    if len(rows) < min(table.shape):
        raise ValueError("cost matrix is infeasible: there is no complete assignment")
    return rows, column[rows]


def _table(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    if np.ma.isMaskedArray(values):
        raise TypeError("a mask is not heeded: fill it, such as with values.filled(numpy.nan)")
    table = np.asarray(values)
    if table.ndim != 2:
        raise ValueError(f"expected a table of two dimensions, got an array of shape {table.shape}")
    if table.dtype.kind not in "biuf":
        raise TypeError(f"expected real numbers, got an array of {table.dtype}")
    return np.ascontiguousarray(table, dtype=np.float64)


def _solve(engine: Any, table: npt.NDArray[np.float64], most_pairs: bool, refuse_nan: bool = False) -> npt.NDArray[np.intp]:
    """Of each row its partner, or -1."""
    call, answer = _call.Call(), np.full(max(table.shape[0], 1), -1, dtype=np.intp)
    options = call.watch(ffi.new("epic_match_options *", {"size": ffi.sizeof("epic_match_options")}))
    options.most_pairs, options.refuse_nan = most_pairs, refuse_nan
    given = ffi.new("epic_weights *", {"rows": table.shape[0], "columns": table.shape[1],
                                       "matrix": _call.doubles(table)})
    call.check(engine(given, options, _call.indices(answer), call.diags))
    return answer[:table.shape[0]]
