"""The panel: ten forecasters, walked forward together over one ledger, each listened to as its record deserves.

No single rule wins everywhere (MODEL §1, measured), so none is chosen by hand: the members forecast, their forecasts
are mixed by delayed, tempered record (:mod:`weights`), and a last monotone correction is learned online
(:mod:`recalibration`). Every step uses only verdicts known strictly before the forecast it makes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats, Rows, WalkForward
from saidanddone.forecast.trust import (
    context,
    forgetting,
    laplace,
    layered,
    logistic,
    logistic_filter,
    pooled,
    population,
    recalibration,
    stack,
    volume,
    weights,
)
from saidanddone.forecast.trust.grid import Averaged, average
from saidanddone.forecast.trust.stream import Stream, stream
from saidanddone.forecast.trust.sums import of_walk

__all__ = ["CLOSED", "NAMES", "Walk", "walk"]

CLOSED = {module.NAME: module for module in (pooled, layered, volume)}
"""Members with a grid of Betas and a prior over it."""

NAMES = (
    population.NAME,
    laplace.NAME,
    forgetting.NAME,
    pooled.NAME,
    layered.NAME,
    volume.NAME,
    logistic_filter.NAME,
    context.NAME,
    stack.NAME,
    stack.CONTEXT_NAME,
)
"""The members, in the order of every array over members."""


@dataclass(frozen=True)
class Walk:
    """A ledger walked forward: every forecast as issued, and everything needed to forecast on from its end.

    Attributes:
        members: shape (n, 10), each member's P(kept); mixed: shape (n,), before the last correction; p: after it.
        weights: shape (n, 10), how each was listened to; final: shape (10,), at the end.
        grids: member -> weights of its grid at the end.
        circumstances: shape (n, 5), the standardised context of every row.
    """

    rows: Rows
    stream: Stream
    members: Floats = field(repr=False)
    mixed: Floats = field(repr=False)
    p: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    final: Floats = field(repr=False)
    grids: Mapping[str, Floats] = field(repr=False)
    circumstances: Floats = field(repr=False)
    forgetting: forgetting.Forgetting = field(repr=False)
    filter: logistic_filter.Filter = field(repr=False)
    learned: Mapping[str, logistic.Learned] = field(repr=False)
    recalibration: recalibration.Recalibrated = field(repr=False)


def _quiet(_words: str) -> None:
    """Nobody asked to be told."""


def walk(rows: Rows, walked: WalkForward, *, progress: Callable[[str], None] | None = None) -> Walk:
    """Walk all members forward over a ledger and mix them.

    Args:
        rows, walked: as from ``store.walkforward``. progress: told what is being done, in words.
    """
    say = progress or _quiet
    course, sums, y = stream(rows), of_walk(walked), rows.y
    done: dict[str, Averaged] = {}
    say("closed-form forecasters")
    done[population.NAME] = average(lambda i: population.betas(sums.take(i)).mean, y, course)
    done[laplace.NAME] = average(lambda i: laplace.betas(sums.take(i)).mean, y, course)
    for name, module in CLOSED.items():
        done[name] = average(lambda i, m=module: m.betas(sums.take(i)).mean, y, course, module.prior(sums))  # type: ignore[misc]
    counted = forgetting.walk(rows, course)
    done[forgetting.NAME] = average(
        lambda i: forgetting.betas(sums.take(i), counted.kept[i], counted.total[i]).mean,
        y,
        course,
        forgetting.prior(sums),
    )
    say("logistic filter")
    filtered = logistic_filter.run(rows, course)
    done[logistic_filter.NAME] = average(lambda i: filtered.p[i].astype(np.float64), y, course)
    say("context and stacks")
    circumstances = context.circumstances(rows, course)
    readings = stack.readings(sums)
    learned = {
        context.NAME: logistic.learn(
            context.features(readings, circumstances),
            y,
            course,
            drifts=context.DRIFTS,
            variance=context.VARIANCE,
            start=context.START,
        ),
        stack.NAME: logistic.learn(
            readings,
            y,
            course,
            drifts=stack.DRIFTS,
            variance=stack.VARIANCE,
            rising=stack.RISING,
            start=stack.START,
        ),
        stack.CONTEXT_NAME: logistic.learn(
            np.concatenate([readings, circumstances], axis=1),
            y,
            course,
            drifts=stack.DRIFTS,
            variance=stack.VARIANCE,
            rising=stack.RISING,
            start=stack.START,
        ),
    }
    for name, learner in learned.items():
        done[name] = average(lambda i, q=learner.p: q[i], y, course)  # type: ignore[misc]
    say("mixing by record")
    members = np.stack([done[name].p for name in NAMES], axis=1)
    mixed = weights.mix(members, y, course)
    corrected = recalibration.recalibrate(mixed.p, y, course)
    return Walk(
        rows=rows,
        stream=course,
        members=members,
        mixed=mixed.p,
        p=corrected.p,
        weights=mixed.weights,
        final=mixed.final,
        grids={name: done[name].weights for name in NAMES},
        circumstances=circumstances,
        forgetting=counted,
        filter=filtered,
        learned=learned,
        recalibration=corrected,
    )
