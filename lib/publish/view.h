/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as people are told of it: names for indices, clocks on walls for moments. Shared by the forms that show a whole plan.
 * Texts live as long as the view; what fails (memory, a zone file) is remembered and comes out of ep_view_close(). */
#ifndef EP_VIEW_H
#define EP_VIEW_H

#include <epic/publish.h>

#include "arena.h"
#include "catalogue.h"
#include "zone.h"

/* A zone, and the stretch of time for which it was last asked: entries come in the order of time. */
typedef struct ep_met_zone {
    struct ep_met_zone *next;
    ep_zone *zone;
    ep_spell spell;
} ep_met_zone;

typedef struct ep_view {
    const epic_plan *plan; /* or NULL */
    const epic_pairing *pairing;
    const epic_scores *scores;
    const epic_programme *programme;
    const epic_programme_info *info;
    const ep_catalogue *words; /* English unless ep_view_speak() says otherwise */
    const epic_pair *pairs;
    size_t pair_count;
    bool mutual;
    ep_arena *arena;
    epic_diags *diags;
    ep_met_zone *zones;       /* those met so far */
    ep_met_zone **city_zones; /* of each city, NULL while it is not met */
    int status;
} ep_view;

int ep_view_open(ep_view *view, const epic_plan *plan, epic_diags *diags);
/* Of a pairing that has no plan. */
int ep_view_open_pairing(ep_view *view, const epic_pairing *pairing, epic_diags *diags);
int ep_view_close(ep_view *view);
/* From now on texts are in this one of the programme's languages of output. */
void ep_view_speak(ep_view *view, size_t language);
/* A text of the arena as it is; "" for NULL, which is remembered as lack of memory. */
const char *ep_view_kept(ep_view *view, const char *text);

#define EP_DAY_ROOM 16
/* "Mon 2021-03-08". */
const char *ep_day_text(epic_date date, char out[EP_DAY_ROOM]);
/* "Monday". Static. */
const char *ep_weekday(epic_date date);

#define EP_WALLS 48 /* more than there are offsets in use */

/* Start and end of a timed event on the wall of one of the zones taking part. */
typedef struct ep_wall {
    const char *zone;
    ep_local start, end;
} ep_wall;

/* A zone by its name, and that of a city. NULL when it cannot be read, which is remembered. */
ep_met_zone *ep_view_zone(ep_view *view, const char *name);
ep_met_zone *ep_view_city_zone(ep_view *view, size_t city);
/* What its clock shows; nothing for NULL. */
ep_local ep_met_local(ep_met_zone *met, epic_instant instant);
/* Whether it shows the minute of a moment at no other one. */
bool ep_met_once(ep_met_zone *met, epic_instant instant);
ep_local ep_view_local(ep_view *view, const char *zone, epic_instant instant);
/* The i-th city that comes to it, those who must before those who can; EPIC_NONE behind the last. */
size_t ep_view_city(const epic_event *event, size_t i);
/* Whether it comes to it, or lends the place. */
bool ep_view_concerns(const epic_event *event, size_t city);
/* The clocks that show different times, the event's own zone first; at most `room` of them. 0 for whole days. */
size_t ep_view_clocks(ep_view *view, const epic_event *event, ep_wall *clocks, size_t room);

const char *ep_view_name(const ep_view *view, size_t city);
const char *ep_view_id(const ep_view *view, size_t city);
/* "Visit: Oberhausen to Brescia". */
const char *ep_view_title(ep_view *view, const epic_event *event);
/* "Brescia and Oberhausen"; directed: "Brescia from Oberhausen", the guest first. */
const char *ep_view_pair(ep_view *view, size_t pair);
/* "Brescia, Gdansk and Lisbon"; "all 8 cities". */
const char *ep_view_who(ep_view *view, const size_t *cities, size_t count);
/* "Mon 2021-03-08", "Mon 2021-05-10 to Wed 2021-05-12". */
const char *ep_view_days(ep_view *view, const epic_event *event);
/* The same of its reserve date; NULL when it has none. */
const char *ep_view_reserve(ep_view *view, const epic_event *event);
/* "10:00-11:30 CET"; hours that the wall shows on another day than `day` bear its name. */
const char *ep_view_wall(ep_view *view, const ep_wall *wall, epic_date day);
/* "Brescia", "Vicenza (IT) and online", "online"; empty when it has no place. */
const char *ep_view_place(ep_view *view, const epic_event *event);
/* The domains in which the guest can learn from the host, the greatest share first; NULL and 0 when there are none. */
size_t ep_view_terms(ep_view *view, size_t guest, size_t host, const epic_term **terms);
/* "visit of Brescia and Oberhausen", "forum 2": what found no date. */
const char *ep_view_missing(ep_view *view, const epic_unscheduled *missing);
/* "8 cities", "1 pair". */
const char *ep_view_count(ep_view *view, size_t count, const char *one, const char *many);

#endif
