"""What was told of answers to speaking up and could not be put to use: counted, with what to do, never by whom (S3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from saidanddone.diagnosis.met import answer_in_time, known_acts
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.problem import Problem

__all__ = ["orphans", "unused"]


def orphans(evidence: Evidence) -> tuple[Problem, ...]:
    """Responses to acts that are not among the evidence, one problem a source, with the line of the first."""
    told = evidence.responses
    named = told.column("act_id").to_pylist()
    known = known_acts(evidence.acts.column("id").to_pylist(), named)
    lost: dict[str, list[int]] = defaultdict(list)
    for act, name, source, line in zip(known, named, *_columns(told, "source", "line"), strict=True):
        if act is None and name:  # a line that names no act was told when it was read
            lost[source].append(line)
    files = ", ".join(sorted(set(evidence.acts.column("source").to_pylist()))[:3])
    remedy = f"Write act_id as the column id of {files} has it." if files else "Give the list of acts as well."
    found = _counted(
        lost,
        ("1 response is to an act that was", "{n:,} responses are to acts that were"),
        " not read, so no silence they could have broken is counted.",
        remedy,
    )
    return tuple(found)


def unused(evidence: Evidence, on_us: int) -> tuple[Problem, ...]:
    """What is told of acts and answers and says nothing on the day asked about, one problem a kind and source.

    Args:
        on_us: the day asked about, µs UTC.
    """
    acts, told = evidence.acts, evidence.responses
    by_id: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    later: dict[str, list[int]] = defaultdict(list)
    columns = _columns(acts, "id", "at_us", "person", "source", "line")
    for act, at_us, person, source, line in zip(*columns, strict=True):
        by_id[act].append((at_us, person))
        if at_us > on_us:
            later[source].append(line)
    late: dict[str, list[int]] = defaultdict(list)
    own: dict[str, list[int]] = defaultdict(list)
    known = known_acts(acts.column("id").to_pylist(), told.column("act_id").to_pylist())
    columns = _columns(told, "at_us", "responder", "source", "line")
    for name, at_us, who, source, line in zip(known, *columns, strict=True):
        meant = by_id.get(name or "", [])
        if not meant or (at_us is not None and at_us > on_us):
            continue
        if all(who is not None and who == person for _, person in meant):
            own[source].append(line)
        elif not any(answer_in_time(act_us, at_us) for act_us, _ in meant):
            late[source].append(line)
    return (
        *_counted(
            late,
            ("1 response is", "{n:,} responses are"),
            " dated before the act or more than 48 hours after it, and not counted.",
            "Check the columns at of both lists.",
        ),
        *_counted(
            own,
            ("1 response is", "{n:,} responses are"),
            " by whoever spoke up, and not counted.",
            "Fill in who answered.",
        ),
        *_counted(
            later,
            ("1 act is", "{n:,} acts are"),
            " after the day asked about, and not counted yet.",
            "Ask about a later day with --on.",
        ),
        *_silent_lists(evidence),
        *_teamless(evidence),
    )


def _silent_lists(evidence: Evidence) -> list[Problem]:
    """That nothing is said of any answer to acts of which it is told who was there."""
    acts = evidence.acts
    if not acts.num_rows or evidence.responses.num_rows or not evidence.encounters.num_rows:
        return []
    if acts.column("answered").null_count < acts.num_rows:
        return []
    source = min(acts.column("source").to_pylist())
    said = "No answer is told of to any of these acts, so nobody can say which were passed over."
    return [Problem(source, 0, said, "Add responses.csv, or a column answered (yes or no).")]


def _teamless(evidence: Evidence) -> list[Problem]:
    """Encounters that no act can be placed in: they name no team, and come from another list than the acts.

    A calendar names no team ever, and nobody expects acts to lie in it.
    """
    acts, met = evidence.acts, evidence.encounters
    own = set(acts.column("source").to_pylist())
    meant = set(acts.column("exposure_ref").to_pylist())
    lost: dict[str, list[int]] = defaultdict(list)
    own |= {row["source"] for row in evidence.origins.to_pylist() if row["format"] == "calendar"} if own else set()
    if own:
        for name, team, source, line in zip(*_columns(met, "id", "team", "source", "line"), strict=True):
            if team is None and source not in own and name not in meant:
                lost[source].append(line)
    return _counted(
        lost,
        ("1 encounter names", "{n:,} encounters name"),
        " no team, so no act can be said to have happened there.",
        "Fill in the column team, or name the encounter in exposure_ref of the acts.",
    )


def _columns(table: pa.Table, *names: str) -> list[list[Any]]:
    return [table.column(name).to_pylist() for name in names]


def _counted(lines: Mapping[str, Sequence[int]], starts: tuple[str, str], rest: str, remedy: str) -> list[Problem]:
    """One problem a source: how many lines there are of a kind, at the first of them."""
    return [
        Problem(source, min(at), starts[len(at) > 1].format(n=len(at)) + rest, remedy)
        for source, at in sorted(lines.items())
    ]
