"""From a table of answers to every team's mean answer with an interval that is right for teams of three to eight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.errors import UsageError
from saidanddone.evidence.tally import Ints
from saidanddone.survey.bank import Bank, supposed
from saidanddone.survey.graded import ICC, Sheet, fit
from saidanddone.survey.result import Estimate, Floats, Indices, Linked, Posterior, SurveyEstimate
from saidanddone.survey.scale import Scale

__all__ = ["FEWEST", "Answers", "calibrate", "estimate", "laid_out"]

FEWEST = 100
"""Of fewer people a bank tells little more than each organisation's own answers do."""

EVERYBODY = "everybody"
"""What the team is called where nobody has one."""

_COLUMNS = ("respondent", "team", "item", "answer")


@dataclass(frozen=True)
class Answers:
    """Answers laid out: N respondents, I items, J teams. ``repr`` tells nobody's.

    Attributes:
        value: (N, I) on the answer scale, higher always better; NaN where there is none. team: (N,) codes.
        teams, waves: (J,) names; waves None without any. items: names. step: one category, on the answer scale.
    """

    value: Floats = field(repr=False)
    team: Ints = field(repr=False)
    teams: tuple[str, ...] = field(repr=False)
    waves: tuple[str, ...] | None = field(repr=False)
    items: tuple[str, ...]
    scale: Scale
    categories: int
    step: float

    def sheet(self) -> Sheet:
        """The same in categories."""
        known = np.isfinite(self.value)
        places = np.rint(np.where(known, self.value - self.scale.low, 0.0) / self.step).astype(np.int64)
        return Sheet(np.where(known, places, -1), self.team, self.categories)


def estimate(
    answers: pa.Table, scale: Scale | Sequence[object], *, bank: Bank | None = None, seed: int = 1
) -> Estimate:
    """What a survey says of each team, unreleased: no output of the product shows it before privacy has.

    Args:
        answers: columns respondent, team, item, answer (a number on the scale) and perhaps wave; one row an answer.
            A respondent's rows of one wave name one team. Rows without an answer are left out, and those without a team
            too, unless nobody has one.
        scale: (low, high) or (low, high, reversed items), or a :class:`Scale`.
        bank: how the items behave, if that is known (``calibrate``); without, they are supposed to discriminate alike.
        seed: of the teams made up at random that agreement is held against.

    Returns:
        ``.teams`` (team, n, mean, low, high at 90 %, on the answer scale, higher always better; wave where there is
        one), ``.indices``, ``.posterior``.

    Raises:
        UsageError: a column is missing, there is no answer, one lies off the scale or is given twice, or an item
            that is said to be reversed is nobody's.
    """
    laid = laid_out(answers, Scale.of(scale))
    unknown = laid.scale.reversed - set(laid.items)
    if unknown and not isinstance(scale, Scale):  # a typo would turn nothing round, and nobody would see it
        raise UsageError(f"{len(unknown)} of the reversed items are not among the items answered; check their names.")
    sheet = laid.sheet()
    if bank is None:
        items = supposed(laid.items, sheet.chosen().sum(axis=0), laid.scale.low, laid.scale.high)
    else:
        items = bank.of(laid.items, laid.categories, laid.scale.low, laid.scale.high)
    fitted = fit(sheet, items)
    values, weights = fitted.values()

    def link() -> Linked:
        from saidanddone.survey.linking import linked

        answered = (sheet.answers >= 0).sum(axis=1)
        people = np.maximum(np.bincount(sheet.team, minlength=len(laid.teams)), 1)
        each = np.bincount(sheet.team, weights=answered, minlength=len(laid.teams)) / people
        return linked(fitted, items, np.rint(each).astype(np.int64), laid.scale.low, laid.step)

    def index() -> Indices:
        from saidanddone.survey.agreement import indices

        names = laid.teams
        if laid.waves is not None:
            names = tuple(f"{wave}: {team}" for wave, team in zip(laid.waves, laid.teams, strict=True))
        return indices(laid.value, laid.team, names, laid.scale.low, laid.scale.high, seed=seed)

    on_scale = np.clip(laid.scale.low + laid.step * values, laid.scale.low, laid.scale.high)
    posterior = Posterior(laid.teams, on_scale, weights, ICC, fitted.icc_weights, link)
    columns: dict[str, Any] = {} if laid.waves is None else {"wave": pa.array(laid.waves)}
    columns |= {
        "team": pa.array(laid.teams),
        "n": pa.array(np.bincount(sheet.team, minlength=len(laid.teams))),
        "mean": pa.array(posterior.mean()),
        "low": pa.array(posterior.quantile(0.05)),
        "high": pa.array(posterior.quantile(0.95)),
    }
    return Estimate(SurveyEstimate(pa.table(columns), posterior, index))


