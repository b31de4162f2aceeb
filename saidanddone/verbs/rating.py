"""Ratings laid beside what was kept: of whoever may be shown, by five raters at least, and never mixed into it (T4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.roles import led_at
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import People
from saidanddone.evidence.pseudonym import normalise
from saidanddone.forecast.trust.rated import rated
from saidanddone.forecast.trust.result import Rated
from saidanddone.forecast.trust.voices import AT_ONCE, Voice, voices
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.rules import why_withheld
from saidanddone.settings import default
from saidanddone.verbs.day import moment
from saidanddone.verbs.permitting import Asked

__all__ = ["WithRatings", "beside", "by_person", "day_asked", "of_units"]

Key = tuple[str, str]
"""Kind of subject, and its pseudonym or its name as ``normalise`` has it."""


@dataclass(frozen=True)
class WithRatings:
    """Findings with their ratings, those of units that were rated and promised nothing among them; and more units:
    people and teams known by ratings alone, and ratings too few to show."""

    findings: tuple[Finding, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)


def day_asked(on: date | datetime | str | None, evidence: Evidence) -> int:
    """The moment asked about, µs UTC: as said, else the end of the last day that promises, ratings or a pulse speak of.

    Of acts only where nothing was promised: how old a promise is hangs on promises alone. Of meetings only where there
    is nothing else: a calendar also holds those to come.
    """
    on_us = moment(on, evidence.commitments)
    columns = [(evidence.ratings, "at_us"), (evidence.answers, "closed_us"), (evidence.episodes, "closed_us")]
    columns += [] if len(evidence.commitments) else [(evidence.acts, "at_us")]
    if not len(evidence.commitments) and not any(len(table) for table, _ in columns):
        columns = [(evidence.encounters, "at_us")]
    newest = max(filter(None, (pc.max(table.column(name)).as_py() for table, name in columns)), default=None)
    return on_us if on is not None or newest is None else max(on_us, newest - newest % DAY_US + DAY_US - 1)


def of_units(
    ratings: pa.Table, teams: Iterable[str], units: Iterable[Unit], persons: Collection[str], people: People
) -> pa.Table:
    """The ratings, those of a team or project that were taken for a person's told as what they are.

    A table of ratings seldom says that a name is a team's, and a reader of it knows no roster. A name that a person
    of this evidence goes by stays theirs.

    Args:
        teams: the roster's. units: of the commitments. persons: pseudonyms. people: with the key of the pseudonyms.
    """
    known = {people.pseudonym(unit.name): (unit.kind, unit.name) for unit in units if unit.kind in ("team", "project")}
    known |= {people.pseudonym(name): ("team", name) for name in teams}
    subjects, kinds = ratings.column("subject").to_pylist(), ratings.column("subject_kind").to_pylist()
    for row, subject in enumerate(subjects):
        if kinds[row] == "person" and subject in known and subject not in persons:
            kinds[row], subjects[row] = known[subject]
    columns = {"subject": pa.array(subjects, pa.string()), "subject_kind": pa.array(kinds, pa.string())}
    for name, values in columns.items():
        place = ratings.schema.get_field_index(name)
        ratings = ratings.set_column(place, ratings.schema.field(name), values)
    return ratings


def by_person(ratings: pa.Table, same: Mapping[str, str]) -> pa.Table:
    """The ratings with one rater for all labels that may be one person's, so that nobody counts twice.

    Args:
        same: pseudonym -> one that stands for all that may be the same person's; each its own where it is not here.
    """
    subjects, given = ratings.column("subject").to_pylist(), ratings.column("rater").to_pylist()
    raters = [None if who is None else same.get(who, who) for who in given]
    # Whoever may be the one they rate is told as that one, so that a rating of oneself is known for one.
    raters = [whom if who == same.get(whom, whom) else who for who, whom in zip(raters, subjects, strict=True)]
    place = ratings.schema.get_field_index("rater")
    return ratings.set_column(place, ratings.schema.field("rater"), pa.array(raters, pa.string()))


def beside(
    findings: Sequence[Finding],
    ratings: pa.Table,
    on_us: int,
    permissions: Permissions,
    *,
    asked: Asked,
    units: Iterable[Unit],
    roster: pa.Table | None = None,
) -> WithRatings:
    """The findings with what ratings say of each, on every scale by which enough people rated it.

    Ratings of who may not be shown say nothing of anybody, and tell what ratings are like only if there are three or
    more of them. For somebody above the leaders there are none.

    Args:
        findings: as forecast. ratings: of ``evidence.rating.SCHEMA``. on_us: the day asked about, µs UTC.
        units: every unit known so far. roster: of ``evidence.people.SCHEMA``; what was said of a leader while they
            did not lead says nothing of them as a leader, and is left out.
    """
    if permissions.above or not ratings.num_rows:
        return WithRatings(tuple(findings), ())
    if roster is not None and roster.num_rows:
        ratings = _while_leading(ratings, permissions, roster)
    fewest = int(default("fewest_raters"))
    public = {("person", name) for name, why in permissions.consenting.items() if why == "public"}
    public |= {(kind, normalise(name)) for kind in ("team", "project") for name in permissions.public_units}
    half_life = default("rating_half_life")
    found = voices(ratings, on_us, half_life=half_life, fewest=fewest, public=public)
    known = {_key(unit.kind, unit.name): unit for unit in reversed(list(units))}
    unmet = {_of(voice): _unmet(voice) for voice in found if _of(voice) not in known}
    theirs = known | unmet
    few = {number: _few(voice, theirs[_of(voice)], number) for number, voice in enumerate(found)}
    may = {
        number
        for number, voice in enumerate(found)
        if why_withheld(theirs[_of(voice)], permissions) is None or (voice.kind != "person" and _of(voice) in unmet)
    }
    held = {number for number in may if why_withheld(few[number], permissions) is not None}
    shown = may - held
    others = set(few) - shown
    told = rated(found, informs=few.keys() if len(others) >= AT_ONCE else shown)
    by_key: dict[Key, list[Rated]] = {}
    for number in sorted(shown):
        if asked(theirs[_of(found[number])]):
            by_key.setdefault(_of(found[number]), []).append(told[number].research_only)
    out = [_with(finding, by_key) for finding in findings]
    for key, mine in by_key.items():
        unit = theirs[key]
        kind = unit.kind if unit.kind != "person" else "self" if unit.name == permissions.me else "leader"
        out.append(_with(nothing_yet(unit, kind, default("line")), {key: mine}))
    counted = [few[number] for number in sorted(held) if asked(theirs[_of(found[number])])]
    met = {_of(found[number]) for number in shown}
    more = [unit for key, unit in unmet.items() if unit.kind == "person" or key in met]
    return WithRatings(tuple(out), (*more, *counted))


def _while_leading(ratings: pa.Table, permissions: Permissions, roster: pa.Table) -> pa.Table:
    """The ratings without those of leaders from when they did not lead; whoever asks or agreed keeps theirs."""
    judged = permissions.leaders - permissions.consenting.keys() - {permissions.me}
    led = led_at(roster, ratings.column("subject"), ratings.column("at_us").to_numpy())
    theirs = pc.is_in(ratings.column("subject"), pa.array(sorted(judged), pa.string()))
    person = pc.equal(ratings.column("subject_kind"), "person")
    return ratings.filter(pc.or_(pa.array(led), pc.invert(pc.and_(person, theirs))))


def _with(finding: Finding, by_key: dict[Key, list[Rated]]) -> Finding:
    """The finding with its ratings, which are taken out, so that each stands once."""
    kind = finding.kind if finding.kind in ("team", "project") else "person"
    mine = by_key.pop(_key(kind, finding.unit), None)
    return finding if mine is None else replace(finding, trust=replace(finding.trust, rated=tuple(mine)))


def _key(kind: str, name: str) -> Key:
    return kind, name if kind == "person" else normalise(name)


def _of(voice: Voice) -> Key:
    return voice.kind, voice.subject


def _unmet(voice: Voice) -> Unit:
    """Somebody or something that was rated and promised nothing. A team's ratings are as many people's as rated it."""
    if voice.kind == "person":
        return Unit(voice.name, "person", voice.name, None, frozenset({voice.name}), 0, 0)
    places = frozenset(f"rater {number}" for number in range(voice.people))
    team = voice.name if voice.kind == "team" else None
    return Unit(f"{voice.kind}:{voice.name}", voice.kind, voice.name, team, places, 0, 0)


def _few(voice: Voice, unit: Unit, number: int) -> Unit:
    """The ratings of one subject on one scale, as the door judges them: who gave them stands where makers do."""
    return Unit(f"rating:{number}", "rating", unit.name, unit.team, voice.raters, voice.unknown, voice.ratings)
