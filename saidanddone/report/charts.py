"""The three pictures, as Altair charts: forecasts with their intervals, commitments over time, our own record.

Every chart is a function of something released (or of our own record, which is about nobody). Colours come from
``tokens`` and are drawn light; the page turns them dark by the same table. Labels stand at what they label.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

import altair as alt
from altair.utils.schemapi import debug_mode

from saidanddone.errors import NotReleased
from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import Released, ReleasedDiagnosis, require_released
from saidanddone.report.bands import cell, shown_width
from saidanddone.report.safetywords import safety_look
from saidanddone.report.sentences import NOTHING_YET, by_caution, look
from saidanddone.report.timeline import LANES, thinned
from saidanddone.report.tokens import FONT, LIGHT, STATES
from saidanddone.report.words import DAY_US, known, percent, plain

__all__ = ["UNITS_DRAWN", "calibration", "forecasts", "timeline"]

UNITS_DRAWN: Final = 40
"""At most so many units in one picture of forecasts; a page says where the rest are."""

_ROW: Final = 24
_COLUMN: Final = 7.0
"""Pixels that a letter of a name takes on average."""

_LANE: Final = 22
_UNCHECKED: Final = debug_mode(False)
"""Altair checks each part against the grammar as it is made, which takes most of a picture's time. Tests check the
whole of each picture instead."""

_PERCENT: Final = "datum.value == 1 ? '100%' : format(datum.value * 100, '.0f')"


@_UNCHECKED
def forecasts(
    diagnosis: ReleasedDiagnosis, *, width: int = 460, label: int = 190, most: int = UNITS_DRAWN, half: str = "trust"
) -> alt.LayerChart:
    """P(next commitment kept) with its 90 % interval for every released unit, as ``by_caution`` has them, and the line.

    Args:
        width: of the scale from 0 to 100 %, pixels. label: room for names. most: units drawn, the first of them.
        half: ``trust``; or ``safety``: P(speaking up is met well) of the same units in the same order, on the same
            scale, its intervals striped.
    """
    require_released(diagnosis)
    said = half == "safety"
    ranked = by_caution(diagnosis.released)[:most]
    rows = [_safety_row(place, unit) if said else _forecast_row(place, unit) for place, unit in enumerate(ranked)]
    limit = 0.82 * (label - 12)
    if any(max(row["label"]) > "\uffff" for row in rows):
        # Whoever draws cuts a text between the two halves of such a sign, and then cannot draw it: we cut it here.
        rows = [row | {"label": _cut(row["label"], int(limit / _COLUMN))} for row in rows]
        limit = 0.0
    line = next((unit.safety.line for unit in ranked if unit.safety is not None), 0.5) if said else (
        ranked[0].trust.line if ranked else 0.8
    )  # fmt: skip
    y = alt.Y("place:O", axis=None, sort=None)
    x = alt.X("at:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=_share_axis())
    base = alt.Chart(alt.Data(values=rows))
    some = base.transform_filter("isValid(datum.mean)")
    whole = {"x": alt.XDatum(0, type="quantitative"), "x2": alt.X2Datum(1)}
    track = some.mark_rule(color=LIGHT.track, strokeWidth=8, strokeCap="butt").encode(y=y, **whole)
    nothing = base.transform_filter("!isValid(datum.mean)")
    empty = nothing.mark_rule(color=LIGHT.muted, strokeWidth=1, strokeDash=[2, 4]).encode(y=y, **whole)
    over = f"{percent(line)}, our line" if said else f"{percent(line)} line"
    wall = alt.Chart(alt.Data(values=[{"at": line, "said": over}]))
    interval = some.mark_rule(strokeWidth=8, strokeCap="butt").encode(
        y=y,
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1])),
        x2=alt.X2("high:Q"),
        color=alt.Color("look:N", scale=_by_look("soft", said), legend=None),
    )
    stripes = some.mark_rule(strokeWidth=8, strokeCap="butt", strokeDash=[1.3, 3.4]).encode(
        y=y,
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1])),
        x2=alt.X2("high:Q"),
        stroke=alt.Stroke("look:N", scale=_by_look("colour", said), legend=None),
    )
    middle = some.mark_point(size=95, strokeWidth=2, opacity=1).encode(
        y=y,
        x=alt.X("mean:Q", scale=alt.Scale(domain=[0, 1])),
        shape=alt.Shape("look:N", scale=alt.Scale(domain=list(STATES), range=_SHAPES), legend=None),
        fill=alt.Fill("look:N", scale=_by_look("fill", said), legend=None),
        stroke=alt.Stroke("look:N", scale=_by_look("colour", said), legend=None),
    )
    layers: list[alt.Chart] = [
        track,
        empty,
        interval,
        *([stripes] if said else []),
        wall.mark_rule(color=LIGHT.ink, strokeWidth=1.2, strokeDash=[3, 3]).encode(x=x),
        wall.mark_text(color=LIGHT.ink, fontSize=12, baseline="bottom", dy=-4).encode(
            x=x, y=alt.YValue(0), text=alt.Text("said:N")
        ),
        middle,
    ]
    layers.append(
        base.mark_text(align="right", color=LIGHT.ink, fontSize=13, limit=limit, dx=-12).encode(
            y=y, x=alt.XValue(0), text=alt.Text("label:N")
        )
    )
    layers.append(
        base.mark_text(align="left", color=LIGHT.ink, fontSize=13, dx=12).encode(
            y=y, x=alt.XValue(width), text=alt.Text("figure:N")
        )
    )
    layers.append(
        nothing.mark_text(align="left", color=LIGHT.muted, fontSize=12, baseline="bottom", dy=-1).encode(
            y=y, x=alt.XValue(0), text=alt.TextDatum(NOTHING_YET)
        )
    )
    return _layered(layers, width, max(1, len(rows)) * _ROW, left=label, right=52, top=24, bottom=26)


_SHAPES: Final = ["diamond" if state.shape == "diamond" else "circle" for state in STATES.values()]


def _by_look(part: str, said: bool = False) -> alt.Scale:
    """Look -> colour: of its interval (``soft``), of its mark's edge (``colour``), of its inside (``fill``)."""
    names = [state.soft if part == "soft" else state.colour for state in STATES.values()]
    if said:
        names = [name.replace("trust", "safety") for name in names]
    colours = [
        LIGHT.paper if part == "fill" and state.shape == "circle-open" else getattr(LIGHT, name)
        for state, name in zip(STATES.values(), names, strict=True)
    ]
    return alt.Scale(domain=list(STATES), range=colours)


