"""What is said of speaking up and of the four situations, in words that fit the evidence (S1, S6, S7, Q2, Q3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saidanddone.forecast.quadrant import Situation
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.privacy.release import Released
from saidanddone.report.sentences import STALE_DAYS
from saidanddone.report.speakingwords import (
    CLOCK_NAMES,
    LEVEL_WORDS,
    clock_sentence,
    disagreement,
    drift_line,
    followed_line,
    lateness_line,
    leaders_line,
    levels_line,
    only_told,
    speaking_line,
)
from saidanddone.report.voice import THIRD, Voice, is_own
from saidanddone.report.words import (
    EARLY_WIDTH,
    certainty,
    count_of,
    joined,
    known,
    number,
    percent,
    plain,
    rate,
    sentence_case,
    span,
)
from saidanddone.settings import default

__all__ = [
    "CLOCK_NAMES", "LEVEL_WORDS", "SAFETY_VERDICTS", "SITUATION_NAMES", "SITUATION_SAID", "clock_sentence",
    "disagreement", "drift_line", "followed_line", "half_the_job", "lateness_line", "leaders_line", "levels_line",
    "met_well", "robustness", "safety_clause", "safety_grounds", "safety_look", "safety_sentence", "safety_verdict",
    "safety_volume", "settle_sentences", "situation_sentence", "speaking_line",
]  # fmt: skip

SITUATION_NAMES: Final[dict[str, str]] = {
    "both": "said and done",
    "done_not_said": "done, but not said",
    "said_not_done": "said, but not done",
    "neither": "neither",
}
"""A situation's name, short enough for a corner of the map (Q2). The documents' own names stand in the docs: a page
that a leader reads about themselves says what happens and calls nobody anything."""

SITUATION_SAID: Final[dict[str, str]] = {
    "both": "what was said gets done, and what needs saying gets said",
    "done_not_said": "what was said gets done, and what needs saying too often goes unsaid or is not met well",
    "said_not_done": "what needs saying gets said, and what was promised too often does not get done",
    "neither": "what was promised too often does not get done, and what needs saying too often goes unsaid",
}

SAFETY_VERDICTS: Final = (
    "safe", "leaning_safe", "either", "leaning_unsafe", "unsafe", "start", "early", "answered", "silent",
    "unsettled", "nothing",
)  # fmt: skip
"""The answers a safety forecast can give, surest good first, emptiest last."""


def met_well(safety: SafetyForecast) -> int:
    """Acts that were thanked and taken up, or asked for more."""
    return safety.levels.get(4, 0) + safety.levels.get(5, 0)


def safety_verdict(safety: SafetyForecast | None) -> str:
    """One of :data:`SAFETY_VERDICTS`: nothing known first, volume second, width third, and only then the side (S7)."""
    if safety is None or safety.state == "none" or safety.voice is None:
        return "unsettled" if safety is not None and safety.made and not safety.acts else "nothing"
    if only_told(safety):
        return "answered"
    if not safety.acts:
        return "silent" if safety.counts_used and not safety.made else "unsettled" if safety.made else "nothing"
    if safety.acts < default("fewest_occasions"):
        return "start"
    p = known(safety.p_above)
    if p is None or _is_wide(safety):
        return "early"
    word, side = certainty(p)
    if word in ("almost certainly", "probably"):
        return "safe" if side else "unsafe"
    if word == "more likely than not":
        return "leaning_safe" if side else "leaning_unsafe"
    return "either"


def too_early_of(safety: SafetyForecast) -> bool:
    """Whether it is told as too early to say, so that nothing beside it may call it settled."""
    answer = safety_verdict(safety)
    return answer in ("start", "early") or (answer == "answered" and _is_wide(safety))


def _is_wide(safety: SafetyForecast) -> bool:
    return safety.width is None or round(safety.width, 9) > EARLY_WIDTH


def safety_look(safety: SafetyForecast | None) -> str:
    """The key of ``tokens.STATES`` to draw it with, so that words and picture say the same (T9)."""
    looks = {"safe": "kept", "unsafe": "broken", "nothing": "none", "unsettled": "none"}
    return looks.get(safety_verdict(safety), "uncertain")


def _at_least(safety: SafetyForecast, above: bool) -> str:
    if abs(safety.line - 0.5) < 1e-9:
        return "at least half the time" if above else "less than half the time"
    return f"{'at least' if above else 'less than'} {percent(safety.line)} of the time"


def _to(released: Released, voice: Voice) -> str:
    """To whom people speak up, where it is one person."""
    if released.kind not in ("leader", "self"):
        return ""
    return " to you" if is_own(released, voice) else f" to {plain(released.label)}"


def safety_clause(released: Released, voice: Voice = THIRD) -> str:
    """The answer with its certainty in words: a clause for the headline, first letter small, no full stop."""
    safety, to = released.safety, _to(released, voice)
    ours = voice.says_we(released)
    who = "we" if ours else "people"
    whether = f"whether {who} can speak up{to}"
    answer = safety_verdict(safety)
    if safety is None or answer == "nothing":
        return f"whether {who} can speak up cannot be told yet"
    if answer == "unsettled":
        were = "was" if safety.made == 1 else "were"
        return f"{whether} cannot be told before somebody says how {count_of(safety.made, 'moment')} {were} met"
    if answer == "silent":
        seen = f"nobody was seen to speak up{to} in what was read"
        p = known(safety.p_above)
        bad = p is not None and p <= 1 - default("decided")
        return f"{seen}, {'too little for' if bad else 'in'} the time there was"
    if answer == "answered":
        return _answered(safety, who, to)
    provisional = "going only by what others saw, and so provisionally, " if safety.witnessed_only else ""
    if answer == "start":
        return f"{provisional}{_start(safety, to)}"
    word, above = certainty(known(safety.p_above) or 0.0)
    # Voice is of any act, kept back or not; told as what happens when people do speak it would contradict Spoken.
    any_act = f"counting what {'we may leave' if ours else 'may stay'} unsaid, speaking up{to} is"
    if answer == "early":
        if word not in ("almost certainly", "probably"):
            return f"{provisional}it is too early to say {whether}"
        often = _at_least(safety, above)
        return f"{provisional}it is too early to say for sure {whether}, though, {any_act} {word} met well {often}"
    said = {
        "safe": f"{who} can {word} speak up{to} and be met well",
        "leaning_safe": f"{any_act} {word} met well {_at_least(safety, True)}",
        "either": f"{whether} and be met well, counting what may stay unsaid, could go either way",
        "leaning_unsafe": f"{any_act} {word} met well {_at_least(safety, False)}",
        "unsafe": f"{any_act} {word} met well {_at_least(safety, False)}",
    }[answer]
    fresh = known(safety.fresh_days)
    aged = (
        f", though the last time anybody did is {span(fresh)} ago" if fresh is not None and fresh > STALE_DAYS else ""
    )
    return f"{provisional}{said}{aged}"


def _answered(safety: SafetyForecast, who: str, to: str) -> str:
    """What only answers tell of: of nothing that was seen is it known how it was met."""
    p = known(safety.p_above)
    by = f"going only by what {who} answered{', and by silence' if safety.counts_used else ''}"
    word, above = certainty(0.5 if p is None else p)
    if _is_wide(safety) or word not in ("almost certainly", "probably"):
        return f"{by}, it is too early to say whether {who} can speak up{to}"
    return f"{by}, speaking up{to} is {word} met well {_at_least(safety, above)}"


def _start(safety: SafetyForecast, to: str) -> str:
    """A first experience told as what it was, volume first: neither nothing nor a record (S7)."""
    well, n = met_well(safety), safety.acts
    if not well:  # once or twice is an accident as easily as a habit, and is called nothing
        much = f"one moment of speaking up{to}" if n == 1 else f"{count_of(n, 'moment')} of speaking up{to}"
        return f"{much}, {'not' if n == 1 else 'none'} met well: too little to say anything yet"
    if n == 1:
        said = f"the one time somebody spoke up{to}, it was met well: a good first experience"
    else:
        how = "a good start" if well == n else "a start"
        times = f"{number(well)} of {count_of(n, 'time')}"
        said = f"speaking up{to} was met well {times}: {how}"
    p = known(safety.p_above)
    if well == n and safety.counts_used and p is not None and p <= 1 - default("decided"):
        return f"{said}, though few in so much time together"
    return f"{said}, not yet a record"


def safety_volume(safety: SafetyForecast) -> str:
    """What it rests on: ``14 moments on nine occasions, four of them in the last 90 days``."""
    said = f"{count_of(safety.acts, 'moment')} on {count_of(safety.occasions, 'occasion')}"
    if not safety.acts:
        return count_of(0, "moment")
    if safety.recent >= safety.acts:
        return f"{said}, {'all ' if safety.acts > 1 else ''}in the last 90 days"
    return f"{said}, {number(safety.recent) if safety.recent else 'none'} of them in the last 90 days"


def safety_sentence(released: Released, voice: Voice = THIRD) -> str:
    """Claim and grounds of speaking up: everything a reader needs of this half of one unit."""
    grounds = safety_grounds(released)
    return f"{sentence_case(safety_clause(released, voice))}.{' ' if grounds else ''}{grounds}"


def safety_grounds(released: Released) -> str:
    """The numbers behind the claim, as a sentence or two; empty where nothing is known."""
    safety = released.safety
    if safety is None or safety_verdict(safety) == "nothing":
        return ""
    if safety_verdict(safety) == "unsettled":
        return _unsettled(safety)
    said = []
    if safety.spoken is not None and safety.acts:
        one = safety.spoken
        said.append(
            f"The next one to speak up is {rate(one.mean, one.low, one.high)} likely to be met well "
            f"({percent(one.low)} to {percent(one.high)}), going by {safety_volume(safety)}."
        )
    if safety.voice is not None:
        one = safety.voice
        kept_back = "with what may stay unsaid counted as well" if safety.acts else "from silence alone"
        if only_told(safety):
            kept_back = f"from answers{' and silence' if safety.counts_used else ' alone'}"
        said.append(
            f"{sentence_case(kept_back)}, it is {rate(one.mean, one.low, one.high)} "
            f"({percent(one.low)} to {percent(one.high)})."
        )
    return " ".join(said)


def _unsettled(safety: SafetyForecast) -> str:
    """What keeps moments that were seen from saying anything, each with its way out."""
    said = []
    if safety.unsettled:
        were = "was" if safety.unsettled == 1 else "were"
        said.append(
            f"Nobody has said yet how {count_of(safety.unsettled, 'moment')} {were} met that {were}, or may have been, "
            "answered: "
            "`saidanddone listen FILE --into DIR --confirm` asks."
        )
    if safety.unseen:
        went = (
            f"{count_of(safety.unseen, 'moment')} had no answer, and nobody knows whether somebody who leads was there"
        )
        said.append(f"{sentence_case(went)}: a list of meetings with who attended (encounters.csv) tells.")
    return " ".join(said)


def situation_sentence(released: Released, voice: Voice = THIRD) -> str:
    """Which of the four situations, how surely, and whether another line would say otherwise (Q2)."""
    found = released.situation
    if found is None:
        return "Which of the four situations this is cannot be told yet: there is not enough evidence."
    if found.state == "decided" and found.which is not None and found.p is not None:
        p = found.p[found.which]
        said = f"{sentence_case(SITUATION_NAMES[found.which])}: {SITUATION_SAID[found.which]}. "
        word, _ = certainty(p)
        said += f"Of the four situations it is {word} this one ({percent(p)})."
    elif found.state == "half":
        said = _half_answer(found, voice.says_we(released))
    else:
        said = "Not enough evidence yet to say which of the four situations this is."
        if found.p is not None:
            likeliest = max(found.p, key=lambda name: found.p[name] if found.p else 0.0)
            said += f" The likeliest, {SITUATION_NAMES[likeliest]}, has {percent(found.p[likeliest])}."
    robust = robustness(found, released.safety, who="we" if voice.says_we(released) else "people")
    return f"{said} {robust}" if robust else said


def _half_answer(found: Situation, ours: bool) -> str:
    """One half decided, the other not: what is left of the four."""
    trust, safety = found.sides["trust"], found.sides["safety"]
    who = "we" if ours else "people"
    if trust in ("above", "below"):
        known_half = f"what is promised is {'kept' if trust == 'above' else 'not kept often enough'}"
        other = f"whether {who} can speak up"
        left = ("both", "done_not_said") if trust == "above" else ("said_not_done", "neither")
    else:
        known_half = f"{who} {'can speak up' if safety == 'above' else 'are not met well often enough'}"
        other = "whether what is promised gets done"
        left = ("both", "said_not_done") if safety == "above" else ("done_not_said", "neither")
    nothing = "nothing" in (trust, safety)
    names = joined([f"“{SITUATION_NAMES[name]}”" for name in left], "or")
    open_ = "there is nothing to go on yet" if nothing else "is not decided yet"
    said = f"{other}, {open_}" if nothing else f"{other} {open_}"
    return f"Half of the answer is there: {known_half}; {said}. So it is {names}."


def robustness(found: Situation, safety: SafetyForecast | None = None, *, who: str = "people") -> str | None:
    """Whether the answer would be the same at the other safety lines; None where no line would decide that half."""
    others = [one for one in found.at_lines if abs(one[0] - found.safety_line) > 1e-9]
    if found.state == "decided":
        named = {line: which for line, _, which, _ in others}
        differ = {line: f"“{SITUATION_NAMES[which]}”" if which else "not settled"
                  for line, which in named.items() if which != found.which}  # fmt: skip
        return _hangs(found, [*named], {line: f"it would be {said}" for line, said in differ.items()})
    p_at, here = dict(safety.p_above_at) if safety is not None else {}, found.sides["safety"]
    # A line decides its half wherever the answer there is nearer to being whole than it is without that half.
    without = "half" if found.sides["trust"] in ("above", "below") else "open"
    sides = {
        line: ("above" if p_at.get(line, 0.0) >= 0.5 else "below") if state != without and line in p_at else "undecided"
        for line, state, _, _ in others
    }
    if here not in ("above", "below") and not {"above", "below"} & set(sides.values()):
        return None
    told = {
        "above": f"{who} can speak up",
        "below": f"{who} are not met well often enough",
        "undecided": "that would not be settled",
    }
    return _hangs(found, [*sides], {line: told[side] for line, side in sides.items() if side != here})


def _hangs(found: Situation, lines: list[float], differ: Mapping[float, str]) -> str | None:
    """That the answer is the same at those lines, or what it would be instead."""
    if not lines:
        return None
    if not differ:
        return f"It would be the same with the line for speaking up at {joined([percent(line) for line in lines])}."
    told = joined([f"at {percent(line)} {said}" for line, said in differ.items()])
    return f"It hangs on where the line for speaking up is drawn, here at {percent(found.safety_line)}: {told}."


def half_the_job(released: Released, voice: Voice = THIRD) -> str | None:
    """Which half is missing (Q3); None where none is known to be."""
    found = released.situation
    if found is None or found.missing is None:
        return None
    who = "we" if voice.says_we(released) else "people"
    if found.missing == "both":
        return "Both halves of the job are still to do, and each needs tools of its own."
    if found.missing == "safety":
        if found.sides["trust"] == "above":
            missing = f"The missing half is how {who} are met when {'we' if who == 'we' else 'they'} speak up."
            return f"Half of the job is done: promises are kept. {missing}"
        return (
            f"What is known to be missing is how {who} are met when {who} speak up; the other half is not decided yet."
        )
    if found.sides["safety"] == "above":
        return f"Half of the job is done: {who} can speak up. The missing half is that what was said gets done."
    return "What is known to be missing is that what was said gets done; the other half is not decided yet."


def settle_sentences(released: Released) -> list[str]:
    """What would settle the half of speaking up, how long that takes at this pace, or that this pace cannot."""
    safety = released.safety
    if safety is None or safety_verdict(safety) == "nothing":
        return ["Of speaking up there is nothing to go on yet: first moments, and how they were met, give a pace."]
    said = []
    spoken, up, down = safety.spoken, known(safety.if_met_well), known(safety.if_met_badly)
    if spoken is not None and up is not None and down is not None:
        now, better, worse = percent(spoken.mean), percent(up), percent(down)
        rises = f"leave speaking up at {now}" if better == now else f"take speaking up from {now} to {better}"
        falls = f"leave it at {now}" if worse == now else f"take it to {worse}"
        said.append(f"One more that is met well would {rises}; one that is held against somebody would {falls}.")
    if safety.unsettled:
        were = "was" if safety.unsettled == 1 else "were"
        said.append(
            f"Soonest of all: say how {count_of(safety.unsettled, 'moment')} {were} met that {were}, or may have been, "
            "answered. `saidanddone listen FILE --into DIR --confirm` asks."
        )
    said.append(_settling(safety))
    return said


def _settling(safety: SafetyForecast) -> str:
    settle, line = safety.settle, percent(safety.line)
    pace = known(settle.pace_days)
    often = "" if pace is None or pace <= 0 else f"one every {span(pace)}".replace("every a ", "every ")
    voice = safety.voice
    if settle.verdict == "settled" and voice is not None and too_early_of(safety):
        return (
            f"It is not settled: an answer that may be anything from {percent(voice.low)} to {percent(voice.high)} is "
            "too wide to be one. Further moments narrow it."
        )
    if settle.verdict == "settled":
        return f"Which side of {line} speaking up is on is settled for now, as long as new evidence keeps coming."
    if settle.verdict == "possible" and settle.acts:
        more = count_of(settle.acts, "more moment", "more moments")
        when = f": at this pace ({often}) that takes {span(pace * settle.acts)}" if often and pace is not None else ""
        return f"About {more} met as these were would settle which side of {line} it is on{when}."
    if settle.verdict == "cannot_at_this_pace":
        at = f" ({often})" if often else ""
        return (
            f"At this pace{at} speaking up cannot be settled: what is known fades as it comes. It is not about making "
            "people speak more; hearing more of what is said already, in more meetings or threads, brings it nearer."
        )
    if settle.verdict == "on_the_line":
        return f"Speaking up sits on the line of {line} itself: more of the same would not move it to either side."
    return "There is no pace yet to say how long it takes to settle whether people can speak up."
