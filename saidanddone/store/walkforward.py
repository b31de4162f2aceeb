"""Aged sums at every forecast of a ledger's history, each over what was known strictly before it.

The sum of ``x_i·2^(−(t − known_i)/H)`` over outcomes known before t is a running sum of ``x_i·2^(known_i/H)``, times
``2^(−t/H)``. Those powers leave the double range after a thousand half-lives, so time is cut into blocks of
:data:`BLOCK` half-lives; within a block the powers are taken from its middle, and the totals of the two blocks before
are carried in. Anything older weighs less than 2^−1000 and is nothing, as is every sum below :data:`NOTHING`.

Evidence and forecasts are first added up by unit and moment, so that a moment is one row and "the rows before" is
"strictly earlier": what becomes known in the microsecond of a promise is not used for it (MISSION T1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from saidanddone.evidence.commitment import MADE_ID
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import HALF_LIVES, RHOS, Floats, Ints, Rows, View, WalkForward
from saidanddone.store.coded import coded
from saidanddone.store.seen import batched, seen
from saidanddone.store.settled import settled

if TYPE_CHECKING:
    import ibis

    from saidanddone.store.engine import Engine

__all__ = ["AT_ONCE", "BLOCK", "EXCLUDED", "NOTHING", "walkforward"]

BLOCK = 500
"""Half-lives a block: powers within stay between 2^−250 and 2^250, sums exact to about 2e-13."""

AT_ONCE = 1_000_000
"""Moments times half-lives in one question to the engine: a small ledger asks once, a large one saves memory."""

NOTHING = 1e-300
"""A sum below this is given as 0."""

EXCLUDED = {
    "late": "made after the day asked about",
    "nobody": "no team",
    "withdrawn": "withdrawn",
    "undated": "no due time",
    "open": "no verdict yet",
    "early": "known before it was made",
}
"""Why a commitment takes no part in a walk forward, in the order the reasons are tried, and in words fit to print."""


def walkforward(
    engine: Engine,
    view: View,
    on_us: int,
    *,
    half_lives: Sequence[float] = HALF_LIVES,
    rhos: Sequence[float] = RHOS,
) -> tuple[Rows, WalkForward]:
    """The usable commitments of a view in order, and the sums each one's forecast may use.

    Usable is a commitment made on or before ``on_us`` (µs UTC) with a due time and a verdict known strictly before
    ``on_us`` and strictly after it was made; the others are counted in ``Rows.excluded``. ``half_lives`` in days.

    Raises:
        EngineError: the engine failed.
    """
    from ibis import _

    standing = _reasoned(seen(settled(engine.table("commitments"), on_us), view), on_us)
    with engine.kept(standing, doing="Settling the commitments") as kept:
        counts = engine.arrow(kept.group_by("reason").agg(n=_.count()), doing="Counting the commitments left out")
        found = dict(zip(counts["reason"].to_pylist(), counts["n"].to_pylist(), strict=True))
        usable = batched(kept.filter(_.made_us <= on_us)).filter(_.reason.isnull())
        with engine.kept(usable, doing="Counting commitments that share an occasion") as verdicts:
            rows = _rows(engine, verdicts, {words: found[code] for code, words in EXCLUDED.items() if code in found})
            return rows, _walk(engine, verdicts, rows, tuple(half_lives), tuple(rhos))


def _reasoned(rows: ibis.Table, on_us: int) -> ibis.Table:
    """The columns a walk needs, with ``reason``: why a row is left out, null when it is not."""
    import ibis
    from ibis import _

    reason = ibis.cases(
        (_.made_us > on_us, "late"),
        (_.unit.isnull(), "nobody"),
        (_.status == "withdrawn", "withdrawn"),
        (_.first_due_us.isnull(), "undated"),
        (_.y.isnull() | (_.known_us >= on_us).fill_null(True), "open"),
        (_.known_us <= _.made_us, "early"),
        else_=ibis.null("string"),
    )
    return rows.select(
        "id", "source", "line", "unit", "group", "occasion_key", "made_us", "first_due_us", "known_us", "y", "size",
        "formal", "pressure", reason=reason,
    )  # fmt: skip


def _rows(engine: Engine, verdicts: ibis.Table, excluded: dict[str, int]) -> Rows:
    """The usable commitments as arrays, ordered by ``(made_us, id)``.

    An id that was made of what a row says holds pseudonyms: it would order rows by the key of the workspace. Those are
    ordered by what they say otherwise, and last by where they stand.
    """
    import ibis
    from ibis import _

    flag = {name: _[name].cast("int64").fill_null(-1) for name in ("formal", "pressure")}
    given = ibis.ifelse(_.id.re_search(MADE_ID), "", _.id)
    told = ("first_due_us", "known_us", "y", "size", "source", "line")
    columns = verdicts.order_by(_.made_us, given, *told).select(
        "unit", "group", "occasion_key", "made_us", "first_due_us", "known_us", "y", "size", **flag
    )
    table = engine.arrow(columns, doing="Listing the commitments")
    units, unit = coded(table["unit"])
    groups, group = coded(table["group"])
    keys, key = coded(table["occasion_key"])
    _, occasion = np.unique(unit * len(keys) + key, return_inverse=True)
    return Rows(
        units=units,
        groups=groups,
        unit=unit,
        group=group,
        occasion=occasion.astype(np.int64),
        made_us=table["made_us"].to_numpy(),
        due_us=table["first_due_us"].to_numpy(),
        known_us=table["known_us"].to_numpy(),
        y=table["y"].to_numpy().astype(np.float64),
        size=table["size"].to_numpy().astype(np.float64),
        formal=table["formal"].to_numpy(),
        pressure=table["pressure"].to_numpy(),
        excluded=excluded,
    )


def _walk(
    engine: Engine, verdicts: ibis.Table, rows: Rows, half_lives: tuple[float, ...], rhos: tuple[float, ...]
) -> WalkForward:
    import ibis
    from ibis import _

    nowhere = np.zeros(len(rows), dtype=np.int64)
    unit = _summed(engine, verdicts.mutate(key=_.unit), rhos, rows.unit, rows.made_us, half_lives)
    group = _summed(engine, verdicts.mutate(key=_.group), (0.0,), rows.group, rows.made_us, half_lives)
    everyone = _summed(engine, verdicts.mutate(key=ibis.literal("")), (0.0,), nowhere, rows.made_us, half_lives)
    return WalkForward(
        half_lives=half_lives,
        rhos=rhos,
        unit_kept=unit[0],
        unit_total=unit[1],
        group_kept=group[0][:, :, 0],
        group_total=group[1][:, :, 0],
        all_kept=everyone[0][:, :, 0],
        all_total=everyone[1][:, :, 0],
    )


def _summed(
    engine: Engine,
    verdicts: ibis.Table,
    rhos: tuple[float, ...],
    key: Ints,
    made_us: Ints,
    half_lives: tuple[float, ...],
) -> tuple[Floats, Floats]:
    """``kept`` and ``total`` at each row's ``made_us``, shape (n, H, R), over its key's earlier verdicts."""
    from ibis import _

    kept = np.zeros((len(key), len(half_lives), len(rhos)))
    total = np.zeros_like(kept)
    if not len(key):
        return kept, total
    names = tuple(f"{name}_{r}" for name in ("kept", "total") for r in range(len(rhos)))
    place = _places(key, made_us)
    with engine.kept(_moments(verdicts, rhos), doing="Adding up verdicts by moment") as table:
        ends = table.agg(n=_.count(), first=_.at_us.min(), last=_.at_us.max())
        n, first_us, last_us = engine.arrow(ends, doing="Finding the span of the ledger").to_pylist()[0].values()
        at_once = max(1, AT_ONCE // n)
        for start in range(0, len(half_lives), at_once):
            some = half_lives[start : start + at_once]
            aged = _aged(table, names, some, first_us, last_us)
            sums = engine.arrow(aged, doing="Summing verdicts before each forecast")
            for r in range(len(rhos)):
                for into, name in ((kept, "kept"), (total, "total")):
                    by_half_life = sums[f"{name}_{r}"].to_numpy().reshape(len(some), -1)
                    into[:, start : start + at_once, r] = by_half_life[:, place].T
    return kept, total


def _moments(verdicts: ibis.Table, rhos: tuple[float, ...]) -> ibis.Table:
    """One row a key and moment: the occasions whose verdict became known then, and whether a forecast is asked for.

    Verdicts are counted in whole numbers before they are weighed, so the order of the rows cannot show in the sums.
    """
    import ibis
    from ibis import _

    counted = verdicts.group_by("key", "batch", at_us=_.known_us).agg(kept=_.y.sum(), total=_.count())
    share = {r: 1.0 + (_.batch - 1).cast("float64") * rho for r, rho in enumerate(rhos)}
    weights = {f"{name}_{r}": _[name].cast("float64") / s for name in ("kept", "total") for r, s in share.items()}
    evidence = counted.select("key", "at_us", asked=ibis.literal(0, "int64"), **weights)
    nothing = {name: ibis.literal(0.0) for name in weights}
    asked = verdicts.select("key", at_us=_.made_us, asked=ibis.literal(1, "int64"), **nothing)
    return (
        evidence.union(asked.distinct())
        .group_by("key", "at_us")
        .agg(asked=_.asked.max(), **{name: _[name].sum() for name in weights})
    )


def _places(key: Ints, made_us: Ints) -> Ints:
    """Each row's place among the distinct ``(key, made_us)`` in order."""
    order = np.lexsort((made_us, key))
    new = np.ones(len(key), dtype=np.int64)
    new[1:] = (np.diff(key[order]) != 0) | (np.diff(made_us[order]) != 0)
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return place


