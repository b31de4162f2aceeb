"""The three pictures: what is drawn is what was released, in order, with its line; static and without an address."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import altair as alt
import pytest
from report.units import RECORD, diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.report import captions, charts
from saidanddone.report.svg import drawn
from saidanddone.report.tokens import LIGHT

SHORT = forecast(mean=0.4, low=0.3, high=0.5, cautious=0.3, p_above=0.01, state="broken")


def rows_of(chart: alt.LayerChart) -> list[dict[str, Any]]:
    """Every row of data any layer of a chart draws."""
    spec = chart.to_dict()
    blocks = [spec, *spec["layer"]]
    inline = [row for block in blocks for row in block.get("data", {}).get("values", [])]
    return inline + [row for values in spec.get("datasets", {}).values() for row in values]


def test_forecasts_are_ranked_by_the_cautious_end_with_their_intervals_and_line() -> None:
    whole = diagnosis(
        finding("low", "project", SHORT), finding("none", "project", stranger()), finding("high", "project")
    )
    rows = {row["label"]: row for row in rows_of(charts.forecasts(whole)) if "label" in row}
    assert sorted(rows, key=lambda label: rows[label]["place"]) == ["high", "low", "none"]
    assert (rows["high"]["mean"], rows["high"]["low"], rows["high"]["high"]) == (0.86, 0.80, 0.91)
    assert rows["none"]["mean"] is None
    assert [rows[label]["look"] for label in ("high", "low", "none")] == ["kept", "broken", "none"]
    assert any(row.get("said") == "80% line" for row in rows_of(charts.forecasts(whole)))


def test_a_picture_of_nothing_is_still_a_picture() -> None:
    assert drawn(charts.forecasts(diagnosis())).startswith("<svg")
    assert drawn(charts.timeline(diagnosis(finding(rows=())).released[0])).startswith("<svg")


def test_the_timeline_draws_every_commitment_up_to_its_most() -> None:
    unit = diagnosis(finding(rows=marks(44))).released[0]
    assert sum("at" in row for row in rows_of(charts.timeline(unit))) == 44
    many = diagnosis(finding(rows=[mark(i, age=i % 900) for i in range(5000)])).released[0]
    assert sum("at" in row for row in rows_of(charts.timeline(many))) <= 400
    assert "every 13th of kept" in captions.under_timeline(many)


def test_the_record_draws_a_dot_a_bin_and_the_diagonal() -> None:
    rows = rows_of(charts.calibration(RECORD))
    assert sum("n" in row for row in rows) == len(RECORD.calibration)
    assert any(row == {"said": 1, "kept": 1} for row in rows)


def test_a_picture_is_static_and_has_no_address_and_only_the_houses_colours() -> None:
    whole = diagnosis(finding("<script>&", "project"), finding("b", "project", SHORT))
    ours = {value for name, value in vars_of(LIGHT).items()}
    for chart in (charts.forecasts(whole), charts.timeline(whole.released[0]), charts.calibration(RECORD)):
        svg = drawn(chart)
        assert "<script" not in svg
        assert "http" not in svg
        assert "href" not in svg
        assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= ours
    assert "&lt;script&gt;" in drawn(charts.forecasts(whole))


def vars_of(palette: object) -> dict[str, str]:
    return {name: getattr(palette, name) for name in palette.__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("span", [0, 30, 400, 4000])
def test_a_timeline_of_any_length_can_be_drawn(span: int) -> None:
    unit = diagnosis(finding(rows=[mark(0, age=0), mark(1, age=span)])).released[0]
    assert "<svg" in drawn(charts.timeline(unit))


@pytest.mark.parametrize("n", [9, 20, 30, 44, 60, 100, 200, 300])
def test_no_two_dates_under_a_timeline_run_into_each_other(n: int) -> None:
    svg = drawn(charts.timeline(diagnosis(finding(rows=marks(n))).released[0]))
    found = re.findall(r"<text[^>]*translate\(([\d.]+),[^>]*>(\d+ [A-Z][a-z]+|[A-Z][a-z]+ \d{4}|\d{4})</text>", svg)
    at = [(float(x), words) for x, words in found]
    assert len(at) >= 2
    assert all(after - before >= 6 * len(words) for (before, words), (after, _) in pairwise(at))


def test_alt_text_says_what_the_picture_says() -> None:
    whole = diagnosis(finding("A", "project"), finding("B", "project", SHORT), finding("C", "project", stranger()))
    said = captions.of_forecasts(whole, 40)
    assert "A: 86%, 80% to 91%." in said
    assert "One likely above the line, one likely below it and one with nothing to go on yet." in said
    assert "25 kept, 4 kept, date moved" in captions.of_timeline(whole.released[0])
    assert "where we said 30% on average, 28% were kept" in captions.of_calibration(RECORD)
    assert captions.under_calibration(RECORD).startswith("Each dot is 75 forecasts")
