"""What stands beside the safety forecast in words: clocks, levels, what followed, lateness, leaders first, drift."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from saidanddone.diagnosis.speaking import Clock, Drift, Lateness, LeadersFirst
from saidanddone.forecast.safety.result import SafetyForecast, SourceSafety
from saidanddone.privacy.release import Released
from saidanddone.report.words import (
    ago,
    count_of,
    day,
    joined,
    known,
    number,
    percent,
    plain,
    rate,
    sentence_case,
    share,
    span,
    whole,
)

__all__ = [
    "CLOCK_NAMES", "LEVEL_WORDS", "UNOBSERVED", "clock_sentence", "clock_when", "disagreement", "drift_line",
    "followed_line", "lateness_line", "leaders_line", "levels_line", "only_told", "record_line", "rests_on",
    "roles_line", "speaking_line", "stages_line",
]  # fmt: skip

LEVEL_WORDS: Final[dict[int, str]] = {
    1: "held against whoever spoke",
    2: "passed over",
    3: "answered and no more, or declined with a reason",
    4: "thanked and taken up",
    5: "asked for more",
}
"""How an act was met, as told to a reader; a reasoned no is level 3 and no punishment (S3)."""

CLOCK_NAMES: Final[dict[str, str]] = {
    "problem_early": "A problem raised early",
    "mistake_uncaught": "A mistake admitted that nobody had found",
    "challenge_public": "A decision challenged in front of others",
}
_UNSURE: Final = {
    "problem_early": ("A problem raised", "when the problem began", "when the problems began"),
    "mistake_uncaught": ("A mistake admitted", "whether anybody had found it", "whether anybody had found them"),
    "challenge_public": ("A decision challenged", "whether others were there", "whether others were there"),
}
"""How a clock is called where some moments count only because the source is silent, and what it is silent about."""

_FOLLOWED: Final = (
    ("changed", "something changed"),
    ("declined_with_reason", "it was declined with a reason"),
    ("nothing", "nothing changed"),
    ("unknown", "nobody has said"),
)
UNOBSERVED: Final = "How much there was to hear is not recorded, so silence cannot be told from nobody listening."
_CHANNELS: Final = {
    "meeting": "in meetings", "writing": "in writing", "table": "as written down in tables",
    "pulse": "as told in pulses",
}  # fmt: skip


def clock_when(clock: Clock, on_us: int, zone: tzinfo) -> str:
    """What it is and when it last happened, as far as that can be told."""
    # Where how many there were may not be told, neither is how many of them the source was silent about.
    mild = clock.kind in _UNSURE and (bool(clock.assumed) or clock.seen is None)
    name = (_UNSURE[clock.kind][0] if mild else CLOCK_NAMES.get(clock.kind)) or "A moment"
    if clock.last_us is None:
        return f"{name}: none in what was read."
    return f"{name}: {ago(clock.last_us, on_us, zone)}, on {day(clock.last_us, zone)}.{_assumed(clock)}"


def _assumed(clock: Clock) -> str:
    """How many count only because nothing says otherwise (decision 0033); empty where none do."""
    if clock.assumed <= 0 or clock.seen is None or clock.kind not in _UNSURE:
        return ""
    _, one, several = _UNSURE[clock.kind]
    if clock.seen == 1:
        return f" It is not recorded {one}; it counts."
    seen, assumed = number(clock.seen), number(clock.assumed)
    of = f"all {seen}" if clock.assumed >= clock.seen else f"{assumed} of {seen}"
    return f" Of {of} it is not recorded {one if clock.assumed == 1 else several}; they count."


def clock_sentence(clock: Clock, on_us: int, zone: tzinfo) -> str:
    """When it last happened, and whether so long a silence is rare (S5)."""
    when = clock_when(clock, on_us, zone)
    if clock.state == "unobserved":
        return f"{when} {UNOBSERVED}"
    over = ""
    if known(clock.exposure) is not None and clock.unit:
        over = f" over {_time_spent(clock.exposure or 0.0, clock.unit)}"
    p = known(clock.surprise)
    if clock.state == "rare":
        odds = "" if p is None else f": {_in_a_hundred(p)} teams where it is just safe enough are silent for so long"
        return f"{when} So long a silence{over} is rare{odds}."
    return f"{when} So long a silence{over} is ordinary."


def _time_spent(amount: float, unit: str) -> str:
    """Occasion there was, as time that people spent: hours in meetings, weeks where they write."""
    one = "week" if unit == "person-weeks" else "hour"
    if amount < 0.5:
        return f"less than {'an' if one == 'hour' else 'a'} {one} that people spent there"
    n = whole(amount)
    return f"{'one' if n == '1' else n} {one if n == '1' else one + 's'} that people spent there"


def _in_a_hundred(p: float) -> str:
    n = round(100 * p)
    return "fewer than one in a hundred" if n < 1 else f"about {number(n)} in a hundred"


def disagreement(released: Released) -> str | None:
    """Where sources disagree about speaking up; None where they do not."""
    safety = released.safety
    apart = [one for one in safety.channels if one.disagrees] if safety is not None else []
    if len(apart) < 2:
        return None
    told = [_source(one) for one in sorted(apart, key=lambda one: -one.mean)]
    return f"Sources disagree: {joined(told)}. Both are counted; which to believe is for those who were there to say."


def _source(one: SourceSafety) -> str:
    where = _CHANNELS.get(one.channel, plain(one.channel))
    return f"{where} {rate(one.mean, one.low, one.high)} are met well ({count_of(one.acts, 'moment')})"


def levels_line(safety: SafetyForecast) -> str:
    """How many moments were met how, worst last."""
    if not safety.acts:
        return "Nobody has said yet how any of it was met."
    told = [f"{number(safety.levels[k])} {LEVEL_WORDS[k]}" for k in (5, 4, 3, 2, 1) if safety.levels.get(k)]
    return f"Of {count_of(safety.acts, 'moment')}: {joined(told)}."


def followed_line(safety: SafetyForecast) -> str:
    """What came of it afterwards; thanks with nothing after it is told (S3)."""
    total = sum(safety.followed.values())
    told = [f"of {number(safety.followed[key])} {said}" for key, said in _FOLLOWED if safety.followed.get(key)]
    if not total or total == safety.followed.get("unknown", 0):
        return "What came of it nobody has said."
    line = f"What came of it: {joined(told)}."
    if safety.thanked_only:
        were = "was" if safety.thanked_only == 1 else "were"
        line += f" {sentence_case(number(safety.thanked_only))} {were} met well and nothing came after it."
    return line


def speaking_line(safety: SafetyForecast) -> str | None:
    """How often people speak up for the time there was; None where no exposure is known."""
    told = []
    for one in safety.speaking:
        times, unit = _UNITS.get(one.unit, (1.0, plain(one.unit)))
        if one.exposure < FEWEST_TOGETHER:
            continue
        told.append(
            f"{_CHANNELS.get(one.channel, plain(one.channel))} {_times(times * one.rate)} times in {unit} "
            f"({_times(times * one.low)} to {_times(times * one.high)})"
        )
    if not told and safety.speaking:
        return "How often somebody speaks up: too little time together was seen to tell a rate."
    return f"How often somebody speaks up: {joined(told)}." if told else None


FEWEST_TOGETHER: Final = 10.0
"""Person-hours in meetings, or person-weeks in writing; from fewer a rate of so many in 100 hours would be made up."""


_UNITS: Final = {
    "person-hours": (100.0, "100 hours that people spent there"),
    "person-weeks": (10.0, "ten people's weeks"),
}


def _times(x: float) -> str:
    return f"{x:.1f}" if x < 9.95 else whole(x)


def lateness_line(l: Lateness) -> str:  # noqa: E741
    """How late bad news is (S9)."""
    days = known(l.days)
    n = count_of(l.problems, "problem or mistake", "problems and mistakes")
    if days is None:
        return f"Of {n} it is known when it began: too few to say how late bad news is."
    early = "" if known(l.early) is None else f"; {share(l.early)} within a week"
    between = "" if known(l.low) is None else f" ({span(l.low)} to {span(l.high)})"
    said = f"Half of the bad news comes within {span(days)} of its beginning{between}, going by {n}{early}."
    trend = known(l.trend)
    if trend is not None and abs(trend) >= 1:
        said += f" Lately that is {span(abs(trend))} {'later' if trend > 0 else 'sooner'} than before."
    return said


def leaders_line(l: LeadersFirst) -> str:  # noqa: E741
    """Whether leaders go first, and what followed in the team (S13)."""
    n = sum(l.acts.values())
    if not n:
        return "No leader was seen to ask for help, admit or share something of their own."
    said = f"Leaders went first {'once' if n == 1 else 'twice' if n == 2 else number(n) + ' times'}"
    public = number(l.mistakes_public) if l.mistakes_public else "none"
    said += f", {public} of them a mistake of their own admitted in front of others."
    low, high, times = known(l.low), known(l.high), known(l.ratio)
    if times is not None and low is not None and high is not None:
        sure = "more often" if low > 1 else "less often" if high < 1 else "about as often, as far as can be told"
        said += (
            f" In the two weeks after, others spoke up {sure} ({times:.1f} times as often; {low:.1f} to {high:.1f})."
        )
    return said


def drift_line(d: Drift | None) -> str | None:
    """Whether those who spoke up were included less afterwards (S4); None where too little may be said."""
    if d is None or d.state == "none":
        return None
    base = f"going by {count_of(d.acts, 'moment')}"
    if d.state == "no_sign":
        return f"No sign that people who spoke up were included less afterwards than comparable colleagues, {base}."
    less = "less" if d.state == "less" else "more"
    said = f"After speaking up, people were included {less} than comparable colleagues, {base}"
    return f"{said}; chance alone would rarely do that."


_STAGES: Final = {
    "inclusion": "introducing oneself and sharing something personal",
    "learner": "asking, admitting and not knowing",
    "contributor": "offering an idea",
    "challenger": "raising a problem and challenging a decision",
}


def stages_line(safety: SafetyForecast) -> str | None:
    """How each rung is met, gentlest first; None where fewer than two are known."""
    told = [
        f"{_STAGES.get(one.stage, plain(one.stage))} {rate(one.mean, one.low, one.high)} ({number(one.acts)})"
        for one in sorted(safety.stages, key=lambda one: [*_STAGES].index(one.stage) if one.stage in _STAGES else 9)
        if one.acts
    ]
    return f"Met well, by what it was: {joined(told)}." if len(told) > 1 else None


def roles_line(safety: SafetyForecast) -> str | None:
    """How leaders and peers meet it; None without two responders of each."""
    told = [
        f"{'those who lead' if one.role == 'leader' else 'peers'} {rate(one.mean, one.low, one.high)} "
        f"({count_of(one.acts, 'moment')})"
        for one in safety.roles
    ]
    return f"Met well, by who answered: {joined(told)}." if len(told) > 1 else None


def record_line(safety: SafetyForecast, whose: str = "") -> str | None:
    """Our own record of forecasting how the next moment is met; None with too few.

    ``whose``: of several units the one it is of, such as `` in Blue`` or `` to Ana``.
    """
    found = safety.record
    if found is None or not found.scored or known(found.log_loss) is None or not known(found.base_log_loss):
        return None
    ours, base = found.log_loss or 0.0, found.base_log_loss or 1.0
    better = 1 - ours / base
    compared = "no less" if better < 0.005 else f"{share(better)} less"
    return (
        f"Of speaking up{whose}: {count_of(found.scored, 'forecast')}, each made before the answer was read, "
        f"{compared} surprised by how it was met than the share so far would have been."
    )


ANSWERS_TOO: Final = (
    "The forecast of speaking up also rests on what people answered, as finely as that is told here and no finer; that "
    "of the next act that is made does not."
)


TOLD_TOO: Final = (
    "How people say in a pulse that moments they made or saw were met is in both forecasts of speaking up, as finely "
    "as may be told; no such moment is listed."
)


def only_told(safety: SafetyForecast) -> bool:
    """Whether only a pulse says how anybody was met: by its answers, or by the moments it told of."""
    return not safety.acts and (safety.answers_used or safety.spoken is not None)


def rests_on(safety: SafetyForecast, *, silence: bool = True) -> list[str]:
    """The small print of speaking up: what it rests on, what did not count and how it would, and what is not scored.

    ``silence``: whether it could have told anything; of one leader's answers it never does.
    """
    seen = f"Speaking up rests on {count_of(safety.acts, 'moment')} of {number(safety.made)} seen{_how_known(safety)}."
    lines = [seen if safety.made else "Nobody was seen to speak up: this rests on silence, for the time there was."]
    told = any(one.channel == "pulse" for one in safety.channels)
    told |= only_told(safety) and safety.spoken is not None
    if safety.answers_used or told:
        lines = [seen if safety.made else "Nobody was seen to speak up."]
        lines += [ANSWERS_TOO] if safety.answers_used else []
        lines += [TOLD_TOO] if told else []
    if safety.unsettled:
        lines.append(
            f"{sentence_case(count_of(safety.unsettled, 'moment'))} "
            f"{'was' if safety.unsettled == 1 else 'were'} answered, may have been, or can be yet, and nobody has said "
            "how: "
            "`saidanddone listen FILE --into DIR --confirm` asks."
        )
    if safety.unanswered:
        was, it, counts = ("was", "it", "counts") if safety.unanswered == 1 else ("were", "them", "count")
        how = f"{was} counted as passed over"
        if not safety.acts:  # A silence has a level only once most answers beside it have (diagnosis.met, rule 4).
            how = f"{counts} as passed over once most answers beside {it} are settled"
        lines.append(
            f"{sentence_case(number(safety.unanswered))} got no answer with somebody there who leads, and {how}."
        )
    if safety.unseen:
        lines.append(
            f"{sentence_case(number(safety.unseen))} got no answer, and nobody knows whether somebody who leads was "
            "there; they count for nothing. A list of meetings with who attended (encounters.csv) tells."
        )
    lines.append(
        f"The line of {percent(safety.line)} for speaking up is ours. What is drawn is how any act would be met, made "
        "or kept back; as nobody sees what was kept back, it is checked by simulation and not scored."
    )
    if len(safety.voice_at) > 1:
        means = sorted(one.mean for one in safety.voice_at)
        least, most = percent(means[0]), percent(means[-1])
        if least != most:  # from nothing at all there is no middle to move
            lines.append(
                "How much people wait for a moment that feels safe cannot be seen either. From not at all to a good "
                f"deal it moves the middle between {least} and {most}; the band holds all of them."
            )
    lines.append("The forecast of the next act that is made is scored against what happened.")
    if silence and not safety.counts_used:
        lines.append("How much time there was to speak is not known, so silence told nothing (exposure.csv tells).")
    return lines


def _how_known(safety: SafetyForecast) -> str:
    if safety.witnessed_only:
        return ", all of them known only from others who saw it: provisional"
    if safety.witnessed:
        return f", {number(safety.witnessed)} of them known from others who saw it"
    return ""
