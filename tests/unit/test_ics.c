/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds of a plan that is made up here, so that every state and text can be had, read again by libical. The stages below are
 * stood in for by the functions that the feed asks. */
#define _DEFAULT_SOURCE
#include <check.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "issue.h"
#include "kit.h"
#include "publishers.h"

#define ISSUED 1604217600 /* 2020-11-01T08:00:00Z */

enum { BARI, KRAKOW, OBERHAUSEN, CITIES };

static epic_programme_info info;
static epic_pairing_rules rules;
static epic_city cities[CITIES];
static epic_moderator moderator;
static epic_agenda_item agenda[2];
static epic_role roles[4];
static epic_step step;
static epic_joint_event joint;
static epic_pair pairs[2];
static epic_event events[5];
static size_t event_count;

epic_pairing *epic_plan_pairing(const epic_plan *plan) { return (epic_pairing *)(uintptr_t)plan; }
epic_scores *epic_pairing_scores(const epic_pairing *pairing) { return (epic_scores *)(uintptr_t)pairing; }
epic_programme *epic_scores_programme(const epic_scores *scores) { return (epic_programme *)(uintptr_t)scores; }
const epic_programme_info *epic_programme_get(const epic_programme *p) { return p != NULL ? &info : NULL; }
const epic_pairing_rules *epic_programme_rules(const epic_programme *p) { return p != NULL ? &rules : NULL; }
size_t epic_programme_cities(const epic_programme *p) { return p != NULL ? CITIES : 0; }
const epic_city *epic_programme_city(const epic_programme *p, size_t i) { return p != NULL && i < CITIES ? &cities[i] : NULL; }
const epic_moderator *epic_programme_moderator(const epic_programme *p, size_t i)
{
    return p != NULL && i == 0 ? &moderator : NULL;
}
const epic_step *epic_programme_step(const epic_programme *p, size_t i) { return p != NULL && i == 0 ? &step : NULL; }
const epic_joint_event *epic_programme_event(const epic_programme *p, size_t i) { return p != NULL && i == 0 ? &joint : NULL; }
size_t epic_programme_domains(const epic_programme *p) { return p != NULL ? 0 : 1; }
const epic_domain *epic_programme_domain(const epic_programme *p, size_t i) { (void)p; (void)i; return NULL; }
size_t epic_plan_events(const epic_plan *plan) { return plan != NULL ? event_count : 0; }
const epic_event *epic_plan_event(const epic_plan *plan, size_t i) { return plan != NULL && i < event_count ? &events[i] : NULL; }
size_t epic_plan_unscheduled(const epic_plan *plan) { return plan != NULL ? 0 : 1; }
const epic_unscheduled *epic_plan_unscheduled_at(const epic_plan *plan, size_t i) { (void)plan; (void)i; return NULL; }
const char *epic_kind_word(epic_kind kind)
{
    return kind == EPIC_ONLINE ? "online" : kind == EPIC_VISIT ? "visit" : kind == EPIC_PREPARATION ? "preparation" : "forum";
}
size_t epic_scores_explain(const epic_scores *scores, size_t guest, size_t host, epic_term *terms, size_t room)
{
    return scores != NULL && terms != NULL ? 0 * (guest + host + room) : 0;
}
const epic_pair *epic_pairing_pairs(const epic_pairing *pairing, size_t *count)
{
    *count = 2;
    return pairing != NULL ? pairs : NULL;
}

static const size_t first_two[] = {BARI, KRAKOW}, everyone[] = {BARI, KRAKOW, OBERHAUSEN};

static const char *const languages[] = {"en", "el", "pt-BR"};
static size_t spoken; /* the language of feed() */

