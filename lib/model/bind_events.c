/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exchange, the joint events, what is settled and what is blocked. */
#include <stdlib.h>
#include <string.h>

#include "meeting.h"
#include "words.h"

/* ---- the exchange ---- */

static void bind_step(ep_loader *loader, const raw_step *raw, epic_step *step)
{
    ep_meeting meeting = ep_bind_meeting(loader, raw->at, &raw->meeting, EPIC_PREPARATION);
    bool travels = meeting.kind == EPIC_VISIT || meeting.kind == EPIC_REPLY;
    *step = (epic_step){.id = raw->meeting.id.text, .title = raw->meeting.title.text, .kind = meeting.kind, .mode = meeting.mode,
                        .has_or_online = meeting.has_or_online, .or_online = meeting.or_online,
                        .has_reserve = meeting.has_reserve, .reserve = meeting.reserve,
                        .days = meeting.days, .minutes = meeting.minutes, .travel_days = (uint32_t)raw->travel_days.integer,
                        .moderator = meeting.moderator, .link = raw->meeting.link.text, .from = meeting.from, .to = meeting.to,
                        .agenda = meeting.agenda,
                        .agenda_count = meeting.agenda_count, .roles = meeting.roles, .role_count = meeting.role_count,
                        .prefer = meeting.prefer, .place = ep_place(raw->at)};
    step->guests = ep_bind_city_list(loader, &raw->guest, &step->guest_count);
    if (raw->travel_days.at != NULL && !travels) {
        ep_report(&loader->reader, "E332", raw->travel_days.at->key_place, NULL, "nobody travels to a %s",
                  ep_kind_words[meeting.kind]);
    }
    if (raw->guest.at != NULL && meeting.kind != EPIC_VISIT) {
        ep_report(&loader->reader, "E332", raw->guest.at->key_place, "state it at the visit; the reply goes back",
                  "a %s has no 'guest' of its own", ep_kind_words[meeting.kind]);
    }
}

static void bind_step_order(ep_loader *loader, const raw_step *raw, const char *const *ids)
{
    epic_programme *programme = loader->programme;
    size_t *before = ep_arena_array_of(loader->reader.scratch, programme->step_count, size_t);
    epic_place *places = ep_arena_array_of(loader->reader.scratch, programme->step_count, epic_place);
    if (before == NULL || places == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < programme->step_count; i++) {
        epic_step *step = &programme->steps[i];
        step->has_after = ep_bind_after(loader, &raw[i].meeting.after, ids, programme->step_count, &step->after);
        before[i] = raw[i].meeting.after.at == NULL ? (i > 0 ? i - 1 : EPIC_NONE) : step->after.event;
        places[i] = raw[i].meeting.after.at == NULL ? step->place : step->after.place;
    }
    ep_check_rings(loader, before, places, ids, programme->step_count);
}

void ep_bind_steps(ep_loader *loader)
{
    const ep_items *list = &loader->raw->exchange;
    const raw_step *raw = list->items;
    epic_programme *programme = loader->programme;
    programme->steps = ep_keep_array(loader, list->count, sizeof *programme->steps);
    if (programme->steps == NULL || list->count == 0) {
        return;
    }
    const char **ids = ep_bind_ids(loader, &raw->meeting, sizeof *raw, list->count);
    programme->step_count = list->count;
    for (size_t i = 0; i < list->count && loader->reader.status == EPIC_OK; i++) {
        bind_step(loader, &raw[i], &programme->steps[i]);
    }
    if (ids != NULL) {
        bind_step_order(loader, raw, ids);
    }
}

/* ---- joint events ---- */

/* All cities, once for all events. */
static const size_t *all_cities(ep_loader *loader)
{
    size_t count = loader->programme->city_count;
    size_t *cities = ep_keep_array(loader, count, sizeof *cities);
    for (size_t i = 0; i < count && cities != NULL; i++) {
        cities[i] = i;
    }
    return cities;
}

static bool is_of(const ep_items *countries, const char *country)
{
    const ep_value *values = countries->items;
    for (size_t i = 0; i < countries->count; i++) {
        if (values[i].at != NULL && country != NULL && strcmp(values[i].text, country) == 0) {
            return true;
        }
    }
    return false;
}

static const size_t *cities_of(ep_loader *loader, const ep_items *countries, size_t *count)
{
    const epic_programme *programme = loader->programme;
    *count = 0;
    for (size_t i = 0; i < programme->city_count; i++) {
        *count += is_of(countries, programme->cities[i].country);
    }
    size_t *cities = ep_keep_array(loader, *count, sizeof *cities), n = 0;
    for (size_t i = 0; i < programme->city_count && cities != NULL; i++) {
        if (is_of(countries, programme->cities[i].country)) {
            cities[n++] = i;
        }
    }
    return cities;
}

