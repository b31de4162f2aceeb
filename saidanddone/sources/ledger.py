"""The plain ledger: who said what would be done by when, and what became of it (MISSION T1, T5, T11).

Rules, each told where it is used:

- A row needs a subject and a time it was made. No due time is a state, not a fault: the commitment is kept as
  undated (T5). A due, closing or known time that stands there but cannot be read costs the row, because without it
  the row would say something else; a closing time only where no outcome is stated.
- A bare date is a whole day: *made*, *closed* and *moved* count from its beginning, *due* and *known* from its end.
  What was closed on the day it was made was closed after it was made.
- An outcome that is stated wins over dates; one that is no word we know is set aside and the dates speak.
- Due before made is told and kept as it stands; a forecast leaves it out, because it is known before it is made.
  Closed before made is told; the closing time is set aside, and the row with it if no outcome is stated.
- A person is a pseudonym from here on, as subject, as maker and as the one a promise was made to. Teams and projects
  keep their names. What a promise said is not read at all; an occasion's name is replaced by a keyed hash,
  and so is an id that could name somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import DIRECTIONS, KINDS, REPORTERS, SCHEMA, SUBJECT_KINDS
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources.cells import NOTHING, YES_NO, Words, as_text, choices, numbers, pseudonyms, unnamed, words
from saidanddone.sources.header import Field
from saidanddone.sources.identity import drop_repeats, identify
from saidanddone.sources.sheet import Bools, Reading, Sheet
from saidanddone.sources.telling import told
from saidanddone.sources.times import Times, read_times, undecided_problem, zones_are_mixed

__all__ = ["FIELDS", "OUTCOME_WORDS", "made_after", "read"]

FIELDS = (
    Field("subject", "who made the promise (subject)", True,
          ("who", "person", "promised by", "owner", "leader", "made by", "assignee", "name")),
    Field("made_at", "when it was made (made_at)", True,
          ("made", "made on", "date made", "promised at", "promised on", "said at", "said on", "created", "created at",
           "created on")),
    Field("due_at", "when it is due (due_at)", True,
          ("due", "due date", "due on", "due by", "by when", "deadline", "by")),
    Field("id", also=("commitment id", "issue key", "key", "issue id")),
    Field("closed_at", also=("closed", "closed on", "date closed", "done at", "done on", "done", "delivered at",
                             "delivered on", "delivered", "completed at", "completed on", "completed", "resolved at",
                             "resolved on", "resolved")),
    Field("outcome", also=("result", "status", "kept")),
    Field("known_at", also=("known", "known on")),
    Field("group", also=("team", "project", "project name", "project key")),
    Field("subject_kind", also=("subject type", "kind of subject")),
    Field("maker", also=("made by",)),
    Field("first_due_at", also=("first due", "first due date", "original due", "original due date")),
    Field("moved_at", also=("moved", "moved on", "renegotiated at", "renegotiated on")),
    Field("moved_due_at", also=("moved to", "new due", "new due date")),
    Field("renegotiations", also=("times moved", "times renegotiated")),
    Field("size", also=("effort",)),
    Field("formal"),
    Field("pressure", also=("under pressure",)),
    Field("direction"),
    Field("kind"),
    Field("to", also=("made to", "promised to", "receiver")),
    Field("outcome_by", also=("reported by",)),
    Field("occasion"),
    Field("answers", also=("answers id", "concern", "concern id")),
)  # fmt: skip
"""The columns of a ledger, exact name first."""

OUTCOME_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("1", "true", "yes", "y", "kept"), "kept"),
    **dict.fromkeys(("0", "false", "no", "n", "broken", "missed", "not_kept"), "broken"),
    **dict.fromkeys(("delivered", "done", "completed"), "delivered"),
    **dict.fromkeys(("pending", "open", "to_do", "in_progress"), "pending"),
    **{word: word for word in ("overdue", "admitted", "withdrawn", "dropped")},
}
"""What a cell of ``outcome`` may say -> what it means (``evidence.commitment.OUTCOMES``)."""

_DATES = ("made_at", "due_at", "closed_at", "known_at", "first_due_at", "moved_at", "moved_due_at")
_TO_ALL = frozenset(("team", "the team", "us", "all", "everyone", "everybody"))
_ISO = "Write it as 2026-09-07 or 2026-09-07 14:30."


@dataclass
class _Rows:
    """Which rows are still good, and what was told of the others."""

    sheet: Sheet
    good: Bools
    problems: list[Problem] = field(default_factory=list)

    def tell(self, where: Bools, said: str, remedy: str, *, drop: bool = False) -> None:
        """Tell of these rows; ``drop`` them from what is read."""
        where = where & self.good
        self.problems += told(self.sheet.source, self.sheet.lines[where], said, remedy)
        if drop:
            self.good = self.good & ~where


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """Commitments of a ledger; ``dates`` is the order of day and month, if the asker said so."""
    n = len(sheet)
    rows = _Rows(sheet, np.ones(n, dtype=bool), list(sheet.problems))
    notes: list[str] = []
    times, contradiction = read_times(sheet, _DATES, zone, dates)
    rows.problems += contradiction
    if zones_are_mixed(sheet, _DATES):
        notes.append("Some times name a zone and others do not; those that do not are read in the zone of --tz (UTC).")
    undecided = np.logical_or.reduce([times[name].undecided for name in times])
    rows.problems += undecided_problem(sheet.source, int(undecided.sum()))
    rows.good = ~undecided

    subject = words(sheet.columns["subject"])
    rows.tell(subject.empty, "The line does not say whose promise it is.", "Fill in the column subject.", drop=True)
    outcome = _outcome(rows, notes)
    _check_times(rows, times, outcome)
    closed = _check_order(rows, times, outcome)
    outcome = _silent(rows, outcome, closed, notes)

    columns: dict[str, pa.Array] = {
        "made_us": times["made_at"].arrow(),
        "due_us": times["due_at"].arrow(end=True),
        "due_is_date": pa.array(times["due_at"].is_date),
        "closed_us": closed,
        "outcome": outcome,
        **{
            column: times[name].arrow(end=name != "moved_at")
            for name, column in (
                ("known_at", "known_us"), ("first_due_at", "first_due_us"), ("moved_at", "moved_us"),
                ("moved_due_at", "moved_due_us"),
            ) if name in times
        },
        **_details(rows, people),
    }  # fmt: skip
    who, names = _who(rows, subject, people)
    columns |= who
    columns["line"] = pa.array(sheet.lines)
    given = _given_id(sheet, people, notes)
    table = pa.table(columns).filter(pa.array(rows.good))
    table = table.append_column("source", pa.repeat(sheet.source, table.num_rows))
    given = None if given is None else given.filter(pa.array(rows.good))
    kept, repeats = drop_repeats(identify(table, given), sheet.source)
    rows.problems += repeats
    commitments = conform(kept, SCHEMA)
    undated = commitments.column("due_us").null_count
    if undated:
        notes.append(f"{undated:,} without a due time, kept as undated.")
    return Reading(
        Evidence(commitments=commitments, names=names),
        tuple(rows.problems),
        commitments.num_rows,
        n - commitments.num_rows + sheet.unread,
        tuple(notes),
        _tells_of_moves(sheet),
    )


def _tells_of_moves(sheet: Sheet) -> bool:
    """Whether the ledger says when a due time was moved, so that one that stands unmoved was never moved."""
    return any(name in sheet.columns for name in ("first_due_at", "moved_at", "renegotiations"))


def made_after(commitments: pa.Table, on_us: int) -> list[Problem]:
    """Commitments made after the day asked about, one problem a line; a forecast for that day cannot know them."""
    late = commitments.filter(pc.greater(commitments.column("made_us"), on_us))
    problems: list[Problem] = []
    for source in sorted(set(late.column("source").to_pylist())):
        lines = late.filter(pc.equal(late.column("source"), source)).column("line").to_pylist()
        problems += told(
            source, lines, "It was made after the day asked about, so it was left out.",
            "Check the date, or ask about a later day with --on.",
        )  # fmt: skip
    return problems


def _outcome(rows: _Rows, notes: list[str]) -> pa.Array:
    column = rows.sheet.columns.get("outcome")
    if column is None:
        return pa.nulls(len(rows.sheet), pa.string())
    found = choices(column, OUTCOME_WORDS)
    if (
        "outcome" not in rows.sheet.exact
        and found.unknown.sum() * 2 > len(rows.sheet) - found.values.null_count + found.unknown.sum()
    ):
        notes.append("The column that could be the outcome holds other words than those of an outcome; dates speak.")
        return pa.nulls(len(rows.sheet), pa.string())
    rows.tell(
        found.unknown, "The outcome is not a word we know, so it was set aside and the dates speak.",
        "Use kept, broken, pending, overdue, delivered, admitted, withdrawn or dropped; or 1 and 0.",
    )  # fmt: skip
    return found.values


def _silent(rows: _Rows, outcome: pa.Array, closed: pa.Array, notes: list[str]) -> pa.Array:
    """In a file that states verdicts, a row with neither a verdict nor a closing time is unknown, not overdue."""
    stated = pc.any(pc.is_in(outcome, pa.array(["kept", "broken"]))).as_py()
    silent = pc.and_(pc.is_null(outcome), pc.is_null(closed))
    count = int((silent.to_numpy(zero_copy_only=False) & rows.good).sum())
    if not stated or not count:
        return outcome
    notes.append(
        f"{count:,} without an outcome, in a file that states outcomes: kept as unknown, they count for nothing."
    )
    return pc.if_else(silent, "unknown", outcome)


def _check_times(rows: _Rows, times: Mapping[str, Times], outcome: pa.Array) -> None:
    """Rows without a making, or with a time that cannot be read."""
    rows.tell(times["made_at"].empty, "The line does not say when it was made.", f"Fill in made_at. {_ISO}", drop=True)
    unsaid = outcome.is_null().to_numpy(zero_copy_only=False)
    for name, what in (("made_at", "was made"), ("due_at", "is due"), ("known_at", "was known")):
        if name in times:
            rows.tell(times[name].bad, f"The day it {what} cannot be read; the line was not read.", _ISO, drop=True)
    if "closed_at" in times:
        bad = times["closed_at"].bad
        rows.tell(bad & unsaid, "The day it was closed cannot be read; the line was not read.", _ISO, drop=True)
        rows.tell(bad & ~unsaid, "The day it was closed cannot be read; the stated outcome stands.", _ISO)
    for name in ("first_due_at", "moved_at", "moved_due_at"):
        if name in times:
            rows.tell(times[name].bad, "A day it was moved from or to cannot be read and was set aside.", _ISO)


def _check_order(rows: _Rows, times: Mapping[str, Times], outcome: pa.Array) -> pa.Array:
    """Rows whose times contradict each other; the closing times that stand."""
    made, due = times["made_at"], times["due_at"]
    rows.tell(
        due.read & (due.end_us < made.start_us), "It is due before it was made; a forecast leaves it out.",
        "Check both dates: day and month may be swapped.",
    )  # fmt: skip
    closed = times.get("closed_at")
    if closed is None:
        return pa.nulls(len(rows.sheet), pa.int64())
    unsaid = outcome.is_null().to_numpy(zero_copy_only=False)
    before = closed.read & (closed.end_us < made.start_us)
    remedy = "Check both dates: day and month may be swapped."
    rows.tell(before & unsaid, "It was closed before it was made; the line was not read.", remedy, drop=True)
    rows.tell(before & ~unsaid, "It was closed before it was made; the stated outcome stands.", remedy)
    same_day = np.maximum(closed.start_us, np.where(closed.is_date, made.start_us, closed.start_us))
    return pa.array(same_day, type=pa.int64(), mask=~closed.read | before)


def _details(rows: _Rows, people: People) -> dict[str, pa.Array]:
    """Choices, numbers and flags; what is not understood is set aside and told."""
    columns: dict[str, pa.Array] = {}
    sheet = rows.sheet
    for name, allowed in (("direction", DIRECTIONS), ("outcome_by", REPORTERS)):
        if name in sheet.columns:
            found = choices(sheet.columns[name], {word: word for word in allowed})
            rows.tell(found.unknown, f"The column {name} holds a word we do not know; it was set aside.",
                      f"Use {', '.join(allowed[:-1])} or {allowed[-1]}.")  # fmt: skip
            columns[name] = found.values
    kind = pa.nulls(len(sheet), pa.string())
    if "kind" in sheet.columns:
        found = choices(sheet.columns["kind"], {word: word for word in KINDS})
        rows.tell(found.unknown, "The column kind holds a word we do not know; it was read as a promise.",
                  f"Use {', '.join(KINDS[:-1])} or {KINDS[-1]}.")  # fmt: skip
        kind = found.values
    columns["kind"] = pc.fill_null(kind, "promise")
    for name in ("formal", "pressure"):
        if name in sheet.columns:
            found = choices(sheet.columns[name], YES_NO)
            rows.tell(found.unknown, f"The column {name} says neither yes nor no; it was set aside.", "Use yes or no.")
            columns[name] = pc.equal(found.values, "yes")
    for name, least, kind_ in (("size", 0.0, pa.float64()), ("renegotiations", -0.5, pa.int32())):
        if name in sheet.columns:
            values, wrong = numbers(sheet.columns[name])
            whole = name == "size" or np.nan_to_num(values) == np.floor(np.nan_to_num(values))
            fits = (values > least) & (values < 2**31) & whole
            said = f"The column {name} holds no usable number; it was set aside."
            remedy = "Use a number above 0." if name == "size" else "Use 0, 1, 2, …"
            rows.tell(wrong | ~(np.isnan(values) | fits), said, remedy)
            columns[name] = pa.array(np.where(fits, values, 0.0), mask=~fits).cast(kind_)
    if "answers" in sheet.columns:
        columns["answers_id"] = unnamed(words(sheet.columns["answers"]).arrow(), people)
    return columns


def _who(rows: _Rows, subject: Words, people: People) -> tuple[dict[str, pa.Array], dict[str, str]]:
    """Subject, its kind, maker, team, receiver and occasion; and the names behind the pseudonyms that are used."""
    sheet = rows.sheet
    kind = pa.nulls(len(sheet), pa.string())
    if "subject_kind" in sheet.columns:
        found = choices(sheet.columns["subject_kind"], {word: word for word in SUBJECT_KINDS})
        rows.tell(found.unknown, "The kind of subject is not a word we know; it was read as a person.",
                  "Use person, team or project.")  # fmt: skip
        kind = found.values
    kind = pc.fill_null(kind, "person")
    is_person = pc.equal(kind, "person").to_numpy(zero_copy_only=False)
    columns = {"subject_kind": kind}
    personal = _pseudonymised(subject, is_person, people)
    columns["subject"] = pc.coalesce(personal[0], subject.arrow())
    names = personal[1]
    team = words(sheet.columns["group"]) if "group" in sheet.columns else None
    if team is not None:
        columns["team"] = team.arrow()
    if "maker" in sheet.columns:
        maker = words(sheet.columns["maker"])
        columns["maker"], met = _pseudonymised(maker, ~maker.empty, people)
        names = met | names
    if "to" in sheet.columns:
        to = words(sheet.columns["to"])
        units = {subject.values[code] for code in np.unique(subject.codes[~is_person & ~subject.empty])}
        plain = _TO_ALL | {normalise(unit) for unit in (*units, *(team.values if team is not None else ()))}
        is_unit = np.array([normalise(value) in plain for value in to.values] + [False])[to.codes]
        to_person, met = _pseudonymised(to, ~to.empty & ~is_unit, people)
        columns["to"] = pc.coalesce(to_person, to.arrow())
        names = met | names
    if "occasion" in sheet.columns:
        occasion = words(sheet.columns["occasion"])
        columns["occasion"] = occasion.arrow(
            ["o" + (value or "")[1:] for value in pseudonyms(occasion.values, people)[0]]
        )
    return columns, names


def _pseudonymised(handles: Words, where: Bools, people: People) -> tuple[pa.Array, dict[str, str]]:
    """The column as pseudonyms where asked, null elsewhere; and the names of those used."""
    codes = np.where(where, handles.codes, -1)
    used = np.unique(codes[codes >= 0])
    made, names = pseudonyms(tuple(handles.values[code] for code in used), people)
    spread: list[str | None] = [None] * len(handles.values)
    for code, pseudonym in zip(used, made, strict=True):
        spread[code] = pseudonym
    return Words(codes, handles.values).arrow(spread), names


def _given_id(sheet: Sheet, people: People, notes: list[str]) -> pa.Array | None:
    """The ids the file gives; a column that only might be one and mostly repeats itself is not."""
    if "id" not in sheet.columns:
        return None
    given = pc.utf8_trim_whitespace(pc.replace_substring(as_text(sheet.columns["id"]), "\x00", ""))
    given = pc.if_else(pc.is_in(given, pa.array(sorted(NOTHING), given.type)), None, given).cast(pa.string())
    if "id" not in sheet.exact and pc.count_distinct(given).as_py() * 2 < len(given) - given.null_count:
        notes.append("The column that could be the id mostly repeats itself, so ids were made from the rows.")
        return None
    return unnamed(given, people)
