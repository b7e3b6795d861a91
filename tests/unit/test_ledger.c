/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: what calendars are told when a plan changes, and how it is read back. */
#include <epic/epic.h>

#include "hash.h"
#include "issued.h"
#include "plans.h"

static kit_text *published(const epic_plan *plan, epic_format format, epic_instant at, const epic_ledger *ledger)
{
    kit_text *all = calloc(1, sizeof *all);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = at;
    options.ledger = ledger;
    ck_assert_int_eq(epic_publish(plan, format, &options, keep, all, NULL), EPIC_OK);
    return all;
}

/* The ledger of a plan.yaml. */
static epic_ledger *ledger_of(const kit_text *yaml)
{
    epic_ledger *ledger;
    epic_diags *diags = epic_diags_new();
    int status = epic_ledger_parse(&ledger, yaml->bytes, yaml->used, NULL, diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, EPIC_OK);
    epic_diags_free(diags);
    return ledger;
}

/* UIDs that were chosen to have one hash are found all the same, and one that is not there is not. */
START_TEST(one_hash_for_all)
{
    enum { COUNT = 500, SLOTS = 1024 };
    static epic_issued entries[COUNT];
    static char uids[COUNT + 1][24];
    size_t made = 0;
    for (int i = 0; made <= COUNT; i++) {
        snprintf(uids[made], sizeof uids[made], "u%d", i);
        made += ep_fnv64(uids[made]) % SLOTS == 0;
    }
    for (size_t i = 0; i < COUNT; i++) {
        entries[i] = (epic_issued){.uid = uids[i], .title = "T"};
    }
    const ep_issues issues = {.programme = "p", .entries = entries, .count = COUNT};
    epic_ledger *ledger;
    ck_assert_int_eq(ep_ledger_make(&ledger, &issues), EPIC_OK);
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_str_eq(epic_ledger_find(ledger, uids[i])->uid, uids[i]);
    }
    ck_assert_ptr_null(epic_ledger_find(ledger, uids[COUNT]));
    epic_ledger_unref(ledger);
}
END_TEST

/* ---- what changes, by the rules alone ---- */

static const char *const stamps[] = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"};
static const char *const significant[] = {"STATUS", "DTSTART", "DTEND", "LOCATION"};

