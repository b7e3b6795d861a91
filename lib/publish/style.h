/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How report.html looks. No < and no &: the page is XML as well. */
#ifndef EP_STYLE_H
#define EP_STYLE_H

/* Parts, one after the other; NULL ends them. */
extern const char *const ep_style[];
/* The hatches that tell days apart where colours do not; in the page once, before any picture. */
extern const char ep_patterns[];

#endif
