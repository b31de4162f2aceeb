"""When somebody last raised a problem early, admitted a mistake unasked, or challenged in public, and how rare (S5).

What counts is what is not known to be otherwise: a problem unless it is known to have begun more than a week before, a
mistake unless somebody had found it, a challenge unless nobody else was there. So one act more never makes a silence
longer, and ``Clock.assumed`` says how many counted only because the source does not tell.

How rare a silence is: how probable it would be for a team *at the line*, with the exposure there has been since. Acts
come as a Poisson process, φ·E·exp(a + γψ)·share; φ (how much a team speaks for reasons that are not safety), γ and the
bank's own doubt about its rates are integrated over. Leaving φ out would call twice as many silences rare as are.

Exposure is the members', without their leaders, so with a roster a leader's own act stops no clock: it is counted
beside them (:mod:`saidanddone.diagnosis.leading`).

Silence is one only where such an act would have been told: exposure counts for a clock if the sources tell of acts of
its kind at all. A listener that hears no problems makes no silence about problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis.roles import led_at
from saidanddone.diagnosis.speaking import CLOCKS, Clock
from saidanddone.evidence.act import KINDS, STAGE_OF, STAGES
from saidanddone.evidence.exposure import UNITS
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety import bank

if TYPE_CHECKING:
    from saidanddone.diagnosis.exposure import Stretch

__all__ = ["EARLY_US", "KINDS_OF", "PAUSE_DAYS", "RARE", "SHARES", "clocks", "exposure_since", "stopped", "surprise"]

EARLY_US: Final = 7 * DAY_US
"""A problem is raised early within a week of its beginning."""

RARE: Final = 0.10
"""A silence is rare if a team at the line would be silent so long with a smaller probability."""

PAUSE_DAYS: Final = 14.0
"""Without any exposure recorded for longer than this nobody has looked; for less it is a pause between meetings."""

KINDS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"problem_early": ("problem",), "mistake_uncaught": ("mistake",), "challenge_public": ("challenge", "protection")}
)
"""Clock -> the kinds of act that may stop it. Stepping in for somebody who was punished is a challenge in public."""

SHARES: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "problem_early": {"meeting": 0.15, "writing": 0.15},
        "mistake_uncaught": {"meeting": 0.002, "writing": 0.02},
        "challenge_public": {"meeting": 0.25, "writing": 0.25},
    }
)
"""Clock -> channel -> share of its rung's acts that stop it: the bank's rates are rates of a whole rung.

