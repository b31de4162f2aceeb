"""Ledgers whose truth is known: each unit keeps every promise with a rate of its own, and the rate is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Rows

__all__ = ["BEGAN_US", "ledger", "reviews", "steady"]

BEGAN_US = 1_577_836_800_000_000
"""Day 0 of every simulated ledger: 2020-01-01, microseconds UTC."""


def ledger(
    unit: ArrayLike,
    made: ArrayLike,
    due: ArrayLike,
    y: ArrayLike,
    *,
    known: ArrayLike | None = None,
    group: Sequence[int] | None = None,
    size: ArrayLike | None = None,
    formal: ArrayLike | None = None,
    pressure: ArrayLike | None = None,
) -> Rows:
    """A ledger told in days; n commitments in any order.

    Args:
        unit: codes 0, 1, …, shape (n,). made, due, known: days, shape (n,); ``known`` is ``due`` unless given.
        y: 1 kept, 0 not. group: of each unit; all in one unless given. size, formal, pressure: as in ``Rows``.
    """
    made_us, due_us = _moments(made), _moments(due)
    known_us = due_us if known is None else _moments(known)
    n = len(made_us)
    order = np.argsort(made_us, kind="stable")
    codes = np.asarray(unit, np.int64)
    units = 1 + int(codes.max(initial=-1))
    of_unit = np.zeros(max(units, 1), np.int64) if group is None else np.asarray(group, np.int64)
    groups = 1 + int(of_unit.max(initial=0))
    _, occasion = np.unique(codes * 1_000_000 + due_us // DAY_US, return_inverse=True)
    flag = [np.full(n, -1) if f is None else np.asarray(f, np.int64) for f in (formal, pressure)]
    return Rows(
        units=tuple(f"unit {code:03d}" for code in range(units)),
        groups=tuple(f"group {code}" for code in range(groups)) if n else (),
        unit=codes[order],
        group=of_unit[codes][order],
        occasion=occasion.astype(np.int64)[order],
        made_us=made_us[order],
        due_us=due_us[order],
        known_us=known_us[order],
        y=np.asarray(y, np.float64)[order],
        size=(np.full(n, np.nan) if size is None else np.asarray(size, np.float64))[order],
        formal=flag[0][order],
        pressure=flag[1][order],
    )


def steady(
    rng: np.random.Generator,
    *,
    units: int,
    alike: float,
    mean: float,
    promises: float,
    span: float = 720.0,
    lead: float = 14.0,
    batch: int = 1,
) -> tuple[Rows, Floats]:
    """Units that never change: rates from Beta(alike·mean, alike·(1 − mean)), promises at random days.

    Args:
        promises: occasions a unit has on average (geometric, at least one), of ``batch`` commitments due together.
        span: days over which they are made. lead: days until each is due and its verdict known.

    Returns:
        The ledger, and each unit's rate, shape (units,).
    """
    rates = rng.beta(alike * mean, alike * (1.0 - mean), units)
    occasions = np.repeat(np.arange(units), rng.geometric(1.0 / promises, units))
    made = np.repeat(rng.uniform(0.0, span, len(occasions)), batch)
    unit = np.repeat(occasions, batch)
    return ledger(unit, made, made + lead, rng.random(len(unit)) < rates[unit]), rates


def reviews(others: int) -> Rows:
    """761 reviews of which 80 % are good (4.2 of 5), three that are all good (5.0), and so many others (T2)."""
    rng = np.random.default_rng(3)
    many = np.zeros(761)
    many[: round(0.8 * 761)] = 1
    rng.shuffle(many)
    made = [np.sort(rng.uniform(0.0, 700.0, 761)), np.sort(rng.uniform(0.0, 700.0, 3))]
    good, unit = [many, np.ones(3)], [np.zeros(761), np.ones(3)]
    for code in range(others):
        n, rate = rng.geometric(0.1), rng.beta(4.5, 1.5)
        made.append(rng.uniform(0.0, 700.0, n))
        good.append((rng.random(n) < rate).astype(np.float64))
        unit.append(np.full(n, code + 2.0))
    days = np.concatenate(made)
    return ledger(np.concatenate(unit), days, days + 14.0, np.concatenate(good))


def _moments(days: ArrayLike) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return BEGAN_US + np.rint(np.asarray(days, np.float64) * DAY_US).astype(np.int64)
