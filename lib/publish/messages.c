/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages are made of what was published: the calendars of the folder and the ledger in its plan.yaml. */
#include <epic/publish.h>

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "exchange.h"
#include "invitation.h"
#include "issue.h"
#include "issued.h"
#include "job.h"
#include "mail.h"
#include "message.h"
#include "ours.h"
#include "rewrite.h"
#include "store.h"
#include "text.h"


typedef struct outbox {
    ep_exchange place;
    epic_instant at;
    char *plan; /* the text of plan.yaml */
    epic_ledger *ledger;
    const ep_issues *issues;
    bool *told; /* by entry of the ledger */
    epic_messages written;
    ep_store calendar;
} outbox;

/* ---- what is to be told ---- */

/* The revision that no message was written for; who never heard of a thing needs not hear that it is cancelled. */
static bool is_due(const epic_issued *entry)
{
    return entry->sent == EPIC_SENT_EARLIER || (entry->sent == EPIC_SENT_NEVER && entry->standing != EPIC_WITHDRAWN);
}

/* Whether a city has asked for what it was told already. */
static bool is_asked(const epic_issued *entry, const char *city)
{
    return ep_has_id(entry->again, entry->again_count, city);
}

/* Who left is told once, unless it never heard of the thing. */
static bool concerns(const epic_issued *entry, const char *city)
{
    bool left = entry->sent != EPIC_SENT_NEVER && ep_has_id(entry->left, entry->left_count, city);
    return is_asked(entry, city) || (is_due(entry) && (left || ep_has_id(entry->cities, entry->city_count, city)));
}

/* The addresses of a city, which stand together. */
static const ep_mailbox *mailboxes_of(const outbox *out, const char *city, size_t *count)
{
    size_t first = 0;
    while (first < out->issues->mailbox_count && strcmp(out->issues->mailboxes[first].city, city) != 0) {
        first++;
    }
    size_t end = first;
    while (end < out->issues->mailbox_count && strcmp(out->issues->mailboxes[end].city, city) == 0) {
        end++;
    }
    *count = end - first;
    return &out->issues->mailboxes[first];
}

/* ---- one message ---- */

/* "UID.SEQUENCE.DIGEST.CITY": another revision is another message, and so is the same one once more. */
static const char *message_id(const outbox *out, const epic_issued *entry, const char *city)
{
    char digest[17];
    *ep_hex_write(entry->digest, 8, digest) = '\0';
    const char *id = ep_arena_printf(out->place.arena, "%s.%u.%s.%s", entry->uid, (unsigned)entry->sequence, digest, city);
    bool once_more = id != NULL && is_asked(entry, city) && !is_due(entry);
    return once_more ? ep_arena_printf(out->place.arena, "%s.%lld", id, (long long)out->at) : id;
}

static int put_mail(outbox *out, const ep_message *message, const epic_issued *entry, const char *city, const char *name)
{
    ep_arena *arena = out->place.arena;
    const char *subject = ep_mail_subject(arena, message, entry), *body = ep_mail_body(arena, message, entry);
    const char *id = message_id(out, entry, city);
    const char *boundary = ep_arena_printf(arena, "%s.%u", entry->uid, (unsigned)entry->sequence);
    ep_writer writer;
    ep_store text = {NULL, 0, 0};
    if (subject == NULL || body == NULL || id == NULL || boundary == NULL) {
        return EPIC_ENOMEM;
    }
    const ep_mail mail = {out->issues->organiser_name, out->issues->organiser_email, message->to, message->to_count, id,
                          boundary, message->method, subject, body, out->at, out->calendar.bytes, out->calendar.used};
    ep_put_mail(ep_store_begin(&text, &writer), &mail);
    int status = ep_store_end(&writer);
    status = status ? status : ep_exchange_text(&out->place, name, &text);
    free(text.bytes);
    return status;
}

static int make_calendar(outbox *out, const ep_message *message, const char *name)
{
    ep_writer writer;
    ep_lines lines;
    ep_lines_init(&lines, ep_store_begin(&out->calendar, &writer));
    int status = ep_put_message(&lines, message, name, out->place.diags);
    int ended = ep_store_end(&writer);
    return status ? status : ended;
}