def _cut(text: str, columns: int) -> str:
    return text if shown_width(text) <= columns else cell(text, columns).rstrip()


def _forecast_row(place: int, unit: Released) -> dict[str, Any]:
    trust, state = unit.trust, look(unit.trust)
    mean = None if state == "none" else known(trust.mean)
    low, high = known(trust.low), known(trust.high)
    return {
        "place": place,
        "label": plain(unit.label),
        "look": state,
        "mean": mean,
        "low": mean if low is None else low,
        "high": mean if high is None else high,
        "figure": "" if mean is None else percent(mean),
    }


def _safety_row(place: int, unit: Released) -> dict[str, Any]:
    safety, state = unit.safety, safety_look(unit.safety)
    of_all = None if safety is None or state == "none" else safety.voice
    mean = None if of_all is None else known(of_all.mean)
    return {
        "place": place,
        "label": plain(unit.label),
        "look": state,
        "mean": mean,
        "low": mean if of_all is None else of_all.low,
        "high": mean if of_all is None else of_all.high,
        "figure": "" if mean is None else percent(mean),
    }


@_UNCHECKED
def timeline(released: Released, *, width: int = 240, lane_room: int = 126, zone: tzinfo = UTC) -> alt.LayerChart:
    """One unit's commitments by when they fell due (undated: when they were made), a lane an outcome.

    Long histories are thinned to ``timeline.MARKS_DRAWN`` marks; the page says how.
    """
    require_released(released)
    drawn = thinned(released.marks)
    lanes = [name for name in LANES if name in drawn.total]
    rows = [
        {"at": _moment(when, zone), "lane": LANES[name].name}
        for when, name in drawn.marks
        if _moment(when, zone) is not None
    ]
    names = [LANES[name].name for name in lanes]
    y = alt.Y("lane:N", sort=names, scale=alt.Scale(domain=names), axis=None)
    first, last = (drawn.marks[0][0], drawn.marks[-1][0]) if drawn.marks else (0, 0)
    days = (last - first) // DAY_US
    ends = [end for end in (_moment(first - DAY_US, zone), _moment(last + DAY_US, zone)) if end is not None]
    dates = "%-d %b" if days < 200 else "%b %Y" if days < 1500 else "%Y"
    axis = alt.Axis(
        title=None,
        tickCount=min(4, days + 2),
        format=dates,
        labelOverlap="parity",
        labelSeparation=12,
        grid=False,
        **_QUIET,
    )
    x = alt.X("at:T", scale=alt.Scale(type="utc", domain=ends if len(ends) == 2 else alt.Undefined), axis=axis)
    counts = [{"lane": LANES[n].name, "total": f"{drawn.total[n]:,}"} for n in lanes]
    names_of = alt.Chart(alt.Data(values=counts))
    layers: list[alt.Chart] = [
        names_of.mark_rule(color=LIGHT.track, strokeWidth=1).encode(y=y, x=alt.XValue(0), x2=alt.X2Value(width))
    ]
    looks = [LANES[name] for name in lanes]
    edges = [getattr(LIGHT, lane.colour) for lane in looks]
    insides = [edge if lane.filled else LIGHT.paper for edge, lane in zip(edges, looks, strict=True)]
    marks = alt.Chart(alt.Data(values=rows)).mark_point(size=46, strokeWidth=1.3, opacity=1)
    layers.append(
        marks.encode(
            y=y,
            x=x,
            shape=alt.Shape("lane:N", scale=alt.Scale(domain=names, range=[lane.shape for lane in looks]), legend=None),
            fill=alt.Fill("lane:N", scale=alt.Scale(domain=names, range=insides), legend=None),
            stroke=alt.Stroke("lane:N", scale=alt.Scale(domain=names, range=edges), legend=None),
        )
    )
    layers.append(
        names_of.mark_text(align="right", dx=-10, color=LIGHT.ink, fontSize=12, limit=lane_room - 8).encode(
            y=y, x=alt.XValue(0), text=alt.Text("lane:N")
        )
    )
    layers.append(
        names_of.mark_text(align="left", dx=10, color=LIGHT.muted, fontSize=12).encode(
            y=y, x=alt.XValue(width), text=alt.Text("total:N")
        )
    )
    return _layered(layers, width, max(1, len(lanes)) * _LANE, left=lane_room, right=46, top=6, bottom=26)


