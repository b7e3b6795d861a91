# SPDX-License-Identifier: GPL-3.0-or-later
"""How the library is called: texts and dates to and fro, statuses as exceptions, progress, what it writes."""
from __future__ import annotations

import contextlib
import contextvars
import datetime
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional, TypeVar

from epic import errors
from epic._epic import ffi, lib

Progress = Callable[[str, float], Optional[bool]]
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

EPOCH = datetime.date(1970, 1, 1)
SEVERITIES = ("note", "warning", "error")
ERRORS: dict[int, type[errors.EpicError]] = {
    lib.EPIC_ENOMEM: errors.OutOfMemoryError,
    lib.EPIC_EIO: errors.FileError,
    lib.EPIC_EARG: errors.ArgumentError,
    lib.EPIC_EINPUT: errors.InputError,
    lib.EPIC_EINFEASIBLE: errors.InfeasibleError,
    lib.EPIC_ECANCELLED: errors.CancelledError,
    lib.EPIC_ESOLVER: errors.SolverError,
}

# ---- values ----


def text(value: Any) -> str:
    return str(ffi.string(value).decode())


def maybe(value: Any) -> str | None:
    return None if value == ffi.NULL else text(value)


def day(value: int) -> datetime.date:
    return EPOCH + datetime.timedelta(days=value)


def maybe_day(value: int) -> datetime.date | None:
    return None if value == lib.EPIC_NO_DATE else day(value)


def days(value: datetime.date | str | None) -> int:
    """A day as the library counts them."""
    if value is None:
        return int(lib.EPIC_NO_DATE)
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"expected a date such as '2021-03-08', not {value!r}") from None
    return value.toordinal() - EPOCH.toordinal()