static bool is_one_of(const char *line, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(line, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether two entries say the same, stamps aside. */
static bool same_words(const entry_text *one, const entry_text *other)
{
    bool same = one->count == other->count;
    for (size_t i = 0; same && i < one->count; i++) {
        same = is_one_of(one->lines[i], stamps, 4) || strcmp(one->lines[i], other->lines[i]) == 0;
    }
    return same;
}

static bool same_lines(const entry_text *one, const entry_text *other, const char *const *names, size_t count)
{
    bool same = true;
    for (size_t i = 0; i < count; i++) {
        same = same && strcmp(line_of(one, names[i]), line_of(other, names[i])) == 0;
    }
    return same;
}

static int sequence_of(const entry_text *entry)
{
    return atoi(line_of(entry, "SEQUENCE") + strlen("SEQUENCE:"));
}

static void check_stamped(const entry_text *entry, const char *property, epic_instant at)
{
    char date[11], text[64];
    epic_date_write((epic_date)(at / DAY), date);
    snprintf(text, sizeof text, "%s:%.4s%.2s%.2sT%02d%02d%02dZ", property, date, date + 5, date + 8, (int)(at % DAY / 3600),
             (int)(at / 60 % 60), (int)(at % 60));
    ck_assert_str_eq(line_of(entry, property), text);
}

static void check_entry(const entry_text *was, const entry_text *is, const epic_issued *before, epic_instant at)
{
    if (was == NULL && before != NULL) { /* back after its tombstone went */
        check_stamped(is, "DTSTAMP", at);
        ck_assert_int_eq(sequence_of(is), (int)before->sequence + 1);
    } else if (was == NULL) {
        check_stamped(is, "DTSTAMP", at);
        check_stamped(is, "CREATED", at);
        ck_assert_int_eq(sequence_of(is), 0);
    } else if (same_words(was, is)) {
        ck_assert_msg(same_lines(was, is, stamps, 4), "%s: the stamps moved", is->uid);
    } else {
        /* What was cancelled already and then vanishes, or the other way round, has its times in another form. */
        bool over = strcmp(line_of(was, "STATUS"), "STATUS:CANCELLED") == 0 && same_lines(was, is, significant, 1) &&
                    strcmp(line_of(is, "CATEGORIES"), line_of(was, "CATEGORIES")) != 0;
        bool more = !same_lines(was, is, significant, 4);
        ck_assert_msg(sequence_of(is) == sequence_of(was) + more || (over && sequence_of(is) == sequence_of(was)),
                      "%s: %d, then %d", is->uid, sequence_of(was), sequence_of(is));
        check_stamped(is, "DTSTAMP", at);
        check_stamped(is, "LAST-MODIFIED", at);
        ck_assert_str_eq(line_of(is, "CREATED"), line_of(was, "CREATED"));
    }
}

/* Nothing vanishes but what was cancelled and is over for 30 days. */
static void check_vanished(const entry_text *was, const epic_ledger *ledger, epic_instant at)
{
    const epic_issued *entry = epic_ledger_find(ledger, was->uid);
    ck_assert_ptr_nonnull(entry);
    ck_assert_int_eq(entry->standing, EPIC_WITHDRAWN);
    epic_instant end = entry->all_day ? (entry->last + 1) * (epic_instant)DAY : entry->end;
    ck_assert_int_gt(at, end + 30 * (epic_instant)DAY);
}

static bool stands(const epic_issued *entry)
{
    return entry != NULL && entry->standing != EPIC_WITHDRAWN;
}

/* Each entry whose revision is of now is a change, and nothing else is. */
static void check_changes(epic_ledger *was, epic_ledger *is, epic_instant at)
{
    epic_changes *changes;
    size_t expected = 0;
    ck_assert_int_eq(epic_changes_make(&changes, was, is), EPIC_OK);
    for (size_t i = 0; i < epic_ledger_entries(is); i++) {
        const epic_issued *entry = epic_ledger_entry(is, i);
        expected += entry->modified == at && (stands(entry) || stands(epic_ledger_find(was, entry->uid)));
    }
    ck_assert_uint_eq(epic_changes_count(changes), expected);
    for (size_t i = 0; i < expected; i++) {
        const epic_change *change = epic_changes_get(changes, i);
        ck_assert_int_eq(change->is->modified, at);
        ck_assert_uint_eq(change->sequence, change->is->sequence);
        ck_assert_int_eq(change->news == EPIC_NEWS_CANCELLED, !stands(change->is));
        ck_assert_int_eq(change->news == EPIC_NEWS_NEW && change->was != NULL, 0);
        ck_assert(change->news != EPIC_NEWS_DETAIL || change->was->sequence == change->is->sequence);
        ck_assert(change->news != EPIC_NEWS_SIGNIFICANT || change->was->sequence + 1 == change->is->sequence);
        ck_assert_uint_ge(change->city_count, change->is->city_count);
    }
    epic_changes_unref(changes);
}

typedef struct history {
    epic_ledger *ledger;
    calendar_text *feed;
} history;

static void check_step(const history *past, const calendar_text *is, const epic_plan *plan, const epic_ledger *ledger,
                       epic_instant at)
{
    const calendar_text *was = past->feed;
    for (size_t i = 0; i < is->count; i++) {
        const char *uid = is->entries[i].uid;
        check_entry(entry_of(was, uid), &is->entries[i], epic_ledger_find(past->ledger, uid), at);
    }
    for (size_t i = 0; was != NULL && i < was->count; i++) {
        if (entry_of(is, was->entries[i].uid) == NULL) {
            check_vanished(&was->entries[i], ledger, at);
        }
    }
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        const epic_issued *entry = epic_ledger_find(ledger, event->uid);
        ck_assert(entry != NULL && !entry->gone);
        ck_assert(event->state == EPIC_CANCELLED || entry_of(is, event->uid) != NULL);
    }
}

/* Issues the plan: as a ledger that went through plan.yaml, and as a feed. */
static void issue(history *past, const epic_plan *plan, epic_instant at)
{
    kit_text *yaml = published(plan, EPIC_YAML, at, past->ledger), *again = published(plan, EPIC_YAML, at, past->ledger);
    calendar_text *feed = calendar_of(published(plan, EPIC_ICS, at, past->ledger));
    epic_ledger *ledger = ledger_of(yaml);
    ck_assert_str_eq(yaml->bytes, again->bytes);
    check_step(past, feed, plan, ledger, at);
    check_changes(past->ledger, ledger, at);
    free(again);
    again = published(plan, EPIC_YAML, at, ledger); /* nothing new: the same */
    ck_assert_str_eq(yaml->bytes, again->bytes);
    free(again);
    free(yaml);
    calendar_free(past->feed);
    epic_ledger_unref(past->ledger);
    *past = (history){ledger, feed};
}

START_TEST(a_thousand_changes)
{
    plans *all = calloc(1, sizeof *all);
    history past = {NULL, NULL};
    uint64_t random = 20210308;
    epic_instant at = ISSUED;
    plans_open(all, plans_text);
    for (int round = 0; round < cases(1000); round++) {
        epic_plan *plan = plans_make(all);
        issue(&past, plan, at);
        epic_plan_unref(plan);
        at += 1 + below(&random, 2 * DAY);
        for (int changes = below(&random, 4); changes > 0; changes--) {
            plans_change(all, &random);
        }
    }
    calendar_free(past.feed);
    epic_ledger_unref(past.ledger);
    plans_close(all);
    free(all);
}
END_TEST

static const char good_plan[] =
    "epic-plan: 1\n"
    "programme: {id: small, title: Small}\n"
    "issued-at: 2020-09-13T12:26:40Z\n"
    "organiser: {name: Office, email: office@example.org}\n"
    "mailboxes:\n"
    "  - {city: a, name: Town, email: town@example.org}\n"
    "issued:\n"
    "  - {uid: \"00000000-0000-5000-8000-000000000001\", sequence: 2, created: 2020-01-01T00:00:00Z, "
    "modified: 2020-09-13T12:26:40Z, status: confirmed, first: 2021-01-01, last: 2021-01-02, place: \"A: b\", title: T, "
    "cities: [a, b], pair: [a, b], digest: \"000102030405060708090a0b0c0d0e0f\", sent: earlier}\n"
    "  - {uid: \"00000000-0000-5000-8000-000000000000\", sequence: 0, created: 2020-01-01T00:00:00Z, "
    "modified: 2020-01-01T00:00:00Z, status: cancelled, gone: true, start: 2021-01-01T09:00:00Z, end: 2021-01-01T10:30:00Z, "
    "title: T, cities: [], replaces: \"00000000-0000-5000-8000-000000000001\", "
    "digest: \"ffffffffffffffffffffffffffffffff\", sent: never}\n";

/* ---- the rules one by one ---- */

static const epic_issued *entry_like(const epic_ledger *ledger, const char *title)
{
    for (size_t i = 0; i < epic_ledger_entries(ledger); i++) {
        if (strstr(epic_ledger_entry(ledger, i)->title, title) == epic_ledger_entry(ledger, i)->title) {
            return epic_ledger_entry(ledger, i);
        }
    }
    ck_abort_msg("no entry '%s'", title);
}

static epic_ledger *ledger_after(const plans *all, epic_instant at, const epic_ledger *before)
{
    epic_plan *plan = plans_make(all);
    kit_text *yaml = published(plan, EPIC_YAML, at, before);
    epic_ledger *ledger = ledger_of(yaml);
    free(yaml);
    epic_plan_unref(plan);
    return ledger;
}

static epic_event *event_like(plans *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->events[i].id, id) == 0) {
            return &all->events[i];
        }
    }
    ck_abort_msg("no event '%s'", id);
}

