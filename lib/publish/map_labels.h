/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on a map, none upon another. In whole numbers, so that every machine finds the same places. */
#ifndef EP_MAP_LABELS_H
#define EP_MAP_LABELS_H

#include "projection.h"

/* Both ends inside. */
typedef struct ep_box {
    int32_t left, top, right, bottom;
} ep_box;

typedef struct ep_line {
    ep_dot a, b;
} ep_line;

typedef struct ep_label {
    ep_dot dot;
    int32_t width; /* of the text; 0: none is wanted */
    bool placed, led; /* led: away from its dot, with a line to it */
    ep_box box;
} ep_label;

typedef struct ep_ground {
    const ep_line *lines;
    size_t line_count;
    ep_box *taken; /* where no name may be; room for each label and its dot more */
    size_t taken_count;
    int32_t width, height;
} ep_ground;

#define EP_LABEL_HEIGHT 140

bool ep_box_free(const ep_ground *ground, const ep_box *box);
/* In their order: each to the first place near its dot that is free and has the fewest lines under it. O(labels^2 + labels x
 * lines), times the places that are tried. */
void ep_place_labels(ep_ground *ground, ep_label *labels, size_t count);

#endif
