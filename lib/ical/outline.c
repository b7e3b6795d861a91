/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outline.h"

static const char *const names[EP_OTHER_COMPONENT] = {"VCALENDAR", "VEVENT",   "VFREEBUSY", "VAVAILABILITY", "AVAILABLE",
                                                      "VTIMEZONE", "STANDARD", "DAYLIGHT",  "VTODO",         "VJOURNAL"};

static ep_component component_of(const char *name, size_t n)
{
    int c = 0;
    while (c < EP_OTHER_COMPONENT && !ep_same_word(name, n, names[c])) {
        c++;
    }
    return (ep_component)c;
}

/* Whether it stands in VCALENDAR and nowhere else. */
static bool is_top(ep_component component)
{
    return component != EP_AVAILABLE && component != EP_STANDARD && component != EP_DAYLIGHT && component != EP_OTHER_COMPONENT;
}

static void say(const ep_outline *outline, const char *code, uint32_t line, const char *words)
{
    outline->taker->say(outline->taker->user, code, line, words);
}

static bool is_wanted(const ep_outline *outline, ep_component component)
{
    return (outline->taker->components >> component & 1u) != 0;
}

bool ep_outline_wants(const ep_outline *outline)
{
    return outline->depth > 0 && outline->over == 0 && outline->open[outline->depth - 1].told;
}

bool ep_outline_in_calendar(const ep_outline *outline)
{
    return outline->depth == 1 && outline->over == 0 && outline->open[0].component == EP_VCALENDAR;
}

bool ep_outline_count(ep_outline *outline, uint32_t line)
{
    ep_open *open = &outline->open[outline->depth - 1];
    if (open->properties == outline->limits->properties) {
        if (!open->broken) {
            say(outline, "W613", line, "a component has too many properties");
        }
        open->broken = true;
        return false;
    }
    open->properties++;
    return true;
}

static int close_one(ep_outline *outline)
{
    const ep_open *open = &outline->open[--outline->depth];
    const ep_taker *taker = outline->taker;
    outline->over = 0;
    if (open->component == EP_VCALENDAR && !outline->versioned && !open->broken) {
        say(outline, "W613", open->line, "the calendar states no VERSION");
    }
    return open->told ? taker->end(taker->user, open->component, open->line, open->broken) : EPIC_OK;
}

/* Closes those that nobody has closed, until `depth` are left. Whose inner one is not closed may have lost lines to it, and is
 * broken too; a calendar is not. */
static int close_unclosed(ep_outline *outline, size_t depth)
{
    int status = EPIC_OK;
    while (outline->depth > depth && status == EPIC_OK) {
        ep_open *open = &outline->open[outline->depth - 1], *around = outline->depth > 1 ? open - 1 : NULL;
        say(outline, "W613", open->line,
            open->component == EP_VCALENDAR ? "the calendar is not closed" : "a component is not closed");
        open->broken = true;
        if (around != NULL && around->component != EP_VCALENDAR) {
            around->broken = true;
        }
        status = close_one(outline);
    }
    return status;
}

/* What stands in a calendar only closes what is open there; a calendar closes everything. */
static int make_way(ep_outline *outline, ep_component component)
{
    size_t base = outline->depth > 0 && outline->open[0].component == EP_VCALENDAR && component != EP_VCALENDAR;
    return is_top(component) ? close_unclosed(outline, base) : EPIC_OK;
}

/* Whether there is room for one more; says once where there is not. */
static bool has_room(ep_outline *outline, ep_component component, uint32_t line)
{
    if (outline->depth == EP_INTAKE_DEPTH) {
        if (!outline->deep) {
            say(outline, "W613", line, "components stand too deep in each other");
        }
        outline->deep = true;
        outline->over++;
        return false;
    }
    if (is_wanted(outline, component) && outline->components++ == outline->limits->components && !outline->full) {
        say(outline, "W613", line, "there are too many components: the rest is left out");
        outline->full = true;
    }
    return true;
}

int ep_outline_begin(ep_outline *outline, const char *name, size_t n, uint32_t line)
{
    ep_component component = component_of(name, n);
    int status = make_way(outline, component);
    if (status != EPIC_OK || !has_room(outline, component, line)) {
        return status;
    }
    if (outline->depth == 0 && component != EP_VCALENDAR && !outline->bare) {
        say(outline, "W613", line, "a component stands outside of a calendar");
        outline->bare = true;
    }
    ep_open *open = &outline->open[outline->depth++];
    *open = (ep_open){.component = component, .line = line, .told = is_wanted(outline, component) && !outline->full};
    for (size_t i = 0; i < n && i + 1 < sizeof open->name; i++) {
        open->name[i] = ep_upper(name[i]);
    }
    outline->any = outline->any || component != EP_OTHER_COMPONENT;
    outline->versioned = outline->versioned && component != EP_VCALENDAR;
    return open->told ? outline->taker->begin(outline->taker->user, component, line) : EPIC_OK;
}

int ep_outline_end(ep_outline *outline, const char *name, size_t n, uint32_t line)
{
    size_t clipped = n < EP_COMPONENT_NAME ? n : EP_COMPONENT_NAME - 1, at = outline->depth;
    while (at > 0 && !ep_same_word(name, clipped, outline->open[at - 1].name)) {
        at--;
    }
    if (outline->over > 0 && (at == 0 || !is_top(outline->open[at - 1].component))) {
        outline->over--;
        return EPIC_OK;
    }
    if (at == 0) {
        say(outline, "W613", line, "an END closes nothing");
        return EPIC_OK;
    }
    int status = close_unclosed(outline, at);
    return status == EPIC_OK ? close_one(outline) : status;
}

int ep_outline_finish(ep_outline *outline, uint32_t line)
{
    bool calendar = outline->depth > 0 && outline->open[0].component == EP_VCALENDAR;
    if (outline->depth > 0) {
        say(outline, "W613", line, "the file is cut short");
    }
    int status = close_unclosed(outline, calendar);
    if (status == EPIC_OK && calendar) {
        outline->open[0].broken = true;
        status = close_one(outline);
    }
    return status;
}
