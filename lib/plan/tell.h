/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why each task has the date that it has, or none: the rules of the days before it are asked again. */
#ifndef EP_TELL_H
#define EP_TELL_H

#include "desk.h"

/* Sets `why` of every task. EPIC_OK or EPIC_ENOMEM. */
int ep_tell(ep_desk *desk);

#endif
