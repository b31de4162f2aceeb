"""Jira's CSV and the table of its timeline, one issue a row (MISSION T1, T3, T5; the rules: ``rules.RULES``).

Told beside what the rules say:

- A row needs an issue key and a time it was made. A due or closing date that stands there but cannot be read costs
  the row, because without it the row would say something else.
- A due date, a start date and a target are days, however they are written: ``10/Jan/24 12:00 AM`` is the whole 10th.
- Closed before created is told and not read; due before made is told and read, and a forecast leaves it out.
- One key on several lines is one issue: the line changed last is read, else the later line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import SCHEMA
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.cells import Words, numbers, words
from saidanddone.sources.header import places_of
from saidanddone.sources.jira import rules
from saidanddone.sources.jira.columns import CLOSED, DAYS, DUE, MADE
from saidanddone.sources.jira.handles import Handles
from saidanddone.sources.sheet import Bools, Reading, Sheet
from saidanddone.sources.telling import told
from saidanddone.sources.times import Times, read_times, undecided_problem, whole_days

__all__ = ["read"]

_MIDNIGHT = r"[ T,]+(?:0?0:00(?::00(?:[.,]0+)?)?|12:00(?::00)? ?[aA][mM]) ?(?:Z|[+-]\d\d:?\d\d)?\s*$"
_KEY = r"^\s*\pL[\pL\pN_]*-[0-9]{1,18}\s*$"
_FORM = "Export it again, or write it as 2026-09-07."
_SWAPPED = "Check both dates: day and month may be swapped."


class _Issues:
    """The rows of one table on their way to commitments: a builder, used once."""

    def __init__(self, sheet: Sheet, dates: str | None, zone: tzinfo) -> None:
        self.sheet = _without_midnights(sheet)
        self.good: Bools = np.ones(len(sheet), dtype=bool)
        self.problems: list[Problem] = list(sheet.problems)
        self._notes: list[tuple[Bools, str]] = []
        self.keys = words(sheet.columns["Issue key"])
        names = [*MADE, *DUE, *CLOSED, "Updated"]
        times, contradiction = read_times(self.sheet, names, zone, dates, also=("Updated",))
        self.problems += contradiction
        self.times = {name: whole_days(one, zone) if name in DAYS else one for name, one in times.items()}

    def tell(self, where: Bools, said: str, remedy: str, *, drop: bool = False) -> None:
        """Tell of these rows; ``drop`` them from what is read."""
        where = where & self.good
        self.problems += told(self.sheet.source, self.sheet.lines[where], said, remedy)
        if drop:
            self.good = self.good & ~where

    def note(self, where: Bools, said: str) -> None:
        """Note for how many of the rows that are read this holds."""
        self._notes.append((where, said))

    def notes(self) -> tuple[str, ...]:
        """What was noted of the rows that were read in the end."""
        counted = [(int((where & self.good).sum()), said) for where, said in self._notes]
        return tuple(f"{said}: {count:,}." for count, said in counted if count)

    def first_of(self, names: Sequence[str]) -> tuple[Times, NDArray[np.int64]]:
        """In each row what the first of these fields that is filled says, and its place among them (-1: none is)."""
        n = len(self.sheet)
        nothing = np.zeros(n, dtype=bool)
        found = Times(np.zeros(n, np.int64), np.zeros(n, np.int64), nothing, ~nothing, nothing, nothing)
        which = np.full(n, -1)
        for place, name in reversed(list(enumerate(names))):
            one = self.times.get(name)
            if one is None:
                continue
            here = ~one.empty
            which[here] = place
            found = Times(
                *(np.where(here, getattr(one, part), getattr(found, part)) for part in (
                    "start_us", "end_us", "is_date", "empty", "bad", "undecided",
                ))
            )  # fmt: skip
        return found, which

    def words(self, name: str) -> Words:
        """A column's words; of a column that is not there, nothing."""
        if name not in self.sheet.columns:
            return Words(np.full(len(self.sheet), -1), ())
        return words(self.sheet.columns[name])

    def filled(self, name: str) -> Bools | None:
        """Where one of a field's columns holds something; None if it has none."""
        places = places_of(name, self.sheet.columns)
        return np.logical_or.reduce([~self.words(place).empty for place in places]) if places else None


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """Commitments of one table of issues; ``dates`` is the order of day and month, if the asker said so."""
    if not any(name in sheet.columns for name in MADE):
        said = "It looks like an export of Jira but has no column for when an issue was created."
        problem = Problem(sheet.source, 0, said, "Export it with the column Created.")
        return Reading(Evidence(), (*sheet.problems, problem), 0, len(sheet) + sheet.unread)
    issues = _Issues(sheet, dates, zone)
    made, due, closed = _times(issues)
    columns: dict[str, pa.Array] = {
        "id": issues.keys.arrow(),
        "made_us": made.arrow(),
        "due_us": due.arrow(end=True),
        "due_is_date": pa.array(due.is_date & due.read),
        "kind": pa.repeat("promise", len(sheet)),
        **_ended(issues, made, due, closed),
        **_details(issues, due),
        **({"told_us": issues.times["Updated"].arrow()} if "Updated" in issues.times else {}),
    }
    who, names = _who(issues, people)
    table = pa.table(columns | who | {"line": pa.array(sheet.lines)})
    kept = _one_a_key(issues, table).append_column("source", pa.repeat(sheet.source, int(issues.good.sum())))
    commitments = conform(kept, SCHEMA)
    return Reading(
        Evidence(commitments=commitments, names=names),
        tuple(issues.problems),
        commitments.num_rows,
        len(sheet) - commitments.num_rows + sheet.unread,
        (
            *issues.notes(),
            "Whether due dates were moved is not in a table, so it stays unknown; the changelog says it.",
        ),
        history=False,
    )


