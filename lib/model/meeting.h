/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What steps of the exchange and joint events have in common. */
#ifndef EP_MEETING_H
#define EP_MEETING_H

#include "loader.h"

typedef struct ep_meeting {
    epic_kind kind;
    epic_mode mode;
    bool has_or_online;
    epic_duration or_online;
    bool has_reserve;
    epic_duration reserve;
    uint32_t days, minutes;
    size_t moderator;
    epic_date from, to;
    epic_preference prefer;
    const epic_agenda_item *agenda;
    size_t agenda_count;
    const epic_role *roles;
    size_t role_count;
} ep_meeting;

/* What is stated, and for the rest what is preferred otherwise. */
epic_preference ep_bind_preference(const raw_prefer *raw, const epic_preference *otherwise);

/* `at` is the mapping in which it stands, `first` the first kind of the list's words. */
ep_meeting ep_bind_meeting(ep_loader *loader, const ep_node *at, const raw_meeting *raw, epic_kind first);

/* The ids of a list of meetings that are `stride` bytes apart; "" for one without. Reports those that stand twice. NULL: out of
 * memory. */
const char **ep_bind_ids(ep_loader *loader, const raw_meeting *first, size_t stride, size_t count);
/* Whether the meeting follows another; fills `after`. */
bool ep_bind_after(ep_loader *loader, const raw_after *raw, const char *const *ids, size_t count, epic_after *after);
/* The index of the event that a value names among ids; EPIC_NONE, reported, when there is none. */
size_t ep_bind_event(ep_loader *loader, const ep_value *id, const char *const *ids, size_t count, const char *hint);
/* before[i] is what i follows, or EPIC_NONE; places[i] is where that is said. Reports rings. */
void ep_check_rings(ep_loader *loader, const size_t *before, const epic_place *places, const char *const *ids, size_t count);

#endif
