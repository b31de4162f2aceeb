"""The sums of a walk forward and of one day in plain numpy, for ledgers of a few hundred rows.

The store sums any ledger, and starts an engine for it; simulations need thousands of small ones. A test holds the
two together.
"""

from __future__ import annotations

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import HALF_LIVES, RHOS, Floats, Ints, Rows, Tallies, WalkForward
from saidanddone.store.tallies import COUNTS, RECENT_US

__all__ = ["tallied", "walked"]


def walked(rows: Rows) -> WalkForward:
    """What ``store.walkforward`` would sum before each forecast of these rows; every pair of rows is looked at."""
    unit, group, everyone = _summed(rows, rows.made_us, rows.unit, rows.group)
    return WalkForward(HALF_LIVES, RHOS, *_split(unit), *_split(group), *_split(everyone))


def tallied(rows: Rows, on_us: int, *, slower: float = 3.0) -> Tallies:
    """What ``store.tallies`` would sum on a day (µs UTC) after the last row was made; no row was ever moved."""
    size, groups = len(rows.units), len(rows.groups)
    made_in = np.zeros((size, max(groups, 1)), np.int64)
    np.add.at(made_in, (rows.unit, rows.group), 1)
    group = made_in.argmax(axis=1)
    day = np.full(size, on_us)
    kept, total = _split(_summed(rows, day, np.arange(size), group)[0])
    calm_kept, calm_total = _split(_summed(rows, day, np.arange(size), group, only=rows.pressure == 0)[0])
    press_kept, press_total = _split(_summed(rows, day, np.arange(size), group, only=rows.pressure == 1)[0])
    slow_kept, slow_total = _split(_summed(rows, day, np.arange(size), group, slower=slower)[0])
    every = np.arange(max(groups, 1))
    _, of_group, everyone = _summed(rows, np.full(len(every), on_us), np.zeros(1, np.int64), every)
    group_kept, group_total = _split(of_group[:groups])
    all_kept, all_total = _split(everyone[:1])
    counts, first_us, last_us = _counted(rows, on_us)
    nothing = np.zeros(size)
    return Tallies(
        on_us=on_us,
        slower=slower,
        half_lives=HALF_LIVES,
        rhos=RHOS,
        units=rows.units,
        groups=rows.groups,
        group=group,
        kept=kept,
        total=total,
        kept_first=kept,
        done=kept,
        slow_bad=slow_total - slow_kept,
        slow_total=slow_total,
        calm_kept=calm_kept,
        calm_total=calm_total,
        press_kept=press_kept,
        press_total=press_total,
        group_kept=group_kept,
        group_total=group_total,
        all_kept=all_kept[0],
        all_total=all_total[0],
        counts=counts,
        late_sum=nothing,
        late_square=nothing,
        late_n=nothing.astype(np.int64),
        first_us=first_us,
        last_us=last_us,
    )


def _summed(
    rows: Rows,
    asked_us: Ints,
    unit: Ints,
    group: Ints,
    *,
    only: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = None,
    slower: float = 1.0,
) -> tuple[Floats, Floats, Floats]:
    """Sums over what is known strictly before ``asked_us``: by unit (m, H, R, 2), group and everybody (m, H, 2)."""
    together = (rows.occasion[:, None] == rows.occasion[None, :]) & (rows.made_us[None, :] < rows.known_us[:, None])
    shares = 1.0 / (1.0 + (together.sum(axis=1)[:, None] - 1.0) * np.array(RHOS))
    counted = np.stack([rows.y, np.ones(len(rows))], axis=1)
    by_share = (shares[:, :, None] * counted[:, None, :]).reshape(len(rows), 2 * len(RHOS))
    age = (asked_us[:, None] - rows.known_us[None, :]) / DAY_US
    known = (age > 0.0) if only is None else (age > 0.0) & only[None, :]
    mine, near = unit[:, None] == rows.unit[None, :], group[:, None] == rows.group[None, :]
    of_unit, of_group, of_all = [], [], []
    for half_life in HALF_LIVES:
        weight = np.where(known, np.exp2(-np.where(known, age, 0.0) / (half_life * slower)), 0.0)
        of_unit.append(((weight * mine) @ by_share).reshape(-1, len(RHOS), 2))
        of_group.append((weight * near) @ counted)
        of_all.append(weight @ counted)
    return np.stack(of_unit, axis=1), np.stack(of_group, axis=1), np.stack(of_all, axis=1)


def _split(sums: Floats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(sums[..., 0]), np.ascontiguousarray(sums[..., 1])


def _counted(rows: Rows, on_us: int) -> tuple[dict[str, Ints], Ints, Ints]:
    """Counts by unit, and when its first and last verdict became known."""
    size = len(rows.units)
    counts = {name: np.zeros(size, np.int64) for name in COUNTS}
    first_us, last_us = np.full(size, -1), np.full(size, -1)
    for unit in range(size):
        mine = rows.unit == unit
        settled = mine & (rows.known_us < on_us)
        counts["made"][unit] = mine.sum()
        counts["settled"][unit] = settled.sum()
        counts["kept"][unit] = counts["delivered"][unit] = rows.y[settled].sum()
        counts["pending"][unit] = (mine & ~settled).sum()
        counts["overdue"][unit] = counts["settled"][unit] - counts["kept"][unit]
        counts["makers"][unit] = 1
        counts["occasions"][unit] = len(np.unique(rows.occasion[settled]))
        recent = settled & (rows.known_us >= on_us - RECENT_US)
        counts["occasions_recent"][unit] = len(np.unique(rows.occasion[recent]))
        if settled.any():
            first_us[unit], last_us[unit] = rows.known_us[settled].min(), rows.known_us[settled].max()
    return counts, first_us, last_us