/* Those that are named, else all. */
static const size_t *bind_participants(ep_loader *loader, const raw_participants *raw, const size_t *all, size_t *count)
{
    if (raw->cities.at != NULL) {
        return ep_bind_city_list(loader, &raw->cities, count);
    }
    if (raw->countries.at == NULL) {
        *count = loader->programme->city_count;
        return all;
    }
    const size_t *cities = cities_of(loader, &raw->countries, count);
    if (*count == 0) {
        ep_report(&loader->reader, "E333", raw->countries.at->place, NULL, "no city is of these countries");
    }
    return cities;
}

/* Those that are invited without being participants. */
static void bind_optional(ep_loader *loader, const raw_participants *raw, const size_t *all, epic_joint_event *event)
{
    const ep_node *at = raw->all.at != NULL ? raw->all.at : raw->cities.at != NULL ? raw->cities.at : raw->countries.at;
    size_t count = 0, errors = loader->reader.errors;
    const size_t *cities = at != NULL ? bind_participants(loader, raw, all, &count) : NULL;
    size_t *others = ep_keep_array(loader, count, sizeof *others);
    for (size_t i = 0, k = 0; i < count && cities != NULL && others != NULL; i++) {
        while (k < event->participant_count && event->participants[k] < cities[i]) {
            k++;
        }
        if (k == event->participant_count || event->participants[k] != cities[i]) {
            others[event->optional_count++] = cities[i];
        }
    }
    event->optional = others;
    if (at != NULL && event->optional_count == 0 && loader->reader.errors == errors) {
        ep_report(&loader->reader, "E344", at->place, "name under 'participants' those that must come",
                  "whoever is 'optional' here takes part anyway");
    }
}

static void check_whereabouts(ep_loader *loader, const raw_event *raw)
{
    if ((raw->city.at != NULL) + (raw->place.at != NULL) + (raw->rotate.at != NULL) > 1) {
        ep_report(&loader->reader, "E331", raw->at->place, NULL,
                  "an event is in a 'city', at a 'place' or in rotation: only one can be stated");
    }
}

/* A period that a rule of recurrence can say. */
static void check_every(ep_loader *loader, const ep_value *every, const raw_meeting *raw)
{
    const epic_duration *span = &every->span;
    if (every->at != NULL && (span->minutes > 0 || (span->months > 0) == (span->days > 0))) {
        ep_report(&loader->reader, "E337", every->at->place, "such as 2 months, 2w, 10d",
                  "what recurs does so every so many months, or every so many weeks and days");
    }
    if (every->at != NULL && raw->or_online.at != NULL) {
        ep_report(&loader->reader, "E342", raw->or_online.at->key_place,
                  "settle what is held online under 'fixed', by its number",
                  "what recurs has its days by rule, and its mode too");
    }
    if (every->at != NULL && raw->reserve.at != NULL) {
        ep_report(&loader->reader, "E343", raw->reserve.at->key_place, NULL,
                  "what recurs has its days by rule, and no reserve dates");
    }
}

static uint32_t count_of(const raw_event *raw)
{
    return raw->count.at != NULL ? (uint32_t)raw->count.integer : raw->every.at == NULL;
}

static void bind_event(ep_loader *loader, const raw_event *raw, const size_t *all, epic_joint_event *event)
{
    ep_meeting meeting = ep_bind_meeting(loader, raw->at, &raw->meeting, EPIC_MEETING);
    *event = (epic_joint_event){.id = raw->meeting.id.text,
                                .title = raw->meeting.title.text,
                                .kind = meeting.kind,
                                .mode = meeting.mode,
                                .has_or_online = meeting.has_or_online,
                                .or_online = meeting.or_online,
                                .has_reserve = meeting.has_reserve,
                                .reserve = meeting.reserve,
                                .days = meeting.days,
                                .minutes = meeting.minutes,
                                .count = count_of(raw),
                                .rotate_hosts = raw->rotate.at != NULL,
                                .city = ep_bind_city(loader, &raw->city),
                                .venue = {raw->place.name.text, raw->place.country.text, raw->place.timezone.text},
                                .moderator = meeting.moderator,
                                .link = raw->meeting.link.text,
                                .from = meeting.from,
                                .to = meeting.to,
                                .every = raw->every.span,
                                .agenda = meeting.agenda,
                                .agenda_count = meeting.agenda_count,
                                .roles = meeting.roles,
                                .role_count = meeting.role_count,
                                .prefer = meeting.prefer,
                                .place = ep_place(raw->at)};
    event->participants = bind_participants(loader, &raw->participants, all, &event->participant_count);
    bind_optional(loader, &raw->optional, all, event);
    if (raw->at != NULL) {
        check_whereabouts(loader, raw);
        check_every(loader, &raw->every, &raw->meeting);
    }
}

