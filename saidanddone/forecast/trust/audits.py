"""Three ways to count one ledger: done at all, as first promised, as renegotiated in time (T3).

Each is P(rate >= line), never a bare ratio: the mixture of ``volume`` with that audit's own kept sums.
"""

from __future__ import annotations

from dataclasses import replace

from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.posterior import Component, Rate, mixture
from saidanddone.forecast.trust.sums import of_tallies

__all__ = ["counted_as", "counted_sums"]


def counted_sums(tallies: Tallies, kept: Floats, total: Floats) -> Tallies:
    """The tallies with other kept and total sums, everybody's with them; shapes (U, H, R)."""
    return replace(
        tallies,
        kept=kept,
        total=total,
        all_kept=kept[:, :, 0].sum(axis=0),
        all_total=total[:, :, 0].sum(axis=0),
    )


def counted_as(walk: Walk, tallies: Tallies, kept: Floats) -> Rate:
    """The rate's distribution when kept is counted another way; shape (U, H, R) as ``tallies.kept``."""
    sums = of_tallies(counted_sums(tallies, kept, tallies.total))
    betas, weights = volume.betas(sums).merged(walk.grids[volume.NAME], volume.runs(sums))
    return mixture([Component(betas.a, betas.b, weights)])
