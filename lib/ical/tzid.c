/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tzid.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "content.h"
#include "diags.h"
#include "windows.h"

#define MOST_NAME 256

int ep_tzids_number(ep_tzids *own, const char *name, uint32_t line)
{
    if (own->hint < own->count && strcmp(own->list[own->hint].name, name) == 0) {
        return (int)own->hint; /* as a rule the same as before */
    }
    for (own->hint = 0; own->hint < own->count; own->hint++) {
        if (strcmp(own->list[own->hint].name, name) == 0) {
            return (int)own->hint;
        }
    }
    if (own->count == EP_MOST_TZIDS) {
        if (!own->crowded) {
            own->say(own->user, "W616", line, "there are too many time zones: from here on days count as busy in whole");
        }
        own->crowded = true;
        return EP_MOST_TZIDS;
    }
    char *copy = ep_arena_strdup(own->arena, name);
    if (copy == NULL) {
        return -1;
    }
    own->list[own->count] = (ep_tzid){.name = copy, .line = line};
    return (int)own->count++;
}

/* ---- zones of the system ---- */

static bool is_letter(char c)
{
    return ep_upper(c) >= 'A' && ep_upper(c) <= 'Z';
}

/* Words that are not written with a capital: Port_of_Spain, Dar_es_Salaam, Port-au-Prince. */
static bool is_small(const char *word, size_t n)
{
    return ep_same_word(word, n, "OF") || ep_same_word(word, n, "ES") || ep_same_word(word, n, "AU");
}

/* "AMERICA/port_OF_spain" as "America/Port_of_Spain": a capital for each word; a name of one word, or in one of the folders that
 * hold such, is all capitals. */
static void write_as_iana(char *name)
{
    char *slash = strchr(name, '/');
    bool capitals = slash == NULL || ep_same_word(name, (size_t)(slash - name), "ETC");
    for (char *word = name; *word != '\0';) {
        size_t n = 0;
        while (is_letter(word[n])) {
            n++;
        }
        bool small = word > name && is_small(word, n), whole = capitals && (slash == NULL || word > slash);
        for (size_t i = 0; i < n; i++) {
            char c = ep_upper(word[i]);
            word[i] = !small && (i == 0 || whole) ? c : (char)(c + 32);
        }
        word += n + (word[n] != '\0');
    }
}

static int try_system(ep_zone **zone, const char *name)
{
    int status = ep_zone_open(zone, NULL, name);
    return status == EPIC_ENOMEM ? EPIC_ENOMEM : EPIC_OK;
}

static int try_any_case(ep_zone **zone, const char *name)
{
    char written[MOST_NAME];
    int status = try_system(zone, name);
    if (*zone == NULL && status == EPIC_OK) {
        (void)snprintf(written, sizeof written, "%s", name);
        write_as_iana(written);
        status = try_system(zone, written);
    }
    return status;
}

/* The last `parts` parts of a name; NULL when it has no more than these. */
static const char *tail(const char *name, int parts)
{
    const char *at = name + strlen(name);
    while (at > name && parts > 0) {
        at--;
        parts -= *at == '/';
    }
    return parts == 0 ? at + 1 : NULL;
}

/* "Europe/Berlin 1" without its number. */
static void drop_number(char *name)
{
    size_t n = strlen(name), digits = n;
    while (digits > 0 && name[digits - 1] >= '0' && name[digits - 1] <= '9') {
        digits--;
    }
    if (digits < n && digits > 1 && name[digits - 1] == ' ') {
        name[digits - 1] = '\0';
    }
}

int ep_tzid_open(ep_zone **zone, const char *name)
{
    char plain[MOST_NAME];
    *zone = NULL;
    if (strlen(name) >= sizeof plain) {
        return EPIC_OK;
    }
    (void)snprintf(plain, sizeof plain, "%s", name);
    drop_number(plain);
    int status = try_any_case(zone, plain);
    for (int parts = 3; parts > 0 && *zone == NULL && status == EPIC_OK; parts--) {
        const char *last = tail(plain, parts);
        status = last != NULL ? try_any_case(zone, last) : EPIC_OK;
    }
    const char *windows = ep_windows_zone(plain);
    if (*zone == NULL && status == EPIC_OK && windows != NULL) {
        status = try_system(zone, windows);
    }
    return status;
}

