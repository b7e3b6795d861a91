/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sized.h"

#include <string.h>

static size_t size_of(const void *options)
{
    size_t size;
    memcpy(&size, options, sizeof size);
    return size;
}

bool ep_sized_take(void *known, const void *given)
{
    if (given == NULL) {
        return true;
    }
    const unsigned char *bytes = given;
    size_t room = size_of(known), size = size_of(given);
    if (size < sizeof size) {
        return false;
    }
    for (size_t i = room; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    memcpy((unsigned char *)known + sizeof size, bytes + sizeof size, (size < room ? size : room) - sizeof size);
    return true;
}
