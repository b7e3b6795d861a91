/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes are a calendar, or refused with an error; nothing else. What comes out keeps its promises. */
#include <epic/busy.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check(const epic_busy *busy, const epic_busy_options *options)
{
    const epic_busy_report *report = epic_busy_get(busy);
    const epic_instant day = 86400;
    must(report->skipped <= report->notes);
    for (int which = 0; which < 2; which++) {
        epic_instant last = EPIC_NO_INSTANT;
        for (size_t i = 0; i < epic_busy_times(busy, (epic_busy_class)which); i++) {
            const epic_busy_time *time = epic_busy_time_at(busy, (epic_busy_class)which, i);
            must(time->start >= last && time->end > time->start && time->line > 0);
            must(time->start >= (options->from - 1) * day && time->end <= (options->to + 2) * day);
            last = time->end;
        }
    }
    uint32_t line = 0;
    for (size_t i = 0; epic_busy_note_at(busy, i) != NULL; i++) {
        const epic_busy_note *note = epic_busy_note_at(busy, i);
        must(note->line >= line && strlen(note->words) > 0 && note->code[0] != 'E');
        line = note->line;
    }
}

static void read_as(const uint8_t *data, size_t size, bool holidays)
{
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    epic_busy *busy;
    options.from = epic_date_make(2021, 3, 1);
    options.to = epic_date_make(2021, 4, 30);
    options.zone = "Europe/Rome";
    options.owner = "office@example.org";
    options.holidays = holidays;
    int status = epic_busy_read(&busy, (const char *)data, size, NULL, &options, diags);
    must((status == EPIC_OK) == (busy != NULL));
    must((status == EPIC_OK) == (epic_diags_errors(diags) == 0));
    if (busy != NULL) {
        check(busy, &options);
    }
    epic_busy_unref(busy);
    epic_diags_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_as(data, size, false);
    read_as(data, size, true);
    return 0;
}