static void make_programme(void)
{
    spoken = 0;
    info = (epic_programme_info){.id = "epic-2020", .title = "Cities, together", .organiser_name = "EPIC coordination",
                                 .organiser_email = "coordination@example.org", .languages = languages,
                                 .language_count = 3};
    cities[BARI] = (epic_city){.id = "bari", .name = "Bari", .country = "IT", .timezone = "Europe/Rome"};
    cities[KRAKOW] = (epic_city){.id = "krakow", .name = "Krak\u00f3w", .country = "PL", .timezone = "Europe/Warsaw",
                                 .has_location = true, .latitude = 50.0614, .longitude = 19.9372};
    cities[OBERHAUSEN] = (epic_city){.id = "oberhausen", .name = "Oberhausen", .country = "DE", .timezone = "Europe/London"};
    moderator = (epic_moderator){.id = "iom", .name = "IOM", .timezone = "Europe/Rome"};
    agenda[0] = (epic_agenda_item){10, "Opening"};
    agenda[1] = (epic_agenda_item){40, "Questions; answers"};
    roles[0] = (epic_role){"director", 1, 2};
    roles[1] = (epic_role){"social-worker", 0, 4};
    roles[2] = (epic_role){"mediator", 1, 0};
    roles[3] = (epic_role){"any", 0, 0};
    step = (epic_step){.id = "first-talk", .agenda = agenda, .agenda_count = 2, .roles = roles, .role_count = 4};
    joint = (epic_joint_event){.id = "forum"};
    pairs[0] = (epic_pair){.a = BARI, .b = KRAKOW};
    pairs[1] = (epic_pair){.a = BARI, .b = OBERHAUSEN};
}

static epic_event an_event(const char *uid, const char *id, const char *title, epic_kind kind, epic_mode mode, epic_state state)
{
    return (epic_event){.uid = uid, .id = id, .title = title, .kind = kind, .mode = mode, .state = state, .pair = EPIC_NONE,
                        .guest = EPIC_NONE, .host = EPIC_NONE, .moderator = EPIC_NONE, .place_city = EPIC_NONE,
                        .start = EPIC_NO_INSTANT, .end = EPIC_NO_INSTANT, .reserve_first = EPIC_NO_DATE,
                        .reserve_last = EPIC_NO_DATE, .zone = "Europe/Rome"};
}

static void add_joint_and_film(void)
{
    events[2] = an_event("00000000-0000-5000-8000-000000000002", "forum", "Forum", EPIC_FORUM, EPIC_IN_PERSON, EPIC_CANCELLED);
    events[2].cities = everyone;
    events[2].city_count = 3;
    events[2].sequence = 2;
    events[2].first = events[2].last = epic_date_make(2021, 6, 1);
    events[2].start = 1622534400;
    events[2].end = events[2].start + 7200;
    events[2].venue = (epic_venue){"Vicenza", "IT", "Europe/Rome"};
    events[3] = an_event("00000000-0000-5000-8000-000000000003", "film", "Film", EPIC_PREPARATION, EPIC_MODE_ONLINE,
                         EPIC_PROPOSED);
    events[3].pair = 1;
    events[3].cities = everyone;
    events[3].city_count = 1;
    events[3].all_day = true;
    events[3].first = events[3].last = epic_date_make(2021, 7, 1);
}

/* 0: an online meeting on 2021-03-08 10:00 in Rome; 1: a visit with days on the road; 2: a forum, cancelled; 3: a film. */
static void make_plan(void)
{
    make_programme();
    events[0] = an_event("00000000-0000-5000-8000-000000000000", "first-talk", "Online meeting 8: Bari and Krak\u00f3w",
                         EPIC_ONLINE, EPIC_MODE_ONLINE, EPIC_CONFIRMED);
    events[0].pair = 0;
    events[0].cities = first_two;
    events[0].city_count = 2;
    events[0].moderator = 0;
    events[0].first = events[0].last = epic_date_make(2021, 3, 8);
    events[0].start = 1615194000;
    events[0].end = events[0].start + 5400;
    events[0].why = "fixed in the file";
    events[1] = an_event("00000000-0000-5000-8000-000000000001", "visit", "Visit: Bari visits Krak\u00f3w", EPIC_VISIT,
                         EPIC_IN_PERSON, EPIC_PROPOSED);
    events[1].pair = 0;
    events[1].guest = BARI;
    events[1].host = events[1].place_city = KRAKOW;
    events[1].cities = first_two;
    events[1].city_count = 2;
    events[1].all_day = true;
    events[1].first = epic_date_make(2021, 5, 10);
    events[1].last = epic_date_make(2021, 5, 12);
    events[1].travel_out = events[1].travel_back = 1;
    add_joint_and_film();
    event_count = 4;
}

