"""What a team's page may show: results of teams and projects, and public ones; nobody's own (PRIVACY 1).

A leader's forecast goes to that leader and, with consent, to that team. No file says that a leader agreed, so the
leader says it: by handing over their own page. Until then the team's page leaves it out and counts it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from saidanddone.privacy.door import AUDIENCES
from saidanddone.privacy.release import (
    _DOOR,
    Released,
    ReleasedDiagnosis,
    Withheld,
    longest,
    records_of,
    require_released,
)

__all__ = ["LEADERS_OWN", "OWN", "for_team"]

LEADERS_OWN = (
    "A leader's own result is for that leader: it is not on a team's page. A leader who agrees shows the team their "
    "own page (--page leader)."
)
OWN = "What is somebody's own is for them alone, or for those they agreed to: it is not on a team's page."


def for_team(diagnosis: ReleasedDiagnosis) -> ReleasedDiagnosis:
    """What of a released diagnosis a whole team may see; what is left out is counted with what was withheld before.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    kept = tuple(unit for unit in diagnosis.released if _theirs(unit))
    if len(kept) == len(diagnosis.released):
        return diagnosis
    left = Counter(_why(unit) for unit in diagnosis.released if not _theirs(unit))
    more = tuple(Withheld(kind, reason, count) for (kind, reason), count in sorted(left.items()))
    records = records_of(diagnosis.records, kept)
    return replace(
        diagnosis, released=kept, withheld=(*diagnosis.withheld, *more), records=records, record=longest(records),
        _door=_DOOR,
    )  # fmt: skip


def _theirs(unit: Released) -> bool:
    return unit.kind in ("team", "project") or unit.audience == AUDIENCES["public"]


def _why(unit: Released) -> tuple[str, str]:
    return ("leader", LEADERS_OWN) if unit.audience == AUDIENCES["leader"] else ("person", OWN)
