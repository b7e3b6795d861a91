/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issue.h"

#include <string.h>

#include "civil.h"
#include "diags.h"
#include "hash.h"
#include "issued.h"
#include "number.h"

typedef struct issue {
    ep_view view;
    const epic_ledger *old;
    epic_instant at;
    ep_issues issues;
    epic_issued *entries;
    size_t count;
} issue;

/* The end of the day on which it is for the last time by its rule; 0 when it has none. */
static epic_instant end_of_rule(const char *repeats)
{
    static const char key[] = "UNTIL=";
    const char *until = repeats == NULL ? NULL : strstr(repeats, key);
    int64_t day;
    if (until == NULL || strlen(until) < strlen(key) + 8 || !ep_parse_int(until + strlen(key), 8, &day)) {
        return 0;
    }
    epic_date date = epic_date_make((int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
    return date == EPIC_NO_DATE ? 0 : ((epic_instant)date + 1) * EP_DAY;
}

bool ep_is_recent(const epic_issued *issued, epic_instant issued_at)
{
    epic_instant end = issued->all_day ? ((epic_instant)issued->last + 1) * EP_DAY : issued->end;
    epic_instant last = end_of_rule(issued->repeats);
    end = last > end ? last : end;
    return issued_at <= end + (epic_instant)EP_TOMBSTONE_DAYS * EP_DAY;
}

uint32_t ep_sequence(const epic_ledger *issued, const epic_event *event)
{
    const epic_issued *entry = epic_ledger_find(issued, event->uid);
    return entry != NULL ? entry->sequence : event->sequence;
}

static int add_to_hash(void *user, const char *bytes, size_t n)
{
    ep_sha1_add(user, bytes, n);
    return 0;
}

/* The first half of SHA-1 of the entry as the feed of the programme has it, without the stamps. */
static int take_digest(issue *all, const ep_entry *entry, uint8_t digest[16])
{
    ep_sha1_state hash;
    ep_writer writer;
    ep_lines lines;
    uint8_t whole[20];
    ep_sha1_start(&hash);
    ep_writer_init(&writer, add_to_hash, &hash);
    ep_lines_init(&lines, &writer);
    int status = ep_put_entry(&lines, &all->view, entry, EPIC_NONE);
    (void)ep_writer_end(&writer);
    ep_sha1_finish(&hash, whole);
    memcpy(digest, whole, 16);
    return status;
}

/* ---- what it is ---- */

/* Those whose feeds show it: who comes, whether needed or not, and who lends the place; on the road the guest alone. */
static bool set_cities(issue *all, const ep_entry *entry, epic_issued *out)
{
    const epic_event *event = entry->event;
    bool leg = entry->leg != EP_LEG_NONE;
    size_t most = event->city_count + event->optional_count + 1, city;
    const char **ids = ep_arena_array_of(all->view.arena, most, const char *);
    const char **optional = ep_arena_array_of(all->view.arena, most, const char *);
    if (ids == NULL || optional == NULL) {
        return false;
    }
    for (size_t i = 0; !leg && (city = ep_view_city(event, i)) != EPIC_NONE; i++) {
        ids[out->city_count++] = ep_view_id(&all->view, city);
        if (i >= event->city_count) {
            optional[out->optional_count++] = ep_view_id(&all->view, city);
        }
    }
    size_t also = leg ? event->guest : event->place_city;
    if (also != EPIC_NONE && !ep_has_id(ids, out->city_count, ep_view_id(&all->view, also))) {
        ids[out->city_count++] = ep_view_id(&all->view, also);
    }
    ep_sort_ids(ids, out->city_count);
    out->cities = ids;
    out->optional = optional;
    return true;
}

/* "2021-03-08T10:00 Europe/Rome" */
static const char *wall_of(ep_view *view, const epic_event *event)
{
    char date[11];
    ep_local local = ep_view_local(view, event->zone, event->start);
    return ep_view_kept(view, ep_arena_printf(view->arena, "%sT%02d:%02d %s", epic_date_write(local.date, date),
                                              (int)(local.second / 3600), (int)(local.second / 60 % 60), event->zone));
}

static void set_when(issue *all, const ep_entry *entry, epic_issued *out)
{
    out->all_day = entry->leg != EP_LEG_NONE || entry->event->all_day;
    out->first = entry->first;
    out->last = entry->last;
    out->start = out->all_day ? EPIC_NO_INSTANT : entry->event->start;
    out->end = out->all_day ? EPIC_NO_INSTANT : entry->event->end;
    out->reserve = entry->leg == EP_LEG_NONE && entry->series == NULL ? entry->event->reserve_first : EPIC_NO_DATE;
    out->wall = out->all_day || ep_entry_in_utc(&all->view, entry->event) ? NULL : wall_of(&all->view, entry->event);
    out->repeats = entry->series != NULL ? entry->series->text : NULL;
}

/* Once a visit was issued, the meeting that it became says so for ever. */
static const char *find_replaced(issue *all, const ep_entry *entry)
{
    const char *visit = entry->leg == EP_LEG_NONE ? ep_entry_visit(&all->view, entry->event) : NULL;
    return visit != NULL && epic_ledger_find(all->old, visit) != NULL ? visit : NULL;
}

static epic_standing standing_of(epic_state state)
{
    return ep_is_tentative(state) ? EPIC_TENTATIVE : state == EPIC_CANCELLED ? EPIC_WITHDRAWN : EPIC_DEFINITE;
}

static int describe(issue *all, ep_entry *entry, epic_issued *out)
{
    const epic_event *event = entry->event;
    entry->replaces = find_replaced(all, entry);
    *out = (epic_issued){.uid = entry->uid, .title = entry->title, .sequence = event->sequence,
                         .standing = standing_of(event->state), .place = ep_entry_place(&all->view, entry),
                         .replaces = entry->replaces};
    set_when(all, entry, out);
    if (event->pair != EPIC_NONE) {
        out->pair[0] = ep_view_id(&all->view, all->view.pairs[event->pair].a);
        out->pair[1] = ep_view_id(&all->view, all->view.pairs[event->pair].b);
    }
    return set_cities(all, entry, out) ? take_digest(all, entry, out->digest) : EPIC_ENOMEM;
}

/* ---- what is new ---- */

static void add_left(epic_issued *entry, const char **left, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!ep_has_id(entry->cities, entry->city_count, ids[i]) && !ep_has_id(left, entry->left_count, ids[i])) {
            left[entry->left_count++] = ids[i];
        }
    }
}

