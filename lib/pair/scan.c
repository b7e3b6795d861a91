/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"
#include "hint.h"
#include "sieve.h"
#include "wish.h"

enum {
    TILE = EP_SIEVE_TILE,
    ROWS = 64,          /* that a thread takes at a time */
    ASKED = 32,         /* cities that tell how many partners there are */
    FEW = 64,           /* of these */
    MOST_LISTED = 4096, /* cities of which all pairs are listed */
    LEAST_SAMPLE = 12,  /* cities */
    BEST = 6            /* partners in a sample, a quarter of all, that tell which wishes there will be among all */
};

static const double MARGIN = 0x1p-28; /* of values: more than all that rounding adds */
static const double NARROW = 0x1p-20; /* of values: more than single precision takes off */
static const double LEAST_PART = 0.25;
static const double NEAR = 0.5;       /* of how far below its price the first list goes */
static const double MOST_GAIN = 4;    /* of values, and of what levels are less than 0 */
static const double NEVER = 0x1p60;   /* no value reaches it */

/* What a thread has for itself. */
typedef struct worker {
    ep_wish *wishes; /* of each node: a list of cities */
    float *limits;   /* of each node: what a wish must exceed to be listed, as the sieve wants it */
    size_t uncovered; /* pairs that were found */
    uint32_t passed[TILE];
} worker;

typedef struct scan {
    ep_problem *problem;
    const ep_watch *watch;
    double done; /* the most that was told */
    size_t nodes;            /* of the problem */
    size_t hosts;            /* where the nodes of hosts begin; mutual: 0, and the only side is the first */
    size_t sizes[2];         /* how many nodes a side has: guests, hosts */
    size_t count[2];         /* only so many for now, the first */
    uint32_t *city;          /* of each node */
    const ep_sieve *sieve[2];
    const ep_prices *prices; /* NULL in the first pass */
    double *level;           /* of each node: its part of what a pair's value must exceed */
    float *bar;              /* the same, as the sieve wants it */
    double *best;            /* of each node: level in the making */
    double hint[2];          /* of each side: most bests exceed it */
    double *least;           /* of each node: the gain of its first wishes must exceed it */
    int64_t *guess;          /* of each node of the problem: a price to begin with */
    ep_number *paid;         /* of each node: prices that, without odd sets, cover all pairs but those listed */
    double near;             /* pairs that the prices cover by less are listed with those that they do not */
    bool blind;              /* nothing is known of pairs that are not listed */
    bool *stale;             /* of each node: its pairs must be looked at */
    bool all;                /* all pairs must */
    uint32_t *rows;          /* nodes to look at, ascending */
    size_t row_count;
    size_t leading;  /* mutual: nodes before the first that is not stale */
    int64_t *sets;   /* of each node of the problem: ep_prices_common() */
    float *common;   /* of each node: the same, as a part of a pair's value and as the sieve wants it */
    worker *workers; /* the first has what all have found in the end */
    unsigned threads;
    ep_edge *edges;
} scan;

/* Partners after a node's first pay its premium back, so that they add values alone, which are small. */
bool ep_scan_can(const ep_problem *problem)
{
    bool can = true;
    for (size_t i = 0; i < problem->match.node_count && can; i++) {
        can = problem->match.room[i].min == 0;
    }
    ep_number most = {{2 * problem->premium + ep_units(1), INT64_C(1) << 32}};
    return can && problem->premium <= EP_MOST_PREMIUM && ep_native_in_range(problem->match.node_count, !problem->mutual, &most);
}

/* ---- nodes are the parts that cities take: for now guests are 0 .. count[0] - 1, hosts count[1] from `hosts` on ---- */

static size_t next_node(const scan *s, size_t node)
{
    return node + 1 == s->count[0] && s->hosts > 0 ? s->hosts : node + 1;
}

static size_t end_of_nodes(const scan *s)
{
    return s->hosts > 0 ? s->hosts + s->count[1] : s->count[0];
}

static bool is_host(const scan *s, size_t node)
{
    return s->hosts > 0 && node >= s->hosts;
}

