/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/pair.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "instance.h"

const char *form_word(epic_form form)
{
    static const char *const words[] = {[EPIC_MUTUAL] = "mutual", [EPIC_VISITS] = "visits", [EPIC_MENTORING] = "mentoring"};
    return words[form];
}

/* All that a city can state in steps of a thousandth, so that three digits are exact. */
static void write_profile(FILE *file, const epic_profile *profile)
{
    fprintf(file, "{strength: %.3f", profile->strength);
    if (profile->need_stated) {
        fprintf(file, ", need: %.3f", profile->need);
    }
    fprintf(file, ", priority: %.3f, competence: %.3f, offers: %s}", profile->priority, profile->competence,
            profile->offers ? "true" : "false");
}

static void write_city(FILE *file, const epic_programme *programme, size_t i)
{
    const epic_city *city = epic_programme_city(programme, i);
    fprintf(file, "  %s: {name: %s, country: %s, timezone: %s", city->id, city->name, city->country, city->timezone);
    if (city->population > 0) {
        fprintf(file, ", population: %.0f", city->population);
    }
    if (city->has_location) {
        fprintf(file, ", location: [%.3f, %.3f]", city->latitude, city->longitude);
    }
    for (size_t l = 0; l < city->language_count; l++) {
        fprintf(file, "%s%s%s", l == 0 ? ", languages: [" : ", ", city->languages[l], l + 1 == city->language_count ? "]" : "");
    }
    fprintf(file, ", capacity: {host: %u, guest: %u}, profile: {", (unsigned)city->host.max, (unsigned)city->guest.max);
    for (size_t d = 0; d < DOMAINS; d++) {
        fprintf(file, "%sd%zu: ", d > 0 ? ", " : "", d);
        write_profile(file, epic_programme_profile(programme, i, d));
    }
    fputs("}}\n", file);
}

static void write_rules(FILE *file, const epic_programme *programme)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    const char *common = rules->common_language ? "true" : "false";
    fprintf(file, "pairing:\n  mode: %s\n  common-language: %s\n", form_word(rules->form), common);
    if (rules->max_distance_km > 0) {
        fprintf(file, "  limits: {distance-km: %.0f}\n", rules->max_distance_km);
    }
    for (size_t i = 0; i < rules->veto_count; i++) {
        fprintf(file, "%s[c%06zu, c%06zu]%s", i == 0 ? "  vetoes: [" : ", ", rules->vetoes[i].a, rules->vetoes[i].b,
                i + 1 == rules->veto_count ? "]\n" : "");
    }
    for (size_t i = 0; rules->form == EPIC_MENTORING && i < rules->mentor_count; i++) {
        const char *end = i + 1 == rules->mentor_count ? "]\n" : "";
        fprintf(file, "%sc%06zu%s", i == 0 ? "  mentors: [" : ", ", rules->mentors[i], end);
    }
}

void write_programme(FILE *file, const epic_programme *programme)
{
    fputs("epic: 1\nprogramme: {id: bench, title: Bench, starts: 2020-01-01, ends: 2020-12-31, domains: {", file);
    for (size_t d = 0; d < DOMAINS; d++) {
        fprintf(file, "%sd%zu: %.0f", d > 0 ? ", " : "", d, epic_programme_domain(programme, d)->weight);
    }
    fputs("}}\ncities:\n", file);
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        write_city(file, programme, i);
    }
    write_rules(file, programme);
}

int64_t units_of(double value)
{
    return llround(ldexp(value, 30));
}

static bool is_mentor(const epic_pairing_rules *rules, size_t city)
{
    for (size_t i = 0; i < rules->mentor_count; i++) {
        if (rules->mentors[i] == city) {
            return true;
        }
    }
    return false;
}

/* Those that stand in the rows (guests) or columns (hosts): in mentoring a city is one of the two, otherwise both. */
static size_t list_side(const epic_programme *programme, bool hosts, size_t *list)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    size_t count = 0;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        if (rules->form != EPIC_MENTORING || is_mentor(rules, i) == hosts) {
            list[count++] = i;
        }
    }
    return count;
}

static void write_number(FILE *file, int64_t number)
{
    int32_t narrow = (int32_t)number;
    fwrite(&narrow, sizeof narrow, 1, file);
}

static void write_row(FILE *file, const epic_scores *scores, size_t row, const size_t *columns, size_t count, double *values)
{
    epic_scores_values(scores, row, 0, epic_programme_cities(epic_scores_programme(scores)), values);
    for (size_t c = 0; c < count; c++) {
        write_number(file, epic_pair_rule(scores, row, columns[c]) == EPIC_ALLOWED ? units_of(values[columns[c]]) : -1);
    }
}

static void write_sides(FILE *file, const epic_programme *programme, const size_t *list[2], const size_t count[2])
{
    write_number(file, epic_programme_rules(programme)->form == EPIC_MUTUAL);
    write_number(file, (int64_t)count[0]);
    write_number(file, (int64_t)count[1]);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < count[side]; i++) {
            const epic_city *city = epic_programme_city(programme, list[side][i]);
            write_number(file, side == 0 ? city->guest.max : city->host.max);
        }
    }
}

bool write_matrix(FILE *file, const epic_scores *scores)
{
    const epic_programme *programme = epic_scores_programme(scores);
    size_t n = epic_programme_cities(programme);
    size_t *rows = malloc(n * sizeof *rows), *columns = malloc(n * sizeof *columns);
    double *values = malloc(n * sizeof *values);
    bool room = rows != NULL && columns != NULL && values != NULL;
    if (room) {
        const size_t *list[2] = {rows, columns};
        const size_t count[2] = {list_side(programme, false, rows), list_side(programme, true, columns)};
        write_sides(file, programme, list, count);
        for (size_t r = 0; r < count[0]; r++) {
            write_row(file, scores, rows[r], columns, count[1], values);
        }
    }
    free(rows);
    free(columns);
    free(values);
    return room;
}