START_TEST(a_visit_turns_online)
{
    plans *all = calloc(1, sizeof *all);
    plans_open(all, plans_text);
    epic_ledger *one = ledger_after(all, ISSUED, NULL);
    epic_event *visit = event_like(all, "visit");
    const epic_issued *before = entry_like(one, visit->title);
    plans_convert(visit, NULL);
    epic_ledger *two = ledger_after(all, ISSUED + 1, one);
    const epic_issued *cancelled = epic_ledger_find(two, before->uid);
    ck_assert(cancelled->gone && cancelled->standing == EPIC_WITHDRAWN);
    ck_assert_uint_eq(cancelled->sequence, 1);
    size_t gone = 0, instead = 0;
    for (size_t i = 0; i < epic_ledger_entries(two); i++) {
        const epic_issued *entry = epic_ledger_entry(two, i);
        gone += entry->gone;
        if (entry->replaces != NULL) {
            instead++;
            ck_assert_str_eq(entry->replaces, before->uid);
            ck_assert_uint_eq(entry->sequence, 0);
            ck_assert_ptr_null(entry->place);
        }
    }
    ck_assert_uint_eq(gone, 3); /* it and both ways */
    ck_assert_uint_eq(instead, 1);
    epic_plan *plan = plans_make(all);
    kit_text *feed = published(plan, EPIC_ICS, ISSUED + 1, one);
    char relation[128];
    snprintf(relation, sizeof relation, "\r\nRELATED-TO;RELTYPE=SIBLING:%.20s", before->uid);
    unfold(feed->bytes);
    ck_assert_ptr_nonnull(strstr(feed->bytes, relation));
    free(feed);
    epic_plan_unref(plan);
    epic_ledger_unref(one);
    epic_ledger_unref(two);
    plans_close(all);
    free(all);
}
END_TEST

