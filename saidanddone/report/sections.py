"""The parts of the page under its forecasts, each a function from something released to markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import Released
from saidanddone.report import captions, charts
from saidanddone.report.advice import Advice, hold_back, rather_not
from saidanddone.report.answers import behind_answers
from saidanddone.report.changing import change
from saidanddone.report.citing import Rows, ranges
from saidanddone.report.clocks import map_of_one
from saidanddone.report.facts import facts
from saidanddone.report.markup import Markup, code_in, element, joined_markup
from saidanddone.report.meeting import behind_meeting
from saidanddone.report.safetywords import SITUATION_NAMES, safety_verdict
from saidanddone.report.scored import BASELINES, FEWEST_SCORED, own_record
from saidanddone.report.sentences import by, for_whose_eyes, line_of, order_of, unit_sentence, verdict
from saidanddone.report.speakingup import Acts, behind_safety
from saidanddone.report.svg import drawn
from saidanddone.report.timeline import LANES, is_told, lane_of
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import (
    command,
    count_of,
    day,
    known,
    number,
    percent,
    plain,
    sentence_case,
)

__all__ = ["own_record_section", "tomorrow_section", "unit_section", "units_table"]


def tomorrow_section(advice: Advice, several: bool, acts: Acts | None = None) -> Markup:
    """One thing to do tomorrow, with words to say, and why this and not the other lever.

    Args:
        several: more units than one are on the page. acts: of the unit it is about, with its rows, where it is told.
    """
    cited: list[str] = []
    if acts is not None:
        # What it rests on is what its own half rests on.
        cites = {"trust": acts.rows.cite(advice.rows), "safety": acts.cite(), "both": acts.cite_both()}
        cited = ["\u00a0", cites[advice.half]] if cites[advice.half] else []
    about = f": {advice.unit}" if several and advice.unit else ""
    also = [element("p", f"The same would help {number(advice.also)} more.", class_="quiet")] if advice.also else []
    return element(
        "section",
        element("h2", f"One thing to do tomorrow{about}"),
        element("p", code_in(advice.do), class_="do"),
        element("blockquote", f"“{advice.say}”"),
        *([element("p", rather_not(advice, "“{}”"), class_="avoid")] if advice.avoid else []),
        *also,
        element("p", code_in(advice.why), *cited, class_="quiet"),
        *([element("p", hold_back(advice), class_="quiet hold")] if advice.not_when else []),
        class_="tomorrow",
        id="tomorrow",
    )


def _cited(rows: Rows, some: Sequence[Mark] = (), ratings: Sequence[str] = ()) -> list[str]:
    cited = rows.cite(some, ratings)
    return ["\u00a0", cited] if cited else []


_CELLS: Final = ("n", "n", "n more", "n", "n more", "n more")
"""How a table's columns stand: figures to the right, and ``more`` of them where there is room."""

_BOTH: Final = ("n", "n more", "n more", "n", "n more", "n more", "n more")
"""The same where both halves are told."""


def units_table(ranked: Sequence[Released], places: dict[str, int], most: int, yours: bool) -> Markup:
    """Every unit's figures as a table, each linked to what it rests on."""
    both = any(safety_verdict(unit.safety) != "nothing" for unit in ranked)
    heads = _heads(ranked[0], both)
    looks = _BOTH if both else _CELLS
    titles = (element("th", head, scope="col", class_=look_of) for head, look_of in zip(heads, looks, strict=True))
    rows = [element("tr", element("td"), *titles)]
    for unit in ranked[:most]:
        place = places.get(unit.id)
        label = plain(unit.label)
        name = label if place is None else element("a", label, href=f"#u{place}")
        values = _both_halves(unit) if both else _trust_alone(unit)
        shown = [v if place is None or v == "–" or not to else element("a", v, href=f"#u{place}-{to}")
                 for v, to in values]  # fmt: skip
        cells = [element("td", value, class_=look_of) for value, look_of in zip(shown, looks, strict=True)]
        rows.append(element("tr", element("th", name, scope="row"), *cells))
    rest = len(ranked) - most
    more = element("p", f"And {rest:,} more; --json lists them all.", class_="quiet") if rest > 0 else Markup("")
    table = element(
        "div", element("table", *rows), class_="scroll", tabindex="0", role="region", aria_label="All units"
    )
    head = element("h2", f"All of them, {'yours first' if yours else order_of(ranked)}")
    return element("section", head, table, more, id="all")


