/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instance.h"

#include <stdlib.h>
#include <string.h>

enum { ID_ROOM = 8, LANGUAGES = 12, COUNTRIES = 27, KINDS = 12, MOST_LANGUAGES = 2 };

struct epic_programme {
    recipe from;
    epic_programme_info info;
    epic_pairing_rules rules;
    epic_domain domains[DOMAINS];
    epic_city *cities;
    epic_profile *profiles; /* DOMAINS of each city */
    char *ids;              /* ID_ROOM of each city */
    const char **spoken;    /* MOST_LANGUAGES of each city */
    size_t *mentors;
    epic_city_pair *vetoes;
};

typedef void draw_profile(epic_profile *profile, uint64_t *state, size_t domain);

/* How a family differs from the plain one. */
typedef struct family {
    const char *word;
    draw_profile *draw;
    uint32_t countries;
    bool people, strict; /* populations are stated; languages and distances count */
    size_t vetoes;
} family;

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((next(state) >> 32) * n >> 32);
}

static void set_strength(epic_profile *profile, uint32_t thousandths)
{
    *profile = (epic_profile){.strength = thousandths / 1000.0, .priority = 1, .competence = 1, .offers = true};
    profile->need = 1 - profile->strength;
}

static void draw_uniform(epic_profile *profile, uint64_t *state, size_t domain)
{
    (void)domain;
    set_strength(profile, below(state, 1001));
}

/* A city is of one of a few kinds, the same in all its domains, give or take a tenth. */
static void draw_clustered(epic_profile *profile, uint64_t *state, size_t domain)
{
    uint64_t kind = (*state >> 40) % KINDS, of_kind = kind * DOMAINS + domain + 1;
    uint32_t middle = 100 + below(&of_kind, 801);
    uint64_t own = *state + domain * 0x632be59bd9b4e019;
    set_strength(profile, middle - 100 + below(&own, 201));
}

static void draw_tied(epic_profile *profile, uint64_t *state, size_t domain)
{
    (void)domain;
    set_strength(profile, 250 * below(state, 5));
}

/* Points from 0 to 10, and from 1 to 5 how much it matters. */
static void draw_integer(epic_profile *profile, uint64_t *state, size_t domain)
{
    (void)domain;
    set_strength(profile, 100 * below(state, 11));
    profile->priority = (1 + below(state, 5)) / 5.0;
}

/* All that a profile can state. */
static void draw_full(epic_profile *profile, uint64_t *state, size_t domain)
{
    (void)domain;
    set_strength(profile, below(state, 1001));
    profile->need = below(state, 1001) / 1000.0;
    profile->need_stated = true;
    profile->priority = below(state, 101) / 100.0;
    profile->competence = below(state, 101) / 100.0;
    profile->offers = below(state, 10) > 0;
}

static const family families[] = {
    {"uniform", draw_uniform, COUNTRIES, false, false, 0},    {"clustered", draw_clustered, COUNTRIES, false, false, 0},
    {"tied", draw_tied, COUNTRIES, false, false, 0},          {"integer", draw_integer, COUNTRIES, false, false, 0},
    {"full", draw_full, COUNTRIES, true, false, 0},           {"vetoes", draw_uniform, COUNTRIES, false, false, 20},
    {"forbidden", draw_uniform, 3, true, true, 0},
};

static const family *find_family(const char *word)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (strcmp(families[i].word, word) == 0) {
            return &families[i];
        }
    }
    return NULL;
}