static void other_day(epic_event *event) { plans_move(event, 1); }
static void hybrid(epic_event *event) { event->mode = EPIC_HYBRID; }
static void elsewhere(epic_event *event) { event->place_city = 1; }
static void confirmed(epic_event *event) { event->state = EPIC_CONFIRMED; }
static void cancelled(epic_event *event) { event->state = EPIC_CANCELLED; }
static void retitled(epic_event *event) { event->title = "Another title"; }
static void visited(epic_event *event) { event->guest = 1; }
static void fewer(epic_event *event) { event->city_count = 2; }
static void moved_and_confirmed(epic_event *event)
{
    plans_move(event, 1);
    event->state = EPIC_CONFIRMED;
}

/* What is done to a conference, what of it is told, and how far SEQUENCE counts. */
static const struct {
    void (*change)(epic_event *event);
    epic_news news;
    unsigned properties;
    uint32_t sequence;
} edits[] = {
    {other_day, EPIC_NEWS_SIGNIFICANT, EPIC_PROPERTY_TIME, 1},
    {hybrid, EPIC_NEWS_SIGNIFICANT, EPIC_PROPERTY_PLACE, 1},
    {elsewhere, EPIC_NEWS_SIGNIFICANT, EPIC_PROPERTY_PLACE, 1},
    {confirmed, EPIC_NEWS_SIGNIFICANT, EPIC_PROPERTY_STATUS, 1},
    {cancelled, EPIC_NEWS_CANCELLED, EPIC_PROPERTY_STATUS, 1},
    {retitled, EPIC_NEWS_DETAIL, EPIC_PROPERTY_TITLE, 0},
    {visited, EPIC_NEWS_DETAIL, EPIC_PROPERTY_DETAILS, 0},
    {fewer, EPIC_NEWS_DETAIL, EPIC_PROPERTY_CITIES, 0},
    {moved_and_confirmed, EPIC_NEWS_SIGNIFICANT, EPIC_PROPERTY_TIME | EPIC_PROPERTY_STATUS, 1},
};

