/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How report.html looks. No < and no &: the page is XML as well. */
#ifndef EP_STYLE_H
#define EP_STYLE_H

extern const char ep_style[];

#endif
