/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programme itself, its domains, cities and moderators. */
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "meeting.h"
#include "words.h"

/* ---- the programme ---- */

/* Inclusive by default: nobody has to come early or stay late, and Friday afternoons are free. */
static const epic_preference usual = {{{600, 600, 600, 600, 600, 0, 0}, {960, 960, 960, 960, 780, 0, 0}}, 0xFFF};

static void bind_window(ep_loader *loader)
{
    const raw_info *raw = &loader->raw->programme;
    epic_programme_info *info = &loader->programme->info;
    info->starts = raw->starts.date;
    info->ends = raw->ends.date;
    info->today = raw->today.at == NULL ? EPIC_NO_DATE : raw->today.date;
    info->notice = raw->notice.at == NULL ? (epic_duration){0, 0, 0} : raw->notice.span;
    info->prefer = ep_bind_preference(&raw->prefer, &usual);
    loader->has_window = raw->starts.at != NULL && raw->ends.at != NULL;
    if (loader->has_window && info->ends < info->starts) {
        ep_report(&loader->reader, "E302", raw->ends.at->place, NULL, "the programme ends before it starts");
        loader->has_window = false;
    }
    if (loader->has_window && raw->today.at != NULL && (info->today < info->starts || info->today > info->ends)) {
        ep_report(&loader->reader, "E303", raw->today.at->place, "leave 'today' out before the programme starts",
                  "'today' lies outside the programme");
    }
}

static void bind_domains(ep_loader *loader)
{
    const ep_items *table = &loader->raw->programme.domains;
    const raw_domain *raw = table->items;
    epic_programme *programme = loader->programme;
    programme->domains = ep_keep_array(loader, table->count, sizeof *programme->domains);
    for (size_t i = 0; i < table->count && programme->domains != NULL; i++) {
        if (raw[i].at != NULL) {
            const char *id = ep_keep_text(loader, raw[i].at->key);
            programme->domains[programme->domain_count++] =
                (epic_domain){id, raw[i].title.text == NULL ? id : raw[i].title.text, raw[i].weight.number, raw[i].at->key_place};
        }
    }
}

/* "pt" and "pt-BR" are of the same words. */
static void refuse_same_words(ep_loader *loader, const ep_value *languages, size_t i)
{
    const ep_catalogue *words = ep_catalogue_find(languages[i].text);
    bool same = false;
    for (size_t k = 0; k < i && !same; k++) {
        same = languages[k].text != NULL && ep_catalogue_find(languages[k].text) == words;
    }
    if (same) {
        ep_report(&loader->reader, "E340", languages[i].at->place, NULL, "calendars in '%s' are asked for twice",
                  words->language);
    }
}

static void bind_output(ep_loader *loader)
{
    const raw_output *raw = &loader->raw->output;
    epic_programme_info *info = &loader->programme->info;
    const ep_value *languages = raw->languages.items;
    info->languages = ep_bind_texts(loader, &raw->languages, &info->language_count);
    info->times_in_utc = raw->time.integer == 1;
    for (size_t i = 0; i < raw->languages.count; i++) {
        if (languages[i].text != NULL) {
            refuse_same_words(loader, languages, i);
        }
    }
}

void ep_bind_info(ep_loader *loader)
{
    const raw_info *raw = &loader->raw->programme;
    epic_programme_info *info = &loader->programme->info;
    const ep_value *planned = raw->planned.items;
    info->id = raw->id.text;
    info->title = raw->title.text;
    info->organiser_name = raw->organiser.name.text;
    info->organiser_email = raw->organiser.email.text;
    bind_window(loader);
    bind_domains(loader);
    bind_output(loader);
    info->partners = ep_bind_organisations(loader, &raw->partners, &info->partner_count);
    for (size_t i = 0; i < raw->planned.count; i++) {
        size_t kind = planned[i].at == NULL ? EPIC_NONE : ep_index_of(planned[i].at->key, ep_kind_words, EPIC_KINDS);
        if (kind != EPIC_NONE) {
            info->planned[kind] = (uint32_t)planned[i].integer;
        }
    }
}

