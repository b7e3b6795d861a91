// SPDX-License-Identifier: GPL-3.0-or-later
// blossom5 FILE: a mutual matrix of bench_pair by Blossom V (Kolmogorov), whose source is not ours to ship: bench/run is told where
// it lies and makes its numbers double, in which these weights and their sums are exact. It finds perfect matchings of least cost:
// pairs of no worth complete the graph, a node of no worth makes the number even, and costs are weights turned round.
// blossom5 sparse FILE: the edges that libepic's core looked at, with a copy of the graph whose nodes are joined to their
// originals at no worth, which makes whatever stays alone perfect.
#include "PerfectMatching.h"

#include "numbers.hpp"

static double solve(int nodes, const std::vector<edge> &edges, long long base)
{
    PerfectMatching solver(nodes, int(edges.size()));
    solver.options.verbose = false;
    solver.options.fractional_jumpstart = false;
    solver.options.update_duals_before = true;
    for (const edge &e : edges) {
        solver.AddEdge(e.u, e.v, double(base - e.weight));
    }
    solver.Solve();
    double total = 0;
    for (size_t i = 0; i < edges.size(); i++) {
        total += solver.GetSolution(int(i)) != 0 ? double(edges[i].weight) : 0;
    }
    return total;
}

static const long long most = 1LL << 30;

static std::vector<edge> complete(const matrix &m, int nodes)
{
    std::vector<edge> edges;
    edges.reserve(size_t(nodes) * size_t(nodes - 1) / 2);
    for (int i = 0; i < nodes; i++) {
        for (int j = i + 1; j < nodes; j++) {
            edges.push_back(edge{i, j, j < m.rows && m.at(i, j) > 0 ? m.at(i, j) : 0});
        }
    }
    return edges;
}

static answer match_sparse(const char *path)
{
    int nodes;
    std::vector<edge> edges = read_edges(path, &nodes);
    for (size_t i = 0, count = edges.size(); i < count; i++) {
        edges.push_back(edge{edges[i].u + nodes, edges[i].v + nodes, edges[i].weight});
    }
    for (int i = 0; i < nodes; i++) {
        edges.push_back(edge{i, i + nodes, 0});
    }
    answer doubled = timed([&] { return (long long)solve(2 * nodes, edges, most); });
    doubled.total /= 2;
    return doubled;
}

int main(int count, char **words)
{
    if (count == 3) {
        say(match_sparse(words[2]));
        return 0;
    }
    matrix m(words[1]);
    int nodes = m.rows + m.rows % 2;
    std::vector<edge> edges = complete(m, nodes);
    say(timed([&] { return (long long)solve(nodes, edges, most); }));
    return 0;
}
