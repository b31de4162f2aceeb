"""What of a pulse may leave: nothing of fewer than five, bands below twenty, exact figures that no other undoes.

The rules of PRIVACY ("What is released") for one team's answers; those for departments and the organisation, which
hold against their teams' figures as well, are in ``privacy.groups``. Every answer here hangs on a round and those
before it, never on a later one or on today's roster, so that what was told once is told again the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.pulse import Answered, Apart, Pulse
from saidanddone.diagnosis.safety import situated
from saidanddone.privacy.lattice import FEWEST, counted, exact_rounds, figure_step
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.safety import LEAST_SPEAKERS
from saidanddone.survey.bands import band_of

__all__ = ["FEW_PULSE", "KIND", "for_release", "least_reach", "leaves_every_answer", "rounds_told", "told_at_least"]

KIND: Final = "pulse"
"""What is counted as withheld."""

FEW_PULSE: Final = (
    f"Fewer than {FEWEST} people answered a round of the pulse there, so nothing of it is told: it would come close to "
    "being what one of them said. Nothing lifts this."
)

_CHANCES: Final = (0.01, 0.05, 0.1)
"""What a chance is told as beside a band: at most so much."""

_Z90: Final = 1.645
"""Standard errors on either side of a mean that hold nine in ten."""

_Step = Callable[[Answered], float]


def for_release(finding: Finding, permissions: Permissions) -> tuple[Finding, str | None]:
    """The finding with as much of its pulse as may be told, and why not all of it; None where nothing is held back."""
    pulse = finding.pulse
    if pulse is None:
        return finding, None
    told = rounds_told((*pulse.earlier, *pulse.latest))
    earlier, latest = told[: len(pulse.earlier)], told[len(pulse.earlier) :]
    reason = FEW_PULSE if None in told else None
    counted_alone = not told and any(one is not None for one in (pulse.own, pulse.witnessed, pulse.held_back))
    if permissions.above or not (any(told) or counted_alone):
        return _without(finding), None if permissions.above else reason
    newest = {one.half: one for one in latest if one is not None}
    kept = Pulse(
        latest=tuple(one for one in latest if one is not None),
        earlier=tuple(one for one in earlier if one is not None),
        apart=tuple(kept for one in pulse.apart if (kept := _apart(one, newest.get(one.half))) is not None),
        own=_rungs(pulse.own),
        witnessed=_rungs(pulse.witnessed),
        held_back=_rungs(pulse.held_back),
        promises_due=_whole(pulse.promises_due),
        promises_kept=_whole(pulse.promises_kept),
        used=pulse.used,
        rounds=pulse.rounds,
    )
    if pulse.used and not any(one is not None and one.half == "safety" for one in told):
        finding = _without(finding)  # Answers that may not be told have moved a forecast: it would give them back.
    return replace(finding, pulse=kept), reason


def rounds_told(answered: Sequence[Answered], step: _Step | None = None) -> list[Answered | None]:
    """Each composite as it may be told, at the place it came in; None where it may not be told at all.

    Walked half by half in the order in which rounds closed. A roster goes no further than this.

    Args:
        answered: composites of one unit, of any halves and rounds. step: what an exact figure is rounded to; a tenth
            of a point on 1 to 5 where nothing is said.
    """
    told: list[Answered | None] = [None] * len(answered)
    for half in dict.fromkeys(one.half for one in answered):
        order = sorted(
            (at for at, one in enumerate(answered) if one.half == half), key=lambda at: answered[at].closed_us
        )
        exact = exact_rounds([(answered[at].respondents, answered[at].roster) for at in order])
        for at, may in zip(order, exact, strict=True):
            one = answered[at]
            if one.respondents >= FEWEST:
                told[at] = _exact(one, step) if may else _banded(one)
    return told


def leaves_every_answer(mean: float, respondents: int, scale: tuple[float, float]) -> bool:
    """Whether with this mean two people could have given the lowest answer, and two others the highest.

    A mean at the scale's end tells what everybody said. The bands need no such rule: with five respondents or more
    each holds means of which any one person may have given any answer.

    >>> leaves_every_answer(4.6, 20, (1.0, 5.0)), leaves_every_answer(4.7, 20, (1.0, 5.0))
    (True, False)
    """
    low, high = scale
    return respondents * min(high - mean, mean - low) >= 2.0 * (high - low) - 1e-9


def least_reach(mean: float, respondents: int, scale: tuple[float, float]) -> float:
    """How far an interval reaches from a mean at least: as far as two people at the farther end alone would take it.

    An interval of no width says that everybody answered the mean.

    >>> round(least_reach(3.0, 24, (1.0, 5.0)), 2), round(least_reach(3.0, 240, (1.0, 5.0)), 2)
    (0.19, 0.02)
    """
    return _Z90 * math.sqrt(2.0) * max(mean - scale[0], scale[1] - mean) / respondents


def told_at_least(answered: Answered) -> bool:
    """Whether the number of respondents told is a least one (beside a band) and not the number itself."""
    return answered.mean is None


def _exact(one: Answered, step: _Step | None) -> Answered:
    if one.mean is None or one.low is None or one.high is None:
        return _banded(one)
    to = figure_step(one.scale) if step is None else step(one)
    mean = _rounded(one.mean, to, one.scale)
    reach = least_reach(mean, one.respondents, one.scale)
    low = _rounded(min(one.low, mean - reach), to, one.scale, math.floor)  # the interval outward
    high = _rounded(max(one.high, mean + reach), to, one.scale, math.ceil)
    if not leaves_every_answer(mean, one.respondents, one.scale):
        return _banded(one)
    return replace(one, mean=mean, low=low, high=high, roster=frozenset())


def _banded(one: Answered) -> Answered:
    return replace(one, respondents=counted(one.respondents), mean=None, low=None, high=None, roster=frozenset())


def _rounded(figure: float, step: float, scale: tuple[float, float], how: Callable[[float], int] = round) -> float:
    """To the nearest whole step, or the one below or above, within the scale.

    >>> _rounded(3.7499, 0.1, (1.0, 5.0)), _rounded(4.99, 0.5, (1.0, 5.0)), _rounded(3.71, 0.1, (1.0, 5.0), math.ceil)
    (3.7, 5.0, 3.8)
    """
    return min(max(round(how(round(figure / step, 6)) * step, 6), scale[0]), scale[1])


def _apart(apart: Apart, beside: Answered | None) -> Apart | None:
    """Where answers and behaviour part, told as finely as the answers themselves.

    Beside a band it stands only where the band itself lies on that side of what was expected, without a difference,
    its chance as a round bound and what was expected in eighths of the scale: whatever else it said, it would say of
    the mean.
    """
    if beside is None:
        return None
    scale = beside.scale
    low, high = scale
    step = figure_step(scale)
    if beside.mean is not None:
        expected, least, most = (
            _rounded(one, step, scale) for one in (apart.expected, apart.expected_low, apart.expected_high)
        )
        difference = round(beside.mean - expected, 6)
        return replace(
            apart, expected=expected, expected_low=least, expected_high=most, difference=difference,
            p=_at_most(apart.p),
        )  # fmt: skip
    away = beside.band - band_of(apart.expected, low, high)
    if away == 0 or (away > 0) != (apart.direction == "higher"):
        return None
    eighth = (high - low) / 8.0
    expected, least, most = (
        low + _rounded(one - low, eighth, (0.0, high - low))
        for one in (apart.expected, apart.expected_low, apart.expected_high)
    )
    return replace(
        apart, expected=expected, expected_low=least, expected_high=most, difference=None, p=_at_most(apart.p)
    )


def _at_most(p: float) -> float:
    return next((bound for bound in _CHANCES if p <= bound), 1.0)


def _rungs(counts: Mapping[str, int] | None) -> Mapping[str, int] | None:
    """Rungs of three episodes or more; which rounds' count is decided where they are (``survey.episodes.counted``)."""
    return None if counts is None else {rung: n for rung, n in counts.items() if n >= LEAST_SPEAKERS}


def _whole(median: float | None) -> float | None:
    return None if median is None else float(round(median))


def _without(finding: Finding) -> Finding:
    """The finding with nothing of its pulse, nor of a forecast that the pulse has moved."""
    if finding.pulse is None or not finding.pulse.used:
        return replace(finding, pulse=None)
    situation = None if finding.situation is None else situated(finding.trust, None)
    return replace(finding, pulse=None, safety=None, speaking=None, acts=(), behind=None, situation=situation)
