/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that the library holds in itself. */
#include <stdlib.h>
#include <string.h>

#include "rulebook.h"

const char *epic_holiday_country(size_t i)
{
    size_t count = 0;
    while (ep_built_in[count].country != NULL) {
        count++;
    }
    return i < count ? ep_built_in[i].country : NULL;
}

int epic_holiday_rules_of(epic_holiday_rules **out, const char *country)
{
    const ep_rulebook *book = ep_built_in;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (country == NULL) {
        return EPIC_EARG;
    }
    while (book->country != NULL && strcmp(book->country, country) != 0) {
        book++;
    }
    if (book->country == NULL) {
        return EPIC_EINPUT;
    }
    epic_holiday_rules *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&made->count);
    made->book = *book;
    *out = made;
    return EPIC_OK;
}
