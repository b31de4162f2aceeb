"""What listening notes in a workspace: what counts, as evidence; what no longer does is taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from saidanddone.evidence import act as act_table
from saidanddone.evidence import commitment as commitment_table
from saidanddone.evidence import encounter as encounter_table
from saidanddone.evidence import origin, people
from saidanddone.evidence import response as response_table
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.origin import Origin
from saidanddone.evidence.response import Response
from saidanddone.listening.acts import identify_turns
from saidanddone.listening.heard import Hearing
from saidanddone.listening.kept import acts_of, encounter_of, responses_of, turn_of
from saidanddone.listening.promises import as_commitment
from saidanddone.store import workspace
from saidanddone.verbs.talk import Spoken

__all__ = ["note"]


def note(
    folder: Path, among: Spoken, hearings: Sequence[Hearing], verdicts: Mapping[str, bool]
) -> tuple[Mapping[str, int], int]:
    """Write what counts as evidence, and take away what no longer does.

    Args:
        verdicts: id of an act, promise or closing -> whether a person confirmed it.

    Returns:
        Rows added by table, and how many were taken away.

    Raises:
        UsageError: a file of the workspace cannot be used.
    """
    evidence = _evidence(among, hearings, verdicts)
    turns = {name for talk in among.conversations for name in identify_turns(talk)}
    before = workspace.load(folder) if workspace.is_workspace(folder) else Evidence()
    stale = {}
    for name in ("acts", "responses", "encounters", "commitments"):
        now, was = (_sources(each, name) for each in (evidence, before))
        # What is no longer heard goes; so does what an export of another name told of the same turn.
        stale[name] = {row for row in was if turn_of(row) in turns and was[row] - now.get(row, set())}
    gone = workspace.forget(folder, stale)
    written = workspace.write(folder, evidence, keep_names=False)
    return written.added, gone


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


def _evidence(among: Spoken, hearings: Sequence[Hearing], verdicts: Mapping[str, bool]) -> Evidence:
    # By their ids: what two exports hold of one turn is one account.
    acts: dict[str, Act] = {}
    responses: dict[str, Response] = {}
    encounters: dict[str, Encounter] = {}
    commitments: dict[str, Commitment] = {}
    for talk, hearing in zip(among.conversations, hearings, strict=True):
        if hearing.refused:
            continue
        acts |= {one.id: one for one in acts_of(talk, hearing, among.teams)}
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
    origins = [Origin(talk.source, talk.format) for talk in among.talks if talk.conversations]
    return Evidence(
        commitments=commitment_table.table(commitments.values()),
        acts=act_table.table(acts.values()),
        responses=response_table.table(responses.values()),
        encounters=encounter_table.table(encounters.values()),
        people=people.table(among.listed.people) if among.listed is not None else Evidence().people,
        origins=origin.table(origins),
    )
