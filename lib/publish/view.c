/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <string.h>

#include "diags.h"
#include "paint.h"
#include "recurs.h"
#include "title.h"

int ep_view_open_pairing(ep_view *view, const epic_pairing *pairing, epic_diags *diags)
{
    *view = (ep_view){.pairing = pairing, .diags = diags, .arena = ep_arena_new()};
    if (view->arena == NULL) {
        return EPIC_ENOMEM;
    }
    view->scores = epic_pairing_scores(pairing);
    view->programme = epic_scores_programme(view->scores);
    view->info = epic_programme_get(view->programme);
    view->words = &ep_catalogue_en;
    view->pairs = epic_pairing_pairs(pairing, &view->pair_count);
    view->mutual = epic_programme_rules(view->programme)->form == EPIC_MUTUAL;
    view->city_zones = ep_arena_array_of(view->arena, epic_programme_cities(view->programme), ep_met_zone *);
    if (view->city_zones == NULL) {
        ep_arena_free(view->arena);
        return EPIC_ENOMEM;
    }
    return EPIC_OK;
}

int ep_view_open(ep_view *view, const epic_plan *plan, epic_diags *diags)
{
    int status = ep_view_open_pairing(view, epic_plan_pairing(plan), diags);
    view->plan = plan;
    return status;
}

int ep_view_close(ep_view *view)
{
    for (; view->zones != NULL; view->zones = view->zones->next) {
        ep_zone_close(view->zones->zone);
    }
    ep_arena_free(view->arena);
    return view->status;
}

void ep_view_speak(ep_view *view, size_t language)
{
    view->words = ep_catalogue_find(view->info->languages[language]);
}

const char *ep_view_kept(ep_view *view, const char *text)
{
    if (text == NULL && !view->status) {
        view->status = EPIC_ENOMEM;
    }
    return text != NULL ? text : "";
}

const char *ep_weekday(epic_date date)
{
    static const char *const words[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return words[epic_date_weekday(date)];
}

const char *ep_day_text(epic_date date, char out[EP_DAY_ROOM])
{
    memcpy(out, ep_weekday(date), 3);
    out[3] = ' ';
    epic_date_write(date, out + 4);
    return out;
}

static ep_met_zone *open_zone(ep_view *view, const char *name)
{
    ep_met_zone *met = ep_arena_new_of(view->arena, ep_met_zone);
    int status = met != NULL ? ep_zone_open(&met->zone, NULL, name) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        met->next = view->zones;
        view->zones = met;
        return met;
    }
    if (!view->status && status != EPIC_ENOMEM) {
        ep_diag_plain(view->diags, "E718", "the time zone '%s' of the plan cannot be read on this machine", name);
    }
    view->status = view->status ? view->status : status;
    return NULL;
}

/* The one asked for last is looked at first: an entry has several times of one zone. */
ep_met_zone *ep_view_zone(ep_view *view, const char *name)
{
    for (ep_met_zone **at = &view->zones; *at != NULL; at = &(*at)->next) {
        ep_met_zone *met = *at;
        if (strcmp(ep_zone_name(met->zone), name) == 0) {
            *at = met->next;
            met->next = view->zones;
            view->zones = met;
            return met;
        }
    }
    return open_zone(view, name);
}

ep_met_zone *ep_view_city_zone(ep_view *view, size_t city)
{
    if (view->city_zones[city] == NULL) {
        view->city_zones[city] = ep_view_zone(view, epic_programme_city(view->programme, city)->timezone);
    }
    return view->city_zones[city];
}

static const ep_spell *spell_of(ep_met_zone *met, epic_instant instant)
{
    if (instant < met->spell.from || instant >= met->spell.until) {
        met->spell = ep_zone_spell(met->zone, instant);
    }
    return &met->spell;
}

ep_local ep_met_local(ep_met_zone *met, epic_instant instant)
{
    return met != NULL ? ep_spell_local(spell_of(met, instant), instant) : (ep_local){.abbreviation = ""};
}

bool ep_met_once(ep_met_zone *met, epic_instant instant)
{
    return ep_zone_shows_once(met->zone, spell_of(met, instant), instant);
}

