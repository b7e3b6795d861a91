/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What visits cost, as the file states it or tables do. */
#include <math.h>
#include <string.h>

#include "rates.h"

static void bind_fares(ep_loader *loader, const ep_items *stated, epic_costs *costs)
{
    const raw_fare *fares = stated->items;
    epic_fare *list = ep_keep_array(loader, stated->count, sizeof *list);
    for (size_t i = 0; i < stated->count && list != NULL; i++) {
        if (fares[i].at == NULL) {
            continue;
        }
        if (costs->fare_count > 0 && fares[i].km.number <= list[costs->fare_count - 1].km) {
            ep_report(&loader->reader, "E336", fares[i].at->place, NULL, "fares begin at ever greater distances");
        }
        list[costs->fare_count++] = (epic_fare){fares[i].km.number, fares[i].eur.number};
    }
    costs->fares = list;
}

/* False when one of them was wrong, and reported. */
static bool set_stated(const ep_items *stated, double *rates)
{
    const ep_value *list = stated->items;
    bool good = true;
    for (size_t i = 0; i < stated->count; i++) {
        const char *country = list[i].at == NULL ? "" : list[i].at->key;
        good = good && strlen(country) == 2 && strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
        if (good) {
            rates[ep_country_place(country)] = list[i].number;
        }
    }
    return good;
}

/* NaN where no rate is stated. */
static void bind_day_rates(ep_loader *loader, const raw_rates *raw)
{
    double rates[EP_COUNTRY_CODES];
    bool same = raw->file.at == NULL && raw->items.at == NULL;
    for (size_t i = 0; i < EP_COUNTRY_CODES; i++) {
        rates[i] = same ? raw->eur.number : (double)NAN;
    }
    bool good = set_stated(&raw->items, rates);
    if (raw->file.at != NULL) {
        good = raw->column.at != NULL && ep_read_day_rates(loader, raw, rates);
    }
    for (size_t i = 0; i < loader->programme->city_count && good; i++) {
        epic_city *city = &loader->programme->cities[i];
        city->day_eur = city->country == NULL ? 0 : rates[ep_country_place(city->country)];
    }
}

void ep_bind_costs(ep_loader *loader)
{
    const raw_costs *raw = &loader->raw->costs;
    epic_costs *costs = &loader->programme->costs;
    costs->people = (uint32_t)raw->people.integer;
    bind_fares(loader, &raw->travel.items, costs);
    if (raw->travel.file.at != NULL && raw->travel.column.at != NULL) {
        ep_read_fares(loader, &raw->travel, costs);
    }
    bind_day_rates(loader, &raw->day);
}

/* Whether somebody might travel to the city, whatever the pairing. */
static bool may_host(const ep_loader *loader, size_t index)
{
    const epic_programme *programme = loader->programme;
    const epic_pairing_rules *rules = &programme->rules;
    const epic_city *city = &programme->cities[index];
    bool mentor = false, may = false;
    for (size_t i = 0; i < rules->mentor_count; i++) {
        mentor = mentor || rules->mentors[i] == index;
    }
    for (size_t i = 0; i < programme->step_count && !may; i++) {
        const epic_step *step = &programme->steps[i];
        bool teaches = step->kind == EPIC_VISIT, room = (teaches ? city->host.max : city->guest.max) > 0;
        may = (teaches || step->kind == EPIC_REPLY) && step->mode != EPIC_MODE_ONLINE &&
              (rules->form == EPIC_MUTUAL || (room && (rules->form == EPIC_VISITS || mentor == teaches)));
    }
    return may;
}

void ep_check_costs(ep_loader *loader)
{
    for (size_t i = 0; i < loader->programme->city_count; i++) {
        epic_city *city = &loader->programme->cities[i];
        if (isnan(city->day_eur) && may_host(loader, i)) {
            ep_report(&loader->reader, "E341", city->place, "state it in 'costs: day-eur', or in the table that is named there",
                      "there is no day rate for %s, and visits may be in %s", city->country, city->name);
        }
        city->day_eur = isnan(city->day_eur) ? 0 : city->day_eur;
    }
}
