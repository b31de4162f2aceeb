"""What is said of one unit: verdict, claim and grounds, and for whose eyes; and the order units stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from saidanddone.forecast.trust.result import TrustForecast
from saidanddone.privacy.door import AUDIENCES
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report.timeline import only_told
from saidanddone.report.voice import THIRD, Subject, Voice, by, is_own, sort_of, subject
from saidanddone.report.words import (
    EITHER_WAY,
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
    too_early,
)
from saidanddone.settings import default

__all__ = [
    "NOTHING_YET",
    "VERDICTS",
    "Subject",
    "by",
    "by_caution",
    "claim",
    "first_unit",
    "for_whose_eyes",
    "grounds",
    "in_order",
    "is_own",
    "is_stale",
    "line_of",
    "look",
    "may_rank",
    "order_of",
    "sort_of",
    "subject",
    "unit_sentence",
    "verdict",
    "volume",
]

NOTHING_YET: Final = "nothing to go on yet"

VERDICTS: Final = (
    "reliable", "leaning_reliable", "either", "on_the_line", "leaning_short", "short", "start", "early", "nothing",
)  # fmt: skip
"""The answers a trust forecast can give, surest good first, emptiest last."""


STALE_DAYS: Final = 180.0
"""Half a year without an outcome, or one half-life if that is longer: what there is has gone stale."""


def line_of(trust: TrustForecast) -> str:
    """The line as a percentage."""
    return percent(trust.line)


def verdict(trust: TrustForecast) -> str:
    """One of :data:`VERDICTS`; the order of the questions is the order in which a careful reader asks them.

    Nothing known comes first (T9), too few occasions second (T2), too wide an interval third, and only then on which
    side of the line the rate lies.
    """
    p = known(trust.p_above)
    if trust.state == "none" or known(trust.mean) is None or trust.counts.get("settled", trust.occasions) == 0:
        return "nothing"
    if trust.occasions < default("fewest_occasions"):
        return "start"
    if p is None or too_early(trust.low, trust.high):
        return "early"
    word, side = certainty(p)
    if word in ("almost certainly", "probably"):
        return "reliable" if side else "short"
    if trust.settle.verdict == "on_the_line":
        return "on_the_line"
    if word == "more likely than not":
        return "leaning_reliable" if side else "leaning_short"
    return "either"


def look(trust: TrustForecast) -> str:
    """The key of ``tokens.STATES`` to draw it with, so that words and colour always say the same (T9)."""
    return {"nothing": "none", "reliable": "kept", "short": "broken"}.get(verdict(trust), "uncertain")


def claim(released: Released, voice: Voice = THIRD) -> str:
    """The answer for one unit with its certainty in words; no full stop, first letter large."""
    trust, who = released.trust, subject(released, voice)
    word, _ = certainty(known(trust.p_above) or 0.0)
    line = line_of(trust)
    what = who.what
    answer = verdict(trust)
    if answer == "nothing":
        return f"About {what} there is {NOTHING_YET}"
    if answer == "start":
        return _start(released, who)
    if answer == "early":
        return _early(trust, what)
    mean, high, ours = known(trust.mean), known(trust.high), voice.says_we(released)
    if answer == "short" and mean is not None and high is not None and max(mean, high) < 0.5:
        said = f"{what} is, dependably, more often not kept than kept"
    else:
        said = {
            "reliable": f"we can {word} rely on {what}" if ours else f"{what} can {word} be relied on",
            "leaning_reliable": f"{what} is {word} kept at least {line} of the time",
            "either": f"{what} could go either way: kept {line} of the time, or not",
            "on_the_line": f"{what} sits right on the line of {line}",
            "leaning_short": f"{what} is {word} kept less than {line} of the time",
            "short": f"{what} {word} falls short: it is kept less than {line} of the time",
        }[answer]
    # However sure it was, what nothing new bears out is told with its age (T8).
    aged = f", though the last outcome is {span(trust.fresh_days)} old" if is_stale(trust) else ""
    return sentence_case(said + aged)


def is_stale(trust: TrustForecast) -> bool:
    """Whether the newest outcome is so old that what all of them say has faded (T8)."""
    fresh, half = known(trust.fresh_days), known(trust.half_life_days)
    return fresh is not None and fresh > max(STALE_DAYS, half or 0.0)


def _early(trust: TrustForecast, what: str) -> str:
    """Too early, or too long ago, first; then the side of the line, where so wide an interval leaves little doubt."""
    p = known(trust.p_above)
    word, side = (EITHER_WAY, True) if p is None else certainty(p)
    old = f": the last outcome is {span(trust.fresh_days)} old" if is_stale(trust) else ""
    when = "too long ago" if old else "too early"
    if word not in ("almost certainly", "probably"):
        return f"It is {when} to say whether {what} can be relied on{' today' if old else ''}{old}"
    kept = f"kept {'at least' if side else 'less than'} {line_of(trust)} of the time"
    return f"It is {when} to say much of {what}, though it is {word} {kept}{old}"


def _start(released: Released, who: Subject) -> str:
    counts, trust = released.trust.counts, released.trust
    settled = counts.get("settled", trust.occasions)
    kept = min(counts.get("kept", 0), settled)
    if only_told(released.marks):
        rounds = count_of(trust.occasions, "round")
        return sentence_case(f"of {who.what} only answers tell, in {rounds}: too little to be a record")
    if not kept:  # so few prove nothing, and are called nothing
        known_of = (
            "one outcome is known, not kept" if settled == 1 else f"{number(settled)} outcomes are known, none kept"
        )
        on = f", all on {count_of(trust.occasions, 'occasion')}" if settled != trust.occasions else ""
        return sentence_case(f"of {who.what} {known_of}{on}: too little to say anything yet")
    start = "a good start" if kept == settled else "a start"
    promises = who.promise if settled == 1 else f"{who.promise}s"
    was = "was" if kept == 1 else "were"
    said = who.kept.format(f"{number(kept)} of {number(settled)} {promises}", was=was)
    if settled != trust.occasions:
        said += f", all on {count_of(trust.occasions, 'occasion')}"
    return sentence_case(f"{said}: {start}, too little to be a record")


def volume(trust: TrustForecast) -> str:
    """What it rests on: ``34 occasions, 12 of them in the last 90 days``."""
    said = count_of(trust.occasions, "occasion")
    if not trust.occasions:
        return said
    if trust.recent >= trust.occasions:
        return f"{said}, {'all ' if trust.occasions > 1 else ''}in the last 90 days"
    return f"{said}, {number(trust.recent) if trust.recent else 'none'} of them in the last 90 days"


def grounds(released: Released, voice: Voice = THIRD) -> str:
    """The numbers behind the claim, as one sentence."""
    trust, who = released.trust, subject(released, voice)
    if verdict(trust) == "nothing":
        return _why_nothing(trust, who, sum(mark.status == "untold" for mark in released.marks))
    low, high = percent(trust.low), percent(trust.high)
    p = known(trust.p_above)
    if too_early(trust.low, trust.high):
        word, side = (EITHER_WAY, True) if p is None else certainty(p)
        leaning = "" if word == EITHER_WAY else f", leaning {'above' if side else 'below'} {line_of(trust)}"
        between = "" if "unknown" in (low, high) else f", which may be anything from {low} to {high}"
        next_one = f"The next one is {rate(trust.mean, trust.low, trust.high)} likely to be kept"
        return f"{next_one}{between}{leaning}, going by {volume(trust)}."
    return (
        f"The next one is {rate(trust.mean, trust.low, trust.high)} likely to be kept ({low} to {high}), "
        f"going by {volume(trust)}."
    )


def _why_nothing(trust: TrustForecast, who: Subject, untold: int) -> str:
    counts, reasons = trust.counts, []
    made, undated, pending = counts.get("made", 0), counts.get("undated", 0), counts.get("pending", 0)
    if made == 0:
        return f"No {who.promise} was found."
    waiting = max(0, pending - undated - untold)
    if waiting:
        reasons.append(f"{count_of(waiting, who.promise)} {'is' if waiting == 1 else 'are'} not due yet")
    if untold:
        of_them = number(untold) if reasons else count_of(untold, who.promise)
        reasons.append(f"of {of_them} nobody has said what became of {'it' if untold == 1 else 'them'}")
    if undated:
        of_them = number(undated) if reasons else count_of(undated, who.promise)
        reasons.append(f"{of_them} {'has' if undated == 1 else 'have'} no date to be held to")
    if not reasons:
        return f"{sentence_case(count_of(made, who.promise))} read, none of them with an outcome yet."
    return f"{sentence_case(joined(reasons))}."


def unit_sentence(released: Released, voice: Voice = THIRD) -> str:
    """Claim and grounds together: everything a reader needs of one unit."""
    return f"{claim(released, voice)}. {grounds(released, voice)}"


def for_whose_eyes(released: Released, voice: Voice = THIRD) -> str:
    """Who may be shown this, as the door decided it (PRIVACY, Who is measured)."""
    if released.audience == AUDIENCES["leader"] and voice.says_you(released):
        return "For you and, if you agree, your team; never upward, to HR or into appraisal."
    if released.audience == AUDIENCES["team"] and voice.says_we(released):
        return "For everybody on our team, our leads at the same moment."
    return f"For {plain(released.audience)}." if released.audience else ""


def by_caution(released: Sequence[Released]) -> list[Released]:
    """Leaders by name, then teams by name, then the rest surest first.

    Leaders are not ranked against each other, nor teams, whose figures are their leaders' (PRIVACY 1). The rest stand
    by the cautious bound (T2), units without a forecast last, ties by label.
    """

    def key(unit: Released) -> tuple[int, bool, float, str]:
        if not may_rank(unit):
            return ("leader", "team").index(sort_of(unit)), False, 0.0, unit.label
        bound = None if verdict(unit.trust) == "nothing" else known(unit.trust.cautious)
        return 2, bound is None, -(bound or 0.0), unit.label

    return sorted(released, key=key)


def may_rank(unit: Released) -> bool:
    """Whether a unit may stand before or behind another by its figure: never a leader, nor a team by its leaders'."""
    return sort_of(unit) not in ("leader", "team")


def order_of(units: Sequence[Released]) -> str:
    """In words, the order that :func:`by_caution` gives these."""
    ranked = [may_rank(unit) for unit in units]
    if all(ranked):
        return "surest first"
    return "leaders and teams by name, the rest surest first" if any(ranked) else "by name"


def first_unit(diagnosis: ReleasedDiagnosis, voice: Voice = THIRD) -> Released | None:
    """The unit page one speaks of by itself: the reader's own, or the only one there is."""
    own = [unit for unit in diagnosis.released if is_own(unit, voice)]
    if own:
        return own[0]
    return diagnosis.released[0] if len(diagnosis.released) == 1 else None


def in_order(diagnosis: ReleasedDiagnosis, voice: Voice = THIRD) -> list[Released]:
    """Every unit as a page lists them: the one it speaks of first, the others as :func:`by_caution` has them."""
    first, ranked = first_unit(diagnosis, voice), by_caution(diagnosis.released)
    return ranked if first is None else [first, *(unit for unit in ranked if unit is not first)]
