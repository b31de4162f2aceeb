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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
"""Moments times sums and half-lives in one question: a small ledger is asked once, a large one saves memory."""

_WHOSE = ("sum", "key")
_SUMMED = ("kept", "total")

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
    standing: ibis.Table | None = None,
) -> tuple[Rows, WalkForward]:
    """The usable commitments of a view in order, and the sums each one's forecast may use.

    Usable is a commitment made on or before ``on_us`` (µs UTC) with a due time and a verdict known strictly before
    ``on_us`` and strictly after it was made; the others are counted in ``Rows.excluded``. ``half_lives`` in days.
    ``standing``: as from ``settled.standing`` for that day, where it is at hand.

    Raises:
        EngineError: the engine failed.
    """
    from ibis import _

    if standing is None:
        standing = settled(engine.table("commitments"), on_us)
    reasoned = _reasoned(seen(standing, view), on_us)
    with engine.kept(reasoned, doing="Settling the commitments") as kept:
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
    whose = {"unit": rows.unit, "group": rows.group, "all": np.zeros(len(rows), dtype=np.int64)}
    wanted = (*(_Sum("unit", rho) for rho in rhos), _Sum("group", 0.0), _Sum("all", 0.0))
    # A small ledger is asked all at once: to put a question costs more than to answer it.
    at_once = len(wanted) if 2 * len(rows) * len(wanted) * len(half_lives) <= AT_ONCE else 1
    found: list[tuple[Floats, Floats]] = []
    for start in range(0, len(wanted), at_once):
        found += _summed(engine, verdicts, wanted[start : start + at_once], whose, rows.made_us, half_lives)
    kept, total = (np.stack(part, axis=2) for part in zip(*found, strict=True))
    return WalkForward(
        half_lives=half_lives,
        rhos=rhos,
        unit_kept=kept[:, :, :-2],
        unit_total=total[:, :, :-2],
        group_kept=kept[:, :, -2],
        group_total=total[:, :, -2],
        all_kept=kept[:, :, -1],
        all_total=total[:, :, -1],
    )


@dataclass(frozen=True, slots=True)
class _Sum:
    """Whose verdicts are summed for a row, its ``unit``'s, its ``group``'s or ``all``, and ρ of an occasion's."""

    level: str
    rho: float