ep_local ep_view_local(ep_view *view, const char *zone, epic_instant instant)
{
    return ep_met_local(ep_view_zone(view, zone), instant);
}

size_t ep_view_city(const epic_event *event, size_t i)
{
    if (i < event->city_count) {
        return event->cities[i];
    }
    return i - event->city_count < event->optional_count ? event->optional[i - event->city_count] : EPIC_NONE;
}

bool ep_view_concerns(const epic_event *event, size_t city)
{
    size_t i = 0;
    while (ep_view_city(event, i) != city && ep_view_city(event, i) != EPIC_NONE) {
        i++;
    }
    return event->place_city == city || ep_view_city(event, i) == city;
}

static size_t add_clock(ep_view *view, const epic_event *event, const char *zone, ep_wall *clocks, size_t count)
{
    ep_wall clock = {zone, ep_view_local(view, zone, event->start), ep_view_local(view, zone, event->end)};
    for (size_t i = 0; i < count; i++) {
        if (clocks[i].start.offset == clock.start.offset && clocks[i].end.offset == clock.end.offset) {
            return count;
        }
    }
    clocks[count] = clock;
    return count + 1;
}

size_t ep_view_clocks(ep_view *view, const epic_event *event, ep_wall *clocks, size_t room)
{
    if (event->all_day || room == 0) {
        return 0;
    }
    size_t count = add_clock(view, event, event->zone, clocks, 0), city;
    for (size_t i = 0; (city = ep_view_city(event, i)) != EPIC_NONE && count < room; i++) {
        count = add_clock(view, event, epic_programme_city(view->programme, city)->timezone, clocks, count);
    }
    return count;
}

const char *ep_view_name(const ep_view *view, size_t city)
{
    return epic_programme_city(view->programme, city)->name;
}

const char *ep_view_id(const ep_view *view, size_t city)
{
    return epic_programme_city(view->programme, city)->id;
}

const char *ep_view_title(ep_view *view, const epic_event *event)
{
    if (view->words == &ep_catalogue_en) {
        return event->title;
    }
    bool travels = event->guest != EPIC_NONE;
    ep_titled titled = {.kind = event->kind, .number = event->number, .visiting = travels};
    if (event->pair == EPIC_NONE) {
        const epic_joint_event *joint = epic_programme_event(view->programme, event->source);
        titled.own = joint->title;
        titled.number = ep_recurs(joint) ? 0 : event->number;
    } else {
        titled.own = epic_programme_step(view->programme, event->source)->title;
        titled.from = ep_view_name(view, travels ? event->guest : event->cities[0]);
        titled.to = ep_view_name(view, travels ? event->host : event->cities[1]);
    }
    return ep_view_kept(view, ep_title(view->arena, view->words, &titled));
}

const char *ep_view_pair(ep_view *view, size_t pair)
{
    const epic_pair *of = &view->pairs[pair];
    const char *a = ep_view_name(view, of->a), *b = ep_view_name(view, of->b);
    const char *both = view->mutual ? ep_phrase(view->arena, view->words, EP_WORD_PAIR, {"a", a}, {"b", b})
                                    : ep_phrase(view->arena, view->words, EP_WORD_PAIR_VISITING, {"guest", a}, {"host", b});
    return ep_view_kept(view, both);
}

const char *ep_view_who(ep_view *view, const size_t *cities, size_t count)
{
    if (count > 2 && count == epic_programme_cities(view->programme)) {
        return ep_view_kept(view, ep_arena_printf(view->arena, "all %zu cities", count));
    }
    size_t room = 1;
    for (size_t i = 0; i < count; i++) {
        room += strlen(ep_view_name(view, cities[i])) + strlen(" and ");
    }
    char *list = ep_arena_array(view->arena, room, 1), *end = list;
    for (size_t i = 0; list != NULL && i < count; i++) {
        const char *joint = i == 0 ? "" : i + 1 == count ? " and " : ", ", *name = ep_view_name(view, cities[i]);
        memcpy(end, joint, strlen(joint));
        end += strlen(joint);
        memcpy(end, name, strlen(name));
        end += strlen(name);
    }
    return ep_view_kept(view, list);
}

