/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays as CSV: the header `date,name`, then a line for each, such as `2021-12-25,"Christmas"`. Also with semicolons or tabs.
 * What stands behind the name is passed over, as are empty lines and those that begin with #. */
#ifndef EP_HOLIDAYS_H
#define EP_HOLIDAYS_H

#include "collect.h"

#define EP_HOLIDAY_LINE 1024 /* what is longer is clipped */

typedef struct ep_holidays {
    ep_collection *into;
    uint32_t line; /* from 1 */
    size_t used;
    char text[EP_HOLIDAY_LINE];
} ep_holidays;

/* Whether a file that begins with these bytes is of this form. */
bool ep_is_csv(const char *bytes, size_t n);
/* The next bytes, in pieces of any size. EPIC_OK or EPIC_ENOMEM. */
int ep_holidays_feed(ep_holidays *own, const char *bytes, size_t n);
int ep_holidays_end(ep_holidays *own);

#endif
