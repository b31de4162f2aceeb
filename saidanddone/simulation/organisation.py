"""A small organisation that never was: leaders who keep, move, admit and drop their promises, each in their own way.

Every name is invented. What each leader does is stated in :data:`LEADERS`, so that a reader can hold a forecast against
the truth it was drawn from. The same seed and day give the same organisation, to the byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

__all__ = ["LEADERS", "LEDGER_COLUMNS", "MEMBERS", "ROSTER_COLUMNS", "Leader", "Organisation", "organisation"]

LEDGER_COLUMNS: Final = (
    "id", "subject", "made_at", "due_at", "first_due_at", "moved_at", "moved_due_at", "closed_at", "outcome",
    "outcome_by", "renegotiations", "group", "to", "direction", "pressure", "size",
)  # fmt: skip
ROSTER_COLUMNS: Final = ("name", "handle", "source", "team", "role", "from", "to")

WEEKS: Final = 52
"""How far back the organisation's ledger goes."""

CRUNCH_DAYS: Final = 21
"""A promise due in the last days of a quarter is due under pressure."""


@dataclass(frozen=True, slots=True)
class Leader:
    """How somebody promises, and what becomes of it.

    Attributes:
        name, handle, team: invented. since_weeks: how many weeks ago they began.
        a_week: promises a week, below 2. calm, crunch: share kept, in calm and at a quarter's end. gain: what is
            added to both by the end of the year, linearly from minus half of it to plus half.
        undated: share said without a date. moves, admits, silent: what becomes of a promise that will not be kept by
            its date: moved in good time, given up openly, or nothing said; what is left is done late.
    """

    name: str
    handle: str
    team: str
    since_weeks: int
    a_week: float
    calm: float
    crunch: float
    gain: float = 0.0
    undated: float = 0.05
    moves: float = 0.2
    admits: float = 0.2
    silent: float = 0.2


LEADERS: Final = (
    Leader("Maren Holtby", "mholtby", "Atlas", WEEKS, 1.6, calm=0.95, crunch=0.93, moves=0.3, admits=0.3, silent=0.0),
    Leader("Idris Valmont", "ivalmont", "Beacon", WEEKS, 1.4, calm=0.93, crunch=0.40, silent=0.3),
    Leader("Tamsin Roewood", "troewood", "Beacon", WEEKS, 1.9, calm=0.30, crunch=0.26, undated=0.3, silent=0.7,
           moves=0.05, admits=0.05),
    Leader("Noor Castellane", "ncastellane", "Cedar", WEEKS, 1.3, calm=0.46, crunch=0.42, moves=0.3, admits=0.6,
           silent=0.0),
    Leader("Petra Lindqvane", "plindqvane", "Cedar", WEEKS, 1.3, calm=0.70, crunch=0.66, gain=0.5, silent=0.1),
    Leader("Jonas Ambrell", "jambrell", "Atlas", 8, 0.8, calm=0.90, crunch=0.90),
    Leader("Odile Brannock", "obrannock", "Delta", WEEKS, 1.5, calm=0.95, crunch=0.92, moves=0.5, admits=0.3,
           silent=0.0),
)  # fmt: skip
"""Who leads: steady, gives way under pressure, talks more than does, moves and admits, has turned round, is new, and
keeps every word but would rather not hear any."""

