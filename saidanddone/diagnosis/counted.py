"""What is counted beside a safety forecast: how acts that were seen were met, and what followed (S3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, Final

import numpy as np

from saidanddone.diagnosis.finding import ActMark
from saidanddone.diagnosis.safety import Acts
from saidanddone.diagnosis.trust import MOST_MARKS
from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.response import FOLLOWED, LEVELS
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.safety.rows import Ints, Truths

__all__ = ["filled", "marks"]

_WELL: Final = 4
_ROLES: Final = {1: "leader", 0: "peer"}
_RECENT_US: Final = 90 * DAY_US


def filled(
    forecast: SafetyForecast, acts: Acts, made: Ints, used: Ints, *, leaders_only: bool
) -> SafetyForecast:  # fmt: skip
    """The forecast with the counts that more than responses tell of.

    Episodes of a pulse inform the forecast and are counted by nothing here: beside the counts of what was seen they
    would give back how many of a handful of people were met how.

    Args:
        made: all of the unit's acts. used: those whose answers it was made of, with those that have no level.
    """
    if acts.polled[used].any():
        forecast = _without_polled(forecast, acts, acts.seen(used[acts.level[used] > 0]))
    made, used = acts.seen(made), acts.seen(used)
    state = Counter(acts.rows(made).column("state").to_pylist())
    told = acts.rows(used[acts.level[used] > 0])
    follow = Counter(
        what for what, how in zip(told.column("followed").to_pylist(), told.column("state").to_pylist(), strict=True)
        if how == "met"
    )  # fmt: skip
    levels = acts.level[used][acts.level[used] > 0]
    thanked = sum(
        level >= _WELL and follow == "nothing"
        for level, follow in zip(levels.tolist(), told.column("followed").to_pylist(), strict=True)
    )
    return replace(
        forecast,
        made=len(made),
        levels={level: int((levels == level).sum()) for level in LEVELS},
        followed={name: follow.get(name, 0) for name in FOLLOWED},
        thanked_only=int(thanked),
        unanswered=state.get("unanswered", 0),
        unsettled=state.get("unsettled", 0),
        unseen=state.get("unseen", 0),
        leaders_only=leaders_only,
    )


def _without_polled(forecast: SafetyForecast, acts: Acts, seen: Ints) -> SafetyForecast:
    """The forecast with its counts and dates of what was seen alone; its figures stay."""
    stage, level, role, at_us = acts.stage[seen], acts.level[seen], acts.role[seen], acts.at_us[seen]
    if forecast.last_us is None or forecast.fresh_days is None:
        return forecast
    on_us = forecast.last_us + round(forecast.fresh_days * DAY_US)
    newest = int(at_us.max()) if len(seen) else None

    def rung(name: str) -> Truths:
        return np.asarray(stage == STAGES.index(name))

    return replace(
        forecast,
        acts=len(seen),
        occasions=len(np.unique(acts.cluster[seen])),
        recent=int((at_us > on_us - _RECENT_US).sum()),
        last_us=newest,
        fresh_days=None if newest is None else (on_us - newest) / DAY_US,
        stages=tuple(
            replace(one, acts=int(here.sum()), met_well=int((level[here] >= _WELL).sum()))
            for one in forecast.stages
            if (here := rung(one.stage)).any()
        ),
        roles=tuple(
            replace(one, acts=int(n)) for one in forecast.roles if (n := sum(_ROLES.get(r) == one.role for r in role))
        ),
        witnessed=int(acts.witnessed[seen].sum()),
    )


def marks(acts: Acts, made: Ints) -> tuple[ActMark, ...]:
    """The newest of these acts on a timeline, newest last; those of a pulse are of no day, and are not among them."""
    made = acts.seen(made)
    order = made[np.lexsort((acts.table.column("line").to_numpy()[made], acts.at_us[made]))][-MOST_MARKS:]
    columns = ("at_us", "kind", "stage", "state", "level", "followed", "channel", "source", "line")
    rows: list[dict[str, Any]] = acts.rows(order).select(columns).to_pylist()
    said = (_ROLES.get(role) for role in acts.role[order].tolist())  # a roster knows better than a table who leads
    return tuple(ActMark(**row, role=role) for row, role in zip(rows, said, strict=True))