def _heads(unit: Released, both: bool) -> tuple[str, ...]:
    if both:
        return ("next kept", "90% interval", "occasions", "any act met well", "90% interval", "moments", "situation")
    return ("next kept", "90% interval", f"{line_of(unit.trust)} or more", "occasions", "last 90 days", "latest")


def _trust_alone(unit: Released) -> list[tuple[str, str]]:
    """A unit's figures, each with what it links to."""
    trust = unit.trust
    told = ("–",) * 3
    if verdict(trust) != "nothing":
        told = (percent(trust.mean), _interval(trust.low, trust.high), percent(trust.p_above))
    volume_of = (f"{trust.occasions:,}", f"{trust.recent:,}", day(trust.last_us) if trust.last_us else "–")
    return [*((value, "rows") for value in told), *((value, "") for value in volume_of)]


def _both_halves(unit: Released) -> list[tuple[str, str]]:
    trust, safety, found = unit.trust, unit.safety, unit.situation
    told = [("–", ""), ("–", "")]
    if verdict(trust) != "nothing":
        told = [(percent(trust.mean), "rows"), (_interval(trust.low, trust.high), "rows")]
    said = [("–", ""), ("–", "")]
    if safety is not None and safety.voice is not None and safety_verdict(safety) != "nothing":
        of_all = safety.voice
        said = [(percent(of_all.mean), "acts"), (_interval(of_all.low, of_all.high), "acts")]
    moments = "–" if safety is None else f"{safety.acts:,}"
    which = "–" if found is None else SITUATION_NAMES[found.which] if found.which is not None else "not settled"
    return [*told, (f"{trust.occasions:,}", ""), *said, (moments, ""), (which, "")]


def _interval(low: float | None, high: float | None) -> str:
    return "–" if known(low) is None else f"{percent(low)} to {percent(high)}"


def unit_section(
    unit: Released,
    rows: Rows,
    acts: Acts,
    on_us: int,
    zone: tzinfo,
    voice: Voice = THIRD,
    *,
    alone: bool,
    first: bool,
    picture: bool,
    folded: bool,
) -> Markup:
    """What stands behind one unit's forecast: the facts beside it, its timeline, and the rows themselves.

    Args:
        rows: its place on the page, and how many to list at most. acts: likewise. alone: it is the only one.
        first: the page has told it above.
        picture: draw its timeline. folded: facts and timeline wait under a line to open, as among many.
    """
    told = [
        element("div", element("dt", fact.name), element("dd", fact.said, *_cited(rows, fact.rows, fact.ratings)))
        for fact in facts(unit, on_us, zone, voice)
    ]
    figure = Markup("")
    if picture and unit.marks:
        svg = Markup(drawn(charts.timeline(unit, zone=zone)))
        figure = element(
            "figure",
            element("div", svg, role="img", aria_label=captions.of_timeline(unit, zone)),
            element("figcaption", captions.under_timeline(unit)),
            class_="timeline",
        )
    head = "Beside the forecast" if alone else ", ".join(part for part in (plain(unit.label), by(unit)) if part)
    sentences = []
    if not first:
        sentences.append(element("p", unit_sentence(unit, voice), *_cited(rows)))
        sentences.append(element("p", " ".join(change(unit)), *_cited(rows)))
        sentences.append(map_of_one(unit, acts, on_us, zone, voice) if picture else Markup(""))
    sentences.append(element("p", for_whose_eyes(unit, voice), class_="quiet"))
    beside = joined_markup(figure, element("dl", *told) if told else "")
    if folded:
        beside = element("details", element("summary", "What stands beside it"), beside, class_="facts")
    return element(
        "section",
        element("h2", head),
        *sentences,
        beside,
        _listed(rows, zone),
        *_ratings(rows),
        *behind_safety(acts, zone, voice, first=first, folded=folded),
        *behind_answers(unit, rows.place, zone, voice),
        *behind_meeting(unit, rows.place, zone, voice),
        class_="unit folded" if folded else "unit",
        id=f"u{rows.place}",
    )


