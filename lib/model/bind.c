/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several parts of a programme are bound with. */
#include <stdlib.h>
#include <string.h>

#include "loader.h"

void *ep_keep_array(ep_loader *loader, size_t count, size_t size)
{
    void *array = ep_arena_array(loader->programme->arena, count, size);
    if (array == NULL) {
        loader->reader.status = EPIC_ENOMEM;
    }
    return array;
}

const char *ep_keep_text(ep_loader *loader, const char *text)
{
    const char *copy = ep_arena_strdup(loader->programme->arena, text);
    if (copy == NULL) {
        loader->reader.status = EPIC_ENOMEM;
    }
    return copy;
}

epic_place ep_place(const ep_node *node)
{
    return node == NULL ? (epic_place){0, 0} : node->key != NULL ? node->key_place : node->place;
}

size_t ep_index_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return i;
        }
    }
    return EPIC_NONE;
}

size_t ep_bind_city(ep_loader *loader, const ep_value *id)
{
    const epic_programme *programme = loader->programme;
    if (id->at == NULL) {
        return EPIC_NONE;
    }
    size_t city = epic_programme_find(programme, id->text);
    if (city == EPIC_NONE && programme->city_count > 0) { /* that there is none was reported */
        ep_report(&loader->reader, "E304", id->at->place,
                  ep_suggest(&loader->reader, id->text, loader->city_ids, programme->city_count), "there is no city '%s'",
                  id->text);
    }
    return city;
}

size_t ep_bind_moderator(ep_loader *loader, const ep_value *id)
{
    const epic_programme *programme = loader->programme;
    if (id->at == NULL) {
        return EPIC_NONE;
    }
    size_t moderator = ep_index_of(id->text, loader->moderator_ids, programme->moderator_count);
    if (moderator == EPIC_NONE) {
        ep_report(&loader->reader, "E307", id->at->place,
                  ep_suggest(&loader->reader, id->text, loader->moderator_ids, programme->moderator_count),
                  "there is no moderator '%s'", id->text);
    }
    return moderator;
}

static int ascending(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return a < b ? -1 : a > b;
}

const size_t *ep_bind_city_list(ep_loader *loader, const ep_items *ids, size_t *count)
{
    const ep_value *values = ids->items;
    size_t *cities = ep_keep_array(loader, ids->count, sizeof *cities), found = 0, used = 0;
    *count = 0;
    if (cities == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < ids->count; i++) {
        size_t city = ep_bind_city(loader, &values[i]);
        if (city != EPIC_NONE) {
            cities[found++] = city;
        }
    }
    if (found > 1) {
        qsort(cities, found, sizeof *cities, ascending);
    }
    for (size_t i = 0; i < found; i++) {
        if (used == 0 || cities[used - 1] != cities[i]) {
            cities[used++] = cities[i];
        }
    }
    *count = used;
    return cities;
}

bool ep_bind_pair(ep_loader *loader, const raw_pair *raw, epic_city_pair *pair)
{
    if (raw->at == NULL) {
        return false;
    }
    *pair = (epic_city_pair){ep_bind_city(loader, &raw->a), ep_bind_city(loader, &raw->b), raw->at->place};
    bool known = pair->a != EPIC_NONE && pair->b != EPIC_NONE;
    if (known && pair->a == pair->b) {
        ep_report(&loader->reader, "E314", raw->at->place, NULL, "'%s' cannot be paired with itself", raw->a.text);
    }
    return known && pair->a != pair->b;
}

const char *const *ep_bind_texts(ep_loader *loader, const ep_items *list, size_t *count)
{
    const ep_value *values = list->items;
    const char **texts = ep_keep_array(loader, list->count, sizeof *texts);
    *count = 0;
    for (size_t i = 0; i < list->count && texts != NULL; i++) {
        if (values[i].text != NULL) {
            texts[(*count)++] = values[i].text;
        }
    }
    return texts;
}

const epic_organisation *ep_bind_organisations(ep_loader *loader, const ep_items *table, size_t *count)
{
    const raw_organisation *raw = table->items;
    epic_organisation *organisations = ep_keep_array(loader, table->count, sizeof *organisations);
    *count = 0;
    for (size_t i = 0; i < table->count && organisations != NULL; i++) {
        if (raw[i].at != NULL) {
            organisations[(*count)++] =
                (epic_organisation){ep_keep_text(loader, raw[i].at->key), raw[i].name.text, raw[i].kind.text, raw[i].role.text,
                                    raw[i].email.text};
        }
    }
    return organisations;
}

bool ep_check_order(ep_loader *loader, const ep_value *from, const ep_value *to, const char *what)
{
    bool backwards = from->at != NULL && to->at != NULL && from->date > to->date;
    if (backwards) {
        ep_report(&loader->reader, "E309", to->at->place, NULL, "the %s ends before it starts", what);
    }
    return !backwards;
}

int ep_by_period(const void *left, const void *right)
{
    const epic_period *p = left, *q = right;
    if (p->from != q->from || p->to != q->to) {
        return p->from < q->from || (p->from == q->from && p->to < q->to) ? -1 : 1;
    }
    return strcmp(p->why == NULL ? "" : p->why, q->why == NULL ? "" : q->why);
}
