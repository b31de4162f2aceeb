"""Which of our items and questions a round asks: by its number alone, so that nobody chooses (S10, S12, T12).

Five items a round: two of trust, two of safety, one of engaging fully. The pairs change from round to round, so that
every item is asked in every two rounds 1-2, 3-4, 5-6 …, none waits longer than two rounds for its turn, and after six
rounds every two items of a half have been asked together once: how items go together can be learned from answers.

Of what happened, one's own acts and what was held back are asked in every round and always together: acts without the
silences beside them would flatter. What was seen of others, and promises that came due, take turns.
"""

from __future__ import annotations

from typing import Final

from saidanddone.evidence.item import OWN

__all__ = ["CYCLE", "ROUND_DAYS", "asked_in", "told_in"]

CYCLE: Final = 6
"""Rounds until all begins anew."""

ROUND_DAYS: Final = 14
"""Days between two rounds, and the days that its questions of what happened look back on."""

_PAIRS: Final = ((0, 3), (1, 2), (0, 1), (2, 3), (0, 2), (1, 3))
"""Places of the two items of a half, round by round; each two follow on one another without a common item."""

_TOLD: Final = (("own", "held_back", "promises"), ("own", "seen", "held_back"))


def asked_in(number: int) -> tuple[str, ...]:
    """The items of a round, by id, in the order they stand on a form. ``number`` counts rounds from 1.

    >>> asked_in(1)
    ('kept', 'honest', 'concerns', 'help', 'permission')
    >>> asked_in(7) == asked_in(1)
    True
    """
    place = _checked(number)
    pair = _PAIRS[place % CYCLE]
    chosen = {_of("trust")[i] for i in pair} | {_of("safety")[i] for i in pair}
    chosen.add(_of("engagement")[place % 2])
    return tuple(item for item in OWN if item in chosen)


def told_in(number: int) -> tuple[str, ...]:
    """What a round asks of the last two weeks: ``own``, ``seen``, ``held_back``, ``promises``, in a form's order.

    >>> told_in(1), told_in(2)
    (('own', 'held_back', 'promises'), ('own', 'seen', 'held_back'))
    """
    return _TOLD[_checked(number) % len(_TOLD)]


def _of(half: str) -> tuple[str, ...]:
    return tuple(item for item, of in OWN.items() if of == half)


def _checked(number: int) -> int:
    if number < 1:
        raise ValueError("Rounds are numbered from 1.")
    return number - 1
