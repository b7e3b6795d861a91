/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halves (limited.h) that a solution with fractions violates. */
#ifndef EP_PARITY_H
#define EP_PARITY_H

#include "relax.h"

/* Adds rows for some, if there are. EPIC_OK, EPIC_ENOMEM or what the programme says. */
int ep_add_halves(ep_relax *relax);

#endif
