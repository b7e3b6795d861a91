/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching without linear programmes. Bipartite: a transportation problem. General: the assignment of nodes to nodes, where to
 * oneself means alone, is the best matching in halves (Balinski 1965); its even cycles are pairs already, and from each odd cycle
 * one node is left over, for the blossoms to place. */
#include <stdlib.h>
#include <string.h>

#include "assign.h"
#include "blossom.h"

struct ep_prices {
    const ep_wide *price; /* unless there are blossoms */
    ep_blossoms *blossoms;
};

typedef struct engine {
    ep_match_problem *problem;
    const int64_t *guess; /* or NULL */
    ep_more *more;        /* or NULL */
    void *user;
    const ep_watch *watch;
    double done; /* the most that was told */
    ep_arena *arena;
    ep_match *match;
    size_t nodes;
    size_t *first;  /* of each node: where its arcs begin; and the end */
    ep_arc *arc;    /* bipartite: from u to v; else both ways, and from each node to itself */
    uint32_t *edge; /* of each arc; of those to oneself the number of edges */
    uint32_t *room; /* of nodes as left ones, then as right ones */
    ep_wide *price; /* likewise */
    bool *chosen;
    ep_wide *sum;   /* general: of each node, of both its prices, which counts them in halves */
    uint32_t *next; /* and where it is assigned to, or EP_NO_NODE */
    uint32_t *mate, *cycle;
    ep_blossoms blossoms;
} engine;

/* ---- what it can do ---- */

/* Twice the nodes times the greatest number is more than any price. */
bool ep_native_in_range(size_t nodes, const ep_number *most)
{
    int64_t limit = (INT64_MAX >> 4) / (int64_t)(nodes + 1);
    return nodes < UINT32_MAX / 4 && most->at[EP_WEIGHT] <= limit && most->at[EP_TIE] <= limit;
}

static bool in_range(const ep_match_problem *problem)
{
    ep_number most = {{0, 0}};
    for (size_t i = 0; i < problem->edge_count; i++) {
        for (int level = 0; level < EP_LEVELS; level++) {
            int64_t weight = problem->edge[i].weight.at[level];
            most.at[level] = weight > most.at[level] ? weight : most.at[level];
        }
    }
    return problem->edge_count < UINT32_MAX / 4 && ep_native_in_range(problem->node_count, &most);
}

bool ep_native_can(const ep_match_problem *problem)
{
    bool can = in_range(problem);
    for (size_t i = 0; i < problem->node_count && can; i++) {
        can = problem->room[i].min == 0;
    }
    for (size_t i = 0; i < problem->edge_count && can; i++) {
        can = problem->room[problem->edge[i].u].max > 0 && problem->room[problem->edge[i].v].max > 0;
    }
    return can;
}

/* ---- the graph ---- */

static void add_arc(engine *e, uint32_t from, uint32_t to, ep_wide weight, size_t edge)
{
    size_t at = e->first[from + 1]++;
    e->arc[at] = (ep_arc){weight, from, to};
    e->edge[at] = (uint32_t)edge;
}

static void count_arcs(engine *e)
{
    bool both = !e->problem->bipartite;
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->first[e->problem->edge[i].u + 2]++;
        e->first[e->problem->edge[i].v + 2] += both;
    }
    for (size_t i = 0; i < e->nodes && both; i++) {
        e->first[i + 2]++;
    }
    for (size_t i = 2; i < e->nodes + 2; i++) {
        e->first[i] += e->first[i - 1];
    }
}

static bool allocate_arcs(engine *e)
{
    free(e->first);
    free(e->arc);
    free(e->edge);
    free(e->chosen);
    e->arc = NULL;
    e->edge = NULL;
    e->chosen = NULL;
    e->first = calloc(e->nodes + 2, sizeof *e->first);
    if (e->first == NULL) {
        return false;
    }
    count_arcs(e);
    size_t arcs = e->first[e->nodes + 1] + 1;
    e->arc = malloc(arcs * sizeof *e->arc);
    e->edge = malloc(arcs * sizeof *e->edge);
    e->chosen = calloc(arcs, sizeof *e->chosen);
    return e->arc != NULL && e->edge != NULL && e->chosen != NULL;
}

