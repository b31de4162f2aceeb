"""What may be told of how people are met when they speak up: whose answers count, and what is left out (PRIVACY 1-3).

Four rules, each a function:

- *Whose answers.* A team's figure is of its leaders' answers. Those of colleagues come into it only where, without any
  leader and without whoever asks, five of them are left and none of those gave more than four fifths: members are not
  scored, one by one or by subtraction.
- *Whose speaking up.* The acts are members'. By rung, channel, kind or date, and as a rate, they are told only where
  five people spoke up; else only together, with the clock that stops in front of everybody.
- *No small rest.* A rung or channel of fewer than three people's acts is left out, or of fewer than three colleagues'
  answers, and so is another one beside it if what was left out could be worked out from the rest.
- *Whose own.* How somebody answers is told to a leader of their own answers, and to whoever asks of theirs. A policy
  lets promises be forecast by name, never answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from saidanddone.diagnosis.finding import ActMark, Behind, Finding, Speakers
from saidanddone.diagnosis.speaking import Drift, Speaking
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.rules import FEW_ANSWERED, MOST_OF_ONE
from saidanddone.settings import default

__all__ = [
    "FEW_SPOKE", "KIND", "LEAST_SPEAKERS", "PUBLIC_CLOCKS", "enough_speakers", "everybodys_answers",
    "for_release", "may_be_told", "own_answers",
]  # fmt: skip

KIND: Final = "safety"
"""What is counted as withheld."""

FEW_SPOKE: Final = (
    "Fewer than {fewest} people spoke up there, so their acts are told together only: by kind, by date or as a rate "
    "they would come close to telling of one of them."
)

LEAST_SPEAKERS: Final = 3
"""Acts of one rung or channel are told where this many people made them: whoever takes their own away learns of two."""

PUBLIC_CLOCKS: Final = ("challenge_public",)
"""Clocks that stop in front of everybody, so that telling of them tells nobody anything about one person."""

_LEAST_DRIFT: Final = (8, 5, 2)
"""Acts, speakers and responders below which nothing is said of inclusion after speaking up (MODEL §5)."""


def own_answers(name: str, permissions: Permissions) -> bool:
    """Whether this person's own answers may be told, to them: a leader's, or those of whoever asks."""
    return not permissions.above and (name in permissions.leaders or name == permissions.me)


def everybodys_answers(behind: Behind, permissions: Permissions) -> bool:
    """Whether the answers of those who did not lead may be in a team's figure beside its leaders'."""
    if not behind.answering or behind.largest > MOST_OF_ONE:
        return False
    apart = {behind.same.get(who, who) for who in (*permissions.leaders, permissions.me) if who is not None}
    others = {behind.same.get(who, who) for who in behind.answering} - apart
    return len(others) >= permissions.fewest_makers


def may_be_told(finding: Finding, permissions: Permissions) -> bool:
    """Whether there is anything of this finding's safety that may be told, and whose answers it was made of."""
    behind = finding.behind
    if permissions.above or behind is None:
        return False
    if finding.kind in ("leader", "self"):
        return own_answers(finding.unit, permissions)
    return not behind.answering or everybodys_answers(behind, permissions)


def enough_speakers(behind: Behind, fewest: float | None = None) -> bool:
    """Whether five people spoke up, or five acts are of nobody known."""
    least = default("fewest_speakers") if fewest is None else fewest
    return _people((behind.speakers, behind.unnamed), behind.same) >= least


def for_release(finding: Finding, permissions: Permissions) -> tuple[Finding, str | None]:
    """The finding with as much of its safety as may be told, and why the rest may not; None where all of it may."""
    nothing = replace(finding, safety=None, speaking=None, acts=(), behind=None)
    if finding.safety is None or finding.behind is None:
        return nothing, None
    if not may_be_told(finding, permissions):
        person = finding.kind in ("leader", "self")
        return nothing, None if person else FEW_ANSWERED.format(fewest=permissions.fewest_makers)
    behind, own = finding.behind, finding.kind in ("leader", "self")
    if own and behind.all_observed:
        return finding, None  # Whoever answered was there, and sees their own answers (PRIVACY 2).
    if not enough_speakers(behind):
        reason = FEW_SPOKE.format(fewest=int(default("fewest_speakers")))
        told = replace(finding, safety=_together(finding.safety), speaking=_in_public(finding.speaking), acts=())
        return told, reason if finding.safety.made else None
    return (
        replace(
            finding,
            safety=_no_small_rest(finding.safety, behind),
            speaking=None if finding.speaking is None else replace(finding.speaking, drift=_drift(finding.speaking)),
            acts=tuple(_by_day(mark) for mark in finding.acts),
        ),
        None,
    )