def _aged(
    moments: ibis.Table, names: tuple[str, ...], half_lives: tuple[float, ...], first_us: int, last_us: int
) -> ibis.Table:
    """The sums of ``names`` strictly before each asked moment, a row a half-life, key and moment, in that order."""
    import ibis
    from ibis import _

    rows = moments.cross_join(_blocks(half_lives))
    since_us = _.at_us - first_us
    rows = rows.mutate(block=(since_us.cast("float64") / _.block_us.cast("float64")).floor().cast("int64"))
    # From the block's middle, in whole microseconds: a power is as exact in the last block as in the first.
    from_start = (since_us - _.block * _.block_us).cast("float64") * _.rate
    rows = rows.mutate(power=from_start - _.middle)
    scaled = rows.mutate(**{name: _[name] * _.power.exp() for name in names})
    before = ibis.window(group_by=["h", "key", "block"], order_by="at_us", rows=(None, -1))
    summed = scaled.mutate(**{f"{name}_before": _[name].sum().over(before).fill_null(0.0) for name in names})
    running = summed.filter(_.asked == 1).mutate(fade=(-_.power).exp())
    sums = {name: _[f"{name}_before"] * _.fade for name in names}
    if last_us - first_us >= min(_block_us(half_life) for half_life in half_lives):
        # The last running sum is the total; as a maximum it is the same however the engine shares out the rows.
        totals = summed.group_by("h", "key", "block").agg(
            **{name: (_[f"{name}_before"] + _[name]).max() for name in names}
        )
        for back in (1, 2):
            past = totals.select(
                past_h="h", past_key="key", past_block=_.block + back, **{f"{name}_{back}_back": name for name in names}
            )
            same = [running.h == past.past_h, running.key == past.past_key, running.block == past.past_block]
            running = running.left_join(past, same).drop("past_h", "past_key", "past_block")
        sums = {name: sums[name] + _carried(name, 1) + _carried(name, 2) for name in names}
    return (
        running.mutate(**sums)
        .mutate(**{name: ibis.ifelse(_[name] < NOTHING, 0.0, _[name]) for name in names})
        .order_by("h", "key", "at_us")
        .select(*names)
    )