def _without_midnights(sheet: Sheet) -> Sheet:
    """The sheet with the midnights cut off that Jira writes behind its days, whatever zone they name."""
    columns = dict(sheet.columns)
    for name in DAYS:
        if name in columns and pa.types.is_string(columns[name].type):
            columns[name] = pc.replace_substring_regex(columns[name], _MIDNIGHT, "")
    return replace(sheet, columns=columns)


def _times(issues: _Issues) -> tuple[Times, Times, Times]:
    """When each was made, is due and was closed; rows that cannot be read are told and dropped."""
    made, made_by = issues.first_of(MADE)
    due, due_by = issues.first_of(DUE)
    closed, closed_by = issues.first_of(CLOSED)
    undecided = made.undecided | due.undecided | (closed.undecided & (closed_by == 0))
    issues.problems += undecided_problem(issues.sheet.source, int(undecided.sum()))
    issues.good &= ~undecided
    shaped = pc.fill_null(pc.match_substring_regex(issues.keys.arrow(), _KEY), False).to_numpy(zero_copy_only=False)
    said = "The line has no issue key, or one that is no key; it was not read."
    issues.tell(~shaped, said, "An issue key looks like KITE-12; the line may be broken.", drop=True)
    issues.tell(made.empty, "The line does not say when the issue was created.", "Fill in Created.", drop=True)
    issues.tell(made.bad, "The day it was created cannot be read; the line was not read.", _FORM, drop=True)
    issues.tell(due.bad, "The day it is due cannot be read; the line was not read.", _FORM, drop=True)
    unreadable = closed.bad & (closed_by == 0)
    issues.tell(unreadable, "The day it was resolved cannot be read; the line was not read.", _FORM, drop=True)
    created = made_by == 0
    backwards = created & (closed_by == 0) & closed.read & (closed.end_us < made.start_us)
    issues.tell(backwards, "It was resolved before it was created; the line was not read.", _SWAPPED, drop=True)
    said = "It is due before it was made; a forecast leaves it out."
    issues.tell(due.read & (due.end_us < made.start_us), said, _SWAPPED)
    issues.note(~created, "Made on the start date, because the table does not say when it was created")
    issues.note(made_by == 3, "Start dates that Jira inferred and nobody set")
    issues.note(due_by == 1, "Due at the target end, because no due date is set")
    issues.note(due_by == 2, "Due dates that Jira inferred and nobody set")
    issues.note(due.empty, "Without a due date, kept as undated")
    return made, due, closed


