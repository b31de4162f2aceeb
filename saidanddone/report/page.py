"""A released diagnosis as one HTML file: no script, no address, nothing fetched; screen, phone, dark and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.privacy.release import Released, ReleasedDiagnosis, require_released
from saidanddone.report.advice import tomorrow
from saidanddone.report.answers import MADE_OF, answers_in_short, answers_of_groups, place_of_answers
from saidanddone.report.answerwords import apart_in_short, made_of, with_pulse
from saidanddone.report.cards import band_cards, many_cards, no_cards, together_cards
from saidanddone.report.changing import change, change_of_many
from saidanddone.report.charts import UNITS_DRAWN
from saidanddone.report.citing import Rows
from saidanddone.report.clocks import last_time, map_of_several, map_section
from saidanddone.report.document import document
from saidanddone.report.headline import halves, headline
from saidanddone.report.lasttime import LastTime, first_of, last_time_section
from saidanddone.report.markup import Markup, code_in, element, joined_markup, options_in
from saidanddone.report.meeting import MET_HOW, meeting_in_short, with_routine
from saidanddone.report.routinewords import WHAT_COUNTS
from saidanddone.report.safetywords import disagreement, safety_verdict, settle_sentences
from saidanddone.report.sections import own_record_section, tomorrow_section, unit_section, units_table
from saidanddone.report.sentences import first_unit, in_order
from saidanddone.report.smallprint import day_asked, small_print
from saidanddone.report.speaking import with_clocks
from saidanddone.report.speakingup import Acts
from saidanddone.report.voice import Voice, only_shown, voice_of, whose
from saidanddone.report.words import count_of, plain

__all__ = ["SCREEN", "Room", "body", "render", "title"]


@dataclass(frozen=True, slots=True)
class Room:
    """How much is told before the rest is counted.

    Attributes:
        rows, rows_of_a_unit: rows listed in all and for one unit; the rest by ``saidanddone explain``.
        units: units with a section of their own. drawn: units in the picture of them all. pictured: timelines.
        tabled: lines of the table of all units.
        unfolded: among more units than this, what stands beside each is folded away. problems: kinds of trouble told.
    """

    rows: int
    rows_of_a_unit: int
    units: int
    drawn: int
    pictured: int
    tabled: int
    unfolded: int
    problems: int


SCREEN: Final = Room(
    rows=5_000, rows_of_a_unit=200, units=100, drawn=UNITS_DRAWN, pictured=12, tabled=1_000, unfolded=3, problems=40
)  # fmt: skip
"""What a page to scroll, unfold and search has room for."""

_DISAGREE: Final = "Where sources disagree"

LONG: Final = 110
"""A headline of more characters is set smaller."""


def render(
    diagnosis: ReleasedDiagnosis,
    *,
    zone: tzinfo = UTC,
    mark: str | None = None,
    remembered: Sequence[LastTime] = (),
    voice: str = "leader",
) -> str:
    """The diagnosis as a page, in the order of REPORT, Page one.

    Args:
        zone: the reader's, for dates. mark: what this page is marked with, such as "From your memory only".
        remembered: the last time somebody spoke up, as its owner told it; the one thing to do may then be about that.
        voice: whose page it is, a ``leader``'s or a ``team``'s: the same figures, told to those who read it.

    Raises:
        NotReleased: privacy has not released it.
    """
    inside = body(diagnosis, zone=zone, mark=mark, remembered=remembered, voice=voice)
    return document(title(diagnosis, zone), inside)


def title(diagnosis: ReleasedDiagnosis, zone: tzinfo = UTC) -> str:
    """What the document is called: ours, and of which day; nobody's name."""
    return f"Said & Done, {day_asked(diagnosis, zone)}"