/* Whom a node can be paired with: hosts, or those of the first side. */
static bool meets_hosts(const scan *s, size_t node)
{
    return s->hosts > 0 && node < s->hosts;
}

/* Where these begin. */
static size_t others_of(const scan *s, size_t node)
{
    return meets_hosts(s, node) ? s->hosts : 0;
}

static size_t others_count(const scan *s, size_t node)
{
    return s->count[meets_hosts(s, node)];
}

static size_t place_of(const scan *s, size_t node)
{
    return is_host(s, node) ? node - s->hosts : node;
}

/* The number that a node has in the problem. */
static uint32_t number_of(const scan *s, size_t node)
{
    return (uint32_t)ep_node(s->problem, s->city[node], is_host(s, node));
}

static bool allows(const scan *s, size_t node, size_t other)
{
    return ep_problem_allows(s->problem, s->city[node < other ? node : other], s->city[node < other ? other : node]);
}

static bool edge_of(const scan *s, size_t node, size_t other, double value, ep_edge *out)
{
    size_t a = s->city[node < other ? node : other], b = s->city[node < other ? other : node];
    return ep_problem_weigh(s->problem, a, b, value, out);
}

static double value_of(const scan *s, size_t node, size_t other)
{
    return epic_scores_value(s->problem->scores, s->city[node < other ? node : other], s->city[node < other ? other : node]);
}

/* The others in a tile whose pairs with a node may reach its bar. */
static size_t sieve_tile(const scan *s, worker *w, size_t node, ep_bar own, size_t tile, const float *extras)
{
    bool hosts = meets_hosts(s, node);
    size_t others = others_of(s, node);
    return ep_sieve_tile(s->sieve[hosts], s->sieve[is_host(s, node)], place_of(s, node), own, tile, s->bar + others,
                         extras + others, w->passed);
}

/* Samples come first, and rounds repeat; what is told of them does not fall. */
static bool tell(void *user, const char *stage, double done)
{
    scan *s = user;
    s->done = done > s->done ? done : s->done;
    return s->watch->progress == NULL || s->watch->progress(s->watch->user, stage, s->done);
}

