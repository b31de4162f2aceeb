"""Explain a released figure: which rows it rests on, what became of each, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow.compute as pc

from saidanddone.diagnosis import roles
from saidanddone.errors import UsageError
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.pseudonym import normalise
from saidanddone.privacy import door
from saidanddone.verbs.explanation import Explanation, rows_behind, sources_behind
from saidanddone.verbs.gathering import Progress
from saidanddone.verbs.given import checked
from saidanddone.verbs.inquiry import inquire

__all__ = ["explain"]

NOT_SHOWN = (
    "Nothing that may be shown has this id. Run saidanddone diagnose with the same options to see the ids there are."
)


def explain(
    unit: str,
    *evidence: str | Path,
    on: date | datetime | str | None = None,
    team: str | None = None,
    roster: str | Path | None = None,
    leader: str | None = None,
    me: str | None = None,
    policy: str | Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
    store: str | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """The rows, rules and weights behind one figure of a diagnosis of the same evidence with the same options.

    Args:
        unit: an id or a label that the diagnosis shows. The others are those of ``diagnose``.

    Raises:
        UsageError: nothing that may be shown has this id; whether something else has it is not said.
    """
    options = {"unit": unit, "on": on, "team": team, "roster": roster, "leader": leader, "me": me, "policy": policy,
               "dates": dates, "tz": tz, "store": store, "seed": seed}  # fmt: skip
    checked("explain", evidence, options)
    places: Sequence[str | Path] = evidence if store is None else (*evidence, store)
    found = inquire(
        places, on=on, team=team, roster=roster, leader=leader, me=me, policy=policy, dates=dates, tz=tz, seed=seed,
        progress=progress,
    )  # fmt: skip
    out = door.release(found.diagnosis, permissions=found.permissions, units=found.units)
    named = [one for one in out.released if one.id == unit] or [
        one for one in out.released if normalise(one.label) == normalise(unit)
    ]
    if len(named) != 1:
        raise UsageError(NOT_SHOWN)
    shown = named[0]
    record, theirs = found.records.get(shown.id), []
    if record is not None:
        ledger = found.ledgers[shown.id]
        name = next(name for name, one in ledger.units.items() if one.id == shown.id)
        theirs = ledger.commitments.filter(pc.field(ledger.view.by) == name).to_pylist()
    named_rows = {row["source"] for row in theirs} | {act.source for act in shown.acts if act.source}
    sources = sources_behind(named_rows, found.origins.to_pylist(), rated=bool(shown.trust.rated))
    knowing = [one.source for one in sources if one.history]
    return Explanation(
        id=shown.id,
        kind=shown.kind,
        label=shown.label,
        audience=shown.audience,
        trust=shown.trust,
        forecasters=() if record is None else record.forecasters,
        sample=None if record is None else record.sample,
        rows=rows_behind((Commitment(**row) for row in theirs), out.on_us, knowing=knowing),
        problems=out.problems,
        sources=sources,
        roster=roles.ROSTER_RULES if found.permissions.roster else (),
        safety=shown.safety,
        acts=shown.acts,
    )
