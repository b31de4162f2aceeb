"""Whether people have the contact that trust needs: how often they meet, gaps, cancellations, who lacks it (T7)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Cadence", "Contact", "Routine"]


@dataclass(frozen=True, slots=True)
class Contact:
    """How often one kind of encounter happened: of the whole team, or one to one with a leader.

    Attributes:
        kind: ``meeting`` or ``one_to_one``. planned, held, cancelled: encounters in the time looked at.
        per_week: held a week. hours_week: hours a week; None where no length is known.
        usual_gap_days: median days from one held to the next; longest_gap_days; None with fewer than two.
        last_us: the newest held, µs UTC. attended_share: came of those invited, 0..1; None where nobody knows.
    """

    kind: str
    planned: int
    held: int
    cancelled: int
    per_week: float
    hours_week: float | None
    usual_gap_days: float | None
    longest_gap_days: float | None
    last_us: int | None
    attended_share: float | None


@dataclass(frozen=True, slots=True)
class Cadence:
    """A proposed rhythm, fit to be written as calendar entries.

    Attributes:
        kind: as in :class:`Contact`. every_weeks: 1, 2 … minutes: how long. weekday: 0 Monday .. 4 Friday. hour: 0..23
            and minute: on the reader's clock. with_whom: pseudonym of the one it is with; None for the whole team.
        reason: ``never`` | ``gap`` | ``cancelled`` | ``short``: what in the record it answers.
    """

    kind: str
    every_weeks: int
    minutes: int
    weekday: int
    hour: int
    minute: int
    reason: str
    with_whom: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Routine:
    """The contact a team, or a leader with their team, has had.

    Attributes:
        from_us, to_us: the time looked at, µs UTC; weeks: how long that is.
        contacts: by kind. people: how many on the roster could have met a leader.
        without: how many of those had none in the last four weeks; None where the roster names nobody.
        whom: their pseudonyms, for the leader alone. thin: how many had less than fifteen minutes a week.
        cadence: what is proposed; empty where the rhythm is enough.
    """

    from_us: int
    to_us: int
    weeks: float
    contacts: tuple[Contact, ...]
    people: int | None
    without: int | None
    thin: int | None
    whom: frozenset[str] = field(default=frozenset(), repr=False)
    cadence: tuple[Cadence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Field names and plain values, nobody's pseudonym: what the contract's JSON adds as ``routine``."""
        whole = asdict(self)
        del whole["whom"]
        for one in whole["cadence"]:
            del one["with_whom"]
        return whole
