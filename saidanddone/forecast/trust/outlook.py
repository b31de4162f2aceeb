"""What the panel says of every unit on one day: its next forecast, and the rate behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Tallies
from saidanddone.forecast.trust import context, forgetting, laplace, logistic_filter, population, stack
from saidanddone.forecast.trust.panel import CLOSED, NAMES, Walk
from saidanddone.forecast.trust.posterior import Component, Rate, below, mixture
from saidanddone.forecast.trust.sums import Betas, Sums, of_tallies

__all__ = ["Outlook", "State", "above", "components", "forecast", "likeness", "outlook", "rate", "state_of"]

_LAST_OCCASIONS = 20
"""Occasions whose mean context stands for the next one (MODEL §1)."""

_BY_SUMS = np.array(
    [name not in (logistic_filter.NAME, forgetting.NAME, context.NAME) for name in NAMES], dtype=np.float64
)
"""Members that need only a unit's sums, and so can speak of units a sample left out."""


@dataclass(frozen=True)
class State:
    """Everything the members know of U units on one day; one more outcome is another ``State``.

    Attributes:
        sums: of every unit. counted_kept, counted_total: shape (U, 8), sums by count.
        z_mean, z_variance: shape (U, G), the filter's. circumstances: shape (U, k), the next promise's.
        walked: shape (U,), the unit was part of the walk; of others only the sums are known (a sampled ledger).
    """

    sums: Sums
    counted_kept: Floats = field(repr=False)
    counted_total: Floats = field(repr=False)
    z_mean: Floats = field(repr=False)
    z_variance: Floats = field(repr=False)
    circumstances: Floats = field(repr=False)
    walked: NDArray[np.bool_] = field(repr=False)

    def after(self, y: float) -> State:
        """The state after one more occasion, kept (1) or broken (0), just now."""
        sums = replace(
            self.sums,
            unit_kept=self.sums.unit_kept + y,
            unit_total=self.sums.unit_total + 1.0,
        )
        p = 1.0 / (1.0 + np.exp(-self.z_mean))
        slope = p * (1.0 - p)
        gain = 1.0 / (1.0 + slope * self.z_variance)
        return replace(
            self,
            sums=sums,
            counted_kept=self.counted_kept * forgetting.FACTORS + y,
            counted_total=self.counted_total * forgetting.FACTORS + 1.0,
            z_mean=self.z_mean + self.z_variance * (y - p) * gain,
            z_variance=self.z_variance - self.z_variance**2 * slope * gain,
        )


@dataclass(frozen=True)
class Outlook:
    """The panel's answer for U units: p, shape (U,), P(next kept), recalibrated; rate: the distribution behind it."""

    p: Floats = field(repr=False)
    rate: Rate = field(repr=False)


def _codes(names: tuple[str, ...], known: tuple[str, ...]) -> Ints:
    place = {name: code for code, name in enumerate(known)}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)


def _next_circumstances(walk: Walk, unit: Ints) -> Floats:
    """Mean context of each unit's last 20 occasions, shape (U, k); of everybody's for a unit without any."""
    rows = walk.rows
    width = walk.circumstances.shape[1]
    everybody = walk.circumstances.mean(axis=0) if len(rows) else np.eye(width)[0]
    out = np.tile(everybody, (len(unit), 1))
    order = np.argsort(rows.unit, kind="stable")
    starts = np.searchsorted(rows.unit[order], np.arange(len(rows.units) + 1))
    for place, code in enumerate(unit.tolist()):
        if code < 0:
            continue
        mine = order[starts[code] : starts[code + 1]]
        if not len(mine):
            continue
        _, first = np.unique(rows.occasion[mine][::-1], return_index=True)
        newest = np.sort(len(mine) - 1 - first)[-_LAST_OCCASIONS:]
        recent = np.isin(rows.occasion[mine], rows.occasion[mine[newest]])
        out[place] = walk.circumstances[mine[recent]].mean(axis=0)
    return out


def state_of(walk: Walk, tallies: Tallies) -> State:
    """The members' state for every unit of the tallies, on their day."""
    unit, group = _codes(tallies.units, walk.rows.units), _codes(tallies.groups, walk.rows.groups)
    start = int(walk.rows.made_us[0]) if len(walk.rows) else tallies.on_us
    days = (tallies.on_us - start) / DAY_US
    z_mean, z_variance = walk.filter.at(unit, group[tallies.group], days)
    walked = unit >= 0
    none = np.zeros((1, len(forgetting.FACTORS)))  # the last row, so that −1, a unit never met, finds it
    return State(
        sums=of_tallies(tallies),
        counted_kept=np.concatenate([walk.forgetting.unit_kept, none])[unit],
        counted_total=np.concatenate([walk.forgetting.unit_total, none])[unit],
        z_mean=z_mean,
        z_variance=z_variance,
        circumstances=_next_circumstances(walk, unit),
        walked=walked | (tallies.total[:, -1, 0] == 0.0),
    )