START_TEST(each_property_counts)
{
    plans *all = calloc(1, sizeof *all);
    epic_changes *changes;
    plans_open(all, plans_text);
    epic_ledger *one = ledger_after(all, ISSUED, NULL), *two;
    edits[_i].change(event_like(all, "final"));
    two = ledger_after(all, ISSUED + 1, one);
    ck_assert_int_eq(epic_changes_make(&changes, one, two), EPIC_OK);
    ck_assert_uint_eq(epic_changes_count(changes), 1);
    const epic_change *change = epic_changes_get(changes, 0);
    ck_assert_int_eq(change->news, edits[_i].news);
    ck_assert_uint_eq(change->properties, edits[_i].properties);
    ck_assert_uint_eq(change->sequence, edits[_i].sequence);
    ck_assert_uint_eq(change->is->sequence, edits[_i].sequence);
    ck_assert_uint_eq(change->city_count, 4);
    epic_changes_unref(changes);
    epic_ledger_unref(one);
    epic_ledger_unref(two);
    plans_close(all);
    free(all);
}
END_TEST

/* As if the last issue had been made with other rules of the zones: each meeting was an hour later. */
static void an_hour_later(kit_text *yaml)
{
    for (char *at = strstr(yaml->bytes, "issued:\n"); at != NULL && (at = strstr(at, "T")) != NULL; at++) {
        bool ours = strncmp(at - 12, ": 2021-", 7) == 0 && (strncmp(at - 17, "start", 5) == 0 || strncmp(at - 15, "end", 3) == 0);
        if (ours && at[9] == 'Z') {
            bool nine = at[2] == '9'; /* none is near midnight */
            at[1] = (char)(at[1] + nine);
            at[2] = (char)(nine ? '0' : at[2] + 1);
        }
    }
}

START_TEST(a_zone_with_new_rules)
{
    static plans all;
    plans_open(&all, plans_text);
    epic_plan *plan = plans_make(&all);
    kit_text *yaml = published(plan, EPIC_YAML, ISSUED, NULL);
    an_hour_later(yaml);
    epic_ledger *was = ledger_of(yaml), *is = ledger_after(&all, ISSUED + 60, was);
    epic_changes *changes;
    ck_assert_int_eq(epic_changes_make(&changes, was, is), EPIC_OK);
    size_t timed = 0;
    for (size_t i = 0; i < epic_ledger_entries(is); i++) {
        timed += !epic_ledger_entry(is, i)->all_day;
    }
    ck_assert_uint_gt(timed, 0);
    ck_assert_uint_eq(epic_changes_count(changes), timed);
    for (size_t i = 0; i < timed; i++) {
        const epic_change *change = epic_changes_get(changes, i);
        ck_assert_int_eq(change->was->start - change->is->start, 3600);
        ck_assert_str_eq(change->was->wall, change->is->wall);
        ck_assert_int_eq(change->news, EPIC_NEWS_DETAIL);
        ck_assert_uint_eq(change->is->sequence, change->was->sequence);
        ck_assert_int_eq(change->is->modified, ISSUED + 60);
    }
    epic_changes_unref(changes);
    epic_ledger_unref(was);
    epic_ledger_unref(is);
    epic_plan_unref(plan);
    plans_close(&all);
    free(yaml);
}
END_TEST

START_TEST(tombstones_stand_for_thirty_days)
{
    plans *all = calloc(1, sizeof *all);
    plans_open(all, plans_text);
    epic_ledger *one = ledger_after(all, ISSUED, NULL);
    epic_event *talk = event_like(all, "talk");
    epic_instant end = talk->end;
    char uid[40];
    snprintf(uid, sizeof uid, "%s", entry_like(one, talk->title)->uid);
    all->out[talk - all->events] = true;
    epic_plan *plan = plans_make(all);
    for (int late = 0; late < 2; late++) {
        calendar_text *feed = calendar_of(published(plan, EPIC_ICS, end + 30 * DAY + late, one));
        const entry_text *entry = entry_of(feed, uid);
        ck_assert_int_eq(entry == NULL, late);
        if (entry != NULL) {
            ck_assert_str_eq(line_of(entry, "STATUS"), "STATUS:CANCELLED");
            ck_assert(strncmp(line_of(entry, "SUMMARY"), "SUMMARY:Cancelled: ", 19) == 0);
        }
        calendar_free(feed);
    }
    epic_ledger *two = ledger_after(all, end + 31 * DAY, one), *three;
    all->out[talk - all->events] = false; /* it comes back, and is counted on */
    three = ledger_after(all, end + 32 * DAY, two);
    ck_assert_uint_eq(epic_ledger_find(two, uid)->sequence, 1);
    ck_assert_uint_eq(epic_ledger_find(three, uid)->sequence, 2);
    ck_assert(!epic_ledger_find(three, uid)->gone);
    epic_plan_unref(plan);
    epic_ledger_unref(one);
    epic_ledger_unref(two);
    epic_ledger_unref(three);
    plans_close(all);
    free(all);
}
END_TEST

