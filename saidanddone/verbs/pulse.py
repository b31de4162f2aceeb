"""What a pulse's answers tell, team by team, with nothing else beside them (MISSION S10, S12, T12)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import saidanddone
from saidanddone.diagnosis.finding import Diagnosis
from saidanddone.errors import NothingReadable
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy import door
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.settings import default
from saidanddone.verbs import answering, gathering, permitting, rating
from saidanddone.verbs.day import day_of

__all__ = ["NO_ANSWERS", "pulse"]

SURVEYS = ("pulse", "limesurvey", "qualtrics")
"""What a file of answers is read as; what is told of how it was read stands beside its answers."""

NO_ANSWERS = (
    "What was given was understood, and there are no answers of a pulse in it. One row a respondent, with the columns "
    "round, closed, team and one for each item; saidanddone survey --form FOLDER makes a table to fill in."
)


def pulse(
    *evidence: str | Path,
    on: date | datetime | str | None = None,
    team: str | None = None,
    roster: str | Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
) -> ReleasedDiagnosis:
    """The answers of every team, department and the organisation, as far as they may be told.

    Args:
        evidence: tables of answers, or folders with them; other evidence may lie beside them and is not looked at.
            on, team, roster, dates, tz: as in ``saidanddone.diagnose``. With ``team``, that team alone.

    Returns:
        What privacy releases: teams with their pulse and no forecast, and groups in ``pulses``.

    Raises:
        UsageError: the request cannot be carried out as asked. NothingReadable: there is no answer in it.
    """
    listed = None if roster is None else Path(roster)
    gathered = gathering.gather(gathering.with_kept_inside(evidence), roster=listed, dates=dates, tz=tz)
    notes = gathered.notes  # and not whose promises were to whom: no promise is told of here
    gathered = gathering.laid_over(gathering.needed(gathered))
    read = gathered.evidence
    if not (read.answers.num_rows or read.episodes.num_rows):
        raise NothingReadable(NO_ANSWERS)
    on_us = rating.day_asked(on, read)
    permissions, problems = permitting.permitted(gathered, on_us=on_us)
    asked = permitting.asked(gathered, permissions, team=team)
    told = answering.beside((), answering.polled(read, on_us, permissions), {}, asked=asked, units=())
    diagnosis = Diagnosis(
        on_us=on_us,
        findings=told.findings,
        record=None,
        read=read.counts(),
        problems=(*gathered.problems, *problems),
        sources=gathered.sources,
        version=saidanddone.__version__,
        seed=int(default("seed")),
        notes=(
            *notes,
            *_to_come(read, on_us),
            *(f"{row.source}: {row.note}" for row in gathered.told if row.kind in SURVEYS and row.note),
        ),
        on_day=day_of(on, on_us),
        groups=told.groups if team is None else (),
    )
    return door.release(Unreleased(diagnosis), permissions=permissions, units=told.units)


def _to_come(read: Evidence, on_us: int) -> list[str]:
    """That rounds close after the day asked about, and so say nothing yet; empty where none does."""
    columns = [zip(table["round"].to_pylist(), table["closed_us"].to_pylist(), strict=True)
               for table in (read.answers, read.episodes)]  # fmt: skip
    n = len({name for rows in columns for name, closed_us in rows if closed_us > on_us})
    if n == 1:
        return ["One round closes after the day asked about, so nothing of it is told yet."]
    return [f"{n:,} rounds close after the day asked about, so nothing of them is told yet."] if n else []
