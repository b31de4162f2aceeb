"""How each team that never was speaks up and meets what is said: the truth its talk is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from saidanddone.simulation import voices

__all__ = ["MANNERS", "Manner"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a team speaks up, and how that is met.

    Attributes:
        day, hour: of its meeting, the weekday (0 Monday) and the hour in UTC.
        acts: in a meeting, on average, beside short questions. asides: of those, after each round of somebody's.
        posts: acts in its channel a week. mix: weight of each kind of act.
        led: share of acts that a leader answers. leader, peer: weights of levels 1..5. hard: of a leader's answers to
            a problem or challenge, where they differ. silent: share of messages nobody answers.
        own: share of meetings in which a leader admits a mistake. last: kind -> the last week of the year it occurs.
        talk: promises said aloud in a meeting.
    """

    day: int
    hour: int
    acts: float
    asides: float
    posts: float
    mix: Mapping[str, float]
    led: float
    leader: tuple[float, ...]
    peer: tuple[float, ...]
    hard: tuple[float, ...] = ()
    silent: float = 0.05
    own: float = 0.0
    last: Mapping[str, int] = field(default_factory=dict)
    talk: int = 1


def _mix(question: float, help_seeking: float, not_knowing: float, mistake: float, idea: float, problem: float,
         challenge: float) -> dict[str, float]:  # fmt: skip
    return dict(zip(voices.ACTS, (question, help_seeking, not_knowing, mistake, idea, problem, challenge), strict=True))


MANNERS: Final[Mapping[str, Manner]] = {
    "Atlas": Manner(
        1, 8, acts=4.6, asides=0.75, posts=1.8, mix=_mix(4, 4, 2, 4, 4, 5, 3),
        led=0.7, leader=(0.01, 0.03, 0.08, 0.46, 0.42), peer=(0.01, 0.04, 0.12, 0.50, 0.33), own=0.14, silent=0.03,
    ),
    "Beacon": Manner(
        2, 9, acts=4.2, asides=0.7, posts=1.8, mix=_mix(4, 4, 2, 3, 5, 4, 3),
        led=0.75, leader=(0.01, 0.05, 0.11, 0.50, 0.33), peer=(0.01, 0.05, 0.13, 0.51, 0.30),
        own=0.08, silent=0.05, talk=3,
    ),
    "Cedar": Manner(
        3, 8, acts=2.8, asides=0.3, posts=1.1, mix=_mix(6, 3, 2, 1.2, 3, 2.2, 1),
        led=0.7, leader=(0.09, 0.28, 0.30, 0.23, 0.10), peer=(0.05, 0.22, 0.34, 0.27, 0.12),
        hard=(0.24, 0.34, 0.28, 0.10, 0.04), silent=0.2,
        last={"challenge": 44},
    ),
    "Delta": Manner(
        0, 10, acts=2.4, asides=0.25, posts=0.9, mix=_mix(7, 2, 2, 1, 2.5, 1.6, 1),
        led=0.85, leader=(0.10, 0.29, 0.31, 0.21, 0.09), peer=(0.05, 0.22, 0.34, 0.27, 0.12),
        hard=(0.25, 0.35, 0.27, 0.10, 0.03), silent=0.25,
        last={"challenge": 20, "mistake": 33},
    ),
}  # fmt: skip
"""Team -> its manner. Atlas and Beacon welcome what is said, Cedar and Delta would rather get through the list."""
