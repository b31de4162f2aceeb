"""How much occasion to speak up each team had: hours of meetings and weeks of a channel, never messages (MODEL §2).

Messages and turns grow with safety, so silence must not be held against how many there were. What counts:

- **Meetings** that were held: minutes/60 × those who came and were on the team's roster without leading it, in
  person-hours. Leaders' hours are left out, since their own acts are not counted in the team's safety either. Of a team
  the roster has nobody on, everybody who came counts. A meeting whose length nobody told is no occasion that is known.
- **Writing**: weeks from the first to the last that was written in a source × those on the team's roster without
  leading it, in person-weeks; only of a team with people on the roster. The files of one export are one source; sources
  that follow each other within two weeks, or overlap, are one channel.
- **What is stated** (table ``exposure``) is taken as it stands, and stands for anything derived of the same team and
  kind in that time.

Derived only where somebody listened: a conversation that was listened to, or a list of encounters in which acts of that
team are known to have happened. A calendar in which nobody looked for acts says nothing of silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp, expm1, log
from typing import Final

import pyarrow as pa

from saidanddone.diagnosis.membership import Membership, Span, merged, overlap
from saidanddone.diagnosis.occasion import Occasion, Occasions
from saidanddone.evidence.outcome import DAY_US

__all__ = ["Stretch", "exposures"]

_HEARD: Final = re.compile(r"e-[a-z2-7]{13}")
"""What listening calls an encounter; in such a one somebody listened, whether or not anything was said."""

_APART_US: Final = 14 * DAY_US
_SAME_START_US: Final = 10 * 60 * 1_000_000
_WEEK_US: Final = 7 * DAY_US


@dataclass(frozen=True, slots=True)
class Stretch:
    """So much occasion to speak up of one team within ``[from_us, to_us]`` (µs UTC).

    Attributes:
        channel: ``meeting``, and then ``amount`` is in person-hours, or ``writing``, in person-weeks.
    """

    team: str
    channel: str
    from_us: int
    to_us: int
    amount: float


def exposures(
    encounters: pa.Table,
    people: pa.Table,
    exposure: pa.Table,
    acts: pa.Table,
    on_us: int,
    half_life_days: float | None = None,
) -> list[Stretch]:
    """Every team's occasion to speak up until a moment, by the rules of the module; by team, kind and time.

    Args:
        encounters, people, exposure, acts: of the schemas in ``evidence``. on_us: µs UTC; nothing later counts, and of
            a stretch that reaches beyond only its part.
        half_life_days: amounts aged, halved every so many days before ``on_us``; None as they are.
    """
    membership = Membership(people)
    occasions = Occasions(encounters, membership, on_us)
    known = _known(occasions, acts, membership, on_us)
    given = [one for one in _given(exposure, membership) if one.from_us <= on_us]
    covers: dict[tuple[str, str], list[Span]] = {}
    for one in given:
        covers.setdefault((membership.key(one.team), one.channel), []).append((one.from_us, one.to_us + 1))
    stated = {key: merged(spans) for key, spans in covers.items()}
    derived = [*_meetings(known, membership), *_written(known, acts, membership, on_us)]
    left = [_without(one, stated.get((membership.key(one.team), one.channel), [])) for one in derived]
    found = [_until(one, on_us) for one in (*left, *given)]
    if half_life_days is not None:
        found = [replace(one, amount=one.amount * _age(one, on_us, half_life_days)) for one in found]
    return sorted((one for one in found if one.amount > 0), key=lambda one: (one.team, one.channel, one.from_us))


def _known(
    occasions: Occasions, acts: pa.Table, membership: Membership, on_us: int
) -> list[tuple[Occasion, tuple[str, ...]]]:
    """The encounters at which somebody listened, each with the teams whose occasion it was."""
    told: set[tuple[str, str]] = set()
    names = ("source", "team", "person", "at_us", "exposure_ref")
    for source, named, person, at_us, ref in zip(*(acts.column(name).to_pylist() for name in names), strict=True):
        if at_us > on_us:
            continue
        team = membership.spelt(named)
        if team is None and person is not None:
            team = membership.team_of(person, at_us)
        where = occasions.of(source, team, person, at_us, ref)
        whose = team if team is not None else where.team if where is not None else None
        if where is not None and whose is not None:
            told.add((where.source, membership.key(whose)))
    known = []
    for one in occasions.all:
        teams = _teams(one, membership)
        if not _HEARD.fullmatch(one.id):
            teams = tuple(team for team in teams if (one.source, membership.key(team)) in told)
        if teams:
            known.append((one, teams))
    return known


def _teams(one: Occasion, membership: Membership) -> tuple[str, ...]:
    """Whose occasion it was: its own team's, else that of every team that two or more of those there were on.

    Whoever comes alone to a meeting of others comes as a guest.
    """
    if one.team is not None:
        return (one.team,)
    teams = [membership.team_of(who, one.at_us) for who in one.attended]
    return tuple(sorted({team for team in teams if team is not None and teams.count(team) > 1}))


def _meetings(known: Iterable[tuple[Occasion, tuple[str, ...]]], membership: Membership) -> list[Stretch]:
    """Person-hours of meetings; one that two sources tell of counts once, by the source that tells of more."""
    held: dict[str, list[tuple[Occasion, frozenset[str], Stretch]]] = {}
    for one, teams in known:
        if one.kind == "thread" or not one.minutes:
            continue
        for team in teams:
            there = one.attended
            if membership.lists(team):
                there = frozenset(who for who in there if membership.is_member(who, one.at_us, team))
            hours = len(there) * one.minutes / 60
            stretch = Stretch(team, "meeting", one.at_us, one.end_us, hours)
            held.setdefault(membership.key(team), []).append((one, there, stretch))
    found = []
    for theirs in held.values():
        theirs.sort(key=lambda told: (told[0].at_us, told[0].place))
        out: list[tuple[Occasion, frozenset[str], Stretch]] = []
        for one, there, stretch in theirs:
            twice = None
            for place in range(len(out) - 1, -1, -1):
                other, those, _ = out[place]
                if one.at_us - other.at_us > _SAME_START_US:
                    break
                if other.source != one.source and there & those:
                    twice = place
                    break
            if twice is None:
                out.append((one, there, stretch))
            elif stretch.amount > out[twice][2].amount:
                out[twice] = (one, there, stretch)
        found += [stretch for _, _, stretch in out]
    return found


def _written(
    known: Iterable[tuple[Occasion, tuple[str, ...]]], acts: pa.Table, membership: Membership, on_us: int
) -> list[Stretch]:
    """Person-weeks of written channels."""
    spans: dict[str, Span] = {}
    in_it: dict[str, set[str]] = {}
    spelt: dict[str, str] = {}
    for one, teams in known:
        if one.kind != "thread":
            continue
        root = _root(one.source)
        first, last = spans.get(root, (one.at_us, one.at_us))
        spans[root] = min(first, one.at_us), max(last, one.at_us)
        for team in teams:
            if membership.lists(team):
                in_it.setdefault(membership.key(team), set()).add(root)
                spelt[membership.key(team)] = team
    for source, at_us in zip(acts.column("source").to_pylist(), acts.column("at_us").to_pylist(), strict=True):
        root = _root(source)
        if root in spans and at_us <= on_us:
            spans[root] = min(spans[root][0], at_us), max(spans[root][1], at_us)
    found = []
    for key, roots in in_it.items():
        # Two weeks of silence between two files are the channel's own; more may be that nobody kept it.
        for start, end in merged((spans[root][0], spans[root][1] + _APART_US) for root in roots):
            span = start, end - _APART_US
            weeks = membership.member_time(key, span) / _WEEK_US
            found.append(Stretch(spelt[key], "writing", *span, weeks))
    return found


def _root(source: str) -> str:
    """The export that a file is part of."""
    return source.partition("/")[0]


def _given(exposure: pa.Table, membership: Membership) -> list[Stretch]:
    names = ("team", "kind", "from_us", "to_us", "amount")
    rows = zip(*(exposure.column(name).to_pylist() for name in names), strict=True)
    return [
        Stretch(membership.spelt(team) or team, kind, start, end, amount) for team, kind, start, end, amount in rows
    ]


def _without(one: Stretch, stated: list[Span]) -> Stretch:
    """The same, less its part of the time that something is stated of."""
    span = one.from_us, one.to_us + 1
    return replace(one, amount=one.amount * (1 - overlap([span], stated) / (span[1] - span[0])))


def _until(one: Stretch, on_us: int) -> Stretch:
    """The same up to a moment."""
    if one.to_us <= on_us:
        return one
    part = (on_us - one.from_us) / (one.to_us - one.from_us)
    return replace(one, to_us=on_us, amount=one.amount * part)


def _age(one: Stretch, on_us: int, half_life_days: float) -> float:
    """The mean of 2^(−age/H) over a stretch."""
    rate = log(2) / (half_life_days * DAY_US)
    lasted = one.to_us - one.from_us
    newest = exp(-rate * (on_us - one.to_us))
    return newest if lasted == 0 else newest * -expm1(-rate * lasted) / (rate * lasted)