static void bind_event_order(ep_loader *loader, const raw_event *raw, const char *const *ids)
{
    epic_programme *programme = loader->programme;
    size_t *before = ep_arena_array_of(loader->reader.scratch, programme->event_count, size_t);
    epic_place *places = ep_arena_array_of(loader->reader.scratch, programme->event_count, epic_place);
    if (before == NULL || places == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < programme->event_count; i++) {
        epic_joint_event *event = &programme->events[i];
        event->has_after = ep_bind_after(loader, &raw[i].meeting.after, ids, programme->event_count, &event->after);
        before[i] = event->has_after ? event->after.event : EPIC_NONE;
        places[i] = event->after.place;
    }
    ep_check_rings(loader, before, places, ids, programme->event_count);
}

void ep_bind_events(ep_loader *loader)
{
    const ep_items *list = &loader->raw->events;
    const raw_event *raw = list->items;
    epic_programme *programme = loader->programme;
    const size_t *all = all_cities(loader);
    programme->events = ep_keep_array(loader, list->count, sizeof *programme->events);
    if (programme->events == NULL || list->count == 0) {
        return;
    }
    const char **ids = ep_bind_ids(loader, &raw->meeting, sizeof *raw, list->count);
    programme->event_count = list->count;
    for (size_t i = 0; i < list->count && loader->reader.status == EPIC_OK; i++) {
        bind_event(loader, &raw[i], all, &programme->events[i]);
    }
    if (ids != NULL) {
        bind_event_order(loader, raw, ids);
    }
}

/* ---- settled ---- */

static bool collect_event_ids(ep_loader *loader)
{
    const epic_programme *programme = loader->programme;
    const char **ids = ep_arena_array_of(loader->reader.scratch, programme->step_count + programme->event_count, const char *);
    loader->event_ids = ids;
    if (ids == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return false;
    }
    for (size_t i = 0; i < programme->step_count; i++) {
        *ids++ = programme->steps[i].id == NULL ? "" : programme->steps[i].id;
    }
    for (size_t i = 0; i < programme->event_count; i++) {
        *ids++ = programme->events[i].id == NULL ? "" : programme->events[i].id;
    }
    return true;
}

/* The steps when a pair is named, else the joint events. */
static size_t bind_fixed_event(ep_loader *loader, const raw_fixed *raw)
{
    size_t steps = loader->programme->step_count, events = loader->programme->event_count;
    const char **of_steps = loader->event_ids, **of_events = loader->event_ids + steps;
    const char *hint = NULL;
    if (raw->event.at == NULL) {
        return EPIC_NONE;
    }
    if (raw->pair.at == NULL) {
        hint =
            ep_index_of(raw->event.text, of_steps, steps) == EPIC_NONE ? NULL : "it is a step of the exchange: name its 'pair'";
        return ep_bind_event(loader, &raw->event, of_events, events, hint);
    }
    hint = ep_index_of(raw->event.text, of_events, events) == EPIC_NONE ? NULL : "it is a joint event: leave 'pair' out";
    return ep_bind_event(loader, &raw->event, of_steps, steps, hint);
}

/* The zone of the place where it is, as far as the file tells. */
static const char *fixed_zone(const epic_programme *programme, const epic_fixed *fixed)
{
    if (fixed->a != EPIC_NONE) {
        bool visit = programme->steps[fixed->event].kind == EPIC_VISIT && !fixed->online;
        bool at_host = visit && programme->rules.form != EPIC_MUTUAL;
        return programme->cities[at_host ? fixed->b : fixed->a].timezone;
    }
    const epic_joint_event *event = &programme->events[fixed->event];
    bool online = event->mode == EPIC_MODE_ONLINE || fixed->online;
    if (event->rotate_hosts && !online) {
        return NULL;
    }
    if (event->venue.timezone != NULL && !fixed->online) {
        return event->venue.timezone;
    }
    size_t first = event->participant_count > 0 ? event->participants[0] : 0;
    size_t city = event->city != EPIC_NONE && !fixed->online ? event->city : first;
    return programme->city_count > 0 ? programme->cities[city].timezone : NULL;
}

static void check_fixed(ep_loader *loader, const raw_fixed *raw, const epic_fixed *fixed)
{
    const epic_programme *programme = loader->programme;
    bool joint = fixed->a == EPIC_NONE;
    uint32_t days = joint ? programme->events[fixed->event].days : programme->steps[fixed->event].days;
    if (loader->has_window && raw->start.at != NULL &&
        (fixed->date < programme->info.starts || fixed->date > programme->info.ends)) {
        ep_report(&loader->reader, "E308", raw->start.at->place, NULL, "%s lies outside the programme", raw->start.at->text);
    }
    if (days > 0 && fixed->minute >= 0) {
        ep_report(&loader->reader, "E324", raw->start.at->place, "state the day alone",
                  "'%s' takes whole days and has no time of day", raw->event.text);
    }
    bool unlimited = joint && programme->events[fixed->event].count == 0;
    if (joint && !unlimited && fixed->number > programme->events[fixed->event].count) {
        ep_report(&loader->reader, "E323", raw->number.at->place, NULL, "there are only %u of '%s'",
                  (unsigned)programme->events[fixed->event].count, raw->event.text);
    }
}

