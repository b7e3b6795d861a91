/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blossoms with a price, in a form that tells quickly what those around two vertices add, to any number of threads. */
#ifndef EP_NEST_H
#define EP_NEST_H

#include "blossom.h"

/* A blossom with a price. Its vertices have places that follow each other. */
typedef struct ep_nested {
    ep_wide total; /* its price and that of all around it */
    uint32_t place, count;
    uint32_t parent; /* the next around it, or EP_NO_NODE */
    uint32_t jump;   /* one farther out, such that few jumps lead to any; the outermost jump to themselves */
    uint32_t depth;
} ep_nested;

typedef struct ep_nest {
    uint32_t *place; /* of each vertex in a blossom */
    uint32_t *inner; /* of each vertex: the innermost of the blossoms around it, or EP_NO_NODE */
    ep_nested *set;
    size_t count;
} ep_nest;

/* False when out of memory. */
bool ep_nest_make(ep_nest *nest, const ep_blossoms *blossoms);
void ep_nest_free(ep_nest *nest);
/* The sum of the prices of all blossoms with both vertices. O(log count). */
ep_wide ep_nest_common(const ep_nest *nest, uint32_t one, uint32_t other);

#endif