/* A feed of the whole shows what is gone, one of a city or pair what was theirs. */
START_TEST(who_sees_a_tombstone)
{
    plans *all = calloc(1, sizeof *all);
    plans_open(all, plans_text);
    epic_ledger *one = ledger_after(all, ISSUED, NULL);
    epic_event *visit = event_like(all, "visit");
    all->out[visit - all->events] = true;
    epic_plan *plan = plans_make(all);
    for (size_t city = 0; city < 5; city++) {
        epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
        options.issued_at = ISSUED + 1;
        options.ledger = one;
        options.city = city < 4 ? city : EPIC_NONE;
        options.pair = city < 4 ? EPIC_NONE : visit->pair;
        kit_text *text = calloc(1, sizeof *text);
        ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, keep, text, NULL), EPIC_OK);
        size_t cancelled = 0;
        calendar_text *feed = calendar_of(text);
        for (size_t i = 0; i < feed->count; i++) {
            cancelled += strcmp(line_of(&feed->entries[i], "STATUS"), "STATUS:CANCELLED") == 0;
        }
        ck_assert_uint_eq(cancelled, city == 4 || city == visit->guest ? 3 : city == visit->host ? 1 : 0);
        calendar_free(feed);
    }
    epic_plan_unref(plan);
    epic_ledger_unref(one);
    plans_close(all);
    free(all);
}
END_TEST

START_TEST(time_never_runs_back)
{
    plans *all = calloc(1, sizeof *all);
    plans_open(all, plans_text);
    epic_ledger *one = ledger_after(all, ISSUED, NULL);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    kit_text *text = calloc(1, sizeof *text);
    options.ledger = one;
    options.issued_at = ISSUED - 1;
    for (int format = EPIC_TEXT; format <= EPIC_ICS; format++) {
        ck_assert_int_eq(epic_publish(all->first, (epic_format)format, &options, keep, text, diags), EPIC_EINPUT);
        ck_assert_str_eq(epic_diags_get(diags, (size_t)format)->code, "E603");
    }
    ck_assert_uint_eq(text->used, 0);
    epic_diags_free(diags);
    epic_ledger_unref(one);
    plans_close(all);
    free(text);
    free(all);
}
END_TEST

START_TEST(another_programme_is_not_cancelled)
{
    plans *all = calloc(1, sizeof *all);
    epic_ledger *other, *ledger;
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    char text[4096];
    const char *id = strstr(good_plan, "{id: small");
    snprintf(text, sizeof text, "%.*s{id: large%s", (int)(id - good_plan), good_plan, id + strlen("{id: small"));
    ck_assert_int_eq(epic_ledger_parse(&other, text, strlen(text), NULL, NULL), EPIC_OK);
    plans_open(all, plans_text);
    options.ledger = other;
    options.issued_at = 1; /* earlier, which does not matter then */
    ck_assert_int_eq(epic_ledger_issue(&ledger, all->first, &options, diags), EPIC_OK);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, "W609");
    ck_assert_ptr_null(epic_ledger_find(ledger, epic_ledger_entry(other, 0)->uid));
    epic_diags_free(diags);
    epic_ledger_unref(other);
    epic_ledger_unref(ledger);
    plans_close(all);
    free(all);
}
END_TEST

/* ---- reading ---- */

