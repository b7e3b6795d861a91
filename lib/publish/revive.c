/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "revive.h"

#include <stdio.h>
#include <string.h>

#include "diags.h"
#include "hash.h"

#define DAY 86400
#define URI ";VALUE=URI:"

static int refuse(const ep_revival *all, const ep_own_part *part, const char *property)
{
    ep_diag(all->diags, "E606", all->path, (epic_place){0, 0}, NULL, "%s of '%s' is not as libepic writes it", property,
            part->name);
    return EPIC_EINPUT;
}

static bool read_number(const char *text, size_t n, int *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *value = 10 * *value + (text[i] - '0');
    }
    return true;
}

/* "20210308". */
static bool read_date(const char *text, epic_date *date)
{
    int year, month, day;
    if (!read_number(text, 4, &year) || !read_number(text + 4, 2, &month) || !read_number(text + 6, 2, &day)) {
        return false;
    }
    *date = epic_date_make(year, month, day);
    return *date != EPIC_NO_DATE;
}

/* "20210308T100000", and what follows. */
static bool read_clock(const char *text, epic_date *date, int *second, const char **rest)
{
    int hour, minute, left;
    if (strlen(text) < 15 || !read_date(text, date) || text[8] != 'T' || !read_number(text + 9, 2, &hour) ||
        !read_number(text + 11, 2, &minute) || !read_number(text + 13, 2, &left)) {
        return false;
    }
    *second = hour * 3600 + minute * 60 + left;
    *rest = text + 15;
    return true;
}

static bool read_utc(const char *text, epic_instant *instant)
{
    epic_date date;
    const char *rest;
    int second;
    bool good = text != NULL && read_clock(text, &date, &second, &rest) && strcmp(rest, "Z") == 0;
    *instant = good ? (epic_instant)date * DAY + second : EPIC_NO_INSTANT;
    return good;
}

static int read_local(ep_revival *all, const ep_own_part *part, const char *property, const char *text, epic_instant *instant)
{
    char name[EP_OWN_ROOM];
    epic_date date;
    const char *rest;
    int second;
    if (!ep_own_param(part, property, "TZID", name) || !read_clock(text, &date, &second, &rest) || *rest != '\0') {
        return refuse(all, part, property);
    }
    if (all->zone == NULL || strcmp(ep_zone_name(all->zone), name) != 0) {
        ep_zone_close(all->zone);
        all->zone = NULL;
        int status = ep_zone_open(&all->zone, NULL, name);
        if (status != EPIC_OK) {
            return status == EPIC_ENOMEM ? status : refuse(all, part, property);
        }
    }
    return ep_zone_instant(all->zone, date, second / 60, instant) == EP_CLOCK_UNIQUE ? EPIC_OK : refuse(all, part, property);
}

static int read_time(ep_revival *all, const ep_own_part *part, const char *property, bool *all_day, epic_date *date,
                     epic_instant *instant)
{
    const char *line = ep_own_line(part, property), *text = line == NULL ? NULL : strchr(line, ':');
    *all_day = line != NULL && strncmp(line, ";VALUE=DATE:", 12) == 0;
    if (text == NULL) {
        return refuse(all, part, property);
    }
    if (*all_day) {
        return strlen(text + 1) == 8 && read_date(text + 1, date) ? EPIC_OK : refuse(all, part, property);
    }
    return line == text && read_utc(text + 1, instant) ? EPIC_OK : read_local(all, part, property, text + 1, instant);
}

/* "2021-03-08T10:00 Europe/Rome" out of ";TZID=Europe/Rome:20210308T100000". */
static int read_wall(ep_revival *all, const ep_own_part *part, const char **wall)
{
    char name[EP_OWN_ROOM];
    const char *at = ep_own_line(part, "DTSTART"), *text = at == NULL ? NULL : strchr(at, ':');
    if (text == NULL || !ep_own_param(part, "DTSTART", "TZID", name)) {
        return EPIC_OK;
    }
    text++;
    *wall = ep_arena_printf(all->arena, "%.4s-%.2s-%.2sT%.2s:%.2s %s", text, text + 4, text + 6, text + 9, text + 11, name);
    return *wall == NULL ? EPIC_ENOMEM : EPIC_OK;
}

static int read_when(ep_revival *all, const ep_own_part *part, epic_issued *out)
{
    bool ends_all_day;
    out->start = out->end = EPIC_NO_INSTANT;
    int status = read_time(all, part, "DTSTART", &out->all_day, &out->first, &out->start);
    status = status ? status : read_time(all, part, "DTEND", &ends_all_day, &out->last, &out->end);
    out->last -= 1;
    status = status ? status : read_wall(all, part, &out->wall);
    bool order = out->all_day ? out->first <= out->last : out->start <= out->end;
    return status ? status : ends_all_day == out->all_day && order ? EPIC_OK : refuse(all, part, "DTEND");
}

/* As ep_issue() takes it: the bytes of the entry but for its stamps. */
static void take_digest(const ep_own_part *part, uint8_t digest[16])
{
    static const char *const stamps[] = {"DTSTAMP:", "CREATED:", "LAST-MODIFIED:", "SEQUENCE:"};
    ep_sha1_state hash;
    uint8_t whole[20];
    ep_sha1_start(&hash);
    for (const char *at = part->bytes, *end; at < part->bytes + part->n; at = end) {
        bool stamp = false;
        end = strchr(at, '\n') + 1;
        for (size_t i = 0; i < 4; i++) {
            stamp = stamp || strncmp(at, stamps[i], strlen(stamps[i])) == 0;
        }
        ep_sha1_add(&hash, at, stamp ? 0 : (size_t)(end - at));
    }
    ep_sha1_finish(&hash, whole);
    memcpy(digest, whole, 16);
}

