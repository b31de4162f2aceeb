"""What a pulse tells, in words: how people answered, what they told of, and where that parts from what was seen (§3).

Every half has its own answer and its own sentence; no number is ever made of both. Answers and behaviour are two
witnesses, and where they part neither is called wrong: it is said what each can see and what it cannot (MISSION S10,
S12, T12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.pulse import Answered, Apart, Pulse
from saidanddone.privacy.pulse import told_at_least
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of, day, joined, known, number, percent, plain, sentence_case
from saidanddone.survey.bands import BANDS, CUTS, band_of

__all__ = [
    "ANSWERS",
    "HALVES",
    "answer_of",
    "apart_in_short",
    "apart_sentences",
    "beside_forecasts",
    "in_order_of_halves",
    "in_short",
    "made_of",
    "promises_told",
    "respondents_of",
    "round_of",
    "told_lines",
    "who_answers",
    "with_pulse",
]  # fmt: skip

HALVES: Final[Mapping[str, str]] = {
    "trust": "What was said gets done",
    "safety": "What needs saying gets said",
    "engagement": "People are asked and heard",
}
"""A half's composite, as a pulse's reader knows it."""

ANSWERS: Final[Mapping[str, str]] = {
    "trust": "for what gets done",
    "safety": "for what gets said",
    "engagement": "for being asked and heard",
}

_RUNGS: Final[Mapping[str, str]] = {
    "inclusion": "belonging",
    "learner": "asking and admitting",
    "contributor": "offering ideas",
    "challenger": "problems and challenges",
}
_TELLS: Final[Mapping[str, tuple[str, str]]] = {
    "trust": (
        "A record of promises knows what was written down and when it was done, not what was meant, heard or hoped.",
        "promises that nobody wrote down",
    ),
    "safety": (
        "What was heard and read knows what was said where somebody listened; what stayed unsaid it cannot know.",
        "what was never said where it could be heard",
    ),
}
"""Half -> what behaviour can see of it and cannot; what answers may know beyond that."""

_COMPOSITE: Final = (
    "Answers: each person's mean over the statements of one half that the round asked, and the mean of that over "
    "people. Of our own four stand for each half, two for being asked and heard, and they take turns. Each half by "
    "itself: no figure is ever made of both."
)
_BANDED: Final = (
    "Answers are told from five respondents in a round; below five nothing, ever. Below twenty only low, middle or "
    "high (on 1 to 5 below {low}, from {low}, from {middle}), never a mean, and how many answered as a least number."
)
_ANSWERS_KNOW: Final = "Answers know what people live with; how often it happened, and when, they do not know."


def in_order_of_halves(answered: Sequence[Answered]) -> list[Answered]:
    """The newest composite of each half, in the order in which halves are told."""
    newest = {one.half: one for one in sorted(answered, key=lambda one: one.closed_us)}
    return [newest[half] for half in HALVES if half in newest]


def with_pulse(first: Released | None, units: Sequence[Released]) -> Released | None:
    """Whose answers page one tells: those of the unit it speaks of, or of the only one that has any."""
    some = [unit for unit in units if unit.pulse is not None and (unit.pulse.latest or unit.pulse.earlier)]
    if first is not None and any(unit is first for unit in some):
        return first
    return some[0] if len(some) == 1 else None


def answer_of(one: Answered) -> str:
    """The answer itself: its band, or from twenty respondents its mean with the 90 % interval, on its scale.

    >>> answer_of(Answered("trust", "r", 0, 5, 1, None, None, None, (1.0, 5.0)))
    'middle of three'
    """
    if one.mean is None or one.low is None or one.high is None:
        return f"{BANDS[one.band]} of three" if one.band == 1 else BANDS[one.band]
    return f"{one.mean:.1f} of {one.scale[1]:g} ({one.low:.1f} to {one.high:.1f})"


def respondents_of(one: Answered) -> str:
    """How many answered, only as finely as that may be told."""
    return f"{'at least ' if told_at_least(one) else ''}{number(one.respondents)} answered"


def round_of(one: Answered, zone: tzinfo = UTC) -> str:
    """Which round, by the day it closed and by its name where that says more."""
    closed, name = day(one.closed_us, zone), plain(one.round)
    dated = name in closed or name.replace("-", "").isdigit()
    return f"the round that closed on {closed}" if dated else f"the round “{name}”, closed on {closed}"


def who_answers(unit: Released, voice: Voice = THIRD, *, named: bool = False) -> str:
    """Who answered, as the subject of a sentence."""
    if voice.says_we(unit):
        return "we"
    return f"people on {plain(unit.label)}" if named else "people"


def in_short(unit: Released, zone: tzinfo = UTC, voice: Voice = THIRD, *, named: bool = False) -> str:
    """One sentence for page one: each half's answer by itself, and of which round; empty without any."""
    newest = [] if unit.pulse is None else in_order_of_halves(unit.pulse.latest)
    told = [one for one in newest if one.half in ("trust", "safety")] or newest
    if not told:
        return ""
    said = joined([f"{answer_of(one)} {ANSWERS[one.half]}" for one in told])
    closed = {one.closed_us for one in told}
    when = f", in the round of {day(told[0].closed_us, zone)}" if len(closed) == 1 else ""
    return f"{sentence_case(who_answers(unit, voice, named=named))} answered {said}{when}."


def apart_in_short(unit: Released, voice: Voice = THIRD) -> str:
    """Where answers and what was seen part, as one sentence for page one; empty where they do not."""
    pulse = unit.pulse
    if pulse is None or not pulse.apart:
        return ""
    halves = joined([_about(one.half, _way(one)) for one in pulse.apart])
    who = who_answers(unit, voice)
    return f"{sentence_case(who)} answered {halves} than what was seen would lead one to expect."