/* ---- profiles ---- */

static size_t find_domain(ep_loader *loader, const ep_node *at)
{
    const epic_programme *programme = loader->programme;
    const char *ids[100];
    for (size_t i = 0; i < programme->domain_count; i++) {
        ids[i] = programme->domains[i].id;
    }
    size_t domain = ep_index_of(at->key, ids, programme->domain_count);
    if (domain == EPIC_NONE && programme->domain_count > 0) { /* that there is none was reported */
        ep_report(&loader->reader, "E305", at->key_place, ep_suggest(&loader->reader, at->key, ids, programme->domain_count),
                  "there is no domain '%s'", at->key);
    }
    return domain;
}

/* Rank-order-centroid weight of the rank-th of n, scaled so that the first is 1. */
static double rank_weight(size_t rank, size_t n)
{
    double sum = 0, first = 0;
    for (size_t i = n; i >= 1; i--) {
        first += 1.0 / (double)i;
        sum = i == rank ? first : sum;
    }
    return sum / first;
}

/* Whether ranks are stated; all of a city's must be, 1..n, each once. */
static bool check_ranks(ep_loader *loader, const raw_city *city)
{
    const raw_profile *raw = city->profile.items;
    bool seen[101] = {false}, wrong = false;
    size_t n = city->profile.count, ranked = 0;
    for (size_t i = 0; i < n; i++) {
        const ep_value *rank = &raw[i].rank;
        if (rank->at == NULL) {
            continue;
        }
        ranked++;
        if (raw[i].priority.at != NULL) {
            ep_report(&loader->reader, "E326", rank->at->key_place, NULL, "a priority and a rank of one domain");
        }
        wrong = wrong || (size_t)rank->integer > n || seen[rank->integer];
        seen[rank->integer] = true;
    }
    if (ranked > 0 && (wrong || ranked < n)) {
        ep_report(&loader->reader, "E327", city->profile.at->key_place, NULL,
                  "the ranks of '%s' must be 1 to %zu, one for each domain of its profile", city->at->key, n);
        return false;
    }
    return ranked > 0;
}

static void bind_profile(ep_loader *loader, const raw_profile *raw, size_t city, double priority)
{
    epic_programme *programme = loader->programme;
    size_t domain = raw->at == NULL ? EPIC_NONE : find_domain(loader, raw->at);
    epic_profile *profile = domain == EPIC_NONE ? NULL : ep_keep_array(loader, 1, sizeof *profile);
    if (profile != NULL) {
        *profile = (epic_profile){.strength = raw->strength.number,
                                  .need = raw->need.at == NULL ? 1 - raw->strength.number : raw->need.number,
                                  .priority = priority,
                                  .competence = raw->competence.number,
                                  .offers = raw->offers.integer != 0,
                                  .need_stated = raw->need.at != NULL,
                                  .place = raw->at->key_place};
        programme->profiles[city * programme->domain_count + domain] = profile;
    }
}

static void bind_profiles(ep_loader *loader, const raw_city *raw, size_t city)
{
    const raw_profile *profiles = raw->profile.items;
    bool ranked = check_ranks(loader, raw);
    for (size_t i = 0; i < raw->profile.count && loader->reader.status == EPIC_OK; i++) {
        double priority =
            ranked ? rank_weight((size_t)profiles[i].rank.integer, raw->profile.count) : profiles[i].priority.number;
        bind_profile(loader, &profiles[i], city, priority);
    }
}

/* ---- cities ---- */

static const epic_period *bind_periods(ep_loader *loader, const ep_items *list, size_t *count)
{
    const raw_period *raw = list->items;
    epic_period *periods = ep_keep_array(loader, list->count, sizeof *periods);
    *count = 0;
    for (size_t i = 0; i < list->count && periods != NULL; i++) {
        if (ep_check_order(loader, &raw[i].from, &raw[i].to, "period")) {
            periods[(*count)++] = (epic_period){raw[i].from.date, raw[i].to.date, raw[i].why.text};
        }
    }
    if (*count > 1) {
        qsort(periods, *count, sizeof *periods, ep_by_period);
    }
    return periods;
}

