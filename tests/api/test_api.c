/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What include/epic/export.h promises of every function: statuses, NULL, out-parameters, indices, options, sinks, progress. */
#include <epic/epic.h>

#include <check.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

static epic_programme *programme;
static epic_scores *scores;
static epic_pairing *pairing;
static epic_plan *plan;

static void setup(void)
{
    ck_assert_int_eq(epic_programme_load(&programme, EXAMPLE, NULL), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
}

static void teardown(void)
{
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}

START_TEST(the_version_is_one)
{
    ck_assert_str_eq(epic_version(), TEXT(EPIC_VERSION_MAJOR) "." TEXT(EPIC_VERSION_MINOR) "." TEXT(EPIC_VERSION_PATCH));
    ck_assert(EPIC_VERSION_AT_LEAST(0, 0, 99));
    ck_assert(EPIC_VERSION_AT_LEAST(EPIC_VERSION_MAJOR, EPIC_VERSION_MINOR, EPIC_VERSION_PATCH));
    ck_assert(!EPIC_VERSION_AT_LEAST(EPIC_VERSION_MAJOR, EPIC_VERSION_MINOR, EPIC_VERSION_PATCH + 1));
    ck_assert(!EPIC_VERSION_AT_LEAST(EPIC_VERSION_MAJOR, EPIC_VERSION_MINOR + 1, 0));
    ck_assert(!EPIC_VERSION_AT_LEAST(EPIC_VERSION_MAJOR + 1, 0, 0));
}
END_TEST

/* What `out` held before a call that fails. */
static char before;
#define REFUSED(type, call)                        \
    do {                                           \
        type *out = (type *)(void *)&before;       \
        ck_assert_int_eq(call, EPIC_EARG);         \
        ck_assert_ptr_null(out);                   \
    } while (0)

START_TEST(a_null_is_refused)
{
    ck_assert_int_eq(epic_programme_load(NULL, EXAMPLE, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_programme_parse(NULL, "", 0, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_scores_make(NULL, programme, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_make(NULL, scores, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_make(NULL, pairing, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_from_file(NULL, EXAMPLE, NULL, NULL), EPIC_EARG);
    REFUSED(epic_programme, epic_programme_load(&out, NULL, NULL));
    REFUSED(epic_programme, epic_programme_parse(&out, NULL, 1, NULL, NULL));
    REFUSED(epic_scores, epic_scores_make(&out, NULL, NULL));
    REFUSED(epic_pairing, epic_pairing_make(&out, NULL, NULL, NULL));
    REFUSED(epic_plan, epic_plan_make(&out, NULL, NULL, NULL));
    REFUSED(epic_plan, epic_plan_from_file(&out, NULL, NULL, NULL));
    ck_assert_int_eq(epic_pairing_verify(NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_verify(NULL, NULL), EPIC_EARG);
}
END_TEST

START_TEST(what_if_is_refused_without_a_question)
{
    double loss;
    size_t count = 7;
    epic_pairing *list[2] = {pairing, pairing};
    ck_assert_int_eq(epic_pairing_with(NULL, pairing, 0, 1, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_without(NULL, pairing, 0, 1, NULL, NULL), EPIC_EARG);
    REFUSED(epic_pairing, epic_pairing_with(&out, NULL, 0, 1, NULL, NULL));
    REFUSED(epic_pairing, epic_pairing_with(&out, pairing, 0, 0, NULL, NULL));
    REFUSED(epic_pairing, epic_pairing_without(&out, pairing, 0, EPIC_NONE, NULL, NULL));
    ck_assert_int_eq(epic_pairing_losses(NULL, &loss, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_losses(pairing, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairings_best(NULL, 2, &count, scores, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairings_best(list, 2, NULL, scores, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairings_best(list, 0, &count, scores, NULL, NULL), EPIC_EARG);
    count = 7;
    ck_assert_int_eq(epic_pairings_best(list, 2, &count, NULL, NULL, NULL), EPIC_EARG);
    ck_assert(count == 0 && list[0] == NULL && list[1] == NULL);
    ck_assert_int_eq(epic_pairing_blocking(NULL, NULL, 0, &count), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_blocking(pairing, NULL, 0, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_blocking(pairing, NULL, 1, &count), EPIC_EARG);
    ck_assert_int_eq(epic_pairing_shortages(NULL, pairing), EPIC_EARG);
    REFUSED(epic_shortages, epic_pairing_shortages(&out, NULL));
    epic_shortages_free(NULL);
}
END_TEST

START_TEST(out_is_null_after_a_failure)
{
    epic_programme *none = programme;
    epic_plan *no_plan = plan;
    ck_assert_int_eq(epic_programme_parse(&none, "epic: 2\n", 8, NULL, NULL), EPIC_EINPUT);
    ck_assert_ptr_null(none);
    none = programme;
    ck_assert_int_eq(epic_programme_parse(&none, NULL, 0, NULL, NULL), EPIC_EINPUT);
    ck_assert_ptr_null(none);
    none = programme;
    ck_assert_int_eq(epic_programme_load(&none, "no/such/file", NULL), EPIC_EIO);
    ck_assert_ptr_null(none);
    none = programme;
    ck_assert_int_eq(epic_programme_load(&none, "/", NULL), EPIC_EIO);
    ck_assert_ptr_null(none);
    ck_assert_int_eq(epic_plan_from_file(&no_plan, "no/such/file", NULL, NULL), EPIC_EIO);
    ck_assert_ptr_null(no_plan);
}
END_TEST

static int count_bytes(void *user, const char *bytes, size_t n)
{
    (void)bytes;
    ck_assert_uint_gt(n, 0);
    *(size_t *)user += n;
    return 0;
}

START_TEST(a_null_or_wrong_form_is_not_published)
{
    static const epic_format wrong[] = {EPIC_YAML, EPIC_HTML, EPIC_ICS, (epic_format)6, (epic_format)INT_MAX, (epic_format)-1};
    size_t n = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(epic_publish_scores(scores, wrong[i], count_bytes, &n), EPIC_EARG);
        ck_assert_int_eq(epic_publish_pairing(pairing, wrong[i], count_bytes, &n), EPIC_EARG);
        ck_assert_int_eq(epic_publish_explanation(scores, 0, 1, wrong[i], count_bytes, &n), EPIC_EARG);
        ck_assert_int_eq(epic_schema_write(wrong[i], count_bytes, &n), EPIC_EARG);
        ck_assert_int_eq(epic_diags_write(NULL, wrong[i], count_bytes, &n), EPIC_EARG);
        ck_assert(i < 3 || epic_publish(plan, wrong[i], NULL, count_bytes, &n, NULL) == EPIC_EARG);
    }
    ck_assert_int_eq(epic_publish_scores(NULL, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_publish_scores(scores, EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_pairing(NULL, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_publish_pairing(pairing, EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_explanation(NULL, 0, 1, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_publish_explanation(scores, 0, 1, EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_explanation(scores, 1, 1, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_publish_explanation(scores, 0, 8, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_publish_explanation(scores, EPIC_NONE, 0, EPIC_TEXT, count_bytes, &n), EPIC_EARG);
    ck_assert_int_eq(epic_schema_write(EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_diags_write(NULL, EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(NULL, EPIC_TEXT, NULL, count_bytes, &n, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, NULL, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_file(NULL, EPIC_ICS, NULL, "never", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_file(plan, EPIC_ICS, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_file(plan, (epic_format)6, NULL, "never", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(NULL, NULL, "never", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_uint_eq(n, 0);
    ck_assert_ptr_null(fopen("never", "r"));
}
END_TEST

/* Of every list: all that is counted is there, and nothing behind it. */
#define LIST(object, count, item)                             \
    do {                                                      \
        for (size_t i = 0; i < count(object); i++) {          \
            ck_assert_ptr_nonnull(item(object, i));           \
        }                                                     \
        ck_assert_ptr_null(item(object, count(object)));      \
        ck_assert_ptr_null(item(object, EPIC_NONE));          \
        ck_assert_uint_eq(count(NULL), 0);                    \
        ck_assert_ptr_null(item(NULL, 0));                    \
    } while (0)

START_TEST(lists_end)
{
    LIST(programme, epic_programme_domains, epic_programme_domain);
    LIST(programme, epic_programme_cities, epic_programme_city);
    LIST(programme, epic_programme_moderators, epic_programme_moderator);
    LIST(programme, epic_programme_steps, epic_programme_step);
    LIST(programme, epic_programme_events, epic_programme_event);
    LIST(programme, epic_programme_blocks, epic_programme_block);
    LIST(programme, epic_programme_fixes, epic_programme_fix);
    LIST(plan, epic_plan_events, epic_plan_event);
    LIST(plan, epic_plan_unscheduled, epic_plan_unscheduled_at);
    epic_diags *diags = epic_diags_new();
    epic_programme *none;
    ck_assert_int_eq(epic_programme_parse(&none, "epic: 2\n", 8, NULL, diags), EPIC_EINPUT);
    LIST(diags, epic_diags_count, epic_diags_get);
    epic_diags_free(diags);
}
END_TEST

START_TEST(indices_out_of_range)
{
    size_t cities = epic_programme_cities(programme), domains = epic_programme_domains(programme);
    const size_t wrong[] = {cities, cities + 1, EPIC_NONE, EPIC_NONE - 1, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_ptr_null(epic_programme_profile(programme, wrong[i], 0));
        ck_assert(isnan(epic_scores_benefit(scores, wrong[i], 0)) && isnan(epic_scores_benefit(scores, 0, wrong[i])));
        ck_assert(isnan(epic_scores_value(scores, wrong[i], 0)) && isnan(epic_scores_value(scores, 0, wrong[i])));
        ck_assert(!epic_scores_has_need(scores, wrong[i]));
        ck_assert_uint_eq(epic_scores_explain(scores, wrong[i], 0, NULL, 0), 0);
        ck_assert_uint_eq(epic_scores_explain(scores, 0, wrong[i], NULL, 0), 0);
        ck_assert_int_eq(epic_pair_rule(scores, wrong[i], 0), EPIC_RULE_SAME_CITY);
        ck_assert_int_eq(epic_pair_rule(scores, 0, wrong[i]), EPIC_RULE_SAME_CITY);
    }
    ck_assert_ptr_null(epic_programme_profile(programme, 0, domains));
    ck_assert_uint_eq(epic_programme_find(programme, "nowhere"), EPIC_NONE);
    ck_assert_uint_eq(epic_programme_find(programme, NULL), EPIC_NONE);
}
END_TEST

START_TEST(words_of_what_is_not)
{
    ck_assert_str_eq(epic_kind_word((epic_kind)EPIC_KINDS), "unknown");
    ck_assert_str_eq(epic_kind_word((epic_kind)-1), "unknown");
    ck_assert_str_eq(epic_mode_word((epic_mode)3), "unknown");
    ck_assert_str_eq(epic_mode_word((epic_mode)-1), "unknown");
    ck_assert_str_eq(epic_state_word((epic_state)6), "unknown");
    ck_assert_str_eq(epic_state_word((epic_state)-1), "unknown");
    ck_assert_str_eq(epic_rule_words((epic_rule)10), "unknown rule");
    ck_assert_str_eq(epic_rule_words((epic_rule)-1), "unknown rule");
    ck_assert_str_eq(epic_strerror(INT_MIN), "unknown status");
    ck_assert_str_eq(epic_strerror(1), "unknown status");
    ck_assert_str_eq(epic_strerror(EPIC_ESOLVER - 1), "unknown status");
}
END_TEST

START_TEST(terms_fill_the_room_there_is)
{
    size_t domains = epic_programme_domains(programme);
    epic_term terms[64];
    ck_assert_uint_le(domains, 63);
    for (size_t room = 0; room <= domains + 1; room++) {
        memset(terms, 0x55, sizeof terms);
        ck_assert_uint_eq(epic_scores_explain(scores, 0, 1, terms, room), domains);
        for (size_t i = 0; i < domains; i++) {
            ck_assert(i < room ? terms[i].domain == i : terms[i].domain > domains);
        }
        ck_assert_uint_gt(terms[domains].domain, domains);
    }
}
END_TEST

START_TEST(nothing_answers_as_nothing)
{
    size_t count = 5;
    ck_assert_ptr_null(epic_programme_get(NULL));
    ck_assert_ptr_null(epic_programme_rules(NULL));
    ck_assert_uint_eq(epic_programme_find(NULL, "a"), EPIC_NONE);
    ck_assert_ptr_null(epic_programme_profile(NULL, 0, 0));
    ck_assert_ptr_null(epic_scores_programme(NULL));
    ck_assert(isnan(epic_scores_benefit(NULL, 0, 1)) && isnan(epic_scores_value(NULL, 0, 1)));
    ck_assert(!epic_scores_has_need(NULL, 0));
    ck_assert_uint_eq(epic_scores_explain(NULL, 0, 1, NULL, 0), 0);
    ck_assert_int_eq(epic_pair_rule(NULL, 0, 1), EPIC_RULE_SAME_CITY);
    ck_assert_ptr_null(epic_pairing_scores(NULL));
    ck_assert_ptr_null(epic_pairing_pairs(NULL, &count));
    ck_assert_uint_eq(count, 0);
    count = 5;
    ck_assert_ptr_null(epic_pairing_unpaired(NULL, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert(!(fabs(epic_pairing_total(NULL)) > 0) && !(fabs(epic_pairing_bound(NULL)) > 0));
    ck_assert(!epic_pairing_duals(NULL, 1, NULL) && epic_pairing_odd_sets(NULL, 1) == 0);
    ck_assert_uint_eq(epic_pairing_odd_set(NULL, 1, 0, NULL, 0, NULL), 0);
    ck_assert(!epic_pairing_proved(NULL));
    ck_assert_ptr_null(epic_pairing_engine(NULL));
    ck_assert_ptr_null(epic_plan_pairing(NULL));
    ck_assert_uint_eq(epic_plan_dated(NULL, EPIC_VISIT), 0);
    ck_assert_uint_eq(epic_plan_dated(NULL, EPIC_VISIT), 0);
    ck_assert(!epic_plan_proved(NULL) && !(fabs(epic_plan_gap(NULL)) > 0));
    ck_assert_uint_eq(epic_diags_errors(NULL), 0);
    ck_assert_int_eq(epic_diags_write(NULL, EPIC_TEXT, count_bytes, &count), EPIC_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_ne(epic_write_stdio(NULL, "a", 1), 0);
    epic_diags_free(NULL);
}
END_TEST

START_TEST(null_is_owned_by_nobody)
{
    ck_assert_ptr_null(epic_programme_ref(NULL));
    ck_assert_ptr_null(epic_scores_ref(NULL));
    ck_assert_ptr_null(epic_pairing_ref(NULL));
    ck_assert_ptr_null(epic_plan_ref(NULL));
    epic_programme_unref(NULL);
    epic_scores_unref(NULL);
    epic_pairing_unref(NULL);
    epic_plan_unref(NULL);
}
END_TEST

/* What a plan holds is alive, whoever lets go first. */
START_TEST(each_stage_keeps_the_one_before)
{
    ck_assert_ptr_eq(epic_plan_ref(plan), plan);
    teardown();
    programme = NULL;
    scores = NULL;
    pairing = NULL;
    ck_assert_int_eq(epic_plan_verify(plan, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_verify(epic_plan_pairing(plan), NULL), EPIC_OK);
    const epic_programme *held = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    ck_assert_uint_eq(epic_programme_cities(held), 8);
    ck_assert_str_eq(epic_programme_get(held)->file, EXAMPLE);
}
END_TEST

/* Texts handed in are copied. */
START_TEST(input_is_copied)
{
    char text[] = "epic: 1\nprogramme: {id: a, title: x, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1}}\n"
                  "cities:\n  a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: 0.5}}\n"
                  "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {d: 0.7}}\n";
    char name[] = "the.yaml";
    epic_diags *diags = epic_diags_new();
    epic_programme *own;
    ck_assert_int_eq(epic_programme_parse(&own, text, sizeof text - 1, name, diags), EPIC_OK);
    memset(text, '#', sizeof text);
    memset(name, '#', sizeof name);
    ck_assert_str_eq(epic_programme_get(own)->file, "the.yaml");
    ck_assert_str_eq(epic_programme_city(own, 0)->id, "a");
    epic_scores *its;
    ck_assert_int_eq(epic_scores_make(&its, own, diags), EPIC_OK);
    epic_scores_unref(its);
    epic_programme_unref(own);
    size_t bytes = 0;
    ck_assert_int_eq(epic_diags_write(diags, EPIC_TEXT, count_bytes, &bytes), EPIC_OK);
    epic_diags_free(diags);
}
END_TEST

/* ---- options ---- */

/* As a later version may have them. */
typedef struct later {
    union {
        size_t size;
        epic_pair_options pair;
        epic_plan_options plan;
        epic_publish_options publish;
    } known;
    unsigned char more[16];
} later;

/* The status of each call that takes options of kind 0, 1, 2 (pairing, plan, publishing); all of a kind must agree. */
static int status_with(int kind, const void *options)
{
    epic_pairing *other = NULL;
    epic_plan *others_plan = NULL;
    size_t bytes = 0;
    int status;
    if (kind == 0) {
        status = epic_pairing_make(&other, scores, options, NULL);
    } else if (kind == 1) {
        status = epic_plan_make(&others_plan, pairing, options, NULL);
        epic_plan_unref(others_plan);
        ck_assert_int_eq(epic_plan_from_file(&others_plan, EXAMPLE, options, NULL), status);
    } else {
        status = epic_publish(plan, EPIC_TEXT, options, count_bytes, &bytes, NULL);
        ck_assert_int_eq(epic_publish_file(plan, EPIC_TEXT, options, "options.txt", NULL), status);
        ck_assert(remove("options.txt") == 0 || status != EPIC_OK);
        ck_assert(status == EPIC_OK || epic_publish_folder(plan, options, "options.out", NULL) == status);
    }
    epic_pairing_unref(other);
    epic_plan_unref(others_plan);
    return status;
}

START_TEST(options_of_another_size)
{
    const later plain[] = {{.known.pair = EPIC_PAIR_OPTIONS_INIT}, {.known.plan = EPIC_PLAN_OPTIONS_INIT},
                           {.known.publish = EPIC_PUBLISH_OPTIONS_INIT}};
    const later *usual = &plain[_i];
    later given = *usual;
    size_t known = usual->known.size;
    ck_assert_int_eq(status_with(_i, NULL), EPIC_OK);
    ck_assert_int_eq(status_with(_i, &given), EPIC_OK);
    for (given.known.size = 0; given.known.size < sizeof(size_t); given.known.size++) {
        ck_assert_int_eq(status_with(_i, &given), EPIC_EARG);
    }
    for (size_t size = known + 1; size <= known + sizeof given.more; size++) {
        given = *usual;
        given.known.size = size;
        memset((unsigned char *)&given + known, 0, size - known);
        ck_assert_int_eq(status_with(_i, &given), EPIC_OK);
        ((unsigned char *)&given)[size - 1] = 1;
        ck_assert_int_eq(status_with(_i, &given), EPIC_EARG);
    }
}
END_TEST

START_TEST(publishing_knows_its_options)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    size_t bytes = 0, pairs;
    epic_pairing_pairs(pairing, &pairs);
    options.city = epic_programme_cities(programme);
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    options.city = 0;
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, &options, "options.out", NULL), EPIC_EARG);
    ck_assert_uint_eq(bytes, 0);
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_OK);
    options.city = EPIC_NONE;
    options.pair = pairs;
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    options.pair = EPIC_NONE;
    options.language = 1; /* the programme has one language */
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish(plan, EPIC_TEXT, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_folder(plan, &options, "options.out", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_messages(NULL, "options.out", &options, NULL), EPIC_EARG);
    options.language = 0;
    options.issued_at = -1;
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_EARG);
    options.issued_at = INT64_MAX;
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, count_bytes, &bytes, NULL), EPIC_EARG);
}
END_TEST

/* ---- sinks ---- */

typedef struct sink {
    size_t calls, last; /* takes `last` calls, then stops */
    bool stopped;
} sink;

static int stops(void *user, const char *bytes, size_t n)
{
    sink *to = user;
    ck_assert(!to->stopped && bytes != NULL && n > 0);
    to->stopped = to->calls++ == to->last;
    return to->stopped ? (int)to->calls : 0;
}

static epic_diags *some_diags;

static int write_nth(int what, sink *to)
{
    static const epic_format tables[] = {EPIC_TEXT, EPIC_COLOUR, EPIC_JSON};
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    switch (what / 6) {
    case 0: return epic_publish(plan, (epic_format)(what % 6), &options, stops, to, NULL);
    case 1: return epic_publish_scores(scores, tables[what % 3], stops, to);
    case 2: return epic_publish_pairing(pairing, tables[what % 3], stops, to);
    case 3: return epic_publish_explanation(scores, 0, 1, tables[what % 3], stops, to);
    case 4: return epic_diags_write(some_diags, tables[what % 3], stops, to);
    default: return epic_schema_write(what % 2 ? EPIC_TEXT : EPIC_JSON, stops, to);
    }
}

START_TEST(a_sink_that_stops_is_left_alone)
{
    epic_programme *none;
    some_diags = epic_diags_new();
    ck_assert_int_eq(epic_programme_parse(&none, "epic: 1\nx: 1\n", 13, NULL, some_diags), EPIC_EINPUT);
    sink whole = {0, SIZE_MAX, false};
    ck_assert_int_eq(write_nth(_i, &whole), EPIC_OK);
    ck_assert_uint_gt(whole.calls, 0);
    for (size_t last = 0; last < whole.calls; last++) {
        sink to = {0, last, false};
        ck_assert_int_eq(write_nth(_i, &to), EPIC_EIO);
        ck_assert_uint_eq(to.calls, last + 1);
    }
    epic_diags_free(some_diags);
}
END_TEST

/* ---- progress ---- */

typedef struct watch {
    size_t calls, last;
    size_t pairing, planning;
    double done;
} watch;

static bool until(void *user, const char *stage, double done)
{
    watch *w = user;
    size_t *of = strcmp(stage, "pairing") == 0 ? &w->pairing : &w->planning;
    ck_assert(of == &w->pairing || strcmp(stage, "planning") == 0);
    ck_assert(done >= (*of > 0 ? w->done : 0) && done <= 1);
    w->done = done;
    ++*of;
    return w->calls++ != w->last;
}

static int plan_until(watch *w, epic_plan **out)
{
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.progress = until;
    options.user = w;
    return epic_plan_from_file(out, EXAMPLE, &options, NULL);
}

START_TEST(progress_cancels_at_each_call)
{
    watch whole = {.last = SIZE_MAX};
    epic_plan *out;
    ck_assert_int_eq(plan_until(&whole, &out), EPIC_OK);
    epic_plan_unref(out);
    ck_assert_uint_gt(whole.pairing, 0);
    ck_assert_uint_gt(whole.planning, 1);
    for (size_t last = 0; last <= whole.planning; last++) {
        watch w = {.last = last};
        out = plan;
        ck_assert_int_eq(plan_until(&w, &out), EPIC_ECANCELLED);
        ck_assert_ptr_null(out);
        ck_assert_uint_ge(w.calls, last + 1);
    }
}
END_TEST

/* ---- tables of one's own ---- */

enum { MOST_COLUMNS = 4 };

/* Matches three rows of one's own, or assigns them to so many columns: what each row got, in words: "10-". */
static const char *got(const double *matrix, size_t columns, bool mutual, bool most_pairs)
{
    static char text[MOST_COLUMNS];
    size_t out[3] = {9, 9, 9};
    epic_match_options options = EPIC_MATCH_OPTIONS_INIT;
    options.most_pairs = most_pairs;
    epic_weights weights = {.rows = 3, .columns = columns, .matrix = matrix};
    ck_assert_int_eq((mutual ? epic_match : epic_assign)(&weights, &options, out, NULL), EPIC_OK);
    for (size_t i = 0; i < 3; i++) {
        text[i] = out[i] == EPIC_NONE ? '-' : (char)('0' + out[i]);
    }
    return text;
}

/* NaN and -infinity are no pairs, and as good as each other; a negative weight is made only for the sake of more pairs. */
START_TEST(weights_that_are_no_pairs)
{
    const double none[] = {NAN, NAN, -INFINITY, -INFINITY, NAN, NAN, NAN, -INFINITY, NAN};
    const double loss[] = {NAN, -5, -2, -5, NAN, NAN, -2, -INFINITY, NAN}, zero[] = {NAN, -0.0, NAN, 0, NAN, NAN, NAN, NAN, NAN};
    const double both[] = {3, -1, NAN, 2, NAN, -9, NAN, NAN, -4};
    for (int most = 0; most < 2; most++) {
        ck_assert_str_eq(got(none, 3, true, most), "---");
        ck_assert_str_eq(got(none, 3, false, most), "---");
        ck_assert_str_eq(got(zero, 3, true, most), "10-");
    }
    ck_assert_str_eq(got(loss, 3, true, false), "---");
    ck_assert_str_eq(got(loss, 3, true, true), "2-0");
    ck_assert_str_eq(got(both, 3, false, false), "0--");
    ck_assert_str_eq(got(both, 3, false, true), "102");
}
END_TEST

/* Any finite weight is one: the greatest double, its opposite, and the least above 0. */
START_TEST(weights_at_the_ends_of_doubles)
{
    const double great[] = {DBL_MAX, DBL_MAX, DBL_MAX / 2, 0, DBL_MAX, DBL_MAX / 4};
    const double low[] = {-DBL_MAX, -DBL_MAX / 2, -DBL_MAX / 4, -DBL_MAX, -DBL_MAX, -DBL_MAX};
    const double small[] = {0, 0x1p-1074, 0x1p-1073, 0, 0x1p-1074, 0};
    const double apart[] = {DBL_MAX, NAN, NAN, 0x1p-1074, NAN, NAN};
    ck_assert_str_eq(got(great, 2, false, false), "1-0");
    ck_assert_str_eq(got(low, 2, false, false), "---");
    ck_assert_str_eq(got(low, 2, false, true), "10-");
    ck_assert_str_eq(got(small, 2, false, false), "10-");
    ck_assert_str_eq(got(apart, 2, false, false), "01-");
}
END_TEST

static double refuse_to_be_asked(void *user, size_t row, size_t column)
{
    ck_abort_msg("asked for %zu, %zu of %p", row, column, user);
    return 0;
}

/* Nothing of a table is read that is empty or too large, however large. */
START_TEST(tables_without_rows_and_too_large)
{
    static const struct {
        size_t rows, columns;
        bool mutual;
        int status;
    } tables[] = {{0, 0, true, EPIC_OK},           {0, 0, false, EPIC_OK},         {0, 10000000, false, EPIC_OK},
                  {2, 0, false, EPIC_OK},          {0, 10000001, false, EPIC_EARG}, {2, 10000001, false, EPIC_EARG},
                  {2, SIZE_MAX, false, EPIC_EARG}, {2, SIZE_MAX, true, EPIC_EARG}, {2, 0, true, EPIC_EARG}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        size_t out[2] = {9, 9};
        epic_weights weights = {tables[i].rows, tables[i].columns, NULL, refuse_to_be_asked, NULL};
        epic_diags *diags = epic_diags_new();
        ck_assert_int_eq((tables[i].mutual ? epic_match : epic_assign)(&weights, NULL, out, diags), tables[i].status);
        ck_assert_uint_eq(epic_diags_errors(diags), tables[i].status == EPIC_OK ? 0 : 1);
        ck_assert_uint_eq(out[0], tables[i].rows == 0 ? 9 : EPIC_NONE);
        ck_assert_uint_eq(out[1], tables[i].rows == 0 ? 9 : EPIC_NONE);
        epic_diags_free(diags);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, the_version_is_one);
    tcase_add_test(all, a_null_is_refused);
    tcase_add_test(all, what_if_is_refused_without_a_question);
    tcase_add_test(all, out_is_null_after_a_failure);
    tcase_add_test(all, a_null_or_wrong_form_is_not_published);
    tcase_add_test(all, lists_end);
    tcase_add_test(all, indices_out_of_range);
    tcase_add_test(all, words_of_what_is_not);
    tcase_add_test(all, terms_fill_the_room_there_is);
    tcase_add_test(all, nothing_answers_as_nothing);
    tcase_add_test(all, null_is_owned_by_nobody);
    tcase_add_test(all, each_stage_keeps_the_one_before);
    tcase_add_test(all, input_is_copied);
    tcase_add_loop_test(all, options_of_another_size, 0, 3);
    tcase_add_test(all, publishing_knows_its_options);
    tcase_add_loop_test(all, a_sink_that_stops_is_left_alone, 0, 32);
    tcase_add_test(all, progress_cancels_at_each_call);
    tcase_add_test(all, weights_that_are_no_pairs);
    tcase_add_test(all, weights_at_the_ends_of_doubles);
    tcase_add_test(all, tables_without_rows_and_too_large);
    suite_add_tcase(suite, all);
    return run(suite);
}
