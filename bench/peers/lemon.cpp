// SPDX-License-Identifier: GPL-3.0-or-later
// lemon FILE: a matrix of bench_pair by LEMON. Mutual: MaxWeightedMatching, on the implicit complete graph, or on the list of
// allowed pairs when those are the fewer. Directed: NetworkSimplex from rows to columns, a unit a pair.
// lemon sparse FILE: MaxWeightedMatching on the edges that libepic's core looked at.
#include <lemon/full_graph.h>
#include <lemon/matching.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>

#include "numbers.hpp"

using namespace lemon;

template <class Graph> static long long match(const Graph &graph, const typename Graph::template EdgeMap<long long> &weight)
{
    MaxWeightedMatching<Graph, typename Graph::template EdgeMap<long long>> solver(graph, weight);
    solver.run();
    return solver.matchingWeight();
}

static answer match_full(const matrix &m)
{
    FullGraph graph(m.rows);
    FullGraph::EdgeMap<long long> weight(graph);
    for (FullGraph::EdgeIt e(graph); e != INVALID; ++e) {
        weight[e] = std::max(0, m.at(graph.index(graph.u(e)), graph.index(graph.v(e))));
    }
    return timed([&] { return match(graph, weight); });
}

static answer match_edges(int nodes, const std::vector<edge> &edges)
{
    SmartGraph graph;
    graph.reserveNode(nodes);
    graph.reserveEdge(int(edges.size()));
    for (int i = 0; i < nodes; i++) {
        graph.addNode();
    }
    SmartGraph::EdgeMap<long long> weight(graph);
    for (const edge &e : edges) {
        weight[graph.addEdge(graph.nodeFromId(e.u), graph.nodeFromId(e.v))] = e.weight;
    }
    return timed([&] { return match(graph, weight); });
}

static answer match_mutual(const matrix &m)
{
    bool few = m.count_pairs() < size_t(m.rows) * size_t(m.rows - 1) / 4;
    return few ? match_edges(m.rows, m.pairs()) : match_full(m);
}

// Rows give, columns take, and the last node takes what stays alone.
static answer assign(const matrix &m)
{
    SmartDigraph graph;
    int alone = m.rows + m.columns, total = 0;
    for (int i = 0; i <= alone; i++) {
        graph.addNode();
    }
    graph.reserveArc(int(m.weight.size()) + alone);
    SmartDigraph::NodeMap<int> supply(graph, 0);
    SmartDigraph::ArcMap<int> room(graph);
    SmartDigraph::ArcMap<long long> cost(graph);
    auto add = [&](int from, int to, int most, long long price) {
        SmartDigraph::Arc arc = graph.addArc(graph.nodeFromId(from), graph.nodeFromId(to));
        room[arc] = most;
        cost[arc] = price;
    };
    for (int i = 0; i < m.rows; i++) {
        for (int j = 0; j < m.columns; j++) {
            if (m.at(i, j) > 0) {
                add(i, m.rows + j, 1, -m.at(i, j));
            }
        }
        supply[graph.nodeFromId(i)] = m.room[size_t(i)];
        total += m.room[size_t(i)];
    }
    for (int i = 0; i < alone; i++) {
        add(i, alone, m.room[size_t(i)], 0);
    }
    supply[graph.nodeFromId(alone)] = -total;
    return timed([&] {
        NetworkSimplex<SmartDigraph, int, long long> solver(graph);
        solver.upperMap(room).costMap(cost).supplyMap(supply).run();
        return -solver.totalCost();
    });
}

int main(int count, char **words)
{
    if (count == 3) {
        int nodes;
        std::vector<edge> edges = read_edges(words[2], &nodes);
        say(match_edges(nodes, edges));
        return 0;
    }
    matrix m(words[1]);
    say(m.mutual ? match_mutual(m) : assign(m));
    return 0;
}
