"""How likely a team's responses are at each level of safety: responders and meetings integrated out (MODEL §2).

Acts of one meeting share their fate: it has an effect ε ~ N(0, σ²), integrated by quadrature. Responders λ ~ N(0, .5²)
meet acts in many meetings; their marginal is Laplace's around its mode, at every ψ of a coarse grid, where it is smooth
enough to be interpolated. What comes back beside the likelihood is where the team's mix of responders then stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saidanddone.forecast.safety.bank import Bank, normal_nodes
from saidanddone.forecast.safety.rows import Floats, Ints, Responses

__all__ = ["COARSE", "MOST_RESPONDERS", "Likelihood", "likelihood", "log_levels"]

COARSE = np.arange(-6.0, 8.001, 0.4)
"""ψ (plus b) at which the likelihood is worked out; between them it is interpolated."""

MOST_RESPONDERS = 12
"""Responders with an effect of their own; those who met least stand for themselves afresh in every act."""

_NODES = 9
_TOO_SMALL = 1e-300
_MANY = 40.0
_EACH_SIDE = 7
"""Of so many acts or more, ψ further than 2.8 from the likeliest is left out: five posterior standard deviations."""


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
    """log P(Y = level) where the sum of all effects is z; shapes broadcast. z in logits of ψ.

    >>> round(float(np.exp(log_levels(np.array(0.0), np.array(5), Bank()))), 3)
    0.139
    """
    cuts = np.concatenate([[-np.inf], bank.kappa, [np.inf]])
    with np.errstate(over="ignore"):
        up = 1.0 / (1.0 + np.exp(-bank.alpha * (z - cuts[level - 1])))
        over = 1.0 / (1.0 + np.exp(-bank.alpha * (z - cuts[level])))
    return np.asarray(np.log(np.maximum(up - over, _TOO_SMALL)), dtype=np.float64)


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
    keys = np.stack([meeting, own, rows.stage, rows.level], axis=1).astype(np.int64)
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
    if not len(rows):
        flat = np.zeros((len(bank.sigma), len(COARSE)))
        # Whoever will meet the next act is a draw from among responders.
        return Likelihood(COARSE, flat, np.zeros((len(mixes), *flat.shape)),
                          np.full((len(mixes), *flat.shape), bank.responder_sd**2))  # fmt: skip
    known, own = np.unique(rows.responder[rows.responder >= 0], return_inverse=True)
    place = np.full(len(rows), -1)
    place[rows.responder >= 0] = own
    held, mixes = _with_effects(rows, place, len(known), mixes)
    place = np.where(place >= 0, held[place], -1) if len(known) else place
    cells = _cells(rows, place, bank)
    at = _window(rows, bank)
    effects = np.zeros((len(at), mixes.shape[1] - 1))
    found = []
    for sigma in bank.sigma:
        log, mean, var, effects = _marginal(cells, at, effects, mixes, sigma, bank)
        found.append((log, mean, var))
    afresh = (rows.weight * (place < 0)).sum()
    # Of those nobody knows, each is one more draw from among responders.
    more = mixes[:, -1] ** 2 * bank.responder_sd**2 / max(1.0, afresh)
    log, mean, var = (np.stack(part) for part in zip(*found, strict=True))
    return Likelihood(at, log, mean.transpose(1, 0, 2), var.transpose(1, 0, 2) + more[:, None, None])


def _window(rows: Responses, bank: Bank) -> Floats:
    """The part of :data:`COARSE` that matters: all of it for few acts, what lies around the likeliest ψ for many."""
    if rows.weight.sum() < _MANY:
        return COARSE
    z = COARSE[:, None] - np.asarray(bank.delta)[rows.stage][None, :]
    middle = int((log_levels(z, rows.level[None, :], bank) * rows.weight).sum(axis=1).argmax())
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


def _marginal(
    cells: _Cells, at: Floats, start: Floats, mixes: Floats, sigma: float, bank: Bank
) -> tuple[Floats, Floats, Floats, Floats]:
    """Log likelihood (C,), mean and variance (K, C) of the mixes' responder effects, and the effects at the mode."""
    C, R = start.shape
    precision = 1.0 / bank.responder_sd**2
    nodes, weights = normal_nodes(_NODES if sigma > 0 else 1)
    z = at[:, None] + sigma * nodes[None, :]
    meetings = int(cells.cluster.max()) + 1
    apart = _afresh(cells.of(cells.responder < 0), z, meetings, bank) + np.log(weights)[None, :, None]
    known = cells.of(cells.responder >= 0)
    pairs = _Pairs.of(known, meetings, R)
    effects = start
    value, slope, curve = _at(known, pairs, z, effects, apart, bank)
    for _ in range(25 if R else 0):
        step = np.linalg.solve(curve + precision * np.eye(R), (slope - precision * effects)[..., None])[..., 0]
        step *= np.minimum(1.0, 1.0 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-12))
        effects = effects + step
        value, slope, curve = _at(known, pairs, z, effects, apart, bank)
        if np.abs(step).max() < 2e-3:
            break
    log = value - 0.5 * precision * (effects**2).sum(axis=1)
    if not R:
        nothing = np.zeros((len(mixes), C))
        return log, nothing, nothing, effects
    hessian = curve + precision * np.eye(R)
    log = log + 0.5 * R * np.log(precision) - 0.5 * np.linalg.slogdet(hessian)[1]
    named = mixes[:, :-1]
    var = np.einsum("kr,crs,ks->kc", named, np.linalg.inv(hessian), named)
    return log, named @ effects.T, var, effects


