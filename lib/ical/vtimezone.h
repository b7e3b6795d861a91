/* SPDX-License-Identifier: GPL-3.0-or-later */
/* VTIMEZONE (RFC 5545 section 3.6.5), as short as it can be. */
#ifndef EP_VTIMEZONE_H
#define EP_VTIMEZONE_H

#include "line.h"
#include "observance.h"

void ep_vtimezone(ep_lines *lines, const char *tzid, const ep_observance *list, size_t count);

#endif