def _summed(
    engine: Engine,
    verdicts: ibis.Table,
    wanted: Sequence[_Sum],
    whose: Mapping[str, Ints],
    made_us: Ints,
    half_lives: tuple[float, ...],
) -> list[tuple[Floats, Floats]]:
    """For each sum ``kept`` and ``total`` at each row's ``made_us``, shape (n, H), over its earlier verdicts.

    ``whose``: level -> (n,) code of each row's unit, group or all, ordered as its name is.
    """
    from ibis import _

    found = [(np.zeros((len(made_us), len(half_lives))), np.zeros((len(made_us), len(half_lives)))) for _one in wanted]
    if not len(made_us):
        return found
    place = {one.level: _places(whose[one.level], made_us) for one in wanted}
    starts = np.cumsum([0, *(int(place[one.level].max()) + 1 for one in wanted)]).tolist()
    with engine.kept(_moments(verdicts, wanted), doing="Adding up verdicts by moment") as table:
        ends = table.agg(n=_.count(), first=_.at_us.min(), last=_.at_us.max())
        n, first_us, last_us = engine.arrow(ends, doing="Finding the span of the ledger").to_pylist()[0].values()
        at_once = max(1, AT_ONCE // n)
        for start in range(0, len(half_lives), at_once):
            some = slice(start, start + at_once)
            aged = _aged(table, half_lives[some], first_us, last_us)
            sums = engine.arrow(aged, doing="Summing verdicts before each forecast")
            for into, name in enumerate(_SUMMED):
                by_half_life = sums[name].to_numpy().reshape(-1, starts[-1])
                for one, arrays, first in zip(wanted, found, starts[:-1], strict=True):
                    arrays[into][:, some] = by_half_life[:, first + place[one.level]].T
    return found


def _moments(verdicts: ibis.Table, wanted: Sequence[_Sum]) -> ibis.Table:
    """One row a sum, key and moment: occasions whose verdict became known then, and whether a forecast is asked for.

    Verdicts are counted in whole numbers before they are weighed, so the order of the rows cannot show in the sums.
    """
    import ibis
    from ibis import _

    key = {"unit": _.unit, "group": _.group, "all": ibis.literal("")}
    seen = ibis.union(
        *(
            verdicts.select("known_us", "made_us", "batch", "y", level=ibis.literal(level), key=key[level])
            for level in dict.fromkeys(one.level for one in wanted)
        )
    )
    sums = _sums(wanted)
    counted = seen.group_by("level", "key", "batch", at_us=_.known_us).agg(kept=_.y.sum(), total=_.count())
    share = 1.0 + (_.batch - 1).cast("float64") * _.rho
    weighed = {name: _[name].cast("float64") / share for name in _SUMMED}
    evidence = counted.inner_join(sums, "level").select(*_WHOSE, "at_us", asked=ibis.literal(0, "int64"), **weighed)
    made = seen.select("level", "key", at_us=_.made_us).distinct().inner_join(sums, "level")
    nothing = {name: ibis.literal(0.0) for name in _SUMMED}
    asked = made.select(*_WHOSE, "at_us", asked=ibis.literal(1, "int64"), **nothing)
    added = {name: _[name].sum() for name in _SUMMED}
    return evidence.union(asked).group_by(*_WHOSE, "at_us").agg(asked=_.asked.max(), **added)


def _sums(wanted: Sequence[_Sum]) -> ibis.Table:
    """A row a sum: its level, its number and ρ."""
    import ibis
    import pyarrow as pa

    return ibis.memtable(
        pa.table(
            {
                "level": pa.array([one.level for one in wanted], pa.string()),
                "sum": pa.array(range(len(wanted)), pa.int64()),
                "rho": pa.array([one.rho for one in wanted], pa.float64()),
            }
        )
    )


def _places(key: Ints, made_us: Ints) -> Ints:
    """Each row's place among the distinct ``(key, made_us)`` in order."""
    order = np.lexsort((made_us, key))
    new = np.ones(len(key), dtype=np.int64)
    new[1:] = (np.diff(key[order]) != 0) | (np.diff(made_us[order]) != 0)
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return place


def _aged(moments: ibis.Table, half_lives: tuple[float, ...], first_us: int, last_us: int) -> ibis.Table:
    """The sums strictly before each asked moment, a row a half-life, sum and moment, in that order."""
    import ibis
    from ibis import _

    rows = moments.cross_join(_blocks(half_lives))
    since_us = _.at_us - first_us
    rows = rows.mutate(block=(since_us.cast("float64") / _.block_us.cast("float64")).floor().cast("int64"))
    # From the block's middle, in whole microseconds: a power is as exact in the last block as in the first.
    from_start = (since_us - _.block * _.block_us).cast("float64") * _.rate
    rows = rows.mutate(power=from_start - _.middle)
    scaled = rows.mutate(**{name: _[name] * _.power.exp() for name in _SUMMED})
    before = ibis.window(group_by=["h", *_WHOSE, "block"], order_by="at_us", rows=(None, -1))
    summed = scaled.mutate(**{f"{name}_before": _[name].sum().over(before).fill_null(0.0) for name in _SUMMED})
    running = summed.filter(_.asked == 1).mutate(fade=(-_.power).exp())
    sums = {name: _[f"{name}_before"] * _.fade for name in _SUMMED}
    if last_us - first_us >= min(_block_us(half_life) for half_life in half_lives):
        # The last running sum is the total; as a maximum it is the same however the engine shares out the rows.
        totals = summed.group_by("h", *_WHOSE, "block").agg(
            **{name: (_[f"{name}_before"] + _[name]).max() for name in _SUMMED}
        )
        same = ("h", *_WHOSE, "block")
        for back in (1, 2):
            past = totals.mutate(block=_.block + back).select(
                **{f"past_{column}": column for column in same}, **{f"{name}_{back}_back": name for name in _SUMMED}
            )
            running = running.left_join(past, [running[column] == past[f"past_{column}"] for column in same])
            running = running.drop(*(f"past_{column}" for column in same))
        sums = {name: sums[name] + _carried(name, 1) + _carried(name, 2) for name in _SUMMED}
    return (
        running.mutate(**sums)
        .mutate(**{name: ibis.ifelse(_[name] < NOTHING, 0.0, _[name]) for name in _SUMMED})
        .order_by("h", *_WHOSE, "at_us")
        .select(*_SUMMED)
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