/* GMT+2, UTC-03:30, UTC+0545, Z. */
static bool fixed_offset(const char *name, int32_t *offset)
{
    size_t n = strlen(name);
    *offset = 0;
    if (n < 5 || (!ep_same_word(name, 3, "UTC") && !ep_same_word(name, 3, "GMT"))) {
        return ep_same_word(name, n, "Z");
    }
    char full[6] = {name[3], '0', '0', '0', '0', '\0'}; /* +hhmm */
    const char *hours = name + 4;
    size_t digits = strspn(hours, "0123456789"), hour_digits = digits > 2 ? digits - 2 : digits;
    const char *minutes = hours[digits] == ':' ? hours + digits + 1 : hours + hour_digits;
    size_t minute_digits = strlen(minutes);
    if (hour_digits < 1 || hour_digits > 2 || (minute_digits != 0 && minute_digits != 2)) {
        return false;
    }
    memcpy(full + 3 - hour_digits, hours, hour_digits);
    memcpy(full + 3, minute_digits == 2 ? minutes : "00", 2);
    return ep_value_offset(full, 5, offset);
}

/* ---- */

static epic_instant first_moment(const ep_tzids *own)
{
    return ((epic_instant)own->from - 400) * EP_DAY;
}

static epic_instant last_moment(const ep_tzids *own)
{
    return ((epic_instant)own->to + 3) * EP_DAY;
}

/* The system's dial by that name; false in *known when there is none. */
static int system_dial(const ep_tzids *own, const char *name, ep_dial *dial, bool *known)
{
    ep_zone *zone;
    int status = ep_tzid_open(&zone, name);
    *known = zone != NULL;
    if (zone != NULL && !ep_dial_of_zone(dial, own->arena, zone, first_moment(own), last_moment(own))) {
        status = EPIC_ENOMEM;
    }
    ep_zone_close(zone);
    return status;
}

/* One of the calendar's own, held against the system's of that name. Where they agree from its first onset on, before which it
 * says nothing, the system's is taken. */
static int own_dial(const ep_tzids *own, ep_tzid *tzid, const ep_zonedef *zone)
{
    ep_dial other;
    bool known = false;
    int status = ep_zonedef_dial(&tzid->dial, own->arena, zone, own->from, own->to + 2);
    tzid->known = status == EPIC_OK;
    if (status == EPIC_OK) {
        status = system_dial(own, tzid->name, &other, &known);
    }
    if (!known || status != EPIC_OK) {
        return status == EPIC_EINPUT ? EPIC_OK : status;
    }
    epic_instant from = (epic_instant)own->from * EP_DAY, first = tzid->dial.shifts[0].at;
    if (ep_dial_same(&tzid->dial, &other, first > from ? first : from, (epic_instant)own->to * EP_DAY)) {
        tzid->dial = other;
    } else {
        own->say(own->user, "W616", zone->line, "a time zone is not what the system knows by its name: the file's is taken");
    }
    return EPIC_OK;
}

static int look_up(ep_tzids *own, ep_tzid *tzid)
{
    const ep_zonedef *zone = own->defined;
    while (zone != NULL && (zone->id == NULL || strcmp(zone->id, tzid->name) != 0)) {
        zone = zone->next;
    }
    int status = zone != NULL ? own_dial(own, tzid, zone) : EPIC_OK;
    if (!tzid->known && status == EPIC_OK) {
        status = system_dial(own, tzid->name, &tzid->dial, &tzid->known);
    }
    if (!tzid->known && status == EPIC_OK) {
        tzid->dial = (ep_dial){0, NULL, 0};
        tzid->known = fixed_offset(tzid->name, &tzid->dial.offset);
    }
    return status;
}

static void say_unknown(const ep_tzids *own, const ep_tzid *tzid)
{
    char words[256], name[128];
    (void)snprintf(words, sizeof words, "the time zone '%s' is not known: its days count as busy in whole",
                   ep_quote(name, sizeof name, tzid->name, strlen(tzid->name), 60));
    own->say(own->user, "W616", tzid->line, words);
}

int ep_tzids_dial(ep_tzids *own, int number, const ep_dial **dial)
{
    *dial = NULL;
    if (number < 0 || number >= (int)own->count) {
        return EPIC_OK;
    }
    ep_tzid *tzid = &own->list[number];
    if (!tzid->looked_up) {
        int status = look_up(own, tzid);
        if (status != EPIC_OK) {
            return status;
        }
        tzid->looked_up = true;
        if (!tzid->known && tzid->line > 0) {
            say_unknown(own, tzid);
        }
    }
    *dial = tzid->known ? &tzid->dial : NULL;
    return EPIC_OK;
}
