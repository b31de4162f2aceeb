"""The trust forecast of every unit: P(the next commitment is kept), its interval, and what it rests on (T1-T11).

Puts together the outlook of the panel, the three audits, what is remembered, pressure, consistency and what would
settle the question; each has a room of its own. Everything here is per unit and still unreleased.
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.audits import audited
from saidanddone.forecast.trust.consistency import consistency
from saidanddone.forecast.trust.outlook import forecast, outlook, state_of
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.posterior import Rate
from saidanddone.forecast.trust.remembered import perceived
from saidanddone.forecast.trust.result import (
    Audit,
    Consistency,
    Pressure,
    Settle,
    TrustForecast,
)
from saidanddone.forecast.trust.seen import seen
from saidanddone.forecast.trust.settling import TOO_EARLY, Line, settle
from saidanddone.forecast.trust.strain import strain
from saidanddone.settings import default

__all__ = ["forecasts", "half_life", "state_word"]


def state_word(p_above: float, width: float, occasions: float, settled: int, *, decided: float, fewest: float) -> str:
    """``none``, ``kept``, ``broken`` or ``uncertain`` (T9): three answers, and the fourth for not knowing yet (T2).

    ``width``: of the interval; wider than .4 is too early to say, whatever the probability (REPORT, certainty).

    >>> state_word(0.97, 0.5, 2, 2, decided=0.8, fewest=5)  # two kept of two is not yet trust
    'uncertain'
    >>> state_word(0.97, 0.15, 40, 44, decided=0.8, fewest=5)
    'kept'
    """
    if settled == 0:
        return "none"
    if occasions < fewest or width > TOO_EARLY:
        return "uncertain"
    if p_above >= decided:
        return "kept"
    return "broken" if p_above <= 1.0 - decided else "uncertain"


def half_life(walk: Walk, half_lives: tuple[float, ...]) -> float:
    """The panel's half-life, days: the median of the ``volume`` grid by its record; inf if it rather never forgets."""
    weights = walk.grids[volume.NAME].reshape(len(volume.STRENGTHS), len(half_lives), -1).sum(axis=(0, 2))
    return half_lives[int(np.searchsorted(np.cumsum(weights), 0.5 * weights.sum()))]


def _volume(walk: Walk, tallies: Tallies) -> Floats:
    """Aged, effective occasions of every unit, shape (U,), averaged over the grid of ``volume`` by its record."""
    shape = (len(volume.STRENGTHS), len(tallies.half_lives), len(tallies.rhos), -1)
    weights = walk.grids[volume.NAME].reshape(shape).sum(axis=(0, 3))
    return np.asarray(np.einsum("uhr,hr->u", tallies.total, weights), dtype=np.float64)


def _audit(rate: Rate, u: int, line: Line, kept: int, settled: int) -> Audit | None:
    if settled == 0:
        return None
    tail = (1.0 - line.interval) / 2.0
    one = rate.of(u)
    return Audit(
        mean=float(one.mean()[0]),
        low=float(one.quantile(tail)[0]),
        high=float(one.quantile(1.0 - tail)[0]),
        p_above=float(one.above(line.at)[0]),
        kept=kept,
        settled=settled,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def forecasts(
    tallies: Tallies,
    walk: Walk,
    *,
    line: float | None = None,
    decided: float | None = None,
    fewest: float | None = None,
    seed: int | None = None,
) -> dict[str, Unreleased[TrustForecast]]:
    """Forecast every unit of the tallies with the panel of the walk.

    Args:
        tallies: on the day asked about. walk: of the same ledger (or a sample of its subjects) up to that day.
        line, decided, fewest: settings of the same names (``decided`` a probability, ``fewest`` occasions).
        seed: of what is tried at random; the setting of that name unless given.

    Returns:
        Unit name -> its forecast, unreleased.
    """
    question = Line(
        at=default("line") if line is None else line,
        decided=default("decided") if decided is None else decided,
        interval=default("interval"),
        width=default("on_the_line_width"),
        fewest=default("fewest_occasions") if fewest is None else fewest,
    )
    if not tallies.units:
        return {}
    state = state_of(walk, tallies)
    look = outlook(walk, state)
    tail = (1.0 - question.interval) / 2.0
    low, high = look.rate.quantile(tail), look.rate.quantile(1.0 - tail)
    above = look.rate.above(question.at)
    spread = np.array([look.rate.quantile(q) for q in QUANTILES])
    if_kept, if_broken = forecast(walk, state.after(1.0)), forecast(walk, state.after(0.0))
    lives = half_life(walk, tallies.half_lives)
    rates = audited(walk, tallies, look)
    settles = settle(walk, tallies, state, look, question, np.full(len(low), lives))
    recalled = perceived(walk, tallies, look.p)
    under = strain(walk, tallies, look.p, question.interval)
    steadiness = consistency(walk, tallies, question.interval, int(default("seed")) if seed is None else seed)
    watched = seen(walk, tallies, recalled, line=question.at, interval=question.interval)
    weight = _volume(walk, tallies)
    out: dict[str, Unreleased[TrustForecast]] = {}
    for u, name in enumerate(tallies.units):
        counts = {key: int(values[u]) for key, values in tallies.counts.items()}
        made, settled = counts["made"], counts["settled"]
        kept_of = {
            "as_renegotiated": counts["kept"],
            "as_first_promised": round(float(tallies.kept_first[u, -1, 0])),
            "done_at_all": round(float(tallies.done[u, -1, 0])),
        }
        audits = {key: _audit(rate, u, question, kept_of[key], settled) for key, rate in rates.items()}
        nothing = settled == 0
        out[name] = Unreleased(
            TrustForecast(
                state=state_word(
                    float(above[u]),
                    float(high[u] - low[u]),
                    counts["occasions"],
                    settled,
                    decided=question.decided,
                    fewest=question.fewest,
                ),
                mean=None if nothing else float(look.p[u]),
                low=None if nothing else float(low[u]),
                high=None if nothing else float(high[u]),
                cautious=None if nothing else float(low[u]),
                p_above=None if nothing else float(above[u]),
                line=question.at,
                volume=float(weight[u]),
                occasions=counts["occasions"],
                recent=counts["occasions_recent"],
                last_us=None if nothing else int(tallies.last_us[u]),
                fresh_days=None if nothing else (tallies.on_us - int(tallies.last_us[u])) / DAY_US,
                half_life_days=lives if np.isfinite(lives) else None,
                counts=counts,
                undated_share=_share(counts["undated"], made),
                renegotiated_share=_share(counts["renegotiated"], made - counts["history_unknown"]),
                admitted_share=_share(counts["admitted"], made),
                dropped_share=_share(counts["dropped"], made),
                audits={key: audit for key, audit in audits.items() if audit is not None},
                perceived=None if nothing else float(recalled[u]),
                consistency=Consistency(None, None, None, None, None) if nothing else steadiness[u],
                pressure=Pressure(None, None, None, None, None, 0.0, 0.0) if nothing else under[u],
                if_kept=None if nothing else float(if_kept[u]),
                if_broken=None if nothing else float(if_broken[u]),
                settle=Settle("no_pace", None, None, None) if nothing else settles[u],
                seen=() if nothing else watched[u],
                quantiles=() if nothing else tuple(round(float(x), 5) for x in spread[:, u]),
            )
        )
    return out
