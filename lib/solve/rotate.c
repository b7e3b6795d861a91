/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blossoms can be nested by the thousand: what is yet to be done is a list, never a call within a call. */
#include "rotate.h"

uint32_t ep_part_with(const ep_blossoms *blossoms, uint32_t node, uint32_t vertex)
{
    while (blossoms->bud[vertex].parent != node) {
        vertex = blossoms->bud[vertex].parent;
    }
    return vertex;
}

bool ep_is_forward(const ep_blossoms *blossoms, uint32_t node, uint32_t part)
{
    bool odd = false;
    for (uint32_t at = blossoms->bud[node].child; at != part; at = blossoms->bud[at].next) {
        odd = !odd;
    }
    return odd;
}

/* Blossoms and the vertices that are to be their bases. */
typedef struct tasks {
    uint32_t *list;
    size_t count, vertices;
} tasks;

static void add(tasks *todo, uint32_t node, uint32_t vertex)
{
    if (node >= todo->vertices) {
        todo->list[todo->count++] = node;
        todo->list[todo->count++] = vertex;
    }
}

static void turn(ep_blossoms *blossoms, uint32_t node, uint32_t part, uint32_t vertex, tasks *todo)
{
    ep_bud *bud = blossoms->bud;
    bool forward = ep_is_forward(blossoms, node, part);
    for (uint32_t at = part; at != bud[node].child;) {
        uint32_t one = forward ? bud[at].next : bud[at].prev, other = forward ? bud[one].next : bud[one].prev;
        uint32_t u = forward ? bud[one].out : bud[other].in, v = forward ? bud[one].in : bud[other].out;
        blossoms->vertex[u].mate = v;
        blossoms->vertex[v].mate = u;
        add(todo, one, u);
        add(todo, other, v);
        at = other;
    }
    bud[node].child = part;
    bud[node].base = vertex;
}

void ep_rotate(ep_blossoms *blossoms, uint32_t node, uint32_t vertex, uint32_t *scratch)
{
    uint32_t *way = scratch + 2 * blossoms->buds;
    tasks todo = {.list = scratch, .vertices = blossoms->vertices};
    add(&todo, node, vertex);
    while (todo.count > 0) {
        vertex = todo.list[--todo.count];
        node = todo.list[--todo.count];
        size_t length = 0;
        for (uint32_t at = vertex; at != node; at = blossoms->bud[at].parent) {
            way[length++] = at;
        }
        for (size_t i = length; i-- > 0; node = way[i]) {
            turn(blossoms, node, way[i], vertex, &todo);
        }
    }
}
