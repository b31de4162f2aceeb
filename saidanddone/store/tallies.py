"""A ledger summed up on one day: every unit's aged sums and counts, in one question to the engine each.

Verdicts are first counted in whole numbers by unit, group, moment and batch, and weighed afterwards; so the sums are
additive over evidence, and adding up half a ledger twice is adding up the whole (occasions not torn apart).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidanddone.evidence.commitment import REPORTERS
from saidanddone.evidence.outcome import DAY_US, STATUSES
from saidanddone.evidence.tally import HALF_LIVES, RHOS, Floats, Ints, Tallies, View
from saidanddone.store.coded import coded
from saidanddone.store.seen import batched, seen
from saidanddone.store.settled import settled

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    from saidanddone.store.engine import Engine

__all__ = ["COUNTS", "RECENT_US", "tallies"]

RECENT_US = 90 * DAY_US
"""An occasion is recent if a verdict of it became known within this time before the day asked about."""

FADED = 690.0
"""Powers of e below minus this are 0: some engines raise where a double underflows."""

_AGED = (
    "kept",
    "total",
    "kept_first",
    "done",
    "slow_bad",
    "slow_total",
    "calm_kept",
    "calm_total",
    "press_kept",
    "press_total",
)
_SLOW = {"slow_bad": "bad", "slow_total": "total"}
"""Sums aged more slowly -> what they are of."""

_COUNTED = (
    "made", "settled", "kept", *STATUSES, "undated", "renegotiated", "history_unknown", "formal", "under_pressure",
    "early", "on_time", "late", "by_maker", "by_receiver", "by_system",
)  # fmt: skip
_LATENESS = ("late_sum", "late_square", "late_n")
_DISTINCT = ("makers", "occasions", "occasions_recent")

COUNTS = (*_COUNTED, *_DISTINCT)
"""Names in ``Tallies.counts``."""


def tallies(
    engine: Engine,
    view: View,
    on_us: int,
    *,
    slower: float = 3.0,
    half_lives: Sequence[float] = HALF_LIVES,
    rhos: Sequence[float] = RHOS,
    standing: ibis.Table | None = None,
) -> Tallies:
    """The sums of every unit of a view at ``on_us`` (µs UTC), over the commitments made by then.

    A verdict counts iff it became known strictly before ``on_us`` and strictly after the commitment was made, as in a
    walk forward. ``settled``, ``kept``, who reported, lateness and occasions are counted over those; lateness and
    ``early``, ``on_time``, ``late`` also need a closing time by ``on_us``; everything else is counted over all
    commitments made. A commitment's maker is whoever is named as such, else the person whose commitment it is.
    ``half_lives`` in days; bad evidence is also aged ``slower`` times as slowly. ``standing``: as from
    ``settled.standing`` for that day, where it is at hand.

    Raises:
        EngineError: the engine failed.
    """
    from ibis import _

    half_lives, rhos = tuple(half_lives), tuple(rhos)
    if standing is None:
        standing = settled(engine.table("commitments"), on_us)
    made = seen(standing, view).filter((_.made_us <= on_us) & _.unit.notnull())
    with engine.kept(_standing(batched(made), on_us), doing="Settling the commitments") as rows:
        counts = engine.arrow(_counted(rows), doing="Counting the commitments")
        distinct = engine.arrow(_distinct(rows, on_us), doing="Counting makers and occasions")
        sums = engine.arrow(_aged(rows, on_us, slower, half_lives, rhos), doing="Summing the verdicts")
    units, unit = coded(counts["unit"])
    groups, group = coded(counts["group"])
    made_in = np.zeros((len(units), max(1, len(groups))), dtype=np.int64)
    made_in[unit, group] = counts["made"].to_numpy()
    totals = {name: _added(counts[name].to_numpy(), unit, len(units)) for name in (*_COUNTED, *_LATENESS)}
    at = _places(units, distinct["unit"])
    totals |= {name: _added(distinct[name].to_numpy(), at, len(units)) for name in (*_DISTINCT, "first_us", "last_us")}
    in_unit = (_places(units, sums["unit"]), sums["h"].to_numpy())
    in_group = (_places(groups, sums["group"]), sums["h"].to_numpy())
    aged = {
        name: _folded(
            [sums[f"{name}_{r}"] for r in range(len(rhos))], in_unit, (len(units), len(half_lives), len(rhos))
        )
        for name in _AGED
    }
    alone = {
        name: _folded([sums[f"alone_{name}"]], in_group, (len(groups), len(half_lives), 1))[:, :, 0]
        for name in ("kept", "total")
    }
    return Tallies(
        on_us=on_us,
        slower=slower,
        half_lives=half_lives,
        rhos=rhos,
        units=units,
        groups=groups,
        group=made_in.argmax(axis=1),
        **aged,
        group_kept=alone["kept"],
        group_total=alone["total"],
        all_kept=alone["kept"].sum(axis=0),
        all_total=alone["total"].sum(axis=0),
        counts={name: totals[name] for name in COUNTS},
        late_sum=totals["late_sum"],
        late_square=totals["late_square"],
        late_n=totals["late_n"],
        first_us=totals["first_us"],
        last_us=totals["last_us"],
    )


def _standing(rows: ibis.Table, on_us: int) -> ibis.Table:
    """The columns the sums need; ``counts`` where there is a verdict that may be used."""
    import ibis
    from ibis import _

    named = ibis.ifelse(_.maker.isnull() & (_.subject_kind == "person"), _.subject, _.maker)
    usable = (_.y.notnull() & (_.known_us < on_us) & (_.known_us > _.made_us)).fill_null(False)
    return rows.select(
        "unit", "group", "batch", "occasion_key", "status", "y", "y_first", "done", "known_us", "first_due_us",
        "timing", "late_days", "renegotiated", "formal", "pressure", "outcome_by",
        maker=named, counts=usable, timed=(usable & (_.closed_us <= on_us)).fill_null(False),
    )  # fmt: skip


def _counted(rows: ibis.Table) -> ibis.Table:
    """Whole numbers and lateness by unit and group."""
    from ibis import _

    how_many = {
        "made": None,
        "settled": _.counts,
        "kept": _.counts & (_.y == 1),
        **{status: _.status == status for status in STATUSES},
        "undated": _.first_due_us.isnull(),
        "renegotiated": _.renegotiated,
        "history_unknown": _.renegotiated.isnull(),
        "formal": _.formal,
        "under_pressure": _.pressure,
        **{timing: _.timed & (_.timing == timing) for timing in ("early", "on_time", "late")},
        **{f"by_{who}": _.counts & (_.outcome_by == who) for who in REPORTERS},
        "late_n": _.timed,
    }
    return rows.group_by("unit", "group").agg(
        **{name: _.count(where=where) for name, where in how_many.items()},
        late_sum=_.late_days.sum(where=_.timed).fill_null(0.0),
        late_square=(_.late_days * _.late_days).sum(where=_.timed).fill_null(0.0),
    )


def _distinct(rows: ibis.Table, on_us: int) -> ibis.Table:
    """Makers and occasions by unit, and when its first and last verdict became known."""
    from ibis import _

    return rows.group_by("unit").agg(
        makers=_.maker.nunique(),
        occasions=_.occasion_key.nunique(where=_.counts),
        occasions_recent=_.occasion_key.nunique(where=_.counts & (_.known_us >= on_us - RECENT_US)),
        first_us=_.known_us.min(where=_.counts).fill_null(-1),
        last_us=_.known_us.max(where=_.counts).fill_null(-1),
    )


def _aged(
    rows: ibis.Table, on_us: int, slower: float, half_lives: tuple[float, ...], rhos: tuple[float, ...]
) -> ibis.Table:
    """The aged sums by half-life, unit and group: each named sum at every ρ, and at weight one for the group's."""
    from ibis import _

    kept, calm, press = _.y == 1, ~_.pressure, _.pressure
    n = {
        "kept": _.count(where=kept),
        "total": _.count(),
        "kept_first": _.y_first.sum(),
        "done": _.done.sum(),
        "bad": _.count(where=_.y == 0),
        "calm_kept": _.count(where=calm & kept),
        "calm_total": _.count(where=calm),
        "press_kept": _.count(where=press & kept),
        "press_total": _.count(where=press),
    }
    counted = rows.filter(_.counts).group_by("unit", "group", "known_us", "batch").agg(**n)
    age_us = (on_us - _.known_us).cast("float64")
    weighed = counted.cross_join(_rates(half_lives)).mutate(
        w=_faded(age_us * _.rate), slow=_faded(age_us * _.rate / slower)
    )
    shares = {r: 1.0 + (_.batch - 1).cast("float64") * rho for r, rho in enumerate(rhos)}
    weighed = weighed.mutate(
        **{f"w_{r}": _.w / share for r, share in shares.items()},
        **{f"slow_{r}": _.slow / share for r, share in shares.items()},
    )
    sums = {
        f"{name}_{r}": (_[_SLOW[name]] * _[f"slow_{r}"] if name in _SLOW else _[name] * _[f"w_{r}"]).sum()
        for name in _AGED
        for r in shares
    }
    return weighed.group_by("h", "unit", "group").agg(
        **sums, alone_kept=(_.kept * _.w).sum(), alone_total=(_.total * _.w).sum()
    )


