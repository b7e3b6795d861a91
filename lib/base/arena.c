/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK ((size_t)4096)
#define LAST_CHUNK ((size_t)256 * 1024)

typedef struct chunk {
    struct chunk *next;
    size_t used, size;
    max_align_t data[];
} chunk;

struct ep_arena {
    chunk *head; /* the one that is being filled */
};

ep_arena *ep_arena_new(void)
{
    return calloc(1, sizeof(ep_arena));
}

void ep_arena_free(ep_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (chunk *next, *c = arena->head; c != NULL; c = next) {
        next = c->next;
        free(c);
    }
    free(arena);
}

/* Chunks double, so that a value of any size costs a number of calls that grows with its logarithm. What needs more has one of
 * its own, behind the one that is being filled. */
static chunk *add_chunk(ep_arena *arena, size_t need)
{
    size_t size = arena->head == NULL ? FIRST_CHUNK : 2 * arena->head->size;
    size = size > LAST_CHUNK ? LAST_CHUNK : size;
    bool own = size < need && arena->head != NULL;
    size = size < need ? need : size;
    chunk *c = calloc(1, sizeof(chunk) + size);
    if (c == NULL) {
        return NULL;
    }
    c->size = size;
    if (own) {
        c->next = arena->head->next;
        arena->head->next = c;
    } else {
        c->next = arena->head;
        arena->head = c;
    }
    return c;
}

void *ep_arena_array(ep_arena *arena, size_t count, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    if (size > 0 && count > (SIZE_MAX - LAST_CHUNK) / size) {
        return NULL;
    }
    size_t need = (count * size + unit - 1) / unit * unit;
    need = need == 0 ? unit : need;
    chunk *c = arena->head;
    if (c == NULL || c->size - c->used < need) {
        c = add_chunk(arena, need);
        if (c == NULL) {
            return NULL;
        }
    }
    void *memory = (char *)c->data + c->used;
    c->used += need;
    return memory;
}

char *ep_arena_strndup(ep_arena *arena, const char *text, size_t n)
{
    char *copy = n == SIZE_MAX ? NULL : ep_arena_array(arena, n + 1, 1);
    if (copy != NULL && n > 0) {
        memcpy(copy, text, n);
    }
    return copy;
}

char *ep_arena_strdup(ep_arena *arena, const char *text)
{
    return ep_arena_strndup(arena, text, strlen(text));
}

char *ep_arena_printf(ep_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : ep_arena_array(arena, (size_t)n + 1, 1);
    if (text != NULL) {
        va_start(args, format);
        vsnprintf(text, (size_t)n + 1, format, args);
        va_end(args);
    }
    return text;
}