def _block_us(half_life: float) -> int:
    """Length of a block in microseconds; what never fades is one block."""
    return 2**62 if math.isinf(half_life) else min(2**62, round(BLOCK * half_life * DAY_US))


def _blocks(half_lives: tuple[float, ...]) -> ibis.Table:
    """A row a half-life: its number, block length, power a microsecond, and the power of a block's middle."""
    import ibis
    import pyarrow as pa

    return ibis.memtable(
        pa.table(
            {
                "h": pa.array(range(len(half_lives)), pa.int64()),
                "block_us": pa.array([_block_us(half_life) for half_life in half_lives], pa.int64()),
                "rate": pa.array([math.log(2) / (half_life * DAY_US) for half_life in half_lives], pa.float64()),
                "middle": pa.array(
                    [0.0 if math.isinf(half_life) else BLOCK / 2 * math.log(2) for half_life in half_lives],
                    pa.float64(),
                ),
            }
        )
    )


def _carried(name: str, back: int) -> ibis.Deferred:
    """An earlier block's total, faded to now; what would fall out of the double range is 0, not an engine's error."""
    import ibis
    from ibis import _

    faded = _[f"{name}_{back}_back"].fill_null(0.0) * _.fade
    smallest = 2.0 ** (BLOCK * back - 1000)
    return ibis.ifelse(faded < smallest, 0.0, faded) * 2.0 ** (-BLOCK * back)
