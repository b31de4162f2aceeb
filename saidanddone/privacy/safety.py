"""What may be told of how people are met when they speak up: whose answers count, and what is left out (PRIVACY 1-3).

Four rules, each a function:

- *Whose answers.* A team's figure is of its leaders' answers. Those of colleagues come into it only where, without any
  leader and without whoever asks, five of them are left and none of those gave more than four fifths: members are not
  scored, one by one or by subtraction.
- *Whose speaking up.* The acts are members'. By rung, channel, kind or date, and as a rate, they are told only where
  five people spoke up; else only together, with the clock that stops in front of everybody.
- *No small rest.* A rung or channel of fewer than three people's acts is left out, or of fewer than three colleagues'
  answers, or of one's nearly alone, and so is another one beside it if what was left out could be worked out from the
  rest. Nor does the list of acts, a clock or a cited row give back what was left out.
- *Whose own.* How somebody answers is told to a leader of their own answers, and to whoever asks of theirs. A policy
  lets promises be forecast by name, never answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from saidanddone.diagnosis.behind import largest
from saidanddone.diagnosis.finding import ActMark, Behind, Finding, Shares, Speakers
from saidanddone.diagnosis.speaking import Clock, Drift, LeadersFirst, Speaking
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
    return not (behind.answering or behind.nobodys) or everybodys_answers(behind, permissions)


def enough_speakers(behind: Behind, fewest: float | None = None) -> bool:
    """Whether five people spoke up, none of them nearly alone; or five acts are of nobody known."""
    least = default("fewest_speakers") if fewest is None else fewest
    return _people((behind.speakers, behind.unnamed), behind.same) >= least and behind.most_spoken <= MOST_OF_ONE


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
        # Whoever answered was there, and sees their own answers (PRIVACY 2).
        return replace(finding, evidence=_beside(finding.evidence, behind.cited)), None
    if not enough_speakers(behind):
        reason = FEW_SPOKE.format(fewest=int(default("fewest_speakers")))
        told = replace(finding, safety=_together(finding.safety), speaking=_in_public(finding.speaking), acts=())
        return told, reason if finding.safety.made else None
    told_of = _Told(
        stages=_told(behind, behind.by_stage, behind.answers_by_stage),
        channels=_told(behind, behind.by_channel, behind.answers_by_channel),
        sources=_sources(behind),
        apart=bool(behind.answering or behind.nobodys),
    )
    return (
        replace(
            finding,
            safety=_no_small_rest(finding.safety, behind, told_of),
            speaking=None if finding.speaking is None else _with_days(finding.speaking, behind, told_of),
            acts=tuple(_mark(mark, told_of) for mark in finding.acts),
            evidence=_beside(finding.evidence, (row for row in behind.cited if row[0] in told_of.sources)),
        ),
        None,
    )


@dataclass(frozen=True)
class _Told:
    """Which rungs, channels and sources may be told of one unit, and whether colleagues' answers are in its figure."""

    stages: frozenset[str]
    channels: frozenset[str]
    sources: frozenset[str]
    apart: bool