static int make_arcs(engine *e)
{
    bool both = !e->problem->bipartite;
    if (!allocate_arcs(e)) {
        return EPIC_ENOMEM;
    }
    for (uint32_t i = 0; i < e->nodes && both; i++) {
        add_arc(e, i, i, 0, e->problem->edge_count);
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        const ep_edge *edge = &e->problem->edge[i];
        add_arc(e, edge->u, edge->v, ep_wide_of(&edge->weight), i);
        if (both) {
            add_arc(e, edge->v, edge->u, ep_wide_of(&edge->weight), i);
        }
    }
    return EPIC_OK;
}

/* Rounds repeat; what is told of them does not fall. */
static bool tell(void *user, const char *stage, double done)
{
    engine *e = user;
    e->done = done > e->done ? done : e->done;
    return e->watch->progress == NULL || e->watch->progress(e->watch->user, stage, e->done);
}

static int assign(engine *e)
{
    ep_watch watch = {tell, e, e->watch->stage};
    ep_assign task = {.left = e->nodes,
                      .right = e->nodes,
                      .first = e->first,
                      .arc = e->arc,
                      .room = e->room,
                      .whole = !e->problem->bipartite,
                      .price = e->price,
                      .chosen = e->chosen};
    for (size_t i = 0; i < e->nodes; i++) {
        e->room[i] = e->room[e->nodes + i] = task.whole ? 1 : e->problem->room[i].max;
    }
    return ep_assign_solve(&task, &watch);
}

/* ---- bipartite ---- */

static bool proves_bipartite(const engine *e)
{
    ep_wide bound = 0, total = 0;
    bool good = true;
    for (size_t i = 0; i < 2 * e->nodes; i++) {
        bound += e->price[i] * e->room[i];
        good = good && e->price[i] >= 0;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        ep_wide worth = e->arc[i].weight - e->price[e->arc[i].from] - e->price[e->nodes + e->arc[i].to];
        bound += worth > 0 ? worth : 0;
        total += e->chosen[i] ? e->arc[i].weight : 0;
    }
    return good && bound == total;
}

/* A node is on one side only: on the other its price is 0. */
static int solve_bipartite(engine *e)
{
    int status = make_arcs(e);
    status = status == EPIC_OK ? assign(e) : status;
    if (status != EPIC_OK) {
        return status;
    }
    e->match->chosen = ep_arena_array_of(e->arena, e->problem->edge_count, bool);
    if (e->match->chosen == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        e->match->chosen[e->edge[i]] = e->chosen[i];
    }
    for (size_t i = 0; i < e->nodes; i++) {
        e->match->price[i] = ep_wide_split(e->price[i] + e->price[e->nodes + i]);
    }
    e->match->scale = (ep_number){{1, 1}};
    return proves_bipartite(e) ? EPIC_OK : EPIC_ESOLVER;
}

/* ---- general ---- */

/* To begin with: half the best weight of each node is a price that covers it, and on average not far too much. */
static void guess_prices(engine *e)
{
    for (size_t i = 0; i < e->nodes; i++) {
        int64_t most = 0;
        for (size_t k = e->first[i]; k < e->first[i + 1]; k++) {
            int64_t weight = ep_wide_split(e->arc[k].weight).at[EP_WEIGHT];
            most = weight > most ? weight : most;
        }
        e->price[e->nodes + i] = ep_wide_of(&(ep_number){{e->guess != NULL ? e->guess[i] : most / 2, 0}});
    }
}

/* Pairs along a cycle of `count` nodes; of an odd one the node of least price is left over. */
static void pair_cycle(engine *e, size_t count)
{
    size_t left = 0;
    for (size_t i = 1; i < count; i++) {
        left = e->sum[e->cycle[i]] < e->sum[e->cycle[left]] ? i : left;
    }
    for (size_t i = count % 2; i + 1 < count + count % 2; i += 2) {
        uint32_t u = e->cycle[(left + i) % count], v = e->cycle[(left + i + 1) % count];
        e->mate[u] = v;
        e->mate[v] = u;
    }
}

static void pair_cycles(engine *e)
{
    uint32_t *next = e->room; /* a copy of e->next, which is used up */
    memcpy(next, e->next, e->nodes * sizeof *next);
    for (uint32_t i = 0; i < e->nodes; i++) {
        e->mate[i] = EP_NO_NODE;
    }
    for (uint32_t i = 0; i < e->nodes; i++) {
        size_t count = 0;
        for (uint32_t at = i; next[at] != EP_NO_NODE;) {
            uint32_t to = next[at];
            e->cycle[count++] = at;
            next[at] = EP_NO_NODE;
            at = to;
        }
        pair_cycle(e, count);
    }
}

