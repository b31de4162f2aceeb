"""Settled commitments as one view sees them: whose they count as, and how many share an occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saidanddone.evidence.tally import View

if TYPE_CHECKING:
    import ibis

__all__ = ["batched", "seen"]


def seen(settled: ibis.Table, view: View) -> ibis.Table:
    """The commitments of a view, with ``unit`` and ``group`` added.

    ``unit`` is null where the unit's column is; ``group`` is the team, ``""`` without one or if the view has one group.

    Raises:
        ValueError: the view's ``by`` is neither ``subject`` nor ``team``.
    """
    import ibis
    from ibis import _

    if view.by not in ("subject", "team"):
        raise ValueError("View.by must be subject or team")
    rows = settled.filter(_.subject_kind.isin(view.subject_kinds))
    if view.subjects is not None:
        rows = rows.filter(_.subject.isin(sorted(view.subjects)))
    if view.directions is not None:
        known = _.direction.isin([d for d in view.directions if d is not None])
        rows = rows.filter(known.fill_null(False) | _.direction.isnull() if None in view.directions else known)
    group = _.team.coalesce("") if view.grouped else ibis.literal("")
    return rows.mutate(unit=_[view.by], group=group)


def batched(rows: ibis.Table) -> ibis.Table:
    """The rows with ``batch``: of how many commitments of its unit and occasion a verdict was one when it became known.

    Counted are all commitments of ``rows`` made strictly before that, itself among them; so a commitment made later
    never changes what an earlier forecast could have known. Of use only where the verdict became known after the
    commitment was made; null where there is none.
    """
    import ibis
    from ibis import _

    dated = rows.filter(_.occasion_key.notnull() & _.unit.notnull())
    made = dated.select("unit", "occasion_key", at_us=_.made_us, one=ibis.literal(1, "int64"))
    known = dated.filter(_.known_us > _.made_us)
    asked = known.select("unit", "occasion_key", at_us=_.known_us, one=ibis.literal(0, "int64"))
    moments = made.union(asked).group_by("unit", "occasion_key", "at_us").agg(one=_.one.sum().cast("int64"))
    before = ibis.window(group_by=["unit", "occasion_key"], order_by="at_us", rows=(None, -1))
    counts = moments.mutate(batch=_.one.sum().over(before).cast("int64")).select(
        batch_unit="unit", batch_key="occasion_key", batch_us="at_us", batch="batch"
    )
    same = [
        rows.unit == counts.batch_unit,
        rows.occasion_key == counts.batch_key,
        rows.known_us == counts.batch_us,
    ]
    return rows.left_join(counts, same).drop("batch_unit", "batch_key", "batch_us")
