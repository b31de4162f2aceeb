"""The order in which a walk forward meets forecasts and verdicts: a verdict counts only strictly after it is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Rows

__all__ = ["ALIKE", "Stream", "stream"]

ALIKE = 0.05
"""ρ with which verdicts of one occasion are learned from: b of them count as b/(1 + (b − 1)·.05), at most twenty.
Measured: with ρ = 0 a single release of hundreds of tickets drowns everything learned before it; see
``docs/decisions/0012-the-panel.md`` for the slices and figures."""


@dataclass(frozen=True)
class Stream:
    """A ledger's forecasts and verdicts in time; n rows, 2n events.

    Attributes:
        row: shape (2n,), the row each event is about. verdict: shape (2n,), True for a verdict, False for a forecast.
        days: shape (2n,), time of the event in days since the first forecast.
        by_known: shape (n,), rows in the order their verdicts become known.
        known_before: shape (n,), how many of ``by_known`` are known strictly before each row's forecast.
        share: shape (n,), how much each verdict counts when learned from: 1/(1 + (b − 1)·ALIKE), b the commitments
            of its occasion made before it became known.
    """

    row: Ints = field(repr=False)
    verdict: Ints = field(repr=False)
    days: Floats = field(repr=False)
    by_known: Ints = field(repr=False)
    known_before: Ints = field(repr=False)
    share: Floats = field(repr=False)


def stream(rows: Rows) -> Stream:
    """The stream of a ledger's rows. At equal times the forecast comes first: what is not known before is not used.

    Rows that become known together keep the order of ``rows``, which is by ``(made_us, id)``; no forecast lies
    between them, so that order never shows in one.
    """
    n = len(rows)
    times = np.concatenate([rows.made_us, rows.known_us])
    verdict = np.concatenate([np.zeros(n, np.int64), np.ones(n, np.int64)])
    row = np.concatenate([np.arange(n), np.arange(n)])
    order = np.lexsort((row, verdict, times))
    start = int(rows.made_us[0]) if n else 0
    by_known = np.argsort(rows.known_us, kind="stable")
    known_before = np.searchsorted(rows.known_us[by_known], rows.made_us, side="left")
    return Stream(
        row=row[order],
        verdict=verdict[order],
        days=(times[order] - start) / float(DAY_US),
        by_known=by_known,
        known_before=known_before.astype(np.int64),
        share=1.0 / (1.0 + (_together(rows) - 1.0) * ALIKE),
    )


def _together(rows: Rows) -> Floats:
    """Commitments of each row's occasion made strictly before its verdict is known, itself included; shape (n,)."""
    if not len(rows):
        return np.zeros(0)
    order = np.lexsort((rows.made_us, rows.occasion))
    occasion, made = rows.occasion[order], rows.made_us[order]
    together = np.empty(len(rows))
    starts = np.flatnonzero(np.r_[True, occasion[1:] != occasion[:-1]])
    ends = np.r_[starts[1:], len(occasion)]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        these = order[start:end]
        together[these] = np.searchsorted(made[start:end], rows.known_us[these], side="left")
    return np.maximum(together, 1.0)
