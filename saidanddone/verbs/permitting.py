"""Whose result is asked for, and what may be shown: the request's words become permissions for the door (PRIVACY 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from saidanddone.diagnosis import roles
from saidanddone.diagnosis.views import Ledger, Unit, people_in
from saidanddone.errors import UsageError
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise, pseudonym
from saidanddone.privacy import policy as policies
from saidanddone.privacy.permissions import Permissions
from saidanddone.settings import default
from saidanddone.sources import labels
from saidanddone.sources.whose import Match
from saidanddone.verbs.gathering import STORE_WITHOUT_KEY, Gathered

__all__ = ["NOT_ABOVE", "Asked", "asked", "permitted", "same_people", "silent_people", "withheld_people"]

Asked = Callable[[Unit], bool]
"""Whether the request is about this unit."""

NEEDS_ROSTER = (
    "--leader needs a roster that says who leads. Give one with --roster FILE.csv, or ask for yourself with --me."
)
ABOVE_NEEDS_ROSTER = "--above needs a roster that says who leads. Give one with --roster FILE.csv."
NOT_ABOVE = (
    "--above shows how the leaders stand together and nobody by name, so it goes without --leader, --me and --team."
)
NO_SUCH_LEADER = "The roster names no such leader. Check the spelling; --leader takes the roster's name or a handle."
NO_SUCH_TEAM = "There is no such team or project in this evidence. Check the spelling."
NOT_MET = (
    "Nobody of the name given with --me is in this evidence: none promised, spoke up or answered. Write it as the "
    "sources or the roster do."
)


SEVERAL = (
    "That name could be more than one person's. Write it in full as the roster does, or as the source does; "
    "saidanddone read SOURCE --roster FILE --preview shows who is joined to whom."
)


@dataclass(frozen=True)
class _Listed:
    """A policy, with its subjects as pseudonyms."""

    consenting: dict[str, str] = field(default_factory=dict, repr=False)
    units: frozenset[str] = field(default=frozenset(), repr=False)
    names: dict[str, str] = field(default_factory=dict, repr=False)


def permitted(
    gathered: Gathered,
    *,
    me: str | None = None,
    policy: Path | None = None,
    above: bool = False,
    on_us: int | None = None,
) -> tuple[Permissions, list[Problem]]:
    """What a run over this evidence may show.

    Args:
        on_us: the day asked about, µs UTC: who leads only later is a member. None: whoever leads at any time leads.

    Raises:
        UsageError: the policy file is not there, nobody of the name ``me`` is in the evidence or on the roster, or
            ``above`` without a roster.
    """
    if above and not gathered.roster:
        raise UsageError(ABOVE_NEEDS_ROSTER)
    if not gathered.named and (me is not None or policy is not None):
        raise UsageError(STORE_WITHOUT_KEY)
    listed, problems = _listed(policy, gathered)
    asking = None if me is None else _pseudonym(gathered, me)
    if asking is not None and asking not in _known(gathered):
        raise UsageError(NOT_MET)
    permissions = Permissions(
        roster=gathered.roster,
        leaders=roles.leaders(gathered.evidence.people, on_us),
        me=asking,
        consenting=listed.consenting,
        public_units=listed.units,
        names=listed.names | gathered.names,
        fewest_makers=int(default("fewest_makers")),
        above=above,
    )
    return permissions, problems


def asked(gathered: Gathered, permissions: Permissions, *, leader: str | None = None, team: str | None = None) -> Asked:
    """Which units a request is about: all; with ``--leader`` or ``--team``, theirs; with ``--me``, no other person.

    Raises:
        UsageError: ``leader`` without a roster, or not a leader on it; ``team`` unknown. No name is repeated.
    """
    tests: list[Asked] = []
    if permissions.me is not None and leader is None:
        # Who asks about themselves sees what is theirs and their teams'; a leader's own result is that leader's.
        public = {name for name, why in permissions.consenting.items() if why == "public"}
        tests.append(lambda unit: unit.kind != "person" or unit.name in {permissions.me, *public})
    if leader is not None:
        if not permissions.roster:
            raise UsageError(NEEDS_ROSTER)
        who = _leader(gathered, permissions, leader)
        if who not in permissions.leaders:
            raise UsageError(NO_SUCH_LEADER)
        tests.append(lambda unit: unit.kind == "person" and unit.name == who)
    if team is not None:
        wanted = normalise(team)
        if wanted not in _teams(gathered):
            raise UsageError(NO_SUCH_TEAM)
        tests.append(lambda unit: wanted in {normalise(name) for name in (unit.team, _own_name(unit)) if name})
    return lambda unit: all(test(unit) for test in tests)


def same_people(names: Mapping[str, str]) -> dict[str, str]:
    """Pseudonym -> one that stands for everybody whose label may be the same person's; only where it is not their own.

    For counting people behind a figure alone: that labels lead to one name makes nobody the other.

    Args:
        names: pseudonym -> the label met.
    """
    told = labels.grouped(names.values())
    first: dict[str, str] = {}
    same = {who: first.setdefault(normalise(told[names[who]]), who) for who in sorted(names)}
    return {who: one for who, one in same.items() if who != one}


def withheld_people(gathered: Gathered, found: Sequence[Ledger]) -> list[Unit]:
    """Everybody who promised something and is in no ledger of people: nobody forecasts them, but they are counted."""
    seen = {unit.name for ledger in found for unit in ledger.units.values() if unit.kind == "person"}
    everybody = people_in(gathered.evidence.commitments)
    return [Unit(name, "person", name, None, frozenset({name}), 0, 0) for name in sorted(everybody - seen)]


def silent_people(gathered: Gathered, permissions: Permissions, found: Sequence[Ledger]) -> list[Unit]:
    """Leaders on the roster, and whoever asks, of whom there is not one commitment of the kind they are seen by."""
    seen = {unit.name for ledger in found for unit in ledger.units.values() if unit.kind == "person"}
    asking = set() if permissions.me is None else {permissions.me}
    rows = gathered.evidence.people.to_pylist()
    led = {row["pseudonym"]: row["team"] for row in rows if row["role"] == "leader"}
    silent = sorted((permissions.leaders | asking) - seen)
    return [Unit(name, "person", name, led.get(name), frozenset({name}), 0, 0) for name in silent]


def _pseudonym(gathered: Gathered, typed: str) -> str:
    """Whom a typed name means: any label of theirs will do, as long as it is nobody else's.

    Raises:
        UsageError: it could be several people's.
    """
    found = _meant(gathered, typed)
    if len(found) > 1:
        raise UsageError(SEVERAL)
    return next(iter(found), pseudonym(typed, gathered.people.key))


def _leader(gathered: Gathered, permissions: Permissions, typed: str) -> str:
    """Which leader is asked about; part of a name will do where only one leader's fits."""
    key = gathered.people.key
    listed = () if gathered.listed is None else gathered.listed.who(typed).candidates
    fitting = {pseudonym(name, key) for name in listed} & permissions.leaders
    return next(iter(fitting)) if len(fitting) == 1 else _pseudonym(gathered, typed)