def body(
    diagnosis: ReleasedDiagnosis,
    *,
    zone: tzinfo = UTC,
    mark: str | None = None,
    remembered: Sequence[LastTime] = (),
    room: Room = SCREEN,
    voice: str = "leader",
) -> Markup:
    """All that the page says, as markup without its looks: what a screen shows and what paper is set from.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    diagnosis = only_shown(diagnosis, voice)
    speaks = voice_of(diagnosis, voice)
    first, ranked = first_unit(diagnosis, speaks), in_order(diagnosis, speaks)
    told = ranked[: room.units]
    most = min(room.rows_of_a_unit, room.rows // max(1, len(told)))
    rows = {unit.id: Rows(unit, place, most) for place, unit in enumerate(told, start=1)}
    if voice == "team":
        remembered = ()  # What somebody remembers is theirs alone.
    parts = [element("p", plain(mark), class_="mark")] if mark else []
    parts.append(_headline(diagnosis, speaks, first, ranked))
    acts = {unit.id: Acts(unit, rows[unit.id], most) for unit in told}
    parts.append(_forecasts(diagnosis, ranked, first, speaks, room.drawn, _also(first, told, rows, zone, speaks)))
    theirs = with_clocks(first, told)
    timed = None
    if theirs is not None and theirs is not first:
        timed = last_time(theirs, acts[theirs.id], diagnosis.on_us, zone, named=True)
    if first is not None:
        parts.append(map_section(first, acts[first.id], diagnosis.on_us, zone, speaks, timed))
    elif diagnosis.distribution is None:
        parts.append(map_of_several(ranked, timed))
    last = [last_time_section(remembered, diagnosis.on_us, zone)] if remembered else []
    parts += last if theirs is None else []
    advice = first_of(remembered, tomorrow(diagnosis, speaks))
    parts.append(tomorrow_section(advice, len(ranked) > 1, acts.get(advice.id)))
    if ranked:
        parts.append(_change_section(first, ranked, rows, acts, speaks))
    parts += [] if theirs is None else last
    if len(ranked) > 1:
        places = {unit: found.place for unit, found in rows.items()}
        parts.append(units_table(ranked, places, room.tabled, yours=first is not None))
    parts += [
        unit_section(
            unit, rows[unit.id], acts[unit.id], diagnosis.on_us, zone, speaks,
            alone=len(ranked) == 1, first=unit is first, picture=rows[unit.id].place <= room.pictured,
            folded=len(ranked) > room.unfolded,
        )
        for unit in told
    ]  # fmt: skip
    parts.append(answers_of_groups(diagnosis, zone))
    if diagnosis.distribution is None:
        parts.append(own_record_section(diagnosis.record))
    return joined_markup(_head(diagnosis, speaks, zone), element("main", *parts), _foot(diagnosis, zone, room.problems))


def _head(diagnosis: ReleasedDiagnosis, voice: Voice, zone: tzinfo) -> Markup:
    by = [element("b", "Said & Done"), *([f" {whose(diagnosis, voice)}"] if whose(diagnosis, voice) else [])]
    return element("header", element("span", *by), element("span", day_asked(diagnosis, zone)))


def _headline(diagnosis: ReleasedDiagnosis, voice: Voice, first: Released | None, ranked: list[Released]) -> Markup:
    """The answer, its first half a link to what it rests on."""
    trust, safety = halves(diagnosis, voice)
    to = "#all" if len(ranked) > 1 and first is None else "#u1-rows" if first is not None and first.marks else None
    said = trust if to is None else element("a", trust, href=to)
    long = "long" if len(headline(diagnosis, voice)) > LONG else None
    return element("h1", said, f"; {safety}." if safety else ".", class_=long)


def _forecasts(
    diagnosis: ReleasedDiagnosis,
    ranked: list[Released],
    first: Released | None,
    voice: Voice,
    most: int,
    also: Sequence[Markup],
) -> Markup:
    if first is not None:
        return band_cards(diagnosis, first, 1, voice, also)
    if diagnosis.distribution is not None:
        return together_cards(diagnosis, diagnosis.distribution)
    return many_cards(diagnosis, ranked, most, also) if ranked else no_cards(diagnosis)


def _also(
    first: Released | None, told: Sequence[Released], rows: Mapping[str, Rows], zone: tzinfo, voice: Voice
) -> list[Markup]:
    """What people answered and how often they met, a line each with a link to the rest; nothing without either."""
    lines = []
    asked, met = with_pulse(first, told), with_routine(first, told)
    if asked is not None:
        lines.append(answers_in_short(asked, rows[asked.id].place, zone, voice, named=asked is not first))
    several = [unit for unit in told if unit.pulse is not None] if asked is None else []
    if several:
        how = element("a", "the first of them", href=f"#{place_of_answers(rows[several[0].id].place)}")
        said = f"People on {count_of(len(several), 'team')} answered; what they said stands with each of them."
        lines.append(element("p", said, "\u00a0", element("span", "(", how, ")", class_="cite"), class_="quiet also"))
    if met is not None:
        lines.append(meeting_in_short(met, rows[met.id].place, voice, named=met is not first))
    return [line for line in lines if line]


def _change_section(
    first: Released | None, ranked: list[Released], rows: Mapping[str, Rows], acts: Mapping[str, Acts], voice: Voice
) -> Markup:
    if first is None:
        cited = element("span", "(", element("a", "all of them", href="#all"), ")", class_="cite")
        said = element("p", change_of_many(ranked), " ", cited)
        inside = [element("h2", "What would change these answers"), said]
    else:
        inside = [element("h2", "What would change this answer")]
        inside += [element("p", sentence, "\u00a0", rows[first.id].cite()) for sentence in change(first)]
        if safety_verdict(first.safety) != "nothing":
            cite = acts[first.id].cite() or _answers(first, rows)
            inside += [element("p", code_in(sentence), "\u00a0", cite) for sentence in settle_sentences(first)]
        apart, answered = disagreement(first), apart_in_short(first, voice)
        if apart:
            inside.append(element("h2", _DISAGREE, class_="apart"))
            inside.append(element("p", apart, "\u00a0", acts[first.id].cite()))
        if answered:
            run_in = "" if apart else f"{_DISAGREE}: "
            told = answered if apart else f"{answered[:1].lower()}{answered[1:]}"
            inside.append(element("p", run_in, told, "\u00a0", _answers(first, rows)))
    return element("section", *inside, id="change")


def _answers(unit: Released, rows: Mapping[str, Rows]) -> Markup:
    """A link to what a unit's people answered."""
    to = element("a", "answers", href=f"#{place_of_answers(rows[unit.id].place)}")
    return element("span", "(", to, ")", class_="cite")


def _foot(diagnosis: ReleasedDiagnosis, zone: tzinfo, most: int) -> Markup:
    ids = dict.fromkeys(made_of(diagnosis)[:1], MADE_OF) | {WHAT_COUNTS: MET_HOW}
    lines = [element("li", options_in(line), id=ids.get(line)) for line in small_print(diagnosis, zone, most=most)]
    return element("footer", element("h2", "Small print"), element("ul", *lines), class_="quiet")
