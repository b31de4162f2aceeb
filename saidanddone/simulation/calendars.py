"""The calendars of those who lead in the organisation that never was, as Google exports them: one file a leader.

They agree with what was recorded: a team's weekly meeting begins when its recording does, asks everybody on the team,
and is taken out or called off in the weeks in which nobody met. Beside it stands what is recorded nowhere: one-to-ones
as :data:`PAIRS` has them, Beacon's hour on Fridays that is called off more often than held, blocks to work in, and
days away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from saidanddone.simulation.conversations import Meeting
from saidanddone.simulation.manners import MANNERS
from saidanddone.simulation.organisation import LEADERS, MEMBERS, WEEKS

__all__ = ["CALLED_OFF", "PAIRS", "WITHOUT", "address", "calendars"]

_ATLAS: Final = ("itorrande", "cbrathwick", "ymessaline", "dpenhallow", "gosterby", "waldersey")
PAIRS: Final[Mapping[str, tuple[int, int, tuple[str, ...]]]] = {
    "mholtby": (30, 2, _ATLAS),
    "jambrell": (25, 2, _ATLAS),
    "ivalmont": (30, 2, ("sokorie", "mfairbanke", "adesmarre", "rtilbrook", "himaizuka", "pvandorren")),
    "troewood": (30, 2, ("sokorie", "rtilbrook", "pvandorren")),
    "ncastellane": (30, 2, ("lfennick", "okestrelle", "talvander")),
    "plindqvane": (30, 2, ("bwinslade", "jharrowby", "talvander")),
    "obrannock": (25, 3, ("kmensaro", "estraumdal", "vcarmagne")),
}
"""Leader -> minutes of a one-to-one, every how many weeks, and with whom of their team; with nobody else."""

WITHOUT: Final = "msorrente"
"""Is one to one with nobody who leads their team."""

CALLED_OFF: Final[Mapping[str, float]] = {"troewood": 0.5}
"""Leader -> share of one-to-ones called off, where it is more than :data:`_SELDOM`."""

_SELDOM: Final = 0.06
_WRAP_UP: Final = ("Beacon", 4, 15, 45, 0.7)
"""A team's other hour: its weekday (0 Monday), hour, minutes, and the share called off."""

_ZONE: Final = "Atlantic/Reykjavik"
_DOMAIN: Final = "quayside.example"
_NAMES: Final = {
    **{leader.handle: leader.name for leader in LEADERS},
    **{handle: name for name, handle, _ in MEMBERS},
}
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR")
_HOURS: Final = (11, 13, 14, 15)
_LONGEST: Final = 75
"""Octets of a line; a longer one goes on in the next."""


def address(handle: str) -> str:
    """Somebody's address: first and last name, as they stand in calendars and nowhere else."""
    return f"{'.'.join(_NAMES[handle].casefold().split())}@{_DOMAIN}"


@dataclass(frozen=True)
class _Entry:
    """One VEVENT, before it is written."""

    uid: str
    begin: datetime
    minutes: int
    title: str
    who: tuple[str, ...] = field(repr=False)
    every: int = 0
    until: date | None = None
    out: tuple[datetime, ...] = ()
    off: tuple[datetime, ...] = ()
    declined: tuple[tuple[datetime, str], ...] = ()


