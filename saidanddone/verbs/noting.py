"""What listening notes in a workspace: what counts, as evidence; what no longer does is taken away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from saidanddone.evidence import act as act_table
from saidanddone.evidence import commitment as commitment_table
from saidanddone.evidence import encounter as encounter_table
from saidanddone.evidence import inclusion, origin, people
from saidanddone.evidence import response as response_table
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.inclusion import monday
from saidanddone.evidence.origin import Origin
from saidanddone.evidence.response import Response
from saidanddone.listening.acts import identify_turns
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Hearing
from saidanddone.listening.included import weeks
from saidanddone.listening.kept import acts_of, encounter_of, moment_of, responses_of, turn_of
from saidanddone.listening.listener import Scores
from saidanddone.listening.promises import as_commitment
from saidanddone.store import workspace
from saidanddone.verbs.talk import Spoken

__all__ = ["Before", "Kept"]

_TOLD: Final = ("acts", "responses", "encounters", "commitments")
"""Tables that hold what was heard."""

Week = tuple[str, str, int]
"""Source, pseudonym and Monday of a week of who answered whom."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a workspace's evidence.

    Attributes:
        added: table -> rows that are new to it. gone: rows it had and has no more. moved: rows that only stand under
            another file's name now. Weeks of who answered whom are in none: they say nothing of what was heard, and
            nobody is shown them.
    """

    added: Mapping[str, int]
    gone: int
    moved: int


class Before:
    """A workspace as it was before anybody listened: each noting is told against that, however often one settles.

    Raises:
        UsageError: a file of the workspace cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = {name: _sources(_held(folder), name) for name in _TOLD}

    def note(
        self, among: Spoken, hearings: Sequence[Hearing], verdicts: Mapping[str, bool], scores: Sequence[Scores] = ()
    ) -> Kept:
        """Write what counts as evidence, and take away what no longer does.

        Args:
            verdicts: id of an act, promise or closing -> whether a person confirmed it. scores: of each conversation;
                without, nothing is kept of who answered whom.

        Raises:
            UsageError: a file of the workspace cannot be used.
        """
        evidence = _evidence(among, hearings, verdicts, scores)
        turns = {name for talk in among.conversations for name in identify_turns(talk)}
        held = _held(self._folder)
        stale = {}
        for name in _TOLD:
            now, was = (_sources(each, name) for each in (evidence, held))
            # What is no longer heard goes; so does what an export of another name told of the same turn.
            stale[name] = {row for row in was if turn_of(row) in turns and was[row] - now.get(row, set())}
        workspace.forget(self._folder, stale)
        workspace.forget_weeks(self._folder, _past_weeks(evidence, held))
        workspace.write(self._folder, evidence, keep_names=False)
        return self._since({name: _sources(evidence, name) for name in _TOLD}, turns)

    def _since(self, now: Mapping[str, Mapping[str, set[str]]], turns: Collection[str]) -> Kept:
        was = self._before
        gone = {name: {row for row in was[name] if turn_of(row) in turns} - now[name].keys() for name in _TOLD}
        moved = {name: {row for row in was[name].keys() & now[name].keys() if was[name][row] - now[name][row]}
                 for name in _TOLD}  # fmt: skip
        return Kept(
            {name: len(now[name].keys() - was[name].keys()) for name in _TOLD},
            sum(len(rows) for rows in gone.values()),
            sum(len(rows) for rows in moved.values()),
        )


def _held(folder: Path) -> Evidence:
    return workspace.load(folder) if workspace.is_workspace(folder) else Evidence()


def _as_told(made: Commitment, kept: bool | None) -> Commitment:
    """The same with what became of it, as far as somebody said.

    That a conversation is silent about a promise says nothing of it: talk is not where work is done. So what nobody
    closed and nobody was asked about is unknown, and no miss (as in a ledger that states outcomes, decision 0014).
    """
    if made.closed_us is not None:
        return made
    return replace(made, outcome="unknown" if kept is None else "kept" if kept else "broken")


