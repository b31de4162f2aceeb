"""What somebody above the leaders may see: how at least five of them stand together, and nothing else (PRIVACY 1).

Three roundings keep every leader out of it:

- *Quartiles only*, neither the least nor the most, no count by answer. Five leaders who all keep nearly everything and
  five of whom one keeps nearly nothing give the same three figures, so nobody's answer follows from them.
- *Whole tenths of figures that stand in the list*, nothing between two of them. Whoever knows the exact figures of all
  leaders but one then learns that one's to within ten points at best; between two, it could be told to a hair.
- *No record, no row, no name.* Our own record tells how much was kept in all; two of them subtract.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from saidanddone.diagnosis.finding import Finding
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import _DOOR, Distribution, Withheld
from saidanddone.privacy.rules import enough_leaders
from saidanddone.settings import default

__all__ = ["FOR_ABOVE", "STEP", "quartiles", "stand_together"]

STEP: Final = 0.1
"""What the quartiles are rounded to."""

FOR_ABOVE: Final = "whoever the leaders answer to: how they stand together, and none of them"


def stand_together(
    findings: Sequence[Finding], permissions: Permissions
) -> tuple[Distribution | None, tuple[Withheld, ...]]:
    """How the leaders among the findings stand together; else that it was withheld, and why.

    Counted are leaders on the roster with a record: at least the setting ``fewest_occasions`` occasions.
    """
    told = [
        finding.trust
        for finding in findings
        if finding.kind == "leader" and finding.unit in permissions.leaders and finding.trust.mean is not None
    ]
    told = [trust for trust in told if trust.occasions >= default("fewest_occasions")]
    reason = enough_leaders(len(told), permissions)
    if reason is not None:
        return None, (Withheld("distribution", reason, 1),)
    return (
        Distribution(
            kind="leader",
            leaders=len(told),
            quartiles=quartiles([trust.mean for trust in told if trust.mean is not None]),
            line=told[0].line,
            step=STEP,
            audience=FOR_ABOVE,
            _door=_DOOR,
        ),
        (),
    )


def quartiles(shares: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of at least five shares (0..1): the nearest in the list, in tenths.

    >>> quartiles([0.2, 0.5, 0.62, 0.9, 0.95])
    (0.5, 0.6, 0.9)
    """
    ranked = sorted(shares)
    last = len(ranked) - 1
    low, middle, high = (_rounded(ranked[round(last * part)]) for part in (0.25, 0.5, 0.75))
    return low, middle, high


def _rounded(share: float) -> float:
    """To the nearest whole tenth, halves upward; never 0 or 1, which no forecast deserves.

    >>> _rounded(0.849), _rounded(0.85), _rounded(0.999)
    (0.8, 0.9, 0.9)
    """
    tenths = math.floor(round(share / STEP, 9) + 0.5)
    return min(9, max(1, tenths)) / 10
