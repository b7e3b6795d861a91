/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that Windows, and with it Outlook and Exchange, give to time zones. */
#ifndef EP_WINDOWS_H
#define EP_WINDOWS_H

/* The IANA name for "W. Europe Standard Time" or for what people are shown, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, ..."; of
 * the latter the first place tells. Case does not count. NULL when there is no such name. */
const char *ep_windows_zone(const char *name);

#endif
