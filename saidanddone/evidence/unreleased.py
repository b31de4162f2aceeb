"""A result that no output may show yet: it has not been through the privacy door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Unreleased"]

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Unreleased(Generic[T]):
    """What an estimator returns. Its ``repr`` and ``str`` say nothing of what is inside.

    A researcher may look (``.research_only``); report, command line and web refuse it:
    only :mod:`saidanddone.privacy` turns an ``Unreleased`` into a ``Released``.
    """

    research_only: T = field(repr=False)

    def map(self, change: Callable[[T], U]) -> Unreleased[U]:
        """The same, with its content changed; still unreleased."""
        return Unreleased(change(self.research_only))

    def __repr__(self) -> str:
        return "Unreleased(...)"
