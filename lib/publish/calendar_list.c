/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar_list.h"

#include <epic/publish.h>

#include "text.h"

#define LINES_SHOWN 5

static const epic_city *city_of(const epic_calendars *calendars, const epic_calendar *calendar)
{
    return epic_programme_city(epic_calendars_programme(calendars), calendar->city);
}

static const char *kind_of(const epic_calendar *calendar)
{
    static const char *const words[] = {"holidays", "busy", "avoid"};
    return words[calendar->use];
}

/* "3 skipped: lines 120, 455, 980" */
static void put_skipped(ep_writer *writer, const epic_busy *busy, size_t skipped)
{
    size_t shown = 0;
    const epic_busy_note *note;
    ep_putf(writer, "%zu skipped: line%s", skipped, skipped == 1 ? "" : "s");
    for (size_t i = 0; (note = epic_busy_note_at(busy, i)) != NULL && shown < LINES_SHOWN; i++) {
        if (note->skipped) {
            ep_putf(writer, "%s %u", shown++ > 0 ? "," : "", (unsigned)note->line);
        }
    }
    ep_put(writer, skipped > shown ? " ..." : "");
}

static void put_outcome(ep_writer *writer, const epic_calendar *calendar, const ep_paint *paint)
{
    const epic_busy_report *report = epic_busy_get(calendar->busy);
    if (report->skipped == 0) {
        ep_putf(writer, "%zu %s used", report->events, report->events == 1 ? "entry" : "entries");
        return;
    }
    ep_putf(writer, "%zu of %zu entries used, ", report->events - report->skipped, report->events);
    ep_put(writer, paint->warn);
    put_skipped(writer, calendar->busy, report->skipped);
    ep_put(writer, paint->off);
}

static size_t wider(size_t width, const char *text)
{
    size_t own = ep_text_width(text);
    return own > width ? own : width;
}

void ep_put_calendars(ep_writer *writer, const epic_calendars *calendars, const ep_paint *paint)
{
    size_t count = epic_calendars_count(calendars), names = 0, files = 0;
    for (size_t i = 0; i < count; i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        names = wider(names, city_of(calendars, calendar)->name);
        files = wider(files, calendar->file);
    }
    for (size_t i = 0; i < count; i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        ep_put(writer, "  ");
        ep_put_padded(writer, city_of(calendars, calendar)->name, names, false);
        ep_put(writer, "  ");
        ep_put_padded(writer, kind_of(calendar), 8, false);
        ep_put(writer, "  ");
        ep_put_padded(writer, calendar->file, files, false);
        ep_put(writer, "  ");
        put_outcome(writer, calendar, paint);
        ep_put_char(writer, '\n');
    }
}

void ep_json_calendars(ep_json *json, const char *key, const epic_calendars *calendars)
{
    ep_json_open(json, key, '[');
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        const epic_busy_report *report = epic_busy_get(calendar->busy);
        const epic_busy_note *note;
        ep_json_open(json, NULL, '{');
        ep_json_text(json, "city", city_of(calendars, calendar)->id);
        ep_json_text(json, "kind", kind_of(calendar));
        ep_json_text(json, "file", calendar->file);
        ep_json_int(json, "entries", (int64_t)report->events);
        ep_json_int(json, "skipped", (int64_t)report->skipped);
        ep_json_open(json, "lines", '[');
        for (size_t k = 0; (note = epic_busy_note_at(calendar->busy, k)) != NULL; k++) {
            if (note->skipped) {
                ep_json_int(json, NULL, note->line);
            }
        }
        ep_json_close(json, ']');
        ep_json_close(json, '}');
    }
    ep_json_close(json, ']');
}

int epic_publish_calendars(const epic_calendars *calendars, epic_format format, epic_write_fn write, void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    if (calendars == NULL || write == NULL || (paint == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_json json;
    ep_writer_init(&writer, write, user);
    if (paint != NULL) {
        ep_put_calendars(&writer, calendars, paint);
    } else {
        ep_json_init(&json, &writer);
        ep_json_calendars(&json, NULL, calendars);
        ep_put_char(&writer, '\n');
    }
    return ep_writer_end(&writer);
}