static bool read_standing(const ep_own_part *part, epic_standing *standing)
{
    static const char *const words[] = {":TENTATIVE", ":CONFIRMED", ":CANCELLED"};
    const char *status = ep_own_line(part, "STATUS");
    size_t i = 0;
    while (i < 3 && (status == NULL || strcmp(status, words[i]) != 0)) {
        i++;
    }
    *standing = (epic_standing)i;
    return i < 3;
}

/* As ep_series has its times: the rule, what is not held, what is held otherwise. NULL when there is no rule or no memory, which
 * *failed says. */
static const char *read_times(ep_revival *all, const ep_own_part *part, bool *failed)
{
    const char *rule = ep_own_line(part, "RRULE"), *start = "";
    char *text = rule == NULL ? NULL : ep_arena_array(all->arena, part->n, 1);
    *failed = rule != NULL && text == NULL;
    if (text == NULL) {
        return NULL;
    }
    size_t used = (size_t)snprintf(text, part->n, "%s", rule + 1);
    for (size_t i = 0; i < part->count; i++) {
        const char *line = part->lines[i], *colon = strchr(line, ':'), *value = colon == NULL ? "" : colon + 1;
        if (strncmp(line, "DTSTART", 7) == 0) {
            start = value;
        } else if (strncmp(line, "EXDATE", 6) == 0) {
            used += (size_t)snprintf(text + used, part->n - used, " %s=none", value);
        } else if (strncmp(line, "RECURRENCE-ID", 13) == 0) {
            used += (size_t)snprintf(text + used, part->n - used, " %s=%s", value, start);
        }
    }
    return text;
}

static int read_texts(ep_revival *all, const ep_own_part *part, epic_issued *out)
{
    const char *title = ep_own_text(all->arena, part, "SUMMARY"), *place = ep_own_text(all->arena, part, "LOCATION");
    bool failed;
    out->repeats = read_times(all, part, &failed);
    const char *related = ep_own_line(part, "RELATED-TO;RELTYPE=SIBLING");
    if (title == NULL || place == NULL || failed) {
        return EPIC_ENOMEM;
    }
    const char *mark = ep_word(all->words, EP_WORD_CANCELLED); /* before the title */
    size_t n = strcspn(mark, "{");
    bool marked = out->standing == EPIC_WITHDRAWN && strncmp(title, mark, n) == 0;
    out->title = title + (marked ? n : 0);
    const char *link = ep_own_line(part, "CONFERENCE"), *uri = link == NULL ? NULL : strstr(link, URI);
    bool linked = uri != NULL && strcmp(uri + strlen(URI), place) == 0; /* what is online has it for a place, too */
    out->place = place[0] && !linked ? place : NULL;
    out->replaces = related == NULL ? NULL : related + 1;
    out->gone = out->standing == EPIC_WITHDRAWN && ep_own_line(part, "CATEGORIES") == NULL;
    return EPIC_OK;
}

/* What ep_put_description() says of a reserve date; no other of its lines begins so. */
static int read_reserve(ep_revival *all, const ep_own_part *part, epic_date *day)
{
    const char *label = ep_word(all->words, EP_WORD_RESERVE), *text = ep_own_text(all->arena, part, "DESCRIPTION"), *at = text;
    char date[11] = "";
    *day = EPIC_NO_DATE;
    while (at != NULL && (at = strchr(at, '\n')) != NULL && strncmp(++at, label, strlen(label)) != 0) {
    }
    if (at != NULL) {
        snprintf(date, sizeof date, "%s", at + strlen(label));
        *day = epic_date_read(date);
    }
    return text == NULL ? EPIC_ENOMEM : at == NULL || *day != EPIC_NO_DATE ? EPIC_OK : refuse(all, part, "DESCRIPTION");
}

int ep_revive(ep_revival *all, const ep_own_part *part, epic_issued *out)
{
    const char *created = ep_own_line(part, "CREATED"), *modified = ep_own_line(part, "LAST-MODIFIED");
    const char *sequence = ep_own_line(part, "SEQUENCE");
    int count;
    *out = (epic_issued){.uid = part->name, .sent = EPIC_SENT_LATEST};
    if (created == NULL || !read_utc(created + 1, &out->created) || modified == NULL || !read_utc(modified + 1, &out->modified)) {
        return refuse(all, part, "CREATED or LAST-MODIFIED");
    }
    if (sequence == NULL || strlen(sequence) > 9 || !read_number(sequence + 1, strlen(sequence + 1), &count)) {
        return refuse(all, part, "SEQUENCE");
    }
    out->sequence = out->since = (uint32_t)count;
    if (!read_standing(part, &out->standing)) {
        return refuse(all, part, "STATUS");
    }
    take_digest(part, out->digest);
    int status = read_when(all, part, out);
    status = status ? status : read_reserve(all, part, &out->reserve);
    return status ? status : read_texts(all, part, out);
}
