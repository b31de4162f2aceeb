"""Our own record: the next response forecast before it was read, scored against how it came (MODEL §0, §2).

The evidence is cut into stretches of time that end where a meeting or thread does. Every act of a stretch is forecast
from what was known before the stretch began, by the same posterior as the forecast that is shown.
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.act import STAGES
from saidanddone.forecast.safety.bank import BANK, Bank
from saidanddone.forecast.safety.forecast import WELL, learn
from saidanddone.forecast.safety.posterior import GRID, believed, fine
from saidanddone.forecast.safety.reading import reading_of
from saidanddone.forecast.safety.responses import likelihood
from saidanddone.forecast.safety.result import SafetyRecord
from saidanddone.forecast.safety.rows import Floats, Ints, Responses

__all__ = ["STRETCHES", "foretold", "record_of", "scored"]

STRETCHES = 8
"""Into so many stretches, of as many acts each, is the evidence cut; the first is never scored."""

FEWEST = 20
"""Below so many scored forecasts there is no record."""

CLIP = 0.002


def foretold(responses: Responses, *, stretches: int = STRETCHES, bank: Bank = BANK) -> tuple[Floats, Floats, Ints]:
    """P(met well) for every act after the first stretch, the share met well so far, and 1 where it was met well.

    Returns:
        Forecasts, base rates (K + 1)/(N + 2) of everything read before, and outcomes; all (m,), in order of time.
    """
    if not len(responses):
        return np.zeros(0), np.zeros(0), np.zeros(0, np.int64)
    order = np.lexsort((responses.cluster, responses.at_us))
    rows = responses.of(order)
    begins = _begins(rows)
    cuts = np.unique(begins[np.linspace(0, len(rows), stretches + 1)[1:-1].astype(int)])
    said, base, came = [], [], []
    for first, last in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        if first == 0 or first == last:
            continue
        before, after = rows.of(np.arange(first)), rows.of(np.arange(first, last))
        said.append(_forecasts(before, after, bank))
        well = before.level >= WELL
        base.append(np.full(len(after), (well.sum() + 1.0) / (len(before) + 2.0)))
        came.append((after.level >= WELL).astype(np.int64))
    if not said:
        return np.zeros(0), np.zeros(0), np.zeros(0, np.int64)
    return np.concatenate(said), np.concatenate(base), np.concatenate(came)


def _begins(rows: Responses) -> Ints:
    """For every act the place where its meeting begins, so that no stretch begins within one; then never falling."""
    _, first, meeting = np.unique(rows.cluster, return_index=True, return_inverse=True)
    begins = first[meeting]
    # Two meetings may overlap in time: a stretch begins only where none is under way.
    last = np.zeros(len(first), np.int64)
    np.maximum.at(last, meeting, np.arange(len(rows)))
    under_way = np.maximum.accumulate(np.concatenate([[-1], last[meeting]]))[:-1]
    free = np.flatnonzero(under_way < np.arange(len(rows)))
    whole = free[np.searchsorted(free, np.arange(len(rows)), side="right") - 1]
    return np.asarray(np.minimum(begins, whole), dtype=np.int64)


def _forecasts(before: Responses, after: Responses, bank: Bank) -> Floats:
    """P(met well) of each act in ``after``: of its unit and rung, whoever will answer it."""
    learned, witness = learn(before, None, bank=bank)
    reading, out = reading_of(bank), np.empty(len(after))
    silent = np.ones((len(GRID), 1))
    for place in np.unique(after.team):
        mine = before.of(before.team == place)
        found = fine(likelihood(mine.weighed(witness), mine.mixes()[1], bank))
        # What teams have in common was learned over this one too, where it had evidence.
        weights = believed(found, silent, learned, bank, among=bool(len(mine)), frozen=not len(mine)).spoken
        at = found.at(0.0)
        for code in np.unique(after.stage[after.team == place]):
            share = reading.spread(weights, at, 0, np.eye(len(STAGES))[code]).mean()
            out[(after.team == place) & (after.stage == code)] = share
    return out


def scored(p: Floats, y: Ints) -> tuple[float, float]:
    """Mean log loss (natural, p clipped to .002 … .998) and Brier score."""
    q = np.clip(p, CLIP, 1.0 - CLIP)
    return float(-np.where(y == 1, np.log(q), np.log(1.0 - q)).mean()), float(((p - y) ** 2).mean())


def record_of(responses: Responses, *, seed: int, bank: Bank = BANK) -> SafetyRecord | None:
    """The record on these acts, over all units; None with fewer than twenty scored forecasts.

    Args:
        seed: of the draws that say how large the calibration error of an exact forecaster would be.
    """
    said, base, came = foretold(responses, bank=bank)
    if len(said) < FEWEST:
        return None
    loss, brier = scored(said, came)
    base_loss, base_brier = scored(base, came)
    draws = np.random.default_rng(seed).random((400, len(said))) < said
    noise = float(np.quantile([_ece(said, one) for one in draws], 0.95))
    return SafetyRecord(len(responses), len(said), loss, brier, _ece(said, came), noise, base_loss, base_brier)


def _ece(p: Floats, y: Ints) -> float:
    """Expected calibration error in ten bins of equal mass."""
    order = np.argsort(p, kind="stable")
    bins = [part for part in np.array_split(order, 10) if len(part)]
    return float(sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in bins) / len(p))
