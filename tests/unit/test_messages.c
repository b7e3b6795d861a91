/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages out of a folder that was published, read again by libical; and what stays of them when the plan changes. */
#define _DEFAULT_SOURCE /* syscall() */
#include <epic/epic.h>

#include <dirent.h>
#include <errno.h>
#include <libical/ical.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plans.h"

/* ---- a file system that fails ---- */

static int fsyncs_left = -1; /* the one after these fails; -1: none does */

int fsync(int fd)
{
    if (fsyncs_left == 0) {
        fsyncs_left = -1;
        errno = ENOSPC;
        return -1;
    }
    fsyncs_left -= fsyncs_left > 0;
    return fd < 0 ? -1 : 0; /* nothing here outlives a crash */
}

/* ---- helpers ---- */

static bool no_links;

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    if (no_links) {
        errno = EPERM;
        return -1;
    }
    return (int)syscall(SYS_linkat, from_dir, from, to_dir, to, flags);
}

static char root[40];
static epic_diags *diags;

static void setup(void)
{
    snprintf(root, sizeof root, "/tmp/epic-messages-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(chdir(root), 0);
    diags = epic_diags_new();
}

static void teardown(void)
{
    char command[64];
    epic_diags_free(diags);
    snprintf(command, sizeof command, "cd / && rm -rf %s", root);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

static void issue(const plans *all, epic_instant at)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_plan *plan = plans_make(all);
    options.issued_at = at;
    int status = epic_publish_folder(plan, &options, "out", diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, EPIC_OK);
    epic_plan_unref(plan);
}

static epic_messages tell(epic_instant at)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_messages written;
    options.issued_at = at;
    ck_assert_int_eq(epic_publish_messages(&written, "out", &options, diags), EPIC_OK);
    return written;
}

static kit_text *read_file(const char *path)
{
    kit_text *all = calloc(1, sizeof *all);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no %s", path);
    all->used = fread(all->bytes, 1, sizeof all->bytes - 1, file);
    fclose(file);
    return all;
}

static epic_ledger *ledger_now(void)
{
    epic_ledger *ledger;
    ck_assert_int_eq(epic_ledger_load(&ledger, "out", NULL), EPIC_OK);
    return ledger;
}

static size_t count_files(const char *path, const char *end)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    for (const struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        size_t n = strlen(entry->d_name), m = strlen(end);
        count += n > m && strcmp(entry->d_name + n - m, end) == 0;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return count;
}

static bool exists(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0;
}

/* ---- each message ---- */

/* What RFC 5546 and our own rules want of one, by libical and by its lines. */
static void check_message(const char *path, const epic_issued *entry, bool addressed)
{
    kit_text *text = read_file(path);
    icalcomponent *calendar = icalparser_parse_string(text->bytes), *event;
    bool cancel = strstr(text->bytes, "\r\nMETHOD:CANCEL\r\n") != NULL;
    ck_assert_ptr_nonnull(calendar);
    ck_assert_msg(!addressed || icalrestriction_check(calendar), "%s", icalcomponent_as_ical_string(calendar));
    ck_assert_int_eq(icalcomponent_count_errors(calendar), 0);
    ck_assert_int_eq(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 1);
    event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    ck_assert_str_eq(icalcomponent_get_uid(event), entry->uid);
    ck_assert_int_eq(icalcomponent_get_sequence(event), (int)entry->sequence);
    ck_assert_int_eq(icalcomponent_get_method(calendar), cancel ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST);
    ck_assert_int_eq(cancel, entry->standing == EPIC_WITHDRAWN);
    ck_assert_int_eq(icalcomponent_count_components(event, ICAL_VALARM_COMPONENT), !cancel);
    ck_assert_int_eq(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) > 0, addressed);
    size_t zones = (size_t)icalcomponent_count_components(calendar, ICAL_VTIMEZONE_COMPONENT);
    ck_assert_uint_eq(zones, strstr(text->bytes, "DTSTART;TZID=") != NULL);
    ck_assert_ptr_null(strstr(text->bytes, "\nNAME:"));
    ck_assert_ptr_null(strstr(text->bytes, "X-WR-CALNAME"));
    if (entry->all_day) {
        struct icaltimetype start = icalcomponent_get_dtstart(event);
        ck_assert_int_eq(epic_date_make(start.year, start.month, start.day), entry->first);
    } else {
        struct icaltimetype start = icalcomponent_get_dtstart(event);
        ck_assert_int_eq(icaltime_as_timet_with_zone(start, icaltime_get_timezone(start)), entry->start);
    }
    icalcomponent_free(calendar);
    free(text);
}