static void draw_places(epic_programme *p, const family *like, epic_city *city, size_t i, uint64_t *state)
{
    static const char *const countries[COUNTRIES] = {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES",
                                                     "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
                                                     "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};
    static const char *const languages[LANGUAGES] = {"cs", "de", "el", "es", "fr", "hu", "it", "nl", "pl", "pt", "ro", "sv"};
    city->country = countries[below(state, like->countries)];
    if (like->people) {
        uint32_t scale = below(state, 9);
        city->population = (5000u << scale) + below(state, 5000u << scale);
    }
    if (like->strict) {
        city->has_location = true;
        city->latitude = (36000 + below(state, 24001)) / 1000.0;
        city->longitude = below(state, 28001) / 1000.0;
        city->language_count = 1 + (below(state, 3) == 0);
        city->languages = p->spoken + MOST_LANGUAGES * i;
        uint32_t first = below(state, LANGUAGES);
        p->spoken[MOST_LANGUAGES * i] = languages[first];
        p->spoken[MOST_LANGUAGES * i + 1] = languages[(first + 1 + below(state, LANGUAGES - 1)) % LANGUAGES];
    }
}

static void draw_city(epic_programme *p, const family *like, size_t i)
{
    epic_city *city = p->cities + i;
    char *id = p->ids + ID_ROOM * i;
    uint64_t seed = p->from.seed ^ (i + 1) * 0xd1342543de82ef95, state = next(&seed);
    snprintf(id, ID_ROOM, "c%06u", (unsigned)(i % 1000000));
    *city = (epic_city){.id = id, .name = id, .timezone = "Europe/Berlin", .host = {0, 1}, .guest = {0, 1}};
    if (p->from.form == EPIC_MENTORING && i % MENTOR_OF == 0) {
        city->host.max = MENTOR_OF;
        p->mentors[p->rules.mentor_count++] = i;
    }
    draw_places(p, like, city, i, &state);
    for (size_t d = 0; d < DOMAINS; d++) {
        like->draw(p->profiles + i * DOMAINS + d, &state, d);
    }
}

static void draw_vetoes(epic_programme *p, size_t count)
{
    uint64_t state = p->from.seed;
    uint32_t n = (uint32_t)p->from.cities;
    for (size_t i = 0; i < count && n > 1; i++) {
        uint32_t a = below(&state, n), b = (a + 1 + below(&state, n - 1)) % n;
        p->vetoes[p->rules.veto_count++] = (epic_city_pair){.a = a, .b = b};
    }
}

static void set_rules(epic_programme *p, const family *like)
{
    static const char *const ids[DOMAINS] = {"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"};
    p->info = (epic_programme_info){.id = "bench", .title = "Bench", .file = "bench"};
    p->rules = (epic_pairing_rules){
        .form = p->from.form,
        .other_country = true,
        .common_language = like->strict,
        .max_distance_km = like->strict ? 1500 : 0,
        .mentors = p->mentors,
        .vetoes = p->vetoes,
        .rounds = 1,
        .transfer_size = 0.3,
        .transfer_competence = 0.3,
        .step = 0.25,
    };
    for (size_t d = 0; d < DOMAINS; d++) {
        p->domains[d] = (epic_domain){.id = ids[d], .title = ids[d], .weight = 1 + (double)(d % 3)};
    }
}

epic_programme *make_instance(const recipe *from)
{
    const family *like = find_family(from->family);
    epic_programme *p = like != NULL ? calloc(1, sizeof *p) : NULL;
    if (p == NULL) {
        return NULL;
    }
    size_t n = from->cities;
    p->from = *from;
    p->cities = malloc(n * sizeof *p->cities);
    p->profiles = malloc(n * DOMAINS * sizeof *p->profiles);
    p->ids = malloc(n * ID_ROOM);
    p->spoken = malloc((like->strict ? n : 1) * MOST_LANGUAGES * sizeof *p->spoken);
    p->mentors = malloc((n / MENTOR_OF + 1) * sizeof *p->mentors);
    p->vetoes = malloc((like->vetoes + 1) * sizeof *p->vetoes);
    if (p->cities == NULL || p->profiles == NULL || p->ids == NULL || p->spoken == NULL || p->mentors == NULL ||
        p->vetoes == NULL) {
        return NULL; /* and the process ends */
    }
    set_rules(p, like);
    for (size_t i = 0; i < n; i++) {
        draw_city(p, like, i);
    }
    draw_vetoes(p, like->vetoes);
    return p;
}

/* What libepic asks of a programme. It has one owner, who outlives whatever is made of it. */

epic_programme *epic_programme_ref(epic_programme *p)
{
    return p;
}

void epic_programme_unref(epic_programme *p)
{
    (void)p;
}

const epic_programme_info *epic_programme_get(const epic_programme *p)
{
    return &p->info;
}

const epic_pairing_rules *epic_programme_rules(const epic_programme *p)
{
    return &p->rules;
}

size_t epic_programme_domains(const epic_programme *p)
{
    (void)p;
    return DOMAINS;
}

const epic_domain *epic_programme_domain(const epic_programme *p, size_t domain)
{
    return domain < DOMAINS ? p->domains + domain : NULL;
}

size_t epic_programme_cities(const epic_programme *p)
{
    return p->from.cities;
}

const epic_city *epic_programme_city(const epic_programme *p, size_t city)
{
    return city < p->from.cities ? p->cities + city : NULL;
}

const epic_profile *epic_programme_profile(const epic_programme *p, size_t city, size_t domain)
{
    return city < p->from.cities && domain < DOMAINS ? p->profiles + city * DOMAINS + domain : NULL;
}

/* Languages are static here, so that the same is the same address. */
bool epic_programme_understand(const epic_programme *p, size_t a, size_t b)
{
    const epic_city *one = epic_programme_city(p, a), *other = epic_programme_city(p, b);
    for (size_t i = 0; one != NULL && other != NULL && i < one->language_count * other->language_count; i++) {
        if (one->languages[i / other->language_count] == other->languages[i % other->language_count]) {
            return true;
        }
    }
    return false;
}

/* There is no exchange, and nothing costs anything. */
const epic_costs *epic_programme_costs(const epic_programme *p)
{
    static const epic_costs none;
    (void)p;
    return &none;
}

size_t epic_programme_steps(const epic_programme *p)
{
    (void)p;
    return 0;
}

const epic_step *epic_programme_step(const epic_programme *p, size_t step)
{
    (void)p;
    (void)step;
    return NULL;
}

/* Nothing is looked up by a name: there is no former plan. */
size_t epic_programme_find(const epic_programme *p, const char *id)
{
    (void)p;
    (void)id;
    return EPIC_NONE;
}