MEMBERS: Final = (
    ("Wim Aldersey", "waldersey", "Atlas"),
    ("Sena Okorie", "sokorie", "Beacon"),
    ("Lars Fennick", "lfennick", "Cedar"),
    ("Ines Torrande", "itorrande", "Atlas"),
    ("Callum Brathwick", "cbrathwick", "Atlas"),
    ("Yara Messaline", "ymessaline", "Atlas"),
    ("Dov Penhallow", "dpenhallow", "Atlas"),
    ("Greta Osterby", "gosterby", "Atlas"),
    ("Milo Fairbanke", "mfairbanke", "Beacon"),
    ("Anouk Desmarre", "adesmarre", "Beacon"),
    ("Rafe Tilbrook", "rtilbrook", "Beacon"),
    ("Hana Imaizuka", "himaizuka", "Beacon"),
    ("Piet Vandorren", "pvandorren", "Beacon"),
    ("Oona Kestrelle", "okestrelle", "Cedar"),
    ("Tarek Alvander", "talvander", "Cedar"),
    ("Bea Winslade", "bwinslade", "Cedar"),
    ("Joost Harrowby", "jharrowby", "Cedar"),
    ("Mina Sorrente", "msorrente", "Cedar"),
    ("Kofi Mensaro", "kmensaro", "Delta"),
    ("Elin Straumdal", "estraumdal", "Delta"),
    ("Vito Carmagne", "vcarmagne", "Delta"),
    ("Ruth Pellingham", "rpellingham", "Delta"),
    ("Anders Quillon", "aquillon", "Delta"),
    ("Zofia Lenarte", "zlenarte", "Delta"),
)
"""Who works with them. Their due dates are a delivery record, never anybody's forecast (PRIVACY 1)."""

_EVERY_WEEK: Final = 3
"""So many members, the first named, have an issue a week; the others one in :data:`_SELDOM` weeks."""

_SELDOM: Final = 8


@dataclass(frozen=True)
class Organisation:
    """Ledger and roster as rows of text, in the columns of :data:`LEDGER_COLUMNS` and :data:`ROSTER_COLUMNS`."""

    ledger: tuple[Mapping[str, str], ...] = field(repr=False)
    roster: tuple[Mapping[str, str], ...] = field(repr=False)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write ``ledger.csv`` and ``roster.csv`` into a folder; returns their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        ledger, roster = folder / "ledger.csv", folder / "roster.csv"
        ledger.write_text(_csv(LEDGER_COLUMNS, self.ledger), encoding="utf-8", newline="")
        roster.write_text(_csv(ROSTER_COLUMNS, self.roster), encoding="utf-8", newline="")
        return ledger, roster


def organisation(*, seed: int, on: date) -> Organisation:
    """An organisation as its ledger stands on a day; nothing in it happened after that day.

    >>> a = organisation(seed=1, on=date(2026, 9, 30))
    >>> a == organisation(seed=1, on=date(2026, 9, 30)), a == organisation(seed=2, on=date(2026, 9, 30))
    (True, False)
    """
    rows = [row for place, leader in enumerate(LEADERS) for row in _promises(leader, on, _chance(seed, place))]
    for place, (_, handle, team) in enumerate(MEMBERS):
        every = 1 if place < _EVERY_WEEK else _SELDOM
        rows += _deliveries(handle, team, on, _chance(seed, 100 + place), every)
    rows.sort(key=lambda row: (row["made_at"], row["subject"], row["due_at"], row["to"]))
    ledger = tuple({"id": f"sim-{number:04d}", **row} for number, row in enumerate(rows, start=1))
    leads = [(leader.name, leader.handle, leader.team, "leader", leader.since_weeks) for leader in LEADERS]
    works = [(*member, "member", WEEKS) for member in MEMBERS]
    roster = tuple(
        {
            "name": name,
            "handle": handle,
            "source": "",
            "team": team,
            "role": role,
            "from": (on - timedelta(weeks=weeks)).isoformat(),
            "to": "",
        }
        for name, handle, team, role, weeks in (*leads, *works)
    )
    return Organisation(ledger, roster)


def _chance(seed: int, place: int) -> Random:
    """Somebody's own chance, so that another's promises do not move theirs."""
    return Random(seed * 1_000 + place)


def _promises(who: Leader, on: date, chance: Random) -> list[dict[str, str]]:
    first = on - timedelta(weeks=who.since_weeks)
    rows = []
    for day in range(who.since_weeks * 7):
        made = first + timedelta(days=day)
        if made.weekday() >= 5 or chance.random() >= who.a_week / 5:
            continue
        share = day / max(1, who.since_weeks * 7 - 1)
        rows.append(_promise(who, made, who.gain * (share - 0.5), on, chance))
    return rows