/* A better answer in halves, from the last one. */
static int assign_halves(engine *e)
{
    int status = make_arcs(e);
    for (size_t i = 0; status == EPIC_OK && i < e->first[e->nodes]; i++) {
        e->chosen[i] = e->next[e->arc[i].from] == e->arc[i].to;
    }
    if (status == EPIC_OK && e->next[0] == EP_NO_NODE) {
        guess_prices(e);
    }
    status = status == EPIC_OK ? assign(e) : status;
    if (status != EPIC_OK) {
        return status;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        if (e->chosen[i]) {
            e->next[e->arc[i].from] = e->arc[i].to;
        }
    }
    for (size_t i = 0; i < e->nodes; i++) {
        e->sum[i] = e->price[i] + e->price[e->nodes + i];
    }
    return EPIC_OK;
}

/* Asks for more edges; `*any` says whether there were some. */
static int ask(engine *e, ep_blossoms *blossoms, bool *any)
{
    size_t before = e->problem->edge_count;
    ep_prices prices = {e->sum, blossoms};
    int status = e->more != NULL ? e->more(e->user, &prices, e->problem) : EPIC_OK;
    *any = e->problem->edge_count > before;
    return status == EPIC_OK && !tell(e, e->watch->stage, 0) ? EPIC_ECANCELLED : status;
}