def listed(items: Any, count: int, make: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(make(items[i]) for i in range(count))


def doubles(array: Any) -> Any:
    """The numbers of a contiguous array where they are; it lives as long as the answer."""
    return ffi.from_buffer("double[]", array)


def indices(array: Any) -> Any:
    return ffi.from_buffer("size_t[]", array)


def count(value: int, name: str) -> int:
    if value < 0:
        raise ValueError(f"{name} must not be negative, not {value}")
    return value


class FrozenDict(Mapping[K, V]):
    """A mapping that never changes and can be hashed."""

    def __init__(self, items: Mapping[K, V]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


def word(value: str, name: str, words: tuple[str, ...]) -> int:
    """Which of the words it is."""
    if value not in words:
        raise ValueError(f"{name} must be one of {', '.join(words)}, not {value!r}")
    return words.index(value)


# ---- long work ----


@dataclass
class Work:
    """What long work in a `with` block heeds."""

    progress: Progress | None = None
    until: float | None = None  # of the monotonic clock


_work: contextvars.ContextVar[Work] = contextvars.ContextVar("epic work", default=Work())


def current() -> Work:
    return _work.get()


def hold(work: Work) -> None:
    """What long work heeds from here on in this context."""
    _work.set(work)


@contextlib.contextmanager
def working(progress: Progress | None = None, *, time_limit: float | None = None) -> Iterator[None]:
    """Shows and limits the long work in a ``with`` block, beside what blocks around it ask for.

    Parameters
    ----------
    progress : callable, optional
        Called now and then in the calling thread as ``progress(stage, done)`` with what is being done, such as ``"pairing"``, and
        how much of it, 0 to 1. When it returns False the work stops with `CancelledError`; what it raises comes out of the work.
    time_limit : float, optional
        Seconds from here on. Planning then ends with the best plan so far and a warning; all else with `CancelledError`. How good
        the plan is depends on the machine.

    Examples
    --------
    >>> import epic
    >>> stages = set()
    >>> with epic.working(lambda stage, done: stages.add(stage)):
    ...     pairing = epic.load("examples/epic/programme.yaml").pair()
    >>> stages
    {'pairing'}
    """
    outer = _work.get()
    limits = [] if time_limit is None else [time.monotonic() + time_limit]
    limits += [] if outer.until is None else [outer.until]
    token = _work.set(Work(_both(outer.progress, progress), min(limits, default=None)))
    try:
        yield
    finally:
        _work.reset(token)
        if isinstance(progress, _Bars):
            progress.close()


def _both(one: Progress | None, other: Progress | None) -> Progress | None:
    """A callback that goes on as long as both do."""
    if one is None or other is None:
        return one or other
    first, second = one, other
    return lambda stage, done: first(stage, done) is not False and second(stage, done) is not False


_quiet: contextvars.ContextVar[bool] = contextvars.ContextVar("epic quiet", default=False)


def again(make: Callable[..., T], *given: Any) -> T:
    """What was made before, from what is pickled, without a second warning of what was warned of."""
    token = _quiet.set(True)
    try:
        return make(*given)
    finally:
        _quiet.reset(token)


def bar(make: Callable[..., Any]) -> Progress:
    """A progress callback of a class of bars, such as ``tqdm.auto.tqdm``, with a bar for each stage and thread.

    Examples
    --------
    >>> import epic, tqdm
    >>> with epic.working(epic.bar(tqdm.tqdm)):
    ...     plan = epic.load("examples/epic/programme.yaml").pair()
    """
    return _Bars(make)


class _Bars:
    def __init__(self, make: Callable[..., Any]) -> None:
        self.make = make
        self.shown: dict[int, tuple[str, Any]] = {}  # by thread
        self.lock = threading.Lock()

    def __call__(self, stage: str, done: float) -> None:
        with self.lock:
            own = threading.get_ident()
            known, one = self.shown.get(own, ("", None))
            if known != stage:
                if one is not None:
                    one.close()
                one = self.make(total=100, desc=stage, unit="%")
                self.shown[own] = (stage, one)
            one.update(max(int(100 * done) - one.n, 0))

    def close(self) -> None:
        """At the end of a block that it was shown in."""
        with self.lock:
            for _, one in self.shown.values():
                one.close()
            self.shown.clear()


class Call:
    """One call: what it is given for progress and diagnostics, and what became of it."""

    def __init__(self) -> None:
        self.diags = ffi.gc(lib.epic_diags_new(), lib.epic_diags_free)
        if self.diags == ffi.NULL:
            raise errors.OutOfMemoryError("out of memory")
        self.work = _work.get()
        self.stopped_by_time = False
        self.raised: BaseException | None = None
        self.handle: Any = None
        self.told: tuple[errors.Diagnostic, ...] = ()

    def watch(self, options: Any) -> Any:
        """Has long work report here. Without that it could not be interrupted by the keyboard."""
        self.handle = ffi.new_handle(self)
        options.progress = lib.epic_python_progress
        options.user = self.handle
        return options

    def diagnostics(self) -> tuple[errors.Diagnostic, ...]:
        return tuple(_diagnostic(lib.epic_diags_get(self.diags, i)) for i in range(lib.epic_diags_count(self.diags)))

    def made(self, status: int, one: Any, free: Any) -> Any:
        """What came out, owned before anything is raised."""
        owned = ffi.gc(one, free)
        self.check(status)
        return owned

    def check(self, status: int) -> None:
        """Keeps the diagnostics and warns of them; or the exception that the status, or a callback, asks for."""
        self.handle = None  # which refers to this
        if self.raised is not None:
            raise self.raised
        self.told = self.diagnostics()
        if status != lib.EPIC_OK:
            graver = tuple(one for one in self.told if one.severity == "error") or self.told
            words = text(lib.epic_strerror(status))
            raise ERRORS.get(status, errors.EpicError)("out of time" if self.stopped_by_time else words, graver)
        for one in self.told:
            if one.severity == "warning" and not _quiet.get():
                warnings.warn(errors.EpicWarning(one), stacklevel=_outside())


def _outside() -> int:
    """How far up the one stands who called this package."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "epic":
        level, frame = level + 1, frame.f_back
    return level


def _diagnostic(it: Any) -> errors.Diagnostic:
    return errors.Diagnostic(SEVERITIES[it.severity], text(it.code), maybe(it.file), it.line, it.column, text(it.message),
                             maybe(it.hint), maybe(it.source), it.caret)


def _keep(_: Any, raised: BaseException, trace: Any) -> bool:
    """What a callback raises, an interruption too, must not cross C: it is raised again behind it."""
    ffi.from_handle(trace.tb_frame.f_locals["user"]).raised = raised
    return False


@ffi.def_extern(error=False, onerror=_keep)
def epic_python_progress(user: Any, stage: Any, done: float) -> bool:
    call: Call = ffi.from_handle(user)
    work = call.work
    if work.until is not None and time.monotonic() >= work.until:
        call.stopped_by_time = True
        return False
    return work.progress is None or work.progress(text(stage), done) is not False


# ---- what the library writes ----


def publishing(issued_at: datetime.datetime | None = None, city: int | None = None, section: str | None = None,
               former: Any = ffi.NULL) -> Any:
    """Options of publishing: all, or what concerns a city, of one section alone; going on from a ledger, which must stay."""
    if issued_at is not None and issued_at.tzinfo is None:
        raise ValueError("issued_at needs a time zone, such as datetime.timezone.utc")
    options = ffi.new("epic_publish_options *", {
        "size": ffi.sizeof("epic_publish_options"), "city": lib.EPIC_NONE if city is None else city, "pair": lib.EPIC_NONE,
        "issued_at": lib.EPIC_NO_INSTANT if issued_at is None else int(issued_at.timestamp()), "ledger": former})
    if section is None:
        return options
    text = ffi.new("char[]", section.encode())
    options.section = text
    return ffi.gc(options, lambda _, held=text: None)  # which holds the text as long


class Sink:
    """Takes what is written."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.raised: BaseException | None = None


@ffi.def_extern(error=1, onerror=_keep)
def epic_python_write(user: Any, data: Any, n: int) -> int:
    ffi.from_handle(user).parts.append(ffi.buffer(data, n)[:])
    return 0


def written(call: Call, write: Callable[[Any, Any], int]) -> bytes:
    """What `write(function, user)` writes, whose status is as ever."""
    sink = Sink()
    handle = ffi.new_handle(sink)
    status = write(lib.epic_python_write, handle)
    call.raised = sink.raised
    call.check(status)
    return b"".join(sink.parts)
