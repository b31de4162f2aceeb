"""Episodes of a pulse as evidence: acts and how they were met, by nobody, and how much was held back (MODEL §2, §3).

What one round of one team tells counts only where five people or more told of it: own acts, acts witnessed and what was
held back each for themselves, and apart by whether a leader met them. From twenty tellers on every episode is told as
it was. Below that a figure moved by them would give them back by subtraction, so their levels come in through a band
alone: how many were met well, in three bands, stands for all of them (:data:`SHARES`).

The act somebody tells of may have been heard as well, and an episode is of nobody, so nobody can tell. Where acts of
that kind were seen in that team in those two weeks, its episodes are taken to be those, and left out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from saidanddone.evidence import act, response
from saidanddone.evidence.act import STAGES, Act
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.response import Response
from saidanddone.survey.bands import band_of
from saidanddone.survey.reportable import EXACT_FROM, LEAST

__all__ = ["BANDED", "EXACT_FROM", "FEWEST_TELLERS", "PERIOD_US", "PULSE", "SHARES", "Told", "counted", "retold"]

PULSE: Final = "pulse:"
"""How ``exposure_ref`` of an act begins that a pulse told of; the round follows."""

BANDED: Final = "qb-"
"""How the id of an act begins whose level stands for the band of its round, and for nothing more."""

PERIOD_US: Final = 14 * DAY_US
"""A round asks about the two weeks before it closed, and is taken to have opened when they began."""

FEWEST_TELLERS: Final = LEAST

LEAST_ON_A_RUNG: Final = 3
"""On one rung: tellers of a round below whom it is not told, and episodes below which it is not used by rung."""

SHARES: Final = (0.33, 0.62, 0.88)
"""Band of the share met well -> the share that stands for it: what a team in that band has on average."""

_WELL: Final = 4
_NOT_WELL: Final = (3, 2)
_COLUMNS: Final = (
    "round", "team", "respondent", "told", "kind", "stage", "level", "role", "followed", "closed_us", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What episodes are as evidence. Its ``repr`` tells nothing of anybody.

    Attributes:
        acts, responses: of the schemas in ``evidence``; persons and responders null, lines 0, each at the end of its
            round, ``exposure_ref`` :data:`PULSE` and the round.
        tellers: id of an act -> how many people told of acts of its kind in that round of that team.
        left_out: episodes left out because such acts were seen.
    """

    acts: pa.Table = field(repr=False)
    responses: pa.Table = field(repr=False)
    tellers: Mapping[str, int] = field(repr=False)
    left_out: int = 0


def retold(episodes: pa.Table, seen: pa.Table, on_us: int) -> Told:
    """The own and witnessed episodes of every team and round that five people or more told of.

    Args:
        episodes: of ``evidence.episode.SCHEMA``, teams as they are shown. Those without a team are left out.
        seen: acts known otherwise, with columns team, kind and at_us (µs UTC). on_us: later rounds are left out.
    """
    groups: dict[tuple[int, str, str, str, bool], list[dict[str, Any]]] = {}
    for row in _rows(episodes):
        if row["team"] is None or row["told"] == "held_back" or row["closed_us"] > on_us:
            continue
        key = (row["closed_us"], row["round"], row["team"], row["told"], row["role"] == "leader")
        groups.setdefault(key, []).append(row)
    known = _seen(seen)
    acts: list[Act] = []
    responses: list[Response] = []
    tellers: dict[str, int] = {}
    left_out = 0
    for key, rows in sorted(groups.items()):
        closed_us, _, team, _, _ = key
        # What others saw and heard is public, so it is taken away first, and five people have to be left.
        kept = [row for row in rows if not _near(known.get((normalise(team), row["kind"]), ()), closed_us)]
        left_out += len(rows) - len(kept)
        told_by = {row["respondent"] for row in kept}
        if len(told_by) < FEWEST_TELLERS:
            continue
        for one, answer in _as_acts(kept, exact=len(told_by) >= EXACT_FROM):
            acts.append(one)
            tellers[one.id] = len({row["respondent"] for row in kept if row["kind"] == one.kind})
            responses += [] if answer is None else [answer]
    return Told(act.table(acts), response.table(responses), tellers, left_out)