static bool is_addressed(const char *city)
{
    return strcmp(city, "a") == 0 || strcmp(city, "b") == 0;
}

/* There is a message for each of these cities, or for none. */
static size_t check_entry(const epic_issued *entry, bool due)
{
    size_t found = 0;
    for (size_t i = 0; i < entry->city_count; i++) {
        char path[128];
        snprintf(path, sizeof path, "out/messages/%s-%s.ics", entry->cities[i], entry->uid);
        ck_assert_msg(exists(path) == due, "%s is %s", path, due ? "missing" : "there");
        if (due) {
            check_message(path, entry, is_addressed(entry->cities[i]));
            found++;
        }
    }
    return found;
}

/* What messages have said last of each entry: the memory of who gets them. */
typedef struct heard {
    char uid[40];
    uint8_t digest[16];
} heard;

typedef struct listener {
    heard list[MOST_ENTRIES];
    size_t count;
} listener;

static heard *find_heard(listener *who, const char *uid)
{
    for (size_t i = 0; i < who->count; i++) {
        if (strcmp(who->list[i].uid, uid) == 0) {
            return &who->list[i];
        }
    }
    return NULL;
}

static void hear(listener *who, const epic_issued *entry)
{
    heard *known = find_heard(who, entry->uid);
    if (known == NULL) {
        ck_assert_uint_lt(who->count, MOST_ENTRIES);
        known = &who->list[who->count++];
        snprintf(known->uid, sizeof known->uid, "%s", entry->uid);
    }
    memcpy(known->digest, entry->digest, 16);
}

/* Whether there is something to be told: new to who never heard of it, other than what was heard, and not long over. */
static bool is_due(listener *who, const epic_issued *entry, epic_instant at)
{
    const heard *known = find_heard(who, entry->uid);
    epic_instant end = entry->all_day ? (entry->last + 1) * (epic_instant)DAY : entry->end;
    bool gone = entry->standing == EPIC_WITHDRAWN;
    return !(gone && at > end + 30 * DAY) && (known == NULL ? !gone : memcmp(known->digest, entry->digest, 16) != 0);
}

/* One round of telling: messages for all that is due and nothing else. */
static void tell_and_check(listener *who, epic_instant at)
{
    size_t expected = 0;
    epic_messages written = tell(at);
    epic_ledger *ledger = ledger_now();
    for (size_t i = 0; i < epic_ledger_entries(ledger) && written.messages > 0; i++) {
        const epic_issued *entry = epic_ledger_entry(ledger, i);
        bool due = is_due(who, entry, at);
        expected += check_entry(entry, due);
        if (due) {
            hear(who, entry);
        }
    }
    ck_assert_uint_eq(written.messages, expected);
    ck_assert(expected == 0 || count_files("out/messages", ".ics") == expected);
    ck_assert_uint_eq(count_files("out/messages", ".eml"), count_files("out/messages", ".ics"));
    ck_assert_uint_eq(tell(at).messages, 0);
    epic_ledger_unref(ledger);
}

START_TEST(messages_for_what_changed)
{
    plans *all = calloc(1, sizeof *all);
    listener *who = calloc(1, sizeof *who);
    uint64_t random = 20201203;
    epic_instant at = ISSUED;
    plans_open(all, plans_text);
    for (int round = 0; round < cases(100); round++) {
        issue(all, at);
        if (below(&random, 3) > 0) {
            tell_and_check(who, at);
        }
        at += 1 + below(&random, 2 * DAY);
        for (int changes = below(&random, 4); changes > 0; changes--) {
            plans_change(all, &random);
        }
    }
    plans_close(all);
    free(who);
    free(all);
}
END_TEST

static epic_event *event_of(plans *all, const char *id, size_t city)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->events[i].id, id) == 0 && (city == EPIC_NONE || all->events[i].cities[0] == city)) {
            return &all->events[i];
        }
    }
    ck_abort_msg("no event '%s'", id);
}