def calendars(meetings: Sequence[Meeting], *, seed: int, on: date) -> dict[str, str]:
    """File name -> calendar of everybody who leads, exported on a day; what repeats goes on after it.

    Args:
        meetings: that were held and recorded. seed: of the chance. on: the day of the export.
    """
    held: dict[str, set[date]] = {team: set() for team in MANNERS}
    for meeting in meetings:
        held[meeting.team].add(meeting.began.date())
    found = {}
    for place, leader in enumerate(LEADERS):
        chance = Random(seed * 1_000 + 800 + place)
        entries = [*_weekly(leader.team, held[leader.team], seed, on)]
        if leader.team == _WRAP_UP[0]:
            entries.append(_wrap_up(seed, on))
        entries = [one for one in entries if leader.handle in one.who]
        entries += _alone(leader.handle, leader.team, _monday(on) - timedelta(weeks=leader.since_weeks), on, chance)
        entries += _by_oneself(leader.handle, on, chance)
        name = _NAMES[leader.handle]
        found[f"{'-'.join(name.casefold().split())}.ics"] = _written(name, leader.handle, entries, on)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def _days(first: date, until: date, every: int = 1) -> list[date]:
    return [first + timedelta(weeks=week) for week in range(0, (until - first).days // 7 + 1, every)]


def _weekly(team: str, held: set[date], seed: int, on: date) -> Iterator[_Entry]:
    """The team's meeting: a series of its own from each day on which somebody new came to lead it too."""
    manner, chance = MANNERS[team], Random(f"{seed} {team}")
    leading = sorted((one for one in LEADERS if one.team == team), key=lambda one: -one.since_weeks)
    members = tuple(handle for _, handle, whose in MEMBERS if whose == team)
    starts = sorted({one.since_weeks for one in leading}, reverse=True)
    for place, weeks in enumerate(starts):
        who = (*(one.handle for one in leading if one.since_weeks >= weeks), *members)
        first = _monday(on) - timedelta(weeks=weeks) + timedelta(days=manner.day)
        last = first + timedelta(weeks=weeks - starts[place + 1] - 1) if place + 1 < len(starts) else None
        days = [day for day in _days(first, last or on) if day < _monday(on)]
        none = [_at(day, manner.hour) for day in days if day not in held]
        off = tuple(at for at in none if chance.random() < 0.5)
        out = tuple(at for at in none if at not in off)
        yield _Entry(f"{team} {place}", _at(first, manner.hour), 45, f"{team} weekly", who, 1, last, out, off)


def _wrap_up(seed: int, on: date) -> _Entry:
    team, weekday, hour, minutes, share = _WRAP_UP
    chance = Random(f"{seed} {team} wrap-up")
    who = (*(one.handle for one in LEADERS if one.team == team), *(handle for _, handle, of in MEMBERS if of == team))
    first = _monday(on) - timedelta(weeks=WEEKS // 2) + timedelta(days=weekday)
    days = [day for day in _days(first, on) if day < on]
    off = tuple(_at(day, hour) for day in sorted(chance.sample(days, round(share * len(days)))))
    return _Entry(f"{team} wrap-up", _at(first, hour), minutes, f"{team} wrap-up", who, 1, off=off)


def _alone(leader: str, team: str, since: date, on: date, chance: Random) -> Iterator[_Entry]:
    """One-to-ones, each at an hour of its own week that nothing else of the leader's takes."""
    minutes, every, whom = PAIRS[leader]
    manner = MANNERS[team]
    taken = {(manner.day, manner.hour), (_WRAP_UP[1], _WRAP_UP[2])}
    free = [(day, hour) for hour in _HOURS for day in range(5) if (day, hour) not in taken]
    for place, member in enumerate(whom):
        day, hour = free[(place * 3 + len(leader)) % len(free)]
        first = since + timedelta(weeks=1 + place % every, days=day)
        days = _days(first, on, every)
        share = CALLED_OFF.get(leader, _SELDOM)
        gone = [_at(one, hour) for one in days if chance.random() < share]
        off = tuple(at for at in gone if chance.random() < 0.6)
        no = tuple((at, member) for at in gone if at not in off and chance.random() < 0.4)
        out = tuple(at for at in gone if at not in off and (at, member) not in no)
        title = f"{_NAMES[leader].split()[0]} / {_NAMES[member].split()[0]}"
        yield _Entry(
            f"{leader} {member}", _at(first, hour), minutes, title, (leader, member), every, None, out, off, no
        )


def _by_oneself(leader: str, on: date, chance: Random) -> Iterator[_Entry]:
    """An hour or two to work in, that is nobody's meeting."""
    first = _monday(on) - timedelta(weeks=chance.randrange(4, 20)) + timedelta(days=chance.randrange(5))
    yield _Entry(f"{leader} focus", _at(first, 16), 90, "Focus", (), 1)


def _written(name: str, whose: str, entries: Sequence[_Entry], on: date) -> str:
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{name}", f"X-WR-TIMEZONE:{_ZONE}",
        "BEGIN:VTIMEZONE", f"TZID:{_ZONE}", f"X-LIC-LOCATION:{_ZONE}", "BEGIN:STANDARD", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000", "TZNAME:GMT", "DTSTART:19700101T000000", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip
    for one in entries:
        lines += _event(one, on)
    away = _monday(on) - timedelta(weeks=9)
    lines += [
        "BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{away:%Y%m%d}", f"DTEND;VALUE=DATE:{away + timedelta(days=1):%Y%m%d}",
        *_marks(f"{whose} away", away, on), "STATUS:CONFIRMED", "SUMMARY:Away", "TRANSP:TRANSPARENT", "END:VEVENT",
        "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(piece for line in lines for piece in _folded(line))


def _event(one: _Entry, on: date) -> Iterator[str]:
    """A series, and after it each of its times that stands apart: called off, or said no to."""
    yield from ("BEGIN:VEVENT", *_times(one, one.begin))
    if one.every:
        until = "" if one.until is None else f";UNTIL={one.until:%Y%m%d}T235959Z"
        every = "" if one.every == 1 else f";INTERVAL={one.every}"
        yield f"RRULE:FREQ=WEEKLY{until}{every};BYDAY={_WEEKDAYS[one.begin.weekday()]}"
    for at in one.out:
        yield f"EXDATE;TZID={_ZONE}:{at:%Y%m%dT%H%M%S}"
    yield from (*_body(one, on), "END:VEVENT")
    for at in one.off:
        yield from ("BEGIN:VEVENT", *_times(one, at), f"RECURRENCE-ID;TZID={_ZONE}:{at:%Y%m%dT%H%M%S}")
        yield from (*_body(one, on, status="CANCELLED"), "END:VEVENT")
    for at, who in one.declined:
        yield from ("BEGIN:VEVENT", *_times(one, at), f"RECURRENCE-ID;TZID={_ZONE}:{at:%Y%m%dT%H%M%S}")
        yield from (*_body(one, on, declined=who), "END:VEVENT")


def _times(one: _Entry, at: datetime) -> tuple[str, ...]:
    until = at + timedelta(minutes=one.minutes)
    return f"DTSTART;TZID={_ZONE}:{at:%Y%m%dT%H%M%S}", f"DTEND;TZID={_ZONE}:{until:%Y%m%dT%H%M%S}"


def _body(one: _Entry, on: date, *, status: str = "CONFIRMED", declined: str = "") -> Iterator[str]:
    yield from _marks(one.uid, one.begin.date(), on)
    if one.who:
        yield f"ORGANIZER;CN={_NAMES[one.who[0]]}:mailto:{address(one.who[0])}"
    for who in one.who:
        answer = "DECLINED" if who == declined else "ACCEPTED"
        yield (
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={_NAMES[who]};X-NUM-GUESTS=0:mailto:"
            f"{address(who)}"
        )
    yield from ("LOCATION:", "SEQUENCE:0", f"STATUS:{status}", f"SUMMARY:{one.title}", "TRANSP:OPAQUE")


def _marks(uid: str, made: date, on: date) -> tuple[str, ...]:
    stamp = hashlib.sha256(uid.encode()).hexdigest()[:26]
    return (
        f"DTSTAMP:{on:%Y%m%d}T070000Z", f"UID:{stamp}@google.com", f"CREATED:{made:%Y%m%d}T070000Z",
        f"LAST-MODIFIED:{min(on, made + timedelta(days=1)):%Y%m%d}T070000Z",
    )  # fmt: skip


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most :data:`_LONGEST` octets, all but the first after a space."""
    start = 0
    while start == 0 or start < len(line):
        room = _LONGEST if start == 0 else _LONGEST - 1
        yield ("" if start == 0 else " ") + line[start : start + room]
        start += room
