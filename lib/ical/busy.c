/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/busy.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "civil.h"
#include "diags.h"
#include "expand.h"
#include "holidays.h"
#include "reading.h"
#include "refcount.h"
#include "sized.h"

#define MOST_DAYS 20000
#define NOTES_SAID 20
#define PIECE 65536

struct epic_busy {
    ep_refcount count;
    ep_arena *arena;
    epic_busy_report report;
    epic_busy_time *times[2];
    size_t time_count[2];
    epic_busy_note *notes;
    size_t note_count;
};

/* Where the bytes come from. */
typedef struct source {
    const char *bytes; /* all of them, or NULL */
    size_t size;
    FILE *file;
    char *piece; /* room for a part of the file */
} source;

/* The next bytes, or none; NULL when the file fails. */
static const char *next_piece(source *from, size_t *n)
{
    if (from->file == NULL) {
        const char *bytes = from->bytes;
        *n = from->size;
        from->size = 0;
        return bytes;
    }
    *n = fread(from->piece, 1, PIECE, from->file);
    return ferror(from->file) ? NULL : from->piece;
}

/* ---- reading ---- */

static int read_ics(ep_collection *own, const ep_taker *taker, source *from, const char *bytes, size_t n)
{
    ep_intake *intake = ep_intake_new(taker, NULL);
    int status = intake == NULL ? EPIC_ENOMEM : EPIC_OK;
    while (status == EPIC_OK && n > 0) {
        status = ep_intake_feed(intake, bytes, n);
        bytes = status == EPIC_OK ? next_piece(from, &n) : bytes;
        status = bytes == NULL ? EPIC_EIO : status;
    }
    status = status == EPIC_OK ? ep_intake_end(intake) : status;
    ep_intake_free(intake);
    return status == EPIC_OK && own->remarks.lost ? EPIC_ENOMEM : status;
}

static int read_csv(ep_collection *own, source *from, const char *bytes, size_t n)
{
    ep_holidays holidays = {.into = own, .line = 1};
    int status = EPIC_OK;
    while (status == EPIC_OK && n > 0) {
        status = ep_holidays_feed(&holidays, bytes, n);
        bytes = status == EPIC_OK ? next_piece(from, &n) : bytes;
        status = bytes == NULL ? EPIC_EIO : status;
    }
    return status == EPIC_OK ? ep_holidays_end(&holidays) : status;
}

static int read_all(ep_collection *own, source *from)
{
    ep_taker taker;
    size_t n;
    int status = ep_collect_begin(own, &taker);
    const char *bytes = status == EPIC_OK ? next_piece(from, &n) : NULL;
    if (bytes == NULL) {
        return status == EPIC_OK ? EPIC_EIO : status;
    }
    status = own->holidays && ep_is_csv(bytes, n) ? read_csv(own, from, bytes, n) : read_ics(own, &taker, from, bytes, n);
    status = status == EPIC_OK ? ep_expand(own) : status;
    return status == EPIC_OK && own->remarks.lost ? EPIC_ENOMEM : status;
}

/* ---- the result ---- */

static bool keep_times(epic_busy *busy, const ep_collection *own, int which)
{
    const ep_intervals *from = &own->busy[which];
    epic_busy_time *times = ep_arena_array_of(busy->arena, from->count, epic_busy_time);
    for (size_t i = 0; i < from->count && times != NULL; i++) {
        const ep_origin *origin = &own->origins[from->list[i].origin];
        const char *uid = origin->uid != NULL ? ep_arena_strdup(busy->arena, origin->uid) : NULL;
        const char *name = origin->name != NULL ? ep_arena_strdup(busy->arena, origin->name) : NULL;
        if ((uid == NULL) != (origin->uid == NULL) || (name == NULL) != (origin->name == NULL)) {
            return false;
        }
        times[i] = (epic_busy_time){from->list[i].start, from->list[i].end, uid, name, origin->line};
    }
    busy->times[which] = times;
    busy->time_count[which] = from->count;
    return times != NULL;
}

static bool keep_notes(epic_busy *busy, const ep_remarks *remarks)
{
    busy->notes = ep_arena_array_of(busy->arena, remarks->kept, epic_busy_note);
    for (size_t i = 0; i < remarks->kept && busy->notes != NULL; i++) {
        busy->notes[i] = remarks->list[i];
        busy->notes[i].words = ep_arena_strdup(busy->arena, remarks->list[i].words);
        if (busy->notes[i].words == NULL) {
            return false;
        }
    }
    busy->note_count = remarks->kept;
    return busy->notes != NULL;
}

static int make(epic_busy **out, const ep_collection *own, const char *name)
{
    epic_busy *busy = calloc(1, sizeof *busy);
    ep_arena *arena = busy != NULL ? ep_arena_new() : NULL;
    if (arena == NULL) {
        free(busy);
        return EPIC_ENOMEM;
    }
    ep_ref_init(&busy->count);
    busy->arena = arena;
    busy->report = (epic_busy_report){ep_arena_strdup(arena, name), own->events, own->skipped, own->remarks.count};
    bool whole = busy->report.name != NULL && keep_times(busy, own, 0) && keep_times(busy, own, 1) &&
                 keep_notes(busy, &own->remarks);
    if (!whole) {
        epic_busy_unref(busy);
        return EPIC_ENOMEM;
    }
    *out = busy;
    return EPIC_OK;
}