/* Drafts that nobody has sent yet stay when the plan is issued again, but for those that are overtaken. */
START_TEST(drafts_stay_until_overtaken)
{
    plans *all = calloc(1, sizeof *all);
    no_links = _i;
    plans_open(all, plans_text);
    issue(all, ISSUED);
    ck_assert_uint_gt(tell(ISSUED).messages, 10);
    size_t before = count_files("out/messages", ".eml"), singles = count_files("out/vdir", ".ics");
    epic_event *talk = event_of(all, "talk", 0);
    plans_move(talk, 7);
    issue(all, ISSUED + 1);
    ck_assert_uint_eq(count_files("out/messages", ".eml"), before - 2);
    ck_assert_uint_eq(count_files("out/vdir", ".ics"), singles);
    epic_messages written = tell(ISSUED + 2);
    ck_assert_uint_eq(written.messages, 2);
    ck_assert_uint_eq(written.entries, 1);
    ck_assert_uint_eq(count_files("out/messages", ".eml"), 2);
    plans_close(all);
    free(all);
}
END_TEST

/* A city that takes part no more is told so, and its calendar says so. */
START_TEST(who_leaves_is_told)
{
    static const size_t three[] = {0, 1, 2};
    plans *all = calloc(1, sizeof *all);
    char path[128];
    plans_open(all, plans_text);
    issue(all, ISSUED);
    tell(ISSUED);
    epic_event *final = event_of(all, "final", EPIC_NONE);
    final->cities = three;
    final->city_count = 3;
    issue(all, ISSUED + 1);
    epic_ledger *ledger = ledger_now();
    const epic_issued *entry = NULL;
    for (size_t i = 0; i < epic_ledger_entries(ledger); i++) {
        entry = epic_ledger_entry(ledger, i)->left_count > 0 ? epic_ledger_entry(ledger, i) : entry;
    }
    ck_assert(entry != NULL && entry->left_count == 1 && strcmp(entry->left[0], "d") == 0);
    ck_assert_uint_eq(tell(ISSUED + 2).messages, 4);
    snprintf(path, sizeof path, "out/messages/d-%s.ics", entry->uid);
    kit_text *message = read_file(path), *feed = read_file("out/calendars/city-d.ics");
    ck_assert_ptr_nonnull(strstr(message->bytes, "METHOD:CANCEL\r\n"));
    ck_assert_ptr_nonnull(strstr(message->bytes, "STATUS:CANCELLED\r\n"));
    ck_assert_ptr_nonnull(strstr(feed->bytes, entry->uid));
    free(message);
    free(feed);
    final->guest = 1; /* told once */
    issue(all, ISSUED + 3);
    ck_assert_uint_eq(tell(ISSUED + 4).messages, 3);
    epic_ledger_unref(ledger);
    plans_close(all);
    free(all);
}
END_TEST

/* ---- from calendars alone ---- */

static kit_text *published(const epic_plan *plan, epic_format format, size_t city, size_t pair, epic_instant at,
                           const epic_ledger *ledger)
{
    kit_text *all = calloc(1, sizeof *all);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = at;
    options.ledger = ledger;
    options.city = city;
    options.pair = pair;
    ck_assert_int_eq(epic_publish(plan, format, &options, keep, all, NULL), EPIC_OK);
    return all;
}

/* Whether a plan comes to the same by both ledgers. */
static void check_same(const epic_plan *plan, epic_format format, size_t city, size_t pair, epic_instant at,
                       epic_ledger *const ledgers[2])
{
    kit_text *one = published(plan, format, city, pair, at, ledgers[0]);
    kit_text *other = published(plan, format, city, pair, at, ledgers[1]);
    size_t same = 0;
    while (one->bytes[same] && one->bytes[same] == other->bytes[same]) {
        same++;
    }
    ck_assert_msg(one->bytes[same] == other->bytes[same], "%.200s instead of %.200s", other->bytes + same, one->bytes + same);
    free(one);
    free(other);
}

/* Nothing but the calendars is left, and the next issue is the same to the byte: what messages were written for apart, which
 * calendars do not say. */
