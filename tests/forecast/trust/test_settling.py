"""How many more occasions would settle the question, and when none at this pace ever will."""

from __future__ import annotations

import numpy as np
import pytest
from forecast.trust.drawn import stand, walk
from plain_sums import tallied
from simulated import ledger, steady

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Rows
from saidanddone.forecast.trust.forecast import half_life
from saidanddone.forecast.trust.outlook import outlook, state_of
from saidanddone.forecast.trust.result import Settle
from saidanddone.forecast.trust.settling import STEPS, Line, settle


def evenly(rate: float, n: int) -> np.ndarray:
    """So many of n kept, spread evenly."""
    return np.diff(np.floor(np.arange(n + 1) * rate + 1e-9))


def among_others(made: np.ndarray, y: np.ndarray, *, others: int = 12, mean: float = 0.75) -> Rows:
    """One unit's promises beside units that never change."""
    rows, _ = steady(np.random.default_rng(4), units=others, alike=6.0, mean=mean, promises=40.0)
    days = (rows.made_us - rows.made_us.min()) / DAY_US
    return ledger(
        np.r_[np.zeros(len(made)), rows.unit + 1], np.r_[made, days], np.r_[made, days] + 14.0, np.r_[y, rows.y]
    )


def verdicts(rows: Rows, *, decided: float = 0.8, line: float = 0.8, enough: bool = True) -> list[Settle]:
    done, tallies, state = stand(rows)
    question = Line(at=line, decided=decided, interval=0.9, width=0.10, fewest=5 if enough else 10_000)
    lives = np.full(len(rows.units), half_life(done, tallies.half_lives))
    return settle(done, tallies, state, outlook(done, state), question, lives)


def restless() -> Rows:
    """Everybody turns from reliable to not and back every forty days: old evidence is worth nothing."""
    rng = np.random.default_rng(0)
    made = np.tile(np.arange(0.0, 700.0, 4.0), 12)
    unit = np.repeat(np.arange(1, 13), 175)
    good = (made // 40.0 + unit) % 2 == 0
    y = rng.random(len(made)) < np.where(good, 0.97, 0.45)
    seldom = np.arange(0.0, 700.0, 60.0)
    return ledger(
        np.r_[np.zeros(len(seldom)), unit],
        np.r_[seldom, made],
        np.r_[seldom, made] + 2.0,
        np.r_[evenly(0.75, len(seldom)), y],
    )


def test_a_long_record_far_from_the_line_is_settled() -> None:
    for rate in (1.0, 0.3):
        found = verdicts(among_others(np.linspace(0.0, 700.0, 150), evenly(rate, 150)))[0]
        assert (found.verdict, found.occasions) == ("settled", 0)


def test_a_short_record_off_the_line_can_be_settled_and_says_with_how_many_more() -> None:
    found = verdicts(among_others(np.linspace(0.0, 700.0, 10), evenly(0.7, 10)))[0]
    assert found.verdict == "possible"
    assert found.occasions in STEPS
    assert found.pace_days == pytest.approx(700.0 / 9, rel=1e-3)


def test_a_long_record_on_the_line_is_on_the_line() -> None:
    y = np.random.default_rng(0).permutation(evenly(0.8, 600))
    found = verdicts(among_others(np.linspace(0.0, 719.0, 600), y, others=3, mean=0.8))[0]
    assert found.verdict == "on_the_line"
    assert found.occasions is None


def test_where_old_evidence_fades_a_seldom_promise_never_settles_it() -> None:
    found = verdicts(restless())[0]
    assert found.verdict == "cannot_at_this_pace"
    assert found.occasions is None
    assert found.ceiling is not None
    assert found.ceiling < 3.0


def test_the_ceiling_is_what_a_pace_can_hold_up_against_ageing() -> None:
    rows = restless()
    done, tallies, _ = stand(rows)
    lives = half_life(done, tallies.half_lives)
    assert np.isfinite(lives)
    found = verdicts(rows)[0]
    held = 0.0
    for _ in range(2000):  # one occasion at every pace, everything else fading meanwhile
        held = held * 2.0 ** (-(found.pace_days or 0.0) / lives) + 1.0
    assert found.ceiling == pytest.approx(held)


def test_without_a_verdict_there_is_no_pace() -> None:
    rows, _ = steady(np.random.default_rng(1), units=3, alike=6.0, mean=0.8, promises=20.0)
    pending = ledger(
        np.r_[rows.unit, 3],
        np.r_[(rows.made_us - rows.made_us.min()) / DAY_US, 725.0],
        np.r_[(rows.due_us - rows.made_us.min()) / DAY_US, 800.0],
        np.r_[rows.y, 1.0],
    )
    on_us = int(pending.made_us.max()) + 20 * DAY_US
    done = walk(rows)
    tallies = tallied(pending, on_us)
    state = state_of(done, tallies)
    question = Line(at=0.8, decided=0.8, interval=0.9, width=0.1, fewest=5)
    found = settle(done, tallies, state, outlook(done, state), question, np.full(4, 365.0))
    assert found[3] == Settle("no_pace", None, None, None)


def test_too_few_occasions_settle_nothing_however_likely_and_what_is_missing_is_counted() -> None:
    rows = among_others(np.array([0.0, 350.0, 700.0]), np.ones(3), mean=0.97)
    found = verdicts(rows)[0]
    assert found.verdict == "possible"
    assert found.occasions is not None
    assert found.occasions >= 2  # five make a record


def test_the_surer_one_wants_to_be_the_more_it_takes() -> None:
    rows = among_others(np.linspace(0.0, 700.0, 10), evenly(0.7, 10))
    wanted = [verdicts(rows, decided=decided)[0] for decided in (0.7, 0.8, 0.9, 0.95)]
    counts = [found.occasions if found.occasions is not None else 10_000 for found in wanted]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_the_farther_from_the_line_the_fewer_it_takes() -> None:
    made = np.linspace(0.0, 700.0, 8)
    near, far = (verdicts(among_others(made, evenly(rate, 8)), decided=0.95)[0] for rate in (0.75, 0.375))
    assert near.occasions is None or (far.occasions is not None and far.occasions < near.occasions)


def test_at_double_the_pace_it_never_takes_more_occasions() -> None:
    y = evenly(0.7, 10)
    slow, quick = (verdicts(among_others(np.linspace(700.0 - span, 700.0, 10), y))[0] for span in (700.0, 350.0))
    assert slow.pace_days == pytest.approx(2.0 * (quick.pace_days or 0.0))
    assert quick.occasions is not None
    assert slow.occasions is None or quick.occasions <= slow.occasions
