"""Promises a pulse tells of, where no ledger does: a round of one team is one occasion, whoever told of it (MODEL §1).

Eight people reporting one promise are one promise. So of every round the median respondent counts, over those who had
anything due, five at least: the share kept of what came due. One occasion has one outcome, kept or not; a share becomes
one by carrying what is left over to the team's next round, from a start that hangs on the team's name alone: of rounds
that say .6 three in five are kept, and of many teams' first rounds just as many (docs/decisions/0046).

A round counts only where no ledger tells of that team within ninety days of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.answered import OPEN_US, Counted, promised
from saidanddone.diagnosis.views import Ledger, Unit
from saidanddone.evidence import commitment
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import View
from saidanddone.survey.reportable import LEAST

__all__ = ["ALONE_US", "TOLD", "shares", "told_promises", "with_promises"]

ALONE_US: Final = 90 * DAY_US
"""A ledger speaks for its team from so long before its first word to so long after its last."""

LEDGER: Final = "teams"
TOLD: Final = "pulse-"
"""How the id of a commitment begins that a pulse told of."""

_TIMES: Final = ("made_us", "due_us", "moved_us", "moved_due_us", "closed_us", "known_us", "told_us")


def shares(rounds: Mapping[tuple[int, str], Counted], on_us: int) -> list[tuple[int, str, float]]:
    """Round's end, name and the median share kept of what came due, oldest first; of five respondents or more."""
    found = []
    for (closed_us, name), (due, kept) in sorted(rounds.items()):
        if closed_us > on_us:
            continue
        told = [min(1.0, kept[who] / due[who]) for who in due.keys() & kept.keys() if due[who] > 0]
        if len(told) >= LEAST:
            found.append((closed_us, name, float(np.median(told))))
    return found


def told_promises(
    rounds: Mapping[tuple[int, str], Counted], team: str, on_us: int, source: str, ledger: pa.Table | None = None
) -> list[Commitment]:
    """What a team's rounds say was promised to it, one commitment a round.

    Args:
        rounds: of the team, as ``diagnosis.answered.promised`` gives them. source: where they were read. ledger: the
            team's own commitments.
    """
    covered = _covered(ledger)
    left = _start(team)
    out = []
    for closed_us, name, share in shares(rounds, on_us):
        if covered is not None and covered[0] - ALONE_US < closed_us and closed_us - OPEN_US < covered[1] + ALONE_US:
            continue
        left += share
        kept = left >= 1.0
        left -= kept
        out.append(
            Commitment(
                id=f"{TOLD}{hashlib.sha256(f'{team}{chr(0)}{name}{chr(0)}{closed_us}'.encode()).hexdigest()[:16]}",
                subject=team,
                subject_kind="team",
                team=team,
                direction="to_team",
                made_us=closed_us - OPEN_US,
                due_us=closed_us,
                outcome="kept" if kept else "broken",
                outcome_by="receiver",
                known_us=closed_us,
                source=source,
                line=0,
            )
        )
    return out


def with_promises(
    found: Sequence[Ledger], answers: pa.Table, teams: Iterable[str], people: pa.Table, on_us: int
) -> list[Ledger]:
    """The ledgers with what pulses told of teams at times of which no ledger tells.

    Teams without a ledger of their own are one by themselves, so that what was told of them moves no other's forecast.
    Only of teams whose leaders a roster names: promises to us are theirs, and without one nobody knows whose.
    """
    own = next((one for one in found if one.name == LEDGER), None)
    spelt = {} if own is None else {normalise(name): name for name in own.units}
    later: list[Commitment] = []
    rows: list[Commitment] = []
    units: dict[str, Unit] = {}
    taken = {unit.id for one in found for unit in one.units.values()}
    counts = promised(answers)
    sources = dict(zip(*(answers.column(name).to_pylist() for name in ("team", "source")), strict=True))
    for team in teams:
        if team not in counts:
            continue
        name = spelt.get(normalise(team), team)
        theirs = None if own is None else own.commitments.filter(pc.equal(own.commitments.column("team"), name))
        told = [
            replace(one, subject=name, team=name)
            for one in told_promises(counts[team], team, on_us, sources[team], theirs)
        ]
        leading = _leading(people, team, told)
        if not told or not leading:
            continue
        if normalise(team) in spelt:
            later += told
        else:
            rows += told
            unit_id = next(i for i in (f"team:{name}", *(f"team:{name}#{n}" for n in range(2, 99))) if i not in taken)
            taken.add(unit_id)
            units[name] = Unit(unit_id, "team", name, name, leading, 0, len(told))
    out = list(found)
    if own is not None and later:
        whole = replace(own, commitments=pa.concat_tables([own.commitments, commitment.table(later)]))
        out = [whole if one is own else one for one in found]
    if rows:
        out.append(Ledger("told", "team", View(by="team", grouped=False), commitment.table(rows), units))
    return out


def _leading(people: pa.Table, team: str, told: Sequence[Commitment]) -> frozenset[str]:
    """Who led the team when any of these was promised."""
    names = ("pseudonym", "team", "role", "from_us", "to_us")
    rows = [row for row in zip(*(people.column(name).to_pylist() for name in names), strict=True)
            if row[1] is not None and row[2] == "leader" and normalise(row[1]) == normalise(team)]  # fmt: skip
    return frozenset(
        who for who, _, _, start, end in rows
        if any((start is None or start <= one.made_us) and (end is None or one.made_us < end) for one in told)
    )  # fmt: skip


def _covered(ledger: pa.Table | None) -> tuple[int, int] | None:
    """From when to when a ledger tells of a team, µs UTC."""
    if ledger is None or not ledger.num_rows:
        return None
    times = [time for name in _TIMES for time in ledger.column(name).drop_null().to_pylist()]
    return min(times), max(times)


def _start(team: str) -> float:
    """What a team's first round begins with, 0..1, even over names."""
    return int.from_bytes(hashlib.sha256(team.encode("utf-8", "surrogatepass")).digest()[:6], "big") / 2**48
