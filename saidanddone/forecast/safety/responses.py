"""How likely a team's responses are at each level of safety: responders and meetings integrated out (MODEL §2).

Acts of one meeting share their fate: it has an effect ε ~ N(0, σ²), summed out by quadrature around its mode, so that a
meeting of two hundred acts is no harder than one of two. Responders λ ~ N(0, .5²) meet acts in many meetings; their
marginal is Laplace's around the joint mode, at every ψ of a coarse grid, where it is smooth enough to be interpolated.
What comes back beside the likelihood is where the team's mix of responders then stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from saidanddone.forecast.safety.banded import banded_log
from saidanddone.forecast.safety.bank import Bank, normal_nodes
from saidanddone.forecast.safety.rows import Floats, Ints, Responses

__all__ = ["COARSE", "MOST_RESPONDERS", "Likelihood", "likelihood", "log_levels"]

COARSE = np.arange(-6.0, 8.001, 0.4)
"""ψ (plus b) at which the likelihood is worked out; between them it is interpolated."""

MOST_RESPONDERS = 12
"""Responders with an effect of their own; those who met least stand for themselves afresh in every act."""

_NODES = 9
_TOO_SMALL = 1e-300
_AROUND = 7
_MANY = 40.0
_USUAL_SD = 1.5
_EACH_SIDE = 9
"""Of so many acts or more, ψ further than 3.6 from the likeliest is left out: three times the widest meeting's."""


@dataclass(frozen=True)
class Likelihood:
    """One team's responses, at C values of ψ and for each of Σ spreads among meetings.

    Attributes:
        at: (C,) those values of ψ. log: (Σ, C) log likelihood.
        mean, var: (K, Σ, C) of the weighted mean responder effect, for K mixes of
            responders; the first is the team's own.
    """

    at: Floats = field(repr=False)
    log: Floats = field(repr=False)
    mean: Floats = field(repr=False)
    var: Floats = field(repr=False)


def log_levels(z: Floats, level: Ints, bank: Bank) -> Floats:
    """log P(Y = level) where the sum of all effects is z, and log P(Y >= 4) for both 4 and 5; shapes broadcast.

    z in logits of ψ. Encouraged counts as validated: told apart, one more act validated would lower a forecast that
    expects better, and to be met well may never lower it (MODEL §6, docs/decisions/0036).

    >>> round(float(np.exp(log_levels(np.array(0.0), np.array(5), Bank()))), 3)
    0.5
    """
    up, over = _reached(z, level, bank)
    return np.asarray(np.log(np.maximum(up - over, _TOO_SMALL)), dtype=np.float64)


def _reached(z: Floats, level: Ints, bank: Bank) -> tuple[Floats, Floats]:
    """P(Y >= level) and P(Y > level), the levels from 4 up being one."""
    cuts = np.array([-np.inf, *bank.kappa[:3], np.inf])
    level = np.minimum(level, 4)
    with np.errstate(over="ignore"):
        up = 1.0 / (1.0 + np.exp(-bank.alpha * (z - cuts[level - 1])))
        over = 1.0 / (1.0 + np.exp(-bank.alpha * (z - cuts[level])))
    return up, over


@dataclass(frozen=True)
class _Cells:
    """Acts of one team that are alike: same meeting, responder, rung and level, with their summed weight.

    Sorted by meeting, then by responder. Those of a responder without an effect of their own stand apart.
    """

    cluster: Ints
    responder: Ints
    shift: Floats
    level: Ints
    weight: Floats

    def of(self, those: NDArray[np.bool_]) -> _Cells:
        return _Cells(
            self.cluster[those], self.responder[those], self.shift[those], self.level[those], self.weight[those]
        )


def _cells(rows: Responses, own: Ints, bank: Bank) -> _Cells:
    """The rows as cells; ``own``: (n,) place of the responder among those with an effect, or −1."""
    meeting = np.unique(rows.cluster, return_inverse=True)[1]
    keys = np.stack([meeting, own, rows.stage, np.minimum(rows.level, 4)], axis=1).astype(np.int64)
    cells, which = np.unique(keys, axis=0, return_inverse=True)
    weight = np.asarray(np.bincount(which.ravel(), weights=rows.weight, minlength=len(cells)), dtype=np.float64)
    shift = np.asarray(bank.delta, dtype=np.float64)[cells[:, 2]]
    return _Cells(cells[:, 0], cells[:, 1], shift, cells[:, 3], weight)


