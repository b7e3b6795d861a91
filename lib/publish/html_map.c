/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the cities lie, and which are pairs: a picture, and the table of the cities. */

#include "html.h"
#include "map_ground.h"
#include "map_labels.h"
#include "text.h"

#define NAMES_MOST 150 /* cities; of more none is named in the picture */
#define NUMBERS_MOST 60 /* pairs */
#define NAME_CELLS 26
#define CELL 68 /* of a character of a name, in tenths */

typedef struct map {
    ep_page *page;
    ep_projection at;
    size_t *cities; /* those with a location */
    size_t city_count;
    ep_dot *dots; /* of all cities by index; used for those with a location */
    ep_label *labels; /* by place in `cities` */
    ep_line *lines;
    size_t line_count;
    ep_ground ground;
} map;

static void *room_for(ep_page *page, size_t count, size_t size)
{
    void *room = ep_arena_array(page->view.arena, count, size);
    page->view.status = room == NULL ? EPIC_ENOMEM : page->view.status;
    return room;
}

static bool has_dot(const ep_page *page, size_t city)
{
    return page->cities[city] && epic_programme_city(page->view.programme, city)->has_location;
}

/* Whether there was memory; none of the cities needs to have a location. */
static bool survey(map *out)
{
    ep_page *page = out->page;
    size_t count = epic_programme_cities(page->view.programme);
    ep_spot *spots = room_for(page, count, sizeof *spots);
    double *sorted = room_for(page, count, sizeof *sorted);
    out->cities = room_for(page, count, sizeof *out->cities);
    out->dots = room_for(page, count, sizeof *out->dots);
    out->labels = room_for(page, count, sizeof *out->labels);
    out->lines = room_for(page, page->pair_count, sizeof *out->lines);
    out->ground.taken = room_for(page, 2 * count + page->pair_count, sizeof *out->ground.taken);
    if (page->view.status != EPIC_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const epic_city *city = epic_programme_city(page->view.programme, i);
        if (has_dot(page, i)) {
            spots[out->city_count] = (ep_spot){city->latitude, city->longitude};
            out->cities[out->city_count++] = i;
        }
    }
    if (out->city_count > 0) {
        ep_projection_fit(&out->at, spots, out->city_count, sorted);
    }
    for (size_t i = 0; i < out->city_count; i++) {
        out->dots[out->cities[i]] = ep_project(&out->at, spots[i].latitude, spots[i].longitude);
    }
    return true;
}

static void put_dot_at(const ep_page *page, const char *x, const char *y, ep_dot dot)
{
    ep_html_length(page, x, dot.x);
    ep_html_length(page, y, dot.y);
}

static void put_lines(map *out)
{
    ep_page *page = out->page;
    for (size_t i = 0; i < page->pair_count; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        if (!has_dot(page, pair->a) || !has_dot(page, pair->b)) {
            continue;
        }
        ep_line line = {out->dots[pair->a], out->dots[pair->b]};
        out->lines[out->line_count++] = line;
        ep_put(page->out, "<line class=\"pair\"");
        put_dot_at(page, "x1", "y1", line.a);
        put_dot_at(page, "x2", "y2", line.b);
        ep_put(page->out, page->large ? "/>\n" : "><title>");
        if (!page->large) {
            ep_html_in(page, "", ep_view_pair(&page->view, page->pairs[i]), "</title></line>\n");
        }
    }
    out->ground.lines = out->lines;
    out->ground.line_count = out->line_count;
}

/* An arrow head in the middle of a line, towards the host. */
static void put_arrow(const ep_page *page, ep_dot at, ep_line line)
{
    int64_t dx = line.b.x - line.a.x, dy = line.b.y - line.a.y, far = 1;
    while (far * far < dx * dx + dy * dy) {
        far += far < 16 ? 1 : far / 16;
    }
    ep_put(page->out, "<path class=\"arrow\" d=\"M");
    const int64_t corners[3][2] = {{190, 0}, {95, 75}, {95, -75}};
    for (int i = 0; i < 3; i++) {
        ep_html_tenths(page, at.x + (corners[i][0] * dx - corners[i][1] * dy) / far);
        ep_put_char(page->out, ' ');
        ep_html_tenths(page, at.y + (corners[i][0] * dy + corners[i][1] * dx) / far);
        ep_put(page->out, i < 2 ? "L" : "z\"/>\n");
    }
}

/* The number of a pair stands on its line where there is room, in the middle if it can be. */
static void put_number(map *out, size_t number, ep_line line)
{
    static const int places[] = {50, 42, 58, 34, 66, 27, 73};
    ep_dot at = {0, 0};
    ep_box box = {0, 0, 0, 0};
    bool free = false;
    for (size_t i = 0; i < sizeof places / sizeof *places && !free; i++) {
        at = (ep_dot){line.a.x + (line.b.x - line.a.x) * places[i] / 100, line.a.y + (line.b.y - line.a.y) * places[i] / 100};
        box = (ep_box){at.x - 85, at.y - 85, at.x + 85, at.y + 85};
        free = ep_box_free(&out->ground, &box);
    }
    if (!free) {
        return;
    }
    out->ground.taken[out->ground.taken_count++] = box;
    if (!out->page->view.mutual) {
        put_arrow(out->page, at, line);
    }
    ep_put(out->page->out, "<circle class=\"badge\" r=\"8.5\"");
    put_dot_at(out->page, "cx", "cy", at);
    ep_put(out->page->out, "/><text class=\"badge\"");
    put_dot_at(out->page, "x", "y", (ep_dot){at.x, at.y + 38});
    ep_putf(out->page->out, ">%zu</text>\n", number);
}

