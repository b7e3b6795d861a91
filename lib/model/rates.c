/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "diags.h"
#include "number.h"
#include "slurp.h"
#include "text.h"
#include "types.h"

#define MOST_BYTES ((size_t)64 * 1024)
#define MOST_COLUMNS 64
#define MOST_BANDS 1000

/* Fields are nodes, so that the readers of scalars take them. */
typedef struct table {
    ep_reader reader; /* of this file */
    char *next;       /* line, */
    uint32_t line;    /* whose number is one more */
    char separator[2]; /* what stands first in the first line, '\0' before that */
    char *room;       /* of the texts of fields: enough for all */
    size_t size;
    const char *names[MOST_COLUMNS]; /* of columns */
    size_t name_count;
    ep_node fields[MOST_COLUMNS]; /* of the line at hand */
    size_t field_count;
    epic_place end; /* of that line */
} table;

/* ---- lines ---- */

static uint32_t characters(const char *from, const char *to)
{
    uint32_t count = 0, character;
    for (; from < to; count++) {
        size_t size = ep_utf8_decode(from, (size_t)(to - from), &character);
        from += size == 0 ? 1 : size;
    }
    return count;
}

static void trim(ep_node *field, char *text)
{
    size_t lead = strspn(text, " "), n = strlen(text);
    while (n > lead && text[n - 1] == ' ') {
        n--;
    }
    text[n] = '\0';
    field->text = text + lead;
    field->place.column += (uint32_t)lead;
}

static void take_fields(table *own, const char *line)
{
    const char *at = line;
    uint32_t column = 1;
    for (own->field_count = 0; own->field_count < MOST_COLUMNS && *at != '\0'; own->field_count++) {
        const char *from = at;
        ep_node *field = &own->fields[own->field_count];
        *field = (ep_node){.kind = EP_NODE_SCALAR, .plain = true, .place = {own->line, column + (*at == '"')}};
        field->key = own->field_count < own->name_count ? own->names[own->field_count] : NULL;
        ep_csv_take(&at, own->separator, own->room, own->size);
        size_t used = strlen(own->room) + 1;
        trim(field, own->room);
        own->room += used;
        own->size -= used;
        column += characters(from, at);
    }
    own->end = (epic_place){own->line, column};
}

/* The fields of the next line that has any; false at the end. */
static bool next_line(table *own)
{
    while (*own->next != '\0') {
        char *line = own->next;
        size_t n = strcspn(line, "\r\n");
        own->next += n + (line[n] == '\r' && line[n + 1] == '\n') + (line[n] != '\0');
        own->line++;
        line[n] = '\0';
        if (line[0] != '#' && line[strspn(line, " " EP_CSV_SEPARATORS)] != '\0') {
            size_t first = strcspn(line, EP_CSV_SEPARATORS);
            own->separator[0] = own->separator[0] == '\0' ? line[first] : own->separator[0];
            take_fields(own, line);
            return true;
        }
    }
    return false;
}

/* ---- the file ---- */

static void cannot_use(ep_loader *loader, const ep_value *file, const char *why)
{
    ep_report(&loader->reader, "E338", file->at->place, NULL, "the table of rates %s", why);
}

static bool slurp(table *own, ep_loader *loader, const ep_value *file)
{
    ep_arena *scratch = loader->reader.scratch;
    const char *path = ep_path_beside(scratch, loader->reader.file, file->text);
    char *bytes = NULL;
    size_t size = 0;
    int status = path == NULL ? EPIC_ENOMEM : ep_slurp(&bytes, &size, path, MOST_BYTES, loader->reader.diags);
    size_t mark = bytes == NULL ? 0 : ep_mark_size(bytes, size);
    bool whole = size == 0 || memchr(bytes, 0, size) == NULL;
    const char *unfit = size > MOST_BYTES ? "is larger than 64 KiB" : whole ? NULL : "holds a NUL byte";
    if (status == EPIC_OK && unfit == NULL) {
        ep_diags_source(loader->reader.diags, path, bytes, size);
        own->reader = (ep_reader){.keep = scratch, .scratch = scratch, .file = path, .diags = loader->reader.diags};
        own->next = ep_arena_strndup(scratch, bytes + mark, size - mark);
        own->size = 3 * size + 5;
        own->room = ep_arena_array(scratch, own->size, 1);
        status = own->next == NULL || own->room == NULL ? EPIC_ENOMEM : EPIC_OK;
    } else if (status == EPIC_EIO || status == EPIC_OK) {
        cannot_use(loader, file, status == EPIC_OK ? unfit : "cannot be read");
        status = EPIC_EINPUT;
    }
    free(bytes);
    loader->reader.status = status == EPIC_ENOMEM ? status : loader->reader.status;
    return status == EPIC_OK;
}