START_TEST(reads_what_stands_there)
{
    epic_ledger *ledger;
    ck_assert_int_eq(epic_ledger_parse(&ledger, good_plan, strlen(good_plan), NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_ledger_issued_at(ledger), ISSUED);
    ck_assert_uint_eq(epic_ledger_entries(ledger), 2);
    const epic_issued *first = epic_ledger_entry(ledger, 0), *second = epic_ledger_entry(ledger, 1);
    ck_assert(first->gone && !first->all_day && first->standing == EPIC_WITHDRAWN && first->sent == EPIC_SENT_NEVER);
    ck_assert_int_eq(first->start, 1609491600);
    ck_assert_int_eq(first->end, first->start + 5400);
    ck_assert_str_eq(first->replaces, second->uid);
    ck_assert_uint_eq(first->digest[15], 255);
    ck_assert(second->all_day && second->sequence == 2 && second->sent == EPIC_SENT_EARLIER && !second->gone);
    ck_assert_int_eq(second->last, second->first + 1);
    ck_assert_str_eq(second->place, "A: b");
    ck_assert_str_eq(second->cities[1], "b");
    ck_assert_str_eq(second->pair[0], "a");
    ck_assert_uint_eq(second->digest[10], 10);
    ck_assert_ptr_null(epic_ledger_find(ledger, "x"));
    ck_assert_ptr_null(epic_ledger_entry(ledger, 2));
    ck_assert_ptr_eq(epic_ledger_find(ledger, second->uid), second);
    epic_ledger_unref(epic_ledger_ref(ledger));
    epic_ledger_unref(ledger);
}
END_TEST

/* What is put in the place of what, and what is said of it. */
static const struct {
    const char *out, *in, *code;
    uint32_t line, column;
} damages[] = {
    {"epic-plan: 1", "epic-plan: 2", "E605", 1, 12},
    {"epic-plan: 1\n", "", "E605", 1, 1},
    {"programme: {id: small, title: Small}\n", "", "E201", 1, 1},
    {"{id: small, title: Small}", "{id: Small}", "E213", 2, 17},
    {"issued-at: 2020-09-13T12:26:40Z\n", "", "E201", 1, 1},
    {"issued-at: 2020-09-13T12:26:40Z", "issued-at: 2020-09-13", "E210", 3, 12},
    {"issued-at: 2020-09-13T12:26:40Z", "issued-at: 2020-02-30T12:26:40Z", "E210", 3, 12},
    {"issued-at: 2020-09-13T12:26:40Z", "issued-at: 2020-09-13T24:26:40Z", "E210", 3, 12},
    {"issued:\n", "issues:\n", "E201", 1, 1},
    {"sequence: 2", "sequence: -1", "E205", 8, 61},
    {"sequence: 2", "sequenc: 2", "E203", 8, 51},
    {"sequence: 2, ", "", "E201", 8, 5},
    {"status: confirmed", "status: done", "E209", 8, 135},
    {"first: 2021-01-01", "first: 2021-13-01", "E210", 8, 153},
    {"first: 2021-01-01", "first: tomorrow", "E210", 8, 153},
    {"first: 2021-01-01", "first: 2021-01-03", "E604", 8, 171},
    {"first: 2021-01-01, ", "", "E604", 8, 5},
    {"end: 2021-01-01T10:30:00Z", "end: 2021-01-01T08:30:00Z", "E604", 9, 192},
    {"last: 2021-01-02", "start: 2021-01-01T09:00:00Z, last: 2021-01-02", "E604", 8, 5},
    {"\"000102030405060708090a0b0c0d0e0f\"", "\"00\"", "E604", 8, 246},
    {"sent: earlier", "sent: yes", "E209", 8, 288},
    {"{uid: \"00000000-0000-5000-8000-000000000000\"", "{uid: \"00000000-0000-5000-8000-000000000001\"", "E604", 9, 11},
    {"{uid: \"00000000-0000-5000-8000-000000000000\"", "{uid: \"../../x\"", "E604", 9, 11},
    {"modified: 2020-01-01T00:00:00Z", "modified: 2019-01-01T00:00:00Z", "E604", 9, 105},
    {"pair: [a, b]", "pair: [a]", "E207", 8, 230},
    {"city: a, name", "city: A, name", "E213", 6, 12},
    {"title: T", "title: \"T\\n\"", "E214", 8, 205},
    {"cities: [a, b]", "cities: a", "E202", 8, 216},
    {"sent: never}", "sent: never", "E101", 10, 1},
};

START_TEST(says_what_is_wrong)
{
    char text[4096];
    const char *at = strstr(good_plan, damages[_i].out);
    ck_assert_msg(at != NULL, "no %s", damages[_i].out);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good_plan), good_plan, damages[_i].in, at + strlen(damages[_i].out));
    epic_diags *diags = epic_diags_new();
    epic_ledger *ledger;
    ck_assert_int_eq(epic_ledger_parse(&ledger, text, strlen(text), "plan.yaml", diags), EPIC_EINPUT);
    ck_assert_ptr_null(ledger);
    ck_assert_uint_ge(epic_diags_errors(diags), 1);
    const epic_diag *said = epic_diags_get(diags, 0);
    ck_assert_msg(strcmp(said->code, damages[_i].code) == 0 && said->line == damages[_i].line &&
                      said->column == damages[_i].column,
                  "%s at %u:%u: %s, not %s at %u:%u", said->code, said->line, said->column, said->message, damages[_i].code,
                  damages[_i].line, damages[_i].column);
    epic_diags_free(diags);
}
END_TEST