static int share(scan *s, size_t rows, ep_piece *piece)
{
    ep_watch watch = {tell, s, s->watch->stage};
    return ep_crew_run(s->threads, (rows + ROWS - 1) / ROWS, piece, s, &watch);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t most_of(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* ---- a pass over the pairs ---- */

static ep_wish *wishes_of(const worker *w, size_t node)
{
    return w->wishes + node * EP_WISHES;
}

static bool has_sets(const scan *s)
{
    return s->prices != NULL && ep_prices_have_sets(s->prices);
}

static void wish(const scan *s, worker *w, size_t node, ep_wish it)
{
    ep_wishes_add(wishes_of(w, node), it);
    if (!has_sets(s)) {
        w->limits[node] = ep_sieve_level(wishes_of(w, node)->gain);
    }
}

/* The prices of odd sets are looked at before a wish can displace another: a pair that they cover must not hide one that they
 * do not. */
static void consider(const scan *s, worker *w, size_t node, size_t other)
{
    if (!allows(s, node, other)) {
        return;
    }
    double value = value_of(s, node, other);
    float gain = (float)(value - s->level[node] - s->level[other]);
    ep_wish one = {gain, (uint32_t)place_of(s, other)}, two = {gain, (uint32_t)place_of(s, node)};
    ep_edge edge;
    if (!ep_wish_is_better(one, *wishes_of(w, node)) && !ep_wish_is_better(two, *wishes_of(w, other))) {
        return;
    }
    if (!edge_of(s, node, other, value, &edge)) {
        return;
    }
    bool covered = s->prices != NULL && ep_prices_cover(s->prices, &edge);
    if (covered && (has_sets(s) || ep_prices_list(s->prices, &edge))) {
        return;
    }
    w->uncovered += !covered;
    wish(s, w, node, one);
    wish(s, w, other, two);
}

/* Where both nodes of a pair are looked at, it is by the first of them. */
static void look_at_tile(const scan *s, worker *w, size_t node, size_t tile)
{
    ep_bar own = {s->bar[node], w->limits[node]};
    size_t others = others_of(s, node), most = others_count(s, node), count = sieve_tile(s, w, node, own, tile, w->limits);
    for (size_t i = 0; i < count; i++) {
        size_t other = others + w->passed[i];
        if (w->passed[i] < most && (other > node || !s->stale[other])) {
            consider(s, w, node, other);
        }
    }
}

/* Several rows with a tile, while it is near at hand. Rows that follow stale ones alone have been looked at up to the
 * diagonal. */
static void look_at_rows(void *user, unsigned number, size_t piece)
{
    const scan *s = user;
    worker *w = &s->workers[number];
    const uint32_t *rows = s->rows + piece * ROWS;
    size_t count = least_of(ROWS, s->row_count - piece * ROWS);
    for (size_t tile = least_of(rows[0], s->leading) / TILE; tile * TILE < most_of(s->count[0], s->count[1]); tile++) {
        for (size_t i = 0; i < count; i++) {
            if (tile * TILE < others_count(s, rows[i]) && (rows[i] >= s->leading || rows[i] / TILE <= tile)) {
                look_at_tile(s, w, rows[i], tile);
            }
        }
    }
}

static void begin_lists(const scan *s, worker *w)
{
    w->uncovered = 0;
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        double least = s->prices == NULL ? s->least[i] : -MARGIN - (has_sets(s) ? 0 : s->near);
        ep_wishes_begin(wishes_of(w, i), (float)least);
        w->limits[i] = has_sets(s) ? s->common[i] : ep_sieve_level(least);
    }
}

/* The premiums are taken off. */
static void begin_pass(scan *s, const ep_prices *prices)
{
    s->prices = prices;
    memset(s->sets, 0, (s->problem->match.node_count + 1) * sizeof *s->sets);
    if (prices != NULL) {
        ep_prices_common(prices, s->sets);
    }
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        s->common[i] = ep_sieve_level((double)s->sets[number_of(s, i)] / (2 * EP_UNITS));
        if (prices != NULL) {
            int64_t price = ep_prices_of(prices, number_of(s, i)).at[EP_WEIGHT] - 2 * s->problem->premium;
            s->level[i] = (double)price / (2 * EP_UNITS);
        }
        s->bar[i] = ep_sieve_level(s->level[i]);
    }
    for (unsigned i = 0; i < s->threads; i++) {
        begin_lists(s, &s->workers[i]);
    }
}

static bool is_less(ep_number x, ep_number y)
{
    return x.at[EP_WEIGHT] != y.at[EP_WEIGHT] ? x.at[EP_WEIGHT] < y.at[EP_WEIGHT] : x.at[EP_TIE] < y.at[EP_TIE];
}

/* The price that a node has, and before there are any what it is guessed to be. */
static ep_number price_of(const scan *s, size_t node)
{
    uint32_t number = number_of(s, node);
    return s->prices != NULL ? ep_prices_of(s->prices, number) : (ep_number){{2 * s->guess[number], 0}};
}

/* Prices of one side may fall by what those of the other rise by. */
static void shift_paid(scan *s)
{
    double risen[2] = {0, 0};
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        risen[is_host(s, i)] += (double)(price_of(s, i).at[EP_WEIGHT] - s->paid[i].at[EP_WEIGHT]);
    }
    int64_t more = llround((risen[0] / (double)s->count[0] - risen[1] / (double)s->count[1]) / 2);
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        s->paid[i].at[EP_WEIGHT] += is_host(s, i) ? -more : more;
    }
}

/* How many pairs so many nodes of each side have. */
static size_t pairs_of(const scan *s, const size_t *rows)
{
    return rows[0] * s->count[s->hosts > 0] + rows[1] * s->count[0];
}

/* A pair of two nodes whose prices have not fallen too far is covered, whatever odd sets there are now. When many have, all pairs
 * are looked at, directed from the guests' side. */