static const epic_plan *the_plan(void)
{
    return (const epic_plan *)(const void *)&info;
}

/* The feed, or NULL and the code of the diagnostic. */
static kit_text *feed(size_t city, size_t pair, const char **code)
{
    epic_ledger *ledger;
    epic_diags *diags = epic_diags_new();
    int status = ep_issue(&ledger, the_plan(), NULL, ISSUED, diags);
    epic_publish_options options = {sizeof options, ISSUED, city, pair, ledger, spoken, NULL};
    kit_text *p = calloc(1, sizeof *p);
    static char first[8];
    ep_writer writer;
    ep_writer_init(&writer, keep, p);
    status = status ? status : ep_publish_ics(the_plan(), &options, &writer, diags);
    epic_ledger_unref(ledger);
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    *code = "";
    if (epic_diags_count(diags)) {
        snprintf(first, sizeof first, "%s", epic_diags_get(diags, 0)->code);
        *code = first;
    }
    epic_diags_free(diags);
    ck_assert_int_eq(status != EPIC_OK, **code != '\0');
    if (status) {
        ck_assert_int_eq(status, EPIC_EINPUT);
        free(p);
        return NULL;
    }
    return p;
}

static kit_text *good_feed(size_t city, size_t pair)
{
    const char *code;
    kit_text *p = feed(city, pair, &code);
    ck_assert_msg(p != NULL, "%s", code);
    return p;
}

