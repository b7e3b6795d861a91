/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a file for the kinds and modes of events, in the order of their enums. */
#ifndef EP_WORDS_H
#define EP_WORDS_H

#include <epic/programme.h>

#define EP_MODES 3
#define EP_EXCHANGE_KINDS 6 /* the first of them; the others are joint */

extern const char *const ep_kind_words[EPIC_KINDS];
extern const char *const ep_mode_words[EP_MODES];

/* How an event of this kind is held unless stated. */
epic_mode ep_kind_mode(epic_kind kind);
/* Whether it has a length in whole days, never in minutes. */
bool ep_kind_in_days(epic_kind kind);

#endif
