# SPDX-License-Identifier: GPL-3.0-or-later
"""Many programmes at once, by threads, processes or a cluster: whatever is a `concurrent.futures.Executor`."""
from __future__ import annotations

import contextvars
import functools
import os
import reprlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, Union

import numpy as np

from epic import _call
from epic.programme import Programme, load

if TYPE_CHECKING:
    import numpy.typing as npt

    from epic.scores import Scores

Source = Union[Programme, str, "os.PathLike[str]", bytes, Mapping[str, Any]]
T = TypeVar("T")


def map(programmes: Iterable[Source], work: Callable[[Programme], T], executor: Executor | None = None, *,
        ahead: int | None = None) -> Iterator[T]:
    """What `work` makes of each programme, in their order.

    Nothing begins before the first result is asked for, and programmes are taken as results are: there may be no end of them.

    Parameters
    ----------
    programmes : iterable
        Programmes, or whatever `load` takes, which is then loaded where the work is done: a path must be there too.
    work : callable
        Is given a `Programme`. For processes and clusters it must pickle, and so must what it returns. A `Pairing` or `Plan` pickles
        as what it was made of and is made again when it comes back: return what is needed of it, such as ``plan.to_json()``.
    executor : concurrent.futures.Executor, optional
        Who works, such as a `ProcessPoolExecutor` or the ``get_executor()`` of a Dask client. It stays open. As many threads as
        there are CPUs unless stated: the interpreter is free while the library works. Dask does equal work on equal programmes
        once, unless it is ``get_executor(pure=False)``.
    ahead : int, optional
        How many are under way or done and not taken yet, at most. Twice the CPUs of this machine unless stated, which a cluster
        may find too few.

    Yields
    ------
    object
        What `work` returned.

    Raises
    ------
    Exception
        What loading or `work` raised first, in the order of the programmes. Its attribute ``programme`` is the one that it belongs to,
        as it was given. What has not begun is then cancelled, as it is when the iterator is closed or the keyboard interrupts.

    Notes
    -----
    `working` around the first result that is asked for holds for the work too. In threads its callback is called by all of them,
    each in its own time, and long work ends at once when the rest is cancelled. Elsewhere the time limit holds as far as
    clocks agree, the callback is not called, and what has begun, or waits at a worker of a process pool, ends by itself.

    Examples
    --------
    >>> import epic
    >>> list(epic.map(["examples/epic/programme.yaml"] * 2, lambda programme: len(programme.pair())))
    [4, 4]
    """
    ahead = 2 * (os.cpu_count() or 1) if ahead is None else ahead
    if ahead < 1:
        raise ValueError(f"ahead must be at least 1, not {ahead}")
    return _results(iter(programmes), work, executor, ahead)


def _results(programmes: Iterator[Source], work: Callable[[Programme], T], executor: Executor | None, ahead: int) -> Iterator[T]:
    own = ThreadPoolExecutor(os.cpu_count() or 1, "epic") if executor is None else None
    pool: Executor = own if own is not None else executor  # type: ignore[assignment]
    stopped = threading.Event()
    begin: Begin[T] = _begin_here(pool, stopped) if isinstance(pool, ThreadPoolExecutor) else _begin_elsewhere(pool)
    under_way: deque[tuple[Source, Future[T]]] = deque()
    more = True
    try:
        while more or under_way:
            while more and len(under_way) < ahead:
                try:
                    source = next(programmes)
                except StopIteration:
                    more = False
                else:
                    under_way.append((source, begin(work, source)))
            if under_way:
                result = _result(*under_way[0])
                under_way.popleft()
                yield result
    finally:
        stopped.set()
        for _, future in under_way:
            future.cancel()
        if own is not None:
            own.shutdown()


def _result(source: Source, future: Future[T]) -> T:
    try:
        return future.result()
    except Exception as raised:
        raised.programme = source  # type: ignore[attr-defined]
        if sys.version_info >= (3, 11):
            raised.add_note(f"of the programme {reprlib.repr(source)}")
        raise


Begin = Callable[[Callable[[Programme], T], Source], "Future[T]"]


def _begin_here(pool: Executor, stopped: threading.Event) -> Begin[T]:
    """In threads: what holds here holds there, and long work asks whether it is wanted still."""
    outer = _call.current()

    def progress(stage: str, done: float) -> bool:
        return not stopped.is_set() and (outer.progress is None or outer.progress(stage, done) is not False)

    def begin(work: Callable[[Programme], T], source: Source) -> Future[T]:
        context = contextvars.copy_context()
        context.run(_call.hold, _call.Work(progress, outer.until))
        return pool.submit(context.run, _do, work, source)

    return begin


def _begin_elsewhere(pool: Executor) -> Begin[T]:
    """The clock of `working` means nothing on other machines."""
    until = _call.current().until
    moment = None if until is None else time.time() + until - time.monotonic()
    return lambda work, source: pool.submit(_do_until, moment, work, source)


def _do_until(moment: float | None, work: Callable[[Programme], T], source: Source) -> T:
    with _call.working(time_limit=None if moment is None else moment - time.time()):
        return _do(work, source)


def _do(work: Callable[[Programme], T], source: Source) -> T:
    return work(source if isinstance(source, Programme) else load(source))


# ---- a huge pairing in blocks ----

BEST = 12  # candidates of a row
ROWS = 1024  # of a block, at least
BLOCKS = 64  # at most


@dataclass(frozen=True)
class Hint:
    """What a pairing is to look at first: of all rows."""

    candidates: npt.NDArray[np.intp]
    prices: npt.NDArray[np.float64]


def hint(scores: Scores, executor: Executor, threads: int) -> Hint:
    """The candidates of all rows, in blocks."""
    prices = scores.prices(threads=threads)
    size = max(ROWS, -(-len(prices) // BLOCKS))
    work = functools.partial(_block, scores) if isinstance(executor, ThreadPoolExecutor) else functools.partial(
        _block_of_text, *scores.programme.recipe)
    jobs = [executor.submit(work, prices, first, min(size, len(prices) - first)) for first in range(0, len(prices), size)]
    try:
        blocks = [job.result() for job in jobs]
    finally:
        for job in jobs:
            job.cancel()
    return Hint(np.concatenate(blocks) if blocks else np.empty((0, BEST), dtype=np.intp), prices)


def _block(scores: Scores, prices: npt.NDArray[np.float64], first: int, count: int) -> npt.NDArray[np.intp]:
    return scores.candidates(BEST, prices=prices, first=first, count=count)


def _block_of_text(text: bytes, name: str, prices: npt.NDArray[np.float64], first: int, count: int) -> npt.NDArray[np.intp]:
    return _block(_scores(text, name), prices, first, count)


@functools.lru_cache(maxsize=1)
def _scores(text: bytes, name: str) -> Scores:
    """A process reads a programme once for all its blocks, and keeps the last one."""
    return _call.again(Programme, text, name).scores()