/* Who took part in the last revision and does no more; and who left before and was not told yet. */
static bool set_left(issue *all, epic_issued *entry, const epic_issued *old)
{
    size_t before = old->sent == EPIC_SENT_LATEST ? 0 : old->left_count;
    const char **left = ep_arena_array_of(all->view.arena, old->city_count + before, const char *);
    if (left == NULL) {
        return false;
    }
    add_left(entry, left, old->cities, old->city_count);
    add_left(entry, left, old->left, before);
    ep_sort_ids(left, entry->left_count);
    entry->left = left;
    return true;
}

/* Another tzdata than at the last issue. */
static void tell_moved(const issue *all, const epic_issued *old, const epic_issued *entry)
{
    char was[EP_MOMENT_ROOM], is[EP_MOMENT_ROOM];
    ep_diag_plain(all->view.diags, "W610", "'%s' stays at %s, which is now %s and was %s: the rules of the zone have changed",
                  entry->title, entry->wall, ep_moment_write(entry->start, is), ep_moment_write(old->start, was));
}

/* Its first day by the clock by which people know it; a text of the arena. */
static const char *day_of(const issue *all, const epic_issued *issued)
{
    char text[11];
    if (issued->wall != NULL) {
        return ep_arena_printf(all->view.arena, "%.10s", issued->wall);
    }
    epic_date day = issued->all_day ? issued->first : (epic_date)ep_floor_div(issued->start, EP_DAY);
    return ep_arena_strdup(all->view.arena, epic_date_write(day, text));
}

/* The days that it, or the visit that it stands for, was issued for before. */
static bool set_history(const issue *all, epic_issued *entry, const epic_issued *old)
{
    const char *was = day_of(all, old), *is = day_of(all, entry);
    const char **days = ep_arena_array_of(all->view.arena, old->was_count + 1, const char *);
    if (was == NULL || is == NULL || days == NULL) {
        return false;
    }
    for (size_t i = 0; i < old->was_count; i++) {
        days[i] = old->was[i];
    }
    days[old->was_count] = was;
    entry->was = days;
    entry->was_count = old->was_count + (strcmp(was, is) != 0);
    return true;
}

