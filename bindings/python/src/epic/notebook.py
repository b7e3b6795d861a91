# SPDX-License-Identifier: GPL-3.0-or-later
"""What notebooks show: the library's own pages in frames, and a table of the cities."""
from __future__ import annotations

import base64
import html
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epic.programme import City, Programme

ROWS_MOST = 50


class Page:
    """A page of the library, or a part of one: HTML that is whole in itself, runs no scripts and fetches nothing.

    A notebook shows it in a frame whose lower edge can be pulled; ``str()`` is the HTML itself.

    Examples
    --------
    >>> import epic
    >>> page = epic.load("examples/epic/programme.yaml").pair().heatmap()
    >>> page
    <Page 'Who could learn how much from whom'>
    >>> str(page).splitlines()[0]
    '<!DOCTYPE html>'
    """

    def __init__(self, text: str, title: str, height: int = 640) -> None:
        self._text = text
        self.title = title
        self._height = height

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes it into a file, which any browser shows."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self._text)

    def _repr_html_(self) -> str:
        # Not as srcdoc, where the page's links to its own sections would lead to the notebook.
        data = base64.b64encode(self._text.encode()).decode()
        return (f'<iframe title="{html.escape(self.title)}" sandbox="" src="data:text/html;charset=utf-8;base64,{data}" '
                f'style="width: 100%; height: {self._height}px; border: 1px solid #888; resize: vertical; overflow: auto">'
                "</iframe>")

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<Page {self.title!r}>"


def cities(programme: Programme) -> str:
    """The cities of a programme as a table."""
    shown, domains = programme.cities[:ROWS_MOST], programme.domains
    dates = f"{programme.starts} to {programme.ends}"
    head = "".join(f'<th scope="col">{_text(domain.title)}</th>' for domain in domains)
    rows = "".join(_row(city, [domain.id for domain in domains]) for city in shown)
    rest = len(programme.cities) - len(shown)
    more = f'<tr><td colspan="{len(domains) + 2}">and {rest} more</td></tr>' if rest else ""
    return (f"<table><caption>{_text(programme.title)}, {dates}: {len(programme.cities)} cities, and their strength and need "
            f'in per cent</caption><thead><tr><th scope="col">City</th><th scope="col">Country</th>{head}</tr></thead>'
            f"<tbody>{rows}{more}</tbody></table>")


def _row(city: City, domains: list[str]) -> str:
    profile = (city.profile.get(domain) for domain in domains)
    cells = "".join("<td>–</td>" if of is None else f"<td>{of.strength:.0%}, {of.need:.0%}</td>".replace("%", "")
                    for of in profile)
    return f'<tr><th scope="row">{_text(city.name)}</th><td>{_text(city.country)}</td>{cells}</tr>'


def _text(text: str) -> str:
    """Escaped, and in its own direction of writing."""
    return f"<bdi>{html.escape(text)}</bdi>"
