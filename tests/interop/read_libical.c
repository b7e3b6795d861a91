/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a calendar with libical: fails on what libical's parser or its table of restrictions (RFC 5546) objects to, else
 * prints a line "uid start end" for each event, in UTC. */
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *contents(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return NULL;
    }
    size_t room = 1u << 24;
    char *text = malloc(room);
    if (text != NULL) {
        text[fread(text, 1, room - 1, f)] = '\0';
    }
    fclose(f);
    return text;
}

/* The file's own VTIMEZONE says what a local time is. */
static void print_time(struct icaltimetype t)
{
    if (!t.is_date) {
        t = icaltime_convert_to_zone(t, icaltimezone_get_utc_timezone());
    }
    printf(t.is_date ? " %04d-%02d-%02d" : " %04d-%02d-%02dT%02d:%02d:%02dZ", t.year, t.month, t.day, t.hour, t.minute, t.second);
}

/* libical leaves its objections in the tree, as properties of their own. */
static int objections(icalcomponent *c)
{
    int n = 0;
    for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_XLICERROR_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(c, ICAL_XLICERROR_PROPERTY)) {
        fprintf(stderr, "%s\n", icalproperty_as_ical_string(p));
        n++;
    }
    for (icalcomponent *in = icalcomponent_get_first_component(c, ICAL_ANY_COMPONENT); in != NULL;
         in = icalcomponent_get_next_component(c, ICAL_ANY_COMPONENT)) {
        n += objections(in);
    }
    return n;
}

static void print_event(const char *uid, struct icaltimetype start, struct icaltimetype end)
{
    fputs(uid, stdout);
    print_time(start);
    print_time(end);
    putchar('\n');
}

/* Whether the entry says that an occurrence is not held, or another component how it is held. */
static bool is_out(icalcomponent *calendar, icalcomponent *event, struct icaltimetype at)
{
    for (icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        if (icaltime_compare(icalproperty_get_datetime_with_component(p, event), at) == 0) {
            return true;
        }
    }
    icalcompiter it = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *e = icalcompiter_deref(&it); e != NULL; e = icalcompiter_next(&it)) {
        icalproperty *id = icalcomponent_get_first_property(e, ICAL_RECURRENCEID_PROPERTY);
        if (id != NULL && strcmp(icalcomponent_get_uid(e), icalcomponent_get_uid(event)) == 0 &&
            icaltime_compare(icalproperty_get_datetime_with_component(id, e), at) == 0) {
            return true;
        }
    }
    return false;
}

/* Each time of the rule; a local hour stays one. */
static void print_rule(icalcomponent *calendar, icalcomponent *event, struct icalrecurrencetype rule)
{
    struct icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event), next;
    struct icaldurationtype length = icaltime_subtract(end, start);
    icalrecur_iterator *turns = icalrecur_iterator_new(rule, start);
    for (next = icalrecur_iterator_next(turns); !icaltime_is_null_time(next); next = icalrecur_iterator_next(turns)) {
        if (!is_out(calendar, event, next)) {
            print_event(icalcomponent_get_uid(event), next, icaltime_add(next, length));
        }
    }
    icalrecur_iterator_free(turns);
}

static void print_events(icalcomponent *calendar)
{
    icalcompiter it = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *e = icalcompiter_deref(&it); e != NULL; e = icalcompiter_next(&it)) {
        icalproperty *rule = icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY);
        if (rule != NULL) {
            print_rule(calendar, e, icalproperty_get_rrule(rule));
        } else {
            print_event(icalcomponent_get_uid(e), icalcomponent_get_dtstart(e), icalcomponent_get_dtend(e));
        }
    }
}

int main(int argc, char **argv)
{
    char *text = argc == 2 ? contents(argv[1]) : NULL;
    icalcomponent *calendar = text != NULL ? icalparser_parse_string(text) : NULL;
    free(text);
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        fputs("not one calendar\n", stderr);
        return 1;
    }
    icalrestriction_check(calendar);
    int bad = objections(calendar);
    if (!bad) {
        print_events(calendar);
    }
    icalcomponent_free(calendar);
    icaltimezone_free_builtin_timezones();
    return bad != 0;
}
