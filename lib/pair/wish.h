/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of the best partners of a node, which are the same in whatever order and in how many parts they are made. */
#ifndef EP_WISH_H
#define EP_WISH_H

#include <stdbool.h>
#include <stdint.h>

/* So many in a list. */
#define EP_WISHES 12

/* The greater the gain the better, and of equals the lower the number. */
typedef struct ep_wish {
    float gain;
    uint32_t other; /* a city, or EP_NO_WISH */
} ep_wish;

#define EP_NO_WISH UINT32_MAX

static inline bool ep_wish_is_better(ep_wish one, ep_wish other)
{
    return one.gain > other.gain || (one.gain == other.gain && one.other < other.other);
}

/* A list is in ascending order. It begins with none, all of the least gain to be listed. */
static inline void ep_wishes_begin(ep_wish *list, float least)
{
    for (int k = 0; k < EP_WISHES; k++) {
        list[k] = (ep_wish){least, EP_NO_WISH};
    }
}

/* Takes in what is better than the first, which is dropped. */
static inline void ep_wishes_add(ep_wish *list, ep_wish it)
{
    int i = 0;
    if (!ep_wish_is_better(it, list[0])) {
        return;
    }
    for (; i + 1 < EP_WISHES && ep_wish_is_better(it, list[i + 1]); i++) {
        list[i] = list[i + 1];
    }
    list[i] = it;
}

#endif
