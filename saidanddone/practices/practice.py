"""One practice: what to do tomorrow about one finding, in words to say and to avoid, and when to leave it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["HALVES", "Practice"]

HALVES: Final = ("trust", "safety", "both")
"""What a practice is a tool for: how much gets done (trust), how one moment is met (safety), or keeping both (B3)."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One thing to do tomorrow.

    Attributes:
        id: stable. half: one of :data:`HALVES`; a finding about one half never gets a tool of the other (B3).
        finding: what was found, in words fit to print. do: what to do, as told to whoever leads.
        say, avoid: words to say, and words better left unsaid. why: why it works.
        not_when: when to leave it alone. measure: what should move, and where it is seen.
    """

    id: str
    half: str
    finding: str
    do: str
    say: str
    avoid: str
    why: str
    not_when: str
    measure: str
