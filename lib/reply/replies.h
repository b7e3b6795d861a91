/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that were read. */
#ifndef EP_REPLIES_H
#define EP_REPLIES_H

#include <epic/reply.h>

/* Whether anything was taken, so that the ledger is another. */
bool ep_replies_changed(const epic_replies *replies);

#endif
