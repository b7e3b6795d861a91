/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML text as a tree of nodes: what libyaml reads, without what a programme has no use for (anchors, tags, a second document).
 */
#ifndef EP_NODE_H
#define EP_NODE_H

#include <epic/diag.h>

#include "arena.h"

/* What a hostile file may cost. A programme of 10,000 cities stays below. */
#define EP_FILE_MAX ((size_t)8 * 1024 * 1024)
#define EP_DEPTH_MAX 16
#define EP_NODES_MAX 250000
#define EP_OWN_FILE_MAX ((size_t)128 * 1024 * 1024) /* of a plan, which has some lines for each event of each pair */
#define EP_OWN_NODES_MAX 999000
#define EP_SCALAR_MAX 65536
#define EP_ERRORS_MAX 100

typedef enum ep_node_kind { EP_NODE_SCALAR, EP_NODE_LIST, EP_NODE_MAP } ep_node_kind;

typedef struct ep_node {
    ep_node_kind kind;
    bool plain;              /* a scalar without quotes */
    epic_place place;
    epic_place key_place;    /* in a map */
    const char *key;         /* in a map; NULL in a list */
    const char *text;        /* of a scalar: valid UTF-8 without NUL */
    size_t count;            /* of a list or map */
    struct ep_node *first;   /* its nodes, */
    struct ep_node *next;    /* in the order of the file */
} ep_node;

/* The node of this key in a map; NULL when there is none, or no map. */
const ep_node *ep_node_child(const ep_node *map, const char *key);

/* Reads the tree into the arena. *root is NULL when the text is no YAML at all or was given up; otherwise it can be looked at
 * even if the status is EPIC_EINPUT because of errors that were reported. `name` is the file's in diagnostics. */
int ep_tree_read(const ep_node **root, ep_arena *arena, const char *text, size_t size, const char *name, epic_diags *diags);

/* The same of a file that libepic wrote itself, which may be larger. */
int ep_tree_read_own(const ep_node **root, ep_arena *arena, const char *text, size_t size, const char *name, epic_diags *diags);

#endif
