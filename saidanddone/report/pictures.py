"""Charts as files to put into slides and documents: SVG and PNG of each, and in words what each one says."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final

import altair as alt
import vl_convert

from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import Released, ReleasedDiagnosis, require_released
from saidanddone.report import captions, charts
from saidanddone.report import map as maps
from saidanddone.report.answers import of_answers
from saidanddone.report.answerstrip import drawn_halves
from saidanddone.report.answerwords import HALVES, in_order_of_halves
from saidanddone.report.bands import shown_width
from saidanddone.report.safetywords import safety_look
from saidanddone.report.scored import FEWEST_SCORED
from saidanddone.report.sentences import by_caution
from saidanddone.report.tokens import LIGHT
from saidanddone.report.words import plain

__all__ = ["INDEX", "TIMELINES", "Picture", "files", "of_diagnosis", "of_record"]

INDEX: Final = "alt-texts.txt"
"""The file that says, for each picture, what it shows: to paste beside it for those who do not see it."""

TIMELINES: Final = 40
"""At most so many timelines become files, the first units'; the index says how many there are."""

SHARPNESS: Final = 2.0
"""PNG pixels for each of the chart's own, so that it stays sharp on a projector and on paper."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart and what it says.

    Attributes:
        chart: as Altair has it, or drawn already as SVG.
        name: of its files, without an ending; it tells nothing of anybody, since file names travel further than files.
        said: the chart in words, with whose it is.
    """

    name: str
    chart: alt.LayerChart | str = field(repr=False)
    said: str = field(repr=False)


def of_diagnosis(diagnosis: ReleasedDiagnosis, zone: tzinfo = UTC) -> tuple[Picture, ...]:
    """The forecasts of all units, each unit's timeline, and our own record: those of them there is something of.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    made: list[Picture] = []
    ranked = by_caution(diagnosis.released)
    if ranked:
        label = min(240, 30 + 9 * max(shown_width(plain(unit.label)) for unit in ranked[: charts.UNITS_DRAWN]))
        drawn = charts.forecasts(diagnosis, width=650 - label, label=label)
        made.append(Picture("forecasts", drawn, captions.of_forecasts(diagnosis, charts.UNITS_DRAWN)))
    if any(safety_look(unit.safety) != "none" for unit in ranked):
        spoken = charts.forecasts(diagnosis, width=650 - label, label=label, half="safety")
        made.append(Picture("speaking-up", spoken, captions.of_speaking_up(diagnosis, charts.UNITS_DRAWN)))
    made += _maps(ranked, diagnosis.on_us, zone)
    made += _answers(ranked, zone)
    timed = [unit for unit in ranked if unit.marks][:TIMELINES]
    places = len(str(len(timed)))
    for place, unit in enumerate(timed, start=1):
        chart = charts.timeline(unit, width=420, zone=zone)
        said = f"{plain(unit.label)}. {captions.of_timeline(unit, zone)} {captions.under_timeline(unit)}"
        made.append(Picture(f"timeline-{place:0{places}}", chart, said))
    return (*made, *(() if diagnosis.record is None else of_record(diagnosis.record)))


def _maps(ranked: Sequence[Released], on_us: int, zone: tzinfo) -> list[Picture]:
    """The map of each unit that has both halves, or of the only one there is, and of up to six together."""
    mapped = [unit for unit in ranked if maps.can_be_drawn(unit)] if len(ranked) == 1 else maps.of_both_halves(ranked)
    places = len(str(len(mapped)))
    made = []
    several = maps.together(mapped) if len(mapped) > 1 else []
    if several:
        made.append(Picture("map", maps.standalone(maps.draw_several(several)), captions.of_several(several)))
    for place, unit in enumerate(mapped[:TIMELINES], start=1):
        said = f"{plain(unit.label)}. {captions.of_map(unit, zone)} {captions.under_map(unit)}"
        name = "map" if len(mapped) == 1 else f"map-{place:0{places}}"
        made.append(Picture(name, maps.standalone(maps.draw(unit, on_us, zone)), said))
    return made


def _answers(ranked: Sequence[Released], zone: tzinfo) -> list[Picture]:
    """What people on each unit answered, half by half, with the rounds before."""
    made, told = [], [unit for unit in ranked if unit.pulse is not None and unit.pulse.latest][:TIMELINES]
    for place, unit in enumerate(told, start=1):
        if unit.pulse is not None:
            newest, earlier = in_order_of_halves(unit.pulse.latest), unit.pulse.earlier
            drawn = drawn_halves([(HALVES[one.half], one) for one in newest], earlier, zone)
            said = " ".join([f"{plain(unit.label)}.", *(of_answers(one, earlier, zone) for one in newest)])
            name = "answers" if len(told) == 1 else f"answers-{place:0{len(str(len(told)))}}"
            made.append(Picture(name, drawn, said))
    return made


def of_record(record: Record) -> tuple[Picture, ...]:
    """What we said against what happened; nothing where too little was scored to draw."""
    if not record.calibration or record.scored < FEWEST_SCORED:
        return ()
    said = f"{captions.of_calibration(record)} {captions.under_calibration(record)}"
    return (Picture("our-record", charts.calibration(record), said),)


def files(pictures: Sequence[Picture], left_out: int = 0) -> dict[str, bytes]:
    """Each picture as SVG and as PNG, and the index of their words: file name -> content.

    Args:
        left_out: timelines that there was no room for; the index counts them.
    """
    made: dict[str, bytes] = {}
    told = []
    for picture in pictures:
        svg = picture.chart if isinstance(picture.chart, str) else _svg(picture.chart)
        made[f"{picture.name}.svg"] = _titled(svg, picture.said).encode("utf-8", errors="replace")
        made[f"{picture.name}.png"] = vl_convert.svg_to_png(svg, scale=SHARPNESS)
        told.append(f"{picture.name}.svg, {picture.name}.png\n" + textwrap.fill(picture.said, 100))
    if left_out:
        told.append(f"{left_out:,} more timelines are not drawn; saidanddone.charts(found).timelines has them all.")
    made[INDEX] = ("\n\n".join(told) + "\n").encode("utf-8", errors="replace")
    return made


def _svg(chart: alt.LayerChart) -> str:
    # A chart that stands alone brings its own ground: nobody knows what it will be laid on.
    spec = {**chart.to_dict(validate=False), "background": LIGHT.paper}
    return vl_convert.vegalite_to_svg(spec, show_warnings=False, allowed_base_urls=[])


def _titled(svg: str, said: str) -> str:
    head, sign, rest = svg.partition(">")
    return f'{head} role="img"{sign}<title>{html.escape(said)}</title>{rest}'