def _together(safety: SafetyForecast) -> SafetyForecast:
    """Everything that is of all acts at once; nothing by rung, channel or role, no rate, and no record of ours."""
    return replace(safety, stages=(), channels=(), roles=(), speaking=(), record=None)


def _in_public(speaking: Speaking | None) -> Speaking | None:
    """The clocks that stop in front of everybody, those that never stopped, and what leaders did themselves."""
    if speaking is None:
        return None
    clocks = tuple(clock for clock in speaking.clocks if clock.kind in PUBLIC_CLOCKS or not clock.seen)
    leaders = speaking.leaders
    if leaders is not None:
        leaders = replace(leaders, before=None, after=None, ratio=None, low=None, high=None)
    return Speaking(clocks=clocks, leaders=leaders)


def _drift(speaking: Speaking) -> Drift | None:
    """What can be said of inclusion after speaking up, at the least it may rest on; else nothing, no count either."""
    drift = speaking.drift
    if drift is None or drift.state == "none":
        return None
    enough = all(n >= least for n, least in zip((drift.acts, drift.speakers, drift.responders), _LEAST_DRIFT,
                                                strict=True))  # fmt: skip
    return drift if enough else None


def _no_small_rest(safety: SafetyForecast, behind: Behind) -> SafetyForecast:
    """The forecast with the rungs and channels that may be told beside its whole."""
    stages = _told(behind.by_stage, behind.same, behind.answers_by_stage)
    channels = _told(behind.by_channel, behind.same, behind.answers_by_channel)
    return replace(
        safety,
        stages=tuple(one for one in safety.stages if one.stage in stages),
        channels=tuple(one for one in safety.channels if one.channel in channels),
        speaking=tuple(one for one in safety.speaking if one.channel in channels) or (
            safety.speaking if len(safety.speaking) == 1 else ()
        ),
    )  # fmt: skip


_NOBODYS: Final[Speakers] = (frozenset(), 0)


def _told(
    parts: Mapping[str, Speakers], same: Mapping[str, str], answers: Mapping[str, Speakers] = MappingProxyType({})
) -> frozenset[str]:  # fmt: skip
    """Which parts of a whole may be told beside it: of three people each, and what is left out nobody's or three's.

    Args:
        parts: rung or channel -> whose acts are in it. answers: who answered there and did not lead; nobody or three.

    >>> one, many = frozenset("a"), frozenset("abcd")
    >>> sorted(_told({"learner": (many, 0), "challenger": (one, 0), "contributor": (many, 0)}, {}))
    ['learner']
    >>> sorted(_told({"learner": (many, 0), "contributor": (many, 0)}, {}))
    ['contributor', 'learner']
    """

    def hides(names: Collection[str]) -> bool:
        spoke = _people(_union(parts[name] for name in names), same)
        answered = _people(_union(answers.get(name, _NOBODYS) for name in names), same)
        return spoke >= LEAST_SPEAKERS and (not answered or answered >= LEAST_SPEAKERS)

    told = {name for name in parts if hides([name])}
    while told and (rest := [name for name in parts if name not in told]) and not hides(rest):
        told.remove(min(sorted(told), key=lambda name: _people(parts[name], same)))
    return frozenset(told)


def _union(several: Iterable[Speakers]) -> Speakers:
    known: set[str] = set()
    unnamed = 0
    for names, more in several:
        known |= names
        unnamed += more
    return frozenset(known), unnamed


def _people(speakers: Speakers, same: Mapping[str, str]) -> int:
    """How many people these are at least, as far as anybody could tell: acts of nobody known, if there are more."""
    known, unnamed = speakers
    return max(len({same.get(who, who) for who in known}), unnamed)


def _by_day(mark: ActMark) -> ActMark:
    """The mark without its hour: a team's page tells days, not meetings' minutes."""
    return replace(mark, at_us=mark.at_us - mark.at_us % DAY_US)