START_TEST(the_ledger_comes_back)
{
    plans *all = calloc(1, sizeof *all);
    uint64_t random = 20210331;
    epic_instant at = ISSUED;
    plans_open(all, plans_text);
    for (int round = 0; round < cases(40); round++) {
        epic_ledger *ledgers[2];
        issue(all, at);
        tell(at);
        ledgers[0] = ledger_now();
        ck_assert_int_eq(epic_ledger_rebuild(&ledgers[1], "out/calendars", diags), EPIC_OK);
        at += 1 + below(&random, 2 * DAY);
        for (int changes = 1 + below(&random, 3); changes > 0; changes--) {
            plans_change(all, &random);
        }
        epic_plan *plan = plans_make(all);
        for (size_t i = 0; i < 4; i++) {
            check_same(plan, EPIC_ICS, i, EPIC_NONE, at, ledgers);
            check_same(plan, EPIC_ICS, EPIC_NONE, i % 2, at, ledgers);
        }
        check_same(plan, EPIC_ICS, EPIC_NONE, EPIC_NONE, at, ledgers);
        check_same(plan, EPIC_JSON, EPIC_NONE, EPIC_NONE, at, ledgers);
        epic_plan_unref(plan);
        epic_ledger_unref(ledgers[0]);
        epic_ledger_unref(ledgers[1]);
    }
    plans_close(all);
    free(all);
}
END_TEST

START_TEST(all_that_was_told_comes_back)
{
    plans *all = calloc(1, sizeof *all);
    epic_ledger *was, *is;
    epic_changes *changes;
    plans_open(all, plans_text);
    issue(all, ISSUED);
    plans_move(event_of(all, "talk", 0), 1);
    plans_reserve(event_of(all, "visit", 0), 28);
    issue(all, ISSUED + 5);
    tell(ISSUED + 5);
    was = ledger_now();
    ck_assert_int_eq(epic_ledger_rebuild(&is, "out/calendars", NULL), EPIC_OK);
    ck_assert_int_eq(epic_changes_make(&changes, was, is), EPIC_OK);
    ck_assert_uint_eq(epic_changes_count(changes), 0);
    ck_assert_uint_eq(epic_ledger_entries(is), epic_ledger_entries(was));
    ck_assert_int_eq(epic_ledger_issued_at(is), ISSUED + 5);
    for (size_t i = 0; i < epic_ledger_entries(is); i++) {
        const epic_issued *a = epic_ledger_entry(was, i), *b = epic_ledger_entry(is, i);
        ck_assert_str_eq(a->uid, b->uid);
        ck_assert_str_eq(a->title, b->title);
        ck_assert(a->sequence == b->sequence && a->created == b->created && a->modified == b->modified && a->sent == b->sent);
        ck_assert(a->all_day == b->all_day && a->city_count == b->city_count && a->standing == b->standing);
        ck_assert(!a->all_day || (a->first == b->first && a->last == b->last));
        ck_assert_int_eq(a->reserve, b->reserve);
        ck_assert(a->all_day || (a->start == b->start && a->end == b->end));
        ck_assert((a->place == NULL) == (b->place == NULL) && (a->pair[0] == NULL) == (b->pair[0] == NULL));
        ck_assert(a->pair[0] == NULL || (strcmp(a->pair[0], b->pair[0]) == 0 && strcmp(a->pair[1], b->pair[1]) == 0));
    }
    epic_changes_unref(changes);
    epic_ledger_unref(was);
    epic_ledger_unref(is);
    plans_close(all);
    free(all);
}
END_TEST

/* ---- texts ---- */

/* Lines of all messages to a city, folds undone. */
static size_t count_lines(const char *city)
{
    size_t lines = 0;
    DIR *dir = opendir("out/messages");
    ck_assert_ptr_nonnull(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char path[300];
        snprintf(path, sizeof path, "out/messages/%s", entry->d_name);
        if (strncmp(entry->d_name, city, strlen(city)) == 0 && strstr(entry->d_name, ".ics") != NULL) {
            kit_text *message = read_file(path);
            unfold(message->bytes);
            for (const char *line = message->bytes; (line = strstr(line, "\r\n")) != NULL; line += 2) {
                lines++;
            }
            free(message);
        }
    }
    closedir(dir);
    return lines;
}

