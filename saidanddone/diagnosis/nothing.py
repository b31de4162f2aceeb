"""Nothing to go on yet: the finding of somebody who was asked about and promised nothing so far (MISSION T9)."""

from __future__ import annotations

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.outcome import STATUSES
from saidanddone.forecast.trust.result import Consistency, Pressure, Settle, TrustForecast

__all__ = ["nothing_yet"]

_COUNTS = (
    "made", "settled", "kept", *STATUSES, "undated", "renegotiated", "history_unknown", "formal", "under_pressure",
    "early", "on_time", "late", "by_maker", "by_receiver", "by_system", "makers", "occasions", "occasions_recent",
)  # fmt: skip


def nothing_yet(unit: Unit, kind: str, line: float) -> Finding:
    """The finding of a unit without a single commitment: no figure at all, which is not a bad one.

    Args:
        kind: what the finding is called. line: the share kept it will be held against, 0..1.
    """
    trust = TrustForecast(
        state="none",
        mean=None,
        low=None,
        high=None,
        cautious=None,
        p_above=None,
        line=line,
        volume=0.0,
        occasions=0,
        recent=0,
        last_us=None,
        fresh_days=None,
        half_life_days=None,
        counts=dict.fromkeys(_COUNTS, 0),
        undated_share=None,
        renegotiated_share=None,
        admitted_share=None,
        dropped_share=None,
        audits={},
        perceived=None,
        consistency=Consistency(None, None, None, None, None),
        pressure=Pressure(None, None, None, None, None, 0.0, 0.0),
        if_kept=None,
        if_broken=None,
        settle=Settle("no_pace", None, None, None),
    )
    return Finding(unit.id, kind, unit.name, unit.team, len(unit.makers), False, trust, (), ())