def _ended(issues: _Issues, made: Times, due: Times, closed: Times) -> dict[str, pa.Array]:
    """When each was closed, and what the table says became of it."""
    resolution, status, category = (issues.words(name) for name in ("Resolution", "Status", "Status Category"))
    resolved = issues.times["Resolved"].read if "Resolved" in issues.times else np.zeros(len(made.empty), dtype=bool)
    states = _by_combination(_end, resolution, status, category)
    reopened = (states == "unfinished") & resolved
    resolved = resolved & ~reopened
    done, off = states == "done", (states == "declined") | (states == "moot")
    late = (states == "declined") & closed.read & due.read & (closed.start_us > due.end_us)
    timed = (resolved | (done & closed.read)) & ~off
    start = np.maximum(closed.start_us, np.where(closed.is_date, made.start_us, closed.start_us))
    untimed = done & ~timed
    strange = np.array([not rules.knows_category(word) for word in category.values] + [False])[category.codes]
    issues.note(strange, "In a status category of a word not known here, and so judged by the status")
    unknown = np.array([not rules.knows_resolution(word) for word in resolution.values] + [False])[resolution.codes]
    issues.note(unknown & (timed | untimed), "Resolutions of a word not known here, taken for done")
    issues.note(reopened, "Resolved as done in a status that is not done, and so open again")
    issues.note(untimed, "Done at a time the table does not give, and so counted as kept")
    issues.note(late, "Called off only after the due day, and so not kept")
    issues.note(off & ~late, "Called off, the table does not say by whom, and so withdrawn, which counts neither way")
    outcome = np.where(late, "broken", np.where(off, "withdrawn", np.where(untimed, "delivered", "")))
    stated = off | untimed
    return {
        "closed_us": pa.array(start, mask=~timed),
        "outcome": pa.array(outcome.astype(object), type=pa.string(), mask=~stated),
        "outcome_by": pa.array(np.full(len(stated), "system", dtype=object), type=pa.string(), mask=~untimed),
    }


def _end(resolution: str | None, status: str | None, category: str | None) -> str:
    """``done``, ``declined``, ``moot``, ``open`` or, where its status's category says so, ``unfinished``.

    A status only calls off what is not still being worked on, and an unfinished one is no more resolved as done.
    """
    done = rules.finished(status, category)
    off = rules.called_off(resolution, status if done or not rules.knows_category(category) else None)
    return off or ("done" if done else "unfinished" if rules.knows_category(category) else "open")


def _by_combination(said: Callable[..., str | None], *columns: Words) -> NDArray[np.object_]:
    """What ``said`` makes of each row of these columns, asked once for each combination that occurs."""
    combined = np.zeros(len(columns[0].codes), np.int64)
    for column in columns:
        combined = combined * (len(column.values) + 1) + column.codes + 1
    _, first, place = np.unique(combined, return_index=True, return_inverse=True)
    rows = [
        [None if column.codes[row] < 0 else column.values[column.codes[row]] for column in columns] for row in first
    ]
    answers = np.empty(len(rows), dtype=object)
    answers[:] = [said(*row) for row in rows]
    found: NDArray[np.object_] = answers[place]
    return found


def _details(issues: _Issues, due: Times) -> dict[str, pa.Array]:
    """Pressure, form and size, as far as the table has columns for them."""
    priority = issues.words("Priority")
    presses = pa.array([rules.pressing(word) for word in priority.values], type=pa.bool_())
    columns = {"pressure": presses.take(pa.array(priority.codes, mask=priority.empty))}
    planned = [found for name in ("Sprint", "Fix versions") if (found := issues.filled(name)) is not None]
    if planned:
        columns["formal"] = pa.array(due.read & np.logical_or.reduce(planned))
    points = [_sizes(issues, name) for name in ("Story Points", "Story point estimate")]
    size = np.where(np.isnan(points[0]), points[1], points[0])
    if np.isnan(size).all():
        size = _sizes(issues, "Original estimate")
    columns["size"] = pa.array(np.nan_to_num(size), mask=np.isnan(size))
    return columns