def _afresh(cells: _Cells, z: Floats, meetings: int, bank: Bank) -> Floats:
    """Log likelihood (C, Q, meetings) of the cells whose responder is another draw in every act."""
    out = np.zeros((*z.shape, meetings))
    if not len(cells.weight):
        return out
    over = np.zeros((*z.shape, len(cells.weight)))
    for x, w in zip(*normal_nodes(_NODES), strict=True):
        over += w * np.exp(log_levels(z[..., None] + bank.responder_sd * x - cells.shift, cells.level, bank))
    starts = np.flatnonzero(np.diff(cells.cluster, prepend=-1))
    summed = np.add.reduceat(np.log(np.maximum(over, _TOO_SMALL)) * cells.weight, starts, axis=2)
    out[..., cells.cluster[starts]] = summed
    return out


@dataclass(frozen=True)
class _Pairs:
    """Where the cells of each responder in each meeting begin, and which (meeting, responder) pairs those are."""

    starts: Ints
    at: Ints
    meetings: int
    responders: int

    @staticmethod
    def of(cells: _Cells, meetings: int, responders: int) -> _Pairs:
        pair = cells.cluster * max(1, responders) + cells.responder
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        return _Pairs(starts, pair[starts], meetings, responders)

    def summed(self, values: Floats) -> Floats:
        """(C, Q, cells) summed to (C, Q, meetings, responders)."""
        out = np.zeros((*values.shape[:2], self.meetings * self.responders))
        out[..., self.at] = np.add.reduceat(values, self.starts, axis=2)
        return out.reshape(*values.shape[:2], self.meetings, self.responders)


def _at(
    cells: _Cells, pairs: _Pairs, z: Floats, effects: Floats, apart: Floats, bank: Bank
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood (C,), its slope (C, R) and minus its curvature (C, R, R) in the responders' effects."""
    R, sums = effects.shape[1], apart
    if len(cells.weight):
        total = z[:, :, None] + effects[:, None, cells.responder] - cells.shift
        cuts = np.concatenate([[-np.inf], bank.kappa, [np.inf]])
        with np.errstate(over="ignore"):
            up = 1.0 / (1.0 + np.exp(-bank.alpha * (total - cuts[cells.level - 1])))
            over = 1.0 / (1.0 + np.exp(-bank.alpha * (total - cuts[cells.level])))
        sums = sums + pairs.summed(np.log(np.maximum(up - over, _TOO_SMALL)) * cells.weight).sum(axis=3)
    top = sums.max(axis=1, keepdims=True)
    share = np.exp(sums - top)
    whole = share.sum(axis=1, keepdims=True)
    share /= whole
    value = (np.log(whole) + top).sum(axis=(1, 2))
    if not R:
        return value, np.zeros((len(value), 0)), np.zeros((len(value), 0, 0))
    first = pairs.summed(bank.alpha * (1.0 - up - over) * cells.weight)
    second = pairs.summed(-(bank.alpha**2) * (up * (1.0 - up) + over * (1.0 - over)) * cells.weight)
    mean = np.einsum("cqm,cqmr->cmr", share, first)
    own = np.einsum("cqm,cqmr->cr", share, second)
    weighted = (first * np.sqrt(share)[..., None]).reshape(len(value), -1, R)
    outer = weighted.transpose(0, 2, 1) @ weighted - mean.transpose(0, 2, 1) @ mean
    return value, mean.sum(axis=1), -(outer + own[:, :, None] * np.eye(R))
