/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How components stand in each other: what BEGIN and END open and close, and what is to be thought of those that do not fit. */
#ifndef EP_OUTLINE_H
#define EP_OUTLINE_H

#include "reader.h"

#define EP_COMPONENT_NAME 32

typedef struct ep_open {
    ep_component component;
    bool told, broken; /* told: to the taker */
    uint32_t line, properties;
    char name[EP_COMPONENT_NAME]; /* upper case, clipped */
} ep_open;

typedef struct ep_outline {
    const ep_taker *taker;
    const ep_intake_limits *limits;
    ep_open open[EP_INTAKE_DEPTH];
    size_t depth, over; /* over: open ones beyond the depth */
    uint32_t components;
    bool any, bare, deep, full, versioned;
} ep_outline;

/* BEGIN and END of a component; the name as written. Status as of the taker. */
int ep_outline_begin(ep_outline *outline, const char *name, size_t n, uint32_t line);
int ep_outline_end(ep_outline *outline, const char *name, size_t n, uint32_t line);
/* The file is at its end: what is open is broken. */
int ep_outline_finish(ep_outline *outline, uint32_t line);
/* Whether the properties of the innermost component are wanted. */
bool ep_outline_wants(const ep_outline *outline);
/* One more of them; false, once said, when there are too many: the component is then broken. */
bool ep_outline_count(ep_outline *outline, uint32_t line);
/* Whether it stands directly in VCALENDAR, where VERSION does. */
bool ep_outline_in_calendar(const ep_outline *outline);

#endif
