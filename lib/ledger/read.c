/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger out of plan.yaml, by a table. The rest of the file is for people and is not looked at. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "diags.h"
#include "issued.h"
#include "schema.h"
#include "slurp.h"

#define AT(type, member) offsetof(type, member)
#define MOST 1000000 /* entries */

/* ---- scalars ---- */

static bool refuse(ep_reader *reader, const ep_type *type, const ep_node *node)
{
    ep_report(reader, "E210", node->place, NULL, "%s must be a %s such as %s, not '%.80s'", ep_node_name(node), type->name,
              type->example, node->text);
    return false;
}

static bool read_date(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    value->date = epic_date_read(node->text);
    return value->date != EPIC_NO_DATE || refuse(reader, type, node);
}

/* A day that is kept as it is written. */
static bool read_day(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    value->text = node->text;
    return epic_date_read(node->text) != EPIC_NO_DATE || refuse(reader, type, node);
}

static bool read_moment(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    value->integer = epic_instant_read(node->text);
    return value->integer != EPIC_NO_INSTANT || refuse(reader, type, node);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_digest(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    size_t n = strspn(node->text, "0123456789abcdef");
    uint8_t *digest = ep_arena_array(reader->scratch, 16, 1);
    (void)type;
    if (n != 32 || node->text[n] != '\0') {
        ep_report(reader, "E604", node->place, NULL, "a digest is 32 of the characters 0-9 and a-f, not '%.80s'", node->text);
        return false;
    }
    reader->status = digest == NULL ? EPIC_ENOMEM : reader->status;
    for (size_t i = 0; i < 16 && digest != NULL; i++) {
        digest[i] = (uint8_t)(hex(node->text[2 * i]) << 4 | hex(node->text[2 * i + 1]));
    }
    value->other = digest;
    return digest != NULL;
}

/* A UID of ours: it becomes the name of a file. */
static bool read_uid(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    bool good = strlen(node->text) == sizeof form - 1;
    for (size_t i = 0; good && form[i]; i++) {
        good = form[i] == 'x' ? hex(node->text[i]) >= 0 : node->text[i] == form[i];
    }
    if (!good) {
        ep_report(reader, "E604", node->place, NULL, "'%.80s' is no UID that libepic gives", node->text);
    }
    return good && ep_read_text(reader, type, node, value);
}

static const ep_type date = {.shape = EP_SCALAR, .name = "day", .read = read_date, .example = "2021-03-08"};
static const ep_type moment = {.shape = EP_SCALAR, .name = "moment", .read = read_moment, .example = "2021-03-08T09:00:00Z"};
static const ep_type digest = {.shape = EP_SCALAR, .name = "digest", .read = read_digest};
static const ep_type uid = {.shape = EP_SCALAR, .name = "UID", .read = read_uid};
static const ep_type standing = EP_TYPE_WORDS(ep_standing_words, 3);
static const ep_type sent = EP_TYPE_WORDS(ep_sent_words, 3);
static const ep_type answer = EP_TYPE_WORDS(ep_answer_words, EP_ANSWERS);
static const ep_type count = EP_TYPE_INTEGER(0, 2147483647);
static const ep_type day = {.shape = EP_SCALAR, .name = "day", .read = read_day, .example = "2021-03-08"};
static const ep_type history = EP_TYPE_LIST(&day, sizeof(ep_value), 0, MOST);
static const ep_type ids = EP_TYPE_LIST(&ep_type_id, sizeof(ep_value), 0, MOST);
static const ep_type pair = EP_TYPE_LIST(&ep_type_id, sizeof(ep_value), 2, 2);

/* ---- records ---- */

typedef struct raw_answer {
    const ep_node *at;
    ep_value city, email, answer, sequence, stamp;
} raw_answer;

static const ep_field answer_fields[] = {
    {"city", &ep_type_id, AT(raw_answer, city), NULL, "whose organisation it is", EP_REQUIRED},
    {"email", &ep_type_text, AT(raw_answer, email), NULL, "of the organisation", EP_REQUIRED},
    {"answer", &answer, AT(raw_answer, answer), NULL, "its last one", EP_REQUIRED},
    {"sequence", &count, AT(raw_answer, sequence), NULL, "of the revision it answers", EP_REQUIRED},
    {"stamp", &moment, AT(raw_answer, stamp), NULL, "when it was given", EP_REQUIRED},
};
static const ep_type answered = {.shape = EP_RECORD, .name = "answer", EP_FIELDS(answer_fields)};
static const ep_type answers = EP_TYPE_LIST(&answered, sizeof(raw_answer), 0, MOST);

typedef struct raw_when {
    ep_value first, last, start, end;
} raw_when;

typedef struct raw_wish {
    const ep_node *at;
    ep_value city, email, sequence, stamp, comment;
    raw_when when;
} raw_wish;

static const ep_field wish_fields[] = {
    {"city", &ep_type_id, AT(raw_wish, city), NULL, "whose organisation it is", EP_REQUIRED},
    {"email", &ep_type_text, AT(raw_wish, email), NULL, "of the organisation", EP_REQUIRED},
    {"first", &date, AT(raw_wish, when.first), NULL, "first day", EP_OPTIONAL},
    {"last", &date, AT(raw_wish, when.last), NULL, "last day, inclusive", EP_OPTIONAL},
    {"start", &moment, AT(raw_wish, when.start), NULL, "of a timed event", EP_OPTIONAL},
    {"end", &moment, AT(raw_wish, when.end), NULL, "of a timed event", EP_OPTIONAL},
    {"comment", &ep_type_text, AT(raw_wish, comment), NULL, "in its own words", EP_OPTIONAL},
    {"sequence", &count, AT(raw_wish, sequence), NULL, "of the revision it answers", EP_REQUIRED},
    {"stamp", &moment, AT(raw_wish, stamp), NULL, "when it was uttered", EP_REQUIRED},
};
static const ep_type wish = {.shape = EP_RECORD, .name = "wish", EP_FIELDS(wish_fields)};
static const ep_type wishes = EP_TYPE_LIST(&wish, sizeof(raw_wish), 0, MOST);

typedef struct raw_entry {
    const ep_node *at;
    ep_value uid, sequence, created, modified, status, gone, reserve, wall, repeats, place, title, replaces, digest, sent, since;
    ep_items was, cities, optional, left, pair, answers, wishes, again;
    raw_when when;
} raw_entry;

static const ep_field entry_fields[] = {
    {"uid", &uid, AT(raw_entry, uid), NULL, "of its entry in calendars", EP_REQUIRED},
    {"sequence", &count, AT(raw_entry, sequence), NULL, "of RFC 5545", EP_REQUIRED},
    {"created", &moment, AT(raw_entry, created), NULL, "when it was first issued", EP_REQUIRED},
    {"modified", &moment, AT(raw_entry, modified), NULL, "when its last revision was issued", EP_REQUIRED},
    {"status", &standing, AT(raw_entry, status), NULL, "as in calendars", EP_REQUIRED},
    {"gone", &ep_type_bool, AT(raw_entry, gone), "false", "cancelled because the plan has it no more", EP_OPTIONAL},
    {"first", &date, AT(raw_entry, when.first), NULL, "first day", EP_OPTIONAL},
    {"last", &date, AT(raw_entry, when.last), NULL, "last day, inclusive", EP_OPTIONAL},
    {"start", &moment, AT(raw_entry, when.start), NULL, "of a timed event", EP_OPTIONAL},
    {"end", &moment, AT(raw_entry, when.end), NULL, "of a timed event", EP_OPTIONAL},
    {"reserve", &date, AT(raw_entry, reserve), NULL, "first day of its reserve date", EP_OPTIONAL},
    {"wall", &ep_type_text, AT(raw_entry, wall), NULL, "its start by a local clock, and the zone", EP_OPTIONAL},
    {"was", &history, AT(raw_entry, was), NULL, "first days on which it was issued before, the oldest first", EP_OPTIONAL},
    {"repeats", &ep_type_text, AT(raw_entry, repeats), NULL, "the rule of what recurs, and what is otherwise", EP_OPTIONAL},
    {"place", &ep_type_text, AT(raw_entry, place), NULL, "where it is in person", EP_OPTIONAL},
    {"title", &ep_type_text, AT(raw_entry, title), NULL, "as in calendars", EP_REQUIRED},
    {"cities", &ids, AT(raw_entry, cities), NULL, "whose calendars show it", EP_REQUIRED},
    {"optional", &ids, AT(raw_entry, optional), NULL, "those of them who are invited without being needed", EP_OPTIONAL},
    {"left", &ids, AT(raw_entry, left), NULL, "who was told of it and takes part no more", EP_OPTIONAL},
    {"pair", &pair, AT(raw_entry, pair), NULL, "whose exchange it belongs to", EP_OPTIONAL},
    {"replaces", &uid, AT(raw_entry, replaces), NULL, "the visit it stands for", EP_OPTIONAL},
    {"digest", &digest, AT(raw_entry, digest), NULL, "of all that the entry says", EP_REQUIRED},
    {"sent", &sent, AT(raw_entry, sent), NULL, "which revision messages were written for", EP_REQUIRED},
    {"since", &count, AT(raw_entry, since), NULL, "the lowest sequence whose answers hold", EP_OPTIONAL},
    {"answers", &answers, AT(raw_entry, answers), NULL, "the last one of each who was invited", EP_OPTIONAL},
    {"wishes", &wishes, AT(raw_entry, wishes), NULL, "other times that were proposed", EP_OPTIONAL},
    {"again", &ids, AT(raw_entry, again), NULL, "who asked for its message once more", EP_OPTIONAL},
};
static const ep_type entry = {.shape = EP_RECORD, .name = "entry", EP_FIELDS(entry_fields)};
static const ep_type entries = EP_TYPE_LIST(&entry, sizeof(raw_entry), 0, MOST);

typedef struct raw_mailbox {
    const ep_node *at;
    ep_value city, name, email;
} raw_mailbox;

static const ep_field mailbox_fields[] = {
    {"city", &ep_type_id, AT(raw_mailbox, city), NULL, "of whom", EP_REQUIRED},
    {"name", &ep_type_text, AT(raw_mailbox, name), NULL, "of the organisation", EP_REQUIRED},
    {"email", &ep_type_text, AT(raw_mailbox, email), NULL, "a functional mailbox", EP_REQUIRED},
};
static const ep_type mailbox = {.shape = EP_RECORD, .name = "mailbox", EP_FIELDS(mailbox_fields)};
static const ep_type mailboxes = EP_TYPE_LIST(&mailbox, sizeof(raw_mailbox), 0, MOST);

typedef struct raw_language {
    const ep_node *at;
    ep_value city, language;
} raw_language;

static const ep_field language_fields[] = {
    {"city", &ep_type_id, AT(raw_language, city), NULL, "which one", EP_REQUIRED},
    {"language", &ep_type_text, AT(raw_language, language), NULL, "in which it is told", EP_REQUIRED},
};
static const ep_type language = {.shape = EP_RECORD, .name = "language", EP_FIELDS(language_fields)};
static const ep_type languages = EP_TYPE_LIST(&language, sizeof(raw_language), 0, MOST);

static const ep_field organiser_fields[] = {
    {"name", &ep_type_text, AT(raw_mailbox, name), NULL, "who invites", EP_REQUIRED},
    {"email", &ep_type_text, AT(raw_mailbox, email), NULL, "a functional mailbox", EP_OPTIONAL},
};
static const ep_type organiser = {.shape = EP_RECORD, .name = "organiser", EP_FIELDS(organiser_fields)};

typedef struct raw_programme {
    const ep_node *at;
    ep_value id, title;
} raw_programme;

static const ep_field programme_fields[] = {
    {"id", &ep_type_id, AT(raw_programme, id), NULL, "of the programme", EP_REQUIRED},
    {"title", &ep_type_text, AT(raw_programme, title), NULL, "its name for people", EP_OPTIONAL},
};
static const ep_type programme = {.shape = EP_RECORD, .name = "programme", EP_FIELDS(programme_fields)};

typedef struct raw_plan {
    raw_programme programme;
    ep_value issued_at;
    raw_mailbox organiser;
    ep_items mailboxes, languages, issued;
} raw_plan;

/* ---- from the records to the value ---- */

static void report_entry(ep_reader *reader, const ep_node *at, const char *what)
{
    ep_report(reader, "E604", at == NULL ? (epic_place){0, 0} : at->place, NULL, "%s", what);
}

typedef struct when {
    bool all_day;
    epic_date first, last;
    epic_instant start, end;
} when;

/* Days or moments, both ends in their order. */
static when take_when(ep_reader *reader, const ep_node *at, const raw_when *raw, const char *what)
{
    bool days = raw->first.at != NULL && raw->last.at != NULL, times = raw->start.at != NULL && raw->end.at != NULL;
    bool half = (raw->first.at != NULL) != (raw->last.at != NULL) || (raw->start.at != NULL) != (raw->end.at != NULL);
    if (days == times || half) {
        ep_report(reader, "E604", at == NULL ? (epic_place){0, 0} : at->place, NULL,
                  "%s has either first and last or start and end", what);
    } else if (days ? raw->last.date < raw->first.date : raw->end.integer < raw->start.integer) {
        ep_report(reader, "E604", (days ? &raw->last : &raw->end)->at->place, NULL, "%s ends before it begins", what);
    }
    return days ? (when){true, raw->first.date, raw->last.date, EPIC_NO_INSTANT, EPIC_NO_INSTANT}
                : (when){false, 0, 0, raw->start.integer, raw->end.integer};
}

static const char *const *take_texts(ep_reader *reader, const ep_items *list)
{
    const ep_value *values = list->items;
    const char **texts = ep_arena_array_of(reader->scratch, list->count, const char *);
    reader->status = texts == NULL ? EPIC_ENOMEM : reader->status;
    for (size_t i = 0; i < list->count && texts != NULL; i++) {
        texts[i] = values[i].text;
    }
    return texts;
}

typedef struct owner {
    const ep_value *city, *email;
} owner;

/* They stand in the order of cities and addresses, each once. */
static void refuse_disorder(ep_reader *reader, owner one, owner next)
{
    if (one.city->at == NULL || one.email->at == NULL || next.city->at == NULL || next.email->at == NULL) {
        return;
    }
    int order = strcmp(one.city->text, next.city->text);
    if (order > 0 || (order == 0 && strcmp(one.email->text, next.email->text) >= 0)) {
        report_entry(reader, next.city->at, "answers and wishes stand in the order of cities and addresses, each once");
    }
}

static void take_answers(ep_reader *reader, const raw_entry *raw, epic_issued *out)
{
    const raw_answer *given = raw->answers.items;
    epic_answered *kept = ep_arena_array_of(reader->scratch, raw->answers.count, epic_answered);
    if (kept == NULL) {
        reader->status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < raw->answers.count; i++) {
        const raw_answer *one = &given[i];
        kept[i] = (epic_answered){one->city.text, one->email.text, (epic_answer)one->answer.integer,
                                  (uint32_t)one->sequence.integer, one->stamp.integer};
        if (i > 0) {
            refuse_disorder(reader, (owner){&given[i - 1].city, &given[i - 1].email}, (owner){&one->city, &one->email});
        }
    }
    out->answers = kept;
    out->answer_count = raw->answers.count;
}

static void take_wishes(ep_reader *reader, const raw_entry *raw, epic_issued *out)
{
    const raw_wish *uttered = raw->wishes.items;
    epic_wish *kept = ep_arena_array_of(reader->scratch, raw->wishes.count, epic_wish);
    if (kept == NULL) {
        reader->status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < raw->wishes.count; i++) {
        const raw_wish *one = &uttered[i];
        const when its = take_when(reader, one->at, &one->when, "a wish");
        kept[i] = (epic_wish){one->city.text, one->email.text, (uint32_t)one->sequence.integer, one->stamp.integer,
                              its.all_day, its.first, its.last, its.start, its.end, one->comment.text};
        if (i > 0) {
            refuse_disorder(reader, (owner){&uttered[i - 1].city, &uttered[i - 1].email}, (owner){&one->city, &one->email});
        }
    }
    out->wishes = kept;
    out->wish_count = raw->wishes.count;
}

static void take_entry(ep_reader *reader, const raw_entry *raw, epic_issued *out)
{
    *out = (epic_issued){.uid = raw->uid.text, .title = raw->title.text, .sequence = (uint32_t)raw->sequence.integer,
                         .created = raw->created.integer, .modified = raw->modified.integer,
                         .standing = (epic_standing)raw->status.integer, .gone = raw->gone.integer,
                         .reserve = raw->reserve.at != NULL ? raw->reserve.date : EPIC_NO_DATE,
                         .wall = raw->wall.text, .repeats = raw->repeats.text,
                         .place = raw->place.text,
                         .city_count = raw->cities.count, .optional_count = raw->optional.count, .left_count = raw->left.count,
                         .replaces = raw->replaces.text, .sent = (epic_sent)raw->sent.integer};
    const when its = take_when(reader, raw->at, &raw->when, "an entry");
    out->all_day = its.all_day;
    out->first = its.first;
    out->last = its.last;
    out->start = its.start;
    out->end = its.end;
    out->since = raw->since.at != NULL ? (uint32_t)raw->since.integer : out->sequence;
    out->again_count = raw->again.count;
    out->again = take_texts(reader, &raw->again);
    take_answers(reader, raw, out);
    take_wishes(reader, raw, out);
    out->was = take_texts(reader, &raw->was);
    out->was_count = raw->was.count;
    out->cities = take_texts(reader, &raw->cities);
    out->optional = take_texts(reader, &raw->optional);
    out->left = take_texts(reader, &raw->left);
    if (raw->pair.count == 2) {
        out->pair[0] = ((const ep_value *)raw->pair.items)[0].text;
        out->pair[1] = ((const ep_value *)raw->pair.items)[1].text;
    }
    if (raw->digest.other != NULL) {
        memcpy(out->digest, raw->digest.other, sizeof out->digest);
    }
    if (raw->created.at != NULL && raw->modified.at != NULL && raw->modified.integer < raw->created.integer) {
        report_entry(reader, raw->modified.at, "an entry was modified before it was created");
    }
}

static int by_uid(const void *left, const void *right)
{
    const ep_value *a = *(const ep_value *const *)left, *b = *(const ep_value *const *)right;
    int order = strcmp(a->text, b->text);
    return order ? order : (a->at->place.line > b->at->place.line) - (a->at->place.line < b->at->place.line);
}

static void refuse_twice(ep_reader *reader, const raw_plan *raw)
{
    const raw_entry *list = raw->issued.items;
    const ep_value **uids = ep_arena_array_of(reader->scratch, raw->issued.count, const ep_value *);
    size_t found = 0;
    reader->status = uids == NULL ? EPIC_ENOMEM : reader->status;
    for (size_t i = 0; i < raw->issued.count && uids != NULL; i++) {
        if (list[i].uid.at != NULL) {
            uids[found++] = &list[i].uid;
        }
    }
    if (found > 1) {
        qsort(uids, found, sizeof *uids, by_uid);
    }
    for (size_t i = 1; i < found; i++) {
        if (strcmp(uids[i - 1]->text, uids[i]->text) == 0) {
            report_entry(reader, uids[i]->at, "an entry has the UID of another");
        }
    }
}

/* Who is told, and how. */
static void take_cities(ep_reader *reader, const raw_plan *raw, ep_issues *issues)
{
    const raw_mailbox *boxes = raw->mailboxes.items;
    const raw_language *spoken = raw->languages.items;
    ep_mailbox *mails = ep_arena_array_of(reader->scratch, raw->mailboxes.count, ep_mailbox);
    ep_city_language *own = ep_arena_array_of(reader->scratch, raw->languages.count, ep_city_language);
    if (mails == NULL || own == NULL) {
        reader->status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < raw->mailboxes.count; i++) {
        mails[i] = (ep_mailbox){boxes[i].city.text, boxes[i].name.text, boxes[i].email.text};
    }
    for (size_t i = 0; i < raw->languages.count; i++) {
        own[i] = (ep_city_language){spoken[i].city.text, spoken[i].language.text};
    }
    issues->mailboxes = mails;
    issues->mailbox_count = raw->mailboxes.count;
    issues->languages = own;
    issues->language_count = raw->languages.count;
}

static int make(epic_ledger **out, ep_reader *reader, const raw_plan *raw)
{
    const raw_entry *list = raw->issued.items;
    epic_issued *made = ep_arena_array_of(reader->scratch, raw->issued.count, epic_issued);
    ep_issues issues = {.programme = raw->programme.id.text, .issued_at = raw->issued_at.integer,
                        .organiser_name = raw->organiser.name.text, .organiser_email = raw->organiser.email.text,
                        .entries = made, .count = raw->issued.count};
    if (made == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < raw->issued.count && reader->status == EPIC_OK; i++) {
        take_entry(reader, &list[i], &made[i]);
    }
    take_cities(reader, raw, &issues);
    refuse_twice(reader, raw);
    if (reader->status != EPIC_OK || reader->errors > 0) {
        return reader->status != EPIC_OK ? reader->status : EPIC_EINPUT;
    }
    return ep_ledger_make(out, &issues);
}

/* The keys of the file that are read. */
static void read_keys(ep_reader *reader, const ep_node *root, raw_plan *raw)
{
    const struct {
        const char *key;
        const ep_type *type;
        void *into;
        bool needed;
    } keys[] = {{"programme", &programme, &raw->programme, true},
                {"issued-at", &moment, &raw->issued_at, true},
                {"organiser", &organiser, &raw->organiser, false},
                {"mailboxes", &mailboxes, &raw->mailboxes, false},
                {"languages", &languages, &raw->languages, false},
                {"issued", &entries, &raw->issued, true}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const ep_node *node = ep_node_child(root, keys[i].key);
        if (node != NULL) {
            ep_schema_read(reader, keys[i].type, node, keys[i].into);
        } else if (keys[i].needed) {
            ep_report(reader, "E201", root->place,
                      "take it back from version control, or make it anew from the calendars: --rebuild", "plan lacks '%s'",
                      keys[i].key);
        }
    }
}

static bool is_plan(ep_reader *reader, const ep_node *root)
{
    const ep_node *version = ep_node_child(root, "epic-plan");
    bool good = version != NULL && version->kind == EP_NODE_SCALAR && strcmp(version->text, "1") == 0;
    if (!good) {
        ep_report(reader, "E605", version == NULL ? root->place : version->place, "name the plan.yaml of a plan, or its folder",
                  version == NULL ? "this is no plan" : "the plan has another version of the format");
    }
    return good;
}

static int read_plan(epic_ledger **out, ep_reader *reader, const char *text, size_t size)
{
    const ep_node *root = NULL;
    int status = ep_tree_read_own(&root, reader->scratch, text, size, reader->file, reader->diags);
    raw_plan *raw = ep_arena_new_of(reader->scratch, raw_plan);
    if (root == NULL || status != EPIC_OK || raw == NULL) {
        return status != EPIC_OK ? status : EPIC_ENOMEM;
    }
    if (is_plan(reader, root)) {
        read_keys(reader, root, raw);
    }
    return reader->status != EPIC_OK ? reader->status : reader->errors > 0 ? EPIC_EINPUT : make(out, reader, raw);
}

int epic_ledger_parse(epic_ledger **out, const char *text, size_t size, const char *name, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (text == NULL && size > 0) {
        return EPIC_EARG;
    }
    size_t first = epic_diags_count(diags);
    ep_arena *scratch = ep_arena_new();
    if (scratch == NULL) {
        return EPIC_ENOMEM;
    }
    ep_reader reader = {.keep = scratch, .scratch = scratch, .file = name == NULL ? "plan.yaml" : name, .diags = diags};
    ep_diags_source(diags, reader.file, text == NULL ? "" : text, size);
    int status = read_plan(out, &reader, text == NULL ? "" : text, size);
    ep_diags_sort(diags, first);
    ep_arena_free(scratch);
    return status;
}

static int load(epic_ledger **out, const char *path, epic_diags *diags)
{
    char *text;
    size_t size;
    int status = ep_slurp(&text, &size, path, EP_OWN_FILE_MAX, diags);
    if (status == EPIC_OK) {
        status = epic_ledger_parse(out, text, size, path, diags);
    }
    free(text);
    return status;
}

int epic_ledger_load(epic_ledger **out, const char *path, epic_diags *diags)
{
    struct stat found;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL) {
        return EPIC_EARG;
    }
    if (stat(path, &found) != 0 || !S_ISDIR(found.st_mode)) {
        return load(out, path, diags);
    }
    ep_arena *arena = ep_arena_new();
    const char *inside = arena == NULL ? NULL : ep_arena_printf(arena, "%s/plan.yaml", path);
    int status = inside == NULL ? EPIC_ENOMEM : load(out, inside, diags);
    ep_arena_free(arena);
    return status;
}
