/* SPDX-License-Identifier: GPL-3.0-or-later */
/* busy_libical FILE: the same by libical: the file is parsed as a whole and each event expanded; prints the busy seconds, those
 * of events at one time counted for each. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_line(char *line, size_t size, void *user)
{
    return fgets(line, (int)size, user);
}

static void add(icalcomponent *event, struct icaltime_span *span, void *user)
{
    (void)event;
    *(long long *)user += span->is_busy ? span->end - span->start : 0;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    icalparser *parser = icalparser_new();
    long long seconds = 0;
    if (file == NULL || parser == NULL) {
        return EXIT_FAILURE;
    }
    icalparser_set_gen_data(parser, file);
    icalcomponent *root = icalparser_parse(parser, read_line);
    if (root == NULL) {
        return EXIT_FAILURE;
    }
    struct icaltimetype from = icaltime_from_string("20200101T000000Z"), to = icaltime_from_string("20240101T000000Z");
    for (icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); event != NULL;
         event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
        icalcomponent_foreach_recurrence(event, from, to, add, &seconds);
    }
    printf("%lld\n", seconds);
    icalcomponent_free(root);
    icalparser_free(parser);
    fclose(file);
    return EXIT_SUCCESS;
}