/* What was issued before goes on being counted; nothing moves when nothing is new. */
static int count_on(issue *all, epic_issued *entry)
{
    const epic_issued *old = epic_ledger_find(all->old, entry->uid);
    entry->created = entry->modified = all->at;
    entry->since = entry->sequence;
    const epic_issued *before = old == NULL && entry->replaces != NULL ? epic_ledger_find(all->old, entry->replaces) : old;
    if (before != NULL && entry->repeats == NULL && !set_history(all, entry, before)) {
        return EPIC_ENOMEM;
    }
    if (old == NULL) {
        return EPIC_OK;
    }
    unsigned changed = ep_differences(old, entry);
    if (ep_wall_moved(old, entry)) {
        tell_moved(all, old, entry);
    }
    entry->created = old->created;
    entry->modified = changed ? all->at : old->modified;
    entry->sequence = old->sequence + ((changed & EP_SIGNIFICANT) != 0);
    if (!ep_answers_carry(all->view.arena, entry, old, changed, &all->issues)) {
        return EPIC_ENOMEM;
    }
    entry->sent = changed && old->sent == EPIC_SENT_LATEST ? EPIC_SENT_EARLIER : old->sent;
    if (!changed) {
        entry->left = old->left;
        entry->left_count = old->left_count;
        return EPIC_OK;
    }
    entry->left_count = 0;
    return set_left(all, entry, old) ? EPIC_OK : EPIC_ENOMEM;
}

static int add_event(issue *all, const epic_event *event)
{
    ep_entry entries[EP_ENTRIES];
    size_t count = ep_entries_of(&all->view, event, entries);
    int status = all->view.status;
    for (size_t i = 0; i < count && status == EPIC_OK; i++) {
        epic_issued *entry = &all->entries[all->count++];
        status = describe(all, &entries[i], entry);
        status = status ? status : count_on(all, entry);
    }
    return status;
}

/* What the plan does not have any more is cancelled, and stays so. */
static int add_gone(issue *all, const epic_ledger *planned)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < epic_ledger_entries(all->old) && status == EPIC_OK; i++) {
        const epic_issued *old = epic_ledger_entry(all->old, i);
        epic_issued *entry = &all->entries[all->count];
        if (epic_ledger_find(planned, old->uid) == NULL) {
            *entry = *old;
            entry->standing = EPIC_WITHDRAWN;
            entry->gone = true;
            entry->reserve = EPIC_NO_DATE;
            entry->wall = NULL; /* nobody waits for it by a clock any more */
            const ep_entry gone = {.uid = old->uid, .title = old->title, .issued = entry};
            status = take_digest(all, &gone, entry->digest);
            status = status ? status : count_on(all, entry);
            all->count++;
        }
    }
    return status;
}

/* ---- who is told ---- */

static size_t mailboxes_of(const epic_city *city, ep_mailbox *out)
{
    size_t count = 0;
    for (size_t i = 0; i < city->organisation_count; i++) {
        const epic_organisation *one = &city->organisations[i];
        if (one->email != NULL && out != NULL) {
            out[count] = (ep_mailbox){city->id, one->name, one->email};
        }
        count += one->email != NULL;
    }
    return count;
}

static int set_addresses(issue *all)
{
    const epic_programme *programme = all->view.programme;
    ep_issues *issues = &all->issues;
    size_t count = 0;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        count += mailboxes_of(epic_programme_city(programme, i), NULL);
    }
    ep_mailbox *boxes = ep_arena_array_of(all->view.arena, count, ep_mailbox);
    for (size_t i = 0; i < epic_programme_cities(programme) && boxes != NULL; i++) {
        issues->mailbox_count += mailboxes_of(epic_programme_city(programme, i), boxes + issues->mailbox_count);
    }
    issues->mailboxes = boxes;
    issues->organiser_name = all->view.info->organiser_name;
    issues->organiser_email = all->view.info->organiser_email;
    return boxes != NULL ? EPIC_OK : EPIC_ENOMEM;
}

