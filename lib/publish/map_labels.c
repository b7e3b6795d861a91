/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "map_labels.h"

#define DOT 60 /* half of its side, with some air */

bool ep_box_free(const ep_ground *ground, const ep_box *box)
{
    bool free = box->left >= 0 && box->top >= 0 && box->right <= ground->width && box->bottom <= ground->height;
    for (size_t i = 0; i < ground->taken_count && free; i++) {
        const ep_box *other = &ground->taken[i];
        free = box->left > other->right || box->right < other->left || box->top > other->bottom || box->bottom < other->top;
    }
    return free;
}

/* On which side of a line a dot lies. */
static int side(ep_dot a, ep_dot b, int32_t x, int32_t y)
{
    int64_t turn = (int64_t)(b.x - a.x) * (y - a.y) - (int64_t)(b.y - a.y) * (x - a.x);
    return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

/* A line meets a box when their extents do and not all corners lie on one side of it. */
static bool meets(const ep_line *line, const ep_box *box)
{
    ep_dot a = line->a, b = line->b;
    if ((a.x < box->left && b.x < box->left) || (a.x > box->right && b.x > box->right) ||
        (a.y < box->top && b.y < box->top) || (a.y > box->bottom && b.y > box->bottom)) {
        return false;
    }
    int sum = side(a, b, box->left, box->top) + side(a, b, box->right, box->top) + side(a, b, box->left, box->bottom) +
              side(a, b, box->right, box->bottom);
    return sum > -4 && sum < 4;
}

static size_t lines_under(const ep_ground *ground, const ep_box *box)
{
    size_t count = 0;
    for (size_t i = 0; i < ground->line_count; i++) {
        count += meets(&ground->lines[i], box);
    }
    return count;
}

/* Eight directions around the dot, to the right first. */
static ep_box candidate(const ep_label *label, int direction, int32_t away)
{
    static const int8_t ways[8][2] = {{1, 0}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}};
    int across = ways[direction][0], down = ways[direction][1];
    int32_t reach = across != 0 && down != 0 ? away * 7 / 10 : away;
    int32_t x = label->dot.x + across * reach, y = label->dot.y + down * (reach + (across == 0 ? EP_LABEL_HEIGHT / 2 : 20));
    int32_t left = across > 0 ? x : across < 0 ? x - label->width : x - label->width / 2;
    return (ep_box){left, y - EP_LABEL_HEIGHT / 2, left + label->width, y + EP_LABEL_HEIGHT / 2};
}

static void place(ep_ground *ground, ep_label *label)
{
    static const int32_t aways[] = {80, 150, 260, 400, 560};
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < sizeof aways / sizeof *aways && least > 0; i++) {
        for (int direction = 0; direction < 8; direction++) {
            ep_box box = candidate(label, direction, aways[i]);
            size_t cost = ep_box_free(ground, &box) ? 2 * lines_under(ground, &box) + i : SIZE_MAX;
            if (cost < least) {
                least = cost;
                label->box = box;
                label->led = i > 0;
            }
        }
        if (least <= 2 * i + 2) {
            break; /* farther ones would be no better */
        }
    }
    label->placed = least < SIZE_MAX;
    if (label->placed) {
        ground->taken[ground->taken_count++] = label->box;
    }
}

void ep_place_labels(ep_ground *ground, ep_label *labels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ep_dot dot = labels[i].dot;
        ground->taken[ground->taken_count++] = (ep_box){dot.x - DOT, dot.y - DOT, dot.x + DOT, dot.y + DOT};
    }
    for (size_t i = 0; i < count; i++) {
        if (labels[i].width > 0) {
            place(ground, &labels[i]);
        }
    }
}
