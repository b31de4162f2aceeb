"""How often a small team's pulse can be told at all: what the rule of five costs it (PRIVACY, What is released)."""

from __future__ import annotations

from math import comb
from typing import Final

__all__ = ["ANSWERING", "EXACT_FROM", "LEAST", "chance"]

LEAST: Final = 5
"""Respondents from whom on anything is told; there is no override."""

EXACT_FROM: Final = 20
"""Respondents from whom on more than a band is told, and used."""

ANSWERING: Final = 0.80
"""Share of a team that answers in an ordinary round: assumed, to show what small teams must expect."""


def chance(people: int, *, answering: float = ANSWERING, least: int = LEAST) -> float:
    """P(at least ``least`` of ``people`` answer), 0..1; each answers with probability ``answering``, by themselves.

    The exact tail of a binomial distribution.

    >>> [round(100 * chance(people)) for people in (4, 5, 6, 8)]
    [0, 33, 66, 94]
    """
    each = (comb(people, n) * answering**n * (1 - answering) ** (people - n) for n in range(least, people + 1))
    return min(1.0, sum(each, 0.0))
