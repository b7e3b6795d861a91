/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A choice that keeps the rules of limited.h, made of one that has fractions. */
#ifndef EP_CHOICE_H
#define EP_CHOICE_H

#include "relax.h"

typedef struct ep_choice {
    bool *pair; /* of each edge, those of the triad not included */
    bool has_triad;
    uint32_t triad[3];
    ep_wide worth; /* in parts of the scale, with ties; -1: no choice yet */
} ep_choice;

typedef struct ep_chooser {
    const ep_relax *relax;
    ep_choice now, best;
    uint32_t *used; /* of each node: its partners now */
    int64_t *sum;   /* of each rule */
} ep_chooser;

/* False when out of memory. */
bool ep_chooser_init(ep_chooser *chooser, const ep_relax *relax);
void ep_chooser_free(ep_chooser *chooser);
/* Makes a choice of the values read last and keeps it when it is the best so far. EPIC_OK or EPIC_ENOMEM. */
int ep_choose(ep_chooser *chooser);
/* The weights and premiums of the best alone. */
int64_t ep_choice_value(const ep_chooser *chooser);

#endif