def _faded(power: ibis.Deferred) -> ibis.Deferred:
    import ibis

    return ibis.ifelse(power > FADED, 0.0, (-ibis.least(power, FADED)).exp())


def _rates(half_lives: tuple[float, ...]) -> ibis.Table:
    """A row a half-life: its number, and the power of e that fades a microsecond."""
    import ibis
    import pyarrow as pa

    rates = [math.log(2) / (half_life * DAY_US) for half_life in half_lives]
    return ibis.memtable(
        pa.table({"h": pa.array(range(len(rates)), pa.int64()), "rate": pa.array(rates, pa.float64())})
    )


def _places(names: tuple[str, ...], met: pa.ChunkedArray) -> Ints:
    place = {name: index for index, name in enumerate(names)}
    return np.array([place[name] for name in met.to_pylist()], dtype=np.int64)


def _added(values: NDArray[Any], place: Ints, width: int) -> NDArray[Any]:
    added = np.zeros(width, dtype=values.dtype)
    np.add.at(added, place, values)
    return added


def _folded(columns: list[pa.ChunkedArray], place: tuple[Ints, Ints], shape: tuple[int, int, int]) -> Floats:
    folded = np.zeros(shape)
    np.add.at(folded, place, np.stack([column.to_numpy() for column in columns], axis=-1))
    return folded
