/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laminar.h"

#include <math.h>
#include <string.h>

#include "grow.h"

enum { ONLY_S = 1, ONLY_T = 2, COMMON = 4, STEPS = 100000 }; /* moves there are, with rounding, at the very most */

/* The nodes of the parts wanted, ascending; `out` may be NULL to count them. */
static size_t combine(const ep_node_set *s, const ep_node_set *t, int parts, uint32_t *out)
{
    size_t i = 0, k = 0, count = 0;
    while (i < s->count || k < t->count) {
        bool in_s = i < s->count && (k == t->count || s->node[i] <= t->node[k]);
        bool in_t = k < t->count && (i == s->count || t->node[k] <= s->node[i]);
        uint32_t node = in_s ? s->node[i] : t->node[k];
        if (parts & (in_s && in_t ? COMMON : in_s ? ONLY_S : ONLY_T)) {
            if (out != NULL) {
                out[count] = node;
            }
            count++;
        }
        i += in_s;
        k += in_t;
    }
    return count;
}

static bool cross(const ep_node_set *s, const ep_node_set *t)
{
    size_t common = combine(s, t, COMMON, NULL);
    return common > 0 && common < s->count && common < t->count;
}

/* Adds to the price of the parts' set, which joins the family if it is new. A single node holds no pair. */
static int add(ep_family *family, size_t s, size_t t, int parts, double amount)
{
    ep_node_set joint = {.count = combine(&family->set[s].set, &family->set[t].set, parts, NULL)};
    uint32_t *node = ep_arena_array_of(family->arena, joint.count, uint32_t);
    if (node == NULL || !ep_grow((void **)&family->set, &family->room, family->count + 1, sizeof *family->set)) {
        return EPIC_ENOMEM;
    }
    combine(&family->set[s].set, &family->set[t].set, parts, node);
    joint.node = node;
    for (size_t i = 0; i < family->count; i++) {
        ep_priced_set *old = &family->set[i];
        if (old->set.count == joint.count && memcmp(old->set.node, node, joint.count * sizeof *node) == 0) {
            old->amount += amount;
            return EPIC_OK;
        }
    }
    if (joint.count > 1) {
        family->set[family->count++] = (ep_priced_set){joint, amount};
    }
    return EPIC_OK;
}

static int move(ep_family *family, size_t s, size_t t)
{
    double amount = fmin(family->set[s].amount, family->set[t].amount);
    bool odd = combine(&family->set[s].set, &family->set[t].set, COMMON, NULL) % 2 == 1;
    family->set[s].amount -= amount;
    family->set[t].amount -= amount;
    int status = add(family, s, t, odd ? COMMON : ONLY_S, amount);
    return status == EPIC_OK ? add(family, s, t, odd ? COMMON | ONLY_S | ONLY_T : ONLY_T, amount) : status;
}

/* Two sets that cross and of which one can give its price away; false when there are none. */
static bool find_crossing(const ep_family *family, double tiny, size_t *s, size_t *t)
{
    for (*s = 0; *s < family->count; ++*s) {
        for (*t = 0; *t < *s; ++*t) {
            double one = family->set[*s].amount, other = family->set[*t].amount;
            bool can = one > tiny && other > tiny && !(isinf(one) && isinf(other));
            if (can && cross(&family->set[*s].set, &family->set[*t].set)) {
                return true;
            }
        }
    }
    return false;
}

int ep_uncross(ep_family *family, double tiny, bool *crossed)
{
    size_t s, t, kept = 0;
    int status = EPIC_OK;
    *crossed = false;
    for (size_t i = 0; i < STEPS && status == EPIC_OK && find_crossing(family, tiny, &s, &t); i++) {
        *crossed = true;
        status = move(family, s, t);
    }
    for (size_t i = 0; i < family->count; i++) {
        if (family->set[i].amount > tiny) {
            family->set[kept++] = family->set[i];
        }
    }
    family->count = kept;
    return status;
}
