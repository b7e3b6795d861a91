/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages one after the other, each on what the one before has made. */
#include <epic/epic.h>

#include "scenario.h"

static epic_programme *programme;
static epic_scores *scores;
static epic_pairing *pairing;
static epic_plan *plan;

/* An out-parameter is NULL after a failure. */
static int checked(int status, const void *out)
{
    return (status == EPIC_OK) == (out != NULL) ? status : EPIC_EARG;
}

static int load(epic_diags *diags)
{
    epic_programme_unref(programme);
    int status = epic_programme_load(&programme, scenario_file, diags);
    return checked(status, programme);
}

/* Many errors at once, each with its place and hint. */
static int refuse(epic_diags *diags)
{
    static const char text[] = "epic: 1\nprogramme: {id: A, titel: x, starts: 2021-02-30, ends: 2020-01-01, domains: {d: -1}}\n"
                               "cities:\n  a: {name: A, country: DEU, timezone: Europe/Berlim, profile: {d: 2, e: 0.5}}\n";
    epic_programme *none;
    int status = epic_programme_parse(&none, text, sizeof text - 1, "refused.yaml", diags);
    status = checked(status, none);
    return status == EPIC_EINPUT ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

static int score(epic_diags *diags)
{
    epic_scores_unref(scores);
    int status = epic_scores_make(&scores, programme, diags);
    return checked(status, scores);
}

static int pair(epic_diags *diags)
{
    epic_pairing_unref(pairing);
    int status = epic_pairing_make(&pairing, scores, NULL, diags);
    return checked(status, pairing);
}

static int verify_pairing(epic_diags *diags)
{
    return epic_pairing_verify(pairing, diags);
}

static int make_plan(epic_diags *diags)
{
    epic_plan_unref(plan);
    int status = epic_plan_make(&plan, pairing, NULL, diags);
    return checked(status, plan);
}

static int verify_plan(epic_diags *diags)
{
    return epic_plan_verify(plan, diags);
}

static int plan_from_file(epic_diags *diags)
{
    epic_plan *other;
    int status = epic_plan_from_file(&other, scenario_file, NULL, diags);
    status = checked(status, other);
    epic_plan_unref(other);
    return status;
}

static int publish_tables(epic_diags *diags)
{
    static const epic_format formats[] = {EPIC_TEXT, EPIC_COLOUR, EPIC_JSON};
    int status = EPIC_OK;
    (void)diags;
    for (size_t i = 0; i < 3 && status == EPIC_OK; i++) {
        status = epic_publish_scores(scores, formats[i], scenario_sink, NULL);
        status = status != EPIC_OK ? status : epic_publish_pairing(pairing, formats[i], scenario_sink, NULL);
        status = status != EPIC_OK ? status : epic_publish_explanation(scores, 0, 1, formats[i], scenario_sink, NULL);
    }
    return status;
}

static int publish(epic_format format, epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    return epic_publish(plan, format, &options, scenario_sink, NULL, diags);
}

static int publish_text(epic_diags *diags)
{
    return publish(EPIC_TEXT, diags);
}

static int publish_json(epic_diags *diags)
{
    return publish(EPIC_JSON, diags);
}

static int publish_yaml(epic_diags *diags)
{
    return publish(EPIC_YAML, diags);
}

static int publish_html(epic_diags *diags)
{
    return publish(EPIC_HTML, diags);
}

static int publish_ics(epic_diags *diags)
{
    return publish(EPIC_ICS, diags);
}

static int publish_folder(epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    return epic_publish_folder(plan, &options, scenario_folder, diags);
}

void scenario_end(void)
{
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}

const scenario stage_scenarios[] = {
    {"loading a programme", load},
    {"refusing a programme", refuse},
    {"scoring", score},
    {"pairing", pair},
    {"verifying the pairing", verify_pairing},
    {"planning", make_plan},
    {"verifying the plan", verify_plan},
    {"planning from the file", plan_from_file},
    {"publishing scores and pairing", publish_tables},
    {"publishing text", publish_text},
    {"publishing JSON", publish_json},
    {"publishing YAML", publish_yaml},
    {"publishing HTML", publish_html},
    {"publishing iCalendar", publish_ics},
    {"publishing a folder", publish_folder},
    {NULL, NULL},
};
