"""One question in, one answer out: what may be relied on, from the evidence, for those who may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from saidanddone.privacy import door
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.verbs.gathering import Progress
from saidanddone.verbs.given import checked
from saidanddone.verbs.inquiry import inquire

__all__ = ["diagnose"]


def diagnose(
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
    above: bool = False,
    seed: int | None = None,
    progress: Progress | None = None,
) -> ReleasedDiagnosis:
    """Forecast follow-through for every leader, team and project the evidence and the permissions allow.

    Args:
        evidence: raw exports, folders of them, workspaces, or store addresses such as ``duckdb:FILE``.
        on: the day asked about, to its end in UTC; default the last day the evidence speaks of (the command line, which
            may look at a clock, asks about today).
        team: only this team or project, and its leaders. roster: who is who; says who leads, and joins handles.
        leader: only this leader; needs a roster. me: the one who asks; shows them their own record.
        policy: who agreed to be forecast by name, and whose promises are public.
        dates: ``dmy`` or ``mdy`` where a file's dates could be either. tz: zone of times that name none.
        store: one more place of evidence: a workspace's folder, or a store address.
        above: for somebody the leaders answer to: how at least five of them stand together, and nobody's own result.
        seed: where every draw of chance starts. progress: told what is being done.

    Returns:
        What privacy releases, with everything it withheld counted by reason.

    Raises:
        UsageError: the request cannot be carried out as asked. NothingReadable: not one row could be read.
    """
    options = {"on": on, "team": team, "roster": roster, "leader": leader, "me": me, "policy": policy, "dates": dates,
               "tz": tz, "store": store, "seed": seed}  # fmt: skip
    checked("diagnose", evidence, options)
    places: Sequence[str | Path] = evidence if store is None else (*evidence, store)
    found = inquire(
        places, on=on, team=team, roster=roster, leader=leader, me=me, policy=policy, dates=dates, tz=tz, seed=seed,
        progress=progress, above=above,
    )  # fmt: skip
    return door.release(found.diagnosis, permissions=found.permissions, units=found.units)
