/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What clashes, and what would free a day: rules are taken out of the programme's text, and it is planned anew. Of those that are
 * told to clash none can be spared: without any of them there is a day. What is told to free a day does, and nothing else. */
#include <epic/epic.h>

#include "plans.h"

enum { WORLDS = 400, PERIODS = 6, OTHERS = PERIODS, WINDOW, GAP, RULES };

static const uint64_t seed = 20210301;

/* The rules of a programme: blocked periods, absences of Alpha and of Beta, two of each, another event of Beta, the window, and
 * the gap behind the first day. Days of March. */
typedef struct world {
    int from[RULES], to[RULES];
} world;

static world any_world(uint64_t *state)
{
    world w;
    for (int i = 0; i < RULES; i++) {
        w.from[i] = 1 + below(state, 14);
        w.to[i] = w.from[i] + below(state, 15 - w.from[i]);
    }
    w.from[OTHERS] = 1 + below(state, 12);
    w.to[OTHERS] = w.from[OTHERS] + below(state, 3);
    return w;
}

/* Those periods among the rules, from the i-th on, that are kept. */
static void say_periods(kit_text *out, const world *w, unsigned kept, int i)
{
    const char *comma = "";
    for (int k = i; k < i + 2; k++) {
        if ((kept >> k & 1) != 0) {
            say(out, "%s{from: 2021-03-%02d, to: 2021-03-%02d, why: rule %d}", comma, w->from[k], w->to[k], k);
            comma = ", ";
        }
    }
}

static void say_world(kit_text *out, const world *w, unsigned kept)
{
    bool others = (kept >> OTHERS & 1) != 0;
    out->used = 0;
    say(out, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-03-01, ends: 2021-03-14, domains: {x: 1, y: 1}}\nblocked: [");
    say_periods(out, w, kept, 0);
    say(out, "]\ncities:\n  a: {name: Alpha, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: 0.1},\n"
             "      calendars: {holidays: []}, unavailable: [");
    say_periods(out, w, kept, 2);
    say(out, "]}\n  b: {name: Beta, country: DE, timezone: Europe/Berlin, profile: {x: 0.1, y: 0.9},\n"
             "      calendars: {holidays: []}, unavailable: [");
    say_periods(out, w, kept, 4);
    say(out, "]}\nevents:\n  - {kind: meeting, id: m, mode: in-person, city: a, days: 1");
    if ((kept >> WINDOW & 1) != 0) {
        say(out, ", within: {from: 2021-03-%02d, to: 2021-03-%02d}", w->from[WINDOW], w->to[WINDOW]);
    }
    say(out, (kept >> GAP & 1) != 0 ? ", after: {event: start, at-least: %dd}}\n" : "}\n", w->from[GAP] - 1);
    say(out, "  - {kind: meeting, id: o, mode: online, days: %d, participants: [b]%s}\n", w->to[OTHERS] - w->from[OTHERS] + 1,
        others ? "" : ", within: {from: 2021-03-14, to: 2021-03-14}"); /* a Sunday: it has no date */
    if (others) {
        say(out, "fixed: [{event: o, start: 2021-03-%02d}]\n", w->from[OTHERS]);
    }
}

static epic_plan *plan_of(const world *w, unsigned kept)
{
    kit_text text;
    epic_plan *plan;
    say_world(&text, w, kept);
    epic_pairing *pairing = plans_pairing(text.bytes);
    int status = epic_plan_make(&plan, pairing, NULL, NULL);
    ck_assert_int_eq(status, EPIC_OK);
    epic_pairing_unref(pairing);
    return plan;
}

/* The day of the event when these rules are kept; EPIC_NO_DATE: none. */
static epic_date day_with(const world *w, unsigned kept)
{
    epic_date day = EPIC_NO_DATE;
    epic_plan *plan = plan_of(w, kept);
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        day = strcmp(event->id, "m") == 0 ? event->first : day;
    }
    epic_plan_unref(plan);
    return day;
}

/* Which of the rules is told; RULES for a weekend. */
static int rule_of(const char *words)
{
    static const char *const signs[] = {"(rule 0)", "(rule 1)", "(rule 2)", "(rule 3)", "(rule 4)", "(rule 5)",
                                        "other events of Beta", "edge of its window", "the programme's first day", "weekend"};
    int i = 0;
    while (strstr(words, signs[i]) == NULL) {
        ck_assert_msg(++i <= RULES, "%s", words);
    }
    return i;
}

/* How many clash. */
static int compare(const world *w, unsigned all)
{
    epic_plan *plan = plan_of(w, all);
    epic_why *why;
    unsigned clash = 0, frees = 0;
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_OK);
    const epic_why_info *info = epic_why_get(why);
    for (size_t i = 0; i < info->rule_count; i++) {
        int rule = rule_of(info->rules[i].words);
        clash |= info->rules[i].clashes ? 1u << rule : 0;
        if (info->rules[i].frees != EPIC_NO_DATE) {
            frees |= 1u << rule;
            ck_assert_int_eq(day_with(w, all & ~(1u << rule)), info->rules[i].frees);
        }
    }
    ck_assert((clash & ~all) == 0 && (frees & ~all) == 0);
    for (int rule = 0; rule < RULES; rule++) {
        bool free = (all >> rule & 1) != 0 && day_with(w, all & ~(1u << rule)) != EPIC_NO_DATE;
        ck_assert_msg(free == ((frees >> rule & 1) != 0), "rule %d of %x", rule, all);
    }
    ck_assert_int_eq(day_with(w, clash), EPIC_NO_DATE);
    for (unsigned part = (clash - 1) & clash; part != clash && clash != 0; part = (part - 1) & clash) {
        ck_assert_msg(day_with(w, part) != EPIC_NO_DATE, "%x clash, but %x of them alone do", clash, part);
    }
    epic_why_unref(why);
    epic_plan_unref(plan);
    return __builtin_popcount(clash);
}

START_TEST(none_can_be_spared)
{
    uint64_t state = seed;
    int counts[RULES + 1] = {0}, count = cases(WORLDS);
    for (int n = 0; n < count;) {
        world w = any_world(&state);
        unsigned all = (unsigned)below(&state, 1 << RULES);
        if (day_with(&w, all) == EPIC_NO_DATE) {
            counts[compare(&w, all)]++;
            n++;
        }
    }
    printf("# clashes of one rule %d, two %d, three %d, four %d\n", counts[1], counts[2], counts[3], counts[4]);
    ck_assert(counts[0] == 0 && (count < WORLDS || (counts[1] > 0 && counts[2] > 0 && counts[3] > 0 && counts[4] > 0)));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("clash");
    TCase *test = tcase_create("clash");
    tcase_set_timeout(test, 300);
    tcase_add_test(test, none_can_be_spared);
    suite_add_tcase(suite, test);
    return run(suite);
}
