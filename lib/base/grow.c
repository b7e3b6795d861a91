/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool ep_grow(void **items, size_t *room, size_t need, size_t size)
{
    if (need <= *room) {
        return true;
    }
    size_t wanted = *room > SIZE_MAX / 2 ? need : 2 * *room;
    wanted = wanted < 8 ? 8 : wanted;
    wanted = wanted < need ? need : wanted;
    if (wanted > SIZE_MAX / size) {
        return false;
    }
    /* By memcpy, because what items points to is in truth a pointer of another type. */
    void *memory;
    memcpy(&memory, items, sizeof memory);
    memory = realloc(memory, wanted * size);
    if (memory == NULL) {
        return false;
    }
    memcpy(items, &memory, sizeof memory);
    *room = wanted;
    return true;
}
