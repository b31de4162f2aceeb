"""The path on the map: where the same team stood on earlier days, told with what is known of forecasting today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from saidanddone.diagnosis import roles
from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.views import Ledger, Unit
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.forecast.quadrant import Earlier, situation
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.forecast.trust.outlook import outlook, state_of
from saidanddone.forecast.trust.panel import Walk
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.rules import why_withheld
from saidanddone.settings import default
from saidanddone.store import engine
from saidanddone.store.tallies import tallies
from saidanddone.verbs.gathering import Progress
from saidanddone.verbs.speaking import Heard, Then

__all__ = ["QUARTERS", "QUARTER_DAYS", "of"]

QUARTERS: Final = 4
QUARTER_DAYS: Final = 91

Views = Callable[[int, Permissions], Sequence[Ledger]]
"""The ledgers of a day, for whom they may be shown to on it."""


def of(
    findings: Sequence[Finding],
    ledger_of: Mapping[str, Ledger],
    walks: Mapping[str, Walk],
    told: Heard | None,
    views: Views,
    permissions: Permissions,
    on_us: int,
    progress: Progress | None = None,
) -> dict[str, tuple[Earlier, ...]]:
    """Where each finding stood at the end of the four quarters before, as far as it might have been shown then.

    Trust is told by the panel as it is listened to today, of what was known by then; members whose state only a walk
    to that day would give have no say. Safety is forecast anew from the answers of then.

    Args:
        findings: with safety. ledger_of: id -> the ledger its trust is forecast from. walks: name of a ledger -> the
            panel walked over it. views: the ledgers as they were seen on a day.
    """
    if told is None or not findings:
        return {}
    if progress is not None:
        progress("looking back")
    days = [on_us - quarter * QUARTER_DAYS * DAY_US for quarter in range(QUARTERS, 0, -1)]
    own = any(one.kind in ("leader", "self") for one in findings)
    names = {ledger_of[one.id].name for one in findings if one.id in ledger_of}
    trust = {name: _trust(ledger_of, walks[name], name, days) for name in names}
    out: dict[str, list[Earlier]] = {one.id: [] for one in findings}
    for place, day in enumerate(days):
        then = replace(permissions, leaders=roles.leaders(told.evidence.people, day))
        shown = {unit.id for ledger in views(day, then) for unit in ledger.units.values() if _may(unit, then)}
        teams, people = told.then(day, then), told.own_then(day) if own else {}
        for one in findings:
            person = one.kind in ("leader", "self")
            safety = people.get(one.unit) if person else teams.get(normalise(one.unit))
            if person and one.unit not in then.leaders and one.unit != then.me:
                continue
            ledger = ledger_of.get(one.id)
            kept = trust[ledger.name][place].get(_named(ledger, one)) if ledger and one.id in shown else None
            if safety is not None or kept is not None:
                out[one.id].append(_earlier(day, kept, safety, one))
    return {unit: tuple(path) for unit, path in out.items()}


def _may(unit: Unit, permissions: Permissions) -> bool:
    return why_withheld(unit, permissions) is None


def _named(ledger: Ledger, finding: Finding) -> str:
    return next(name for name, unit in ledger.units.items() if unit.id == finding.id)


def _trust(ledger_of: Mapping[str, Ledger], walk: Walk, name: str, days: Sequence[int]) -> list[dict[str, Then]]:
    """What a ledger told of each of its units on each day."""
    ledger = next(one for one in ledger_of.values() if one.name == name)
    with engine.memory(Evidence(commitments=ledger.commitments), threads=1) as opened:
        return [_on(opened, ledger, walk, day) for day in days]


def _on(opened: engine.Engine, ledger: Ledger, walk: Walk, on_us: int) -> dict[str, Then]:
    summed = tallies(opened, ledger.view, on_us)
    if not summed.units:
        return {}
    state = state_of(walk, summed)
    look = outlook(walk, replace(state, walked=np.zeros_like(state.walked)))
    above = look.rate.above(default("line"))
    spread = np.array([look.rate.quantile(q) for q in QUANTILES])
    return {
        name: Then(tuple(round(float(x), 5) for x in spread[:, u]), float(above[u]))
        for u, name in enumerate(summed.units)
        if summed.counts["settled"][u]
    }


def _earlier(day: int, trust: Then | None, safety: Then | None, finding: Finding) -> Earlier:
    met = situation(
        None if trust is None else trust.p_above,
        None if safety is None else safety.p_above,
        trust_line=finding.trust.line,
        safety_line=default("safety_line"),
        decided=default("decided"),
    )
    return Earlier(
        on_us=day,
        trust=() if trust is None else trust.quantiles,
        safety=() if safety is None else safety.quantiles,
        p=met.p,
    )