def _meant(gathered: Gathered, typed: str) -> frozenset[str]:
    """Pseudonyms this name may mean: by the roster, else as it stands, else by the rules for labels."""
    key, known = gathered.people.key, _known(gathered)
    match = Match() if gathered.listed is None else gathered.listed.who(typed)
    if match.name is not None:
        return frozenset((pseudonym(match.name, key),))
    if (as_it_stands := pseudonym(typed, key)) in known:
        return frozenset((as_it_stands,))
    if match.ambiguous:
        return frozenset(pseudonym(name, key) for name in match.candidates)
    asked = labels.forms(typed).keys()
    by_rule = {who for who, label in gathered.names.items() if who in known and asked & labels.forms(label).keys()}
    return frozenset(by_rule | ({pseudonym(form, key) for form in asked} & known))


def _consenting(gathered: Gathered, name: str) -> str:
    """Whom a name in a policy means: as it stands or as the roster has it. Nobody consents by a likeness of names."""
    match = Match() if gathered.listed is None else gathered.listed.who(name)
    return pseudonym(match.name if match.name is not None and match.listed else name, gathered.people.key)


def _own_name(unit: Unit) -> str | None:
    return None if unit.kind == "person" else unit.name


def _known(gathered: Gathered) -> frozenset[str]:
    evidence = gathered.evidence
    listed = evidence.people.column("pseudonym").to_pylist()
    # Who was rated may ask what was said, as who promised may ask what became of it.
    rated = people_in(evidence.commitments) | people_in(evidence.ratings) | set(listed)
    # And who spoke up or answered may ask how they answer.
    spoke = {*evidence.acts.column("person").unique().to_pylist(), *_answering(evidence)}
    # And whoever was asked to a meeting may ask how often they met.
    spoke |= {who for row in evidence.encounters.column("invited").to_pylist() for who in row}
    return rated | {who for who in spoke if who is not None}


def _answering(evidence: Evidence) -> list[str | None]:
    found: list[str | None] = evidence.responses.column("responder").unique().to_pylist()
    return found


def _teams(gathered: Gathered) -> set[str]:
    evidence = gathered.evidence
    names = {*evidence.commitments.column("team").unique().to_pylist(), *evidence.people.column("team").to_pylist()}
    grouped = evidence.commitments.select(["subject", "subject_kind"]).group_by(["subject", "subject_kind"])
    names |= {row["subject"] for row in grouped.aggregate([]).to_pylist() if row["subject_kind"] != "person"}
    telling = (evidence.acts, evidence.exposure, evidence.answers, evidence.episodes, evidence.encounters)
    names |= {name for table in telling for name in table.column("team").unique().to_pylist()}
    names |= {Path(name).stem for name in gathered.sources}
    return {normalise(name) for name in names if name is not None}


def _listed(path: Path | None, gathered: Gathered) -> tuple[_Listed, list[Problem]]:
    if path is None:
        return _Listed(), []
    if not path.is_file():
        raise UsageError(f"There is no policy at {path.name}. Check the path given with --policy.")
    policy, problems = policies.read(path)
    names = {_consenting(gathered, name): name for name in policy.subjects}
    consenting = {_consenting(gathered, name): why for name, why in policy.subjects.items()}
    return _Listed(consenting, policy.units, names), problems
