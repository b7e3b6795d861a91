/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a blossom. */
#ifndef EP_ROTATE_H
#define EP_ROTATE_H

#include "blossom.h"

/* The part of a blossom that is or holds the vertex. */
uint32_t ep_part_with(const ep_blossoms *blossoms, uint32_t node, uint32_t vertex);
/* Which way round the cycle an even number of edges leads from the part to the one with the base. */
bool ep_is_forward(const ep_blossoms *blossoms, uint32_t node, uint32_t part);
/* Makes a vertex the base, of all blossoms up to `node`, and changes the pairs inside; a vertex for a node is left as it is.
 * `scratch` has room for 3 times the buds. */
void ep_rotate(ep_blossoms *blossoms, uint32_t node, uint32_t vertex, uint32_t *scratch);

#endif
