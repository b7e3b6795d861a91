# SPDX-License-Identifier: GPL-3.0-or-later
"""Many programmes at once, by threads, processes and a Dask cluster."""
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest
from conftest import EXAMPLE, large, quietly, small

import epic


def named(i):
    made = small()
    made["programme"] = {**made["programme"], "id": f"p{i}"}
    return made


def name(programme):
    return programme.id


def planned(programme):
    return programme.id, programme.plan().to_json()


def fail_third(programme):
    if programme.id == "p3":
        raise LookupError("the third")
    return programme.id


def plan_for_long(programme):
    return quietly(lambda: programme.plan(effort=1000000).stopped)


def test_what_is_no_programme_ends_nothing_silently():
    with pytest.raises(TypeError) as caught:
        list(epic.map([small(), None, small()], name))
    assert caught.value.programme is None


def test_bars_of_many_threads_do_not_meet():
    class Bar:
        open = 0

        def __init__(self, **_):
            self.n = 0
            Bar.open += 1

        def update(self, more):
            self.n += more

        def close(self):
            Bar.open -= 1

    with epic.working(epic.bar(Bar)):
        assert len(list(epic.map([small()] * 200, planned))) == 200
    assert Bar.open == 0


@contextlib.contextmanager
def dask_cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, \
            distributed.Client(cluster) as client:
        client.run(sys.path.insert, 0, str(pathlib.Path(__file__).parent))
        yield client.get_executor()


@pytest.fixture(scope="module", params=["none", "threads", "processes", "dask"])
def executor(request):
    """Each kind of executor, by which everything holds alike."""
    if request.param == "none":
        yield None
        return
    kinds = {"threads": lambda: concurrent.futures.ThreadPoolExecutor(2),
             "processes": lambda: concurrent.futures.ProcessPoolExecutor(2), "dask": dask_cluster}
    with kinds[request.param]() as pool:
        yield pool


def test_results_come_in_order(executor):
    programmes = [named(i) for i in range(12)]
    told = list(epic.map(programmes, planned, executor))
    assert told == [planned(epic.load(one)) for one in programmes]


def test_programmes_paths_dicts_and_bytes(executor):
    given = [epic.load(small()), str(EXAMPLE), EXAMPLE, small(), json.dumps(small()).encode()]
    assert list(epic.map(given, name, executor)) == ["p", "epic-2020", "epic-2020", "p", "p"]


def test_of_none_there_is_nothing(executor):
    assert list(epic.map([], name, executor)) == []


def test_an_endless_input_is_taken_as_results_are(executor):
    taken = []

    def endless():
        for i in itertools.count():
            taken.append(i)
            yield named(i)

    results = epic.map(endless(), name, executor, ahead=3)
    assert taken == []
    assert [next(results) for _ in range(4)] == ["p0", "p1", "p2", "p3"]
    assert len(taken) <= 4 + 3
    results.close()
    with pytest.raises(StopIteration):
        next(results)


def test_the_first_exception_comes_out_with_its_programme(executor):
    programmes = [named(i) for i in range(100)]
    results = epic.map(iter(programmes), fail_third, executor, ahead=4)
    assert [next(results) for _ in range(3)] == ["p0", "p1", "p2"]
    with pytest.raises(LookupError, match="the third") as raised:
        next(results)
    assert raised.value.programme is programmes[3]
    with pytest.raises(StopIteration):
        next(results)


def test_a_wrong_programme_says_where_it_is_wrong(executor):
    wrong = {"epic": 1}
    with pytest.raises(epic.InputError) as raised:
        list(epic.map([small(), wrong], name, executor))
    assert raised.value.programme is wrong and raised.value.diagnostics


def test_what_pickles_as_what_it_was_made_of(executor):
    plans = list(epic.map([named(i) for i in range(3)], epic.Programme.plan, executor))
    assert plans == [epic.load(named(i)).plan() for i in range(3)]


def test_a_time_limit_holds_for_the_work(executor):
    list(epic.map([small()], name, executor))  # workers have begun
    with epic.working(time_limit=4):
        assert list(epic.map([large()], plan_for_long, executor)) == [True]


def test_a_callback_is_called_in_threads():
    told = set()
    with epic.working(lambda stage, done: told.add((stage, threading.get_ident()))):
        list(epic.map([named(i) for i in range(4)], planned))
    assert {stage for stage, _ in told} == {"pairing", "planning"} and threading.get_ident() not in {who for _, who in told}
    with epic.working(lambda stage, done: False), pytest.raises(epic.CancelledError):
        list(epic.map([small()], planned))


