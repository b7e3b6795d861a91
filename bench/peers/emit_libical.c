/* SPDX-License-Identifier: GPL-3.0-or-later */
/* emit_libical FILE TIMES: libical builds the calendar in FILE from its values, which are at hand as texts, and writes it, so
 * often; prints the events and the seconds of processor time that each turn took. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_LINES 32

/* A property of an event, and what stands for its zone or name. */
typedef struct line {
    icalproperty_kind kind;
    icalparameter_kind param_kind;
    char *name, *value, *param;
} line;

typedef struct event {
    size_t count;
    line lines[MOST_LINES];
} event;

static char *read_line(char *text, size_t size, void *user)
{
    return fgets(text, (int)size, user);
}

/* The values of an event as texts. */
static void take(icalcomponent *from, event *to)
{
    for (icalproperty *p = icalcomponent_get_first_property(from, ICAL_ANY_PROPERTY); p != NULL && to->count < MOST_LINES;
         p = icalcomponent_get_next_property(from, ICAL_ANY_PROPERTY)) {
        icalparameter *param = icalproperty_get_first_parameter(p, ICAL_ANY_PARAMETER);
        line *own = &to->lines[to->count++];
        own->kind = icalproperty_isa(p);
        own->name = icalproperty_get_property_name_r(p);
        own->value = own->kind == ICAL_SUMMARY_PROPERTY ? strdup(icalproperty_get_summary(p))
            : own->kind == ICAL_DESCRIPTION_PROPERTY ? strdup(icalproperty_get_description(p))
                                                     : icalproperty_get_value_as_string_r(p);
        own->param_kind = param != NULL ? icalparameter_isa(param) : ICAL_NO_PARAMETER;
        own->param = param == NULL ? NULL
            : own->param_kind == ICAL_CN_PARAMETER ? strdup(icalparameter_get_cn(param))
            : own->param_kind == ICAL_TZID_PARAMETER ? strdup(icalparameter_get_tzid(param)) : NULL;
    }
}

static icalproperty *make(const line *own)
{
    icalproperty *p;
    switch ((int)own->kind) {
    case ICAL_SUMMARY_PROPERTY: p = icalproperty_new_summary(own->value); break;
    case ICAL_DESCRIPTION_PROPERTY: p = icalproperty_new_description(own->value); break;
    case ICAL_UID_PROPERTY: p = icalproperty_new_uid(own->value); break;
    case ICAL_DTSTART_PROPERTY: p = icalproperty_new_dtstart(icaltime_from_string(own->value)); break;
    case ICAL_DTEND_PROPERTY: p = icalproperty_new_dtend(icaltime_from_string(own->value)); break;
    case ICAL_DTSTAMP_PROPERTY: p = icalproperty_new_dtstamp(icaltime_from_string(own->value)); break;
    case ICAL_CREATED_PROPERTY: p = icalproperty_new_created(icaltime_from_string(own->value)); break;
    case ICAL_LASTMODIFIED_PROPERTY: p = icalproperty_new_lastmodified(icaltime_from_string(own->value)); break;
    case ICAL_SEQUENCE_PROPERTY: p = icalproperty_new_sequence(atoi(own->value)); break;
    case ICAL_ORGANIZER_PROPERTY: p = icalproperty_new_organizer(own->value); break;
    case ICAL_X_PROPERTY: p = icalproperty_new_x(own->value), icalproperty_set_x_name(p, own->name); break;
    default: p = icalproperty_new(own->kind), icalproperty_set_value_from_string(p, own->value, "NO"); break;
    }
    if (own->param != NULL) {
        icalproperty_add_parameter(p, own->param_kind == ICAL_CN_PARAMETER ? icalparameter_new_cn(own->param)
                                                                           : icalparameter_new_tzid(own->param));
    }
    return p;
}

static size_t write_all(const event *events, size_t count)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Example//EN"));
    for (size_t i = 0; i < count; i++) {
        icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
        for (size_t k = 0; k < events[i].count; k++) {
            icalcomponent_add_property(component, make(&events[i].lines[k]));
        }
        icalcomponent_add_component(calendar, component);
    }
    char *text = icalcomponent_as_ical_string_r(calendar);
    size_t size = strlen(text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return size;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    icalparser *parser = icalparser_new();
    if (file == NULL || parser == NULL) {
        return EXIT_FAILURE;
    }
    icalparser_set_gen_data(parser, file);
    icalcomponent *root = icalparser_parse(parser, read_line);
    size_t count = 0, size = 0, events_count = (size_t)icalcomponent_count_components(root, ICAL_VEVENT_COMPONENT);
    event *events = calloc(events_count, sizeof *events);
    for (icalcomponent *c = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); c != NULL && events != NULL;
         c = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
        take(c, &events[count++]);
    }
    clock_t begun = clock();
    int times = atoi(argv[2]);
    for (int i = 0; i < times; i++) {
        size = write_all(events, count);
    }
    printf("%zu %.6f %zu\n", count, (double)(clock() - begun) / CLOCKS_PER_SEC / times, size);
    return EXIT_SUCCESS; /* what is left goes with the process */
}
