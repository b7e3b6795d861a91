/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes from one pairing to another of the same scores, and what is to be noted beside the pairs. */
#ifndef EP_CHANGES_H
#define EP_CHANGES_H

#include <epic/pair.h>

#include "json.h"

/* What the total loses. */
double ep_loss(const epic_pairing *from, const epic_pairing *to);
/* Lines "   no longer: ..." and "   instead: ..." with pairs, "   left alone: ..." with cities; those without any are left
 * out. */
void ep_put_changes(ep_writer *writer, const epic_pairing *from, const epic_pairing *to);
/* The same as lists "goes" and "comes" of pairs of ids, "alone" of ids. */
void ep_put_json_changes(ep_json *json, const epic_pairing *from, const epic_pairing *to);

typedef struct ep_notes {
    const epic_pairing *pairing;
    epic_shortages *shortages;
    epic_pair *blocking;
    size_t blocking_count;
} ep_notes;

/* EPIC_OK or EPIC_ENOMEM; to be freed in either case. */
int ep_notes_take(ep_notes *out, const epic_pairing *pairing);
void ep_notes_free(ep_notes *notes);
void ep_put_notes(ep_writer *writer, const ep_notes *notes);
/* Lists "shortages" and "blocking". */
void ep_put_json_notes(ep_json *json, const ep_notes *notes);

#endif