static int put_message(outbox *out, const ep_message *message, const epic_issued *entry, const char *city, const char *calendar)
{
    ep_arena *arena = out->place.arena;
    const char *file = ep_arena_printf(arena, "messages/%s-%s.ics", city, entry->uid);
    const char *mail = ep_arena_printf(arena, "messages/%s-%s.eml", city, entry->uid);
    int status = file == NULL || mail == NULL ? EPIC_ENOMEM : make_calendar(out, message, calendar);
    if (status == EPIC_OK && out->written.messages == 0) {
        status = ep_exchange_folder(&out->place, "messages");
    }
    status = status ? status : ep_exchange_text(&out->place, file, &out->calendar);
    status = status ? status : put_mail(out, message, entry, city, mail);
    out->written.messages++;
    return status;
}

/* ---- all of a city ---- */

/* In the city's language, if there are calendars in it. */
static const char *folder_of(const outbox *out, const char *city, char room[EP_OUR_FOLDER_ROOM])
{
    const ep_catalogue *words = NULL;
    for (size_t i = 0; i < out->issues->language_count && words == NULL; i++) {
        bool its = strcmp(out->issues->languages[i].city, city) == 0;
        words = its ? ep_catalogue_find(out->issues->languages[i].language) : NULL;
    }
    return ep_ours_calendars(words, words == NULL, room);
}

/* A city that the programme has no more has no calendar of its own: what it is told stands in that of the whole. */
static int calendar_of(const outbox *out, const char *city, ep_own *calendar)
{
    char room[EP_OUR_FOLDER_ROOM];
    const char *folder = folder_of(out, city, room), *file = ep_arena_printf(out->place.arena, "city-%s.ics", city);
    const char *name = file == NULL ? NULL : ep_arena_printf(out->place.arena, "%s/%s", folder, file);
    if (name == NULL) {
        return EPIC_ENOMEM;
    }
    return ep_own_load(calendar, out->place.arena, out->place.target,
                       ep_exchange_has(&out->place, folder, file) ? name : "calendars/programme.ics", out->place.diags);
}

static int tell_city(outbox *out, const char *city)
{
    ep_own calendar;
    size_t boxes, before = out->written.messages;
    const ep_mailbox *to = mailboxes_of(out, city, &boxes);
    int status = calendar_of(out, city, &calendar);
    for (size_t i = 0; status == EPIC_OK && i < calendar.entry_count; i++) {
        const epic_issued *entry = epic_ledger_find(out->ledger, calendar.entries[i].name);
        bool over = ep_own_is_cancelled(&calendar.entries[i]);
        if (entry != NULL && concerns(entry, city) && (over || ep_has_id(entry->cities, entry->city_count, city))) {
            const ep_message message = {&calendar, &calendar.entries[i], over ? "CANCEL" : "REQUEST", entry, to, boxes};
            status = put_message(out, &message, entry, city, city);
            out->told[entry - out->issues->entries] = true;
        }
    }
    if (status == EPIC_OK && boxes == 0 && out->written.messages > before) {
        ep_diag(out->place.diags, "W607", NULL, (epic_place){0, 0}, "state `email` of an organisation of the city",
                "no address of '%s' is known: its messages name nobody", city);
    }
    return status;
}

/* The cities that anything due concerns, in order. */
static int tell_cities(outbox *out)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < out->issues->count; i++) {
        const epic_issued *entry = &out->issues->entries[i];
        most += entry->city_count + entry->left_count + entry->again_count;
    }
    const char **cities = ep_arena_array_of(out->place.arena, most, const char *);
    if (cities == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < out->issues->count; i++) {
        const epic_issued *entry = &out->issues->entries[i];
        for (size_t k = 0; k < entry->city_count && is_due(entry); k++) {
            cities[count++] = entry->cities[k];
        }
        for (size_t k = 0; k < entry->left_count && is_due(entry); k++) {
            cities[count++] = entry->left[k];
        }
        for (size_t k = 0; k < entry->again_count; k++) {
            cities[count++] = entry->again[k];
        }
    }
    ep_sort_ids(cities, count);
    int status = EPIC_OK;
    for (size_t i = 0; i < count && status == EPIC_OK; i++) {
        if (i == 0 || strcmp(cities[i - 1], cities[i]) != 0) {
            status = tell_city(out, cities[i]);
        }
    }
    return status;
}

/* The calendars refuse what is no address; the draft has that of the organiser from plan.yaml. */
static int check_organiser(const outbox *out)
{
    const char *address = out->issues->organiser_email;
    if (address == NULL || ep_is_address(address)) {
        return EPIC_OK;
    }
    ep_diag_plain(out->place.diags, "E601", "'%.80s' is no address of an organiser", address);
    return EPIC_EINPUT;
}

