"""Leaders going first: their own acts of vulnerability, and what followed in the team (S13, MODEL §5).

Asking, proposing and introducing oneself is what leading consists of anyway; going first is the rest: a mistake, not
knowing, asking for help, something personal, a problem, a challenge, protecting somebody.

Acts of everybody else in the two weeks after a leader's own act are held against those in the two weeks before it.
Pairs of windows never overlap: of two acts too close to each other the one with fewer others near it counts first,
which favours neither what came before nor what came after. A pair counts only where both its windows lie within what
was read. The day of the leader's act, and its meeting or thread, count on neither side: a leader who opens a lively
meeting would otherwise seem to have made it so. Windows are whole days, so that either holds each weekly meeting twice.

Both windows of a pair share a busy or a quiet month, so only how a pair's acts divide into before and after is looked
at. They divide less evenly than coins, for acts come in lively meetings: the pairs say how much less, and few pairs say
little about that, so what is usual stands beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.roles import led_at
from saidanddone.diagnosis.speaking import LeadersFirst
from saidanddone.evidence.act import KINDS
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Ints

__all__ = ["FEWEST_ACTS", "FEWEST_PAIRS", "FIRST", "WINDOW_DAYS", "divided", "leaders_first", "spaced"]

WINDOW_DAYS: Final = 14
"""UTC days on either side of the day of a leader's act."""

FIRST: Final = tuple(kind for kind in KINDS if kind not in ("question", "idea", "introduction"))
"""Kinds of act by which a leader goes first."""

FEWEST_PAIRS: Final = 3
FEWEST_ACTS: Final = 10
"""Pairs of windows, and others' acts in them, below which no ratio is told."""

_USUAL, _WORTH = 0.6, 4.0
"""Variance of a pair's log ratio beyond what chance makes of its counts, before any pair is seen: two meetings a window
whose liveliness has a spread of .6 to .8; and as how many pairs that counts."""


