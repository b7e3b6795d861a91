# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of matplotlib, which is imported when one is asked for. Nothing is said by colour alone."""
from __future__ import annotations

import datetime
import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from epic.pairing import Pairing
    from epic.plan import Event, Plan

NAME_MOST = 28  # characters
NUMBERS_MOST = 30  # cities; beyond, a number would not fit into its cell
MARKERS = ("o", "s", "D", "^", "v", "P", "*", "X", "p", "h", "<", ">", "d", "H")
INK, PAPER, STRUCK = "#1c2430", "white", "#b00020"
FACES = {"in-person": "#0b6b62", "hybrid": "#9fd5cd", "online": PAPER}
DUE = ("preparation", "deadline")  # kinds that are nowhere


def _axes(ax: Any, width: float, height: float) -> Any:
    """Those given, or of a figure of its own."""
    if ax is not None:
        return ax
    try:
        pyplot = importlib.import_module("matplotlib.pyplot")
    except ImportError as lacking:
        raise ImportError("plot() needs matplotlib: pip install 'matplotlib>=3.5'") from lacking
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def _name(text: str) -> str:
    """Short enough, and with no sign that matplotlib takes for mathematics."""
    text = text if len(text) <= NAME_MOST else text[:NAME_MOST - 1] + "…"
    return text.replace("$", r"\$")


def timeline(plan: Plan, ax: Any) -> Any:
    """A row for each pair and one for all; a marker for each event, its shape by kind, dark in person, hollow online."""
    rows = _rows(plan)
    ax = _axes(ax, 11, max(1.6 + 0.35 * len(rows), 3.6))
    places = {row: place for place, row in enumerate(rows)}
    for marker, kind in zip(MARKERS, sorted({event.kind for event in plan.events})):
        for mode, face in FACES.items():
            of = [event for event in plan.events if (event.kind, event.mode) == (kind, mode)]
            label = kind if kind in DUE or mode in ("in-person", kind) else f"{kind}, {mode}"
            _put(ax, of, places, label=label, marker=marker, facecolors=face, edgecolors=INK)
    struck = [event for event in plan.events if event.status == "cancelled"]
    _put(ax, struck, places, label="cancelled", marker="x", color=STRUCK, s=120)
    ax.set_yticks(range(len(rows)), list(rows.values()))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(plan.programme.starts, plan.programme.ends + datetime.timedelta(days=1))
    ax.grid(axis="x", color="0.88")
    ax.set_axisbelow(True)
    ax.set_title(_title(plan), loc="left")
    if plan.events:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize="small")
    return ax


def _rows(plan: Plan) -> dict[tuple[str, str] | None, str]:
    """The names of the rows, by pair."""
    names = {city.id: _name(city.name) for city in plan.programme.cities}
    between = " – " if plan.programme.form == "mutual" else " from "
    rows: dict[tuple[str, str] | None, str] = {None: "All"} if any(event.pair is None for event in plan.events) else {}
    for pair in plan.pairing.pairs:
        rows[pair.cities] = between.join(names[city] for city in pair.cities)
    return rows


def _title(plan: Plan) -> str:
    without = f", {len(plan.unscheduled)} without a date" if plan.unscheduled else ""
    return f"{plan.programme.title}: {len(plan)} events{without}".replace("$", r"\$")


def _put(ax: Any, events: list[Event], places: dict[tuple[str, str] | None, int], **how: Any) -> None:
    """Events as markers on the days on which they begin, with a line to the last of several days."""
    if events:
        rows = [places[event.pair] for event in events]
        firsts = [datetime.date(*event.start.timetuple()[:3]) for event in events]
        lasts = [max(event.end - datetime.timedelta(days=1), event.start) if event.all_day else first
                 for event, first in zip(events, firsts)]
        ax.hlines(rows, firsts, lasts, color=INK, linewidth=3)
        ax.scatter(firsts, rows, **{"s": 45, "zorder": 3, "linewidths": 1, **how})


def heatmap(pairing: Pairing, ax: Any) -> Any:
    """What each row learns from each column, in per cent; pairs are framed, a dash is what a rule forbids."""
    scores, cities = pairing.scores, pairing.programme.cities
    n = len(cities)
    ax = _axes(ax, 3.2 + 0.5 * min(n, NUMBERS_MOST), 2.4 + 0.42 * min(n, NUMBERS_MOST))
    allowed = np.array([[scores.forbidden(a.id, b.id) is None for b in cities] for a in cities]).reshape(n, n)
    shown = np.where(allowed, 100 * scores.benefit, np.nan)
    image = ax.imshow(shown, cmap="YlGn", vmin=0)
    names, every = [_name(city.name) for city in cities], max(n // 60, 1)
    ax.set_xticks(range(0, n, every), names[::every], rotation=90)
    ax.set_yticks(range(0, n, every), names[::every])
    ax.set_xlabel("learns from")
    ax.set_title("Need met, in per cent", loc="left")
    ax.figure.colorbar(image, ax=ax, label="per cent")
    if n <= NUMBERS_MOST:
        _write(ax, shown)
    _frame(ax, pairing)
    return ax


def _write(ax: Any, shown: Any) -> None:
    """The number of each cell."""
    most = np.nanmax(shown, initial=1)
    for (row, column), value in np.ndenumerate(shown):
        text = "" if row == column else "–" if np.isnan(value) else f"{value:.0f}"
        ax.text(column, row, text, ha="center", va="center", fontsize="small", color=PAPER if value > 0.6 * most else INK)


def _frame(ax: Any, pairing: Pairing) -> None:
    """The cells of the pairs."""
    patches = importlib.import_module("matplotlib.patches")
    places = {city.id: place for place, city in enumerate(pairing.programme.cities)}
    for pair in pairing.pairs:
        guest, host = (places[city] for city in pair.cities)
        for row, column in ((guest, host), (host, guest))[:len(pair.benefit)]:
            ax.add_patch(patches.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=2))