def likeness(walk: Walk) -> float:
    """How alike units have turned out: prior strength in occasions, the geometric mean over the pooled grid."""
    weights = walk.grids["pooled"][-8:]
    return float(np.exp((weights * np.log(2.0 ** np.arange(8))).sum() / max(weights.sum(), 1e-12)))


def _betas(walk: Walk, state: State) -> dict[str, Betas]:
    return {
        population.NAME: population.betas(state.sums, likeness(walk)),
        laplace.NAME: laplace.betas(state.sums),
        forgetting.NAME: forgetting.betas(state.sums, state.counted_kept, state.counted_total),
        **{name: module.betas(state.sums) for name, module in CLOSED.items()},
    }


def forecast(walk: Walk, state: State) -> Floats:
    """P(next kept) of every unit, shape (U,): the members' means by final weight, recalibrated."""
    means = {name: betas.mean @ walk.grids[name] for name, betas in _betas(walk, state).items()}
    means[logistic_filter.NAME] = (
        logistic_filter.logistic_normal_mean(state.z_mean, state.z_variance) @ walk.grids[logistic_filter.NAME]
    )
    readings = stack.readings(state.sums)
    features = {
        context.NAME: context.features(readings, state.circumstances),
        stack.NAME: readings,
        stack.CONTEXT_NAME: np.concatenate([readings, state.circumstances], axis=1),
    }
    for name, columns in features.items():
        means[name] = walk.learned[name].at(columns) @ walk.grids[name]
    weights = np.where(state.walked[:, None], walk.final, walk.final * _BY_SUMS)
    weights = weights / weights.sum(axis=1, keepdims=True)
    return walk.recalibration.apply((np.stack([means[name] for name in NAMES], axis=1) * weights).sum(axis=1))


def components(walk: Walk, state: State, *, by_sums: bool = False) -> list[Component]:
    """The members that know a distribution of the unit's own rate, weighted by record.

    The population mean forecasts but has no say here: it knows nothing of the unit, and its share would stay in the
    tail of a record of hundreds of occasions (docs/decisions/0012-the-panel.md has the figures).
    ``by_sums``: without the members whose state a sample did not walk.
    """
    listened = walk.final * _BY_SUMS if by_sums else walk.final
    parts = []
    for name, betas in _betas(walk, state).items():
        weights = listened[NAMES.index(name)] * walk.grids[name]
        if name in CLOSED:
            merged, weights = betas.merged(weights, CLOSED[name].runs(state.sums))
            parts.append(Component(merged.a, merged.b, weights))
        elif name != population.NAME:
            parts.append(Component(betas.a, betas.b, weights))
    mine = listened[NAMES.index(logistic_filter.NAME)] * walk.grids[logistic_filter.NAME]
    return [*parts, Component(state.z_mean, state.z_variance, mine, normal=True)]


def rate(walk: Walk, state: State, units: Ints | None = None) -> Rate:
    """The distribution of every unit's rate, or of these units alone, not yet moved to agree with a forecast."""
    at = np.arange(len(state.walked)) if units is None else units
    full = mixture([one.of(at) for one in components(walk, state)])
    if state.walked[at].all():
        return full
    partial = mixture([one.of(at) for one in components(walk, state, by_sums=True)])
    known = state.walked[at][:, None]
    return Rate(np.where(known, full.logits, partial.logits), np.where(known, full.cdf, partial.cdf), full.shift)


def above(walk: Walk, state: State, line: float, shift: Floats) -> Floats:
    """P(rate >= line) of every unit, the distribution moved by ``shift`` logits, shape (U,); cheap: F at one point."""
    at = (np.log(line / (1.0 - line)) - shift)[:, None]
    full = below(components(walk, state), at)[:, 0]
    if not state.walked.all():
        full = np.where(state.walked, full, below(components(walk, state, by_sums=True), at)[:, 0])
    return 1.0 - full


def outlook(walk: Walk, state: State) -> Outlook:
    """The forecast of every unit and the distribution of its rate, moved to agree with the forecast."""
    p = forecast(walk, state)
    return Outlook(p, rate(walk, state).moved_to(p))