START_TEST(wrong_calls)
{
    epic_ledger *ledger;
    ck_assert_int_eq(epic_ledger_load(NULL, "x", NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_load(&ledger, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_load(&ledger, "no/such/file", NULL), EPIC_EIO);
    ck_assert_int_eq(epic_ledger_load(&ledger, "/", NULL), EPIC_EIO);
    ck_assert_int_eq(epic_ledger_parse(NULL, "", 0, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_parse(&ledger, NULL, 1, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_parse(&ledger, NULL, 0, NULL, NULL), EPIC_EINPUT);
    ck_assert_ptr_null(ledger);
    ck_assert(epic_ledger_issued_at(NULL) == EPIC_NO_INSTANT && epic_ledger_entries(NULL) == 0);
    ck_assert_ptr_null(epic_ledger_find(NULL, "x"));
    ck_assert_ptr_null(epic_ledger_ref(NULL));
    epic_ledger_unref(NULL);
    epic_changes *changes;
    ck_assert_int_eq(epic_changes_make(&changes, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_changes_make(NULL, NULL, NULL), EPIC_EARG);
    ck_assert(epic_changes_count(NULL) == 0 && epic_changes_get(NULL, 0) == NULL && epic_changes_ref(NULL) == NULL);
    epic_changes_unref(NULL);
    ck_assert_int_eq(epic_publish_changes(NULL, EPIC_TEXT, keep, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_issue(NULL, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_issue(&ledger, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_str_eq(epic_news_word((epic_news)5), "unknown");
    ck_assert_str_eq(epic_standing_word((epic_standing)3), "unknown");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ledger");
    TCase *t = tcase_create("ledger");
    tcase_set_timeout(t, 100);
    tcase_add_test(t, one_hash_for_all);
    tcase_add_test(t, a_thousand_changes);
    tcase_add_test(t, a_visit_turns_online);
    tcase_add_loop_test(t, each_property_counts, 0, (int)(sizeof edits / sizeof *edits));
    tcase_add_test(t, a_zone_with_new_rules);
    tcase_add_test(t, tombstones_stand_for_thirty_days);
    tcase_add_test(t, who_sees_a_tombstone);
    tcase_add_test(t, time_never_runs_back);
    tcase_add_test(t, another_programme_is_not_cancelled);
    tcase_add_test(t, reads_what_stands_there);
    tcase_add_loop_test(t, says_what_is_wrong, 0, (int)(sizeof damages / sizeof *damages));
    tcase_add_test(t, wrong_calls);
    suite_add_tcase(suite, t);
    return run(suite);
}
