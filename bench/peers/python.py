# SPDX-License-Identifier: GPL-3.0-or-later
"""python.py PEER FILE: a matrix of bench_pair by a peer that is called from Python. What the peer takes is made before the time
counts. A host with room for several is as many columns; rows or columns of no worth make the matrix square."""
import json
import sys
import time

import numpy


def read(path):
    """Whether mutual, and the weights; where a rule forbids a pair or it is worth nothing, 0."""
    numbers = numpy.fromfile(path, dtype=numpy.int32)
    mutual, rows, columns = (int(number) for number in numbers[:3])
    room = numbers[3:3 + rows + columns]
    weights = numpy.maximum(numbers[3 + rows + columns:].reshape(rows, columns), 0)
    if mutual:
        return True, weights
    weights = weights.repeat(room[:rows], axis=0).repeat(room[rows:], axis=1)
    side = max(weights.shape)
    return False, numpy.pad(weights, [(0, side - length) for length in weights.shape])


def total_of(weights, rows, columns):
    return int(weights[rows, columns].sum(dtype=numpy.int64))


def costs_of(weights):
    """Below 1, and exact as weights are in units of 2^-30: lap goes wrong with costs above a million."""
    return (weights.max() - weights) * 2.0**-30


def scipy(weights):
    from scipy.optimize import linear_sum_assignment
    costs = costs_of(weights)
    return lambda: total_of(weights, *linear_sum_assignment(costs))


def lap(weights):
    import lap as peer
    costs = costs_of(weights)
    return lambda: total_of(weights, range(len(weights)), peer.lapjv(costs, return_cost=False)[0])


def lapjv(weights):
    import lapjv as peer
    costs = costs_of(weights)
    return lambda: total_of(weights, range(len(weights)), peer.lapjv(costs, force_doubles=True)[0])


def edges_of(weights):
    rows, columns = numpy.nonzero(numpy.triu(weights, 1))
    return [(int(i), int(j), int(weights[i, j])) for i, j in zip(rows, columns)]


def total_of_edges(weights, pairs):
    pairs = list(pairs)
    return total_of(weights, [i for i, _ in pairs], [j for _, j in pairs])


def networkx(weights):
    import networkx as peer
    graph = peer.Graph()
    graph.add_weighted_edges_from(edges_of(weights))
    return lambda: total_of_edges(weights, peer.max_weight_matching(graph))


def rustworkx(weights):
    import rustworkx as peer
    graph = peer.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(weights)))
    graph.add_edges_from(edges_of(weights))
    return lambda: total_of_edges(weights, peer.max_weight_matching(graph, weight_fn=int))


def timed(work):
    """The mean time; short work is done again until a quarter of a second is spent."""
    start, runs = time.process_time(), 0
    while True:
        total = work()
        runs += 1
        spent = time.process_time() - start
        if spent >= 0.25:
            return {"seconds": spent / runs, "total": total}


def main(name, path):
    mutual, weights = read(path)
    peers = (networkx, rustworkx) if mutual else (scipy, lap, lapjv)
    print(json.dumps(timed({peer.__name__: peer for peer in peers}[name](weights))))


if __name__ == "__main__":
    main(*sys.argv[1:])
