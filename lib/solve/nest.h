/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blossoms with a price, in a form that tells quickly what those around two vertices add, to any number of threads. */
#ifndef EP_NEST_H
#define EP_NEST_H

#include "blossom.h"

/* A blossom with a price. */
typedef struct ep_nested {
    ep_wide total; /* its price and that of all around it */
    ep_wide large; /* of these, what those of more than half of all vertices add */
    uint32_t place, count; /* of its members */
    uint32_t parent; /* the next around it, or EP_NO_NODE */
    uint32_t jump;   /* one farther out, such that few jumps lead to any; the outermost jump to themselves */
    uint32_t depth;
} ep_nested;

typedef struct ep_nest {
    uint32_t *member; /* vertices in blossoms, those of each together */
    uint32_t *place; /* of each of these: where it stands there */
    uint32_t *inner; /* of each vertex: the innermost of the blossoms around it, or EP_NO_NODE */
    ep_nested *set;  /* after the one around it */
    size_t count, members;
} ep_nest;

/* False when out of memory. */
bool ep_nest_make(ep_nest *nest, const ep_blossoms *blossoms);
void ep_nest_free(ep_nest *nest);
/* The price of a set alone. */
ep_wide ep_nest_price(const ep_nest *nest, uint32_t set);
/* The sum of the prices of all blossoms with both vertices. O(log count). */
ep_wide ep_nest_common(const ep_nest *nest, uint32_t one, uint32_t other);

#endif
