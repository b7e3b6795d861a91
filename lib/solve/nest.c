/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nest.h"

#include <stdlib.h>

/* A set is made after the one around it. Jumps are such that a way out takes steps in the order of its length's logarithm (Myers
 * 1983, An applicative random-access stack). */
static uint32_t add_set(ep_nest *nest, const ep_blossoms *is, const ep_bud *bud, uint32_t parent)
{
    uint32_t number = (uint32_t)nest->count++;
    ep_nested *set = nest->set;
    ep_wide large = bud->count > is->vertices / 2 ? bud->price : 0;
    set[number] = (ep_nested){bud->price, large, nest->place[bud->first], bud->count, parent, number, 0};
    if (parent != EP_NO_NODE) {
        uint32_t jump = set[parent].jump, far = set[jump].jump;
        bool even = set[parent].depth - set[jump].depth == set[jump].depth - set[far].depth;
        set[number].jump = even ? far : parent;
        set[number].depth = set[parent].depth + 1;
        set[number].total += set[parent].total;
        set[number].large += set[parent].large;
    }
    return number;
}

/* From the outermost inwards; `todo` and `within`, of each blossom the innermost set that is or holds it, have room for all. */
static void add_sets(ep_nest *nest, const ep_blossoms *is, uint32_t top, uint32_t *todo, uint32_t *within)
{
    size_t left = 0;
    todo[left++] = top;
    while (left > 0) {
        uint32_t node = todo[--left], part = is->bud[node].child;
        uint32_t around = node == top ? EP_NO_NODE : within[is->bud[node].parent - is->vertices];
        around = is->bud[node].price > 0 ? add_set(nest, is, &is->bud[node], around) : around;
        within[node - is->vertices] = around;
        do {
            if (part < is->vertices) {
                nest->inner[part] = around;
            } else {
                todo[left++] = part;
            }
            part = is->bud[part].next;
        } while (part != is->bud[node].child);
    }
}

static void fill(ep_nest *nest, const ep_blossoms *is, uint32_t *todo, uint32_t *within)
{
    for (uint32_t v = 0; v < is->vertices; v++) {
        nest->inner[v] = EP_NO_NODE;
    }
    for (uint32_t node = (uint32_t)is->vertices; node < is->buds; node++) {
        const ep_bud *bud = &is->bud[node];
        if (bud->lives && bud->parent == EP_NO_NODE) {
            uint32_t v = bud->first;
            for (uint32_t i = 0; i < bud->count; i++, v = is->vertex[v].next) {
                nest->place[v] = (uint32_t)nest->members;
                nest->member[nest->members++] = v;
            }
            add_sets(nest, is, node, todo, within);
        }
    }
}

bool ep_nest_make(ep_nest *nest, const ep_blossoms *blossoms)
{
    size_t most = blossoms->buds - blossoms->vertices;
    uint32_t *todo = calloc(most + 1, sizeof *todo), *within = calloc(most + 1, sizeof *within);
    *nest = (ep_nest){.member = calloc(blossoms->vertices + 1, sizeof *nest->member),
                      .place = calloc(blossoms->vertices + 1, sizeof *nest->place),
                      .inner = calloc(blossoms->vertices + 1, sizeof *nest->inner),
                      .set = calloc(most + 1, sizeof *nest->set)};
    bool good = todo != NULL && within != NULL && nest->member != NULL && nest->place != NULL && nest->inner != NULL &&
                nest->set != NULL;
    if (good) {
        fill(nest, blossoms, todo, within);
    }
    free(todo);
    free(within);
    return good;
}

void ep_nest_free(ep_nest *nest)
{
    free(nest->member);
    free(nest->place);
    free(nest->inner);
    free(nest->set);
    *nest = (ep_nest){0};
}

static bool holds(const ep_nest *nest, uint32_t set, uint32_t place)
{
    return place - nest->set[set].place < nest->set[set].count;
}

ep_wide ep_nest_price(const ep_nest *nest, uint32_t set)
{
    uint32_t parent = nest->set[set].parent;
    return nest->set[set].total - (parent != EP_NO_NODE ? nest->set[parent].total : 0);
}

ep_wide ep_nest_common(const ep_nest *nest, uint32_t one, uint32_t other)
{
    uint32_t at = nest->inner[one], place = nest->place[other];
    if (at == EP_NO_NODE || nest->inner[other] == EP_NO_NODE) {
        return 0;
    }
    while (!holds(nest, at, place)) {
        uint32_t parent = nest->set[at].parent, jump = nest->set[at].jump;
        if (parent == EP_NO_NODE) {
            return 0;
        }
        at = holds(nest, jump, place) ? parent : jump;
    }
    return nest->set[at].total;
}