static bool open_table(table *own, ep_loader *loader, const raw_rates *raw)
{
    own->name_count = 0;
    own->line = 0;
    if (!slurp(own, loader, &raw->file)) {
        return false;
    }
    if (!next_line(own)) {
        cannot_use(loader, &raw->file, "is empty");
        return false;
    }
    for (; own->name_count < own->field_count; own->name_count++) {
        own->names[own->name_count] = own->fields[own->name_count].text;
    }
    return true;
}

/* What was found in the file is of the programme, too. */
static bool close_table(table *own, ep_loader *loader)
{
    loader->reader.errors += own->reader.errors;
    loader->reader.status = own->reader.status != EPIC_OK ? own->reader.status : loader->reader.status;
    return own->reader.status == EPIC_OK && own->reader.errors == 0;
}

/* ---- columns ---- */

/* A column that every such table has; EPIC_NONE when it is reported. */
static size_t needed_column(table *own, const char *name)
{
    size_t column = ep_index_of(name, own->names, own->name_count);
    if (column == EPIC_NONE) {
        ep_report(&own->reader, "E338", own->fields[0].place, ep_suggest(&own->reader, name, own->names, own->name_count),
                  "the table of rates lacks the column '%s'", name);
    }
    return column;
}

/* The one that the programme names. */
static size_t named_column(table *own, ep_loader *loader, const ep_value *name)
{
    size_t column = ep_index_of(name->text, own->names, own->name_count);
    if (column == EPIC_NONE) {
        ep_report(&loader->reader, "E338", name->at->place,
                  ep_word_hint(&loader->reader, name->text, own->names, own->name_count),
                  "the table of rates has no column '%.80s'", name->text);
    }
    return column;
}

/* The field in a column of the line at hand; NULL when it is blank. */
static const ep_node *field_of(const table *own, size_t column)
{
    return column < own->field_count && own->fields[column].text[0] != '\0' ? &own->fields[column] : NULL;
}

/* The same where one is needed. */
static const ep_node *needed_field(table *own, size_t column)
{
    const ep_node *field = field_of(own, column);
    if (field == NULL) {
        ep_report(&own->reader, "E206", column < own->field_count ? own->fields[column].place : own->end, NULL,
                  "%s has no value in this line", own->names[column]);
    }
    return field;
}

static bool take_number(table *own, const ep_node *field, const ep_type *type, double *number)
{
    ep_value value;
    bool good = field != NULL && type->read(&own->reader, type, field, &value);
    *number = good ? value.number : *number;
    return good;
}

/* ---- fares ---- */

typedef struct band {
    double from, to, eur; /* to: INFINITY when it is open */
    epic_place place, end; /* of its lower and its upper limit */
} band;

/* False when its limits are not known. */
static bool take_band(table *own, const size_t columns[3], band *out)
{
    const ep_node *from = needed_field(own, columns[0]), *to = field_of(own, columns[1]), *eur = needed_field(own, columns[2]);
    *out = (band){.to = INFINITY, .place = own->end, .end = own->end};
    bool begins = take_number(own, from, &ep_type_km, &out->from);
    bool ends = to == NULL || take_number(own, to, &ep_type_km, &out->to);
    (void)take_number(own, eur, &ep_type_eur, &out->eur);
    out->place = from == NULL ? out->place : from->place;
    out->end = to == NULL ? out->end : to->place;
    if (begins && ends && out->to < out->from) {
        ep_report(&own->reader, "E339", out->end, NULL, "the band ends before it begins");
    }
    return begins && ends;
}

