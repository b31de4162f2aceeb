"""Every error the product raises, as one tree.

    SaidAndDoneError            anything below; catch this at the edge
    ├── UsageError              the request cannot be carried out as asked; the message says what to change
    │   ├── SettingError        an unknown or out-of-range setting
    │   └── AmbiguousDates      a file whose dates can be read two ways; say which with --dates
    ├── NothingReadable         no row of any source could be read
    ├── NotReleased             an output was handed something privacy has not released
    └── EngineError             a store's engine failed; names the table, never its rows

What cannot be read is not an error but a value: :class:`saidanddone.evidence.problem.Problem`.
"""

from __future__ import annotations

__all__ = [
    "AmbiguousDates",
    "EngineError",
    "NotReleased",
    "NothingReadable",
    "SaidAndDoneError",
    "SettingError",
    "UsageError",
]


class SaidAndDoneError(Exception):
    """Anything this package raises on purpose. ``str(error)`` is one sentence fit to print."""


class UsageError(SaidAndDoneError):
    """The request cannot be carried out as asked."""


class SettingError(UsageError):
    """A setting that does not exist, or a value outside its range."""


class AmbiguousDates(UsageError):
    """A file whose dates could be day-first or month-first and no row decides it."""


class NothingReadable(SaidAndDoneError):
    """No row of any source could be read."""


class NotReleased(SaidAndDoneError):
    """An output was handed a result that privacy has not released."""


class EngineError(SaidAndDoneError):
    """A store's engine failed."""
