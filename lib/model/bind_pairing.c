/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of pairing. */
#include "loader.h"

static const epic_city_pair *bind_pairs(ep_loader *loader, const ep_items *list, size_t *count)
{
    const raw_pair *raw = list->items;
    epic_city_pair *pairs = ep_keep_array(loader, list->count, sizeof *pairs);
    *count = 0;
    for (size_t i = 0; i < list->count && pairs != NULL; i++) {
        *count += ep_bind_pair(loader, &raw[i], &pairs[*count]);
    }
    return pairs;
}

static void bind_interpreters(ep_loader *loader, const ep_items *list, epic_pairing_rules *rules)
{
    const raw_pair *raw = list->items;
    epic_interpreter *pairs = ep_keep_array(loader, list->count, sizeof *pairs);
    for (size_t i = 0; i < list->count && pairs != NULL; i++) {
        if (raw[i].at != NULL) {
            pairs[rules->interpreter_count++] = (epic_interpreter){raw[i].a.text, raw[i].b.text};
        }
    }
    rules->interpreters = pairs;
}

static void bind_numbers(const raw_pairing *raw, epic_pairing_rules *rules)
{
    const raw_limits *limits = &raw->limits;
    rules->rounds = (uint32_t)raw->rounds.integer;
    rules->step = raw->step.number;
    rules->transfer_size = raw->transfer.size.number;
    rules->transfer_competence = raw->transfer.competence.number;
    rules->max_distance_km = limits->distance.at == NULL ? 0 : limits->distance.number;
    rules->max_per_country = limits->country.at == NULL ? 0 : (uint32_t)limits->country.integer;
    rules->max_per_country_pair = limits->country_pair.at == NULL ? 0 : (uint32_t)limits->country_pair.integer;
    rules->budget_eur = limits->budget.at == NULL ? 0 : limits->budget.number;
    rules->pair_eur = limits->pair_budget.at == NULL ? 0 : limits->pair_budget.number;
    rules->city_eur = limits->city_budget.at == NULL ? 0 : limits->city_budget.number;
    rules->max_total_km = limits->total.at == NULL ? 0 : limits->total.number;
}

static void bind_quotas(ep_loader *loader, const ep_items *list, epic_pairing_rules *rules)
{
    const raw_quota *raw = list->items;
    epic_quota *quotas = ep_keep_array(loader, list->count, sizeof *quotas);
    for (size_t i = 0; i < list->count && quotas != NULL; i++) {
        if (raw[i].at == NULL) {
            continue;
        }
        epic_quota *quota = &quotas[rules->quota_count++];
        quota->cities = ep_bind_city_list(loader, &raw[i].cities, &quota->city_count);
        quota->min = (uint32_t)raw[i].at_least.integer;
        quota->max = raw[i].at_most.at == NULL ? 0 : (uint32_t)raw[i].at_most.integer;
        quota->place = raw[i].at->place;
        if (quota->max > 0 && quota->min > quota->max) {
            ep_report(&loader->reader, "E322", raw[i].at_least.at->place, NULL, "at-least is %u, and at-most is %u",
                      (unsigned)quota->min, (unsigned)quota->max);
        }
    }
    rules->quotas = quotas;
}

/* What depends on distances needs every city's location, and a budget needs fares. */
static void check_distances(ep_loader *loader, const raw_limits *limits)
{
    const ep_value *const budgets[] = {&limits->budget, &limits->pair_budget, &limits->city_budget}, *needs = &limits->total;
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        needs = needs->at != NULL ? needs : budgets[i];
        if (budgets[i]->at != NULL && loader->programme->costs.fare_count == 0 && loader->raw->costs.travel.file.at == NULL) {
            ep_report(&loader->reader, "E334", budgets[i]->at->place, "state fares in 'costs: travel'",
                      "%s needs to know what visits cost", budgets[i]->at->key);
        }
    }
    for (size_t i = 0; i < loader->programme->city_count && needs->at != NULL; i++) {
        const epic_city *city = &loader->programme->cities[i];
        if (!city->has_location) {
            ep_report(&loader->reader, "E335", city->place, "state its location: [latitude, longitude]",
                      "'%s' has no location, which limits: %s needs", city->id, needs->at->key);
        }
    }
}

static void bind_words(const raw_pairing *raw, epic_pairing_rules *rules)
{
    rules->form = (epic_form)raw->mode.integer;
    rules->value = (epic_value)raw->value.integer;
    rules->prefer = (epic_prefer)raw->prefer.integer;
    rules->triad = raw->odd.integer != 0;
    rules->other_country = raw->other_country.integer != 0;
    rules->common_language = raw->common_language.integer != 0;
    rules->allow_zero = raw->allow_zero.integer != 0;
}

/* Keys that the mode has no use for. */
static void check_mode(ep_loader *loader, const raw_pairing *raw)
{
    const ep_node *const mutual_only[] = {raw->value.at, raw->odd.at};
    bool mutual = raw->mode.integer == EPIC_MUTUAL, mentoring = raw->mode.integer == EPIC_MENTORING;
    for (size_t i = 0; i < 2; i++) {
        if (!mutual && mutual_only[i] != NULL) {
            ep_report(&loader->reader, "E319", mutual_only[i]->key_place, NULL, "'%s' is for mode mutual alone",
                      mutual_only[i]->key);
        }
    }
    if (!mentoring && raw->mentors.at != NULL) {
        ep_report(&loader->reader, "E319", raw->mentors.at->key_place, NULL, "'mentors' is for mode mentoring alone");
    }
    bool misread = raw->mentors.at == NULL && ep_node_child(raw->at, "mentors") != NULL; /* and reported */
    if (mentoring && raw->mentors.count == 0 && !misread) {
        ep_report(&loader->reader, "E318", raw->mode.at->place, "name the cities that teach in 'mentors'",
                  "mode mentoring has no mentors");
    }
}

void ep_bind_pairing(ep_loader *loader)
{
    const raw_pairing *raw = &loader->raw->pairing;
    epic_pairing_rules *rules = &loader->programme->rules;
    bind_words(raw, rules);
    bind_numbers(raw, rules);
    bind_interpreters(loader, &raw->interpreters, rules);
    rules->pins = bind_pairs(loader, &raw->pins, &rules->pin_count);
    rules->vetoes = bind_pairs(loader, &raw->vetoes, &rules->veto_count);
    rules->earlier = bind_pairs(loader, &raw->earlier, &rules->earlier_count);
    rules->mentors = ep_bind_city_list(loader, &raw->mentors, &rules->mentor_count);
    rules->place = ep_place(raw->at);
    check_mode(loader, raw);
    bind_quotas(loader, &raw->limits.groups, rules);
    check_distances(loader, &raw->limits);
}
