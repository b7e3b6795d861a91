/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the cities' calendars, a line each. */
#ifndef EP_CALENDAR_LIST_H
#define EP_CALENDAR_LIST_H

#include <epic/calendars.h>

#include "json.h"
#include "paint.h"

void ep_put_calendars(ep_writer *writer, const epic_calendars *calendars, const ep_paint *paint);
void ep_json_calendars(ep_json *json, const char *key, const epic_calendars *calendars);

#endif