def likelihood(rows: Responses, mixes: Floats, bank: Bank) -> Likelihood:
    """The likelihood of one team's responses.

    Args:
        rows: of one team. mixes: (K, R + 1) weights of each of the team's responders in the mixes asked about, in
            the order of ``np.unique`` over the known ones, and last of those nobody knows; rows sum to 1.
    """
    at = _window(rows, bank)
    if rows.banded is None or not rows.banded.any():
        return _likelihood(rows, mixes, at, 0.0, bank)
    found = _likelihood(rows.of(~rows.banded), mixes, at, float(rows.weight[rows.banded].sum()), bank)
    return replace(found, log=found.log + banded_log(rows.of(rows.banded), at, bank))


def _likelihood(rows: Responses, mixes: Floats, at: Floats, more_afresh: float, bank: Bank) -> Likelihood:
    """Of rows that have levels. ``more_afresh``: so many acts more were met by nobody knows whom."""
    if not len(rows):
        flat = np.zeros((len(bank.sigma), len(at)))
        # Whoever will meet the next act is a draw from among responders.
        return Likelihood(at, flat, np.zeros((len(mixes), *flat.shape)),
                          np.full((len(mixes), *flat.shape), bank.responder_sd**2 / max(1.0, more_afresh)))  # fmt: skip
    known, own = np.unique(rows.responder[rows.responder >= 0], return_inverse=True)
    place = np.full(len(rows), -1)
    place[rows.responder >= 0] = own
    held, mixes = _with_effects(rows, place, len(known), mixes)
    place = np.where(place >= 0, held[place], -1) if len(known) else place
    cells = _cells(rows, place, bank)
    effects = np.zeros((len(at), mixes.shape[1] - 1))
    found = []
    for sigma in bank.sigma:
        log, mean, var, effects = _marginal(cells, at, effects, mixes, sigma, bank)
        found.append((log, mean, var))
    afresh = (rows.weight * (place < 0)).sum() + more_afresh
    # Of those nobody knows, each is one more draw from among responders.
    more = mixes[:, -1] ** 2 * bank.responder_sd**2 / max(1.0, afresh)
    log, mean, var = (np.stack(part) for part in zip(*found, strict=True))
    return Likelihood(at, log, mean.transpose(1, 0, 2), var.transpose(1, 0, 2) + more[:, None, None])


def _window(rows: Responses, bank: Bank) -> Floats:
    """The part of :data:`COARSE` that matters: all of it for few acts, what lies around the likeliest ψ for many."""
    if rows.weight.sum() < _MANY:
        return COARSE
    z = COARSE[:, None] - np.asarray(bank.delta)[rows.stage][None, :]
    # Where every act was met alike the likelihood alone has no peak; what teams are like gives it one.
    usual = -0.5 * ((COARSE - np.dot(bank.mu, bank.mu_weights) - bank.spoken_shift) / _USUAL_SD) ** 2
    middle = int((usual + (log_levels(z, rows.level[None, :], bank) * rows.weight).sum(axis=1)).argmax())
    middle = min(max(middle, _EACH_SIDE), len(COARSE) - 1 - _EACH_SIDE)
    return COARSE[middle - _EACH_SIDE : middle + _EACH_SIDE + 1]


def _with_effects(rows: Responses, place: Ints, n: int, mixes: Floats) -> tuple[Ints, Floats]:
    """Which responders have an effect of their own (old place -> new, −1 for none), and the mixes over those."""
    if n <= MOST_RESPONDERS:
        return np.arange(n), mixes
    total = np.bincount(place[place >= 0], weights=rows.weight[place >= 0], minlength=n)
    kept = np.sort(np.argsort(-total, kind="stable")[:MOST_RESPONDERS])
    held = np.full(n, -1)
    held[kept] = np.arange(len(kept))
    rest = mixes[:, :-1][:, held < 0].sum(axis=1, keepdims=True) + mixes[:, -1:]
    return held, np.concatenate([mixes[:, kept], rest], axis=1)


