"""A released diagnosis as one HTML file: no script, no address, nothing fetched; screen, phone, dark and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.privacy.release import Released, ReleasedDiagnosis, require_released
from saidanddone.report.advice import tomorrow
from saidanddone.report.cards import band_cards, many_cards, no_cards
from saidanddone.report.changing import change, change_of_many
from saidanddone.report.charts import UNITS_DRAWN
from saidanddone.report.headline import headline
from saidanddone.report.lasttime import LastTime, first_of, last_time_section
from saidanddone.report.markup import Markup, element, joined_markup, options_in
from saidanddone.report.sections import own_record_section, tomorrow_section, unit_section, units_table
from saidanddone.report.sentences import by_caution, first_unit
from saidanddone.report.smallprint import day_asked, small_print
from saidanddone.report.style import sheet
from saidanddone.report.words import plain

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

LONG: Final = 110
"""A headline of more characters is set smaller."""

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What the page may do: be itself. No script, no connection, no frame, nothing from anywhere."""


def render(
    diagnosis: ReleasedDiagnosis,
    *,
    zone: tzinfo = UTC,
    mark: str | None = None,
    remembered: Sequence[LastTime] = (),
) -> str:
    """The diagnosis as a page, in the order of REPORT, Page one.

    Args:
        zone: the reader's, for dates. mark: what this page is marked with, such as "From your memory only".
        remembered: the last time somebody spoke up, as its owner told it; the one thing to do may then be about that.

    Raises:
        NotReleased: privacy has not released it.
    """
    inside = body(diagnosis, zone=zone, mark=mark, remembered=remembered)
    head = joined_markup(
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'),
        Markup('<link rel="icon" href="data:,">'),
        element("title", title(diagnosis, zone)),
        element("style", Markup(sheet())),
    )
    return f"<!doctype html>\n{element('html', element('head', head), element('body', inside), lang='en')}\n"


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
) -> Markup:
    """All that the page says, as markup without its looks: what a screen shows and what paper is set from.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    first = first_unit(diagnosis)
    ranked = by_caution(diagnosis.released)
    if first is not None:
        ranked = [first, *(unit for unit in ranked if unit is not first)]
    places = {unit.id: place for place, unit in enumerate(ranked[: room.units], start=1)}
    said = headline(diagnosis)
    parts = [element("p", plain(mark), class_="mark")] if mark else []
    parts.append(element("h1", said, class_="long" if len(said) > LONG else None))
    parts += _forecasts(diagnosis, ranked, places, first, room.drawn)
    parts += [last_time_section(remembered, diagnosis.on_us, zone)] if remembered else []
    parts.append(tomorrow_section(first_of(remembered, tomorrow(diagnosis)), several=len(ranked) > 1))
    if ranked:
        parts.append(_change_section(first, ranked))
    if len(ranked) > 1:
        parts.append(units_table(ranked, places, room.tabled))
    parts += _units(diagnosis, ranked, places, zone, room)
    parts.append(own_record_section(diagnosis.record))
    return joined_markup(
        element("header", element("span", element("b", "Said & Done")), element("span", day_asked(diagnosis, zone))),
        element("main", *parts),
        _foot(diagnosis, zone, room.problems),
    )


def _forecasts(
    diagnosis: ReleasedDiagnosis, ranked: list[Released], places: dict[str, int], first: Released | None, most: int
) -> list[Markup]:
    if first is not None:
        return [band_cards(diagnosis, first, places[first.id])]
    return [many_cards(diagnosis, ranked, most) if ranked else no_cards(diagnosis)]


def _change_section(first: Released | None, ranked: list[Released]) -> Markup:
    if first is None:
        inside = [element("h2", "What would change these answers"), element("p", change_of_many(ranked))]
    else:
        inside = [element("h2", "What would change this answer")]
        inside += [element("p", sentence) for sentence in change(first)]
    return element("section", *inside, id="change")


def _units(
    diagnosis: ReleasedDiagnosis, ranked: list[Released], places: dict[str, int], zone: tzinfo, room: Room
) -> list[Markup]:
    told = ranked[: room.units]
    rows = min(room.rows_of_a_unit, room.rows // max(1, len(told)))
    return [
        unit_section(
            unit, places[unit.id], diagnosis.on_us, zone,
            rows=rows, alone=len(ranked) == 1, picture=places[unit.id] <= room.pictured,
            folded=len(ranked) > room.unfolded,
        )
        for unit in told
    ]  # fmt: skip


def _foot(diagnosis: ReleasedDiagnosis, zone: tzinfo, most: int) -> Markup:
    lines = [element("li", options_in(line)) for line in small_print(diagnosis, zone, most=most)]
    return element("footer", element("h3", "Small print"), element("ul", *lines), class_="quiet")
