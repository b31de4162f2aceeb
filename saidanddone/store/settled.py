"""The rules for what became of a commitment, as one Ibis expression for every engine.

Row by row it equals :func:`saidanddone.evidence.outcome.settle`, whose docstring states the rules. Portable: times are
integer microseconds, shares are float64, and no engine's own idea of an epoch, of a boolean as number or of ``%``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from saidanddone.evidence.outcome import DAY_US, DROPPED_AFTER_US, MOVE_LEAD_SHARE

if TYPE_CHECKING:
    import ibis

    from saidanddone.store.engine import Engine

__all__ = ["settled", "standing"]


@contextmanager
def standing(engine: Engine, on_us: int) -> Iterator[ibis.Table]:
    """An engine's commitments as :func:`settled` has them, worked out once for all that is asked of one day.

    Raises:
        EngineError: the engine failed.
    """
    rows = settled(engine.table("commitments"), on_us)
    with engine.kept(rows, doing="Settling the commitments") as table:
        yield table


def settled(commitments: ibis.Table, on_us: int) -> ibis.Table:
    """Commitments as they stand at ``on_us`` (µs UTC), one row each.

    The columns of :class:`saidanddone.evidence.outcome.Settled` are added: ``status``, ``deadline_us``, ``y``,
    ``y_first``, ``done`` (int64), ``timing``, ``late_days`` (float64), ``renegotiated``; ``first_due_us`` and
    ``known_us`` take the place of what the source stated. ``occasion_key`` is equal for commitments of one subject
    that share fate: the occasion as given, else the UTC day of the first due time; null when undated.
    """
    return _outcome(_dates(commitments), on_us).pipe(_status, on_us).pipe(_audits).drop("stated_us")


def _dates(commitments: ibis.Table) -> ibis.Table:
    """First due time, d*, whether it moved, and the occasion (rules 1 and 2)."""
    import ibis
    from ibis import _

    rows = commitments.mutate(
        stated_us=_.known_us,
        renegotiated=ibis.cases(
            (_.moved_us.notnull(), True),
            (_.first_due_us.notnull() & (_.due_us.isnull() | (_.first_due_us != _.due_us)).fill_null(True), True),
            (_.renegotiations.isnull(), ibis.null("boolean")),
            else_=(_.renegotiations > 0),
        ),
        first_due_us=_.first_due_us.coalesce(_.due_us),
    )
    left_us = _.first_due_us - _.moved_us
    lead_us = _.first_due_us - _.made_us
    enough = left_us.cast("float64") >= lead_us.cast("float64") * MOVE_LEAD_SHARE
    in_time = ((left_us >= DAY_US) & enough & _.moved_due_us.notnull()).fill_null(False)
    day_us = ((_.first_due_us % DAY_US) + DAY_US) % DAY_US
    day = ((_.first_due_us - day_us).cast("float64") / float(DAY_US)).cast("int64")
    return rows.mutate(
        deadline_us=ibis.ifelse(in_time, _.moved_due_us, _.first_due_us),
        occasion_key=ibis.cases(
            (_.first_due_us.isnull(), ibis.null("string")),
            (_.occasion.notnull(), "given " + _.occasion),
            else_="day " + day.cast("string"),
        ),
    )


def _outcome(rows: ibis.Table, on_us: int) -> ibis.Table:
    """The verdict and from when it counts (rules 3 and 4)."""
    import ibis
    from ibis import _

    yes, no, none = ibis.literal(1, "int64"), ibis.literal(0, "int64"), ibis.null("int64")
    rows = rows.mutate(
        y=ibis.cases(
            (_.deadline_us.isnull(), none),
            (_.outcome == "kept", yes),
            (_.outcome.isin(("broken", "admitted", "dropped", "overdue")), no),
            (_.outcome == "withdrawn", none),
            (_.closed_us <= _.deadline_us, yes),
            (_.closed_us.notnull(), no),
            (_.outcome == "delivered", yes),
            (_.outcome == "unknown", none),
            (_.deadline_us < on_us, no),
            else_=none,
        )
    )
    return rows.mutate(
        known_us=ibis.cases(
            (_.y.isnull(), none),
            (_.stated_us.isnull(), _.deadline_us),
            (_.outcome.isin(("kept", "broken")), _.stated_us),
            (_.stated_us < _.deadline_us, _.deadline_us),
            else_=_.stated_us,
        )
    )


def _status(rows: ibis.Table, on_us: int) -> ibis.Table:
    """The exclusive status on the day (rule 5)."""
    import ibis
    from ibis import _

    stated_done = (
        _.outcome.isin(("kept", "delivered")) & _.closed_us.isnull() & (_.known_us.isnull() | (_.known_us <= on_us))
    )
    quiet_us = on_us - ibis.greatest(_.deadline_us, _.due_us.coalesce(_.deadline_us))
    return rows.mutate(
        status=ibis.cases(
            (_.outcome.isin(("withdrawn", "admitted")), _.outcome),
            (_.closed_us <= on_us, "delivered"),
            (stated_done.fill_null(False), "delivered"),
            (_.outcome == "dropped", "dropped"),
            (_.deadline_us.isnull() & (_.outcome == "overdue"), "overdue"),
            (_.deadline_us.isnull(), "pending"),
            (_.deadline_us >= on_us, "pending"),
            (_.outcome == "unknown", "pending"),
            (_.outcome == "broken", "overdue"),
            ((quiet_us > DROPPED_AFTER_US) & (quiet_us > _.first_due_us - _.made_us), "dropped"),
            else_="overdue",
        )
    )


def _audits(rows: ibis.Table) -> ibis.Table:
    """The other two audits, and how early or late (T3, T5)."""
    import ibis
    from ibis import _

    yes, no, none = ibis.literal(1, "int64"), ibis.literal(0, "int64"), ibis.null("int64")
    late_us = _.closed_us - _.deadline_us
    moved = _.deadline_us != _.first_due_us
    return rows.mutate(
        y_first=ibis.ifelse(
            ((_.y == 1) & moved & (_.closed_us.isnull() | (_.closed_us > _.first_due_us))).fill_null(False), no, _.y
        ),
        done=ibis.cases((_.y.isnull(), none), (_.y == 1, yes), (_.closed_us.notnull(), yes), else_=no),
        timing=ibis.cases(
            (late_us.isnull(), ibis.null("string")),
            (late_us <= -DAY_US, "early"),
            (late_us <= 0, "on_time"),
            else_="late",
        ),
        late_days=late_us.cast("float64") / float(DAY_US),
    )
