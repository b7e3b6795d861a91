/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the file as written to the programme as meant: ids become indices, defaults that depend on other keys are filled in, and
 * what makes no sense is reported. Each bind function takes a part of raw_file and fills its part of the programme; it goes on
 * after an error, with EPIC_NONE for what does not exist. */
#ifndef EP_LOADER_H
#define EP_LOADER_H

#include <epic/programme.h>

#include "format.h"
#include "refcount.h"
#include "zones.h"

struct epic_programme {
    ep_refcount count;
    ep_arena *arena;
    epic_programme_info info;
    epic_pairing_rules rules;
    epic_costs costs;
    epic_domain *domains;
    epic_city *cities;            /* by id */
    const epic_profile **profiles; /* cities x domains, NULL where there is none */
    epic_moderator *moderators;
    epic_step *steps;
    epic_joint_event *events;
    epic_blocked *blocks;
    epic_fixed *fixes;
    size_t domain_count, city_count, moderator_count, step_count, event_count, block_count, fix_count;
};

typedef struct ep_loader {
    ep_reader reader; /* `keep` is the programme's arena */
    ep_zones zones;
    raw_file *raw;
    epic_programme *programme;
    const raw_city **cities;  /* in the order of the programme's cities */
    const char **city_ids, **moderator_ids;
    const char **event_ids; /* of the steps, then of the joint events; "" for one without */
    bool has_window; /* both days of the programme are known */
} ep_loader;

void ep_bind_info(ep_loader *loader);
void ep_bind_cities(ep_loader *loader);
void ep_bind_moderators(ep_loader *loader);
void ep_bind_costs(ep_loader *loader);
void ep_check_costs(ep_loader *loader);
void ep_bind_pairing(ep_loader *loader);
void ep_bind_steps(ep_loader *loader);
void ep_bind_events(ep_loader *loader);
void ep_bind_fixes(ep_loader *loader);
void ep_bind_blocks(ep_loader *loader);
void ep_check_pins(ep_loader *loader);

/* ---- shared ---- */

/* Zeroed memory of the programme; NULL sets the loader's status. */
void *ep_keep_array(ep_loader *loader, size_t count, size_t size);
const char *ep_keep_text(ep_loader *loader, const char *text);
/* A place where none is stated is none. */
epic_place ep_place(const ep_node *node);
/* The index of a name in a list, or EPIC_NONE. */
size_t ep_index_of(const char *name, const char *const *names, size_t count);

/* The city that a value names; EPIC_NONE when it names none, which is reported. */
size_t ep_bind_city(ep_loader *loader, const ep_value *id);
size_t ep_bind_moderator(ep_loader *loader, const ep_value *id);
/* Cities, ascending, each once. */
const size_t *ep_bind_city_list(ep_loader *loader, const ep_items *ids, size_t *count);
/* Two cities; false when one of them is not there or both are one. */
bool ep_bind_pair(ep_loader *loader, const raw_pair *raw, epic_city_pair *pair);
const char *const *ep_bind_texts(ep_loader *loader, const ep_items *list, size_t *count);
const epic_organisation *ep_bind_organisations(ep_loader *loader, const ep_items *table, size_t *count);
/* Reports a period that ends before it starts. */
bool ep_check_order(ep_loader *loader, const ep_value *from, const ep_value *to, const char *what);
/* Compares two periods for qsort: the order of the file means nothing. */
int ep_by_period(const void *left, const void *right);

#endif
