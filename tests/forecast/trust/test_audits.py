"""Three audits of one ledger: done at all, as first promised, as renegotiated in time (T3)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from forecast.trust.drawn import stand
from scipy.special import betaincinv
from simulated import ledger, steady

from saidanddone.evidence.tally import Tallies
from saidanddone.forecast.trust import volume
from saidanddone.forecast.trust.audits import counted_as
from saidanddone.forecast.trust.forecast import forecasts
from saidanddone.forecast.trust.panel import Walk
from saidanddone.forecast.trust.result import TrustForecast


def moved_in_time() -> tuple[Walk, Tallies]:
    """Unit 0 renegotiates a third of what it keeps, in time, and does late what it breaks; the others never."""
    others, _ = steady(np.random.default_rng(1), units=6, alike=6.0, mean=0.75, promises=20.0)
    days = (others.made_us - others.made_us.min()) / 86_400e6
    made = np.linspace(0.0, 700.0, 60)
    y = (np.arange(60) % 10 < 7).astype(float)
    rows = ledger(np.r_[np.zeros(60), others.unit + 1], np.r_[made, days], np.r_[made, days] + 14.0, np.r_[y, others.y])
    walk, tallies, _ = stand(rows)
    kept_first, done = tallies.kept.copy(), tallies.kept.copy()
    kept_first[0] *= 2.0 / 3.0
    done[0] = tallies.total[0]
    return walk, replace(tallies, kept_first=kept_first, done=done)


def told(walk: Walk, tallies: Tallies) -> list[TrustForecast]:
    return [one.research_only for one in forecasts(tallies, walk).values()]


def test_done_at_all_is_never_below_renegotiated_nor_that_below_as_first_promised() -> None:
    for one in told(*moved_in_time()):
        audits = one.audits
        assert set(audits) == {"as_renegotiated", "as_first_promised", "done_at_all"}
        means = [audits[name].mean for name in ("as_first_promised", "as_renegotiated", "done_at_all")]
        assert means == sorted(means)
        assert audits["as_first_promised"].p_above <= audits["done_at_all"].p_above + 1e-9
        assert audits["as_first_promised"].kept <= audits["as_renegotiated"].kept <= audits["done_at_all"].kept


def test_each_audit_is_a_probability_above_the_line_and_not_a_ratio() -> None:
    mine = told(*moved_in_time())[0].audits
    assert mine["done_at_all"].p_above > 0.95
    assert mine["as_first_promised"].p_above < 0.05
    assert (mine["as_first_promised"].kept, mine["as_renegotiated"].kept, mine["done_at_all"].kept) == (28, 42, 60)
    assert mine["done_at_all"].mean < 1.0
    for audit in mine.values():
        assert audit.low < audit.mean < audit.high


def test_where_nothing_was_moved_and_nothing_came_late_the_audits_agree() -> None:
    walk, tallies, _ = stand(steady(np.random.default_rng(3), units=4, alike=6.0, mean=0.7, promises=30.0)[0])
    for one in told(walk, tallies):
        assert one.audits["as_first_promised"] == one.audits["done_at_all"] == one.audits["as_renegotiated"]


def test_an_audit_is_the_mixture_of_ratio_and_volume() -> None:
    walk, tallies = moved_in_time()
    only = np.zeros_like(walk.grids[volume.NAME])
    shape = (len(volume.STRENGTHS), len(tallies.half_lives), len(tallies.rhos), len(volume.EVERYBODY))
    only.reshape(shape)[3, -1, 0, 2] = 1.0  # eight occasions' worth of everybody, nothing aged, nothing shared
    one = replace(walk, grids={**walk.grids, volume.NAME: only})
    m = (tallies.kept_first[:, -1, 0].sum() + 1.0) / (tallies.total[:, -1, 0].sum() + 2.0)
    kept, total = tallies.kept_first[0, -1, 0], tallies.total[0, -1, 0]
    rate = counted_as(one, tallies, tallies.kept_first)
    for q in (0.05, 0.5, 0.95):
        exact = betaincinv(8.0 * m + kept, 8.0 * (1.0 - m) + total - kept, q)
        assert rate.quantile(q)[0] == pytest.approx(exact, abs=0.005)