/* Without the folds. */
static void unfold(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        if (strncmp(from, "\r\n ", 3) == 0) {
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

static size_t lines(const char *text)
{
    size_t count = 0;
    for (; (text = strstr(text, "\r\n")) != NULL; text += 2) {
        count++;
    }
    return count;
}

static void has(const kit_text *p, const char *line)
{
    ck_assert_msg(strstr(p->bytes, line) != NULL, "no %s in %s", line, p->bytes);
}

static void has_not(const kit_text *p, const char *line)
{
    ck_assert_msg(strstr(p->bytes, line) == NULL, "%s in %s", line, p->bytes);
}

static void is(const kit_text *p, const char *expected)
{
    size_t same = 0;
    while (p->bytes[same] && p->bytes[same] == expected[same]) {
        same++;
    }
    ck_assert_msg(strcmp(p->bytes, expected) == 0, "%.80s instead of %.80s", p->bytes + same, expected + same);
}

START_TEST(golden)
{
    make_plan();
    event_count = 1;
    kit_text *p = good_feed(KRAKOW, EPIC_NONE);
    static const char expected[] =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//libepic//libepic//EN\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nNAME:Cities\\, together: Krak\u00f3w\r\nX-WR-CALNAME:Cities\\, together: Krak\u00f3w\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Rome\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:20200329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\nDTSTART:20201025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nUID:00000000-0000-5000-8000-000000000000\r\nDTSTAMP:20201101T080000Z\r\n"
        "CREATED:20201101T080000Z\r\nLAST-MODIFIED:20201101T080000Z\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
        "DTSTART;TZID=Europe/Rome:20210308T100000\r\nDTEND;TZID=Europe/Rome:20210308T113000\r\n"
        "SUMMARY:Online meeting 8: Bari and Krak\u00f3w\r\n"
        "DESCRIPTION:Local times: Bari\\, Krak\u00f3w 10:00\u201311:30 (CET\\, UTC+1)\\nModera\r\n"
        " tor: IOM\\n\\nAgenda\\n10:00\u201310:10 Opening\\n10:10\u201310:50 Questions\\; answe\r\n"
        " rs\\n\\nRoles: director (1\u20132)\\, social-worker (at most 4)\\, mediator (at l\r\n"
        " east 1)\\, any\r\n"
        "CATEGORIES:Online\r\nCLASS:PUBLIC\r\n"
        "ORGANIZER;CN=EPIC coordination:mailto:coordination@example.org\r\n"
        "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    is(p, expected);
    free(p);
}
END_TEST

/* Nothing but texts of ours is in another language, and what the programme names stays as it is. */
START_TEST(golden_in_greek)
{
    make_plan();
    event_count = 1;
    spoken = 1;
    kit_text *p = good_feed(KRAKOW, EPIC_NONE);
    unfold(p->bytes);
    const char *zones = strstr(p->bytes, "BEGIN:VTIMEZONE"), *event = strstr(p->bytes, "BEGIN:VEVENT");
    ck_assert(zones != NULL && event != NULL);
    has(p, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//libepic//libepic//EL\r\nCALSCALE:GREGORIAN\r\n");
    has(p, "NAME:Cities\\, together: Krak\u00f3w\r\n");
    memmove(p->bytes, event, strlen(event) + 1);
    is(p, "BEGIN:VEVENT\r\nUID:00000000-0000-5000-8000-000000000000\r\nDTSTAMP:20201101T080000Z\r\n"
          "CREATED:20201101T080000Z\r\nLAST-MODIFIED:20201101T080000Z\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
          "DTSTART;TZID=Europe/Rome:20210308T100000\r\nDTEND;TZID=Europe/Rome:20210308T113000\r\n"
          "SUMMARY:Διαδικτυακή συνάντηση: Bari και Kraków\r\n"
          "DESCRIPTION:Τοπικές ώρες: Bari\\, Kraków 10:00–11:30 (CET\\, UTC+1)\\nΣυντονισμός: IOM\\n\\n"
          "Πρόγραμμα\\n10:00–10:10 Opening\\n10:10–10:50 Questions\\; answers\\n\\n"
          "Ρόλοι: director (1–2)\\, social-worker (το πολύ 4)\\, mediator (τουλάχιστον 1)\\, any\r\n"
          "CATEGORIES:Διαδικτυακά\r\nCLASS:PUBLIC\r\n"
          "ORGANIZER;CN=EPIC coordination:mailto:coordination@example.org\r\n"
          "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    free(p);
}
END_TEST

/* Days on the road, a pair's calendar, what is cancelled, in Portuguese for Brazil too. */
START_TEST(other_words)
{
    make_plan();
    spoken = 2;
    kit_text *p = good_feed(EPIC_NONE, 0);
    unfold(p->bytes);
    has(p, "PRODID:-//libepic//libepic//PT\r\n");
    has(p, "NAME:Cities\\, together: Bari e Kraków\r\n");
    has(p, "SUMMARY:Visita: Bari → Kraków\r\n");
    has(p, "SUMMARY:Viagem: Kraków → Bari\r\nCATEGORIES:Viagem\r\n");
    free(p);
    p = good_feed(EPIC_NONE, EPIC_NONE);
    unfold(p->bytes);
    has(p, "SUMMARY:Cancelado: Fórum\r\nLOCATION:Vicenza (IT)\r\n");
    free(p);
}
END_TEST

START_TEST(states)
{
    make_plan();
    kit_text *p = good_feed(EPIC_NONE, EPIC_NONE);
    unfold(p->bytes);
    has(p, "STATUS:TENTATIVE\r\nDTSTART;VALUE=DATE:20210510\r\nDTEND;VALUE=DATE:20210513\r\n");
    has(p, "LOCATION:Krak\u00f3w\r\nGEO:50.0614;19.9372\r\n");
    has(p, "DESCRIPTION:Cities: Bari\\, Krak\u00f3w\\nGuest: Bari\\nHost: Krak\u00f3w\\n\\nAgenda");
    has(p, "SEQUENCE:2\r\nSTATUS:CANCELLED\r\n"
           "DTSTART;TZID=Europe/Rome:20210601T100000\r\nDTEND;TZID=Europe/Rome:20210601T120000\r\n"
           "SUMMARY:Cancelled: Forum\r\nLOCATION:Vicenza (IT)\r\n"
           "DESCRIPTION:Local times: Bari\\, Krak\u00f3w 10:00\u201312:00 (CEST\\, UTC+2) \u00b7 "
           "Oberhausen 09:00\u201311:00 (BST\\, UTC+1)\r\n"
           "CATEGORIES:Forum\r\n");
    has(p, "SUMMARY:Film\r\nDESCRIPTION:Cities: Bari\\n");
    has(p, "TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n");
    has(p, "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n");
    has_not(p, "ATTENDEE");
    has_not(p, "VALARM");
    ck_assert_str_eq(strstr(p->bytes, "END:VEVENT\r\nEND:VCALENDAR"), "END:VEVENT\r\nEND:VCALENDAR\r\n");
    free(p);
}
END_TEST

START_TEST(travel)
{
    make_plan();
    events[1].state = EPIC_CONFIRMED;
    kit_text *p = good_feed(BARI, EPIC_NONE);
    has(p, "DTSTART;VALUE=DATE:20210509\r\nDTEND;VALUE=DATE:20210510\r\nSUMMARY:Travel: Bari to Krak\u00f3w\r\n");
    has(p, "DTSTART;VALUE=DATE:20210513\r\nDTEND;VALUE=DATE:20210514\r\nSUMMARY:Travel: Krak\u00f3w to Bari\r\n");
    /* UUIDv5 of "epic-2020/pair/bari~krakow/visit/travel-out" and "-back", by Python's uuid */
    has(p, "UID:032ac68f-cb4a-5b62-8e29-22ba1f38359d\r\n");
    has(p, "RELATED-TO;RELTYPE=CHILD:032ac68f-cb4a-5b62-8e29-22ba1f38359d\r\n"
           "RELATED-TO;RELTYPE=CHILD:cade69b8-54b4-5ce9-a07d-6efa10a8720d");
    has(p, "UID:cade69b8-54b4-5ce9-a07d-6efa10a8720d\r\n");
    has(p, "RELATED-TO;RELTYPE=PARENT:00000000-0000-5000-8000-000000000001\r\n"
           "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\r\n");
    free(p);
    p = good_feed(KRAKOW, EPIC_NONE); /* the host stays at home */
    has_not(p, "SUMMARY:Travel");
    has_not(p, "OOF");
    has(p, "SUMMARY:Visit");
    free(p);
}
END_TEST

START_TEST(the_place_knows)
{
    make_plan();
    events[2].cities = first_two;
    events[2].city_count = 2;
    kit_text *p = good_feed(OBERHAUSEN, EPIC_NONE);
    has_not(p, "UID:00000000-0000-5000-8000-000000000002\r\n");
    free(p);
    events[2].place_city = OBERHAUSEN; /* its guests are others */
    p = good_feed(OBERHAUSEN, EPIC_NONE);
    has(p, "UID:00000000-0000-5000-8000-000000000002\r\n");
    free(p);
}
END_TEST

START_TEST(choices)
{
    make_plan();
    kit_text *p = good_feed(OBERHAUSEN, EPIC_NONE);
    has(p, "NAME:Cities\\, together: Oberhausen\r\n");
    has(p, "SUMMARY:Cancelled: Forum");
    has_not(p, "SUMMARY:Online");
    has_not(p, "SUMMARY:Film");
    free(p);
    p = good_feed(EPIC_NONE, 0);
    has(p, "NAME:Cities\\, together: Bari and Krak\u00f3w\r\n");
    has(p, "SUMMARY:Online");
    has(p, "SUMMARY:Travel");
    has_not(p, "Forum");
    free(p);
    p = good_feed(EPIC_NONE, 1);
    has(p, "SUMMARY:Film");
    has_not(p, "SUMMARY:Online");
    has_not(p, "VTIMEZONE"); /* whole days need none */
    free(p);
    info.times_in_utc = true;
    p = good_feed(EPIC_NONE, EPIC_NONE);
    has(p, "DTSTART:20210308T090000Z\r\nDTEND:20210308T103000Z\r\n");
    has_not(p, "VTIMEZONE");
    has_not(p, "TZID");
    free(p);
}
END_TEST

static void same_event(icalcomponent *theirs, const epic_event *ours)
{
    struct icaltimetype start = icalcomponent_get_dtstart(theirs), end = icalcomponent_get_dtend(theirs);
    ck_assert_str_eq(icalcomponent_get_summary(theirs) + (ours->state == EPIC_CANCELLED ? strlen("Cancelled: ") : 0),
                     ours->title);
    ck_assert_int_eq(icalcomponent_get_sequence(theirs), (int)ours->sequence);
    if (ours->all_day) {
        ck_assert(start.is_date && end.is_date);
        ck_assert_int_eq(epic_date_make(start.year, start.month, start.day), ours->first);
        ck_assert_int_eq(epic_date_make(end.year, end.month, end.day), ours->last + 1);
    } else {
        ck_assert_int_eq(icaltime_as_timet_with_zone(start, icaltime_get_timezone(start)), ours->start);
        ck_assert_int_eq(icaltime_as_timet_with_zone(end, icaltime_get_timezone(end)), ours->end);
    }
}

START_TEST(read_by_libical)
{
    static const char *const zones[] = {"Europe/Rome", "Europe/Dublin", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns",
                                        "America/Nuuk", "Pacific/Chatham", "Asia/Kathmandu", "UTC"};
    make_plan();
    events[0].zone = zones[_i];
    events[0].start += 86400 * 30 * (_i % 7); /* in winter and in summer */
    events[0].end = events[0].start + 5400;
    kit_text *p = good_feed(EPIC_NONE, EPIC_NONE);
    icalcomponent *calendar = icalparser_parse_string(p->bytes);
    size_t found = 0, travels = 0;
    ck_assert_ptr_nonnull(calendar);
    ck_assert_int_eq(icalcomponent_count_errors(calendar), 0);
    ck_assert_int_eq(icalrestriction_check(calendar), 1);
    for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); c != NULL;
         c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        size_t i = 0;
        while (i < event_count && strcmp(events[i].uid, icalcomponent_get_uid(c)) != 0) {
            i++;
        }
        if (i < event_count) {
            same_event(c, &events[i]);
        }
        found += i < event_count;
        travels += i == event_count;
    }
    ck_assert_uint_eq(found, event_count);
    ck_assert_uint_eq(travels, 2);
    icalcomponent_free(calendar);
    free(p);
}
END_TEST

static const char **const fields[] = {&info.title, &info.organiser_name, &cities[BARI].name, &cities[KRAKOW].name,
                                      &moderator.name,
                                      &events[0].title, &events[2].venue.name, &agenda[0].title, &roles[0].id};
#define FIELDS ((int)(sizeof fields / sizeof *fields))

/* A text may change what a line says, never which lines there are. */
START_TEST(hostile)
{
    static const char *const texts[] = {"a\r\nATTENDEE:mailto:evil@example.org", "a\nEND:VEVENT\nBEGIN:VEVENT", ":;,\"^\\",
                                        "\\n\\,", "{title}{from}{to}{a}{b}",
                                        "\u05e9\u05dc\u05d5\u05dd \u202e", "\U0001f469\U0001f3fd\u200d\U0001f692", "a\rX:y"};
    make_plan();
    kit_text *plain = good_feed(EPIC_NONE, EPIC_NONE);
    unfold(plain->bytes);
    for (size_t i = 0; i < 3 * sizeof texts / sizeof *texts; i++) {
        make_plan();
        *fields[_i] = texts[i / 3];
        spoken = i % 3;
        kit_text *p = good_feed(EPIC_NONE, EPIC_NONE);
        icalcomponent *calendar = icalparser_parse_string(p->bytes);
        ck_assert_int_eq(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 6);
        icalcomponent_free(calendar);
        unfold(p->bytes);
        ck_assert_uint_eq(lines(p->bytes), lines(plain->bytes));
        has_not(p, "\r\nATTENDEE");
        has_not(p, "\r\nX:y");
        free(p);
    }
    free(plain);
}
END_TEST

START_TEST(refused)
{
    static const char *const texts[] = {"a\x01", "\x1b[2J", "\x7f", "\xff\xfe", "\xc3"};
    const char *code;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        make_plan();
        *fields[_i] = texts[i];
        ck_assert_ptr_null(feed(EPIC_NONE, EPIC_NONE, &code));
        ck_assert_str_eq(code, "E601");
    }
}
END_TEST

static const char *code_at(const char *zone, epic_instant start)
{
    const char *code;
    make_plan();
    events[0].zone = zone;
    events[0].start = start;
    events[0].end = start + 5400;
    free(feed(EPIC_NONE, EPIC_NONE, &code));
    return code;
}

START_TEST(refused_otherwise)
{
    const char *code;
    ck_assert_str_eq(code_at("Europe/Rome", 1603585800), "E602");        /* 2020-10-25 02:30 CEST */
    ck_assert_str_eq(code_at("Europe/Rome", 1603585800 + 3600), "E602"); /* an hour on, shown as 02:30 again */
    ck_assert_str_eq(code_at("Europe/Rome", 1603585800 - 5400), "E602"); /* ends then */
    ck_assert_str_eq(code_at("Europe/Rome", 1603585800 + 7200), "");
    make_plan();
    info.organiser_email = "a@example.org\r\nATTENDEE:mailto:b@example.org";
    ck_assert_ptr_null(feed(EPIC_NONE, EPIC_NONE, &code));
    ck_assert_str_eq(code, "E601");
    make_plan();
    info.organiser_email = NULL;
    kit_text *p = good_feed(EPIC_NONE, EPIC_NONE);
    has_not(p, "ORGANIZER");
    free(p);
}
END_TEST

START_TEST(same_bytes)
{
    make_plan();
    kit_text *once = good_feed(EPIC_NONE, EPIC_NONE);
    setenv("TZ", "America/St_Johns", 1);
    setenv("LC_ALL", "tr_TR.UTF-8", 1);
    kit_text *twice = good_feed(EPIC_NONE, EPIC_NONE);
    ck_assert_str_eq(once->bytes, twice->bytes);
    free(once);
    free(twice);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ics");
    TCase *t = tcase_create("ics");
    tcase_add_test(t, golden);
    tcase_add_test(t, golden_in_greek);
    tcase_add_test(t, other_words);
    tcase_add_test(t, states);
    tcase_add_test(t, travel);
    tcase_add_test(t, the_place_knows);
    tcase_add_test(t, choices);
    tcase_add_loop_test(t, read_by_libical, 0, 9);
    tcase_add_loop_test(t, hostile, 0, FIELDS);
    tcase_add_loop_test(t, refused, 0, FIELDS);
    tcase_add_test(t, refused_otherwise);
    tcase_add_test(t, same_bytes);
    suite_add_tcase(suite, t);
    return run(suite);
}
