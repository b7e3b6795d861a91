/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies under a map: the outline of land, and the net of degrees with its numbers. */
#include <math.h>

#include "coast.h"
#include "map_ground.h"

typedef struct vertex {
    double beside, latitude; /* degrees; beside the middle */
} vertex;

typedef struct ring {
    vertex *points, *other; /* two rooms, as each edge is cut from one into the other */
    size_t count;
} ring;

/* How far inside an edge of what is shown. */
static double inside(const ep_projection *map, int edge, vertex point)
{
    switch (edge) {
    case 0: return point.beside + map->beside;
    case 1: return map->beside - point.beside;
    case 2: return point.latitude - map->south;
    default: return map->north - point.latitude;
    }
}

/* Sutherland and Hodgman. */
static void cut(const ep_projection *map, int edge, ring *of)
{
    size_t kept = 0;
    vertex before = of->count > 0 ? of->points[of->count - 1] : (vertex){0, 0};
    for (size_t i = 0; i < of->count; i++) {
        vertex now = of->points[i];
        double was = inside(map, edge, before), is = inside(map, edge, now);
        if ((was < 0) != (is < 0)) {
            double t = was / (was - is);
            of->other[kept++] = (vertex){before.beside + t * (now.beside - before.beside),
                                         before.latitude + t * (now.latitude - before.latitude)};
        }
        if (is >= 0) {
            of->other[kept++] = now;
        }
        before = now;
    }
    vertex *points = of->points;
    of->points = of->other;
    of->other = points;
    of->count = kept;
}

static int32_t whole(int32_t tenths)
{
    return tenths >= 0 ? (tenths + 5) / 10 : -((5 - tenths) / 10);
}

static void put_ring(const ep_page *page, const ep_projection *map, const ring *of)
{
    int32_t x = 0, y = 0;
    size_t put = 0;
    for (size_t i = 0; i < of->count; i++) {
        ep_dot dot = ep_project(map, of->points[i].latitude, map->middle.longitude + of->points[i].beside);
        int32_t dx = whole(dot.x) - x, dy = whole(dot.y) - y;
        if (put > 0 && dx == 0 && dy == 0) {
            continue;
        }
        ep_putf(page->out, "%s%d%s%d", put == 0 ? "M" : put == 1 ? "l" : dx < 0 ? "" : " ", (int)dx, dy < 0 ? "" : " ", (int)dy);
        x += dx;
        y += dy;
        put++;
    }
    ep_put_char(page->out, 'z');
}

static void put_cut(const ep_page *page, const ep_projection *map, size_t first, size_t last, double turn, ring *room)
{
    room->count = 0;
    for (size_t i = first; i < last; i++) {
        double longitude = ep_coast[i].longitude / 100.0 + turn;
        room->points[room->count++] = (vertex){longitude - map->middle.longitude, ep_coast[i].latitude / 100.0};
    }
    for (int edge = 0; edge < 4; edge++) {
        cut(map, edge, room);
    }
    if (room->count > 2) {
        put_ring(page, map, room);
    }
}

static void put_land(ep_page *page, const ep_projection *map)
{
    ring room = {ep_arena_array_of(page->view.arena, 3 * ep_coast_count, vertex),
                 ep_arena_array_of(page->view.arena, 3 * ep_coast_count, vertex), 0};
    if (room.points == NULL || room.other == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    ep_put(page->out, "<path class=\"land\" d=\"");
    for (size_t first = 0, last; first < ep_coast_count; first = last + 1) {
        for (last = first; ep_coast[last].latitude != EP_COAST_NONE; last++) {
        }
        for (int turn = -360; turn <= 360; turn += 360) {
            put_cut(page, map, first, last, turn, &room);
        }
    }
    ep_put(page->out, "\"/>\n");
}

/* ---- the net ---- */

#define PIECES 16

static int step_of(double span)
{
    static const int steps[] = {1, 2, 5, 10, 20, 30};
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps && span / steps[i] > 6) {
        i++;
    }
    return steps[i];
}

static ep_dot on_line(const ep_projection *map, bool parallel, int degree, int piece)
{
    double t = (double)piece / PIECES;
    double latitude = parallel ? degree : map->south + t * (map->north - map->south);
    double beside = parallel ? (2 * t - 1) * map->beside : degree - map->middle.longitude;
    return ep_project(map, latitude, map->middle.longitude + beside);
}

static void put_degree(const ep_page *page, bool parallel, int degree, ep_dot dot)
{
    int turned = degree > 180 ? degree - 360 : degree < -180 ? degree + 360 : degree;
    ep_say way = parallel ? (degree < 0 ? EP_SAY_SOUTH : EP_SAY_NORTH) : (turned < 0 ? EP_SAY_WEST : EP_SAY_EAST);
    ep_put(page->out, "<text class=\"degree\"");
    ep_html_length(page, "x", dot.x);
    ep_html_length(page, "y", dot.y);
    ep_putf(page->out, ">%d\u00b0 ", turned < 0 ? -turned : turned);
    ep_html_say(page, "", way, "</text>\n");
}

/* Not in the corners. */
static bool has_room(const ep_projection *map, ep_dot at, bool parallel)
{
    return at.y > 120 && at.y < 10 * map->height - (parallel ? 250 : 0) && at.x >= 0 && at.x < 9500;
}

static int32_t past_edge(const ep_projection *map, ep_dot dot, bool parallel)
{
    return parallel ? dot.x - 60 : 10 * map->height - 60 - dot.y;
}

/* Where a line enters the map: a parallel on the left, a meridian below. */
static void put_line(const ep_page *page, const ep_projection *map, bool parallel, int degree)
{
    ep_dot before = {0, 0}, edge = {0, 0};
    bool found = false;
    ep_put(page->out, "<polyline class=\"net\" points=\"");
    for (int i = 0; i <= PIECES; i++) {
        ep_dot dot = on_line(map, parallel, degree, i);
        ep_putf(page->out, "%s%d,%d", i > 0 ? " " : "", (int)whole(dot.x), (int)whole(dot.y));
        int32_t past = past_edge(map, dot, parallel), was = past_edge(map, before, parallel);
        if (i > 0 && !found && was < 0 && past >= 0) {
            found = true;
            edge = (ep_dot){before.x + (int32_t)((int64_t)(dot.x - before.x) * -was / (past - was)),
                            before.y + (int32_t)((int64_t)(dot.y - before.y) * -was / (past - was))};
        }
        before = dot;
    }
    ep_put(page->out, "\"/>\n");
    if (found && has_room(map, edge, parallel)) {
        put_degree(page, parallel, degree, (ep_dot){edge.x + (parallel ? 0 : 30), edge.y - (parallel ? 30 : 0)});
    }
}

static void put_net(const ep_page *page, const ep_projection *map)
{
    int down = step_of((map->north - map->south) / 1.2), across = step_of(map->beside * 1.2);
    for (int degree = (int)ceil(map->south / down) * down; degree <= map->north; degree += down) {
        put_line(page, map, true, degree);
    }
    double west = map->middle.longitude - map->beside, east = map->middle.longitude + map->beside;
    for (int degree = (int)ceil(west / across) * across; degree <= east; degree += across) {
        put_line(page, map, false, degree);
    }
}

void ep_map_ground(ep_page *page, const ep_projection *map)
{
    ep_putf(page->out, "<rect class=\"sea\" width=\"%d\" height=\"%d\"/>\n", EP_MAP_WIDTH, map->height);
    put_land(page, map);
    put_net(page, map);
}
