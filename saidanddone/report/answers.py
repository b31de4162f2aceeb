"""What people answered, on the page: half by half, round by round, what they told of, and where it parts (S10, S12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.pulse import Answered
from saidanddone.privacy.release import GroupPulse, Released, ReleasedDiagnosis
from saidanddone.report.answerstrip import EARLIER_DRAWN, drawn_answers
from saidanddone.report.answerwords import (
    HALVES,
    answer_of,
    apart_sentences,
    beside_forecasts,
    in_order_of_halves,
    in_short,
    respondents_of,
    round_of,
    told_lines,
    who_answers,
)
from saidanddone.report.markup import Markup, element
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of, plain, sentence_case

__all__ = ["MADE_OF", "answers_in_short", "answers_of_groups", "behind_answers", "of_answers", "place_of_answers"]

MADE_OF: Final = "answers-made-of"
"""The id of the small print that says what a figure of a pulse is made of."""

PARTS: Final = "Where answers and behaviour part"


def place_of_answers(place: int) -> str:
    """The id of a unit's answers."""
    return f"u{place}-answers"


def answers_in_short(unit: Released, place: int, zone: tzinfo, voice: Voice, *, named: bool) -> Markup:
    """Page one's line of answers, a link to all of them; nothing without any."""
    said = in_short(unit, zone, voice, named=named)
    if not said:
        return Markup("")
    cite = element("span", "(", element("a", "all answers", href=f"#{place_of_answers(place)}"), ")",
                   class_="cite")  # fmt: skip
    return element("p", said, "\u00a0", cite, class_="quiet also")


def behind_answers(unit: Released, place: int, zone: tzinfo = UTC, voice: Voice = THIRD) -> list[Markup]:
    """All that a unit's pulse tells, under its head; nothing where it has none."""
    pulse = unit.pulse
    if pulse is None or not (pulse.latest or pulse.earlier):
        return []
    newest = in_order_of_halves(pulse.latest)
    ours = voice.says_we(unit)
    who = sentence_case(who_answers(unit, voice))
    inside = [element("h3", f"What {who.lower()} answered", id=place_of_answers(place))]
    inside.append(element("p", _lead(newest, pulse.rounds, zone), "\u00a0", _how()))
    cells = [
        _cell(one, pulse.earlier, zone, beside_forecasts(unit, one.half), whole=len({n.round for n in newest}) > 1)
        for one in newest
    ]
    if cells:
        inside.append(element("div", *cells, class_="answers"))
    for one in pulse.apart:
        said, *rest = apart_sentences(unit, one, voice) or ("",)
        if said:
            inside.append(element("p", PARTS, class_="half"))
            inside.append(element("p", said, "\u00a0", _how()))
            inside += [element("p", line) for line in rest]
    told = [
        element("div", element("dt", name), element("dd", said, "\u00a0", _how()))
        for name, said in told_lines(pulse, ours=ours)
    ]
    if told:
        inside.append(element("dl", *told))
    return inside


def answers_of_groups(diagnosis: ReleasedDiagnosis, zone: tzinfo = UTC) -> Markup:
    """What departments and the whole organisation answered, as far as that is told; nothing where none is."""
    if not diagnosis.pulses:
        return Markup("")
    parts = [element("h2", "What people answered, several teams together")]
    for group in diagnosis.pulses:
        newest = in_order_of_halves(group.answered)
        earlier = [one for one in group.answered if one not in newest]
        whole = len({one.round for one in newest}) > 1
        parts.append(element("h3", name_of(group)))
        parts.append(element("p", _lead(newest, len({one.round for one in group.answered}), zone), "\u00a0", _how()))
        parts.append(
            element("div", *(_cell(one, earlier, zone, "", whole=whole) for one in newest), class_="answers")
        )  # fmt: skip
    words = (
        "Of several teams a mean is rounded to what two people could have moved it by, and stands only where nobody "
        "could be found out by setting it beside the teams' own."
    )
    return element("section", *parts, element("p", words, "\u00a0", _how(), class_="quiet"), class_="unit",
                   id="groups")  # fmt: skip


def name_of(group: GroupPulse) -> str:
    """A department by its name; the organisation as such."""
    return plain(group.label) if group.label else "The whole organisation"


def of_answers(one: Answered, earlier: Sequence[Answered], zone: tzinfo = UTC) -> str:
    """The picture in words: the newest answer and those before it."""
    said = f"{HALVES[one.half]}: {answer_of(one)}, {respondents_of(one)}, in {round_of(one, zone)}."
    before = [each for each in earlier if each.half == one.half][-EARLIER_DRAWN:]
    told = ", ".join(f"{answer_of(each)} in {round_of(each, zone)}" for each in reversed(before))
    return f"{said} Before: {told}." if told else said


def _cell(one: Answered, earlier: Sequence[Answered], zone: tzinfo, beside: str, *, whole: bool) -> Markup:
    """One half: its name, its picture, its answer, and what it has to do with the forecasts."""
    picture = element("figure", Markup(drawn_answers(one, earlier, zone)), class_="answered", role="img",
                      aria_label=of_answers(one, earlier, zone))  # fmt: skip
    when = f", in {round_of(one, zone)}" if whole else ""
    said = element("p", f"{sentence_case(answer_of(one))}; {respondents_of(one)}{when}.", "\u00a0", _how())
    cited = ["\u00a0", _how()] if "%" in beside else []
    more = [element("p", beside, *cited, class_="quiet")] if beside else []
    return element("div", element("p", HALVES[one.half], class_="half"), picture, said, *more)


def _lead(newest: Sequence[Answered], rounds: int, zone: tzinfo) -> str:
    """Which round, and of how many."""
    if not newest:
        return f"Of {count_of(rounds, 'round')} read the newest may not be told."
    one = max(newest, key=lambda each: each.closed_us)
    same = len({each.round for each in newest}) == 1
    said = f"{sentence_case(round_of(one, zone))}" if same else "Of each half its newest round"
    return f"{said}; {count_of(rounds, 'round')} read in all. Each half is told by itself."


def _how() -> Markup:
    return element("span", "(", element("a", "how", href=f"#{MADE_OF}"), ")", class_="cite")