/* Messages that were written before stay until there are new ones. */
static int put_messages(outbox *out)
{
    int status = check_organiser(out);
    status = status ? status : tell_cities(out);
    if (status == EPIC_OK && out->written.messages == 0) {
        status = ep_exchange_keep_all(&out->place, "messages", NULL, NULL);
    } else if (status == EPIC_OK && out->issues->organiser_email == NULL) {
        ep_diag(out->place.diags, "W608", NULL, (epic_place){0, 0}, "state `email` of the programme's organiser",
                "no address of an organiser is known: calendars may not take the messages for invitations");
    }
    return status;
}

/* ---- a folder of single entries ---- */

static int put_singles(outbox *out)
{
    ep_own calendar;
    int status = ep_own_load(&calendar, out->place.arena, out->place.target, "calendars/programme.ics", out->place.diags);
    status = status ? status : ep_exchange_folder(&out->place, "vdir");
    for (size_t i = 0; status == EPIC_OK && i < calendar.entry_count; i++) {
        const ep_message single = {&calendar, &calendar.entries[i], NULL, NULL, NULL, 0};
        const char *name = ep_arena_printf(out->place.arena, "vdir/%s.ics", calendar.entries[i].name);
        bool known = epic_ledger_find(out->ledger, calendar.entries[i].name) != NULL; /* so that it may name a file */
        status = name == NULL ? EPIC_ENOMEM : known ? make_calendar(out, &single, "programme.ics") : EPIC_OK;
        if (status == EPIC_OK && known) {
            status = ep_exchange_text(&out->place, name, &out->calendar);
        }
    }
    return status;
}

/* ---- plan.yaml ---- */

static int put_plan(outbox *out)
{
    ep_issues issues = *out->issues;
    epic_issued *entries = ep_arena_array_of(out->place.arena, issues.count, epic_issued);
    if (entries == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < issues.count; i++) {
        entries[i] = issues.entries[i];
        entries[i].sent = out->told[i] ? EPIC_SENT_LATEST : entries[i].sent;
        entries[i].again_count = 0;
        out->written.entries += out->told[i];
    }
    issues.entries = entries;
    return ep_rewrite(&out->place, out->plan, &issues);
}

/* ---- the folder ---- */

static int read_plan(outbox *out)
{
    int status = ep_rewrite_open(&out->place, &out->plan, &out->ledger);
    status = status ? status : ep_refuse_earlier(out->ledger, out->at, out->place.diags);
    if (status == EPIC_OK) {
        out->issues = ep_ledger_issues(out->ledger);
        out->told = ep_arena_array_of(out->place.arena, out->issues->count, bool);
        status = out->told != NULL ? EPIC_OK : EPIC_ENOMEM;
    }
    return status;
}

static int fill(outbox *out)
{
    int status = read_plan(out);
    status = status ? status : put_messages(out);
    status = status ? status : put_singles(out);
    status = status ? status : put_plan(out);
    status = status ? status : ep_exchange_keep(&out->place, "report.html");
    for (size_t i = 0; i < EP_OUR_FOLDERS && status == EPIC_OK; i++) {
        char room[EP_OUR_FOLDER_ROOM];
        const char *folder = ep_ours_folder(i, room);
        bool written = strcmp(folder, "messages") == 0 || strcmp(folder, "vdir") == 0;
        status = written ? EPIC_OK : ep_exchange_keep_all(&out->place, folder, NULL, NULL);
    }
    return status;
}

static int build(outbox *out, ep_arena *arena, const char *path, epic_diags *diags)
{
    int status = ep_exchange_open(&out->place, arena, path, diags);
    status = status ? status : fill(out);
    status = status ? status : ep_exchange_put(&out->place);
    ep_exchange_close(&out->place, status == EPIC_OK);
    epic_ledger_unref(out->ledger);
    free(out->plan);
    free(out->calendar.bytes);
    return status;
}

int epic_publish_messages(epic_messages *written, const char *path, const epic_publish_options *options, epic_diags *diags)
{
    epic_publish_options known;
    outbox out = {.plan = NULL};
    if (written != NULL) {
        *written = out.written;
    }
    int status = ep_take_issue_time(&known, options);
    if (path == NULL || status != EPIC_OK) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    out.at = known.issued_at;
    status = arena == NULL ? EPIC_ENOMEM : build(&out, arena, path, diags);
    ep_arena_free(arena);
    if (status == EPIC_OK && written != NULL) {
        *written = out.written;
    }
    return status;
}
