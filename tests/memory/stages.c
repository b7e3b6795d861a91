/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages one after the other, each on what the one before has made. */
#include <epic/epic.h>

#include <stdio.h>
#include <string.h>

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
    static const char text[] = "epic: 1\noutput: {languages: [xx, de, de-AT]}\n"
                               "programme: {id: A, titel: x, starts: 2021-02-30, ends: 2020-01-01, domains: {d: -1}}\n"
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

/* Folded lines, zones, names that are compared. */
static int lint(epic_diags *diags)
{
    static const char text[] =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:PUBLISH\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Warsaw\r\n"
        "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\nORGANIZER:mailto:office@example.org\r\n"
        "DTSTART;TZID=Europe/Warsaw:20260105T090000\r\nDTEND;TZID=Europe/Warsaw:20260105T100000\r\nRRULE:FREQ=DAILY\r\n"
        "SUMMARY:A\r\n B\r\nLOCATION:https://example.org\r\nCONFERENCE;VALUE=URI:https://example.org\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n";
    epic_lint_options options = EPIC_LINT_OPTIONS_INIT;
    options.privacy = true;
    return epic_lint(text, sizeof text - 1, NULL, &options, diags);
}

/* A mentor that must have two guests where there is one. */
static int refuse_pairing(epic_diags *diags)
{
    static const char text[] = "epic: 1\nprogramme: {id: a, title: A, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1}}\n"
                               "pairing: {mode: mentoring, mentors: [a]}\ncities:\n"
                               "  a: {name: A, country: DE, timezone: Europe/Berlin, capacity: {host: {min: 2, max: 3}}, "
                               "profile: {d: 0.9}}\n"
                               "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {d: 0.1}}\n";
    epic_programme *small = NULL;
    epic_scores *its = NULL;
    epic_pairing *none = NULL;
    int status = epic_programme_parse(&small, text, sizeof text - 1, "clash.yaml", diags);
    status = status != EPIC_OK ? status : epic_scores_make(&its, small, diags);
    status = status != EPIC_OK ? status : checked(epic_pairing_make(&none, its, NULL, diags), none);
    epic_scores_unref(its);
    epic_programme_unref(small);
    return status == EPIC_EINFEASIBLE ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

static int verify_pairing(epic_diags *diags)
{
    return epic_pairing_verify(pairing, diags);
}

static int lose_pairs(epic_diags *diags)
{
    double losses[64];
    size_t count;
    (void)diags;
    epic_pairing_pairs(pairing, &count);
    return count > sizeof losses / sizeof *losses ? EPIC_EARG : epic_pairing_losses(pairing, losses, NULL);
}

/* Five cities by the rules given, paired and verified. */
static int pair_by_engine(const char *rules, epic_engine engine, epic_diags *diags)
{
    static const char cities[] =
        "epic: 1\nprogramme: {id: a, title: A, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1, e: 1}}\ncities:\n"
        "  a: {name: A, country: DE, timezone: UTC, location: [50, 8], profile: {d: 0.9, e: 0.1}}\n"
        "  b: {name: B, country: IT, timezone: UTC, location: [45, 9], profile: {d: 0.1, e: 0.9}}\n"
        "  c: {name: C, country: PL, timezone: UTC, location: [52, 21], profile: {d: 0.5, e: 0.6}}\n"
        "  d: {name: D, country: DE, timezone: UTC, location: [52, 13], profile: {d: 0.6, e: 0.4}}\n"
        "  e: {name: E, country: PT, timezone: UTC, location: [38, -9], profile: {d: 0.3, e: 0.7}}\n"
        "costs: {people: 2, day-eur: 100, travel: [{km: 10, eur: 30}, {km: 900, eur: 300}]}\n"
        "exchange: [{kind: visit, id: v, days: 2, travel-days: 1}]\n";
    char text[2048];
    epic_programme *small = NULL;
    epic_scores *its = NULL;
    epic_pairing *made = NULL;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.engine = engine;
    int n = snprintf(text, sizeof text, "%spairing: {%s}\n", cities, rules);
    int status = epic_programme_parse(&small, text, (size_t)n, "rules.yaml", diags);
    status = status != EPIC_OK ? status : epic_scores_make(&its, small, diags);
    status = status != EPIC_OK ? status : epic_pairing_make(&made, its, &options, diags);
    status = status != EPIC_OK ? status : epic_pairing_verify(made, diags);
    epic_pairing_unref(made);
    epic_scores_unref(its);
    epic_programme_unref(small);
    return status;
}

static int pair_by(const char *rules, epic_diags *diags)
{
    return pair_by_engine(rules, EPIC_ENGINE_ANY, diags);
}

/* So many cities that their pairs are not listed. */
static int many_scores(epic_scores **out, epic_diags *diags)
{
    enum { CITIES = 70, ROOM = 120 };
    static char text[(CITIES + 2) * ROOM];
    epic_programme *many = NULL;
    int n = snprintf(text, sizeof text, "epic: 1\nprogramme: {id: a, title: A, starts: 2020-01-01, ends: 2020-12-31, "
                                        "domains: {d: 1, e: 1}}\npairing: {other-country: false}\ncities:\n");
    for (int i = 0; i < CITIES; i++) {
        n += snprintf(text + n, sizeof text - (size_t)n,
                      "  c%02d: {name: C%d, country: DE, timezone: UTC, profile: {d: 0.%03d, e: 0.%03d}}\n",
                      i, i, i * 367 % 1000, i * 541 % 1000);
    }
    int status = epic_programme_parse(&many, text, (size_t)n, "many.yaml", diags);
    status = status != EPIC_OK ? status : epic_scores_make(out, many, diags);
    epic_programme_unref(many);
    return status;
}

static int pair_by_candidates(epic_diags *diags)
{
    enum { ROWS = 70, BEST = 3 };
    static size_t candidates[ROWS * BEST];
    static double prices[ROWS];
    epic_scores *many = NULL;
    epic_pairing *made = NULL;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.candidates = candidates;
    options.best = BEST;
    options.prices = prices;
    int status = many_scores(&many, diags);
    status = status != EPIC_OK ? status : epic_pair_prices(many, prices, NULL);
    status = status != EPIC_OK ? status : epic_pair_candidates(many, prices, 0, ROWS, BEST, candidates);
    status = status != EPIC_OK ? status : epic_pairing_make(&made, many, &options, diags);
    epic_pairing_unref(made);
    epic_scores_unref(many);
    return status;
}

static int pair_within_limits(epic_diags *diags)
{
    return pair_by("other-country: false, limits: {per-country: 2, per-country-pair: 1, total-km: 4000, budget-eur: 2500, "
                   "groups: [{cities: [a, b], at-least: 1, at-most: 1}]}", diags);
}

static int pair_fairly(epic_diags *diags)
{
    return pair_by("prefer: fairness, allow-zero: true", diags);
}

static int pair_fairly_within_limits(epic_diags *diags)
{
    return pair_by("mode: visits, prefer: fairness, limits: {per-country-pair: 1}", diags);
}

static int pair_in_rounds(epic_diags *diags)
{
    return pair_by("rounds: 3, allow-zero: true, pins: [[a, c]]", diags);
}

static int pair_in_rounds_at_once(epic_diags *diags)
{
    return pair_by("mode: visits, rounds: 2", diags);
}

static int pair_in_rounds_at_once_by_glpk(epic_diags *diags)
{
    return pair_by_engine("mode: visits, rounds: 2", EPIC_ENGINE_GLPK, diags);
}

static int pair_with_triad(epic_diags *diags)
{
    return pair_by("odd: triad, prefer: participation, other-country: false", diags);
}

static int refuse_limits(epic_diags *diags)
{
    int status = pair_by("limits: {total-km: 900, groups: [{cities: [e], at-least: 1}]}", diags);
    return status == EPIC_EINFEASIBLE ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

static int refuse_pins(epic_diags *diags)
{
    int status = pair_by("pins: [[a, b], [d, c]], limits: {per-country: 1}", diags);
    return status == EPIC_EINFEASIBLE ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

/* Five rows, so that one is left over, and as columns. */
static int match_table(epic_diags *diags)
{
    double matrix[25];
    size_t mate[5];
    for (size_t i = 0; i < 25; i++) {
        matrix[i] = (double)((i / 5 + i % 5) % 4);
    }
    epic_weights weights = {.rows = 5, .columns = 5, .matrix = matrix};
    int status = epic_match(&weights, NULL, mate, diags);
    return status != EPIC_OK ? status : epic_assign(&weights, NULL, mate, diags);
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

/* Of a day, and of all days. */
static int explain_dates(epic_diags *diags)
{
    const epic_event *event = epic_plan_event(plan, 0);
    int status = EPIC_OK;
    (void)diags;
    for (int i = 0; i < 2 && status == EPIC_OK; i++) {
        epic_why *why;
        status = epic_why_make(&why, plan, event->pair, event->source, event->number, i == 0 ? event->first : EPIC_NO_DATE);
        status = checked(status, why);
        status = status != EPIC_OK ? status : epic_publish_dates(why, i == 0 ? EPIC_TEXT : EPIC_JSON, scenario_sink, NULL);
        epic_why_unref(why);
    }
    return status;
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

static int publish_city(epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    options.city = 0;
    return epic_publish(plan, EPIC_HTML, &options, scenario_sink, NULL, diags);
}

static int publish_pairing_page(epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    (void)diags;
    options.issued_at = 0;
    int status = epic_publish_pairing_page(pairing, &options, scenario_sink, NULL);
    options.section = "benefit";
    return status != EPIC_OK ? status : epic_publish_pairing_page(pairing, &options, scenario_sink, NULL);
}

static int publish_ics(epic_diags *diags)
{
    return publish(EPIC_ICS, diags);
}

/* The calendar of a city, of a pair, and of a city's part in a pair. */
static int publish_selected(epic_diags *diags)
{
    static const size_t selected[][2] = {{0, EPIC_NONE}, {EPIC_NONE, 0}, {0, 0}};
    int status = EPIC_OK;
    for (size_t i = 0; i < 3 && status == EPIC_OK; i++) {
        epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
        options.issued_at = 0;
        options.city = selected[i][0];
        options.pair = selected[i][1];
        status = epic_publish(plan, EPIC_ICS, &options, scenario_sink, NULL, diags);
    }
    return status;
}

static int publish_file(epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    return epic_publish_file(plan, EPIC_ICS, &options, "memory.ics", diags);
}

/* Something of everything that a calendar can hold. */
static const char calendar_text[] =
    "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-TIMEZONE:Europe/Warsaw\n"
    "BEGIN:VTIMEZONE\nTZID:own\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nRDATE:19710101T000000\nEND:STANDARD\nEND:VTIMEZONE\n"
    "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=own:20210302T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9,10\nSUMMARY:caf\xe9\n"
    "EXDATE:20210309T080000Z,20210310T080000Z\nRDATE:20210311T200000Z/PT2H,20210312T200000Z/PT2H\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20210323T080000Z\nDTSTART:20210324T100000\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:b\nDTSTART;TZID=nowhere:20210327T090000\nDTEND;TZID=Europe/Rome:20210327T100000\nEND:VEVENT\n"
    "BEGIN:VFREEBUSY\nFREEBUSY:20210308T080000Z/PT3H\nFREEBUSY;FBTYPE=FREE:20210308T090000Z/PT1H\nEND:VFREEBUSY\n"
    "BEGIN:VAVAILABILITY\nDTSTART:20210320\nDTEND:20210322\nBEGIN:AVAILABLE\nUID:c\nDTSTART:20210320\nEND:AVAILABLE\n"
    "END:VAVAILABILITY\nEND:VCALENDAR\n";

static int read_calendar(const char *text, epic_diags *diags)
{
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    epic_busy *busy;
    options.from = epic_date_make(2021, 3, 1);
    options.to = epic_date_make(2021, 3, 31);
    options.zone = "Europe/Rome";
    options.holidays = true;
    int status = epic_busy_read(&busy, text, strlen(text), NULL, &options, diags);
    status = checked(status, busy);
    epic_busy_unref(busy);
    return status;
}

static int read_busy(epic_diags *diags)
{
    return read_calendar(calendar_text, diags);
}

static int read_holidays(epic_diags *diags)
{
    return read_calendar("date,name\n2021-03-08,Patron saint\nno date\n", diags);
}

static bool write_text(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    bool whole = file != NULL && fputs(text, file) >= 0;
    return file != NULL && fclose(file) == 0 && whole;
}

/* Tables of rates, right ones and wrong ones. */
static int read_rates(epic_diags *diags, const char *fares, const char *days)
{
    static const char text[] =
        "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-01, ends: 2021-12-31, domains: {d: 1}}\n"
        "cities:\n  a: {name: A, country: BE, timezone: Europe/Berlin, profile: {d: 1}}\n"
        "costs: {travel: {file: memory-fares.csv, column: eur}, day-eur: {file: memory-rates.csv, column: eur}}\n";
    epic_programme *read = NULL;
    bool written = write_text("memory-fares.csv", fares) && write_text("memory-rates.csv", days);
    int status = written ? epic_programme_parse(&read, text, sizeof text - 1, "memory.yaml", diags) : EPIC_EIO;
    status = checked(status, read);
    epic_programme_unref(read);
    return status;
}

static int rates(epic_diags *diags)
{
    return read_rates(diags, "band_min_km,band_max_km,eur\n10,99,1\n100,,2\n", "countries,eur\nBE DE,1\n");
}

static int refuse_rates(epic_diags *diags)
{
    int status = read_rates(diags, "band_min_km,band_max,eur\n10,99,1\n", "countries,euro\nBE XX,x\n");
    return status == EPIC_EINPUT ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

/* The plan of a text; NULL with a status. */
static epic_plan *plan_of(const char *text, const char *name, uint32_t effort, epic_diags *diags, int *status)
{
    epic_programme *small = NULL;
    epic_scores *its = NULL;
    epic_pairing *made = NULL;
    epic_plan *out = NULL;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.effort = effort;
    *status = epic_programme_parse(&small, text, strlen(text), name, diags);
    *status = *status != EPIC_OK ? *status : epic_scores_make(&its, small, diags);
    *status = *status != EPIC_OK ? *status : epic_pairing_make(&made, its, NULL, diags);
    *status = *status != EPIC_OK ? *status : epic_plan_make(&out, made, &options, diags);
    epic_pairing_unref(made);
    epic_scores_unref(its);
    epic_programme_unref(small);
    return out;
}

/* Two cities, of which one hands in a calendar and holidays, the other rules. */
static int plan_by_calendars(epic_diags *diags)
{
    static const char rules[] = "country: DE\nsource: [none]\nregions: [DE-NW]\nholidays:\n"
                                "  - {name: Own, day: 03-01, weekday: Tu, substitute: [Sa], except: [2020], regions: [DE-NW]}\n"
                                "  - {name: Once, dates: [2021-03-03], cities: [A]}\n";
    static const char text[] =
        "epic: 1\nprogramme: {id: a, title: A, starts: 2021-03-01, ends: 2021-03-31, domains: {d: 1}}\ncities:\n"
        "  a: {name: A, country: DE, region: DE-NW, timezone: Europe/Berlin, profile: {d: 0.9}, "
        "calendars: {holidays: [public, memory-rules.yaml]}}\n"
        "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {d: 0.1}, calendars: {busy: [memory-busy.ics], "
        "holidays: [memory-days.csv]}}\npairing: {allow-zero: true}\nexchange: [{kind: online, id: o, minutes: 60}]\n";
    epic_plan *dated = NULL;
    bool written = write_text("memory-busy.ics", calendar_text) && write_text("memory-days.csv", "date,name\n2021-03-01,Day\n") &&
                   write_text("memory-rules.yaml", rules);
    int status = EPIC_EIO;
    if (written) {
        dated = plan_of(text, "memory.yaml", 0, diags, &status);
    }
    status = status != EPIC_OK ? status : epic_plan_verify(dated, diags);
    status = status != EPIC_OK ? status : epic_publish(dated, EPIC_JSON, NULL, scenario_sink, NULL, diags);
    epic_plan_unref(dated);
    return status;
}

/* Three guests and one host, all of whom meet, in six days: the bound stays below the cost, so that all
 * that the engine has is tried. */
static int plan_crowd(epic_diags *diags)
{
    static const char text[] =
        "epic: 1\nprogramme: {id: a, title: A, starts: 2021-01-04, ends: 2021-01-09, domains: {d: 1}}\ncities:\n"
        "  h: {name: H, country: IT, timezone: Europe/Rome, profile: {d: 0.9}, capacity: {host: 3, guest: 0}}\n"
        "  a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: 0.1}, capacity: {host: 0}}\n"
        "  b: {name: B, country: DE, timezone: Europe/Berlin, profile: {d: 0.1}, capacity: {host: 0}}\n"
        "  c: {name: C, country: DE, timezone: Europe/Berlin, profile: {d: 0.1}, capacity: {host: 0}}\n"
        "pairing: {mode: visits, allow-zero: true}\nblocked: [{mode: in-person, from: 2021-01-06, to: 2021-01-06}]\n"
        "exchange: [{kind: online, id: talk, minutes: 420}, {kind: visit, id: visit, days: 1, travel-days: 0, or-online: 3d, "
        "after: {event: talk, at-most: 2d}}]\n"
        "events: [{kind: forum, id: all, place: {name: V, country: AT, timezone: Europe/Vienna}}]\n";
    int status;
    epic_plan *dated = plan_of(text, "crowd.yaml", 1, diags, &status);
    status = status == EPIC_OK && epic_plan_proved(dated) ? EPIC_EARG : status;
    epic_plan_unref(dated);
    return status;
}

static int refuse_region(epic_diags *diags)
{
    static const char text[] =
        "epic: 1\nprogramme: {id: a, title: A, starts: 2021-03-01, ends: 2021-03-31, domains: {d: 1}}\ncities:\n"
        "  a: {name: A, country: JO, timezone: Asia/Amman, profile: {d: 0.9}}\n"
        "  b: {name: B, country: DE, timezone: Europe/Berlin, profile: {d: 0.9}}\n"
        "  c: {name: C, country: DE, region: DE-NRW, timezone: Europe/Berlin, profile: {d: 0.1}}\n";
    epic_programme *small = NULL;
    epic_calendars *none = NULL;
    int status = epic_programme_parse(&small, text, sizeof text - 1, "region.yaml", diags);
    status = status != EPIC_OK ? status : checked(epic_calendars_load(&none, small, diags), none);
    epic_programme_unref(small);
    return status == EPIC_EINPUT ? EPIC_OK : status == EPIC_OK ? EPIC_EARG : status;
}

static int write_schema(epic_diags *diags)
{
    (void)diags;
    int status = epic_schema_write(EPIC_TEXT, scenario_sink, NULL);
    return status != EPIC_OK ? status : epic_schema_write(EPIC_JSON, scenario_sink, NULL);
}

static int publish_folder(epic_diags *diags)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    return epic_publish_folder(plan, &options, scenario_folder, diags);
}

static epic_plan *small_plan(epic_diags *diags, int *status)
{
    static const char text[] =
        "epic: 1\n"
        "programme: {id: a, title: A, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1},\n"
        "  organiser: {name: \"B\\u00fcro\", email: office@example.org}}\n"
        "cities:\n"
        "  a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: 0.9},\n"
        "      organisations: {town: {name: \"St\\u00e4dte\", email: town@example.org}}}\n"
        "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {d: 0.1}, languages: [el],\n"
        "      unavailable: [{from: 2020-02-04, to: 2020-02-04}]}\n"
        "output: {languages: [de, el]}\n"
        "exchange: [{kind: online, id: talk, minutes: 60},\n"
        "  {kind: visit, id: visit, days: 1, travel-days: 2, or-online: 3w, reserve: 4w}]\n"
        "events: [{kind: meeting, id: call, mode: online, minutes: 60, every: 5 months, link: https://example.org/room},\n"
        "  {kind: forum, id: open, participants: [a], optional: [b], within: {from: 2020-02-03, to: 2020-02-03}},\n"
        "  {kind: forum, id: shut, participants: [a], optional: [b], within: {from: 2020-02-04, to: 2020-02-04}}]\n"
        "blocked: [{from: 2020-05-20, to: 2020-10-28}]\n" /* one is not held, one is moved */
        "pairing: {allow-zero: true}\n";
    return plan_of(text, "small.yaml", 0, diags, status);
}

/* Issued, told, and issued again, which keeps what was told. */
static int tell(epic_diags *diags)
{
    int status;
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_plan *small = small_plan(diags, &status);
    options.issued_at = 1;
    status = status != EPIC_OK ? status : epic_publish_folder(small, &options, "told", diags);
    status = status != EPIC_OK ? status : epic_publish_messages(NULL, "told", &options, diags);
    status = status != EPIC_OK ? status : epic_publish_folder(small, &options, "told", diags);
    epic_plan_unref(small);
    return status;
}

static int compare_ledgers(epic_diags *diags)
{
    epic_ledger *read = NULL, *made = NULL, *next = NULL;
    epic_changes *changes = NULL;
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 2;
    int status = epic_ledger_load(&read, "told", diags);
    status = checked(status, read);
    options.ledger = read;
    status = status != EPIC_OK ? status : epic_ledger_issue(&next, plan, &options, diags);
    status = status != EPIC_OK ? status : epic_ledger_rebuild(&made, "told/calendars", diags);
    status = status != EPIC_OK ? status : epic_changes_make(&changes, made, next);
    status = checked(status, changes);
    status = status != EPIC_OK ? status : epic_publish_changes(changes, EPIC_JSON, scenario_sink, NULL);
    epic_changes_unref(changes);
    epic_ledger_unref(next);
    epic_ledger_unref(made);
    epic_ledger_unref(read);
    return status;
}

/* A plan that goes on from another. */
static int replan(epic_diags *diags)
{
    epic_ledger *read = NULL;
    epic_pairing *made = NULL;
    epic_plan *again = NULL;
    epic_pair_options pair = EPIC_PAIR_OPTIONS_INIT;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    int status = epic_ledger_load(&read, "told", diags);
    pair.former = options.former = read;
    status = status != EPIC_OK ? status : epic_pairing_make(&made, scores, &pair, diags);
    status = status != EPIC_OK ? status : epic_plan_make(&again, made, &options, diags);
    status = checked(status, again);
    epic_plan_unref(again);
    epic_pairing_unref(made);
    epic_ledger_unref(read);
    return status;
}

/* An answer in an e-mail, a wish by a zone of its own, one that is none, and a message once more. */
static int receive(epic_diags *diags)
{
    static const char ledger_text[] =
        "epic-plan: 1\nprogramme: {id: a}\nissued-at: 2020-06-01T09:00:00Z\nmailboxes:\n"
        "  - {city: a, name: A, email: office@a.example.org}\nissued:\n"
        "  - {uid: 1c4861ef-610a-578b-859b-96f77a27e4e0, sequence: 0, created: 2020-06-01T09:00:00Z, "
        "modified: 2020-06-01T09:00:00Z, status: tentative, start: 2021-01-01T08:00:00Z, end: 2021-01-01T09:30:00Z, title: talk, "
        "cities: [a], digest: 7726a66297fabab7d0d434030ed33285, sent: latest}\n";
    static const char mail[] =
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/calendar; charset=latin1\n\n"
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1c4861ef-610a-578b-859b-96f77a27e4e0\n"
        "DTSTAMP:20200701T100000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:office@a.example.org\nCOMMENT:\xe9\nEND:VEVENT\n"
        "END:VCALENDAR\n";
    static const char wish[] =
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:COUNTER\nBEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:20000101T000000\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\n"
        "UID:1c4861ef-610a-578b-859b-96f77a27e4e0\nDTSTAMP:20200702T100000Z\nDTSTART;TZID=Here:20210105T100000\n"
        "ATTENDEE:mailto:office@a.example.org\nEND:VEVENT\nBEGIN:VEVENT\nUID:other\nSUMMARY:tall\n"
        "ATTENDEE:mailto:a@example.org\nDTSTAMP:20200702T100000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    const epic_reply_source sources[] = {
        {"a.eml", mail, sizeof mail - 1}, {"b.ics", wish, sizeof wish - 1}, {"c.eml", "A: b\n", 5}};
    epic_ledger *ledger = NULL;
    epic_replies *replies = NULL;
    int status = epic_ledger_parse(&ledger, ledger_text, sizeof ledger_text - 1, NULL, diags);
    status = status != EPIC_OK ? status : epic_replies_read(&replies, ledger, sources, 3, diags);
    if (status == EPIC_EINPUT && replies != NULL) {
        status = epic_publish_replies(replies, EPIC_JSON, scenario_sink, NULL);
        bool taken = epic_replies_get(replies, 0)->fate == EPIC_REPLY_TAKEN;
        status = taken && epic_replies_get(replies, 1)->fate == EPIC_REPLY_TAKEN ? status : EPIC_EARG;
    }
    epic_replies_unref(replies);
    epic_ledger_unref(ledger);
    return status;
}

/* Into the folder that was told: once more what was told, to the city that has an address. */
static int receive_folder(epic_diags *diags)
{
    static const char text[] = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REFRESH\nBEGIN:VEVENT\nUID:%s\nATTENDEE:mailto:%s\n"
                               "END:VEVENT\nEND:VCALENDAR\n";
    char bytes[512];
    epic_ledger *ledger = NULL;
    epic_replies *replies = NULL;
    int status = epic_ledger_load(&ledger, "told", diags);
    if (status != EPIC_OK) {
        return status;
    }
    int n = snprintf(bytes, sizeof bytes, text, epic_ledger_entry(ledger, 0)->uid, "town@example.org");
    const epic_reply_source source = {"refresh.ics", bytes, (size_t)n};
    status = epic_receive(&replies, "told", &source, 1, diags);
    status = checked(status, replies);
    epic_replies_unref(replies);
    epic_ledger_unref(ledger);
    return status;
}

void scenario_end(void)
{
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}

const scenario stage_scenarios[] = {
    {"linting", lint},
    {"loading a programme", load},
    {"refusing a programme", refuse},
    {"tables of rates", rates},
    {"refusing tables of rates", refuse_rates},
    {"scoring", score},
    {"pairing", pair},
    {"refusing minima that clash", refuse_pairing},
    {"verifying the pairing", verify_pairing},
    {"refusing each pair", lose_pairs},
    {"pairing by candidates", pair_by_candidates},
    {"pairing within limits", pair_within_limits},
    {"pairing fairly", pair_fairly},
    {"pairing fairly within limits", pair_fairly_within_limits},
    {"pairing in rounds", pair_in_rounds},
    {"pairing in rounds at once", pair_in_rounds_at_once},
    {"pairing in rounds at once by GLPK", pair_in_rounds_at_once_by_glpk},
    {"pairing with a triad", pair_with_triad},
    {"refusing limits that clash", refuse_limits},
    {"refusing pins that exceed a limit", refuse_pins},
    {"matching a table", match_table},
    {"planning", make_plan},
    {"verifying the plan", verify_plan},
    {"explaining dates", explain_dates},
    {"planning from the file", plan_from_file},
    {"publishing scores and pairing", publish_tables},
    {"publishing text", publish_text},
    {"publishing JSON", publish_json},
    {"publishing YAML", publish_yaml},
    {"publishing HTML", publish_html},
    {"publishing the page of a city", publish_city},
    {"publishing the page of a pairing", publish_pairing_page},
    {"publishing iCalendar", publish_ics},
    {"publishing a city's and a pair's calendar", publish_selected},
    {"publishing a file", publish_file},
    {"reading busy times", read_busy},
    {"reading holidays", read_holidays},
    {"planning by calendars", plan_by_calendars},
    {"planning a crowd", plan_crowd},
    {"refuse a region", refuse_region},
    {"writing the schema", write_schema},
    {"publishing a folder", publish_folder},
    {"telling what was issued", tell},
    {"comparing what was issued", compare_ledgers},
    {"planning on from it", replan},
    {"reading answers", receive},
    {"receiving answers", receive_folder},
    {NULL, NULL},
};