@dataclass(frozen=True)
class _Sums:
    """Cells summed by meeting and responder; those whose responder has no effect of their own come last."""

    starts: Ints
    at: Ints
    meetings: int
    responders: int

    @staticmethod
    def of(cells: _Cells, responders: int) -> _Sums:
        column = np.where(cells.responder < 0, responders, cells.responder)
        pair = cells.cluster * (responders + 1) + column
        # Cells stand sorted by meeting and responder, those without an effect first: each pair is one run.
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        return _Sums(starts, pair[starts], int(cells.cluster.max()) + 1, responders)

    def __call__(self, values: Floats) -> Floats:
        """(..., cells) summed to (..., meetings, responders + 1)."""
        out = np.zeros((*values.shape[:-1], self.meetings * (self.responders + 1)))
        out[..., self.at] = np.add.reduceat(values, self.starts, axis=-1)
        return out.reshape(*values.shape[:-1], self.meetings, self.responders + 1)


def _marginal(
    cells: _Cells, at: Floats, start: Floats, mixes: Floats, sigma: float, bank: Bank
) -> tuple[Floats, Floats, Floats, Floats]:
    """Log likelihood (C,), mean and variance (K, C) of the mixes' responder effects, and the effects at the mode.

    Every term is log-concave in all effects together, so that there is one mode and Newton's steps reach it.
    """
    C, R = start.shape
    precision = 1.0 / bank.responder_sd**2
    sums = _Sums.of(cells, R)
    effects, meant = start, np.zeros((C, sums.meetings))
    for _ in range(30):
        first, second = _slopes(_placed(at, effects, meant, cells), cells, bank)
        slope, curve = sums(first), -sums(second)
        step, meant_step = _newton(slope, curve, effects, meant, precision, sigma)
        most = np.maximum(np.abs(step).max(axis=1, initial=0.0), np.abs(meant_step).max(axis=1))
        held = np.minimum(1.0, 2.0 / np.maximum(most, 1e-12))[:, None]
        effects, meant = effects + held * step, meant + held * meant_step
        if most.max() < 1e-3:
            break
    _, second = _slopes(_placed(at, effects, meant, cells), cells, bank)
    curve = -sums(second)
    value, slope = _over_meetings(cells, sums, at, effects, meant, curve.sum(axis=2), sigma, bank)
    log = value - 0.5 * precision * (effects**2).sum(axis=1)
    if not R:
        nothing = np.zeros((len(mixes), C))
        return log, nothing, nothing, effects
    hessian = _schur(curve, precision, sigma)
    # With meetings summed out rather than at their mode, the responders' mode lies a small step away.
    left = slope - precision * effects
    further = np.linalg.solve(hessian, left[..., None])[..., 0]
    log = log + 0.5 * (left * further).sum(axis=1)
    log = log + 0.5 * R * np.log(precision) - 0.5 * np.linalg.slogdet(hessian)[1]
    named = mixes[:, :-1]
    var = np.einsum("kr,crs,ks->kc", named, np.linalg.inv(hessian), named)
    return log, named @ (effects + further).T, var, effects


def _placed(at: Floats, effects: Floats, meant: Floats, cells: _Cells) -> Floats:
    """(C, cells) where each act stands: safety, responder and meeting, less the risk of its rung."""
    padded = np.concatenate([effects, np.zeros((len(effects), 1))], axis=1)
    return np.asarray(at[:, None] + padded[:, cells.responder] + meant[:, cells.cluster] - cells.shift)


def _terms(z: Floats, cells: _Cells, bank: Bank) -> tuple[Floats, Floats]:
    """Log likelihood of each cell and its first derivative in z; (..., cells)."""
    own = cells.responder >= 0
    up, over = _reached(z, cells.level, bank)
    log, first = np.log(np.maximum(up - over, _TOO_SMALL)), bank.alpha * (1.0 - up - over)
    if not own.all():
        p, slope, _ = _afresh(z[..., ~own], cells.level[~own], bank)
        log[..., ~own], first[..., ~own] = np.log(p), slope / p
    return log * cells.weight, first * cells.weight


