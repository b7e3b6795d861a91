# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of matplotlib, which is imported when one is asked for. Nothing is said by colour alone."""
from __future__ import annotations

import datetime
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from epic.pairing import Pairing
    from epic.plan import Event, Plan

NAME_MOST = 28  # characters
NUMBERS_MOST = 30  # cities; beyond, a number would not fit into its cell
MARKERS = {"preparation": "X", "online": "o", "visit": ">", "reply": "<", "follow-up": "p", "local": "h", "meeting": "s",
           "training": "D", "forum": (4, 1, 0), "webinar": "v", "networking": "P", "conference": "*", "pilot": "^", "deadline": "d"}
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


@dataclass(frozen=True)
class _Mark:
    """Where an event stands: its days, and its height."""

    event: Event
    first: datetime.date
    last: datetime.date
    height: float


def timeline(plan: Plan, ax: Any) -> Any:
    """A row for each pair and one for joint events, as high as it needs; markers by kind and mode."""
    margin = (plan.programme.ends - plan.programme.starts) / 50
    rows, marks, heights, top = _rows(plan), [], [], 0.0
    for row in rows:
        placed = _placed([event for event in plan.events if event.pair == row], top, margin)
        bottom = max([mark.height for mark in placed], default=top) + 1
        heights.append((top, bottom))
        marks += placed
        top = bottom
    ax = _axes(ax, 11, max(1.2 + 0.3 * top, 3.6))
    _put_rows(ax, list(rows.values()), heights)
    _put_all(ax, marks)
    ax.set_xlim(plan.programme.starts - margin, plan.programme.ends + margin)
    ax.set_ylim(top - 0.5, -0.5)
    without = f", {len(plan.unscheduled)} without a date" if plan.unscheduled else ""
    ax.set_title(f"{plan.programme.title}: {len(plan)} events{without}".replace("$", r"\$"), loc="left")
    if marks:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize="small")
    return ax


def _rows(plan: Plan) -> dict[tuple[str, str] | None, str]:
    """The names of the rows, by pair."""
    names = {city.id: _name(city.name) for city in plan.programme.cities}
    between = " – " if plan.programme.form == "mutual" else " from "
    rows: dict[tuple[str, str] | None, str] = {None: "Joint events"} if any(event.pair is None for event in plan.events) else {}
    for pair in plan.pairing.pairs:
        rows[pair.cities] = between.join(names[city] for city in pair.cities)
    return rows


def _placed(events: list[Event], top: float, margin: datetime.timedelta) -> list[_Mark]:
    """In as few lines as there can be without one marker upon another."""
    marks, free = [], list[datetime.date]()
    for event in events:
        first = datetime.date(*event.start.timetuple()[:3])
        last = event.end - datetime.timedelta(days=1) if event.all_day else first
        line = next((i for i, since in enumerate(free) if since <= first), len(free))
        free[line:line + 1] = [last + margin]
        marks.append(_Mark(event, first, last, top + line))
    return marks


def _put_rows(ax: Any, names: list[str], heights: list[tuple[float, float]]) -> None:
    """Every second one is shaded."""
    for top, bottom in heights[::2]:
        ax.axhspan(top - 0.5, bottom - 0.5, color="0.96", zorder=0)
    ax.set_yticks([(top + bottom - 1) / 2 for top, bottom in heights], names)
    ax.grid(axis="x", color="0.85")
    ax.set_axisbelow(True)


def _put_all(ax: Any, marks: list[_Mark]) -> None:
    for kind, marker in MARKERS.items():
        for mode, face in FACES.items():
            of = [mark for mark in marks if (mark.event.kind, mark.event.mode) == (kind, mode)]
            label = kind if kind in DUE or mode in ("in-person", kind) else f"{kind}, {mode}"
            _put(ax, of, label=label, marker=marker, facecolors=face, edgecolors=INK)
    _put(ax, [mark for mark in marks if mark.event.status == "cancelled"], label="cancelled", marker="x", color=STRUCK, s=120)


def _put(ax: Any, marks: list[_Mark], **how: Any) -> None:
    """A marker on the first day, with a line to the last of several days."""
    if marks:
        heights, firsts = [mark.height for mark in marks], [mark.first for mark in marks]
        ax.hlines(heights, firsts, [mark.last for mark in marks], color=INK, linewidth=3)
        ax.scatter(firsts, heights, **{"s": 45, "zorder": 3, "linewidths": 1, **how})


def heatmap(pairing: Pairing, ax: Any) -> Any:
    """What each row learns from each column, in per cent; pairs are framed, what a rule forbids is hatched."""
    scores, cities = pairing.scores, pairing.programme.cities
    n = len(cities)
    ax = _axes(ax, 3.2 + 0.5 * min(n, NUMBERS_MOST), 2.4 + 0.42 * min(n, NUMBERS_MOST))
    allowed = np.array([[scores.forbidden(a.id, b.id) is None for b in cities] for a in cities]).reshape(n, n)
    shown = np.where(allowed, 100 * scores.benefit, np.nan)
    ax.patch.set(hatch="////", facecolor=PAPER, edgecolor="0.7")  # seen where there is no number
    image = ax.imshow(shown, cmap="YlGn", vmin=0)
    names, every = [_name(city.name) for city in cities], max(n // 60, 1)
    ax.set_xticks(range(0, n, every), names[::every], rotation=90)
    ax.set_yticks(range(0, n, every), names[::every])
    ax.set_xlabel("learns from")
    ax.set_title("Need met, in per cent", loc="left")
    ax.figure.colorbar(image, ax=ax)
    if n <= NUMBERS_MOST:
        _write(ax, shown)
    _frame(ax, pairing)
    return ax


def _write(ax: Any, shown: Any) -> None:
    """The number of each cell."""
    most = np.nanmax(shown, initial=1)
    for (row, column), value in np.ndenumerate(shown):
        text = "" if np.isnan(value) else f"{value:.0f}"
        ax.text(column, row, text, ha="center", va="center", fontsize="small", color=PAPER if value > 0.6 * most else INK)


def _frame(ax: Any, pairing: Pairing) -> None:
    """The cells of the pairs."""
    patches = importlib.import_module("matplotlib.patches")
    places = {city.id: place for place, city in enumerate(pairing.programme.cities)}
    for pair in pairing.pairs:
        guest, host = (places[city] for city in pair.cities)
        for row, column in ((guest, host), (host, guest))[:len(pair.benefit)]:
            ax.add_patch(patches.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=2))
