# SPDX-License-Identifier: GPL-3.0-or-later
"""The raw engines beside networkx, scipy and trying everything."""
import itertools
import tracemalloc

import networkx
import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

import epic

WEIGHTS = st.one_of(st.integers(-20, 20).map(float), st.just(float("nan")))


@st.composite
def symmetric(draw, most=7):
    n = draw(st.integers(0, most))
    table = np.zeros((n, n))
    for i, j in itertools.combinations(range(n), 2):
        table[i, j] = table[j, i] = draw(WEIGHTS)
    return table


def graph_of(table):
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(table)))
    graph.add_weighted_edges_from((i, j, table[i, j]) for i, j in itertools.combinations(range(len(table)), 2)
                                  if not np.isnan(table[i, j]))
    return graph


def matchings(n, free):
    """All of them, as lists of pairs."""
    if not free:
        yield []
        return
    first, rest = free[0], free[1:]
    yield from matchings(n, rest)
    for other in rest:
        for more in matchings(n, [one for one in rest if one != other]):
            yield [(first, other), *more]


@given(symmetric(6), st.booleans())
def test_match_against_trying_everything(table, most):
    worth = [(len(pairs) if most else 0, sum(table[pair] for pair in pairs)) for pairs in matchings(len(table), list(range(len(table))))
             if not any(np.isnan(table[pair]) for pair in pairs)]
    pairs = epic.match(table, maxcardinality=most)
    assert (len(pairs) if most else 0, sum(table[i, j] for i, j in pairs)) == max(worth)
    assert len(set(pairs.ravel())) == pairs.size and (pairs[:, 0] < pairs[:, 1]).all()


@given(symmetric(), st.booleans())
def test_match_beside_networkx(table, most):
    theirs = networkx.max_weight_matching(graph_of(table), maxcardinality=most)
    ours = epic.match(table, maxcardinality=most)
    assert sum(table[i, j] for i, j in ours) == sum(table[i, j] for i, j in theirs)
    assert not most or len(ours) == len(theirs)


@given(of_numpy.arrays(np.float64, st.tuples(st.integers(0, 7), st.integers(0, 7)), elements=st.integers(-50, 50).map(float)), st.booleans())
def test_assign_beside_scipy(costs, maximize):
    ours, theirs = epic.assign(costs, maximize), scipy.optimize.linear_sum_assignment(costs, maximize)
    assert costs[ours].sum() == costs[theirs].sum()
    assert (ours[0] == theirs[0]).all() or len(ours[0]) == len(theirs[0]) == costs.shape[1] < costs.shape[0]
    assert len(set(ours[1])) == len(ours[1])


@given(of_numpy.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)),
                       elements=st.one_of(st.integers(0, 9).map(float), st.just(float("inf")))))
def test_assign_says_as_scipy_what_is_impossible(costs):
    try:
        theirs = costs[scipy.optimize.linear_sum_assignment(costs)].sum()
    except ValueError:
        with pytest.raises(ValueError, match="infeasible"):
            epic.assign(costs)
        return
    if np.isfinite(theirs):
        assert costs[epic.assign(costs)].sum() == theirs


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_any_layout_is_the_same_table(seed):
    dice = np.random.default_rng(seed)
    table = dice.integers(0, 100, (6, 6)).astype(float)
    table = table + table.T
    pairs = epic.match(table).tolist()
    for same in (np.asfortranarray(table), table.astype(np.int64), table.astype(np.float32), table.tolist(), table[::-1][::-1],
                 np.kron(table, np.ones((2, 2)))[::2, ::2]):
        assert epic.match(same).tolist() == pairs


def test_what_is_no_table():
    for wrong, error in (([1, 2], ValueError), (np.zeros((2, 3)), ValueError), ([["a", "b"], ["c", "d"]], TypeError),
                         ([[0, 1], [2, 0]], ValueError), ([[0, np.inf], [np.inf, 0]], ValueError), ([[0, 1j], [1j, 0]], TypeError)):
        with pytest.raises(error):
            epic.match(wrong)
    with pytest.raises(ValueError):
        epic.assign([[np.nan]])
    assert epic.match(np.zeros((0, 0))).shape == (0, 2) and epic.assign(np.zeros((0, 3)))[0].shape == (0,)


def test_a_table_in_place_is_not_copied():
    table = np.random.default_rng(1).random((1000, 1000))
    table = table + table.T
    before = table.copy()
    epic.match(table)  # what is imported at first is
    tracemalloc.start()
    epic.match(table)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (table == before).all() and most < table.nbytes / 10


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_floats_with_what_cannot_be_as_scipy(seed):
    dice = np.random.default_rng(seed)
    costs = np.where(dice.random((12, 12)) < 0.3, np.inf, dice.random((12, 12)))
    try:
        theirs = costs[scipy.optimize.linear_sum_assignment(costs)].sum()
    except ValueError:
        return
    assert costs[epic.assign(costs)].sum() == pytest.approx(theirs, abs=1e-12)


def test_a_mask_is_refused():
    with pytest.raises(TypeError, match="mask"):
        epic.match(np.ma.masked_array([[0, 1], [1, 0]], mask=[[False, True], [True, False]]))
