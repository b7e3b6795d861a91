/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "arena.h"
#include "diags.h"
#include "json.h"
#include "limited.h"
#include "recur.h"
#include "scenario.h"

static const char text[] = "one: 1\ntwo: 2\n";

/* Collecting has no status of its own: the list says what it lost, and keeps what it had. */
static int collect(epic_diags *unused)
{
    (void)unused;
    epic_diags *diags = epic_diags_new();
    if (diags == NULL) {
        return EPIC_ENOMEM;
    }
    ep_diags_source(diags, "a.yaml", text, strlen(text));
    for (uint32_t i = 0; i < 1200; i++) {
        ep_diag(diags, "E203", "a.yaml", (epic_place){1 + i % 2, 1}, "a hint", "number %u", (unsigned)i);
    }
    ep_diags_sort(diags, 0);
    size_t count = epic_diags_count(diags);
    const epic_diag *last = epic_diags_get(diags, count - 1);
    bool lost = strcmp(last->code, "E902") == 0;
    bool right = lost || (count == 1001 && strcmp(last->code, "N901") == 0);
    right = right && epic_diags_errors(diags) >= 1200;
    right = right && (count < 3 || strcmp(epic_diags_get(diags, 0)->message, "number 0") == 0);
    epic_diags_free(diags);
    return !right ? EPIC_EARG : lost ? EPIC_ENOMEM : EPIC_OK;
}

static int fill_arena(epic_diags *unused)
{
    (void)unused;
    ep_arena *arena = ep_arena_new();
    bool whole = arena != NULL;
    for (int i = 0; i < 500 && whole; i++) {
        whole = ep_arena_printf(arena, "%0*d", i, i) != NULL && ep_arena_array(arena, (size_t)i, 100) != NULL;
    }
    ep_arena_free(arena);
    return whole ? EPIC_OK : EPIC_ENOMEM;
}

/* Writers allocate nothing, so this passes at once. */
static int write_json(epic_diags *unused)
{
    (void)unused;
    ep_writer writer;
    ep_json json;
    ep_writer_init(&writer, scenario_sink, NULL);
    ep_json_init(&json, &writer);
    ep_json_open(&json, NULL, '[');
    for (int i = 0; i < 1000; i++) {
        ep_json_double(&json, NULL, i / 7.0);
        ep_json_text(&json, NULL, "Krak\u00f3w \"\n");
    }
    ep_json_close(&json, ']');
    return ep_writer_end(&writer);
}

/* Nine nodes under a budget, one of which must have two partners, or a triad. */
static int pair_under_rules(epic_diags *diags)
{
    (void)diags;
    enum { NODES = 9, EDGES = NODES * (NODES - 1) / 2 };
    ep_room room[NODES];
    ep_edge edge[EDGES];
    uint32_t index[EDGES], e = 0;
    int64_t amount[EDGES];
    for (uint32_t u = 0; u < NODES; u++) {
        room[u] = (ep_room){u == 4 ? 2 : 0, u == 4 ? 3 : 1};
        for (uint32_t v = u + 1; v < NODES; v++, e++) {
            edge[e] = (ep_edge){u, v, {{1000 + u * 37 % 11 * (v * 29 % 13), 1}}};
            index[e] = e;
            amount[e] = 1 + u * v % 7;
        }
    }
    ep_side_rule rule = {0, 9, EDGES, index, amount};
    ep_match_problem match = {.node_count = NODES, .edge_count = EDGES, .room = room, .edge = edge};
    ep_limited_problem problem = {.match = match, .rule = &rule, .rule_count = 1, .premium = 5000};
    problem.triad = true;
    problem.effort = EP_LIMITED_EFFORT;
    ep_limited answer;
    ep_watch watch = {NULL, NULL, "test"};
    ep_arena *arena = ep_arena_new();
    int status = arena != NULL ? ep_match_limited(&answer, arena, &problem, &watch) : EPIC_ENOMEM;
    ep_arena_free(arena);
    return status;
}

static int parse_rule(epic_diags *unused)
{
    static const char rule[] = "FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO,1TU;BYMONTHDAY=-3,4;BYYEARDAY=5;BYHOUR=1;BYMINUTE=2;BYSECOND=3";
    (void)unused;
    ep_recur *parsed;
    const char *wrong;
    ep_arena *arena = ep_arena_new();
    int status = arena != NULL ? EPIC_OK : EPIC_ENOMEM;
    for (int i = 0; i < 100 && !status; i++) {
        status = ep_recur_parse(&parsed, arena, rule, strlen(rule), &wrong);
    }
    ep_arena_free(arena);
    return status;
}

const scenario base_scenarios[] = {
    {"collecting diagnostics", collect},
    {"filling an arena", fill_arena},
    {"writing JSON", write_json},
    {"pairing under rules", pair_under_rules},
    {"parsing recurrence rules", parse_rule},
    {NULL, NULL},
};