def calibrate(answers: pa.Table, scale: Scale | Sequence[object]) -> Bank:
    """A bank of these items, from many people's answers: for surveys whose items rotate, or that a handful answer.

    Args:
        answers, scale: as of :func:`estimate`; teams play no part.

    Raises:
        UsageError: fewer than a hundred people answered, or as in :func:`estimate`.
    """
    laid = laid_out(answers, Scale.of(scale))
    if len(laid.value) < FEWEST:
        raise UsageError(f"A bank needs the answers of at least {FEWEST} people; these are {len(laid.value)}.")
    return supposed(laid.items, laid.sheet().chosen().sum(axis=0), laid.scale.low, laid.scale.high)


def laid_out(answers: pa.Table, scale: Scale) -> Answers:
    """The table as respondents x items, higher always better.

    Raises:
        UsageError: as in :func:`estimate`.
    """
    answers = _plain(answers)
    given = answers.column("answer")
    kept = pc.fill_null(pc.is_finite(given), False)
    teams = answers.column("team")
    if teams.null_count < len(teams):
        kept = pc.and_(kept, pc.is_valid(teams))
    table, value = answers.filter(kept), given.filter(kept).to_numpy()
    if not len(value):
        raise UsageError("There is no answer in this table.")
    off = int(((value < scale.low - 1e-9) | (value > scale.high + 1e-9)).sum())
    if off:
        raise UsageError(f"{off} of {len(value)} answers lie off the scale {scale.low:g} to {scale.high:g}.")
    names, item = _coded(table.column("item"))
    turned = np.array([name in scale.reversed for name in names])[item]
    value = np.where(turned, scale.low + scale.high - value, value)
    waved = "wave" in table.column_names and pc.count_distinct(table.column("wave"), mode="all").as_py() > 1
    waves, wave = _coded(table.column("wave")) if waved else (("",), np.zeros(len(value), dtype=np.int64))
    persons, person = _coded(table.column("respondent"))
    groups, group = _coded(table.column("team")) if teams.null_count < len(teams) else ((EVERYBODY,), 0 * item)
    who, row = np.unique(wave * len(persons) + person, return_inverse=True)
    if len(np.unique(row * len(names) + item)) < len(row):
        raise UsageError("Some respondents answer the same item of the same wave twice; keep one answer of each.")
    places, place = np.unique(wave * len(groups) + group, return_inverse=True)
    team = np.full(len(who), -1, dtype=np.int64)
    team[row] = place
    if (team[row] != place).any():
        raise UsageError("Some respondents are in two teams of the same wave; a respondent's rows name one team.")
    out = np.full((len(who), len(names)), np.nan)
    out[row, item] = value
    categories, step = scale.steps(value)
    return Answers(
        out, team, tuple(groups[code % len(groups)] for code in places),
        tuple(waves[code // len(groups)] for code in places) if waved else None, names, scale, categories, step,
    )  # fmt: skip


def _plain(answers: pa.Table) -> pa.Table:
    """The columns that count: answers as numbers, everything else as text, whatever types they came in."""
    if not isinstance(answers, (pa.Table, pa.RecordBatch)):
        raise UsageError("Answers are an Arrow table; pyarrow.Table.from_pandas makes one of a data frame.")
    columns = {}
    for name in (*_COLUMNS, "wave"):
        found = answers.column_names.count(name)
        if found > 1:
            raise UsageError(f"The column {name} stands twice among the answers; keep one of them.")
        if found:
            columns[name] = answers.column(name)
    missing = [name for name in _COLUMNS if name not in columns]
    if missing:
        raise UsageError(f"Answers need the columns {', '.join(_COLUMNS)}; {', '.join(missing)} is missing.")
    try:
        for name, column in columns.items():
            columns[name] = pc.cast(column, pa.float64() if name == "answer" else pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        if name == "answer":
            raise UsageError("The column answer must hold numbers on the scale.") from None
        raise UsageError(f"The column {name} must hold text or numbers.") from None
    return pa.table(columns)


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The distinct values as text, sorted, and each row's place among them; one that is missing is the empty text."""
    text = pc.fill_null(column, "")
    names, codes = np.unique(np.asarray(text.to_pylist(), dtype=object).astype(str), return_inverse=True)
    return tuple(str(name) for name in names), codes.reshape(-1).astype(np.int64)
