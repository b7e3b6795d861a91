/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an entry of the ledger is, as people are told of it. */
#ifndef EP_WHEN_H
#define EP_WHEN_H

#include <epic/ledger.h>

#include "writer.h"

/* "Mon 2021-05-10 to Wed 2021-05-12", "Mon 2021-03-08 09:00-10:30 UTC". */
void ep_put_when(ep_writer *writer, const epic_issued *entry);

#endif