/* The name of an organisation, the title and the reason of an event: they change what a line says, never which there are. */
START_TEST(no_text_adds_a_line)
{
    static const char *const texts[] = {"Town", ":;,\\\"^\\\\", "\\u05e9\\u05dc\\u05d5\\u05dd", "=?utf-8?B?eA==?=",
                                        "\\U0001F469\\U0001F3FD\\u200D\\U0001F692", "a, <b@example.org>", "^n^'^^"};
    size_t plain = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[4096];
        const char *at = strstr(plans_text, "name: Town,");
        snprintf(text, sizeof text, "%.*sname: \"%s\"%s", (int)(at - plans_text), plans_text, texts[i],
                 at + strlen("name: Town"));
        plans *all = calloc(1, sizeof *all);
        plans_open(all, text);
        event_of(all, "final", EPIC_NONE)->title = texts[i];
        issue(all, ISSUED);
        tell(ISSUED);
        size_t lines = count_lines("b-");
        plain = i == 0 ? lines : plain;
        ck_assert_uint_gt(lines, 100);
        ck_assert_uint_eq(lines, plain);
        plans_close(all);
        free(all);
        ck_assert_int_eq(system("rm -rf out"), 0);
    }
}
END_TEST

/* ---- what fails ---- */

START_TEST(a_failure_leaves_the_folder_as_it_was)
{
    plans *all = calloc(1, sizeof *all);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = ISSUED;
    plans_open(all, plans_text);
    issue(all, ISSUED);
    kit_text *before = read_file("out/plan.yaml");
    int failures = 0, status = EPIC_EIO;
    for (int nth = 0; status != EPIC_OK; nth += 17) {
        fsyncs_left = nth;
        status = epic_publish_messages(NULL, "out", &options, NULL);
        if (status != EPIC_OK) {
            kit_text *now = read_file("out/plan.yaml");
            ck_assert_int_eq(status, EPIC_EIO);
            ck_assert_str_eq(now->bytes, before->bytes);
            ck_assert(!exists("out/messages") && !exists("out/vdir"));
            free(now);
            failures++;
        }
        fsyncs_left = -1;
    }
    ck_assert_int_gt(failures, 3);
    ck_assert_uint_eq(count_files(".", ""), 3); /* the folder, . and .. */
    free(before);
    plans_close(all);
    free(all);
}
END_TEST

/* Puts a text in the place of another in a file. */
static void damage(const char *path, const char *out, const char *in)
{
    kit_text *text = read_file(path);
    char *at = strstr(text->bytes, out);
    ck_assert_msg(at != NULL, "no %s in %s", out, path);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "%.*s%s%s", (int)(at - text->bytes), text->bytes, in, at + strlen(out));
    fclose(file);
    free(text);
}

static const struct {
    const char *file, *out, *in, *code;
} damages[] = {
    {"out/calendars/programme.ics", "END:VEVENT\r\n", "", "E606"},
    {"out/calendars/programme.ics", "END:VCALENDAR\r\n", "", "E606"},
    {"out/calendars/programme.ics", "BEGIN:VEVENT\r\nUID:", "BEGIN:VEVENT\r\nUIX:", "E606"},
    {"out/calendars/city-b.ics", "BEGIN:VTIMEZONE\r\nTZID:Europe", "BEGIN:VTIMEZONE\r\nTZID:Europa", "E606"},
    {"out/calendars/city-b.ics", "BEGIN:VCALENDAR", "BEGIN:VKALENDAR", "E606"},
    {"out/plan.yaml", "email: town@b.example.org", "email: town b", "E601"},
    {"out/plan.yaml", "email: town@b.example.org", "email: \"a@example.org\\r\\nBcc: b@example.org\"", "E214"},
    {"out/plan.yaml", "email: office@example.org", "email: \"a@example.org, b@example.org\"", "E601"},
    {"out/plan.yaml", "issued:\n", "issued:\n  - {}\n", "E201"},
    {"out/plan.yaml", "issued:\n", "issued:\n# a remark\n\n", NULL},
    {"out/plan.yaml", "unscheduled: []\n", "", NULL},
    {"out/plan.yaml", "mailboxes:\n", "remarks: none\nmailboxes:\n", "E606"},
    {"out/plan.yaml", "epic-plan: 1", "epic-plan: 2", "E605"},
    {"out/plan.yaml", "issued-at: 2020", "issued-at: 2021", "E603"},
};