def _sources(evidence: Evidence, name: str) -> dict[str, set[str]]:
    """Of what was heard (nothing else has such ids): id -> the sources that tell it."""
    table = getattr(evidence, name)
    found: dict[str, set[str]] = {}
    for row, source in zip(table.column("id").to_pylist(), table.column("source").to_pylist(), strict=True):
        if row[:2] in ("a-", "r-", "e-", "p-"):
            found.setdefault(row, set()).add(source)
    return found


def _past_weeks(evidence: Evidence, before: Evidence) -> set[Week]:
    """Weeks kept of conversations that are told by another export now, or were said to be of another day."""
    now = {(one["id"]): one for one in evidence.encounters.select(["id", "source", "at_us"]).to_pylist()}
    told = _weeks(evidence)
    persons = {(person, week) for _, person, week in told}
    elsewhere, redated = set(), set()
    for was in before.encounters.select(["id", "source", "at_us"]).to_pylist():
        one = now.get(was["id"])
        if one is None:
            continue
        if one["source"] != was["source"]:
            elsewhere.add(was["source"])
        elif monday(one["at_us"]) != monday(was["at_us"]):
            redated.add((was["source"], monday(was["at_us"])))
    return {
        (source, person, week)
        for source, person, week in _weeks(before) - told
        if (source, week) in redated or (source in elsewhere and (person, week) in persons)
    }


def _weeks(evidence: Evidence) -> set[Week]:
    return set(zip(*(evidence.inclusion.column(name).to_pylist() for name in ("source", "person", "week_us")),
                   strict=True))  # fmt: skip


def _until(conversations: Sequence[Conversation]) -> dict[str, int]:
    """Export -> the last moment anything in it was said."""
    found: dict[str, int] = {}
    for talk in conversations:
        export = talk.source.partition("/")[0]
        for turn in range(len(talk.turns)):
            at_us = moment_of(talk, turn)
            if at_us is not None and at_us > found.get(export, 0):
                found[export] = at_us
    return found


def _evidence(
    among: Spoken, hearings: Sequence[Hearing], verdicts: Mapping[str, bool], scores: Sequence[Scores]
) -> Evidence:
    # By their ids: what two exports hold of one turn is one account.
    acts: dict[str, Act] = {}
    responses: dict[str, Response] = {}
    encounters: dict[str, Encounter] = {}
    commitments: dict[str, Commitment] = {}
    until = _until(among.conversations)
    for talk, hearing in zip(among.conversations, hearings, strict=True):
        if hearing.refused:
            continue
        told_until = until.get(talk.source.partition("/")[0])
        acts |= {one.id: one for one in acts_of(talk, hearing, among.teams, told_until)}
        responses |= {one.id: one for one in responses_of(talk, hearing)}
        met = encounter_of(talk, hearing, among.teams)
        encounters |= {} if met is None else {met.id: met}
        for promise in hearing.promises:
            if promise.judged:
                direction = "to_team" if promise.by in among.leaders else None
                made = as_commitment(
                    promise, talk, team=among.teams.get(promise.by), direction=direction,
                    done=verdicts.get(f"d-{promise.id}") is True,
                )  # fmt: skip
                commitments |= {} if made is None else {made.id: _as_told(made, verdicts.get(f"k-{promise.id}"))}
    talked = zip(among.conversations, scores, strict=True) if scores else ()
    english = [pair for pair, hearing in zip(talked, hearings, strict=False) if not hearing.refused]
    origins = [Origin(talk.source, talk.format) for talk in among.talks if talk.conversations]
    return Evidence(
        commitments=commitment_table.table(commitments.values()),
        acts=act_table.table(acts.values()),
        responses=response_table.table(responses.values()),
        encounters=encounter_table.table(encounters.values()),
        inclusion=inclusion.table(weeks(english, among.teams)),
        people=people.table(among.listed.people) if among.listed is not None else Evidence().people,
        origins=origin.table(origins),
    )