static void find_stale(scan *s)
{
    size_t stale[2] = {0, 0}, most[2] = {s->hosts > 0 ? s->count[0] : s->count[0] / 2, 0};
    if (s->hosts > 0 && s->prices != NULL && !s->blind) {
        shift_paid(s);
    }
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        s->stale[i] = s->prices == NULL || s->blind || is_less(price_of(s, i), s->paid[i]);
        stale[is_host(s, i)] += s->stale[i];
    }
    s->all = pairs_of(s, stale) > pairs_of(s, most);
    s->row_count = s->leading = 0;
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        s->stale[i] = s->all ? !is_host(s, i) : s->stale[i];
        s->leading += s->hosts == 0 && s->stale[i] && s->leading == i;
        if (s->stale[i]) {
            s->rows[s->row_count++] = (uint32_t)i;
        }
    }
}

static size_t count_uncovered(const scan *s)
{
    size_t count = 0;
    for (unsigned i = 0; i < s->threads; i++) {
        count += s->workers[i].uncovered;
    }
    return count;
}

/* A price that covers a node's pairs but those listed. Of what a pair that is not listed is covered by at least, which the first
 * wish tells, each node can lose half; where there were too many wishes it is less than nothing. */
static ep_number paid_by(const scan *s, size_t node)
{
    ep_number price = price_of(s, node);
    double gain = wishes_of(s->workers, node)->gain;
    price.at[EP_WEIGHT] += (int64_t)(((gain < -MOST_GAIN ? -MOST_GAIN : gain) + NARROW) * EP_UNITS);
    return s->all || s->stale[node] || is_less(s->paid[node], price) ? price : s->paid[node];
}

/* When the prices cover all pairs, nothing is listed, and they cover no more than they must. */
static void remember_prices(scan *s)
{
    bool good = s->prices != NULL && count_uncovered(s) == 0;
    s->blind = false;
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        s->paid[i] = good ? price_of(s, i) : paid_by(s, i);
    }
}

static void gather_wishes(scan *s)
{
    for (unsigned i = 1; i < s->threads; i++) {
        for (size_t node = 0; node < end_of_nodes(s); node = next_node(s, node)) {
            for (size_t k = 0; k < EP_WISHES; k++) {
                ep_wish it = wishes_of(&s->workers[i], node)[k];
                if (it.other != EP_NO_WISH) {
                    ep_wishes_add(wishes_of(s->workers, node), it);
                }
            }
        }
    }
}

/* Both nodes of a pair may wish for it; then it is listed by the first of them. */
static bool is_left_out(const scan *s, size_t node, ep_wish it)
{
    size_t other = others_of(s, node) + it.other;
    bool found = it.other == EP_NO_WISH;
    for (size_t k = 0; k < EP_WISHES && !found && other < node; k++) {
        found = wishes_of(s->workers, other)[k].other == place_of(s, node);
    }
    return found;
}

static size_t count_wishes(const scan *s)
{
    size_t count = 0;
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        for (size_t k = 0; k < EP_WISHES; k++) {
            count += !is_left_out(s, i, wishes_of(s->workers, i)[k]);
        }
    }
    return count;
}

static int list_wishes(scan *s, ep_match_problem *match)
{
    ep_edge *edges = realloc(s->edges, (match->edge_count + count_wishes(s) + 1) * sizeof *edges);
    if (edges == NULL) {
        return EPIC_ENOMEM;
    }
    match->edge = s->edges = edges;
    for (size_t i = 0; i < end_of_nodes(s); i = next_node(s, i)) {
        for (size_t k = 0; k < EP_WISHES; k++) {
            ep_wish it = wishes_of(s->workers, i)[k];
            size_t other = others_of(s, i) + it.other;
            if (!is_left_out(s, i, it)) {
                match->edge_count += edge_of(s, i, other, value_of(s, i, other), &edges[match->edge_count]);
            }
        }
    }
    return EPIC_OK;
}

