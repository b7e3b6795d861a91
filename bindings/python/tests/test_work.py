# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work: shown, limited, stopped by callbacks and by the keyboard, and done by many threads at once."""
import concurrent.futures
import gc
import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import textwrap
import time
import warnings

import pytest
import tqdm
from conftest import EXAMPLE, PAIRS, large, quietly, small

import epic

def test_progress_is_told_in_order():
    told = []
    with epic.working(lambda stage, done: told.append((stage, done))):
        quietly(lambda: epic.load(EXAMPLE).plan())
    stages = [stage for stage, _ in told]
    assert set(stages) == {"pairing", "planning"} and stages == sorted(stages)
    assert all(0 <= done <= 1 for _, done in told)
    count = len(told)
    quietly(lambda: epic.load(EXAMPLE).plan())  # outside the block nothing is told
    assert len(told) == count


def test_a_callback_stops_the_work():
    with epic.working(lambda stage, done: False), pytest.raises(epic.CancelledError) as stopped:
        epic.load(small()).pair()
    assert stopped.value.best is None


def test_a_callback_that_stops_planning_leaves_the_best_so_far():
    pairing = epic.load(large()).pair()
    with epic.working(lambda stage, done: done < 0.31), pytest.raises(epic.CancelledError) as stopped:
        pairing.plan()
    plan = stopped.value.best
    assert plan.stopped and plan.diagnostics[-1].code == "W541" and plan.bound <= plan.cost
    plan.verify()
    with pytest.raises(TypeError, match="cannot be pickled"):
        plan.__reduce__()
    again = pickle.loads(pickle.dumps(stopped.value))  # as it comes out of a pool of processes
    assert type(again) is epic.CancelledError and again.best is None and again.diagnostics == stopped.value.diagnostics


def test_blocks_in_blocks_hold_together():
    pairing = epic.load(large()).pair()
    with epic.working(time_limit=0.4), epic.working(lambda stage, done: None), pytest.warns(epic.EpicWarning, match="W541"):
        assert pairing.plan().stopped
    with epic.working(lambda stage, done: False), epic.working(time_limit=60), pytest.raises(epic.CancelledError):
        pairing.plan()


def test_out_of_time_gives_the_best_so_far_and_a_warning():
    pairing = epic.load(large()).pair()
    with epic.working(time_limit=0.4), pytest.warns(epic.EpicWarning, match="W541"):
        plan = pairing.plan()
    assert plan.stopped and len(plan.events) + len(plan.unscheduled) == 4 * PAIRS
    with epic.working(time_limit=0), pytest.raises(epic.CancelledError, match="out of time"):
        pairing.plan()


class Odd(Exception):
    pass


@pytest.mark.parametrize("raised", [Odd, KeyboardInterrupt, SystemExit])
def test_what_a_callback_raises_comes_out(raised):
    def fail(stage, done):
        raise raised

    with epic.working(fail), pytest.raises(raised):
        epic.load(small()).plan()
    assert epic.load(small()).plan().proved  # and nothing is left behind


def test_a_bar_of_tqdm():
    class Quiet(tqdm.tqdm):
        made = []

        def __init__(self, **more):
            super().__init__(**more, file=open(os.devnull, "w"))
            self.made.append(self)

    with epic.working(epic.bar(Quiet)):
        quietly(lambda: epic.load(EXAMPLE).plan())
    assert [one.desc for one in Quiet.made] == ["pairing", "planning"]
    assert all(0 <= one.n <= 100 for one in Quiet.made)


def test_the_keyboard_stops_it(tmp_path):
    file = tmp_path / "large.json"
    file.write_text(json.dumps(large()))
    code = textwrap.dedent(f"""
        import signal, warnings, epic
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which what is begun in the background lacks
        warnings.simplefilter("ignore")
        pairing = epic.load({str(file)!r}).pair()
        print("begun", flush=True)
        try:
            while True:
                pairing.plan(effort=10000)
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.communicate(timeout=60)[0] == "stopped\n" and time.monotonic() - begun < 20
    finally:
        process.kill()


def test_eight_threads_at_once_on_one_programme(programme):
    alone = quietly(lambda: programme.plan())

    def work(_):
        return quietly(lambda: programme.plan()) == alone and alone.to_json() == programme.scores().pair().plan().to_json()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(quietly(lambda: list(pool.map(work, range(24)))))


def test_threads_do_work_at_the_same_time():
    """The interpreter is free while the library works."""
    pairing = epic.load(large()).pair()
    ticks = []

    def tick():
        while not done:
            ticks.append(time.monotonic())
            time.sleep(0.001)

    done = False
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        other = pool.submit(tick)
        begun = time.monotonic()
        quietly(lambda: pairing.plan(effort=20))
        spent, done = time.monotonic() - begun, True
        other.result()
    assert len(ticks) > min(spent, 1) * 20


def memory():
    """What the process holds now, in bytes."""
    gc.collect()
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_warnings_that_are_errors_leak_nothing():
    scores = epic.load(small(cities={**small()["cities"], "c": {**small()["cities"]["a"], "country": "DE"}})).scores()

    def once():
        with pytest.raises(epic.EpicWarning):
            scores.pair()

    for _ in range(200):
        once()
    before = memory()
    for _ in range(2000):
        once()
    assert memory() - before < 4_000_000


def test_what_is_pickled_warns_once_and_leaves_the_filters_alone():
    made = small(cities={**small()["cities"], "c": {**small()["cities"]["a"], "country": "DE"}})
    pickled = pickle.dumps(quietly(lambda: epic.load(made).pair()))
    before = list(warnings.filters)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(pickle.loads, [pickled] * 200))) == 1
    assert warnings.filters == before


def test_nothing_leaks():
    def once():
        plan = quietly(lambda: epic.load(small()).plan())
        plan.to_json(), plan.to_ics(), plan.events, plan.explain("visit", pair=("a", "b"))
        with pytest.raises(epic.InputError):
            epic.load({"epic": 1})

    for _ in range(50):
        once()
    before = memory()
    for _ in range(400):
        once()
    assert memory() - before < 4_000_000


def plan_of(made):
    return quietly(lambda: epic.load(made).plan()).to_json()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_in_processes(method):
    import multiprocessing

    with concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        told = list(pool.map(plan_of, [small()] * 4))
    assert told == [plan_of(small())] * 4


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8"])
def test_in_any_locale(locale):
    code = ("import locale, sys, warnings, epic\nwarnings.simplefilter('ignore')\n"
            "try: locale.setlocale(locale.LC_ALL, '')\nexcept locale.Error: pass\n"
            f"sys.stdout.buffer.write(epic.load({str(EXAMPLE)!r}).plan().to_json().encode())")
    here = str(pathlib.Path(epic.__file__).parents[1])
    told = subprocess.run([sys.executable, "-c", code], env={**os.environ, "LC_ALL": locale, "PYTHONPATH": here}, check=True,
                          capture_output=True).stdout.decode()
    assert told == quietly(lambda: epic.load(EXAMPLE).plan()).to_json()