def _beside(rows: tuple[str, ...], acts: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Rows of commitments, and those of acts after them, each once."""
    return tuple(dict.fromkeys((*rows, *(f"{source}:{line}" for source, line in acts))))


def _sources(behind: Behind) -> frozenset[str]:
    """Sources that may be named: a file of one person's acts is as often as not named after them."""

    def hides(speakers: Speakers | None) -> bool:
        n = _people(speakers or _NOBODYS, behind.same)
        return not n or n >= LEAST_SPEAKERS

    named = {*behind.by_source, *behind.answers_by_source}
    return frozenset(
        one for one in named if hides(behind.by_source.get(one)) and hides(behind.answers_by_source.get(one))
    )


def _together(safety: SafetyForecast) -> SafetyForecast:
    """Everything that is of all acts at once; nothing by rung, channel or role, no rate, no day, no record of ours."""
    return replace(
        safety,
        stages=(),
        channels=(),
        roles=(),
        speaking=(),
        record=None,
        last_us=None,
        fresh_days=None,
        volume=float(round(safety.volume)),
        settle=replace(safety.settle, pace_days=None),
    )


def _in_public(speaking: Speaking | None) -> Speaking | None:
    """The clocks that stop in front of everybody, those that never stopped, and what leaders did themselves."""
    if speaking is None:
        return None
    clocks = tuple(_alone(clock) for clock in speaking.clocks if clock.kind in PUBLIC_CLOCKS or not clock.seen)
    leaders = _leaders(speaking.leaders)
    if leaders is not None:
        leaders = replace(leaders, before=None, after=None, ratio=None, low=None, high=None)
    return Speaking(clocks=clocks, leaders=leaders)


def _with_days(speaking: Speaking, behind: Behind, told: _Told) -> Speaking:
    """All of it by day; a clock that fewer than three stopped without how often and where."""

    def at(clock: Clock) -> Clock:
        if not clock.seen:
            return clock
        if _people(behind.by_clock.get(clock.kind, _NOBODYS), behind.same) >= LEAST_SPEAKERS:
            source = "" if clock.evidence is None else clock.evidence.rpartition(":")[0]
            return replace(_by_day(clock), evidence=clock.evidence if source in told.sources else None)
        return _alone(clock)

    clocks = tuple(map(at, speaking.clocks))
    return replace(speaking, clocks=clocks, leaders=_leaders(speaking.leaders), drift=_drift(speaking))


def _alone(clock: Clock) -> Clock:
    """The day alone: not how often it was, nor where it stands; and whether all of them count only for want of more."""
    if not clock.seen:
        return clock
    return replace(_by_day(clock), seen=None, assumed=int(clock.assumed >= clock.seen), evidence=None)


def _by_day(clock: Clock) -> Clock:
    days = None if clock.days is None else float(int(clock.days))
    return replace(clock, last_us=_day(clock.last_us), days=days)


def _leaders(leaders: LeadersFirst | None) -> LeadersFirst | None:
    return None if leaders is None else replace(leaders, last_us=_day(leaders.last_us))


def _day(at_us: int | None) -> int | None:
    """The beginning of its UTC day: a team's page tells days, not meetings' minutes."""
    return None if at_us is None else at_us - at_us % DAY_US


def _drift(speaking: Speaking) -> Drift | None:
    """What can be said of inclusion after speaking up, at the least it may rest on; else nothing, no count either."""
    drift = speaking.drift
    if drift is None or drift.state == "none":
        return None
    enough = all(n >= least for n, least in zip((drift.acts, drift.speakers, drift.responders), _LEAST_DRIFT,
                                                strict=True))  # fmt: skip
    return drift if enough else None


def _no_small_rest(safety: SafetyForecast, behind: Behind, told: _Told) -> SafetyForecast:
    """The forecast with the rungs and channels that may be told beside its whole, and without its hours."""
    whole = len(safety.speaking) == 1 and len(behind.by_channel) <= 1  # then its rate is of everybody's acts together
    return replace(
        safety,
        volume=round(safety.volume, 1),
        last_us=_day(safety.last_us),
        fresh_days=None if safety.fresh_days is None else float(int(safety.fresh_days)),
        stages=tuple(one for one in safety.stages if one.stage in told.stages),
        channels=tuple(one for one in safety.channels if one.channel in told.channels),
        speaking=tuple(one for one in safety.speaking if whole or one.channel in told.channels),
    )


_NOBODYS: Final[Speakers] = (frozenset(), 0)


def _told(behind: Behind, parts: Mapping[str, Speakers], answers: Mapping[str, Speakers]) -> frozenset[str]:
    """Which parts of a whole may be told beside it: of three people each, none of them nearly alone, and so is the
    rest, if there is any.

    Args:
        parts: rung or channel -> whose acts are in it. answers: who answered there and did not lead; nobody or three.

    >>> one, many = (frozenset("a"), 0), (frozenset("abcd"), 0)
    >>> sorted(_told(Behind(), {"learner": many, "challenger": one, "contributor": many}, {}))
    ['learner']
    >>> sorted(_told(Behind(), {"learner": many, "contributor": many}, {}))
    ['contributor', 'learner']
    """
    same = behind.same

    def hides(names: Collection[str]) -> bool:
        spoke = _people(_union(parts[name] for name in names), same)
        answered = _people(_union(answers.get(name, _NOBODYS) for name in names), same)
        if spoke < LEAST_SPEAKERS or 0 < answered < LEAST_SPEAKERS:
            return False
        acts = _sum(behind.shares.get(name, {}) for name in names)
        named = {who: share for who, share in acts.items() if who}
        met = _sum(behind.answer_shares.get(name, {}) for name in names)
        return max(largest(named, same, of=acts), largest(met, same)) <= MOST_OF_ONE

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


def _sum(several: Iterable[Shares]) -> Shares:
    found: dict[str, tuple[float, float]] = {}
    for shares in several:
        for who, (n, aged) in shares.items():
            so_far = found.get(who, (0.0, 0.0))
            found[who] = so_far[0] + n, so_far[1] + aged
    return found


def _people(speakers: Speakers, same: Mapping[str, str]) -> int:
    """How many people these are at least, as far as anybody could tell: acts of nobody known, if there are more."""
    known, unnamed = speakers
    return max(len({same.get(who, who) for who in known}), unnamed)


def _mark(mark: ActMark, told: _Told) -> ActMark:
    """The mark without its hour, and without what would give back a part left out or one colleague's answer.

    Of a rung left out the day alone is told: a clock's day may find the act, and must not find how it was met.
    """
    mark = replace(mark, at_us=mark.at_us - mark.at_us % DAY_US)
    if mark.stage not in told.stages:
        mark = replace(mark, kind="", stage="", state="", level=None, role=None, followed="unknown")
    if mark.channel not in told.channels:
        mark = replace(mark, channel="")
    if mark.source not in told.sources:
        mark = replace(mark, source="", line=0)
    if told.apart and mark.state == "met" and mark.role != "leader":
        mark = replace(mark, level=None, followed="unknown")
    return mark