static void free_workers(scan *s, unsigned first)
{
    for (unsigned i = first; i < s->threads; i++) {
        free(s->workers[i].wishes);
        free(s->workers[i].limits);
        s->workers[i].wishes = NULL;
        s->workers[i].limits = NULL;
    }
}

/* Between the passes the lists make room for others. */
static bool make_workers(scan *s)
{
    bool good = true;
    for (unsigned i = 0; i < s->threads; i++) {
        s->workers[i].wishes = malloc(end_of_nodes(s) * EP_WISHES * sizeof(ep_wish));
        s->workers[i].limits = calloc(end_of_nodes(s) + TILE, sizeof(float));
        good = good && s->workers[i].wishes != NULL && s->workers[i].limits != NULL;
    }
    return good;
}

static int look(scan *s, const ep_prices *prices, ep_match_problem *match)
{
    begin_pass(s, prices);
    find_stale(s);
    int status = share(s, s->row_count, look_at_rows);
    if (status != EPIC_OK) {
        return status;
    }
    gather_wishes(s);
    free_workers(s, 1); /* what comes now takes the most memory */
    if (!has_sets(s)) {
        remember_prices(s);
    }
    return count_uncovered(s) > 0 ? list_wishes(s, match) : EPIC_OK;
}

static int more(void *user, const ep_prices *prices, ep_match_problem *match)
{
    scan *s = user;
    int status = make_workers(s) ? look(s, prices, match) : EPIC_ENOMEM;
    free_workers(s, 0);
    return status;
}

/* ---- from few cities to many ---- */

/* The most that a node is worth to nodes of the sample, beyond their own prices, in ascending order. */
typedef struct worth {
    double gain[BEST];
} worth;

static void add_worth(const scan *s, size_t node, size_t other, worth *out)
{
    if (!allows(s, node, other)) {
        return;
    }
    double value = value_of(s, node, other), gain = value - s->level[other];
    ep_edge edge;
    int i = 0;
    if (gain <= out->gain[0] || !edge_of(s, node, other, value, &edge)) {
        return;
    }
    for (; i + 1 < BEST && gain > out->gain[i + 1]; i++) {
        out->gain[i] = out->gain[i + 1];
    }
    out->gain[i] = gain;
}

static void look_for_worth(const scan *s, worker *w, size_t node, size_t tile, worth *out)
{
    ep_bar own = {ep_sieve_level(out->gain[0]), 0};
    size_t others = others_of(s, node), count = sieve_tile(s, w, node, own, tile, s->common);
    for (size_t i = 0; i < count; i++) {
        add_worth(s, node, others + w->passed[i], out);
    }
}

/* Gains up to such a part of the hint are not looked for. */
static void find_worth(const scan *s, worker *w, const uint32_t *nodes, size_t count, double part, worth *out)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < BEST; k++) {
            out[i].gain[k] = part * s->hint[is_host(s, nodes[i])];
        }
    }
    for (size_t tile = 0; tile * TILE < most_of(s->count[0], s->count[1]); tile++) {
        for (size_t i = 0; i < count; i++) {
            if (tile * TILE < others_count(s, nodes[i])) {
                look_for_worth(s, w, nodes[i], tile, &out[i]);
            }
        }
    }
}

/* A node with room for several is worth to each what it is to the last: of a sample of a quarter, a quarter of them. */
static size_t marginal(const scan *s, size_t node)
{
    size_t room = (s->problem->match.room[number_of(s, node)].max + 3) / 4;
    return least_of(room, BEST);
}

/* A high bar is quick, and when too few reach it the node is looked at again with a lower one, and then none. */
static void find_worths(void *user, unsigned number, size_t piece)
{
    const scan *s = user;
    worth found[ROWS];
    const uint32_t *nodes = s->rows + piece * ROWS;
    size_t count = least_of(ROWS, s->row_count - piece * ROWS);
    find_worth(s, &s->workers[number], nodes, count, 1, found);
    for (size_t i = 0; i < count; i++) {
        double hint = s->hint[is_host(s, nodes[i])];
        for (double part = 1; part > 0 && found[i].gain[0] <= part * hint;) {
            part = part > LEAST_PART ? part * 3 / 4 : 0;
            find_worth(s, &s->workers[number], &nodes[i], 1, part, &found[i]);
        }
        s->best[nodes[i]] = found[i].gain[BEST - marginal(s, nodes[i])];
        s->least[nodes[i]] = s->count[0] > 0 ? found[i].gain[0] : -NEVER;
    }
}