START_TEST(damaged_folders_are_refused)
{
    plans *all = calloc(1, sizeof *all);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = ISSUED;
    plans_open(all, plans_text);
    issue(all, ISSUED);
    damage(damages[_i].file, damages[_i].out, damages[_i].in);
    int status = epic_publish_messages(NULL, "out", &options, diags);
    ck_assert_int_eq(status, damages[_i].code != NULL ? EPIC_EINPUT : EPIC_OK);
    const epic_diag *said = epic_diags_get(diags, epic_diags_count(diags) - 1);
    bool found = status == EPIC_OK;
    for (size_t i = 0; i < epic_diags_count(diags) && !found; i++) {
        found = strcmp(epic_diags_get(diags, i)->code, damages[_i].code) == 0;
    }
    ck_assert_msg(found, "%s: %s", said->code, said->message);
    ck_assert_int_eq(exists("out/messages"), status == EPIC_OK);
    plans_close(all);
    free(all);
}
END_TEST

static const struct {
    const char *out, *in;
} spoils[] = {{"DTSTART;TZID=Europe/", "DTSTART;TZID=Europa/"},
              {"STATUS:TENTATIVE", "STATUS:PERHAPS"},
              {"SEQUENCE:0", "SEQUENCE:x"},
              {"CREATED:2020", "CREATED:20x0"},
              {"DTEND;VALUE=DATE:2021", "DTEND;VALUE=DATE:2020"},
              {"LAST-MODIFIED:", "LAST-MODIFIES:"},
              {"DTSTART;VALUE=DATE:2021", "DTSTART;VALUE=DATE:99999"},
              {"END:VCALENDAR", "END:VCALENDER"}};

START_TEST(spoilt_calendars_are_refused)
{
    plans *all = calloc(1, sizeof *all);
    epic_ledger *ledger;
    plans_open(all, plans_text);
    issue(all, ISSUED);
    damage("out/calendars/programme.ics", spoils[_i].out, spoils[_i].in);
    ck_assert_int_eq(epic_ledger_rebuild(&ledger, "out/calendars", diags), EPIC_EINPUT);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, "E606");
    ck_assert_ptr_null(ledger);
    ck_assert_int_eq(epic_ledger_rebuild(&ledger, "out", diags), EPIC_EIO);
    ck_assert_int_eq(epic_ledger_rebuild(&ledger, NULL, diags), EPIC_EARG);
    ck_assert_int_eq(epic_ledger_rebuild(NULL, "out", diags), EPIC_EARG);
    plans_close(all);
    free(all);
}
END_TEST

START_TEST(wrong_calls)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_messages written;
    ck_assert_int_eq(epic_publish_messages(&written, NULL, NULL, NULL), EPIC_EARG);
    options.city = 0;
    ck_assert_int_eq(epic_publish_messages(&written, "out", &options, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_publish_messages(&written, "none", NULL, diags), EPIC_EIO);
    ck_assert_int_eq(mkdir("empty", 0777), 0);
    ck_assert_int_eq(epic_publish_messages(&written, "empty", NULL, diags), EPIC_EIO);
    ck_assert_uint_eq(written.messages, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("messages");
    TCase *t = tcase_create("messages");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 100);
    tcase_add_test(t, messages_for_what_changed);
    tcase_add_loop_test(t, drafts_stay_until_overtaken, 0, 2);
    tcase_add_test(t, who_leaves_is_told);
    tcase_add_test(t, the_ledger_comes_back);
    tcase_add_test(t, all_that_was_told_comes_back);
    tcase_add_test(t, no_text_adds_a_line);
    tcase_add_test(t, a_failure_leaves_the_folder_as_it_was);
    tcase_add_loop_test(t, damaged_folders_are_refused, 0, (int)(sizeof damages / sizeof *damages));
    tcase_add_loop_test(t, spoilt_calendars_are_refused, 0, (int)(sizeof spoils / sizeof *spoils));
    tcase_add_test(t, wrong_calls);
    suite_add_tcase(suite, t);
    return run(suite);
}