def _promise(who: Leader, made: date, gained: float, on: date, chance: Random) -> dict[str, str]:
    """One promise and what has become of it by ``on``. Draws the same number of times whatever becomes of it."""
    lead, kept, way, late, early, receiver, dated, size = (chance.random() for _ in range(8))
    row = dict.fromkeys(LEDGER_COLUMNS[1:], "") | {
        "subject": who.handle,
        "made_at": made.isoformat(),
        "renegotiations": "0",
        "group": who.team,
        "to": "team",
        "direction": "to_team",
        "size": str(1 + int(8 * size**3)),
    }
    if dated < who.undated:
        return row
    due = _workday(made + timedelta(days=3 + int(25 * lead**2)))
    crunch = _crunch(due)
    row |= {"due_at": due.isoformat(), "pressure": "yes" if crunch else "no"}
    days = (due - made).days
    if kept < (who.crunch if crunch else who.calm) + gained:
        closed = due - timedelta(days=int(early**2 * days))
        return row | _told({"closed_at": closed, "outcome": "delivered"}, closed, on, receiver)
    if way < who.moves:
        return row | _moved(made, due, days, late, on, receiver)
    if way < who.moves + who.admits:
        said = due - timedelta(days=int(late * min(3, days)))
        return row | _told({"outcome": "admitted"}, said, on, receiver)
    if way < who.moves + who.admits + who.silent:
        return row | _told({"outcome": "overdue"}, due + timedelta(days=1), on, receiver)
    closed = due + timedelta(days=1 + int(14 * late))
    return row | _told({"closed_at": closed, "outcome": "delivered"}, closed, on, receiver)


def _moved(made: date, due: date, days: int, late: float, on: date, receiver: float) -> dict[str, str]:
    """Moved once, half-way to its date, and then kept three times in four."""
    moved, new = made + timedelta(days=days // 2), _workday(due + timedelta(days=max(3, days // 2)))
    if moved > on:
        return {}
    row = {
        "first_due_at": due.isoformat(),
        "moved_at": moved.isoformat(),
        "moved_due_at": new.isoformat(),
        "due_at": new.isoformat(),
        "renegotiations": "1",
    }
    closed = new if late < 0.75 else new + timedelta(days=2 + int(10 * late))
    return row | _told({"closed_at": closed, "outcome": "delivered"}, closed, on, receiver)


def _told(told: Mapping[str, date | str], when: date, on: date, receiver: float) -> dict[str, str]:
    """What is known of it by ``on``: nothing yet, or the outcome and who says so."""
    if when > on:
        return {}
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    return said | {"outcome_by": "receiver" if receiver < 0.4 else "maker"}


def _deliveries(handle: str, team: str, on: date, chance: Random, every: int) -> list[dict[str, str]]:
    """A member's work items, one in ``every`` weeks: due dates and when they were done."""
    rows = []
    for week in range(0, WEEKS, every):
        made = on - timedelta(weeks=WEEKS - week) + timedelta(days=1)
        due = _workday(made + timedelta(days=7 + int(14 * chance.random())))
        closed = due + timedelta(days=int(12 * chance.random()) - 8)
        row = {
            "subject": handle,
            "made_at": made.isoformat(),
            "due_at": due.isoformat(),
            "group": team,
            "direction": "by_team",
        }
        done = {"closed_at": max(made, closed).isoformat()} if closed <= on else {}
        rows.append(dict.fromkeys(LEDGER_COLUMNS[1:], "") | row | done)
    return rows


def _workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _crunch(day: date) -> bool:
    """Whether a day lies in the last days of its quarter."""
    month = (day.month - 1) // 3 * 3 + 4
    turn = date(day.year + (month > 12), 1 if month > 12 else month, 1)
    return (turn - day).days <= CRUNCH_DAYS


def _csv(columns: tuple[str, ...], rows: tuple[Mapping[str, str], ...]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
