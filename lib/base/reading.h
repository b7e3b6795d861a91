/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a file cannot be read. */
#ifndef EP_READING_H
#define EP_READING_H

/* A few words for a number of errno; static, whatever the locale. */
const char *ep_reading_error(int number);

#endif
