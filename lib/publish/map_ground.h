/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies under a map. */
#ifndef EP_MAP_GROUND_H
#define EP_MAP_GROUND_H

#include "html.h"
#include "projection.h"

void ep_map_ground(ep_page *page, const ep_projection *map);

#endif
