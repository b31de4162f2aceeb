"""Small ledgers drawn by hypothesis, told in days, and what a walk needs of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from plain_sums import tallied, walked
from simulated import ledger

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Ints, Rows, Tallies
from saidanddone.forecast.trust import panel
from saidanddone.forecast.trust.outlook import State, state_of
from saidanddone.forecast.trust.panel import Walk

GRAINS = (0.25, 1.0, 30.0)
"""Days between possible moments: with a coarse grain ties and shared due days are common."""


@st.composite
def ledgers(draw: st.DrawFn, *, least: int = 1, most: int = 24, units: int = 4) -> Rows:
    """Commitments of a few units, with ties, shared due days, verdicts known late, sizes, form and pressure."""
    n = draw(st.integers(least, most))
    grain = draw(st.sampled_from(GRAINS))
    made = np.array(draw(st.lists(st.integers(0, 30), min_size=n, max_size=n))) * grain
    lead = np.array(draw(st.lists(st.sampled_from([1, 1, 2, 7]), min_size=n, max_size=n))) * grain
    after = np.array(draw(st.lists(st.sampled_from([0, 0, 0, 3]), min_size=n, max_size=n))) * grain
    flags = st.lists(st.sampled_from([-1, 0, 1]), min_size=n, max_size=n)
    stated = draw(st.booleans())
    return ledger(
        draw(st.lists(st.integers(0, units - 1), min_size=n, max_size=n)),
        made,
        made + lead,
        draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)),
        known=made + lead + after,
        group=[code % 2 for code in range(units)],
        size=draw(st.lists(st.sampled_from([np.nan, 1.0, 3.0, 1000.0]), min_size=n, max_size=n)) if stated else None,
        formal=draw(flags) if stated else None,
        pressure=draw(flags) if stated else None,
    )


def among(rows: Rows, keep: Ints) -> Rows:
    """These rows only, in this order; units and groups keep their codes."""
    columns = ("unit", "group", "occasion", "made_us", "due_us", "known_us", "y", "size", "formal", "pressure")
    return replace(rows, **{name: getattr(rows, name)[keep] for name in columns})


def walk(rows: Rows) -> Walk:
    """The panel walked over a small ledger."""
    return panel.walk(rows, walked(rows))


def the_day_after(rows: Rows, days: float = 1.0) -> int:
    """So many days after the last verdict, microseconds UTC."""
    return int(rows.known_us.max()) + round(days * DAY_US)


def stand(rows: Rows, on_us: int | None = None) -> tuple[Walk, Tallies, State]:
    """A ledger walked, and how its units stand on a day; the day after the last verdict unless given."""
    tallies = tallied(rows, the_day_after(rows) if on_us is None else on_us)
    done = walk(rows)
    return done, tallies, state_of(done, tallies)


def asked_again(rows: Rows, on_us: int) -> Rows:
    """The same ledger with one more promise of every unit made at ``on_us``, each an occasion of its own."""
    n, units = len(rows), len(rows.units)
    of_unit = np.zeros(units, np.int64)
    of_unit[rows.unit] = rows.group
    more = {
        "unit": np.arange(units),
        "group": of_unit,
        "occasion": rows.occasion.max() + 1 + np.arange(units),
        "made_us": np.full(units, on_us),
        "due_us": np.full(units, on_us + DAY_US),
        "known_us": np.full(units, on_us + DAY_US),
        "y": np.ones(units),
        "size": np.full(units, np.nan),
        "formal": np.full(units, -1),
        "pressure": np.full(units, -1),
    }
    return replace(rows, **{name: np.concatenate([getattr(rows, name)[:n], column]) for name, column in more.items()})
