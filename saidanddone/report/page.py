"""A released diagnosis as one HTML file: no script, no address, nothing fetched; screen, phone, dark and paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.privacy.release import Released, ReleasedDiagnosis, require_released
from saidanddone.report.advice import tomorrow
from saidanddone.report.cards import band_cards, many_cards, no_cards
from saidanddone.report.changing import change, change_of_many
from saidanddone.report.headline import headline
from saidanddone.report.lasttime import LastTime, first_of, last_time_section
from saidanddone.report.markup import Markup, element, joined_markup, options_in
from saidanddone.report.sections import own_record_section, tomorrow_section, unit_section, units_table
from saidanddone.report.sentences import by_caution, first_unit
from saidanddone.report.smallprint import day_asked, small_print
from saidanddone.report.style import sheet
from saidanddone.report.words import plain

__all__ = ["render"]

ROWS_LISTED: Final = 5_000
"""At most so many rows on the page in all."""

ROWS_OF_A_UNIT: Final = 200
"""At most so many rows for one unit; the rest by ``saidanddone explain``."""

UNITS_TOLD: Final = 100
"""At most so many units with a section of their own."""

UNITS_PICTURED: Final = 12
"""At most so many timelines."""

UNITS_UNFOLDED: Final = 3
"""Among more units than this, what stands beside each is folded away."""

UNITS_TABLED: Final = 1_000
PROBLEMS_TOLD: Final = 40

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
    require_released(diagnosis)
    first = first_unit(diagnosis)
    ranked = by_caution(diagnosis.released)
    if first is not None:
        ranked = [first, *(unit for unit in ranked if unit is not first)]
    places = {unit.id: place for place, unit in enumerate(ranked[:UNITS_TOLD], start=1)}
    said = headline(diagnosis)
    parts = [element("p", plain(mark), class_="mark")] if mark else []
    parts.append(element("h1", said, class_="long" if len(said) > LONG else None))
    parts += _forecasts(diagnosis, ranked, places, first)
    parts += [last_time_section(remembered, diagnosis.on_us, zone)] if remembered else []
    parts.append(tomorrow_section(first_of(remembered, tomorrow(diagnosis)), several=len(ranked) > 1))
    if ranked:
        parts.append(_change_section(first, ranked))
    if len(ranked) > 1:
        parts.append(units_table(ranked, places, UNITS_TABLED))
    parts += _units(diagnosis, ranked, places, zone)
    parts.append(own_record_section(diagnosis.record))
    body = joined_markup(
        element("header", element("span", element("b", "Said & Done")), element("span", day_asked(diagnosis, zone))),
        element("main", *parts),
        _foot(diagnosis, zone),
    )
    head = joined_markup(
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'),
        Markup('<link rel="icon" href="data:,">'),
        element("title", f"Said & Done, {day_asked(diagnosis, zone)}"),
        element("style", Markup(sheet())),
    )
    return f"<!doctype html>\n{element('html', element('head', head), element('body', body), lang='en')}\n"


def _forecasts(
    diagnosis: ReleasedDiagnosis, ranked: list[Released], places: dict[str, int], first: Released | None
) -> list[Markup]:
    if first is not None:
        return [band_cards(diagnosis, first, places[first.id])]
    return [many_cards(diagnosis, ranked) if ranked else no_cards(diagnosis)]


def _change_section(first: Released | None, ranked: list[Released]) -> Markup:
    if first is None:
        inside = [element("h2", "What would change these answers"), element("p", change_of_many(ranked))]
    else:
        inside = [element("h2", "What would change this answer")]
        inside += [element("p", sentence) for sentence in change(first)]
    return element("section", *inside, id="change")


def _units(diagnosis: ReleasedDiagnosis, ranked: list[Released], places: dict[str, int], zone: tzinfo) -> list[Markup]:
    told = ranked[:UNITS_TOLD]
    room = min(ROWS_OF_A_UNIT, ROWS_LISTED // max(1, len(told)))
    return [
        unit_section(
            unit, places[unit.id], diagnosis.on_us, zone,
            rows=room, alone=len(ranked) == 1, picture=places[unit.id] <= UNITS_PICTURED,
            folded=len(ranked) > UNITS_UNFOLDED,
        )
        for unit in told
    ]  # fmt: skip


def _foot(diagnosis: ReleasedDiagnosis, zone: tzinfo) -> Markup:
    lines = [element("li", options_in(line)) for line in small_print(diagnosis, zone, most=PROBLEMS_TOLD)]
    return element("footer", element("h3", "Small print"), element("ul", *lines), class_="quiet")
