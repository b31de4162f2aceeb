"""Who is listened to: each forecaster by its own record, delayed until verdicts are known, and tempered.

``w_i ∝ exp(−η Σ λ^(verdicts known since) · loss_i)``, the loss of the forecast *as issued*, credited only once known,
a verdict of a large occasion by its share. How sharply to listen (η) and how far back (λ) is not set by hand: a grid
of both is mixed by its own record in the same way, once, at ``η = .1, λ = .999``.

Source: exponentially weighted forecasters (Vovk 1990; Herbster & Warmuth 1998 for forgetting), with delayed feedback.
Why tempered: with η = 1 the panel suffers under delayed, batched feedback (MODEL §1).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.tally import Floats
from saidanddone.forecast.trust.grid import log_loss, normalised
from saidanddone.forecast.trust.stream import Stream

__all__ = ["MEMORIES", "TEMPERS", "Mixed", "mix", "record"]

TEMPERS = (0.02, 0.05, 0.1, 0.3, 1.0)
"""η: from hardly listening to differences in record to plain Bayes."""

MEMORIES = (0.99, 0.999, 1.0)
"""λ per verdict: a memory of about a hundred verdicts, a thousand, and all of them."""

_TOP_TEMPER, _TOP_MEMORY = 0.1, 0.999
_SPAN = 200.0
"""Natural-log range summed in one block, so that discounts never overflow."""


@dataclass(frozen=True)
class Mixed:
    """What a panel said, and how it listened.

    Attributes:
        p: shape (n,). weights: shape (n, K), at each forecast. final: shape (K,), after every known verdict.
    """

    p: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    final: Floats = field(repr=False)


def record(losses: Floats, stream: Stream, memory: float) -> Floats:
    """Discounted sums of losses after 0, 1, … n verdicts in the order they become known; shape (n + 1, K)."""
    shares = stream.share[stream.by_known]
    ordered = losses[stream.by_known] * shares[:, None]
    n, k = ordered.shape
    sums = np.zeros((n + 1, k))
    if memory == 1.0:
        sums[1:] = np.cumsum(ordered, axis=0)
        return sums
    clock = np.cumsum(shares) * -np.log(memory)
    start, since, carried = 0, 0.0, np.zeros(k)
    while start < n:
        end = max(int(np.searchsorted(clock, since + _SPAN, side="right")), start + 1)
        growth = np.exp(clock[start:end] - since)[:, None]
        sums[start + 1 : end + 1] = (carried + np.cumsum(ordered[start:end] * growth, axis=0)) / growth
        start, since, carried = end, float(clock[end - 1]), sums[end]
    return sums


def mix(p: Floats, y: Floats, stream: Stream) -> Mixed:
    """Mix K forecasters, shape (n, K), into one; every temper and memory first, then those by their own record."""
    losses = log_loss(p, y)
    n, k = p.shape
    settings = [(memory, temper) for memory in MEMORIES for temper in TEMPERS]
    panels = np.empty((n, len(settings)))
    finals = np.empty((len(settings), k))
    for memory in MEMORIES:
        so_far = record(losses, stream, memory)
        at_forecast = so_far[stream.known_before]
        for temper in TEMPERS:
            place = settings.index((memory, temper))
            panels[:, place] = np.einsum("nk,nk->n", normalised(-temper * at_forecast), p)
            finals[place] = normalised(-temper * so_far[-1])
    so_far = record(log_loss(panels, y), stream, _TOP_MEMORY)
    top = normalised(-_TOP_TEMPER * so_far[stream.known_before])
    weights = np.zeros((n, k))
    for memory in MEMORIES:
        at_forecast = record(losses, stream, memory)[stream.known_before]
        for temper in TEMPERS:
            place = settings.index((memory, temper))
            weights += top[:, place : place + 1] * normalised(-temper * at_forecast)
    return Mixed(
        p=np.einsum("nk,nk->n", top, panels),
        weights=weights,
        final=normalised(-_TOP_TEMPER * so_far[-1]) @ finals,
    )
