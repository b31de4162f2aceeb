"""Every practice there is, by its id: for each finding one thing to do tomorrow (B1, B2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from saidanddone.practices.done import DONE
from saidanddone.practices.practice import HALVES, Practice
from saidanddone.practices.said import BOTH, SAID

__all__ = ["BOTH", "DONE", "HALVES", "PRACTICES", "SAID", "Practice"]

PRACTICES: Final[Mapping[str, Practice]] = MappingProxyType({one.id: one for one in (*DONE, *SAID, BOTH)})
"""Id -> practice."""
