/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tzif.h"

#include <epic/diag.h>
#include <string.h>

#define HEADER 44
#define MAX_OFFSET (26 * 3600) /* RFC 9636 section 3.2: from -24:59:59 to 25:59:59 */

/* A block of data: its counts as in the header, and where its body lies. */
typedef struct block {
    uint32_t ut_count, standard_count, leap_count, change_count, clock_count, name_bytes;
    size_t width; /* bytes of a moment: 4 in version 1, else 8 */
    const uint8_t *body;
    size_t size;
} block;

static uint32_t u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int32_t s32(const uint8_t *p)
{
    uint32_t value = u32(p);
    return value <= INT32_MAX ? (int32_t)value : -(int32_t)(UINT32_MAX - value) - 1;
}

static int64_t moment(const uint8_t *p, size_t width)
{
    return width == 4 ? s32(p) : (int64_t)s32(p) * ((int64_t)1 << 32) + u32(p + 4);
}

static bool read_block(block *b, const uint8_t *bytes, size_t n, size_t width)
{
    uint64_t size;
    if (n < HEADER || memcmp(bytes, "TZif", 4) != 0) {
        return false;
    }
    *b = (block){u32(bytes + 20), u32(bytes + 24), u32(bytes + 28), u32(bytes + 32), u32(bytes + 36), u32(bytes + 40),
                 width, bytes + HEADER, 0};
    size = (uint64_t)b->change_count * (width + 1) + (uint64_t)b->clock_count * 6 + b->name_bytes
        + (uint64_t)b->leap_count * (width + 4) + b->standard_count + b->ut_count;
    if (size > n - HEADER) {
        return false;
    }
    b->size = (size_t)size;
    return true;
}

/* The names of clocks go into calendars, so nothing but what RFC 9636 recommends is let in. */
static bool fit_name(const char *name)
{
    size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-");
    return n > 0 && name[n] == '\0';
}

static int read_clocks(ep_tzif *zone, ep_arena *arena, const block *b)
{
    const uint8_t *p = b->body + b->change_count * (b->width + 1);
    ep_clock *clocks = ep_arena_array_of(arena, b->clock_count, ep_clock);
    char *names = ep_arena_array_of(arena, (size_t)b->name_bytes + 1, char);
    if (clocks == NULL || names == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(names, p + (size_t)b->clock_count * 6, b->name_bytes);
    for (uint32_t i = 0; i < b->clock_count; i++, p += 6) {
        if (p[5] >= b->name_bytes || !fit_name(names + p[5]) || s32(p) <= -MAX_OFFSET || s32(p) >= MAX_OFFSET) {
            return EPIC_EIO;
        }
        clocks[i] = (ep_clock){s32(p), p[4] != 0, names + p[5]};
    }
    zone->clocks = clocks;
    return EPIC_OK;
}

static int read_changes(ep_tzif *zone, ep_arena *arena, const block *b)
{
    const uint8_t *after = b->body + b->change_count * b->width;
    epic_instant *changes = ep_arena_array_of(arena, b->change_count, epic_instant);
    uint8_t *copy = ep_arena_array_of(arena, b->change_count, uint8_t);
    if (changes == NULL || copy == NULL) {
        return EPIC_ENOMEM;
    }
    for (uint32_t i = 0; i < b->change_count; i++) {
        changes[i] = moment(b->body + i * b->width, b->width);
        copy[i] = after[i];
        if (copy[i] >= b->clock_count || (i > 0 && changes[i] <= changes[i - 1])) {
            return EPIC_EIO;
        }
    }
    zone->changes = changes;
    zone->after = copy;
    zone->change_count = b->change_count;
    return EPIC_OK;
}

/* "\n" text "\n"; an empty text is no rule. */
static int read_footer(ep_tzif *zone, ep_arena *arena, const uint8_t *bytes, size_t n)
{
    const uint8_t *end = n > 1 && bytes[0] == '\n' ? memchr(bytes + 1, '\n', n - 1) : NULL;
    if (end == NULL) {
        return EPIC_EIO;
    }
    if (end == bytes + 1) {
        return EPIC_OK;
    }
    switch (ep_footer_parse(&zone->footer, arena, (const char *)bytes + 1, (size_t)(end - bytes) - 1)) {
    case EP_PARSED:
        zone->has_footer = true;
        return EPIC_OK;
    case EP_NO_MEMORY:
        return EPIC_ENOMEM;
    default:
        return EPIC_EIO;
    }
}

static int read_tables(ep_tzif *zone, ep_arena *arena, const block *b)
{
    int status;
    if (b->leap_count > 0) {
        return EPIC_EINPUT; /* counts leap seconds, as no calendar does */
    }
    if (b->clock_count == 0 || b->clock_count > 256) {
        return EPIC_EIO;
    }
    status = read_clocks(zone, arena, b);
    return status ? status : read_changes(zone, arena, b);
}

int ep_tzif_parse(ep_tzif *zone, ep_arena *arena, const uint8_t *bytes, size_t n)
{
    block b;
    size_t first;
    int status;
    *zone = (ep_tzif){0};
    if (n >= 4 && memcmp(bytes, "TZif", 4) != 0) {
        return EPIC_EINPUT;
    }
    if (!read_block(&b, bytes, n, 4)) {
        return EPIC_EIO;
    }
    if (bytes[4] < '2') {
        return read_tables(zone, arena, &b);
    }
    first = HEADER + b.size; /* version 1 comes first and is passed over */
    if (!read_block(&b, bytes + first, n - first, 8)) {
        return EPIC_EIO;
    }
    first += HEADER + b.size;
    status = read_tables(zone, arena, &b);
    return status ? status : read_footer(zone, arena, bytes + first, n - first);
}
