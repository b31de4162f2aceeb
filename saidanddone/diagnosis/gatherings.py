"""Encounters as gatherings of people, each once however many sources tell of it (MISSION T7, C2).

A calendar knows who was asked, a transcript who was heard, a list who came. Two rows are one gathering if they have one
id, or, from different sources, begin within ten minutes of each other and

- one was listened to and they have two people in common, or all of the smaller; or
- both are plans and ask the same people.

A gathering that was called off in one calendar was called off, unless somebody listened to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

__all__ = ["MINUTE_US", "Gathering", "Span", "gatherings", "spans"]

MINUTE_US: Final = 60_000_000
_SAME_START_US: Final = 10 * MINUTE_US
_HEARD: Final = re.compile(r"e-[a-z2-7]{13}")
"""What listening calls an encounter: who was not heard in it may have been there all the same."""

_BOTH: Final = 2
_COLUMNS: Final = ("id", "at_us", "minutes", "kind", "state", "team", "invited", "declined", "attended", "source")

Span = tuple[int, int]
"""The first and the last moment (µs UTC) that a source tells of."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One time that people met, or were meant to. Its ``repr`` names nobody.

    Attributes:
        at_us: when it began, µs UTC. minutes: None where nobody told. kind: ``meeting`` or ``one_to_one``.
        held: it was not called off. team: whose it is, where its source says so.
        invited: who was asked; empty where no plan tells. declined: who of them said no beforehand. came: who is known
            to have come; None where nobody knows. listed: ``came`` is a whole list: whoever is not in it was not there.
        sources: what tells of it. heard: somebody listened to it.
    """

    at_us: int
    minutes: float | None
    kind: str
    held: bool
    team: str | None = field(repr=False)
    invited: frozenset[str] = field(repr=False)
    declined: frozenset[str] = field(repr=False)
    came: frozenset[str] | None = field(repr=False)
    listed: bool
    sources: frozenset[str]
    heard: bool

    @property
    def there(self) -> frozenset[str]:
        """Who was there as far as anybody can tell: those known to have come, else those who were asked."""
        came = self.came or frozenset()
        return came if self.listed else (self.invited - self.declined) | came

    @property
    def meant(self) -> frozenset[str]:
        """Who was to meet: those who were asked, else those who were there."""
        return self.invited or self.there

    @property
    def end_us(self) -> int:
        """When it ended, or was to."""
        return self.at_us + round((self.minutes or 0) * MINUTE_US)


def gatherings(encounters: pa.Table, on_us: int, since_us: int = 0) -> list[Gathering]:
    """Every gathering that began by a moment, in the order of time; written conversations are none.

    Args:
        encounters: of ``evidence.encounter.SCHEMA``. on_us, since_us: µs UTC; what began before is left out.
    """
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in encounters.select(_COLUMNS).to_pylist():
        if row["kind"] != "thread" and since_us <= row["at_us"] <= on_us:
            by_id.setdefault(row["id"], []).append(row)
    told = sorted(((_one(rows), name) for name, rows in by_id.items()), key=lambda at: (at[0].at_us, at[1]))
    out: list[Gathering] = []
    for one, _ in told:
        again = next((place for place in _while_near(out, one) if _same(out[place], one)), None)
        if again is None:
            out.append(one)
        else:
            out[again] = _joined(out[again], one)
    return sorted(out, key=lambda one: one.at_us)


def _while_near(out: Sequence[Gathering], one: Gathering) -> Iterator[int]:
    """Places of those that began within ten minutes before, the latest first."""
    place = len(out) - 1
    while place >= 0 and one.at_us - out[place].at_us <= _SAME_START_US:
        yield place
        place -= 1


def spans(encounters: pa.Table) -> dict[str, Span]:
    """Source -> the first and the last moment it tells of, what it plans for later among them."""
    found: dict[str, Span] = {}
    columns = (encounters.column(name).to_pylist() for name in ("source", "at_us", "kind"))
    for source, at_us, kind in zip(*columns, strict=True):
        if kind != "thread":
            first, last = found.get(source, (at_us, at_us))
            found[source] = min(first, at_us), max(last, at_us)
    return found


def _one(rows: Iterable[dict[str, Any]]) -> Gathering:
    """The rows of one id as one gathering."""
    whole: Gathering | None = None
    for row in sorted(rows, key=lambda row: (row["source"], row["at_us"], sorted(row["invited"]))):
        heard = _HEARD.fullmatch(row["id"]) is not None
        came = frozenset(row["attended"]) or None
        asked, declined = frozenset(row["invited"]), frozenset(row["declined"] or ())
        one = Gathering(
            row["at_us"], row["minutes"], row["kind"], row["state"] == "held", row["team"], asked, declined, came,
            came is not None and not heard, frozenset((row["source"],)), heard,
        )  # fmt: skip
        whole = one if whole is None else _joined(whole, one)
    if whole is None:
        raise ValueError("a gathering needs a row")
    return whole


def _same(one: Gathering, other: Gathering) -> bool:
    if one.sources & other.sources:
        return False
    mine, theirs = one.invited | (one.came or frozenset()), other.invited | (other.came or frozenset())
    if not mine or not theirs:
        return False
    if one.heard or other.heard or one.listed or other.listed:
        return len(mine & theirs) >= min(_BOTH, len(mine), len(theirs))
    return mine == theirs


def _joined(one: Gathering, other: Gathering) -> Gathering:
    """Both accounts as one: a plan's time and people, a list's or a listener's word on who came."""
    plan, more = (other, one) if other.invited and not one.invited else (one, other)
    heard = one.heard or other.heard
    came = None if one.came is None and other.came is None else (one.came or frozenset()) | (other.came or frozenset())
    return Gathering(
        plan.at_us, plan.minutes or more.minutes, plan.kind,
        (one.held and other.held) or heard, plan.team or more.team, plan.invited | more.invited,
        (plan.declined | more.declined) - (came or frozenset()), came,
        one.listed or other.listed, one.sources | other.sources, heard,
    )  # fmt: skip