static epic_capacity bind_range(ep_loader *loader, const raw_range *raw)
{
    if (raw->min.integer > raw->max.integer) {
        ep_report(&loader->reader, "E322", raw->at->key_place, raw->max.at == NULL ? "state max; it is 1 unless stated" : NULL,
                  "the least number of partners, %lld, is above the most, %lld", (long long)raw->min.integer,
                  (long long)raw->max.integer);
    }
    return (epic_capacity){(uint32_t)raw->min.integer, (uint32_t)raw->max.integer};
}

/* A mutual partner is guest and host in one, so that both ranges hold for it. */
static void bind_capacity(ep_loader *loader, const raw_capacity *raw, bool mutual, epic_city *city)
{
    city->host = bind_range(loader, &raw->host);
    city->guest = bind_range(loader, &raw->guest);
    if (mutual && (city->host.min > city->guest.max || city->guest.min > city->host.max)) {
        ep_report(&loader->reader, "E322", raw->at->key_place, "state the same for host and guest in mode mutual",
                  "host takes %u to %u partners, guest %u to %u: no number is in both", (unsigned)city->host.min,
                  (unsigned)city->host.max, (unsigned)city->guest.min, (unsigned)city->guest.max);
    }
}

/* Names of files and where they stand; whether a word (NULL: none) stands among them, which is no file. */
static bool bind_files(ep_loader *loader, const ep_items *list, const char *word, const char *const **files,
                       const epic_place **places, size_t *count)
{
    const ep_value *values = list->items;
    const char **names = ep_keep_array(loader, list->count, sizeof *names);
    epic_place *where = ep_keep_array(loader, list->count, sizeof *where);
    bool known = false;
    *count = 0;
    for (size_t i = 0; i < list->count && names != NULL && where != NULL; i++) {
        bool is_word = word != NULL && values[i].text != NULL && strcmp(values[i].text, word) == 0;
        known = known || is_word;
        if (values[i].text != NULL && !is_word) {
            names[*count] = values[i].text;
            where[(*count)++] = ep_place(values[i].at);
        }
    }
    *files = names;
    *places = where;
    return known;
}

static void bind_calendars(ep_loader *loader, const raw_calendars *raw, epic_city *city)
{
    bool stated = bind_files(loader, &raw->holidays, "public", &city->holiday_files, &city->holiday_places,
                             &city->holiday_file_count);
    city->public_holidays = stated || raw->holidays.at == NULL;
    (void)bind_files(loader, &raw->busy, NULL, &city->busy_files, &city->busy_places, &city->busy_file_count);
    (void)bind_files(loader, &raw->avoid, NULL, &city->avoid_files, &city->avoid_places, &city->avoid_file_count);
}

static const epic_hours closed;

static void bind_city(ep_loader *loader, const raw_city *raw, size_t index)
{
    bool mutual = loader->raw->pairing.mode.integer == EPIC_MUTUAL;
    epic_city *city = &loader->programme->cities[index];
    city->id = loader->city_ids[index];
    city->name = raw->name.text;
    city->country = raw->country.text;
    city->region = raw->region.text;
    city->region_place = raw->region.at == NULL ? (epic_place){0, 0} : raw->region.at->place;
    city->timezone = raw->timezone.text;
    city->has_location = raw->location.at != NULL;
    city->latitude = raw->location.latitude.number;
    city->longitude = raw->location.longitude.number;
    city->population = raw->population.at == NULL ? 0 : raw->population.number;
    city->office_hours = raw->office_hours.other == NULL ? closed : *(const epic_hours *)raw->office_hours.other;
    city->visits_at_a_time = (uint32_t)raw->visits_at_a_time.integer;
    bind_capacity(loader, &raw->capacity, mutual, city);
    city->languages = ep_bind_texts(loader, &raw->languages, &city->language_count);
    bind_calendars(loader, &raw->calendars, city);
    city->organisations = ep_bind_organisations(loader, &raw->organisations, &city->organisation_count);
    city->unavailable = bind_periods(loader, &raw->unavailable, &city->unavailable_count);
    city->place = ep_place(raw->at);
}

