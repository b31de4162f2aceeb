"""The small print: what was read, what could not be, what was withheld and why, the day, version and seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from saidanddone.evidence.problem import Problem
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report.answerwords import made_of
from saidanddone.report.routinewords import WHAT_COUNTS
from saidanddone.report.speakingwords import rests_on
from saidanddone.report.words import count_of, day, joined, plain

__all__ = ["day_asked", "listed", "small_print", "troubles", "withheld_lines"]

SOURCES_NAMED: Final = 4
PLACES_NAMED: Final = 3
UNITS_TOLD: Final = 3
"""Of so many units it is told what speaking up rests on; of more, --json tells each."""


def listed(parts: Sequence[str], most: int) -> str:
    """The first parts by name and the rest by count.

    >>> listed(["a", "b", "c", "d"], 2)
    'a, b and 2 more'
    """
    if len(parts) <= most:
        return joined(parts)
    return f"{', '.join(parts[:most])} and {len(parts) - most:,} more"


def small_print(diagnosis: ReleasedDiagnosis, zone: tzinfo = UTC, *, most: int) -> list[str]:
    """Its lines, each a sentence or two; at most ``most`` kinds of trouble are told, the rest counted."""
    tables = ((name, n, *_ROWS.get(name, (name, name))) for name, n in diagnosis.read.items() if n)
    read = joined(
        [f"{'at least ' if name in _AT_LEAST else ''}{n:,} {one if n == 1 else many}" for name, n, one, many in tables]
    )
    sources = [plain(name) for name in diagnosis.sources]
    lines = [f"Read: {read or 'nothing'}{' from ' if sources else ''}{listed(sources, SOURCES_NAMED)}."]
    lines += troubles(diagnosis.problems, most)
    lines += [f"Withheld: {line}" for line in withheld_lines(diagnosis)]
    lines += _of_speaking_up(diagnosis)
    lines += made_of(diagnosis)
    lines += [WHAT_COUNTS] if any(unit.routine is not None for unit in diagnosis.released) else []
    lines += [plain(note) for note in diagnosis.notes]
    lines.append(f"As of {day_asked(diagnosis, zone)}; Said & Done {plain(diagnosis.version)}, seed {diagnosis.seed}.")
    return lines


def _of_speaking_up(diagnosis: ReleasedDiagnosis) -> list[str]:
    """What the half of speaking up rests on: of one unit all of it, of several what holds for each."""
    told = [unit for unit in diagnosis.released if unit.safety is not None and (unit.safety.made or unit.safety.voice)]
    lines: list[str] = []
    for unit in told[:UNITS_TOLD]:
        told_of_all = unit.kind in ("team", "project")
        found = rests_on(unit.safety, silence=told_of_all) if unit.safety is not None else []
        said = [line for line in found if line not in lines]
        if len(diagnosis.released) > 1 and said:
            said[0] = f"{plain(unit.label)}: {said[0]}"
        lines += said
    return lines


def day_asked(diagnosis: ReleasedDiagnosis, zone: tzinfo = UTC) -> str:
    """The day the diagnosis is about, as people write it."""
    if diagnosis.on_day:
        asked = datetime.fromisoformat(diagnosis.on_day).replace(tzinfo=UTC)
        return day(round(asked.timestamp() * 1e6))
    return day(diagnosis.on_us, zone)


def withheld_lines(diagnosis: ReleasedDiagnosis) -> list[str]:
    """How many results stayed behind the door and why, a line a reason; never whose."""
    return [
        f"{count_of(row.count, *_WITHHELD.get(row.kind, (row.kind,)))}. {plain(row.reason)}"
        for row in diagnosis.withheld
    ]


_WITHHELD: Final = {
    "person": ("person", "people"),
    "rating": ("figure from ratings", "figures from ratings"),
    "pulse": ("result of a pulse", "results of a pulse"),
    "safety": ("answer about speaking up", "answers about speaking up"),
}
_ROWS: Final = {
    "commitments": ("commitment", "commitments"),
    "acts": ("act", "acts"),
    "responses": ("response", "responses"),
    "encounters": ("encounter", "encounters"),
    "inclusion": ("person-week of who answered whom", "person-weeks of who answered whom"),
    "exposure": ("time in which people could speak", "times in which people could speak"),
    "answers": ("answer of a pulse", "answers of a pulse"),
    "episodes": ("episode told in a pulse", "episodes told in a pulse"),
    "items": ("item of a survey", "items of a survey"),
    "ratings": ("rating", "ratings"),
    "pressure": ("time under pressure", "times under pressure"),
    "people": ("person", "people"),
}
"""A table -> what one row of it is called, and several."""
_AT_LEAST: Final = ("answers", "episodes")
"""Tables of which privacy tells only roughly how many rows were read."""


def troubles(problems: Sequence[Problem], most: int) -> Iterable[str]:
    """What could not be read: the same trouble once, the most frequent first, with the first places it was met."""
    if not problems:
        return
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        where = f"{problem.source}:{problem.line}" if problem.line else problem.source
        places.setdefault((problem.said, problem.remedy), []).append(plain(where))
    ranked = sorted(places.items(), key=lambda trouble: -len(trouble[1]))
    n = count_of(len(problems), "row or file", "rows or files")
    yield f"Not read, or read with a doubt: {n}."
    for (said, remedy), met in ranked[:most]:
        yield f"{listed(met, PLACES_NAMED)}: {plain(said)} {plain(remedy)}"
    if len(ranked) > most:
        yield f"And {count_of(len(ranked) - most, 'other kind')} of trouble; --json lists them all."