static void put_numbers(map *out)
{
    ep_page *page = out->page;
    size_t line = 0;
    for (size_t i = 0; i < out->city_count; i++) { /* no number upon a city */
        ep_dot dot = out->dots[out->cities[i]];
        out->ground.taken[out->ground.taken_count++] = (ep_box){dot.x - 60, dot.y - 60, dot.x + 60, dot.y + 60};
    }
    for (size_t i = 0; i < page->pair_count; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        if (has_dot(page, pair->a) && has_dot(page, pair->b)) {
            put_number(out, i + 1, out->lines[line++]);
        }
    }
}

static void put_name(const map *out, size_t i)
{
    const ep_page *page = out->page;
    const ep_label *label = &out->labels[i];
    ep_dot dot = label->dot;
    int32_t middle = (label->box.top + label->box.bottom) / 2;
    if (label->led) {
        int32_t near = dot.x < label->box.left ? label->box.left : dot.x > label->box.right ? label->box.right : dot.x;
        ep_put(page->out, "<line class=\"lead\"");
        put_dot_at(page, "x1", "y1", dot);
        int32_t y = near != dot.x ? middle : middle < dot.y ? label->box.bottom : label->box.top;
        put_dot_at(page, "x2", "y2", (ep_dot){near, y});
        ep_put(page->out, "/>");
    }
    bool right = label->box.left > dot.x, left = label->box.right < dot.x;
    int32_t x = right ? label->box.left : left ? label->box.right : (label->box.left + label->box.right) / 2;
    ep_put(page->out, right ? "<text class=\"city right\"" : left ? "<text class=\"city left\"" : "<text class=\"city\"");
    put_dot_at(page, "x", "y", (ep_dot){x, middle + 42});
    ep_html_in(page, ">", ep_html_clipped(out->page, ep_view_name(&page->view, out->cities[i]), NAME_CELLS), "</text>\n");
}

/* A disc, or for a city without a partner a square. */
static void put_spot(const map *out, size_t city)
{
    const ep_page *page = out->page;
    ep_dot dot = out->dots[city];
    if (ep_page_paired(page, city)) {
        ep_put(page->out, "<circle class=\"city\" r=\"4.5\"");
        put_dot_at(page, "cx", "cy", dot);
    } else {
        ep_put(page->out, "<rect class=\"alone\" width=\"8\" height=\"8\"");
        put_dot_at(page, "x", "y", (ep_dot){dot.x - 40, dot.y - 40});
    }
    ep_html_in(page, "><title>", ep_view_name(&page->view, city), ep_page_paired(page, city) ? "</title></circle>\n"
                                                                                              : "</title></rect>\n");
}

static void put_names(map *out)
{
    bool named = out->city_count <= NAMES_MOST;
    for (size_t i = 0; i < out->city_count; i++) {
        size_t cells = ep_text_width(ep_view_name(&out->page->view, out->cities[i]));
        int32_t shown = (int32_t)(cells < NAME_CELLS ? cells : NAME_CELLS);
        out->labels[i] = (ep_label){.dot = out->dots[out->cities[i]], .width = named ? shown * CELL + 20 : 0};
    }
    ep_place_labels(&out->ground, out->labels, out->city_count);
    for (size_t i = 0; i < out->city_count; i++) {
        put_spot(out, out->cities[i]);
        if (out->labels[i].placed) {
            put_name(out, i);
        }
    }
}

static void put_key(const ep_page *page, const char *shape, ep_say id)
{
    ep_putf(page->out, "<li><svg aria-hidden=\"true\" viewBox=\"0 0 24 16\">%s</svg> ", shape);
    ep_html_say(page, "", id, "</li>\n");
}

static void put_keys(const map *out)
{
    const ep_page *page = out->page;
    bool alone = false;
    for (size_t i = 0; i < out->city_count; i++) {
        alone = alone || !ep_page_paired(page, out->cities[i]);
    }
    ep_put(page->out, "<ul class=\"keys\">\n");
    put_key(page, "<circle class=\"city\" cx=\"12\" cy=\"8\" r=\"4.5\"/>", EP_SAY_MAP_PAIRED);
    if (alone) {
        put_key(page, "<rect class=\"alone\" x=\"8\" y=\"4\" width=\"8\" height=\"8\"/>", EP_SAY_MAP_ALONE);
    }
    if (page->view.mutual) {
        put_key(page, "<line class=\"pair\" x1=\"0\" y1=\"8\" x2=\"24\" y2=\"8\"/>", EP_SAY_MAP_LINE);
    } else {
        put_key(page, "<line class=\"pair\" x1=\"0\" y1=\"8\" x2=\"16\" y2=\"8\"/><path class=\"arrow\" "
                      "d=\"M24 8L14 2L14 14z\"/>", EP_SAY_MAP_ARROW);
    }
    ep_html_say(page, "</ul>\n<p class=\"note\">", EP_SAY_MAP_OUTLINE, "</p>\n");
}

