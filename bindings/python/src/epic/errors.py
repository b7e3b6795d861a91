# SPDX-License-Identifier: GPL-3.0-or-later
"""What went wrong, as exceptions, warnings and data."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from epic.plan import Plan


@dataclass(frozen=True)
class Diagnostic:
    """One finding about the input.

    Attributes
    ----------
    severity : {"note", "warning", "error"}
    code : str
        Such as ``"E203"``; it never changes its meaning. doc/diagnostics.md has a paragraph for each.
    file : str or None
    line, column : int
        From 1; 0 when it has no place. Columns count characters.
    message : str
        One line, without a full stop.
    hint : str or None
        What to do.
    source : str or None
        The line of the input, clipped.
    caret : int
        Where in `source` it is, in cells of a terminal from 0.
    """

    severity: str
    code: str
    file: str | None
    line: int
    column: int
    message: str
    hint: str | None
    source: str | None
    caret: int

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: "
        lines = [f"{place}{self.severity}: {self.message} [{self.code}]"]
        if self.source is not None:
            gutter = f"{self.line:5} | "
            lines += [gutter + self.source, " " * (len(gutter) - 2) + "| " + " " * self.caret + "^"]
        if self.hint is not None:
            lines.append(f"      = {self.hint}")
        return "\n".join(lines)


class EpicError(Exception):
    """Of all that this package raises of itself.

    Attributes
    ----------
    diagnostics : tuple of Diagnostic
        All findings, in the order in which they were found; there may be none.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message, diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join([str(self.args[0]), *map(str, self.diagnostics)])


class InputError(EpicError, ValueError):
    """The input is wrong; the diagnostics say where and why, all errors at once."""


class InfeasibleError(EpicError, ValueError):
    """The rules contradict each other: no pairing keeps them."""


class ArgumentError(EpicError, ValueError):
    """The call itself is wrong, such as an index out of range or a table that is not symmetric."""


class FileError(EpicError, OSError):
    """A file could not be written. The library tells no `errno`, which is None; the message says what is wrong."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message, diagnostics)
        self.errno = self.strerror = None


class OutOfMemoryError(EpicError, MemoryError):
    """There is not enough memory."""


class CancelledError(EpicError):
    """A progress callback stopped the work, or time was out before there was any result.

    Attributes
    ----------
    best : Plan or None
        The best plan so far, where planning was stopped and there was one. It stays in its process when this is pickled.
    """

    best: Plan | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self.args)


class SolverError(EpicError, RuntimeError):
    """A solver failed, which is a defect: please report it."""


class EpicWarning(UserWarning):
    """A warning of the library, such as an event without a date.

    Attributes
    ----------
    diagnostic : Diagnostic
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        return str(self.diagnostic)
