"""Every unit's likelihoods, worked out once: forecasts, and what is laid beside them, are read from them (MODEL §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from saidanddone.forecast.safety import silence
from saidanddone.forecast.safety.bank import BANK, WITNESS, WITNESS_WEIGHTS, Bank
from saidanddone.forecast.safety.posterior import GRID, Fine, Learned, fine, jointly, learned_from
from saidanddone.forecast.safety.responses import likelihood
from saidanddone.forecast.safety.rows import Floats, Responses, Silences, Truths

__all__ = ["Prepared", "Unit", "prepared"]


@dataclass(frozen=True)
class Unit:
    """One unit's rows, and its likelihoods: with the witnesses at their weight, and its mixes of responders."""

    rows: Responses = field(repr=False)
    found: Fine = field(repr=False)
    silent: Floats = field(repr=False)
    mixes: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """Units in the order of ``Responses.teams``.

    Attributes:
        units: their likelihoods. counted: whether a unit's exposure is known. witness: how much a witness counts, 0..1.
        hyper: (H,) prior weights of what silences have in common. bank: constants of the model.
    """

    units: tuple[Unit, ...] = field(repr=False)
    counted: tuple[bool, ...]
    witness: float
    hyper: Floats = field(repr=False)
    bank: Bank = field(repr=False)

    def behaved(self) -> Truths:
        """(T,) units of which any behaviour is known."""
        each = zip(self.units, self.counted, strict=True)
        return np.array([len(one.rows) > 0 or also for one, also in each], dtype=np.bool_)

    @cached_property
    def alone(self) -> Learned:
        """What the units have in common by their behaviour alone."""
        return self.common()

    @cached_property
    def joint(self) -> tuple[Floats, ...]:
        """(M, G) posterior weights of what teams have in common and ψ, of each unit by behaviour alone."""
        return tuple(jointly(one.found, one.silent, self.alone, self.bank) for one in self.units)

    def common(self, beside: Sequence[Floats | None] | None = None) -> Learned:
        """What the units have in common; ``beside``: (M, G) of each what stands beside its behaviour, or None."""
        most = sorted(range(len(self.units)), key=lambda j: (-len(self.units[j].rows), j))
        return learned_from(
            [self.units[j].found for j in most],
            [self.units[j].silent for j in most],
            self.hyper,
            self.bank,
            beside=None if beside is None else [beside[j] for j in most],
        )


def prepared(
    responses: Responses, silences: Silences | None, *, witness: float | None = None, bank: Bank = BANK
) -> Prepared:
    """Every unit's likelihoods.

    Args:
        responses: every unit's, one act a row. silences: counts beside exposure, of the same units.
        witness: how much a witness counts, 0..1; None: as much as witnesses have foretold here.
    """
    counts_for = _witness_weight(responses, bank) if witness is None else witness
    used = silence.sources_used(silences)
    units, counted = [], []
    for place in range(len(responses.teams)):
        rows = responses.of(responses.team == place)
        names, mixes = rows.mixes()
        found = fine(likelihood(rows.weighed(counts_for), mixes, bank))
        units.append(Unit(rows, found, silence.counts(silences, place, used, GRID), names))
        counted.append(silences is not None and bool((silences.exposure[place] > 0).any()))
    return Prepared(tuple(units), tuple(counted), counts_for, silence.hyper_weights(used), bank)


def _witness_weight(responses: Responses, bank: Bank) -> float:
    """Posterior mean of how much witnesses count: by how well they foretell own and observed responses (S6)."""
    weights = np.asarray(WITNESS_WEIGHTS)
    if not responses.witnessed.any() or responses.witnessed.all():
        return float(weights @ np.asarray(WITNESS))
    prior = np.exp(-0.5 * ((GRID - np.dot(bank.mu, bank.mu_weights) - bank.spoken_shift) / 1.0) ** 2)
    log = np.log(weights)
    for place in np.unique(responses.team):
        rows = responses.of(responses.team == place)
        if not rows.witnessed.any() or rows.witnessed.all():
            continue
        seen, own = (fine(likelihood(part, part.mixes()[1], bank)).at(0.0).log[1]
                     for part in (rows.of(rows.witnessed), rows.of(~rows.witnessed)))  # fmt: skip
        for k, w in enumerate(WITNESS):
            believed_ = prior * np.exp(w * (seen - seen.max()))
            log[k] += np.log((believed_ * np.exp(own - own.max())).sum() / believed_.sum())
    share = np.exp(log - log.max())
    return float(share @ np.asarray(WITNESS) / share.sum())