/* What is best in halves stays so when edges are added that its prices cover, so that the blossoms can always begin from it. */
static int shrink_and_ask(engine *e, bool *any)
{
    ep_watch watch = {tell, e, e->watch->stage};
    pair_cycles(e);
    ep_blossoms_free(&e->blossoms);
    if (!ep_blossoms_init(&e->blossoms, e->nodes, e->first, e->arc, e->sum, e->mate)) {
        return EPIC_ENOMEM;
    }
    int status = ep_blossoms_solve(&e->blossoms, &watch);
    return status == EPIC_OK ? ask(e, &e->blossoms, any) : status;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int keep_set(engine *e, const ep_bud *bud)
{
    uint32_t *node = ep_arena_array_of(e->arena, bud->count, uint32_t), v = bud->first;
    if (node == NULL) {
        return EPIC_ENOMEM;
    }
    for (uint32_t i = 0; i < bud->count; i++, v = e->blossoms.vertex[v].next) {
        node[i] = v;
    }
    qsort(node, bud->count, sizeof *node, by_number);
    e->match->set[e->match->set_count++] = (ep_odd_set){node, bud->count, ep_wide_split(bud->price)};
    return EPIC_OK;
}

static bool proves_general(engine *e)
{
    ep_wide bound = 0, total = 0;
    bool good = true;
    for (uint32_t i = 0; i < e->nodes; i++) {
        ep_wide price = ep_blossoms_price(&e->blossoms, i);
        bound += price;
        good = good && price >= 0;
    }
    for (size_t i = e->nodes; i < e->blossoms.buds; i++) {
        const ep_bud *bud = &e->blossoms.bud[i];
        bound += bud->lives ? bud->price * (bud->count / 2) : 0;
        good = good && (!bud->lives || bud->price >= 0);
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        const ep_arc *arc = &e->arc[i];
        good = good && (arc->from == arc->to || ep_blossoms_slack(&e->blossoms, arc) >= 0);
        total += e->blossoms.vertex[arc->from].mate == arc->to ? arc->weight : 0;
    }
    return good && bound == total;
}

static int keep_general(engine *e)
{
    const ep_blossoms *blossoms = &e->blossoms;
    e->match->set = ep_arena_array_of(e->arena, e->nodes / 2, ep_odd_set);
    e->match->chosen = ep_arena_array_of(e->arena, e->problem->edge_count, bool);
    if (e->match->set == NULL || e->match->chosen == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->match->chosen[i] = blossoms->vertex[e->problem->edge[i].u].mate == e->problem->edge[i].v;
    }
    for (uint32_t i = 0; i < e->nodes; i++) {
        e->match->price[i] = ep_wide_split(ep_blossoms_price(blossoms, i));
    }
    int status = EPIC_OK;
    for (size_t i = e->nodes; i < blossoms->buds && status == EPIC_OK; i++) {
        if (blossoms->bud[i].lives && blossoms->bud[i].price > 0) {
            status = keep_set(e, &blossoms->bud[i]);
        }
    }
    e->match->scale = (ep_number){{2, 2}};
    return status != EPIC_OK || proves_general(e) ? status : EPIC_ESOLVER;
}

/* ---- all of it ---- */

static int solve_general(engine *e)
{
    int status = EPIC_OK;
    for (bool any = true; any && status == EPIC_OK;) {
        status = assign_halves(e);
        status = status == EPIC_OK ? ask(e, NULL, &any) : status;
    }
    for (bool any = true; any && status == EPIC_OK;) {
        status = shrink_and_ask(e, &any);
        if (any && status == EPIC_OK) {
            status = make_arcs(e);
        }
    }
    return status == EPIC_OK ? keep_general(e) : status;
}

static bool engine_init(engine *e)
{
    size_t nodes = e->nodes = e->problem->node_count;
    e->room = calloc(2 * nodes + 1, sizeof *e->room);
    e->price = calloc(2 * nodes + 1, sizeof *e->price);
    e->sum = calloc(nodes + 1, sizeof *e->sum);
    e->next = calloc(nodes + 1, sizeof *e->next);
    e->mate = calloc(nodes + 1, sizeof *e->mate);
    e->cycle = calloc(nodes + 1, sizeof *e->cycle);
    e->match->price = ep_arena_array_of(e->arena, nodes, ep_number);
    e->match->group = ep_arena_array_of(e->arena, nodes, uint32_t);
    e->match->node_count = nodes;
    bool lists = e->room != NULL && e->price != NULL && e->sum != NULL && e->next != NULL && e->mate != NULL &&
                 e->cycle != NULL && e->match->price != NULL && e->match->group != NULL;
    for (size_t i = 0; i < nodes && lists; i++) {
        e->match->group[i] = e->next[i] = EP_NO_NODE;
    }
    return lists;
}

static void engine_free(engine *e)
{
    void *all[] = {e->first, e->arc, e->edge, e->room, e->price, e->chosen, e->sum, e->next, e->mate, e->cycle};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    ep_blossoms_free(&e->blossoms);
}

int ep_match_lazily(ep_match *out, ep_arena *arena, ep_match_problem *problem, const int64_t *guess, ep_more *more, void *user,
                    const ep_watch *watch)
{
    *out = (ep_match){0};
    engine e = {.problem = problem, .guess = guess, .more = more, .user = user, .watch = watch, .arena = arena, .match = out};
    int status = engine_init(&e) ? EPIC_OK : EPIC_ENOMEM;
    if (status == EPIC_OK && !tell(&e, watch->stage, 0)) {
        status = EPIC_ECANCELLED;
    }
    if (status == EPIC_OK) {
        status = problem->bipartite ? solve_bipartite(&e) : solve_general(&e);
    }
    engine_free(&e);
    return status;
}

int ep_match_native(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch)
{
    ep_match_problem copy = *problem;
    return ep_match_lazily(out, arena, &copy, NULL, NULL, NULL, watch);
}

ep_number ep_prices_of(const ep_prices *prices, uint32_t node)
{
    return ep_wide_split(prices->blossoms != NULL ? ep_blossoms_price(prices->blossoms, node) : prices->price[node]);
}

bool ep_prices_cover(const ep_prices *prices, const ep_edge *edge)
{
    ep_arc arc = {ep_wide_of(&edge->weight), edge->u, edge->v};
    if (prices->blossoms != NULL) {
        return ep_blossoms_slack(prices->blossoms, &arc) >= 0;
    }
    return prices->price[edge->u] + prices->price[edge->v] >= 2 * arc.weight;
}

bool ep_prices_have_sets(const ep_prices *prices)
{
    return prices->blossoms != NULL;
}

void ep_prices_common(const ep_prices *prices, int64_t *common)
{
    const ep_blossoms *is = prices->blossoms;
    for (uint32_t at = is != NULL ? (uint32_t)is->vertices : 0; is != NULL && at < is->buds; at++) {
        const ep_bud *bud = &is->bud[at];
        if (!bud->lives || bud->count <= is->vertices / 2) {
            continue;
        }
        int64_t price = ep_wide_split(bud->price).at[EP_WEIGHT];
        uint32_t v = bud->first;
        for (uint32_t i = 0; i < bud->count; i++, v = is->vertex[v].next) {
            common[v] += price;
        }
    }
}
