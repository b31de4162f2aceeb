"""The store's sums said again as plain loops over settled commitments, and ledgers drawn to compare the two."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from saidanddone.evidence.commitment import DIRECTIONS, OUTCOMES, REPORTERS, SUBJECT_KINDS, Commitment
from saidanddone.evidence.outcome import DAY_US, Settled, settle
from saidanddone.evidence.tally import View
from saidanddone.store.tallies import COUNTS

AGED = (
    "kept", "total", "kept_first", "done", "slow_bad", "slow_total",
    "calm_kept", "calm_total", "press_kept", "press_total",
)  # fmt: skip
"""Names of the sums aged by unit."""

SINCE_US = 1_577_836_800_000_000  # 2020-01-01


@dataclass(frozen=True)
class Standing:
    """One commitment of a view, settled: its unit, group and occasion."""

    row: Commitment
    settled: Settled
    unit: str | None
    group: str
    occasion: str | None


def standing(rows: Sequence[Commitment], view: View, on_us: int) -> list[Standing]:
    """The commitments of a view, settled on the day."""
    found = []
    for row in rows:
        if row.subject_kind not in view.subject_kinds:
            continue
        if view.subjects is not None and row.subject not in view.subjects:
            continue
        if view.directions is not None and row.direction not in view.directions:
            continue
        now = settle(row, on_us)
        unit = row.subject if view.by == "subject" else row.team
        occasion = None
        if now.first_due_us is not None:
            occasion = f"o{row.occasion}" if row.occasion is not None else f"d{now.first_due_us // DAY_US}"
        found.append(Standing(row, now, unit, (row.team or "") if view.grouped else "", occasion))
    return found


def batch(of: Standing, among: Sequence[Standing]) -> int:
    """How many commitments of its unit and occasion had been made when its verdict became known, itself included."""
    known = of.settled.known_us
    assert known is not None
    return sum(
        1
        for s in among
        if s.unit == of.unit and s.occasion is not None and s.occasion == of.occasion and s.row.made_us < known
    )


def usable(s: Standing, on_us: int) -> str | None:
    """Why a commitment takes no part, or None."""
    if s.row.made_us > on_us:
        return "made after the day asked about"
    if s.unit is None:
        return "no team"
    if s.settled.status == "withdrawn":
        return "withdrawn"
    if s.settled.first_due_us is None:
        return "no due time"
    if s.settled.y is None or s.settled.known_us is None or s.settled.known_us >= on_us:
        return "no verdict yet"
    return "known before it was made" if s.settled.known_us <= s.row.made_us else None


def fade(age_us: int, half_life: float) -> float:
    """``2^(−age/H)``."""
    return 1.0 if math.isinf(half_life) else math.exp(-math.log(2) * (age_us / (half_life * DAY_US)))


def usable_rows(rows: Sequence[Commitment], view: View, on_us: int) -> tuple[list[Standing], Counter[str]]:
    """The rows of a walk in order, and how many were left out for which reason."""
    reasons = [(s, usable(s, on_us)) for s in standing(rows, view, on_us)]
    kept = [s for s, reason in reasons if reason is None]
    kept.sort(key=lambda s: (s.row.made_us, s.row.id, s.row.source))
    return kept, Counter(reason for _, reason in reasons if reason is not None)


def walk(
    rows: Sequence[Commitment], view: View, on_us: int, half_lives: Sequence[float], rhos: Sequence[float]
) -> dict[str, np.ndarray]:
    """Every sum of a walk forward, by brute force."""
    kept, _ = usable_rows(rows, view, on_us)
    among = [s for s in standing(rows, view, on_us) if s.row.made_us <= on_us]
    shares = {id(s): [1 / (1 + (batch(s, among) - 1) * rho) for rho in rhos] for s in kept}
    n, h, r = len(kept), len(half_lives), len(rhos)
    sums = {f"unit_{x}": np.zeros((n, h, r)) for x in ("kept", "total")}
    sums |= {f"{level}_{x}": np.zeros((n, h)) for level in ("group", "all") for x in ("kept", "total")}
    for i, asked in enumerate(kept):
        for seen in kept:
            y, known_us = seen.settled.y, seen.settled.known_us
            assert y is not None
            assert known_us is not None
            age = asked.row.made_us - known_us
            if age <= 0:
                continue
            for j, half_life in enumerate(half_lives):
                w = fade(age, half_life)
                if seen.unit == asked.unit:
                    for k in range(r):
                        sums["unit_total"][i, j, k] += w * shares[id(seen)][k]
                        sums["unit_kept"][i, j, k] += w * shares[id(seen)][k] * y
                if seen.group == asked.group:
                    sums["group_total"][i, j] += w
                    sums["group_kept"][i, j] += w * y
                sums["all_total"][i, j] += w
                sums["all_kept"][i, j] += w * y
    return sums


TIMES = {
    "hours": st.integers(0, 2000).map(lambda h: SINCE_US + h * DAY_US // 24),
    "days": st.integers(0, 40).map(lambda d: SINCE_US + d * DAY_US),
    "years": st.integers(0, 3000).map(lambda d: SINCE_US + d * DAY_US),
    "any": st.integers(SINCE_US - 10 * 365 * DAY_US, SINCE_US + 10 * 365 * DAY_US),
    "before 1970": st.integers(-5 * DAY_US, 5 * DAY_US),
}


@st.composite
def commitments(draw: st.DrawFn, number: int, times: st.SearchStrategy[int]) -> Commitment:
    """A commitment with any mixture of what a source may know."""
    maybe = st.none() | times
    return Commitment(
        id=f"c{number}",
        subject=draw(st.sampled_from(["ana", "bo", "çelik"])),
        made_us=draw(times),
        source=draw(st.sampled_from(["one.csv", "two.csv"])),
        line=number,
        subject_kind=draw(st.sampled_from(SUBJECT_KINDS)),
        maker=draw(st.sampled_from([None, "p-1", "p-2"])),
        team=draw(st.sampled_from([None, "red", "blue"])),
        direction=draw(st.sampled_from([None, *DIRECTIONS])),
        due_us=draw(maybe),
        first_due_us=draw(st.none() | times),
        moved_us=draw(maybe),
        moved_due_us=draw(maybe),
        closed_us=draw(maybe),
        outcome=draw(st.sampled_from([None, *OUTCOMES])),
        outcome_by=draw(st.sampled_from([None, *REPORTERS])),
        known_us=draw(maybe),
        renegotiations=draw(st.sampled_from([None, 0, 1, 3])),
        size=draw(st.sampled_from([None, 0.5, 8.0])),
        formal=draw(st.sampled_from([None, True, False])),
        pressure=draw(st.sampled_from([None, True, False])),
        occasion=draw(st.sampled_from([None, None, None, "launch", "day 18262"])),
    )


@st.composite
def ledgers(draw: st.DrawFn, most: int = 25, least: int = 0) -> list[Commitment]:
    """Up to ``most`` commitments whose times are of one grain, so that ties and shared days are common."""
    times = TIMES[draw(st.sampled_from(sorted(TIMES)))]
    return [draw(commitments(number, times)) for number in range(draw(st.integers(least, most)))]


@st.composite
def days(draw: st.DrawFn, rows: Sequence[Commitment]) -> int:
    """A day to ask about: any, or exactly a moment of the ledger."""
    met = [t for row in rows for t in (row.made_us, row.due_us, row.known_us, row.closed_us) if t is not None]
    far = st.sampled_from([SINCE_US - 11 * 365 * DAY_US, SINCE_US + 30 * DAY_US, SINCE_US + 11 * 365 * DAY_US])
    return draw(far | st.sampled_from(met)) if met else draw(far)


def tallied(
    rows: Sequence[Commitment],
    view: View,
    on_us: int,
    slower: float,
    half_lives: Sequence[float],
    rhos: Sequence[float],
) -> dict[str, Any]:
    """Every field of :class:`saidanddone.evidence.tally.Tallies`, by plain loops."""
    made = [s for s in standing(rows, view, on_us) if s.row.made_us <= on_us and s.unit is not None]
    units, groups = sorted({s.unit or "" for s in made}), sorted({s.group for s in made})
    shape = (len(units), len(half_lives), len(rhos))
    aged = {name: np.zeros(shape) for name in AGED}
    of_group = {name: np.zeros((len(groups), len(half_lives))) for name in ("group_kept", "group_total")}
    counts = {name: np.zeros(len(units), dtype=np.int64) for name in COUNTS}
    lateness: dict[int, list[float]] = defaultdict(list)
    seen: dict[tuple[str, int], set[str | None]] = defaultdict(set)
    known: dict[int, list[int]] = defaultdict(list)
    for s in made:
        u, now, row = units.index(s.unit or ""), s.settled, s.row
        maker = row.subject if row.maker is None and row.subject_kind == "person" else row.maker
        seen["makers", u].add(maker)
        for name, true in {
            "made": True,
            now.status: True,
            "undated": now.first_due_us is None,
            "renegotiated": now.renegotiated is True,
            "history_unknown": now.renegotiated is None,
            "formal": row.formal is True,
            "under_pressure": row.pressure is True,
        }.items():
            counts[name][u] += true
        if now.y is None or now.known_us is None or not row.made_us < now.known_us < on_us:
            continue
        counts["settled"][u] += 1
        counts["kept"][u] += now.y
        if row.outcome_by is not None:
            counts[f"by_{row.outcome_by}"][u] += 1
        if row.closed_us is not None and row.closed_us <= on_us:
            counts[now.timing or ""][u] += 1
            lateness[u].append(now.late_days or 0.0)
        known[u].append(now.known_us)
        seen["occasions", u].add(s.occasion)
        if now.known_us >= on_us - 90 * DAY_US:
            seen["occasions_recent", u].add(s.occasion)
        assert now.y_first is not None
        assert now.done is not None
        together = batch(s, made)
        parts = {
            "kept": now.y,
            "total": 1,
            "kept_first": now.y_first,
            "done": now.done,
            "calm_kept": now.y * (row.pressure is False),
            "calm_total": row.pressure is False,
            "press_kept": now.y * (row.pressure is True),
            "press_total": row.pressure is True,
        }
        for j, half_life in enumerate(half_lives):
            w, slow = fade(on_us - now.known_us, half_life), fade(on_us - now.known_us, half_life * slower)
            of_group["group_kept"][groups.index(s.group), j] += w * now.y
            of_group["group_total"][groups.index(s.group), j] += w
            for k, rho in enumerate(rhos):
                share = 1 / (1 + (together - 1) * rho)
                for name, part in parts.items():
                    aged[name][u, j, k] += w * share * part
                aged["slow_bad"][u, j, k] += slow * share * (1 - now.y)
                aged["slow_total"][u, j, k] += slow * share
    for (name, u), found in seen.items():
        counts[name][u] = len(found - {None})
    home = [Counter(s.group for s in made if s.unit == unit) for unit in units]
    return {
        "units": tuple(units),
        "groups": tuple(groups),
        "group": [groups.index(min(c, key=lambda g: (-c[g], g))) for c in home],
        **aged,
        **of_group,
        "all_kept": of_group["group_kept"].sum(axis=0),
        "all_total": of_group["group_total"].sum(axis=0),
        "counts": counts,
        "late_sum": [sum(lateness[u]) for u in range(len(units))],
        "late_square": [sum(x * x for x in lateness[u]) for u in range(len(units))],
        "late_n": [len(lateness[u]) for u in range(len(units))],
        "first_us": [min(known[u], default=-1) for u in range(len(units))],
        "last_us": [max(known[u], default=-1) for u in range(len(units))],
    }
