/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows: a city's own page has nothing of others. */
#include "html.h"
#include "wishes.h"

#define LARGE 60 /* pairs */

static void choose_pairs(ep_page *page)
{
    for (size_t i = 0; i < page->view.pair_count; i++) {
        const epic_pair *pair = &page->view.pairs[i];
        if (page->city == EPIC_NONE || pair->a == page->city || pair->b == page->city) {
            page->pairs[page->pair_count++] = i;
            page->cities[pair->a] = page->cities[pair->b] = true;
        }
    }
}

static void choose_events(ep_page *page)
{
    for (size_t i = 0; i < epic_plan_events(page->view.plan); i++) {
        const epic_event *event = epic_plan_event(page->view.plan, i);
        if (page->city == EPIC_NONE || ep_view_concerns(event, page->city)) {
            page->events[page->event_count++] = event;
        }
    }
}

static void choose(ep_page *page)
{
    size_t cities = epic_programme_cities(page->view.programme);
    page->pairs = ep_arena_array_of(page->view.arena, page->view.pair_count, size_t);
    page->events = ep_arena_array_of(page->view.arena, epic_plan_events(page->view.plan), const epic_event *);
    page->cities = ep_arena_array_of(page->view.arena, cities, bool);
    if (page->pairs == NULL || page->events == NULL || page->cities == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < cities; i++) {
        page->cities[i] = page->city == EPIC_NONE || page->city == i;
    }
    choose_pairs(page);
    choose_events(page);
    page->large = page->pair_count > LARGE;
}

int ep_page_open(ep_page *page, const epic_pairing *pairing, const epic_plan *plan, const epic_publish_options *options,
                 ep_writer *out, epic_diags *diags)
{
    *page = (ep_page){.out = out, .city = options->city, .section = options->section};
    int status = plan != NULL ? ep_view_open(&page->view, plan, diags) : ep_view_open_pairing(&page->view, pairing, diags);
    if (status != EPIC_OK) {
        return status;
    }
    choose(page);
    if (page->view.status == EPIC_OK && plan != NULL) { /* else nothing shows them */
        ep_page_offs(page);
    }
    return page->view.status ? ep_view_close(&page->view) : EPIC_OK;
}

int ep_page_close(ep_page *page)
{
    return ep_view_close(&page->view);
}

bool ep_page_paired(const ep_page *page, size_t city)
{
    bool paired = false;
    for (size_t i = 0; i < page->pair_count && !paired; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        paired = pair->a == city || pair->b == city;
    }
    return paired;
}

bool ep_page_are_pair(const ep_page *page, size_t guest, size_t host)
{
    bool are = false;
    for (size_t i = 0; i < page->pair_count && !are; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        are = (pair->a == guest && pair->b == host) || (page->view.mutual && pair->a == host && pair->b == guest);
    }
    return are;
}

static bool is_invited(const epic_joint_event *event, size_t city)
{
    bool invited = event->city == city;
    for (size_t i = 0; i < event->participant_count && !invited; i++) {
        invited = event->participants[i] == city;
    }
    for (size_t i = 0; i < event->optional_count && !invited; i++) {
        invited = event->optional[i] == city;
    }
    return invited;
}

bool ep_page_misses(const ep_page *page, const epic_unscheduled *missing)
{
    if (page->city == EPIC_NONE) {
        return true;
    }
    if (missing->pair == EPIC_NONE) {
        return is_invited(epic_programme_event(page->view.programme, missing->source), page->city);
    }
    const epic_pair *pair = &page->view.pairs[missing->pair];
    return pair->a == page->city || pair->b == page->city;
}

size_t ep_page_missing(const ep_page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_plan_unscheduled(page->view.plan); i++) {
        count += ep_page_misses(page, epic_plan_unscheduled_at(page->view.plan, i));
    }
    return count;
}

void ep_page_wishes(ep_page *page, const epic_ledger *issued)
{
    if (page->city == EPIC_NONE && ep_view_wishes(&page->view, issued, &page->wishes, &page->wish_count) != EPIC_OK) {
        page->view.status = EPIC_ENOMEM;
    }
}