static void bind_fixed(ep_loader *loader, const raw_fixed *raw)
{
    epic_programme *programme = loader->programme;
    epic_city_pair pair = {EPIC_NONE, EPIC_NONE, {0, 0}};
    bool good = raw->pair.at == NULL || ep_bind_pair(loader, &raw->pair, &pair);
    size_t event = bind_fixed_event(loader, raw);
    if (!good || event == EPIC_NONE) {
        return;
    }
    epic_fixed *fixed = &programme->fixes[programme->fix_count++];
    *fixed = (epic_fixed){.a = pair.a,
                          .b = pair.b,
                          .event = event,
                          .number = raw->number.at == NULL ? 0 : (uint32_t)raw->number.integer,
                          .date = raw->start.date,
                          .minute = raw->start.at == NULL ? -1 : raw->start.minute,
                          .link = raw->link.text,
                          .online = raw->mode.at != NULL,
                          .place = ep_place(raw->at)};
    fixed->zone = raw->zone.at == NULL ? fixed_zone(programme, fixed) : raw->zone.text;
    check_fixed(loader, raw, fixed);
}

static uint64_t shifted(int32_t number)
{
    return (uint64_t)((int64_t)number - INT32_MIN);
}

/* By date, those that state their number first: the others of a series are numbered by their dates. */
static int by_start(const void *left, const void *right)
{
    const epic_fixed *p = left, *q = right;
    const uint64_t keys[][2] = {{p->number == 0, q->number == 0}, {shifted(p->date), shifted(q->date)},
                                {shifted(p->minute), shifted(q->minute)}, {p->event, q->event}, {p->a, q->a}, {p->b, q->b},
                                {p->number, q->number}, {p->place.line, q->place.line}, {p->place.column, q->place.column}};
    size_t i = 0;
    while (i + 1 < sizeof keys / sizeof *keys && keys[i][0] == keys[i][1]) {
        i++;
    }
    return keys[i][0] < keys[i][1] ? -1 : keys[i][0] > keys[i][1];
}

void ep_bind_fixes(ep_loader *loader)
{
    const ep_items *list = &loader->raw->fixed;
    const raw_fixed *raw = list->items;
    loader->programme->fixes = ep_keep_array(loader, list->count, sizeof *loader->programme->fixes);
    if (!collect_event_ids(loader)) {
        return;
    }
    for (size_t i = 0; i < list->count && loader->reader.status == EPIC_OK; i++) {
        bind_fixed(loader, &raw[i]);
    }
    if (loader->programme->fix_count > 1) {
        qsort(loader->programme->fixes, loader->programme->fix_count, sizeof *loader->programme->fixes, by_start);
    }
}

/* ---- blocked ---- */

static int by_days(const void *left, const void *right)
{
    const epic_blocked *p = left, *q = right;
    int order = ep_by_period(&p->period, &q->period);
    order = order != 0 ? order : strcmp(p->country == NULL ? "" : p->country, q->country == NULL ? "" : q->country);
    order = order != 0 ? order : (p->city > q->city) - (p->city < q->city);
    order = order != 0 ? order : (int)p->any_mode - (int)q->any_mode;
    return order != 0 || p->any_mode ? order : (int)p->mode - (int)q->mode;
}

void ep_bind_blocks(ep_loader *loader)
{
    const ep_items *list = &loader->raw->blocked;
    const raw_blocked *raw = list->items;
    epic_programme *programme = loader->programme;
    programme->blocks = ep_keep_array(loader, list->count, sizeof *programme->blocks);
    for (size_t i = 0; i < list->count && loader->reader.status == EPIC_OK; i++) {
        ep_check_order(loader, &raw[i].period.from, &raw[i].period.to, "period");
        programme->blocks[programme->block_count++] =
            (epic_blocked){.any_mode = raw[i].mode.at == NULL,
                           .mode = (epic_mode)raw[i].mode.integer,
                           .country = raw[i].country.text,
                           .city = ep_bind_city(loader, &raw[i].city),
                           .period = {raw[i].period.from.date, raw[i].period.to.date, raw[i].period.why.text},
                           .place = ep_place(raw[i].at)};
    }
    if (programme->block_count > 1) {
        qsort(programme->blocks, programme->block_count, sizeof *programme->blocks, by_days);
    }
}