static const char *days_text(ep_view *view, epic_date from, epic_date to)
{
    char first[EP_DAY_ROOM], last[EP_DAY_ROOM];
    ep_day_text(from, first);
    if (from == to) {
        return ep_view_kept(view, ep_arena_strdup(view->arena, first));
    }
    return ep_view_kept(view, ep_arena_printf(view->arena, "%s to %s", first, ep_day_text(to, last)));
}

const char *ep_view_days(ep_view *view, const epic_event *event)
{
    return days_text(view, event->first, event->all_day ? event->last : event->first);
}

const char *ep_view_reserve(ep_view *view, const epic_event *event)
{
    return event->reserve_first == EPIC_NO_DATE ? NULL : days_text(view, event->reserve_first, event->reserve_last);
}

/* "23:30", or "00:30 (Tue)" when the wall there shows another day. */
static const char *hour(ep_view *view, const ep_local *local, epic_date day)
{
    int minute = local->second / 60;
    const char *text = ep_arena_printf(view->arena, "%02d:%02d", minute / 60, minute % 60);
    if (text != NULL && local->date != day) {
        text = ep_arena_printf(view->arena, "%s (%.3s)", text, ep_weekday(local->date));
    }
    return ep_view_kept(view, text);
}

const char *ep_view_wall(ep_view *view, const ep_wall *wall, epic_date day)
{
    const char *start = hour(view, &wall->start, day), *end = hour(view, &wall->end, day);
    return ep_view_kept(view, ep_arena_printf(view->arena, "%s-%s %s", start, end, wall->start.abbreviation));
}

static const char *spot(ep_view *view, const epic_event *event)
{
    if (event->place_city != EPIC_NONE) {
        return ep_view_name(view, event->place_city);
    }
    if (event->venue.name != NULL && event->venue.country != NULL) {
        return ep_view_kept(view, ep_arena_printf(view->arena, "%s (%s)", event->venue.name, event->venue.country));
    }
    return event->venue.name != NULL ? event->venue.name : event->venue.country != NULL ? event->venue.country : "";
}

const char *ep_view_place(ep_view *view, const epic_event *event)
{
    if (event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE) {
        return ""; /* a due day is nowhere */
    }
    if (event->mode == EPIC_MODE_ONLINE) {
        return "online";
    }
    const char *where = spot(view, event);
    if (event->kind == EPIC_LOCAL && where[0] == '\0') {
        return "each at home";
    }
    if (event->mode == EPIC_HYBRID && where[0] == '\0') {
        return "in person and online";
    }
    return event->mode != EPIC_HYBRID
               ? where
               : ep_view_kept(view, ep_phrase(view->arena, view->words, EP_WORD_HYBRID, {"place", where}));
}

size_t ep_view_terms(ep_view *view, size_t guest, size_t host, const epic_term **terms)
{
    size_t count = epic_programme_domains(view->programme);
    epic_term *all = ep_arena_array_of(view->arena, count, epic_term);
    *terms = all;
    if (all == NULL) {
        view->status = EPIC_ENOMEM;
        return 0;
    }
    epic_scores_explain(view->scores, guest, host, all, count);
    return ep_sort_terms(all, count);
}

const char *ep_view_missing(ep_view *view, const epic_unscheduled *missing)
{
    const char *title = missing->pair == EPIC_NONE ? epic_programme_event(view->programme, missing->source)->title
                                                   : epic_programme_step(view->programme, missing->source)->title;
    const char *text = title != NULL ? title : missing->id;
    if (missing->number > 0) {
        text = ep_view_kept(view, ep_arena_printf(view->arena, "%s %u", text, (unsigned)missing->number));
    }
    if (missing->pair != EPIC_NONE) {
        text = ep_view_kept(view, ep_arena_printf(view->arena, "%s of %s", text, ep_view_pair(view, missing->pair)));
    }
    return text;
}

const char *ep_view_count(ep_view *view, size_t count, const char *one, const char *many)
{
    return ep_view_kept(view, ep_arena_printf(view->arena, "%zu %s", count, count == 1 ? one : many));
}