def _slopes(z: Floats, cells: _Cells, bank: Bank) -> tuple[Floats, Floats]:
    """First and second derivative of each cell's log likelihood in z; (..., cells)."""
    own = cells.responder >= 0
    up, over = _reached(z, cells.level, bank)
    first, second = bank.alpha * (1.0 - up - over), -(bank.alpha**2) * (up * (1.0 - up) + over * (1.0 - over))
    if not own.all():
        p, slope, bend = _afresh(z[..., ~own], cells.level[~own], bank)
        first[..., ~own], second[..., ~own] = slope / p, bend / p - (slope / p) ** 2
    return first * cells.weight, second * cells.weight


def _afresh(z: Floats, level: Ints, bank: Bank) -> tuple[Floats, Floats, Floats]:
    """Another responder in every act: the level's probability averaged over responders, and its derivatives in z."""
    p, slope, bend = np.zeros_like(z), np.zeros_like(z), np.zeros_like(z)
    for x, w in zip(*normal_nodes(_NODES), strict=True):
        up, over = _reached(z + bank.responder_sd * x, level, bank)
        share = w * np.maximum(up - over, _TOO_SMALL)
        first = bank.alpha * (1.0 - up - over)
        second = -(bank.alpha**2) * (up * (1.0 - up) + over * (1.0 - over))
        p, slope, bend = p + share, slope + share * first, bend + share * (second + first**2)
    return np.maximum(p, _TOO_SMALL), slope, bend


def _schur(curve: Floats, precision: float, sigma: float) -> Floats:
    """(C, R, R) curvature in the responders' effects with the meetings' taken along."""
    named = curve[..., :-1]
    R = named.shape[2]
    whole = named.sum(axis=1)[..., None] * np.eye(R) + precision * np.eye(R)
    if sigma == 0.0:
        return np.asarray(whole)
    held = named / (curve.sum(axis=2) + 1.0 / sigma**2)[..., None]
    return np.asarray(whole - named.transpose(0, 2, 1) @ held)


def _newton(
    slope: Floats, curve: Floats, effects: Floats, meant: Floats, precision: float, sigma: float
) -> tuple[Floats, Floats]:
    """One step towards the joint mode of responders (C, R) and meetings (C, M)."""
    pull = slope[..., :-1].sum(axis=1) - precision * effects
    if sigma == 0.0:
        if not effects.shape[1]:
            return effects, np.zeros_like(meant)
        return np.linalg.solve(_schur(curve, precision, sigma), pull[..., None])[..., 0], np.zeros_like(meant)
    stiff = curve.sum(axis=2) + 1.0 / sigma**2
    of_meetings = slope.sum(axis=2) - meant / sigma**2
    if not effects.shape[1]:
        return effects, of_meetings / stiff
    named = curve[..., :-1]
    pull = pull - np.einsum("cmr,cm->cr", named, of_meetings / stiff)
    step = np.linalg.solve(_schur(curve, precision, sigma), pull[..., None])[..., 0]
    return step, (of_meetings - np.einsum("cmr,cr->cm", named, step)) / stiff


def _over_meetings(
    cells: _Cells, sums: _Sums, at: Floats, effects: Floats, meant: Floats, curve: Floats, sigma: float, bank: Bank
) -> tuple[Floats, Floats]:
    """Log likelihood (C,) given the responders, meetings summed out around their modes, and its slope (C, R)."""
    if sigma == 0.0:
        log, first = _terms(_placed(at, effects, meant, cells), cells, bank)
        return log.sum(axis=1), sums(first)[..., :-1].sum(axis=1)
    nodes, weights = normal_nodes(_AROUND)
    width = 1.0 / np.sqrt(curve + 1.0 / sigma**2)
    logs, slopes = [], []
    for x, w in zip(nodes, weights, strict=True):
        here = meant + x * width
        log, first = _terms(_placed(at, effects, here, cells), cells, bank)
        inside = sums(log).sum(axis=2) - 0.5 * (here / sigma) ** 2 + 0.5 * x**2
        logs.append(inside + np.log(w * width / sigma))
        slopes.append(sums(first)[..., :-1])
    found = np.stack(logs)
    top = found.max(axis=0)
    share = np.exp(found - top)
    whole = share.sum(axis=0)
    slope = np.einsum("qcm,qcmr->cr", share / whole, np.stack(slopes))
    return (top + np.log(whole)).sum(axis=1), slope
