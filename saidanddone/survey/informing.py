"""Which teams' answers may enter what teams share: a few unreported ones could be read off the others (MODEL §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["FEWEST_ANSWERED", "FEWEST_UNREPORTED", "informing"]

FEWEST_ANSWERED: Final = 5
"""A team of fewer respondents is not reported. There is no setting for it (PRIVACY, What is released)."""

FEWEST_UNREPORTED: Final = 3
"""Unreported teams inform what teams share only where there are this many of them."""


def informing(counts: Mapping[str, int]) -> frozenset[str]:
    """The teams whose answers may enter the joint estimate: to be asked before it is made, round by round.

    What teams share (the organisation's mean, how much teams differ) moves every team's figure. With one unreported
    team in it, that team's answers are what moved the others; with three, and five people in them, they are nobody's.

    Args:
        counts: team -> how many of it answered that round.

    >>> sorted(informing({"Apollo": 7, "Vega": 4}))
    ['Apollo']
    >>> sorted(informing({"Apollo": 7, "Vega": 4, "Rigel": 2, "Lyra": 1, "Nobody": 0}))
    ['Apollo', 'Lyra', 'Rigel', 'Vega']
    """
    reported = {team for team, n in counts.items() if n >= FEWEST_ANSWERED}
    others = {team: n for team, n in counts.items() if 0 < n < FEWEST_ANSWERED}
    enough = len(others) >= FEWEST_UNREPORTED and sum(others.values()) >= FEWEST_ANSWERED
    return frozenset(reported | others.keys() if enough else reported)
