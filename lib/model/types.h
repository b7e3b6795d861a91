/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalars of a programme: dates, durations, office hours, zones, countries, languages. The reader's `user` is an ep_zones. */
#ifndef EP_TYPES_H
#define EP_TYPES_H

#include "schema.h"

extern const ep_type ep_type_date;     /* value.date */
extern const ep_type ep_type_start;    /* value.date, value.minute: a day or a moment */
extern const ep_type ep_type_duration; /* value.span */
extern const ep_type ep_type_hours;    /* value.other: an epic_hours */
extern const ep_type ep_type_zone, ep_type_country, ep_type_region, ep_type_language; /* value.text */
extern const ep_type ep_type_address, ep_type_link; /* value.text */
extern const ep_type ep_type_km, ep_type_eur; /* value.number: of a fare or a rate */
extern const ep_type ep_type_spoken; /* value.text: a language of the catalogue */

#endif
