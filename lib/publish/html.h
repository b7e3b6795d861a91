/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page in the making: what it shows and the pieces it is written of. Its sections are a file each. The page is XML as well as
 * HTML, holds no script and fetches nothing. */
#ifndef EP_HTML_H
#define EP_HTML_H

#include "html_text.h"
#include "view.h"
#include "writer.h"

/* Why a city cannot on a day. */
typedef enum ep_off_kind { EP_OFF_BLOCKED, EP_OFF_AWAY, EP_OFF_HOLIDAY, EP_OFF_BUSY, EP_OFF_MAYBE, EP_OFF_AVOID } ep_off_kind;

typedef struct ep_off {
    ep_off_kind kind;
    size_t city;               /* EPIC_NONE: of a country, or of everybody */
    epic_date first, last;     /* both inclusive, inside the programme */
    const char *why;           /* or NULL */
    const epic_blocked *block; /* or NULL */
} ep_off;

typedef struct ep_page {
    ep_view view;
    ep_writer *out;
    size_t city;              /* whose page it is, with nothing of others; EPIC_NONE: the coordinator's, with everything */
    const char *section;      /* which is all that it shows; NULL: every section */
    size_t *pairs;            /* those shown, ascending; people call the first 1 */
    size_t pair_count;
    const epic_event **events; /* those shown, as the plan has them */
    size_t event_count;
    bool *cities;             /* of each city whether it is shown */
    ep_off *offs;             /* by city, kind and day */
    size_t off_count, off_left_out;
    const char *const *wishes; /* of cities, a line each; on the page of everything alone */
    size_t wish_count;
    bool large;               /* pictures are summed up and tables keep to the essential */
} ep_page;

/* plan: NULL: there is none. The options say whose page it is, and the section. */
int ep_page_open(ep_page *page, const epic_pairing *pairing, const epic_plan *plan, const epic_publish_options *options,
                 ep_writer *out, epic_diags *diags);
int ep_page_close(ep_page *page);
/* What cities have asked for by a ledger, which may be NULL. */
void ep_page_wishes(ep_page *page, const epic_ledger *issued);
/* Reads the days off; a part of opening. */
void ep_page_offs(ep_page *page);

/* Whether a city has any pair that is shown; whether two are one, in either order. */
bool ep_page_paired(const ep_page *page, size_t city);
bool ep_page_are_pair(const ep_page *page, size_t guest, size_t host);
/* Whether something without a date is shown, and how many are. */
bool ep_page_misses(const ep_page *page, const epic_unscheduled *missing);
size_t ep_page_missing(const ep_page *page);

/* ---- pieces ---- */

/* Text; what no page can hold becomes a replacement character. */
void ep_html_text(const ep_page *page, const char *text);
/* Markup before and after a text. */
void ep_html_in(const ep_page *page, const char *open, const char *text, const char *close);
void ep_html_say(const ep_page *page, const char *open, ep_say id, const char *close);
/* A text with its places filled. */
void ep_html_filled(ep_page *page, const char *open, ep_say id, const ep_arg *args, size_t count, const char *close);
#define ep_html_fill(page, open, id, close, ...) \
    ep_html_filled((page), (open), (id), (const ep_arg[]){__VA_ARGS__}, sizeof((const ep_arg[]){__VA_ARGS__}) / sizeof(ep_arg), \
                   (close))

/* A text of at most so many cells, "..." at its end when it was longer; it lives as long as the page. */
const char *ep_html_clipped(ep_page *page, const char *text, size_t cells);
void ep_html_day(const ep_page *page, epic_date date);
/* Names keep their own direction of writing, whatever stands beside them. */
void ep_html_name(const ep_page *page, size_t city);
void ep_html_pair(const ep_page *page, size_t pair);
/* A length in tenths of the unit of a picture. */
void ep_html_tenths(const ep_page *page, int64_t tenths);
/* " x=\"12.5\"" */
void ep_html_length(const ep_page *page, const char *name, int64_t tenths);

/* "12 480 EUR"; it lives as long as the page. */
const char *ep_html_euro(ep_page *page, double amount);
/* Decimal digits that live as long as the page. */
const char *ep_html_digits(ep_page *page, size_t number);

/* <section> with a heading that names it; it ends with "</section>\n". */
void ep_html_section(const ep_page *page, const char *id, ep_say title);
/* <table>, its caption and the row of its headings. */
void ep_html_table(const ep_page *page, ep_say caption, const ep_say *columns, size_t count);
#define ep_html_columns(page, caption, ...) \
    ep_html_table((page), (caption), (const ep_say[]){__VA_ARGS__}, sizeof((const ep_say[]){__VA_ARGS__}) / sizeof(ep_say))
/* <td>, which says its heading itself where there is no room for columns; class: "" for none. */
void ep_html_cell(const ep_page *page, const char *class, ep_say label);
/* <div> in which a picture or table that is wider than the screen moves, named by the element of the id `labelled`. */
void ep_html_scroll(const ep_page *page, const char *class, const char *labelled);
/* <svg>, `width` by `height` units, named and described by <title id="ID-name-PART"> and <desc id="ID-what-PART">, which
 * follow. */
void ep_html_picture(const ep_page *page, const char *id, size_t part, int width, int height);

/* ---- sections ---- */

void ep_html_pairs(ep_page *page);
void ep_html_benefit(ep_page *page);
void ep_html_map(ep_page *page);
void ep_html_timeline(ep_page *page);
void ep_html_lanes(ep_page *page);  /* each event */
void ep_html_months(ep_page *page); /* how many a month */
void ep_html_offs(ep_page *page);
void ep_html_dates(ep_page *page);
void ep_html_open(ep_page *page);
void ep_html_wishes(ep_page *page);
void ep_html_planned(ep_page *page);
bool ep_html_has_planned(const ep_page *page);
void ep_html_budget(ep_page *page);
bool ep_html_has_budget(const ep_page *page);
void ep_html_proof(ep_page *page);
void ep_html_calendars(ep_page *page);
bool ep_html_has_calendars(const ep_page *page);
void ep_html_reading(ep_page *page);

#endif