/* Those of whom something is true, in one sentence. */
static void put_list(ep_page *page, ep_say id, const size_t *cities, size_t count)
{
    if (count > 0) {
        bool many = count > NAMES_MOST;
        const char *list = many ? ep_view_count(&page->view, count, "city", "cities") : ep_view_who(&page->view, cities, count);
        ep_html_fill(page, "<p class=\"note\">", id, "</p>\n", {"cities", list});
    }
}

static void put_left_out(map *out)
{
    ep_page *page = out->page;
    size_t count = 0, cities = epic_programme_cities(page->view.programme);
    size_t *left = room_for(page, cities, sizeof *left);
    if (left == NULL) {
        return;
    }
    for (size_t i = 0; i < out->city_count; i++) {
        if (!out->labels[i].placed) {
            left[count++] = out->cities[i];
        }
    }
    put_list(page, EP_SAY_MAP_UNNAMED, left, count);
    count = 0;
    for (size_t i = 0; i < cities; i++) {
        if (page->cities[i] && !has_dot(page, i)) {
            left[count++] = i;
        }
    }
    put_list(page, EP_SAY_MAP_MISSING, left, count);
}

static void put_picture(map *out)
{
    ep_page *page = out->page;
    out->ground.width = 10 * EP_MAP_WIDTH;
    out->ground.height = 10 * out->at.height;
    ep_html_scroll(page, "map", "map-name-1");
    ep_html_picture(page, "map", 1, EP_MAP_WIDTH, out->at.height);
    ep_html_say(page, "<title id=\"map-name-1\">", EP_SAY_MAP_TITLE, "</title>");
    ep_html_fill(page, "<desc id=\"map-what-1\">", EP_SAY_MAP_DESCRIPTION, "</desc>\n",
                 {"cities", ep_view_count(&page->view, out->city_count, "city", "cities")});
    ep_map_ground(page, &out->at);
    put_lines(out);
    if (page->pair_count <= NUMBERS_MOST) {
        put_numbers(out);
    }
    put_names(out);
    ep_put(page->out, "</svg>\n</div>\n");
    put_keys(out);
    put_left_out(out);
}

/* ---- the table ---- */

static void put_degrees(const ep_page *page, double degrees, ep_say up, ep_say down)
{
    ep_put_fixed(page->out, degrees < 0 ? -degrees : degrees, 2);
    ep_html_say(page, "\u00b0 ", degrees < 0 ? down : up, "");
}

static void put_location(const ep_page *page, const epic_city *city)
{
    ep_html_cell(page, "number", EP_SAY_LOCATION);
    if (city->has_location) {
        put_degrees(page, city->latitude, EP_SAY_NORTH, EP_SAY_SOUTH);
        ep_put(page->out, ", ");
        put_degrees(page, city->longitude, EP_SAY_EAST, EP_SAY_WEST);
    } else {
        ep_html_say(page, "", EP_SAY_UNKNOWN, "");
    }
    ep_put(page->out, "</td>");
}

/* Each once: in directed forms two cities can be guest and host of each other. */
static void put_partners(const ep_page *page, size_t city)
{
    size_t told = 0;
    for (size_t i = 0; i < page->pair_count; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        size_t other = pair->a == city ? pair->b : pair->b == city ? pair->a : EPIC_NONE;
        bool again = !page->view.mutual && pair->b == city && ep_page_are_pair(page, city, other);
        if (other != EPIC_NONE && !again) {
            ep_put(page->out, told++ > 0 ? ", " : "");
            ep_html_name(page, other);
        }
    }
    if (told == 0) {
        ep_html_say(page, "", EP_SAY_NOBODY, "");
    }
}

static void put_city(const ep_page *page, size_t city)
{
    const epic_city *of = epic_programme_city(page->view.programme, city);
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_name(page, city);
    ep_put(page->out, "</th>");
    ep_html_cell(page, "", EP_SAY_COUNTRY);
    ep_html_in(page, "", of->country, "</td>");
    put_location(page, of);
    ep_html_cell(page, "", EP_SAY_PARTNERS);
    put_partners(page, city);
    ep_put(page->out, "</td></tr>\n");
}

void ep_html_map(ep_page *page)
{
    map out = {.page = page};
    if (!survey(&out)) {
        return;
    }
    ep_html_section(page, "map", EP_SAY_MAP);
    if (out.city_count > 0) {
        put_picture(&out);
    }
    ep_html_columns(page, EP_SAY_CITIES_CAPTION, EP_SAY_CITY, EP_SAY_COUNTRY, EP_SAY_LOCATION, EP_SAY_PARTNERS);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < epic_programme_cities(page->view.programme); i++) {
        if (page->cities[i]) {
            put_city(page, i);
        }
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}
