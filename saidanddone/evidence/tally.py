"""Tallies: the additive sums a forecast is made of, at one moment or at every forecast of a walk forward.

An aged sum at time t over outcomes i known strictly before t is ``Σ w_i x_i`` with ``w_i = 2^(−(t − known_i)/H)``.
Commitments of one subject due on one day share fate only in part: of b such, each carries ``s = 1/(1 + (b−1)ρ)``
of an occasion, so that together they are ``n_o = b/(1 + (b−1)ρ)`` occasions (MODEL §1). b counts only commitments
already made when the outcome became known. ``kept`` sums ``w·s·y``; ``total`` sums ``w·s``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["HALF_LIVES", "RHOS", "Floats", "Ints", "Rows", "Tallies", "View", "WalkForward"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HALF_LIVES = (0.5, 2.0, 7.0, 30.0, 90.0, 365.0, 1460.0, float("inf"))
"""Half-lives in days that every aged sum is taken at; ``inf`` never forgets. One grid for every ledger."""

RHOS = (0.0, 0.2, 0.5, 1.0)
"""How much of their fate commitments of one occasion share: from none to all (measured pairwise 0 to .30)."""


@dataclass(frozen=True)
class Rows:
    """Usable commitments of one ledger, ordered by ``(made_us, id)``: arrays of length n.

    Attributes:
        unit, group: codes into ``units`` and ``groups``. occasion: code, equal for commitments sharing fate.
        made_us, due_us, known_us: due as first promised (what was known when it was made); known > made strictly.
        y: 1 kept, 0 not. size: NaN when unknown. formal, pressure: 1, 0, or −1 when unknown.
        excluded: reason -> rows left out and why (in words fit to print).
    """

    units: tuple[str, ...]
    groups: tuple[str, ...]
    unit: Ints
    group: Ints
    occasion: Ints
    made_us: Ints
    due_us: Ints
    known_us: Ints
    y: Floats
    size: Floats = field(repr=False)
    formal: Ints = field(repr=False)
    pressure: Ints = field(repr=False)
    excluded: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class WalkForward:
    """Aged sums at each row's ``made_us`` over outcomes known strictly before it.

    Attributes:
        half_lives, rhos: the grids; axes H and R below.
        unit_kept, unit_total: shape (n, H, R), the row's own unit.
        group_kept, group_total: shape (n, H), the row's group, every commitment one.
        all_kept, all_total: shape (n, H), the whole ledger.
    """

    half_lives: tuple[float, ...]
    rhos: tuple[float, ...]
    unit_kept: Floats = field(repr=False)
    unit_total: Floats = field(repr=False)
    group_kept: Floats = field(repr=False)
    group_total: Floats = field(repr=False)
    all_kept: Floats = field(repr=False)
    all_total: Floats = field(repr=False)


@dataclass(frozen=True)
class Tallies:
    """Sums per unit on one day; U units, H half-lives, R values of ρ.

    Attributes:
        units, groups: names; ``group[u]`` is unit u's group code (its most frequent one).
        kept, total: shape (U, H, R), over verdicts known strictly before ``on_us``.
        kept_first, done: like ``kept`` for "as first promised" and "done at all" (T3).
        slow_bad, slow_total: shape (U, H, R): ``Σ w·s·(1−y)`` and ``Σ w·s`` aged at ``slower × H`` (T8).
        calm_kept, calm_total, press_kept, press_total: like ``kept`` and ``total``, by pressure (T10).
        group_kept, group_total: shape (G, H); all_kept, all_total: shape (H,).
        counts: name -> shape (U,) integers: made, settled, kept, the six statuses, undated, renegotiated,
            history_unknown, formal, under_pressure, early, on_time, late, by_maker, by_receiver, by_system,
            makers (distinct), occasions, occasions_recent (known within 90 days).
        late_sum, late_square, late_n: lateness in days, its square, and how many had a closing time.
        first_us, last_us: first and last known verdict, µs UTC; −1 when there is none.
    """

    on_us: int
    slower: float
    half_lives: tuple[float, ...]
    rhos: tuple[float, ...]
    units: tuple[str, ...]
    groups: tuple[str, ...]
    group: Ints
    kept: Floats = field(repr=False)
    total: Floats = field(repr=False)
    kept_first: Floats = field(repr=False)
    done: Floats = field(repr=False)
    slow_bad: Floats = field(repr=False)
    slow_total: Floats = field(repr=False)
    calm_kept: Floats = field(repr=False)
    calm_total: Floats = field(repr=False)
    press_kept: Floats = field(repr=False)
    press_total: Floats = field(repr=False)
    group_kept: Floats = field(repr=False)
    group_total: Floats = field(repr=False)
    all_kept: Floats = field(repr=False)
    all_total: Floats = field(repr=False)
    counts: Mapping[str, Ints] = field(repr=False)
    late_sum: Floats = field(repr=False)
    late_square: Floats = field(repr=False)
    late_n: Ints = field(repr=False)
    first_us: Ints = field(repr=False)
    last_us: Ints = field(repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """Which commitments, seen as whose: the rows and the unit a ledger is summed by.

    Attributes:
        by: the column that names the unit: ``subject`` or ``team``.
        subjects: only commitments of these subjects; None for all.
        subject_kinds: only these kinds of subject.
        directions: only these directions (None stands for "unknown"); None for all.
        grouped: the middle level is ``team``; False for one group only.
    """

    by: str = "subject"
    subjects: frozenset[str] | None = None
    subject_kinds: tuple[str, ...] = ("person", "team", "project")
    directions: tuple[str | None, ...] | None = None
    grouped: bool = True