static void find_hints(scan *s)
{
    double sum[2] = {0, 0};
    for (size_t i = 0; i < end_of_nodes(s) && s->count[0] > 0; i = next_node(s, i)) {
        sum[is_host(s, i)] += s->level[i];
    }
    for (int k = 0; k < 2; k++) {
        s->hint[k] = sum[k] > 0 ? sum[k] / (double)s->count[k] * 3 / 4 : 0;
    }
}

/* Prices among more nodes, guessed from those among the first: the mean of two that both cover all pairs of these. */
static int guess_levels(scan *s, const scan *more)
{
    find_hints(s);
    s->row_count = 0;
    for (size_t i = 0; i < end_of_nodes(more); i = next_node(more, i)) {
        s->rows[s->row_count++] = (uint32_t)i;
    }
    int status = share(s, s->row_count, find_worths);
    for (size_t i = 0; i < s->row_count && status == EPIC_OK; i++) {
        size_t node = s->rows[i];
        bool known = place_of(s, node) < s->count[is_host(s, node)];
        s->level[node] = known ? (s->level[node] + s->best[node]) / 2 : s->best[node];
        s->least[node] -= s->level[node];
        s->guess[number_of(s, node)] = llround(s->level[node] * EP_UNITS) + s->problem->premium;
    }
    return status;
}

/* The first list tells how far pairs are from their prices. */
static void find_near(scan *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->row_count; i++) {
        double least = s->least[s->rows[i]];
        sum += least < 0 && least > -1 ? -least : 0;
    }
    s->near = s->row_count > 0 ? sum / (double)s->row_count * NEAR : 0;
}

/* Of each side its share: none only where there is none at all. */
static int match_first(scan *s, size_t shift, ep_match *out, ep_arena *arena)
{
    ep_watch watch = {tell, s, s->watch->stage};
    ep_match_problem *match = &s->problem->match;
    scan next = *s;
    for (int k = 0; k < 2; k++) {
        next.count[k] = (s->sizes[k] + ((size_t)1 << shift) - 1) >> shift;
    }
    int status = guess_levels(s, &next);
    find_near(s);
    memcpy(s->count, next.count, sizeof s->count);
    match->node_count = shift > 0 ? number_of(s, end_of_nodes(s) - 1) + (size_t)1 : s->nodes;
    match->edge_count = 0;
    status = status == EPIC_OK ? more(s, NULL, match) : status;
    return status == EPIC_OK ? ep_match_lazily(out, arena, match, s->guess, more, s, &watch) : status;
}

/* Of all nodes a quarter, of which a quarter, and so on are matched before, for good prices to begin with. */
static int match_samples(scan *s)
{
    size_t n = most_of(s->sizes[0], s->sizes[1]), shift = 0;
    while (n >> (shift + 2) >= LEAST_SAMPLE) {
        shift += 2;
    }
    int status = EPIC_OK;
    for (; shift > 0 && status == EPIC_OK; shift -= 2) {
        ep_arena *arena = ep_arena_new();
        ep_match match;
        status = arena != NULL ? match_first(s, shift, &match, arena) : EPIC_ENOMEM;
        ep_arena_free(arena);
    }
    return status;
}

/* ---- from what somebody else has listed ---- */

