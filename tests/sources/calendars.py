"""A year of a leader's calendar as an export has it, written out for tests: series, holidays, a move, another zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

LEADER = "alice.ames"
TEAM = ("bob.berg", "charlie.cole", "ines.ito", "lena.lund", "pavel.pike")
STAMP = "DTSTAMP:20261120T080000Z"
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"

FIRST, LAST = date(2025, 11, 25), date(2026, 11, 24)
"""The first and the last Tuesday of the year the calendar tells of; it was exported on 20 November 2026."""

HOLIDAYS = (date(2025, 12, 23), date(2025, 12, 30), date(2026, 8, 4), date(2026, 8, 11))
MOVED = date(2026, 9, 15)
OVERSEAS = date(2026, 10, 6)
"""From this Tuesday on the leader convenes from New York."""


def tuesdays(first: date = FIRST, last: date = LAST, every: int = 7) -> list[date]:
    """Every such day."""
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, every)]


def address(name: str) -> str:
    """Where somebody is written to."""
    return f"{name}@example.org"


def entry(uid: str, body: str, people: Iterable[str], organiser: str = LEADER) -> str:
    """One VEVENT."""
    asked = "".join(f"ATTENDEE;CN={name.replace('.', ' ').title()}:mailto:{address(name)}\n" for name in people)
    who = f"ORGANIZER;CN={organiser.replace('.', ' ').title()}:mailto:{address(organiser)}\n"
    return f"BEGIN:VEVENT\nUID:{uid}\n{STAMP}\n{body}\n{who}{asked}END:VEVENT\n"


def calendar(*entries: str) -> str:
    """A whole file."""
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n" + "".join(entries) + "END:VCALENDAR\n"


def at(day: date, clock: str) -> str:
    """A day and a time as iCalendar writes them."""
    return f"{day:%Y%m%d}T{clock}00"


def year(team: Sequence[str] = TEAM) -> str:
    """The leader's year.

    The team weekly on Tuesday at ten, 50 minutes, off on holidays, moved once, and from October at eight in New York;
    one to one with Bob every two weeks on Wednesday at two, 30 minutes; with Charlie likewise, and called off since
    September; with nobody else.
    """
    out = ",".join(at(day, "1000") for day in HOLIDAYS)
    until = at(OVERSEAS - timedelta(days=1), "2359")
    weekly = f"DTSTART;TZID={BERLIN}:{at(FIRST, '1000')}\nDURATION:PT50M\nRRULE:FREQ=WEEKLY;UNTIL={until}Z"
    again = f"RECURRENCE-ID;TZID={BERLIN}:{at(MOVED, '1000')}\nDTSTART;TZID={BERLIN}:{at(MOVED, '1500')}"
    overseas = f"DTSTART;TZID={NEW_YORK}:{at(OVERSEAS, '0800')}\nDURATION:PT50M\nRRULE:FREQ=WEEKLY"
    pair = (
        f"DTSTART;TZID={BERLIN}:{at(FIRST + timedelta(days=1), '1400')}\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;INTERVAL=2"
    )
    off = ",".join(at(day, "1400") for day in called_off())
    return calendar(
        entry("team", f"{weekly}\nEXDATE;TZID={BERLIN}:{out}", team),
        entry("team", f"{again}\nDURATION:PT50M", team),
        entry("team-overseas", overseas, team),
        entry("bob", pair, ["bob.berg"]),
        entry("charlie", f"{pair}\nEXDATE;TZID={BERLIN}:{off}", ["charlie.cole"]),
        "BEGIN:VEVENT\nUID:leave\nDTSTART;VALUE=DATE:20260803\nDTEND;VALUE=DATE:20260815\nEND:VEVENT\n",
    )


def called_off() -> list[date]:
    """The Wednesdays on which Charlie's was called off: all since September."""
    return [day for day in tuesdays(FIRST + timedelta(days=1), LAST, 14) if day >= date(2026, 9, 1)]


def roster(team: Sequence[str] = TEAM) -> str:
    """Who is who, by address."""
    rows = [f"{LEADER.replace('.', ' ').title()},{address(LEADER)},Kite,leader"]
    rows += [f"{name.replace('.', ' ').title()},{address(name)},Kite,member" for name in team]
    return "\n".join(["name,handle,team,role", *rows, ""])


def written(folder: Path, text: str | None = None, who: str | None = None) -> tuple[Path, Path]:
    """A calendar and a roster in a folder."""
    calendar_, people = folder / "alice.ics", folder / "roster.csv"
    calendar_.write_bytes((year() if text is None else text).replace("\n", "\r\n").encode())
    people.write_text(roster() if who is None else who, encoding="utf-8")
    return calendar_, people
