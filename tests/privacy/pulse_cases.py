"""Composites, teams and departments to hold before the door, as several tests of a pulse need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from privacy.door_cases import finding

from saidanddone.diagnosis.finding import Finding
from saidanddone.diagnosis.pulse import Answered, Apart, GroupAnswers, Pulse
from saidanddone.survey.bands import band_of

SCALE = (1.0, 5.0)
DAY = 86_400_000_000


def people(n: int, first: int = 0) -> frozenset[str]:
    """So many pseudonyms, from one of them on."""
    return frozenset(f"p-respondent{at:04d}" for at in range(first, first + n))


def composite(
    n: int, mean: float = 3.56, roster: Iterable[str] | None = None, *, at: int = 0, half: str = "safety"
) -> Answered:
    """A composite of n who answered, with its figures as a diagnosis might make them."""
    who = people(n) if roster is None else frozenset(roster)
    low, high = max(1.0, mean - 0.31), min(5.0, mean + 0.29)
    return Answered(half, f"2026-{at + 1:02d}", at * 30 * DAY, n, band_of(mean, *SCALE), mean, low, high, SCALE, who)


def pulse(*answered: Answered, **more: object) -> Pulse:
    """A pulse of these, the newest of each half its latest."""
    newest = {one.half: one for one in sorted(answered, key=lambda one: one.closed_us)}
    whole = Pulse(
        latest=tuple(newest.values()), earlier=tuple(one for one in answered if one not in newest.values()), apart=(),
        own=None, witnessed=None, held_back=None, promises_due=None, promises_kept=None, used=False,
        rounds=len({one.round for one in answered}),
    )  # fmt: skip
    return replace(whole, **more)  # type: ignore[arg-type]


def asked(*answered: Answered, team: str = "Apollo", **more: object) -> Finding:
    """A team's finding with a pulse."""
    return replace(finding(f"team:{team}", "team", team, leaders_only=True), pulse=pulse(*answered, **more))


def parted(direction: str, expected: float, p: float = 0.034) -> Apart:
    """Where answers about safety part from what was seen."""
    return Apart("safety", direction, expected, expected - 0.41, expected + 0.43, 0.777, p)


def group(kind: str, label: str, teams: Sequence[str], *answered: Answered) -> GroupAnswers:
    """What a group answered; a team's is of that team."""
    return GroupAnswers(kind, label, frozenset(teams), answered)