static int list_hint(scan *s, const ep_hint *hint)
{
    ep_match_problem *match = &s->problem->match;
    match->edge = s->edges = malloc((s->nodes * hint->best + 1) * sizeof *s->edges);
    for (size_t i = 0; i < end_of_nodes(s) && s->edges != NULL; i = next_node(s, i)) {
        double value, price = ep_hint_price(hint->prices, number_of(s, i));
        s->level[i] = price;
        s->guess[number_of(s, i)] = llround(price * EP_UNITS) + s->problem->premium;
        s->rows[s->row_count++] = (uint32_t)i;
        for (size_t k = 0; k < hint->best; k++) {
            ep_edge *edge = &s->edges[match->edge_count];
            if (ep_hint_edge(hint, s->problem, number_of(s, i), k, &value, edge)) {
                size_t other = edge->u == number_of(s, i) ? edge->v : edge->u;
                s->least[i] = value - price - ep_hint_price(hint->prices, other);
                match->edge_count++;
            }
        }
    }
    return s->edges != NULL ? EPIC_OK : EPIC_ENOMEM;
}

/* Whatever is listed, all pairs are looked at afterwards. */
static int match_hint(scan *s, const ep_hint *hint, ep_match *out, ep_arena *arena)
{
    ep_watch watch = {tell, s, s->watch->stage};
    memcpy(s->count, s->sizes, sizeof s->count);
    s->problem->match.edge_count = 0;
    s->blind = true;
    int status = list_hint(s, hint);
    find_near(s);
    return status == EPIC_OK ? ep_match_lazily(out, arena, &s->problem->match, s->guess, more, s, &watch) : status;
}

/* ---- all of it ---- */

/* The nodes are those with room, in the order of the cities. */
static bool list_nodes(scan *s, ep_arena *arena)
{
    const ep_room *room = s->problem->match.room;
    s->city = ep_arena_array_of(arena, s->nodes, uint32_t);
    for (size_t i = 0, count = 0; i < s->nodes && s->city != NULL; i++) {
        if (room[i].max > 0) {
            s->sizes[i >= s->problem->cities]++;
            s->city[count++] = (uint32_t)(i % s->problem->cities);
        }
    }
    s->hosts = s->sizes[1] > 0 ? s->sizes[0] : 0;
    return s->city != NULL;
}

static bool allocate(scan *s, ep_arena *arena)
{
    size_t nodes = s->hosts + s->sizes[!s->problem->mutual];
    s->sieve[0] = ep_sieve_make(arena, s->problem->scores, false, s->city, s->sizes[0]);
    s->sieve[1] = ep_sieve_make(arena, s->problem->scores, true, s->city + s->hosts, s->sizes[1]);
    s->level = ep_arena_array_of(arena, nodes, double);
    s->bar = ep_arena_array_of(arena, nodes + TILE, float);
    s->best = ep_arena_array_of(arena, nodes, double);
    s->least = ep_arena_array_of(arena, nodes, double);
    s->guess = ep_arena_array_of(arena, s->nodes, int64_t);
    s->sets = ep_arena_array_of(arena, s->nodes + 1, int64_t);
    s->common = ep_arena_array_of(arena, nodes + TILE, float);
    s->paid = ep_arena_array_of(arena, nodes, ep_number);
    s->stale = ep_arena_array_of(arena, nodes, bool);
    s->rows = ep_arena_array_of(arena, nodes, uint32_t);
    s->workers = ep_arena_array_of(arena, s->threads, worker);
    for (size_t i = 0; i < nodes + TILE && s->bar != NULL; i++) {
        s->bar[i] = ep_sieve_level(NEVER);
    }
    return s->sieve[0] != NULL && s->sieve[1] != NULL && s->level != NULL && s->bar != NULL && s->best != NULL &&
           s->least != NULL && s->guess != NULL && s->sets != NULL && s->common != NULL && s->paid != NULL &&
           s->stale != NULL && s->rows != NULL && s->workers != NULL;
}

static int run(scan *s, ep_arena *scratch, ep_match *out, ep_arena *arena)
{
    if (!list_nodes(s, scratch)) {
        return EPIC_ENOMEM;
    }
    if (s->sizes[0] == 0 || s->sizes[!s->problem->mutual] == 0) {
        return ep_match_lazily(out, arena, &s->problem->match, NULL, NULL, NULL, s->watch);
    }
    if (!allocate(s, scratch)) {
        return EPIC_ENOMEM;
    }
    if (s->problem->order->hint != NULL) {
        return match_hint(s, s->problem->order->hint, out, arena);
    }
    int status = match_samples(s);
    return status == EPIC_OK ? match_first(s, 0, out, arena) : status;
}

