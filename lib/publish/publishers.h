/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function a form: a plan in, bytes out. `options` are complete: issued_at is set, and so is
 * `ledger` to that of this issue where a form shows what is in it. The caller ends the writer and looks at
 * its sticky status; a publisher returns EPIC_OK or its own failure (EPIC_ENOMEM, EPIC_EINPUT). */
#ifndef EP_PUBLISHERS_H
#define EP_PUBLISHERS_H

#include <epic/publish.h>

#include "writer.h"

typedef int ep_publisher(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags);

/* Also of a pairing that has no plan (NULL). */
int ep_publish_page(const epic_pairing *pairing, const epic_plan *plan, const epic_publish_options *options, ep_writer *writer,
                    epic_diags *diags);
/* Whether a page knows a section, be it one of a plan or of a pairing alone. */
bool ep_html_has_section(const char *id, bool planned);

ep_publisher ep_publish_text, ep_publish_colour, ep_publish_json, ep_publish_yaml, ep_publish_html, ep_publish_ics;

#endif
