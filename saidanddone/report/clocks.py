"""The map and the three clocks of page one: where a team is, which half is missing, when it was last (Q2, Q3, S5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from saidanddone.diagnosis.speaking import Clock
from saidanddone.privacy.release import Released
from saidanddone.report import captions
from saidanddone.report import map as drawn
from saidanddone.report.markup import Markup, element
from saidanddone.report.safetywords import clock_sentence, half_the_job, situation_sentence
from saidanddone.report.speakingup import Acts
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of

__all__ = ["clocks_section", "map_of_several", "map_section"]


def map_section(unit: Released, acts: Acts, on_us: int, zone: tzinfo, voice: Voice = THIRD) -> Markup:
    """One unit's map, beside it its situation in words and the half that is missing; nothing where neither is known."""
    if not drawn.can_be_drawn(unit):
        return Markup("")
    figure = element(
        "figure",
        element("div", Markup(drawn.draw(unit, on_us, zone)), role="img", aria_label=captions.of_map(unit, zone)),
        class_="map",
    )
    half = half_the_job(unit, voice)
    told = [
        element("h2", "Which of four situations"),
        element("p", situation_sentence(unit, voice), "\u00a0", acts.cite_both()),
        *([element("p", half, class_="half")] if half else []),
        element("p", captions.under_map(unit), "\u00a0", acts.cite_both(), class_="quiet"),
    ]
    return element("section", element("div", figure, element("div", *told), class_="mapped"), id="map")


def map_of_several(units: Sequence[Released]) -> Markup:
    """Up to six units on one map, by name; nothing where of none both halves are known, or of too many."""
    both = drawn.of_both_halves(units)
    if not 1 <= len(both) <= drawn.CLOUDS:
        return Markup("")
    picture = element(
        "div", Markup(drawn.draw_several(both)), role="img", aria_label=captions.of_several(both)
    )  # fmt: skip
    left = len(units) - len(both)
    rest = (
        f" {count_of(left, 'more', 'more').capitalize()} with one half unknown, or both: see the table." if left else ""
    )
    all_of_them = element("span", "(", element("a", "all figures", href="#all"), ")", class_="cite")
    said = [
        element("h2", "Where they are on both halves"),
        element("p", "Each outline holds where it is with 50% probability, and its dot the middle. They stand in no "
                "order, and one far from another is so only where their outlines do not meet.", "\u00a0", all_of_them),
        element("p", f"Straight lines: 80% for what gets done, and our own for what gets said.{rest}", "\u00a0",
                all_of_them, class_="quiet"),
    ]  # fmt: skip
    figure = element("figure", picture, class_="map")
    return element("section", element("div", figure, element("div", *said), class_="mapped"), id="map")


def clocks_section(unit: Released, acts: Acts, on_us: int, zone: tzinfo) -> Markup:
    """The last time of each of three moments, and how rare so long a silence is; nothing where none is told (S5)."""
    clocks = unit.speaking.clocks if unit.speaking is not None else ()
    if not clocks:
        return Markup("")
    told = [_clock(clock, acts, on_us, zone) for clock in clocks]
    return element("section", element("h2", "The last time"), element("div", *told, class_="clocks"), id="clocks")


def _clock(clock: Clock, acts: Acts, on_us: int, zone: tzinfo) -> Markup:
    """Its sentence in three parts: which moment, when it was, and what that means."""
    what, _, rest = clock_sentence(clock, on_us, zone).partition(": ")
    when, stop, means = rest.partition(". ")
    return element(
        "div",
        element("p", what, class_="quiet"),
        element("p", f"{when[:1].upper()}{when[1:]}{stop.strip()}", class_="when"),
        element("p", means, "\u00a0", acts.cite(clock.evidence), class_="quiet"),
        class_=f"clock {clock.state}",
    )