@pytest.mark.filterwarnings("ignore")
def test_long_work_in_threads_ends_with_the_iterator():
    before = threading.active_count()
    results = epic.map(itertools.chain([small()], itertools.repeat(large())), lambda one: one.plan(effort=1000000).cost)
    next(results)
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 20 and threading.active_count() == before


def test_ahead_must_be_something():
    with pytest.raises(ValueError, match="ahead"):
        epic.map([small()], name, ahead=0)


@pytest.mark.parametrize("pool, effort", [("None", 10 ** 6), ("concurrent.futures.ThreadPoolExecutor(2)", 10 ** 6),
                                          ("concurrent.futures.ProcessPoolExecutor(2)", 10)])
def test_the_keyboard_leaves_no_worker_running(tmp_path, pool, effort):
    file = tmp_path / "long.json"
    file.write_text(json.dumps(large()))
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(f"""
        import concurrent.futures, itertools, signal, warnings
        import epic

        def work(programme):
            print("begun", flush=True)
            return programme.plan(effort={effort}).cost

        if __name__ == "__main__":
            signal.signal(signal.SIGINT, signal.default_int_handler)  # which what is begun in the background lacks
            warnings.simplefilter("ignore")
            pool = {pool}
            try:
                list(epic.map(itertools.repeat({str(file)!r}), work, pool))
            except KeyboardInterrupt:
                if pool is not None:
                    pool.shutdown()
                print("stopped", flush=True)
    """))
    here = str(pathlib.Path(epic.__file__).parents[1])
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               start_new_session=True, env={**os.environ, "PYTHONPATH": here})
    try:
        assert process.stdout.readline().startswith("begun")
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        begun = time.monotonic()
        told = process.communicate(timeout=60)[0]
        assert told.splitlines()[-1] == "stopped" and time.monotonic() - begun < 30
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def many_cities(count, mode="mutual"):
    """Some hundreds of cities or more, of which no two are alike."""
    state = 1
    lines = []
    for i in range(count):
        values = []
        for _ in range(3):
            state = state * 6364136223846793005 % 2 ** 64 + 1442695040888963407
            values.append(f"0.{(state >> 33) % 1000:03}")
        lines.append(f"  c{i:05}: {{name: C{i}, country: {['DE', 'IT', 'PL'][i % 3]}, timezone: UTC, "
                     f"profile: {{x: {values[0]}, y: {values[1]}, z: {values[2]}}}}}")
    return epic.load("epic: 1\nprogramme: {id: m, title: M, starts: 2021-01-04, ends: 2021-06-30, domains: {x: 1, y: 2, z: 3}}\n"
                     f"pairing: {{mode: {mode}, other-country: true}}\ncities:\n" + "\n".join(lines))


@pytest.mark.parametrize("mode", ["mutual", "visits"])
def test_a_pairing_by_blocks_is_the_same(executor, mode):
    scores = quietly(lambda: many_cities(2500, mode).scores())
    whole = quietly(scores.pair)
    pool = executor or concurrent.futures.ThreadPoolExecutor(2)
    blocks = quietly(lambda: scores.pair(executor=pool))
    assert blocks == whole and blocks.total == whole.total and blocks.bound == whole.bound
    blocks.verify()


def test_candidates_are_the_best():
    scores = quietly(lambda: many_cities(150).scores())
    value = scores.value.copy()
    prices = scores.prices()
    ids = [city.country for city in scores.programme.cities]
    told = scores.candidates(5, prices=prices)
    for a in range(150):
        allowed = [b for b in range(150) if ids[a] != ids[b] and round(value[a, b] * 2 ** 30) > 0]
        assert told[a].tolist() == sorted(allowed, key=lambda b: (-(value[a, b] - prices[b]), b))[:5]
    assert (scores.candidates(5, prices=prices, first=20, count=30) == told[20:50]).all()


def test_candidates_out_of_range():
    scores = epic.load(small()).scores()
    assert scores.candidates(3).tolist() == [[1, -1, -1], [0, -1, -1]]
    for wrong in [{"first": 1, "count": 2}, {"prices": [0, float("nan")]}, {"prices": [5, 0]}]:
        with pytest.raises(epic.ArgumentError):
            scores.candidates(1, **wrong)
    with pytest.raises(epic.ArgumentError):
        scores.candidates(0)
    with pytest.raises(ValueError, match="2 prices"):
        scores.candidates(1, prices=[0])
    with pytest.raises(ValueError, match="negative"):
        scores.candidates(1, first=-1)
