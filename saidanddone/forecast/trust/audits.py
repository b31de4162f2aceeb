"""Three ways to count one ledger: done at all, as first promised, as renegotiated in time (T3).

Each is P(rate >= line), never a bare ratio. *As renegotiated* is the forecast's own rate. The other two are the mixture
of ``volume`` with their own kept sums, moved by the step that takes it from what was renegotiated to the panel's
forecast: so the three differ by what they count and by nothing else, and stand in their order.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from saidanddone.evidence.tally import Floats, Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.outlook import Outlook
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.posterior import Component, Rate, mixture
from saidanddone.forecast.trust.sums import of_tallies

__all__ = ["audited", "counted_as", "counted_sums"]


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


def audited(walk: Walk, tallies: Tallies, look: Outlook) -> dict[str, Rate]:
    """The rate's distribution by each audit: ``as_renegotiated``, ``as_first_promised``, ``done_at_all``."""
    step = counted_as(walk, tallies, tallies.kept).moved_to(look.p).shift
    rates = {"as_renegotiated": look.rate}
    for name, kept in (("as_first_promised", tallies.kept_first), ("done_at_all", tallies.done)):
        same = (kept == tallies.kept).all(axis=(1, 2))
        if same.all():
            rates[name] = look.rate
            continue
        counted = replace(counted_as(walk, tallies, kept), shift=step)
        rates[name] = Rate(
            np.where(same[:, None], look.rate.logits, counted.logits),
            np.where(same[:, None], look.rate.cdf, counted.cdf),
            np.where(same, look.rate.shift, counted.shift),
        )
    return rates