/* The first of the city's languages in which there are calendars; NULL when that is the main one, or none is. */
static const char *language_of(const epic_programme_info *info, const epic_city *city)
{
    for (size_t i = 0; i < city->language_count; i++) {
        const ep_catalogue *words = ep_catalogue_find(city->languages[i]);
        for (size_t k = 0; k < info->language_count && words != NULL; k++) {
            if (ep_catalogue_find(info->languages[k]) == words) {
                return k == 0 ? NULL : words->language;
            }
        }
    }
    return NULL;
}

static int set_languages(issue *all, ep_issues *issues)
{
    const epic_programme *programme = all->view.programme;
    ep_city_language *list = ep_arena_array_of(all->view.arena, epic_programme_cities(programme), ep_city_language);
    for (size_t i = 0; i < epic_programme_cities(programme) && list != NULL; i++) {
        const epic_city *city = epic_programme_city(programme, i);
        const char *language = language_of(all->view.info, city);
        if (language != NULL) {
            list[issues->language_count++] = (ep_city_language){city->id, language};
        }
    }
    issues->languages = list;
    return list != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int make(epic_ledger **out, issue *all)
{
    size_t events = epic_plan_events(all->view.plan), most = EP_ENTRIES * events + epic_ledger_entries(all->old);
    epic_ledger *planned = NULL;
    ep_issues *issues = &all->issues;
    *issues = (ep_issues){.programme = all->view.info->id, .issued_at = all->at};
    all->entries = ep_arena_array_of(all->view.arena, most, epic_issued);
    int status = all->entries != NULL ? set_addresses(all) : EPIC_ENOMEM;
    status = status ? status : set_languages(all, issues);
    for (size_t i = 0; i < events && status == EPIC_OK; i++) {
        status = add_event(all, epic_plan_event(all->view.plan, i));
    }
    issues->entries = all->entries;
    issues->count = all->count;
    status = status ? status : ep_ledger_make(&planned, issues);
    status = status ? status : add_gone(all, planned);
    if (status == EPIC_OK && all->count == issues->count) {
        *out = planned;
        return EPIC_OK;
    }
    issues->count = all->count;
    status = status ? status : ep_ledger_make(out, issues);
    epic_ledger_unref(planned);
    return status;
}

int ep_refuse_earlier(const epic_ledger *old, epic_instant at, epic_diags *diags)
{
    char before[EP_MOMENT_ROOM], now[EP_MOMENT_ROOM];
    if (old == NULL || at >= epic_ledger_issued_at(old)) {
        return EPIC_OK;
    }
    ep_diag(diags, "E603", NULL, (epic_place){0, 0}, "state a later time of issue, or put the clock right",
            "the plan was issued at %s already; it cannot be issued at %s, before that",
            ep_moment_write(epic_ledger_issued_at(old), before), ep_moment_write(at, now));
    return EPIC_EINPUT;
}

/* Another programme's folder is taken over, but its events are none that this one could cancel. */
static const epic_ledger *own(const ep_view *view, const epic_ledger *old)
{
    const char *id = old != NULL ? ep_ledger_issues(old)->programme : NULL;
    if (id == NULL || strcmp(id, view->info->id) == 0) {
        return old;
    }
    ep_diag(view->diags, "W609", NULL, (epic_place){0, 0}, "plan it into a folder of its own",
            "what is there was issued for the programme '%s', not for '%s', and is not gone on from", id, view->info->id);
    return NULL;
}

int ep_issue(epic_ledger **out, const epic_plan *plan, const epic_ledger *old, epic_instant issued_at, epic_diags *diags)
{
    issue all = {.at = issued_at};
    *out = NULL;
    int status = ep_view_open(&all.view, plan, diags);
    if (status != EPIC_OK) {
        return status;
    }
    ep_view_speak(&all.view, 0);
    all.old = own(&all.view, old);
    status = ep_refuse_earlier(all.old, issued_at, diags);
    status = status ? status : make(out, &all);
    int closed = ep_view_close(&all.view);
    if (status == EPIC_OK && closed != EPIC_OK) {
        epic_ledger_unref(*out);
        *out = NULL;
    }
    return status ? status : closed;
}
