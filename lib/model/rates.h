/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of rates: CSV whose first line names the columns, of which some are asked for. Lines that begin with # are passed over,
 * as are empty ones. All that is wrong is reported, with its place in the table. */
#ifndef EP_RATES_H
#define EP_RATES_H

#include "loader.h"

/* Rates by country, NaN where there is none, at the place of its code. */
#define EP_COUNTRY_CODES ((size_t)26 * 26)
size_t ep_country_place(const char *code);

/* Bands of distances. A fare holds from the lower limit of its band to that of the next: 499.5 km are still 100-499. */
void ep_read_fares(ep_loader *loader, const raw_rates *raw, epic_costs *costs);
/* Countries, several of them in a line with blanks between. False when the table cannot be used. */
bool ep_read_day_rates(ep_loader *loader, const raw_rates *raw, double rates[EP_COUNTRY_CODES]);

#endif
