"""Our own record in plain words: how our forecasts did against what then happened (MODEL, three rules)."""

from __future__ import annotations

from typing import Final

from saidanddone.forecast.trust.result import Record
from saidanddone.report.words import count_of, known, share

__all__ = ["BASELINES", "FEWEST_SCORED", "calibrated", "own_record", "surprise"]

BASELINES: Final = {
    "population_mean": "the average so far",
    "raw_ratio": "kept out of made",
    "wilson": "Wilson's lower bound",
    "laplace": "Laplace's rule",
}
"""Baseline -> its name to a reader."""

FEWEST_SCORED: Final = 30
"""With fewer forecasts scored, a difference in log loss is luck: the record is told as too short to judge us by."""

SAME: Final = 0.005
"""Log losses closer than this share of the baseline's are the same to a reader."""


def surprise(record: Record) -> float | None:
    """Share by which our forecasts were less surprised than always saying the average; negative when more."""
    ours = known(record.panel.log_loss)
    average = record.baselines.get("population_mean")
    theirs = None if average is None else known(average.log_loss)
    return None if ours is None or theirs is None or theirs <= 0 else 1 - ours / theirs


def own_record(record: Record | None) -> str:
    """One or two sentences for a page: what was scored, and whether forecasting beat knowing only the average."""
    if record is None or not record.scored:
        return "Our own record here: too little has come due to score our forecasts against."
    if record.scored < FEWEST_SCORED:
        return f"Our own record here: {_scored(record)} so far, too few to judge us by."
    said = f"Our own record here: {_scored(record)}, each made before its outcome was known"
    gain = surprise(record)
    if gain is None:
        return f"{said}; there is nothing to compare them with yet."
    if gain > SAME:
        said += f", {share(gain)} less surprised by what came than if we had always said the average."
    elif gain < -SAME:
        said += f", {share(-gain)} more surprised by what came than if we had always said the average: lean on the "
        said += "counts here, not on the forecast."
    else:
        said += "; they did no better and no worse than always saying the average."
    return f"{said} {calibrated(record)}".strip()


def _scored(record: Record) -> str:
    """How many forecasts, and of how many: a page may score one project, a backtest each of its subjects."""
    whose = "" if not record.subjects else f" for {count_of(record.subjects, 'subject')}"
    return f"{count_of(record.scored, 'forecast')}{whose}{', one at a time' if (record.subjects or 0) > 1 else ''}"


def calibrated(record: Record) -> str:
    """Whether what we called 80 % happened in 80 %, held against what chance alone does to one who is exactly right."""
    ece, noise = known(record.panel.ece), known(record.panel.ece_noise95)
    if ece is None:
        return ""
    points = f"on average {_points(ece)} from what then happened"
    if noise is None:
        return f"Our percentages were {points}."
    if ece <= noise:
        return f"Our percentages were {points}, which chance alone would do to anybody."
    return f"Our percentages were {points}; chance alone would explain {_points(noise)}."


def _points(error: float) -> str:
    n = round(100 * error)
    return "less than a point" if n == 0 else count_of(n, "point")