From a meeting and its chat read by hand (``evaluation/hand_read``): of 74 challenger acts 16 problems and 58
challenges; of 26 learner acts in writing one mistake, of 24 in the meeting none, nearly all being questions. Two in
three problems are taken to be early, and one challenge in three to be of a decision and before others. Of meetings one
learner act in five hundred is assumed to be a mistake admitted unasked: one every month or so, of six people who meet
an hour a week. Chosen low on purpose: a larger share calls more silences rare.
"""


def clocks(
    met: pa.Table,
    stretches: Iterable[Stretch],
    on_us: int,
    *,
    line: float = 0.5,
    told: Iterable[str] | None = None,
    people: pa.Table | None = None,
    by_day: bool = False,
) -> tuple[Clock, ...]:
    """The three clocks of one unit, in the order of :data:`CLOCKS`.

    Args:
        met: the unit's rows, of ``diagnosis.met.SCHEMA``; rows after ``on_us`` do not count.
        stretches: the unit's exposure, not aged. on_us: the moment asked about, µs UTC.
        line: the Voice, 0..1, at which a team is at the line.
        told: kinds of act that the sources tell of at all, here or of another team. Default: those of ``met``, and
            every kind if any of its rows was written into a table by somebody who knew what was asked.
        people: of ``evidence.people.SCHEMA``; acts of whoever led at that moment are left out. None: nobody's are.
        by_day: only the UTC day of the last is told, and exposure counts from its end: nobody can read off the minute.
    """
    if people is not None and met.num_rows:
        leading = led_at(people, met.column("person"), met.column("at_us").to_numpy(), met.column("team"))
        met = met.filter(pa.array(~leading))
    columns = ("kind", "at_us", "began_us", "public", "uncaught", "channel", "source", "line")
    rows = [row for row in met.select(columns).to_pylist() if row["at_us"] <= on_us]
    kept = tuple(stretches)
    if told is None:
        told = KINDS if any(row["channel"] == "table" for row in rows) else {row["kind"] for row in rows}
    heard = frozenset(told)
    return tuple(_clock(name, rows, kept, on_us, line, heard, by_day) for name in CLOCKS)


def stopped(met: pa.Table) -> dict[str, tuple[frozenset[str], int]]:
    """Clock -> who stopped it, and how many of these acts are of nobody known; for the door."""
    rows = met.select(("kind", "person", "at_us", "began_us", "public", "uncaught")).to_pylist()
    found = {}
    for name in CLOCKS:
        who = [row["person"] for row in rows if _counts(name, row) is not None]
        found[name] = frozenset(one for one in who if one is not None), who.count(None)
    return found


def exposure_since(stretches: Iterable[Stretch], since_us: int | None, on_us: int) -> dict[str, float]:
    """Channel -> exposure within ``(since_us, on_us]`` (None: ever), each stretch taken as even over its length."""
    found: dict[str, float] = {}
    for stretch in stretches:
        length = stretch.to_us - stretch.from_us
        start = stretch.from_us if since_us is None else max(stretch.from_us, since_us)
        end = min(stretch.to_us, on_us)
        if length <= 0:  # a moment without length lies inside or outside
            share = 1.0 if stretch.from_us <= on_us and (since_us is None or stretch.from_us > since_us) else 0.0
        else:
            share = max(0, end - start) / length
        if share > 0.0 and stretch.amount > 0.0:
            found[stretch.channel] = found.get(stretch.channel, 0.0) + share * stretch.amount
    return found


def surprise(kind: str, exposure: Mapping[str, float], *, line: float = 0.5) -> float:
    """How probable no act of this clock is, 0..1, for a team at the line with this exposure.

    ∫∫ exp(−φ Σ_c E_c share exp(a_c + γψ)) p(φ) p(γ): never rises with exposure, 1 without any.

    Args:
        kind: one of :data:`CLOCKS`. exposure: channel -> person-hours (meeting) or person-weeks (writing); a channel
            that the bank has no rate for says nothing.
    """
    expected = _expected(kind, exposure, line)
    total = 0.0
    for d, weight in zip(bank.DS, _weights(bank.DS_WEIGHTS), strict=True):
        # The bank may be wrong by an offset common to all teams: to one team it is more of the same as φ.
        phi, phi_weights = bank.phi_nodes(float(np.hypot(d, bank.LEVEL_RATE_SD)), 41)
        silent = np.exp(-phi[None, :] * expected[:, None]) @ phi_weights
        total += weight * float(silent @ _weights(bank.GAMMA_WEIGHTS))
    return float(min(1.0, max(0.0, total)))


def _clock(
    name: str, rows: Sequence[Mapping[str, Any]], stretches: Sequence[Stretch], on_us: int, line: float,
    told: frozenset[str], by_day: bool,
) -> Clock:  # fmt: skip
    counted = [(row, sure) for row in rows if (sure := _counts(name, row)) is not None]
    last = max((row for row, _ in counted), key=_moment, default=None)
    last_us = None if last is None else _moment(last)[0]
    since_us = last_us
    if by_day and last_us is not None:
        last_us -= last_us % DAY_US
        since_us = min(last_us + DAY_US, on_us)
    days = None if last_us is None else (on_us - last_us) / DAY_US
    looked = not told.isdisjoint(KINDS_OF[name])
    since = exposure_since(stretches, since_us, on_us) if looked else {}
    since = {channel: amount for channel, amount in since.items() if channel in bank.RATES}
    paused = not since and looked and bool(stretches) and days is not None and days <= PAUSE_DAYS
    if since:
        most = max(sorted(since), key=lambda channel: float(_expected(name, {channel: since[channel]}, line).sum()))
        probable = surprise(name, since, line=line)
        shown = (since[most], UNITS[most], probable, "rare" if probable < RARE else "ordinary")
    return Clock(
        kind=name,
        last_us=last_us,
        days=days,
        exposure=shown[0] if since else 0.0 if paused else None,
        unit=shown[1] if since else _usual_unit(stretches) if paused else None,
        surprise=shown[2] if since else 1.0 if paused else None,
        state=shown[3] if since else "ordinary" if paused else "unobserved",
        seen=len(counted),
        evidence=None if last is None else f"{last['source']}:{last['line']}",
        assumed=sum(not sure for _, sure in counted),
    )


def _counts(name: str, row: Mapping[str, Any]) -> bool | None:
    """Whether this row stops the clock: True, surely; False, as far as is known; None, it does not."""
    if row["kind"] not in KINDS_OF[name]:
        return None
    if name == "problem_early":
        said = None if row["began_us"] is None else row["at_us"] - row["began_us"] <= EARLY_US
    else:
        said = row["uncaught"] if name == "mistake_uncaught" else row["public"]
    return False if said is None else True if said else None


def _moment(row: Mapping[str, Any]) -> tuple[int, str, int]:
    """When, and where it stands, so that of two at one moment always the same is cited."""
    return row["at_us"], row["source"], row["line"]


def _expected(kind: str, exposure: Mapping[str, float], line: float) -> Floats:
    """Acts to be expected of a team at the line whose φ is 1, by node of γ."""
    stage = STAGES.index(STAGE_OF[KINDS_OF[kind][0]])
    ordinary = sum(
        E * np.exp(bank.RATES[channel][stage]) * SHARES[kind][channel]
        for channel, E in exposure.items()
        if channel in bank.RATES
    )
    return np.asarray(float(ordinary) * np.exp(np.asarray(bank.GAMMAS) * _psi(line)), dtype=np.float64)


@lru_cache(maxsize=16)
def _psi(line: float) -> float:
    return bank.psi_of_voice(line)


def _usual_unit(stretches: Sequence[Stretch]) -> str | None:
    """The unit of the newest exposure there is."""
    known = [stretch for stretch in stretches if stretch.channel in UNITS]
    return UNITS[max(known, key=lambda stretch: (stretch.to_us, stretch.channel)).channel] if known else None


def _weights(values: Sequence[float]) -> Floats:
    return np.asarray(values, dtype=np.float64) / float(np.sum(values))