def counted(episodes: pa.Table, told: str, from_us: int, on_us: int) -> dict[str, dict[str, int]]:
    """Team -> rung -> episodes of one sort, of the rounds that five people or more of the team told of.

    A rung counts in those rounds alone in which three people told of it: two days' sums, one taken from the other, are
    a round's own.

    Args:
        told: one of ``evidence.episode.TOLD``. from_us, on_us: rounds closed in (from_us, on_us], µs UTC.
    """
    rounds: dict[tuple[int, str, str], list[dict[str, Any]]] = {}
    for row in _rows(episodes):
        if row["team"] is not None and row["told"] == told and from_us < row["closed_us"] <= on_us:
            rounds.setdefault((row["closed_us"], row["round"], row["team"]), []).append(row)
    found: dict[str, dict[str, int]] = {}
    for (_, _, team), rows in sorted(rounds.items()):
        if len({row["respondent"] for row in rows}) < FEWEST_TELLERS:
            continue
        counts = found.setdefault(team, dict.fromkeys(STAGES, 0))
        on: dict[str, list[str]] = {}
        for row in rows:
            on.setdefault(row["stage"], []).append(row["respondent"])
        for stage, who in on.items():
            counts[stage] += len(who) if len(set(who)) >= LEAST_ON_A_RUNG else 0
    return found


def _rows(episodes: pa.Table) -> list[dict[str, Any]]:
    columns = zip(*(episodes.column(name).to_pylist() for name in _COLUMNS), strict=True)
    return [dict(zip(_COLUMNS, values, strict=True)) for values in columns]


def _seen(seen: pa.Table) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    columns = (seen.column(name).to_pylist() for name in ("team", "kind", "at_us"))
    for team, kind, at_us in zip(*columns, strict=True):
        if team is not None:
            found.setdefault((normalise(team), kind), []).append(at_us)
    return found


def _near(times: Iterable[int], closed_us: int) -> bool:
    """Whether anything happened in the two weeks that a round asks about."""
    return any(closed_us - PERIOD_US < at_us <= closed_us for at_us in times)


def _as_acts(rows: Sequence[dict[str, Any]], *, exact: bool) -> list[tuple[Act, Response | None]]:
    """Episodes of one group, in an order and with levels that tell of no single one unless they may be exact."""
    nth: dict[str, int] = {}
    named = []
    for row in rows:
        nth[row["respondent"]] = nth.get(row["respondent"], 0) + 1
        named.append((_id(row, nth[row["respondent"]], "q-" if exact else BANDED), row))
    if not exact:
        named = _without_rare_rungs(named)
    named.sort(key=lambda pair: (pair[1]["stage"], pair[0]))
    levels = _levels(named, exact=exact)
    out = []
    for name, row in named:
        one = Act(
            id=name,
            team=row["team"],
            at_us=row["closed_us"],
            kind=row["kind"],
            stage=row["stage"],
            reporter="own" if row["told"] == "own" else "witnessed",
            exposure_ref=f"{PULSE}{row['round']}",
            source=row["source"],
            line=0,
        )
        level = levels.get(name)
        answer = None
        if level is not None:
            answer = Response(
                id=f"{name}-r",
                act_id=name,
                level=level,
                role=row["role"],
                at_us=row["closed_us"],
                followed=row["followed"] if exact else "unknown",
                source=row["source"],
                line=0,
            )
        out.append((one, answer))
    return out


def _without_rare_rungs(named: Sequence[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The same with what stands on a rung of one or two episodes told on the rung of most: they are told nowhere."""
    on = Counter(row["stage"] for _, row in named)
    most = max(STAGES, key=lambda stage: on[stage])
    return [(name, row if on[row["stage"]] >= LEAST_ON_A_RUNG else {**row, "stage": most}) for name, row in named]


def _levels(named: Sequence[tuple[str, dict[str, Any]]], *, exact: bool) -> dict[str, int]:
    """Id -> the level an episode counts with: its own, or one that is the same whichever of them was met how."""
    answered = [(name, row) for name, row in named if row["level"] is not None]
    if exact:
        return {name: row["level"] for name, row in answered}
    # With fewer than five who said how, even the band would come close to telling of one of them.
    if len({row["respondent"] for _, row in answered}) < FEWEST_TELLERS:
        return {}
    n = len(answered)
    share = SHARES[band_of(sum(row["level"] >= _WELL for _, row in answered) / n, 0.0, 1.0)]
    found, not_well = {}, 0
    for place, (name, _) in enumerate(answered):
        # Evenly over the rungs: the place-th is met well wherever another whole one is due.
        if int((place + 1) * share + 0.5) > int(place * share + 0.5):
            found[name] = _WELL
        else:
            found[name] = _NOT_WELL[not_well % len(_NOT_WELL)]
            not_well += 1
    return found


def _id(row: Mapping[str, Any], nth: int, begins: str) -> str:
    """A name of its own for an episode: of its round, its token and which of theirs it is, and of nothing it says."""
    said = "\0".join((row["source"], row["round"], row["respondent"], row["told"], str(nth)))
    return f"{begins}{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
