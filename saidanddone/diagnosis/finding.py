"""A diagnosis and its findings: what the evidence says of each unit, with the rows it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from saidanddone.diagnosis.pulse import GroupAnswers, Pulse
from saidanddone.diagnosis.routine import Routine
from saidanddone.diagnosis.speaking import Speaking
from saidanddone.evidence.problem import Problem
from saidanddone.forecast.quadrant import Situation
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.trust.result import Record, TrustForecast

__all__ = ["KINDS", "ActMark", "Behind", "Diagnosis", "Finding", "Mark"]

KINDS = ("leader", "team", "project", "self")


Speakers = tuple[frozenset[str], int]
"""Pseudonyms of those whose acts these are, and how many acts are of nobody known."""

Shares = Mapping[str, tuple[float, float]]
"""Pseudonym, or nothing where nobody knows whose -> how many rows are theirs, and what age has left of those."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One commitment on a timeline: when, what became of it, where it was read. Never what it said.

    Attributes:
        status: one of ``evidence.outcome.STATUSES``; ``untold`` where its day is over and nobody has said what became
            of it, in a source that would say.
    """

    id: str
    made_us: int
    due_us: int | None
    closed_us: int | None
    status: str
    y: int | None
    renegotiated: bool | None
    pressure: bool | None
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class ActMark:
    """One act of vulnerability on a timeline: when, of what kind, how it was met and what followed.

    Never who acted or answered, never what was said.

    Attributes:
        at_us: microseconds UTC. kind, stage: of ``evidence.act``. What would tell of one person is left out at the
            door: kind, stage, state, channel and source are then empty, line 0, level and role None.
        state: ``met`` | ``unanswered`` | ``unsettled`` | ``unseen``, as in ``diagnosis.met.SCHEMA``.
        level: 1..5 of ``evidence.response.LEVELS``, None where nobody has said how. role: ``leader`` or ``peer`` met
            it, None without a response. followed: of ``evidence.response.FOLLOWED``.
        channel: ``meeting``, ``writing`` or ``table``. source, line: where the act was read.
    """

    at_us: int
    kind: str
    stage: str
    state: str
    level: int | None
    role: str | None
    followed: str
    channel: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a unit's safety figures: the door's business, and shown by nothing. Its ``repr`` names nobody.

    Attributes:
        speakers: pseudonyms of those whose acts these are. unnamed: acts of which nobody knows whose they are.
        by_stage, by_channel: the same of each rung and each channel, of acts with a level. answers_by_stage,
            answers_by_channel: who answered them and did not lead, and how many answers are of nobody known.
        most_spoken: share of the acts that is one person's, 0..1: of the acts, or of what age has left of them.
        by_clock: who stopped each clock. by_source, answers_by_source: whose acts, and whose answers but leaders',
            stand in each source.
        shares, answer_shares: rung or channel -> how much of its acts, and of those answers, is whose.
        answering: pseudonyms of those who answered and did not lead, but for those of long ago; empty where only
            leaders' answers were used.
        leading: pseudonyms of those who answered as leaders. nobodys: answers used of which nobody knows whose.
        largest: share of the answers of those who did not lead that is one person's, as ``most_spoken`` is.
        cited: source and line of the acts and of the responses that count, the oldest first.
        all_observed: every act was read off a transcript or thread, so that whoever answered was there.
        same: pseudonym -> one that stands for everybody who may be the same person, where that is not their own.
    """

    speakers: frozenset[str] = field(default=frozenset(), repr=False)
    unnamed: int = 0
    most_spoken: float = 0.0
    by_stage: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    by_channel: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    by_clock: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    by_source: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    answers_by_stage: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    answers_by_channel: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    answers_by_source: Mapping[str, Speakers] = field(default_factory=dict, repr=False)
    shares: Mapping[str, Shares] = field(default_factory=dict, repr=False)
    answer_shares: Mapping[str, Shares] = field(default_factory=dict, repr=False)
    answering: frozenset[str] = field(default=frozenset(), repr=False)
    leading: frozenset[str] = field(default=frozenset(), repr=False)
    nobodys: int = 0
    largest: float = 0.0
    all_observed: bool = False
    cited: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    same: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence says of one unit.

    Attributes:
        id: stable: the pseudonym of a person, or ``team:``/``project:`` and the unit's name.
        kind: one of :data:`KINDS`. unit: pseudonym or unit name. team: the team it belongs to, where known.
        makers: distinct makers behind it (the door's business). leaders_only: every maker is a leader.
        trust, safety: the two forecasts, never blended. ``safety``, and ``speaking`` which stands beside it, are None
            where no act of vulnerability is known. situation: both halves met; None where neither is known.
        evidence: ``source:line`` of every commitment behind it; where acts stand is in ``behind``. marks: the newest
            commitments of them (at most ``diagnosis.trust.MOST_MARKS``), newest last. acts: the newest acts, likewise.
        behind: who stands behind ``safety``; None without one. pulse: what its people answered; routine: how often they
            met; None where no answer, and no calendar or meeting, was read.
    """

    id: str
    kind: str
    unit: str
    team: str | None
    makers: int
    leaders_only: bool
    trust: TrustForecast
    evidence: tuple[str, ...] = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    safety: SafetyForecast | None = None
    situation: Situation | None = None
    speaking: Speaking | None = None
    acts: tuple[ActMark, ...] = field(default=(), repr=False)
    behind: Behind | None = field(default=None, repr=False)
    pulse: Pulse | None = None
    routine: Routine | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything found on one day, before release.

    Attributes:
        on_us: the day asked about. findings: one a unit. record: our own record on this evidence (None when there
            was too little to score). read: table -> rows read. problems: what could not be read.
        version, seed: of the run. sources: file names read. on_day: the day asked about as a date such as 2026-09-30,
            where its last moment in UTC may be another; empty for the UTC day of ``on_us``.
        records: every record with the ids of the units it is scored on; shown only beside all of them.
        groups: what answers tell of departments and of the organisation, and of every team beside them.
    """

    on_us: int
    findings: tuple[Finding, ...]
    record: Record | None
    read: Mapping[str, int]
    problems: tuple[Problem, ...]
    sources: tuple[str, ...]
    version: str
    seed: int
    notes: tuple[str, ...] = ()
    on_day: str = ""
    records: tuple[tuple[frozenset[str], Record], ...] = field(default=(), repr=False)
    groups: tuple[GroupAnswers, ...] = field(default=(), repr=False)