def _listed(rows: Rows, zone: tzinfo) -> Markup:
    unit = rows.unit
    if not unit.marks:
        return Markup("")
    marks = unit.marks[-rows.listed :][::-1] if rows.listed else ()
    shown, all_of_it = len(marks), captions.rows_behind(unit)
    heads = ("row", "made", "due", "closed", "what became of it")
    lines = [element("tr", *(element("th", head, scope="col") for head in heads))]
    lines += [_row(mark, rows.name(step), zone) for step, mark in enumerate(marks)]
    which = "" if shown == all_of_it else f", the newest {shown:,} of them listed"
    how = joined_markup("To see every one: ", element("code", command(unit.id)))
    return element(
        "details",
        element("summary", f"The {count_of(all_of_it, 'row')} behind these figures{which}"),
        element(
            "div",
            element("p", how, ".", class_="quiet"),
            element("table", *lines),
            class_="scroll",
            id=rows.all_of_it,
            tabindex="0",
            role="region",
            aria_label=f"Rows behind {plain(unit.label)}",
        ),
        class_="rows",
    )


def _ratings(rows: Rows) -> list[Markup]:
    """Where the ratings counted stand, drawn together so that no row says which of them says what."""
    counted = [one for rated in rows.unit.trust.rated for one in rated.evidence]
    if not counted:
        return []
    said = f"Ratings counted: {ranges(counted)}."
    return [element("p", said, class_="quiet ratings", id=f"u{rows.place}-ratings")]


def _row(mark: Mark, name: str, zone: tzinfo) -> Markup:
    days = (day(when, zone) if when is not None else "–" for when in (mark.made_us, mark.due_us, mark.closed_us))
    pressure = ", under pressure" if mark.pressure else ""
    moved = ", date moved" if mark.renegotiated and lane_of(mark) != "moved" else ""
    where = mark.source if is_told(mark) else f"{mark.source}:{mark.line}"
    return element(
        "tr",
        element("td", plain(where)),
        *(element("td", when, class_="d") for when in days),
        element("td", f"{LANES[lane_of(mark)].name}{moved}{pressure}"),
        id=name,
    )


def own_record_section(record: Record | None) -> Markup:
    """Our own record on this evidence, with its picture once there is one."""
    words = element("p", own_record(record))
    if record is None or not record.calibration or record.scored < FEWEST_SCORED:
        return element("section", element("h2", "Our own record"), words, class_="unit", id="record")
    figure = element(
        "figure",
        element("div", Markup(drawn(charts.calibration(record))), role="img",
                aria_label=captions.of_calibration(record)),
        element("figcaption", captions.under_calibration(record)),
        class_="small",
    )  # fmt: skip
    return element(
        "section",
        element("h2", "Our own record"),
        element("div", element("div", words, _compared(record)), figure, class_="beside"),
        class_="unit",
        id="record",
    )


def _compared(record: Record) -> Markup:
    heads = ("", "log loss", "Brier")
    rows = [element("tr", *(element("th", head, scope="col", class_="n" if head else None) for head in heads))]
    for name, scores in {"our panel": record.panel, **record.baselines}.items():
        values = ("–" if known(v) is None else f"{v:.3f}" for v in (scores.log_loss, scores.brier))
        label = sentence_case(BASELINES.get(name, plain(name)))
        rows.append(element("tr", element("td", label), *(element("td", value, class_="n") for value in values)))
    under = joined_markup("Lower is better; ", element("code", "saidanddone backtest"), " says more.")
    return joined_markup(element("table", *rows), element("p", under, class_="quiet"))