@_UNCHECKED
def calibration(record: Record, *, width: int = 300) -> alt.LayerChart:
    """What we said against what happened: mean forecast and share kept in bins of equal mass, with the diagonal."""
    if not isinstance(record, Record):
        raise NotReleased("Only our own record, which is about nobody, is drawn without being released.")
    rows = [
        {"said": said, "kept": kept, "n": n}
        for said, kept, n in record.calibration
        if known(said) is not None and known(kept) is not None
    ]
    most = max((row["n"] for row in rows), default=1)
    lowest = min((min(row["said"], row["kept"]) for row in rows), default=0.0)
    start = max(0.0, int(10 * lowest) / 10 - 0.1)
    scale = alt.Scale(domain=[start, 1], nice=False)
    axis = alt.Axis(tickCount=5, labelExpr=_PERCENT, titleFontWeight="normal", titleFontSize=12, **_QUIET)
    x = alt.X("said:Q", scale=scale, axis=axis, title="what we said")
    y = alt.Y("kept:Q", scale=scale, axis=axis, title="what was kept")
    ends = alt.Chart(alt.Data(values=[{"said": start, "kept": start}, {"said": 1, "kept": 1}]))
    points = alt.Chart(alt.Data(values=rows))
    half = alt.Chart(alt.Data(values=[{"said": start + 0.3 * (1 - start), "kept": start + 0.3 * (1 - start)}]))
    layers = [
        ends.mark_line(color=LIGHT.muted, strokeDash=[3, 3], strokeWidth=1.2).encode(x=x, y=y),
        half.mark_text(align="left", dx=8, dy=9, color=LIGHT.muted, fontSize=12).encode(
            x=x, y=y, text=alt.TextDatum("exactly right")
        ),
        points.mark_point(
            shape="circle", filled=True, color=LIGHT.trust, stroke=LIGHT.paper, strokeWidth=1, opacity=1
        ).encode(x=x, y=y, size=alt.Size("n:Q", scale=alt.Scale(domain=[0, most], range=[0, 90]))),
    ]
    return _layered(layers, width, width, left=56, right=22, top=10, bottom=44)


_QUIET: Final[dict[str, Any]] = {
    "labelColor": LIGHT.muted,
    "titleColor": LIGHT.muted,
    "labelFontSize": 12,
    "domainColor": LIGHT.hair,
    "tickColor": LIGHT.hair,
    "gridColor": LIGHT.track,
    "tickSize": 4,
}


def _share_axis() -> alt.Axis:
    return alt.Axis(
        values=[0, 0.25, 0.5, 0.75, 1],
        labelExpr=_PERCENT,
        title=None,
        orient="bottom",
        domain=False,
        grid=False,
        **_QUIET,
    )


def _moment(us: int, zone: tzinfo) -> str | None:
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).astimezone(zone).strftime("%Y-%m-%d")
    except (OverflowError, ValueError):
        return None


def _layered(
    layers: Sequence[alt.Chart], width: int, height: int, *, left: int, right: int, top: int, bottom: int
) -> alt.LayerChart:
    """The layers in the house's look: no frame, no background, one family, nothing that needs a legend.

    The margins are given, not measured: the reader's font is not the one text is measured in here. All is said at
    once, since each later word would copy every row.
    """
    return alt.LayerChart(
        layer=list(layers),
        width=width,
        height=height,
        background="transparent",
        padding={"left": left, "right": right, "top": top, "bottom": bottom},
        autosize={"type": "none"},
        config={"font": FONT, "aria": False, "view": {"stroke": None}, "legend": {"disable": True}},
    )
