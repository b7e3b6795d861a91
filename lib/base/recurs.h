/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a joint event recurs: it is then one series of occurrences, in calendars one entry with a rule. */
#ifndef EP_RECURS_H
#define EP_RECURS_H

#include <epic/programme.h>

static inline bool ep_recurs(const epic_joint_event *event)
{
    return event != NULL && (event->every.months > 0 || event->every.days > 0);
}

#endif
