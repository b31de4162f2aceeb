"""The map and the three clocks of page one: where a team is, which half is missing, when it was last (Q2, Q3, S5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from saidanddone.diagnosis.speaking import Clock
from saidanddone.privacy.release import Released
from saidanddone.report import captions
from saidanddone.report import map as drawn
from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.safetywords import clock_sentence, half_the_job, situation_sentence
from saidanddone.report.speakingup import Acts
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of, percent, plain, sentence_case

__all__ = ["last_time", "map_of_one", "map_of_several", "map_section"]


def map_section(
    unit: Released, acts: Acts, on_us: int, zone: tzinfo, voice: Voice = THIRD, timed: Markup | None = None
) -> Markup:
    """One unit's map, its situation in words, the half that is missing, and the three clocks; of each what is known.

    ``timed``: clocks told instead of its own (:func:`last_time`), where it has none and another unit has.
    """
    clocks = last_time(unit, acts, on_us, zone) if timed is None else timed
    if not drawn.can_be_drawn(unit):
        return element("section", clocks, id="map") if clocks else Markup("")
    told = element("h2", "Which of four situations")
    return element("section", _mapped(unit, acts, on_us, zone, voice, told, clocks), id="map")


def last_time(unit: Released, acts: Acts, on_us: int, zone: tzinfo, *, named: bool = False) -> Markup:
    """A unit's three clocks under their head, with its name where page one speaks of others too; nothing without."""
    clocks = _clocks(unit, acts, on_us, zone)
    head = element("h2", f"The last time: {plain(unit.label)}" if named else "The last time")
    return element("div", head, clocks, class_="clocks", id="clocks") if clocks else clocks


def map_of_one(unit: Released, acts: Acts, on_us: int, zone: tzinfo, voice: Voice = THIRD) -> Markup:
    """The same for one unit among several, in its own part of the page; nothing unless both halves are known."""
    if not drawn.of_both_halves([unit]):
        return Markup("")
    clocks = _clocks(unit, acts, on_us, zone)
    told = Markup("")
    return _mapped(unit, acts, on_us, zone, voice, told, element("div", clocks, class_="clocks") if clocks else clocks)


def _mapped(unit: Released, acts: Acts, on_us: int, zone: tzinfo, voice: Voice, head: Markup, clocks: Markup) -> Markup:
    figure = element(
        "figure",
        element("div", Markup(drawn.draw(unit, on_us, zone)), role="img", aria_label=captions.of_map(unit, zone)),
        class_="map",
    )
    half, cite = half_the_job(unit, voice), ["\u00a0", acts.cite_both()]
    told = element(
        "div",
        head,
        element("p", situation_sentence(unit, voice), *cite),
        *([element("p", half, class_="half")] if half else []),
        element("p", captions.under_map(unit), *cite, class_="quiet"),
        class_="told",
    )
    return element("div", figure, told, clocks, class_="mapped")


def map_of_several(units: Sequence[Released], timed: Markup | None = None) -> Markup:
    """Up to six units on one map, by name; none where of none both halves are known, or of too many.

    ``timed``: the clocks of the only unit that has any (:func:`last_time`).
    """
    both, clocks = drawn.together(units), Markup("") if timed is None else timed
    if not both:
        return element("section", clocks, id="map") if clocks else clocks
    picture = element("div", Markup(drawn.draw_several(both)), role="img", aria_label=captions.of_several(both))
    left = len(units) - len(both)
    rest = f" {sentence_case(count_of(left, 'more', 'more'))} in the table." if left else ""
    lines = [
        f"{percent(found.trust_line)} for what gets done; for what gets said {percent(found.safety_line)}, of our own."
        for found in [unit.situation for unit in both[:1]]
        if found is not None
    ]
    all_of_them = ["\u00a0", element("span", "(", element("a", "all figures", href="#all"), ")", class_="cite")]
    said = [
        element("h2", "Both halves of each"),
        element("p", "An outline holds where one is with 50% probability, a dot its middle. Two are apart only where "
                "their outlines are.", *all_of_them),
        element("p", f"Straight lines: {' '.join(lines)}{rest}", *all_of_them, class_="quiet"),
    ]  # fmt: skip
    figure = element("figure", picture, class_="map")
    inside = [figure, element("div", *said, class_="told"), *([clocks] if clocks else [])]
    return element("section", element("div", *inside, class_="mapped"), id="map")


def _clocks(unit: Released, acts: Acts, on_us: int, zone: tzinfo) -> Markup:
    """The last time of each of three moments, and how rare so long a silence is; nothing where none is told (S5)."""
    clocks = unit.speaking.clocks if unit.speaking is not None else ()
    if not clocks:
        return Markup("")
    return joined_markup(*(_clock(clock, acts, on_us, zone) for clock in clocks))


def _clock(clock: Clock, acts: Acts, on_us: int, zone: tzinfo) -> Markup:
    """Its sentence in three parts: which moment, when it was, and what that means."""
    what, _, rest = clock_sentence(clock, on_us, zone).partition(": ")
    when, stop, means = rest.partition(". ")
    at, to = f"{sentence_case(when)}{stop.strip()}", acts.place_of(clock.evidence)
    if clock.last_us is not None and to:
        at = element("a", at, href=f"#{to}")
    return element(
        "div",
        element("p", element("span", what, class_="quiet"), " ", at, class_="when"),
        element("p", means, "\u00a0", acts.cite(clock.evidence, "its row"), class_="quiet"),
        class_=f"clock {clock.state}",
    )