/* Limits may be whole kilometres (499, then 500) or one number (500, then 500). */
static void check_join(table *own, const band *before, const band *next)
{
    char end[EP_NUMBER_ROOM], begin[EP_NUMBER_ROOM];
    if (isinf(before->to)) {
        ep_report(&own->reader, "E339", before->place, "only the last band may have no upper limit",
                  "the band has no upper limit, and another one follows");
        return;
    }
    ep_format_double(before->to, end);
    ep_format_double(next->from, begin);
    if (next->from <= before->from || next->from < before->to) {
        ep_report(&own->reader, "E339", next->place, "the nearest band comes first, and each begins where the one before it ends",
                  "the band begins at %s km, and the one before it ends at %s km", begin, end);
    } else if (next->from > before->to + 1) {
        ep_report(&own->reader, "E339", next->place, NULL, "no band has the distances from %s to %s km", end, begin);
    }
}

static void take_fares(table *own, const size_t columns[3], epic_fare *fares, size_t *count)
{
    band before = {.to = INFINITY}, next;
    while (own->reader.status == EPIC_OK && own->reader.errors <= EP_ERRORS_MAX && next_line(own)) {
        if (!take_band(own, columns, &next)) {
            before.to = NAN; /* not known */
            continue;
        }
        if (*count == MOST_BANDS) {
            ep_report(&own->reader, "E207", next.place, NULL, "a table may have at most %d bands", MOST_BANDS);
            return;
        }
        if (*count > 0 && !isnan(before.to)) {
            check_join(own, &before, &next);
        }
        fares[(*count)++] = (epic_fare){next.from, next.eur};
        before = next;
    }
    if (*count == 0 && own->reader.errors == 0) {
        ep_report(&own->reader, "E207", own->fields[0].place, NULL, "the table has no bands");
    } else if (isfinite(before.to)) {
        ep_report(&own->reader, "E339", before.end, "leave this limit empty: the band then holds for all that is farther",
                  "the last band ends");
    }
}

void ep_read_fares(ep_loader *loader, const raw_rates *raw, epic_costs *costs)
{
    table *own = ep_arena_new_of(loader->reader.scratch, table);
    epic_fare *fares = ep_keep_array(loader, MOST_BANDS, sizeof *fares);
    if (own == NULL || fares == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    if (!open_table(own, loader, raw)) {
        return;
    }
    size_t columns[] = {needed_column(own, "band_min_km"), needed_column(own, "band_max_km"),
                        named_column(own, loader, &raw->column)};
    costs->fares = fares;
    if (columns[0] != EPIC_NONE && columns[1] != EPIC_NONE && columns[2] != EPIC_NONE) {
        take_fares(own, columns, fares, &costs->fare_count);
    }
    (void)close_table(own, loader);
}

/* ---- day rates ---- */

size_t ep_country_place(const char *code)
{
    return (size_t)(code[0] - 'A') * 26 + (size_t)(code[1] - 'A');
}

static void take_countries(table *own, const ep_node *field, double eur, double *rates)
{
    ep_value country;
    const char *at = field->text + strspn(field->text, " ,");
    for (size_t n; *at != '\0' && own->reader.status == EPIC_OK; at += n + strspn(at + n, " ,")) {
        n = strcspn(at, " ,");
        ep_node code = *field;
        code.place.column += characters(field->text, at);
        code.text = ep_arena_strndup(own->reader.scratch, at, n);
        own->reader.status = code.text == NULL ? EPIC_ENOMEM : own->reader.status;
        if (code.text == NULL || !ep_type_country.read(&own->reader, &ep_type_country, &code, &country)) {
            continue;
        }
        if (!isnan(rates[ep_country_place(code.text)])) {
            ep_report(&own->reader, "E339", code.place, NULL, "%s has a rate already", code.text);
        }
        rates[ep_country_place(code.text)] = eur;
    }
}

bool ep_read_day_rates(ep_loader *loader, const raw_rates *raw, double rates[EP_COUNTRY_CODES])
{
    table *own = ep_arena_new_of(loader->reader.scratch, table);
    if (own == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return false;
    }
    if (!open_table(own, loader, raw)) {
        return false;
    }
    size_t countries = needed_column(own, "countries"), column = named_column(own, loader, &raw->column);
    bool there = countries != EPIC_NONE && column != EPIC_NONE;
    while (there && own->reader.status == EPIC_OK && own->reader.errors <= EP_ERRORS_MAX && next_line(own)) {
        const ep_node *field = needed_field(own, countries), *eur = needed_field(own, column);
        double rate = 0;
        if (take_number(own, eur, &ep_type_eur, &rate) && field != NULL) {
            take_countries(own, field, rate, rates);
        }
    }
    return close_table(own, loader) && there;
}