def apart_sentences(unit: Released, one: Apart, voice: Voice = THIRD) -> tuple[str, ...]:
    """Where answers and behaviour part: by how much and which way, what each can see, and what to do with it."""
    who, we = sentence_case(who_answers(unit, voice)), voice.says_we(unit)
    beside = next((each for each in unit.pulse.latest if each.half == one.half), None) if unit.pulse else None
    if beside is None:
        return ()
    low, high = beside.scale
    expected = f"about {one.expected:.1f} of {high:g} ({one.expected_low:.1f} to {one.expected_high:.1f})"
    if one.difference is None or beside.mean is None:
        was = BANDS[band_of(one.expected, low, high)]
        gap = f"The answers are {BANDS[beside.band]}; {expected} was to be expected, which is {was}."
    else:
        way = "higher" if one.direction == "higher" else "lower"
        gap = f"They come to {beside.mean:.1f}, {abs(one.difference):.1f} {way} than the {expected} to be expected."
    often = _of_hundred(one.p)
    chance = f"Did both tell of the same, chance alone would part them so far in at most {often} of 100 rounds."
    sees, more = _TELLS[one.half]
    ask = f"Ask {'each other' if we else 'the team'}, all together and nobody in particular, about {more}."
    return (
        f"{who} answered {_about(one.half, _way(one))} than what was seen would lead one to expect. {gap} {chance}",
        f"{sees} {_ANSWERS_KNOW} Neither takes the other\u2019s place. {ask}",
    )


def _about(half: str, way: str) -> str:
    return f"{way} {ANSWERS[half]}"


def _way(one: Apart) -> str:
    return "better" if one.direction == "higher" else "less well"


def _of_hundred(p: float) -> str:
    return number(max(1, round(100 * p)))


def beside_forecasts(unit: Released, half: str) -> str:
    """What a half's answers have done to the forecast beside them; empty where there is nothing to say of that."""
    pulse = unit.pulse
    if pulse is None:
        return ""
    if half == "trust":
        perceived = known(unit.trust.perceived)
        seen = "" if perceived is None else f" (remembered as about {percent(perceived)})"
        return (
            f"This stands beside trust as people remember it{seen}. It never enters the trust forecast, which counts "
            "what was done."
        )
    if half == "safety":
        if pulse.used:
            return "The safety forecast rests on this too, as far as it is told here, beside what was seen."
        return "It has not moved the safety forecast."
    return "It informs neither forecast."


def told_lines(pulse: Pulse, *, ours: bool = False) -> tuple[tuple[str, str], ...]:
    """What people told of the last two weeks of each round of a year: a name and its sentence each."""
    we = "we" if ours else "people"
    sorts = (
        (f"What {we} did, as told", pulse.own, ""),
        (f"What {we} saw others do", pulse.witnessed, ""),
        (f"What {we} held back", pulse.held_back, " What is held back is in no record: only those who did it know."),
    )
    out = [
        (name, f"{_counted(counts)}{more}")
        for name, counts, more in sorts
        if counts is not None
    ]  # fmt: skip
    promised = promises_told(pulse, ours=ours)
    return (*out, *([("Promises, as told", promised)] if promised else []))


def _counted(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return "Told of in the last year, no kind of it often enough to be counted here."
    parts = [f"{_RUNGS.get(rung, plain(rung))} {count_of(n, 'time')}" for rung, n in counts.items() if n]
    return f"Told of in the last year: {joined(parts)}."


def promises_told(pulse: Pulse, *, ours: bool = False) -> str:
    """Promises that came due and were kept by the middle of what people said; empty where too few did."""
    if pulse.promises_due is None or pulse.promises_kept is None:
        return ""
    due, kept = round(pulse.promises_due), round(pulse.promises_kept)
    to = "to us" if ours else "to the team"
    done = (
        "all of them were kept"
        if kept >= due > 1
        else "it was kept"
        if kept >= due == 1
        else f"{number(kept) if kept else 'none'} of them kept"
    )
    if not due:
        return f"By the middle one of the answers no promise {to} came due in two weeks."
    return f"By the middle one of the answers {count_of(due, 'promise')} {to} came due in two weeks, {done}."


def made_of(diagnosis: ReleasedDiagnosis) -> list[str]:
    """The small print of a pulse: what a figure is made of, and who sees what; nothing where none is told."""
    told = [one for unit in diagnosis.released if unit.pulse for one in (*unit.pulse.latest, *unit.pulse.earlier)]
    told += [one for group in diagnosis.pulses for one in group.answered]
    if not told:
        return []
    low, middle = (1 + 4 * cut for cut in CUTS)
    lines = [_COMPOSITE, _BANDED.format(low=f"{low:g}", middle=f"{middle:g}")]
    if any(one.mean is not None for one in told):
        lines.append(
            "From twenty a mean, rounded, with its 90% interval, unless one or two people have joined or left since an "
            "earlier one. It is estimated with a graded response model, in which the teams of one round inform each "
            "other."
        )
    if any(unit.pulse.own or unit.pulse.witnessed or unit.pulse.held_back for unit in diagnosis.released if unit.pulse):
        lines.append(
            "What people tell of is counted from five who told of something, in teams of six or more; a kind of which "
            "fewer than three told in a round is left out."
        )
    lines.append(
        "Everybody on a team and its leader may see these answers, alike and at the same moment. Nobody's own answers "
        "are shown to anybody; whoever holds the files they were read from can see those."
    )
    return lines