/* Whether cities can have so few partners that all pairs may as well be listed; some cities tell. */
static bool are_few(const ep_problem *problem)
{
    size_t n = problem->cities, asked = least_of(n, ASKED), rows = 0, pairs = 0;
    for (size_t i = 0; i < asked && n <= MOST_LISTED; i++) {
        size_t a = i * n / asked;
        rows += problem->match.room[a].max > 0;
        for (size_t b = 0; b < n; b++) {
            pairs += ep_problem_allows(problem, a, b);
        }
    }
    return n <= MOST_LISTED && pairs <= rows * FEW;
}

static int match_listed(scan *s, ep_arena *scratch, ep_match *out, ep_arena *arena)
{
    ep_watch watch = {tell, s, s->watch->stage};
    ep_match_problem *match = &s->problem->match;
    int status = ep_problem_list(s->problem, scratch, &watch);
    return status == EPIC_OK ? ep_match_lazily(out, arena, match, NULL, NULL, NULL, &watch) : status;
}

/* The edges that are chosen move to the arena. */
static int keep_chosen(ep_match *out, ep_arena *arena, ep_match_problem *match)
{
    size_t count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        count += out->chosen[i];
    }
    ep_edge *edges = ep_arena_array_of(arena, count, ep_edge);
    if (edges == NULL) {
        return EPIC_ENOMEM;
    }
    count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        if (out->chosen[i]) {
            out->chosen[count] = true;
            edges[count++] = match->edge[i];
        }
    }
    match->edge = edges;
    match->edge_count = count;
    return EPIC_OK;
}

static unsigned threads_of(const ep_problem *problem)
{
    return problem->threads > EP_CREW_MOST ? EP_CREW_MOST : problem->threads > 1 ? problem->threads : 1;
}

int ep_scan_match(ep_match *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch)
{
    ep_arena *scratch = ep_arena_new();
    scan s = {.problem = problem, .watch = watch, .threads = threads_of(problem), .nodes = problem->match.node_count};
    int status = EPIC_ENOMEM;
    if (scratch != NULL) {
        status = are_few(problem) ? match_listed(&s, scratch, out, arena) : run(&s, scratch, out, arena);
    }
    if (status == EPIC_OK) {
        status = keep_chosen(out, arena, &problem->match);
    }
    free(s.edges);
    ep_arena_free(scratch);
    return status;
}

static int guess_prices(scan *s, ep_arena *scratch, double *prices)
{
    if (!list_nodes(s, scratch)) {
        return EPIC_ENOMEM;
    }
    if (s->sizes[0] == 0 || s->sizes[!s->problem->mutual] == 0) {
        return EPIC_OK;
    }
    int status = allocate(s, scratch) ? match_samples(s) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        scan all = *s;
        memcpy(all.count, s->sizes, sizeof all.count);
        status = guess_levels(s, &all);
        memcpy(s->count, s->sizes, sizeof s->count);
    }
    for (size_t i = 0; i < end_of_nodes(s) && status == EPIC_OK; i = next_node(s, i)) {
        prices[number_of(s, i)] = fmin(fmax(s->level[i], -EP_HINT_MOST), EP_HINT_MOST);
    }
    return status;
}

int ep_scan_prices(double *prices, ep_problem *problem, const ep_watch *watch)
{
    ep_arena *scratch = ep_arena_new();
    scan s = {.problem = problem, .watch = watch, .threads = threads_of(problem), .nodes = problem->match.node_count};
    int status = scratch != NULL ? EPIC_OK : EPIC_ENOMEM;
    for (size_t i = 0; i < s.nodes; i++) {
        prices[i] = 0;
    }
    if (status == EPIC_OK && !are_few(problem) && ep_scan_can(problem)) {
        status = guess_prices(&s, scratch, prices);
    }
    free(s.edges);
    ep_arena_free(scratch);
    return status;
}