def _sizes(issues: _Issues, name: str) -> NDArray[np.float64]:
    """A column's sizes, NaN where there is none; no points are no size, and other words are told."""
    if name not in issues.sheet.columns:
        return np.full(len(issues.sheet), np.nan)
    values, wrong = numbers(issues.sheet.columns[name])
    strange = wrong | (values < 0) | (values >= 2**31)
    issues.tell(strange, f"The column {name} holds no usable number; it was set aside.", "Use a number above 0.")
    return np.where(strange | ~(values > 0), np.nan, values)


def _who(issues: _Issues, people: People) -> tuple[dict[str, pa.Array], dict[str, str]]:
    """Subject, its kind, team and receiver; and the names behind the pseudonyms."""
    pairs = [(issues.words(name), issues.words(f"{name} Id")) for name in ("Assignee", "Reporter")]
    pairs = [tuple(Words(np.where(issues.good, one.codes, -1), one.values) for one in pair) for pair in pairs]  # type: ignore[misc]
    met: list[tuple[str | None, str | None]] = []
    for pair in pairs:
        _by_combination(lambda name, identity: met.append((name, identity)), *pair)
    handles = Handles(people, met)
    assignee, reporter = (
        pa.array(_by_combination(lambda name, identity: handles.pseudonym(name, [identity]), *pair), pa.string())
        for pair in pairs
    )
    prefix = pa.array([rules.project_of(key) for key in issues.keys.values], pa.string())
    keyed = prefix.take(pa.array(issues.keys.codes, mask=issues.keys.empty))
    team = pc.coalesce(issues.words("Project name").arrow(), issues.words("Project key").arrow(), keyed)
    nobody = assignee.is_null()
    issues.note(nobody.to_numpy(zero_copy_only=False), "Assigned to nobody, and so the project's")
    columns = {
        "subject": pc.coalesce(assignee, team),
        "subject_kind": pc.if_else(nobody, "project", "person"),
        "team": team,
        "to": pc.if_else(pc.fill_null(pc.equal(reporter, assignee), False), None, reporter),
    }
    return columns, handles.names


def _one_a_key(issues: _Issues, table: pa.Table) -> pa.Table:
    """The good rows, one for each key; equal lines are told as such."""
    rows = np.flatnonzero(issues.good)
    codes = issues.keys.codes[rows]
    several = rows[np.bincount(codes, minlength=1)[codes] > 1] if len(rows) else rows
    if len(several):
        updated = issues.times["Updated"].start_us if "Updated" in issues.times else np.zeros(len(table), np.int64)
        said = {
            row: tuple(value for name, value in told_.items() if name not in ("line", "told_us"))
            for row, told_ in zip(several.tolist(), table.take(pa.array(several)).to_pylist(), strict=True)
        }
        last: dict[int, int] = {}
        for row in several.tolist():
            key = int(issues.keys.codes[row])
            stands = last.get(key)
            if stands is None or (said[row] != said[stands] and updated[row] >= updated[stands]):
                last[key] = row
        stays = np.isin(several, list(last.values()))
        same = np.array([said[row] == said[last[int(issues.keys.codes[row])]] for row in several.tolist()])
        dropped = np.zeros(len(issues.good), dtype=bool)
        dropped[several[~stays & same]] = True
        issues.tell(dropped, "Another line says the same of the same issue; it was read once.", "Remove it.", drop=True)
        dropped = np.zeros(len(issues.good), dtype=bool)
        dropped[several[~stays & ~same]] = True
        said_ = "Another line has the same issue key; the one changed last was read, this one not."
        issues.tell(dropped, said_, "Keep one line for each issue.", drop=True)
    return table.filter(pa.array(issues.good))
