"""Our own record in plain words, better, worse or the same, and whether the difference is chance."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from report.units import RECORD

from saidanddone.forecast.trust.result import Scores
from saidanddone.report import record
from saidanddone.report.scored import own_record, surprise
from saidanddone.report.sections import own_record_section


@pytest.mark.parametrize(
    ("log_loss", "said"),
    [(0.60, "14% less surprised"), (0.697, "no better and no worse"), (0.80, "15% more surprised")],
)
def test_better_the_same_and_worse_are_told_apart(log_loss: float, said: str) -> None:
    assert said in own_record(replace(RECORD, panel=replace(RECORD.panel, log_loss=log_loss)))


def test_a_record_worse_than_the_average_warns_the_reader() -> None:
    assert "lean on the counts here" in own_record(replace(RECORD, panel=replace(RECORD.panel, log_loss=0.8)))


def test_calibration_is_held_against_chance() -> None:
    assert "which chance alone would do" in own_record(RECORD)
    off = replace(RECORD, panel=replace(RECORD.panel, ece=0.12))
    assert "twelve points from what then happened; chance alone would explain three points" in own_record(off)


@pytest.mark.parametrize("log_loss", [None, math.nan])
def test_what_is_undefined_is_not_made_up(log_loss: float | None) -> None:
    empty = replace(
        RECORD, panel=Scores(log_loss, None, None, None), baselines={}, forecasters=(), calibration=(), scored=0
    )
    assert surprise(empty) is None
    assert "too little has come due" in own_record(empty)
    assert "-" in record.render(empty)
    assert "nan" not in record.render(empty)


def test_a_record_of_a_few_forecasts_is_too_short_to_judge_us_by() -> None:
    assert "too few to judge us by" in own_record(replace(RECORD, scored=29))
    assert "too few" not in own_record(replace(RECORD, scored=30))


def test_a_record_says_for_how_many_subjects_it_forecast() -> None:
    """A page and a backtest of the same ledger score different forecasts; each says whose."""
    assert "751 forecasts for 286 subjects, one at a time, each made" in own_record(replace(RECORD, subjects=286))
    assert "751 forecasts for one subject, each made" in own_record(replace(RECORD, subjects=1))
    assert replace(RECORD, subjects=286).to_dict()["subjects"] == 286


def test_too_few_forecasts_have_no_table_and_no_picture_on_the_page() -> None:
    assert "<table" in own_record_section(replace(RECORD, scored=30))
    short = own_record_section(replace(RECORD, scored=29))
    assert "too few to judge us by" in short
    assert "<table" not in short
    assert "<svg" not in short
