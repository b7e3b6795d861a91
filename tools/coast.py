#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes lib/publish/coast.c, the outline of land on the map of the report.

    coast.py land-50m.json >lib/publish/coast.c

The argument is that file of the npm package world-atlas 2.0.2, which holds Natural Earth 4.1.0 at 1:50 million. Lines are
thinned out (Douglas and Peucker), in and around Europe less than elsewhere; small islands go.
"""
import json
import sys

EUROPE = (-26, 33, 46, 72)


def arcs(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield line


def rings(topology):
    lines = list(arcs(topology))
    for part in topology["objects"]["land"]["geometries"]:
        polygons = [part["arcs"]] if part["type"] == "Polygon" else part["arcs"]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for arc in ring:
                points += lines[arc] if arc >= 0 else lines[~arc][::-1]
            yield points


def in_europe(points):
    west, south, east, north = EUROPE
    return any(west < x < east and south < y < north for x, y in points)


def distance(point, a, b):
    """From the line through a and b; from a when they are one."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return ((point[0] - a[0]) ** 2 + (point[1] - a[1]) ** 2) ** 0.5
    return abs(dx * (point[1] - a[1]) - dy * (point[0] - a[0])) / length


def thin(points):
    """The points to keep between the first and the last."""
    if len(points) < 3:
        return points
    far = max(range(1, len(points) - 1), key=lambda i: distance(points[i], points[0], points[-1]))
    limit = 0.07 if in_europe([points[far]]) else 0.4
    if distance(points[far], points[0], points[-1]) < limit:
        return [points[0], points[-1]]
    return thin(points[:far + 1])[:-1] + thin(points[far:])


def large(points):
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys)) > (0.12 if in_europe(points) else 2)


def main(path):
    sys.setrecursionlimit(100000)
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
          "/* Made by tools/coast.py from Natural Earth 4.1.0 (www.naturalearthdata.com), which is in the public domain. */\n"
          '#include "coast.h"\n\nconst ep_coast_point ep_coast[] = {')
    with open(path, encoding="utf-8") as file:
        kept = [ring for ring in map(thin, filter(large, rings(json.load(file)))) if len(ring) > 3]
    for ring in sorted(kept, key=len, reverse=True):
        line = "   "
        for text in [f" {{{round(100 * x)}, {round(100 * y)}}}," for x, y in ring[:-1]] + [" EP_COAST_END,"]:
            if len(line) + len(text) > 128:
                print(line)
                line = "   "
            line += text
        print(line)
    print("};\n\nconst size_t ep_coast_count = sizeof ep_coast / sizeof *ep_coast;")


if __name__ == "__main__":
    main(sys.argv[1])