static int by_id(const void *left, const void *right)
{
    return strcmp((*(const raw_city *const *)left)->at->key, (*(const raw_city *const *)right)->at->key);
}

/* The cities that are there at all, by id. */
static bool sort_cities(ep_loader *loader)
{
    const ep_items *table = &loader->raw->cities;
    const raw_city *raw = table->items;
    epic_programme *programme = loader->programme;
    loader->cities = ep_arena_array_of(loader->reader.scratch, table->count, const raw_city *);
    loader->city_ids = ep_keep_array(loader, table->count, sizeof *loader->city_ids);
    if (loader->cities == NULL || loader->city_ids == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (raw[i].at != NULL) {
            loader->cities[count++] = &raw[i];
        }
    }
    if (count > 1) {
        qsort(loader->cities, count, sizeof *loader->cities, by_id);
    }
    for (size_t i = 0; i < count; i++) {
        loader->city_ids[i] = ep_keep_text(loader, loader->cities[i]->at->key);
    }
    programme->cities = ep_keep_array(loader, count, sizeof *programme->cities);
    programme->profiles = ep_keep_array(loader, count * programme->domain_count, sizeof *programme->profiles);
    programme->city_count = count;
    return loader->reader.status == EPIC_OK;
}

static int by_name(const void *left, const void *right)
{
    const raw_city *a = *(const raw_city *const *)left, *b = *(const raw_city *const *)right;
    int order = strcmp(a->name.text, b->name.text);
    order = order != 0 ? order : strcmp(a->country.text, b->country.text);
    return order != 0 ? order : strcmp(a->at->key, b->at->key);
}

static void check_names(ep_loader *loader)
{
    size_t count = 0;
    const raw_city **sorted = ep_arena_array_of(loader->reader.scratch, loader->programme->city_count, const raw_city *);
    if (sorted == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < loader->programme->city_count; i++) {
        const raw_city *city = loader->cities[i];
        if (city->name.text != NULL && city->country.text != NULL) {
            sorted[count++] = city;
        }
    }
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, by_name);
    }
    for (size_t i = 1; i < count; i++) {
        const raw_city *a = sorted[i - 1], *b = sorted[i];
        if (strcmp(a->name.text, b->name.text) == 0 && strcmp(a->country.text, b->country.text) == 0) {
            ep_report(&loader->reader, "E310", b->at->key_place, "a city that takes part twice states its capacity",
                      "'%s' and '%s' are the same city: %s (%s)", a->at->key, b->at->key, b->name.text, b->country.text);
        }
    }
}

void ep_bind_cities(ep_loader *loader)
{
    if (!sort_cities(loader)) {
        return;
    }
    for (size_t i = 0; i < loader->programme->city_count && loader->reader.status == EPIC_OK; i++) {
        bind_city(loader, loader->cities[i], i);
        bind_profiles(loader, loader->cities[i], i);
    }
    check_names(loader);
}

void ep_bind_moderators(ep_loader *loader)
{
    const ep_items *table = &loader->raw->moderators;
    const raw_moderator *raw = table->items;
    epic_programme *programme = loader->programme;
    programme->moderators = ep_keep_array(loader, table->count, sizeof *programme->moderators);
    loader->moderator_ids = ep_keep_array(loader, table->count, sizeof *loader->moderator_ids);
    for (size_t i = 0; i < table->count && loader->reader.status == EPIC_OK; i++) {
        if (raw[i].at != NULL) {
            const epic_hours *hours = raw[i].office_hours.other;
            const char *id = ep_keep_text(loader, raw[i].at->key);
            loader->moderator_ids[programme->moderator_count] = id;
            programme->moderators[programme->moderator_count++] =
                (epic_moderator){id, raw[i].name.text, raw[i].timezone.text, hours == NULL ? closed : *hours,
                                 (uint32_t)raw[i].turn_round.integer, raw[i].link.text, raw[i].at->key_place};
        }
    }
}