def leaders_first(met: pa.Table, people: pa.Table, on_us: int, *, private: bool = True) -> LeadersFirst | None:
    """What one unit's leaders admitted, asked and challenged themselves, and what followed.

    None where nobody can tell: no roster names a leader, or no act is known by who made it. An act of somebody not
    known counts on neither side, for it may be the leader's own.

    Args:
        met: the unit's rows, of ``diagnosis.met.SCHEMA``; rows after ``on_us`` (µs UTC) do not count.
        people: of ``evidence.people.SCHEMA``; who leads is looked up at the moment of each act.
        private: their own acts count that were in front of nobody, or may have been: for the leader alone. A team is
            told of what is known to have been in front of others.
    """
    if met.num_rows == 0:
        return None
    at_us = met.column("at_us").to_numpy()
    leading = led_at(people, met.column("person"), at_us, met.column("team"))
    rows = met.select(("person", "team", "kind", "public", "cluster", "at_us")).to_pylist()
    seen = [(row, bool(leads)) for row, leads in zip(rows, leading, strict=True) if row["at_us"] <= on_us]
    if not _led(people, {row["team"] for row in rows}) or all(row["person"] is None for row, _ in seen):
        return None
    own = [row for row, leads in seen if leads and row["kind"] in FIRST and (private or row["public"])]
    kinds = Counter(row["kind"] for row in own)
    others = [row for row, leads in seen if not leads and row["person"] is not None]
    days = [row["at_us"] // DAY_US for row, _ in seen]
    opening: dict[str, dict[str, Any]] = {}
    for row in sorted(own, key=lambda row: (row["at_us"], row["cluster"])):
        opening.setdefault(row["cluster"], row)  # several in one meeting are one occasion
    day_of = {cluster: row["at_us"] // DAY_US for cluster, row in opening.items()}
    whole = [
        (day, cluster)
        for cluster, day in day_of.items()
        if min(days) + WINDOW_DAYS <= day <= min(max(days), on_us // DAY_US - 1) - WINDOW_DAYS
    ]
    chosen = spaced([day for day, _ in whole], list(day_of.values()))
    pairs = np.zeros((len(chosen), 2), dtype=np.int64)
    for i, place in enumerate(chosen):
        day, cluster = whole[place]
        apart = np.array([row["at_us"] // DAY_US - day for row in others if row["cluster"] != cluster], dtype=np.int64)
        pairs[i] = ((apart >= -WINDOW_DAYS) & (apart < 0)).sum(), ((apart > 0) & (apart <= WINDOW_DAYS)).sum()
    weeks = 2.0 * len(pairs)
    told = divided(pairs)
    return LeadersFirst(
        acts={kind: kinds[kind] for kind in FIRST if kinds[kind]},
        mistakes_public=sum(row["kind"] == "mistake" and row["public"] is True for row in own),
        last_us=max((row["at_us"] for row in own), default=None),
        before=None if told is None else float(pairs[:, 0].sum()) / weeks,
        after=None if told is None else float(pairs[:, 1].sum()) / weeks,
        ratio=None if told is None else told[0],
        low=None if told is None else told[1],
        high=None if told is None else told[2],
    )


def _led(people: pa.Table, teams: set[str | None]) -> bool:
    """Whether the roster names anybody who leads, or led, one of these teams; any team where one is not known."""
    named = {None if team is None else normalise(team) for team in teams}
    return any(
        role == "leader" and (team is None or None in named or normalise(team) in named)
        for team, role in zip(people.column("team").to_pylist(), people.column("role").to_pylist(), strict=True)
    )


def spaced(days: Sequence[int], among: Sequence[int]) -> list[int]:
    """Places of days whose pairs of windows share no day, the least crowded first; in order of time.

    Args:
        days: candidates, counted in days. among: days of all leaders' own acts, ``days`` among them.
    """
    if not days:
        return []
    at, others = np.array(days, dtype=np.int64), np.unique(np.array(among, dtype=np.int64))
    gap = np.abs(at[:, None] - others[None, :]).astype(np.float64)
    crowded = np.where(gap > 0.0, 1.0 / np.where(gap > 0.0, gap, 1.0), 0.0).sum(axis=1).round(9)
    # Of two that are crowded alike neither the earlier nor the later is favoured: that would favour after or before.
    drawn = at * 2_654_435_761 % 2**32
    chosen: list[int] = []
    for place in np.lexsort((at, drawn, crowded)).tolist():
        if all(abs(int(at[place] - at[taken])) > 2 * WINDOW_DAYS for taken in chosen):
            chosen.append(place)
    return sorted(chosen, key=lambda place: int(at[place]))


def divided(pairs: Ints) -> tuple[float, float, float] | None:
    """After over before, and its 90 % interval, from counts of each pair, (k, 2); None with too little.

    The share after is over-dispersed: a pair of n acts has the variance n·p·q·(1 + n·p·q·σ²), σ² learned from all pairs
    and what is usual. Wilson's interval with a t quantile stands on as many acts as would be as uncertain unclustered.
    """
    before, after = (float(column.sum()) for column in pairs.T) if len(pairs) else (0.0, 0.0)
    total = before + after
    if len(pairs) < FEWEST_PAIRS or total < FEWEST_ACTS:
        return None
    share = (after + 0.5) / (total + 1.0)  # so that neither end is without bound where one side is empty
    n = pairs.sum(axis=1)
    n, later = n[n > 0].astype(np.float64), pairs[n > 0, 1]
    even = share * (1.0 - share)
    strayed = float(((later - n * share) ** 2 / (n * even)).sum())
    freedom = len(n) - 1.0
    usual = _WORTH * even * float(n.mean())
    beyond = max(0.0, (strayed - freedom + usual * _USUAL) / (even * float(n.sum()) * freedom / len(n) + usual))
    counted = total**2 / float((n * (1.0 + n * even * beyond)).sum())
    from scipy.special import stdtrit

    t = float(stdtrit(_WORTH + freedom, 0.95))
    low, high = _wilson(share, counted, t)
    return share / (1.0 - share), low / (1.0 - low), high / (1.0 - high)


def _wilson(share: float, n: float, t: float) -> tuple[float, float]:
    """Wilson's interval of a share within (0, 1), of n that count, ``t`` standard errors either way."""
    centre = share + t * t / (2.0 * n)
    half = t * float(np.sqrt(share * (1.0 - share) / n + t * t / (4.0 * n * n)))
    return (centre - half) / (1.0 + t * t / n), (centre + half) / (1.0 + t * t / n)