/* The first notes; of a calendar that is none, the error alone. */
static void say(const ep_remarks *remarks, const char *name, bool refused, epic_diags *diags)
{
    size_t said = 0;
    for (size_t i = 0; i < remarks->kept && said < NOTES_SAID; i++) {
        const epic_busy_note *note = &remarks->list[i];
        if ((note->code[0] == 'E') == refused) {
            ep_diag(diags, note->code, name, (epic_place){note->line, 1}, NULL, "%s%s",
                    note->skipped ? "an entry is skipped: " : "", note->words);
            said++;
        }
    }
    if (!refused && remarks->count > said) {
        ep_diag(diags, "N619", name, (epic_place){0, 0}, NULL, "%zu more notes on this calendar are left out",
                remarks->count - said);
    }
}

/* ---- the call ---- */

static int open_home(ep_collection *own, const epic_busy_options *options, epic_diags *diags)
{
    ep_zone *zone;
    epic_instant other;
    int status = ep_zone_open(&zone, NULL, options->zone);
    if (status != EPIC_OK) {
        if (status != EPIC_ENOMEM) {
            ep_diag_plain(diags, "E503", "the time zone '%s' cannot be read on this machine", options->zone);
        }
        return status;
    }
    bool whole = ep_dial_of_zone(&own->home, own->arena, zone, (epic_instant)(own->from - 400) * EP_DAY,
                                 (epic_instant)(own->to + 3) * EP_DAY);
    ep_zone_close(zone);
    if (!whole) {
        return EPIC_ENOMEM;
    }
    ep_collect_midnight(own, own->from, &own->begin, &other);
    ep_collect_midnight(own, own->to + 1, &other, &own->end);
    return EPIC_OK;
}

static int read_source(epic_busy **out, source *from, const char *name, const epic_busy_options *options, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new();
    ep_collection *own = arena != NULL ? ep_arena_new_of(arena, ep_collection) : NULL;
    if (own == NULL) {
        ep_arena_free(arena);
        return EPIC_ENOMEM;
    }
    own->arena = arena;
    own->from = options->from;
    own->to = options->to;
    own->owner = options->owner;
    own->holidays = options->holidays;
    int status = open_home(own, options, diags);
    if (status == EPIC_OK) {
        status = read_all(own, from);
        ep_remarks_sort(&own->remarks);
    }
    if (status == EPIC_OK || status == EPIC_EINPUT) {
        say(&own->remarks, name, status == EPIC_EINPUT, diags);
    }
    status = status == EPIC_OK ? make(out, own, name) : status;
    ep_collect_free(own);
    ep_arena_free(arena);
    return status;
}

static bool take_options(epic_busy_options *known, const epic_busy_options *options)
{
    return options != NULL && ep_sized_take(known, options) && known->zone != NULL && known->from <= known->to &&
           known->from > -719000 && known->to < 2932000 && known->to - known->from < MOST_DAYS;
}

int epic_busy_read(epic_busy **out, const char *bytes, size_t size, const char *name, const epic_busy_options *options,
                   epic_diags *diags)
{
    epic_busy_options known = EPIC_BUSY_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if ((bytes == NULL && size > 0) || !take_options(&known, options)) {
        return EPIC_EARG;
    }
    source from = {.bytes = bytes != NULL ? bytes : "", .size = size};
    return read_source(out, &from, name != NULL ? name : "calendar", &known, diags);
}

/* A device or a pipe might never end. NULL: errno says why. */
static FILE *open_file(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return NULL;
    }
    if (!S_ISREG(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        return NULL;
    }
    return fopen(path, "rb");
}

int epic_busy_load(epic_busy **out, const char *path, const epic_busy_options *options, epic_diags *diags)
{
    epic_busy_options known = EPIC_BUSY_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL || !take_options(&known, options)) {
        return EPIC_EARG;
    }
    source from = {.file = open_file(path), .piece = malloc(PIECE)};
    int status = from.file == NULL ? EPIC_EIO : from.piece == NULL ? EPIC_ENOMEM : EPIC_OK;
    errno = status == EPIC_OK ? 0 : errno;
    status = status == EPIC_OK ? read_source(out, &from, path, &known, diags) : status;
    if (status == EPIC_EIO && (from.file == NULL || ferror(from.file))) {
        ep_diag_plain(diags, "E701", "cannot read %s: %s", path, ep_reading_error(errno));
    }
    if (from.file != NULL) {
        (void)fclose(from.file);
    }
    free(from.piece);
    return status;
}

epic_busy *epic_busy_ref(epic_busy *busy)
{
    if (busy != NULL) {
        ep_ref(&busy->count);
    }
    return busy;
}

void epic_busy_unref(epic_busy *busy)
{
    if (busy != NULL && ep_unref(&busy->count)) {
        ep_arena_free(busy->arena);
        free(busy);
    }
}

size_t epic_busy_times(const epic_busy *busy, epic_busy_class which)
{
    return busy != NULL && (unsigned)which < 2 ? busy->time_count[which] : 0;
}

const epic_busy_time *epic_busy_time_at(const epic_busy *busy, epic_busy_class which, size_t i)
{
    return i < epic_busy_times(busy, which) ? &busy->times[which][i] : NULL;
}

const epic_busy_report *epic_busy_get(const epic_busy *busy)
{
    return busy != NULL ? &busy->report : NULL;
}

const epic_busy_note *epic_busy_note_at(const epic_busy *busy, size_t i)
{
    return busy != NULL && i < busy->note_count ? &busy->notes[i] : NULL;
}
