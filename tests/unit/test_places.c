/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quick look at places, against the rule itself on all pairs. */
#include <check.h>

#include "problem.h"
#include "world.h"

enum { WORLDS = 40, CITIES = 80 };

static const uint64_t seed = 20220513;

static kit_text file;

/* Many are in the same place or exactly as far from each other as they may be: a degree of latitude is 111.195 km. */
static void say_city(uint64_t *state, int i, int languages)
{
    static const char *const countries[] = {"DE", "IT", "PL", "ES", "FR"};
    say(&file, "  c%03d: {name: City %d, country: %s, timezone: Europe/Berlin", i, i, countries[below(state, 5)]);
    if (below(state, 8)) {
        say(&file, ", location: [%d, %d]", 40 + below(state, 12), below(state, 2) ? 0 : below(state, 24));
    }
    if (below(state, 8)) {
        int first = below(state, languages);
        say(&file, ", languages: [%c%c, %c%c]", 'a' + first / 26, 'a' + first % 26, 'z', 'a' + below(state, 26));
    }
    say(&file, ", profile: {d: {strength: 0.5}}}\n");
}

static epic_scores *random_scores(uint64_t *state)
{
    static const double distances[] = {0, 1, 111.19507973436875, 500, 333.58523920310625, 15000, 20000};
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1}}\ncities:\n");
    int languages = 1 + below(state, 300);
    for (int i = 0; i < CITIES; i++) {
        say_city(state, i, languages);
    }
    say(&file, "pairing:\n  other-country: %s\n  common-language: %s\n", below(state, 2) ? "true" : "false",
        below(state, 2) ? "true" : "false");
    double most = distances[below(state, 7)];
    if (most > 0) {
        say(&file, "  limits: {distance-km: %.17g}\n", most);
    }
    say(&file, "%s", below(state, 2) ? "" : "  interpreters: [[aa, ab], [za, ac], [zb, zc]]\n");
    return scores_of_file(&file);
}

START_TEST(says_what_the_rule_says)
{
    uint64_t state = seed;
    size_t allowed = 0;
    int worlds = cases(WORLDS), looks = worlds * CITIES * CITIES;
    for (int world = 0; world < worlds; world++) {
        epic_scores *scores = random_scores(&state);
        ep_arena *arena = ep_arena_new();
        ep_places *places = ep_places_make(arena, scores);
        for (size_t a = 0; a < CITIES; a++) {
            for (size_t b = 0; b < CITIES; b++) {
                bool allows = ep_rule_of_places(scores, a, b) == EPIC_ALLOWED;
                ck_assert_msg(ep_places_allow(places, a, b) == allows, "seed %d, world %d, cities %zu and %zu", (int)seed, world,
                              a, b);
                allowed += allows;
            }
        }
        ep_arena_free(arena);
        epic_scores_unref(scores);
    }
    ck_assert(allowed > (size_t)looks / 20 && allowed < (size_t)looks * 19 / 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("places");
    TCase *tests = tcase_create("places");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, says_what_the_rule_says);
    suite_add_tcase(suite, tests);
    return run(suite);
}
