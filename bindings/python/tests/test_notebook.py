# SPDX-License-Identifier: GPL-3.0-or-later
"""What notebooks show, and figures."""
import base64
import datetime
import html.parser
import os
import runpy
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from conftest import ROOT, quietly, small

import epic

HTML = "{http://www.w3.org/1999/xhtml}"
WICKED = ["<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'> & co"]
EXAMPLES = ROOT / "bindings/python/examples"


def named(*names):
    made = small()
    for city, name in zip(made["cities"].values(), names):
        city["name"] = name
    return epic.load(made)


def opened(shown):
    """The page in a frame; all of the frame is looked at."""
    frame = ET.fromstring(shown)
    assert frame.tag == "iframe" and len(frame) == 0 and not frame.text
    assert set(frame.attrib) == {"title", "sandbox", "src", "style"} and frame.attrib["sandbox"] == ""
    kind, data = frame.attrib["src"].split(",")
    assert kind == "data:text/html;charset=utf-8;base64"
    return base64.b64decode(data, validate=True).decode()


def harmless(page):
    """The root of a page that does nothing."""
    root = ET.fromstring(page)
    tags = {element.tag[len(HTML):] for element in root.iter()}
    assert not tags & {"script", "img", "iframe", "link", "object", "base"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    return root


class Strict(html.parser.HTMLParser):
    """Notes elements that are not closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_all_that_is_shown_is_well_formed_and_harmless():
    programme = named(*WICKED)
    plan = programme.plan()
    for one in [plan, plan.pairing, plan.pairing.heatmap()]:
        root = harmless(opened(one._repr_html_()))
        assert set(WICKED) <= {"".join(element.itertext()) for element in root.iter(HTML + "bdi")}
    for one in [plan.timeline(), plan.timeline(city="a")]:
        assert any("<script>alert(1)" in text for text in harmless(opened(one._repr_html_())).itertext())


def test_the_table_of_a_programme():
    told = named(*WICKED)._repr_html_()
    table = ET.fromstring(told)
    assert ["".join(cell.itertext()) for cell in table.findall("tbody/tr/th")] == WICKED
    assert [cell.text for cell in table.findall("tbody/tr[1]/td")][1:] == ["90, 10", "10, 90"]
    assert not [element for element in table.iter() if element.tag in ("script", "img")]
    strict = Strict()
    strict.feed(told)
    assert strict.open == [] and strict.wrong == []


def test_the_table_of_many_cities_is_cut_short():
    city = small()["cities"]["a"]
    many = epic.load(small(cities={f"c{i:03}": {**city, "name": f"City {i}"} for i in range(53)}))
    rows = ET.fromstring(many._repr_html_()).findall("tbody/tr")
    assert len(rows) == 51 and "".join(rows[-1].itertext()) == "and 3 more"


def test_pages_are_those_of_the_library(plan, programme, tmp_path):
    assert opened(plan._repr_html_()).startswith(plan.to_html()[:2000])
    page = plan.timeline()
    assert opened(page._repr_html_()) == str(page) == plan.to_html(section="timeline")
    section = str(page)[str(page).index("<section "):str(page).index("</section>")]
    assert section in plan.to_html() and str(page).count("<section ") == 1
    own = str(plan.timeline(city="brescia"))
    assert own != str(page) and own == plan.to_html(city="brescia", section="timeline")
    heat = str(plan.pairing.heatmap())
    assert heat == plan.pairing.to_html(section="benefit") == plan.to_html(section="benefit")
    page.save(tmp_path / "timeline.html")
    assert (tmp_path / "timeline.html").read_bytes() == str(page).encode()
    assert repr(page) == "<Page 'Timeline'>" and repr(plan).startswith("<Plan")


def test_a_pairing_has_no_dates(plan):
    page = plan.pairing.to_html()
    assert 'id="map"' in page and 'id="timeline"' not in page and "Brescia" in plan.pairing.to_html(city="brescia")
    with pytest.raises(epic.ArgumentError):
        plan.pairing.to_html(section="timeline")
    with pytest.raises(epic.ArgumentError):
        plan.to_html(section="nothing of that name")
    with pytest.raises(KeyError, match="brescia"):
        plan.pairing.to_html(city="bresca")


def test_a_title_is_escaped():
    assert ET.fromstring(epic.Page("x", '"<&>')._repr_html_()).attrib["title"] == '"<&>'


def without(code, *modules):
    """Runs it where these modules cannot be imported."""
    blocked = "".join(f"sys.modules[{name!r}] = None\n" for name in modules)
    before = (f"import sys, warnings, epic\n{blocked}warnings.simplefilter('ignore')\n"
              "plan = epic.load('examples/epic/programme.yaml').plan()\n")
    here = os.path.dirname(os.path.dirname(epic.__file__))
    done = subprocess.run([sys.executable, "-c", before + textwrap.dedent(code)], cwd=ROOT, env={**os.environ, "PYTHONPATH": here},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_is_imported_unless_asked_for():
    shown = """
        for one in (plan, plan.pairing, plan.programme, plan.timeline(), plan.pairing.heatmap()):
            assert one._repr_html_()
        print(sorted({"pandas", "matplotlib", "IPython"} & {name for name, of in sys.modules.items() if of is not None}))
    """
    assert without(shown) == without(shown, "pandas", "matplotlib") == "[]\n"


def test_what_is_lacking_is_named():
    told = without("""
        pairing = plan.pairing
        terms = pairing.scores.explain("brescia", "lisbon")
        why = plan.explain("final")
        for call in (plan.to_pandas, pairing.to_pandas, pairing.scores.to_pandas, terms.to_pandas, why.to_pandas, plan.plot, pairing.plot):
            try:
                call()
            except ImportError as lacking:
                print(lacking)
    """, "pandas", "matplotlib", "matplotlib.pyplot")
    assert told.splitlines() == ["to_pandas() needs pandas: pip install 'pandas>=2'"] * 5 + [
        "plot() needs matplotlib: pip install 'matplotlib>=3.5'"] * 2


# ---- figures ----


@pytest.fixture
def pyplot():
    pytest.importorskip("matplotlib").use("agg")
    from matplotlib import pyplot
    yield pyplot
    pyplot.close("all")


def texts(ax, axis):
    ax.figure.canvas.draw()
    return [label.get_text() for label in getattr(ax, f"get_{axis}ticklabels")()]


def assert_all_inside(ax):
    ax.figure.canvas.draw()
    box = ax.figure.bbox
    for label in [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.title]:
        at = label.get_window_extent()
        assert at.x0 >= box.x0 and at.x1 <= box.x1 and at.y0 >= box.y0 and at.y1 <= box.y1, label.get_text()


def test_dates_as_a_figure(plan, pyplot):
    import matplotlib.dates

    ax = plan.plot()
    assert texts(ax, "y") == ["Joint events", "Alcorcón – Gdańsk", "Brescia – Oberhausen", "Cagliari – Lisboa", "Ioánnina – Sisak"]
    marks = [one for one in ax.collections if one.get_offsets().size and not hasattr(one, "get_segments")]
    points = [tuple(point) for one in marks for point in one.get_offsets().tolist()]
    assert len(set(points)) == len(points)  # none hides another
    days = {event: matplotlib.dates.date2num(datetime.date(*event.start.timetuple()[:3])) for event in plan.events}
    assert sorted(x for x, _ in points) == sorted(days.values())
    for height, pair in zip(ax.get_yticks()[1:], plan.pairing.pairs):
        assert sorted(x for x, y in points if y == height) == [days[event] for event in plan.events if event.pair == pair.cities]
    left, right = ax.get_xlim()
    assert all(left <= x <= right for x, _ in points)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert {"visit", "networking, hybrid", "webinar, online", "deadline"} <= set(labels) and len(set(labels)) == len(labels)
    # Shape and fill tell events apart, without their colour.
    looks = {(one.get_paths()[0].vertices.tobytes(), tuple(one.get_facecolor()[0])) for one in marks}
    assert len(looks) == len(labels)
    assert_all_inside(ax)


def test_benefits_as_a_figure(plan, pyplot):
    ax = plan.pairing.plot()
    names = [city.name for city in plan.programme.cities]
    assert texts(ax, "y") == texts(ax, "x") == names
    numbers = {(text.get_position()[1], text.get_position()[0]): text.get_text() for text in ax.texts}
    benefit = plan.pairing.scores.benefit
    brescia, cagliari, oberhausen = (names.index(name) for name in ("Brescia", "Cagliari", "Oberhausen"))
    assert numbers[brescia, oberhausen] == f"{100 * benefit[brescia, oberhausen]:.0f}" and numbers[brescia, brescia] == ""
    assert numbers[brescia, cagliari] == "" and ax.patch.get_hatch()
    assert np.isnan(ax.images[0].get_array().filled(np.nan)[brescia, cagliari])
    framed = {(round(patch.get_y() + 0.5), round(patch.get_x() + 0.5)) for patch in ax.patches}
    ids = [city.id for city in plan.programme.cities]
    assert framed == {(ids.index(a), ids.index(b)) for pair in plan.pairing.pairs for a, b in (pair.cities, pair.cities[::-1])}
    assert_all_inside(ax)


def test_figures_take_any_name_and_axes(pyplot):
    plan = named("A name that is far too long for the side of a figure", "$x_1$ & $").plan()
    figure, both = pyplot.subplots(1, 2)
    assert plan.plot(both[0]) is both[0] and plan.pairing.plot(ax=both[1]) is both[1] and len(pyplot.get_fignums()) == 1
    for ax in [plan.plot(), plan.pairing.plot()]:
        assert_all_inside(ax)
        assert any("A name that is far too long…" in text for text in texts(ax, "y"))
        assert any(r"\$x_1\$" in text for text in texts(ax, "y"))


def test_directed_pairs_and_empty_plans_as_figures(pyplot):
    visits = epic.load(small(pairing={"mode": "visits"}))
    assert "Bb from Aa" in texts(visits.plan().plot(), "y")
    assert len(visits.pair().plot().patches) == len(visits.pair())
    weekend = {"from": "2021-02-06", "to": "2021-02-07"}
    empty = quietly(lambda: epic.load(small(exchange=[{"kind": "online", "id": "t", "within": weekend}])).plan())
    assert empty.plot().get_legend() is None and "1 without a date" in empty.plot().get_title(loc="left")


def test_the_example(pyplot, monkeypatch, tmp_path, capsys):
    pytest.importorskip("pandas")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1583834400")
    quietly(lambda: runpy.run_path(str(EXAMPLES / "epic_2020.py")))
    assert capsys.readouterr().out == (EXAMPLES / "epic_2020.out").read_text(encoding="utf-8")
    assert (tmp_path / "out/report.html").exists()
