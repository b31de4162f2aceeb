"""A backtest for a terminal: first whether our forecasts beat the average, then each forecaster and each baseline."""

from __future__ import annotations

import textwrap
from typing import Final

from saidanddone.forecast.trust.result import Record, Scores
from saidanddone.report.bands import PLAIN, PRETTY, cell
from saidanddone.report.scored import BASELINES, own_record
from saidanddone.report.words import count_of, joined, known, plain, share

__all__ = ["render"]

_NAME: Final = 26
_COLUMNS: Final = ("log loss", "Brier", "calibration", "AUC")
_WIDTHS: Final = (9, 9, 12, 7)


def render(record: Record, *, width: int = 80, colour: bool = False, ascii_only: bool = False) -> str:
    """The record as text; nothing in it is about anybody, so nothing in it needs releasing.

    Args:
        width: columns, at least 60. colour: the first sentence bold, nothing else. ascii_only: rules in ASCII.
    """
    width = max(60, width)
    signs = PLAIN if ascii_only else PRETTY
    first = textwrap.wrap(own_record(record), width)
    lines = [f"\x1b[1m{line}\x1b[0m" for line in first] if colour else first
    lines += ["", _row("", _COLUMNS), signs.rule * min(width, _NAME + sum(_WIDTHS) + 2 * len(_WIDTHS))]
    lines.append(_row("the panel, together", _scores(record.panel)))
    for name, scores in record.baselines.items():
        lines.append(_row(BASELINES.get(name, plain(name)), _scores(scores)))
    noise = known(record.panel.ece_noise95)
    told = ["Log loss and Brier: lower is better. Calibration: mean distance of what was said from what happened"]
    told.append(f"; up to {noise:.3f} is chance alone." if noise is not None else ".")
    lines += ["", *textwrap.wrap("".join(told), width)]
    if record.forecasters:
        lines += ["", *_panel(record, signs.rule * min(width, _NAME + 36))]
    lines += ["", *_base(record, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(name: str, values: tuple[str, ...]) -> str:
    shown = [cell(value, w, right=True) for value, w in zip(values, _WIDTHS, strict=False)]
    return "  ".join([cell(name, _NAME), *shown])


def _scores(scores: Scores) -> tuple[str, ...]:
    return (_decimal(scores.log_loss, 4), _decimal(scores.brier, 4), _decimal(scores.ece, 3), _decimal(scores.auc, 3))


def _decimal(value: float | None, places: int) -> str:
    value = known(value)
    return "-" if value is None else f"{value:.{places}f}"


def _panel(record: Record, rule: str) -> list[str]:
    ranked = sorted(record.forecasters, key=lambda member: -member.weight_final)
    return [
        _row("on the panel", ("log loss", "say now", "on average")),
        rule,
        *(_row(plain(m.name), (_decimal(m.log_loss, 4), share(m.weight_final), share(m.weight_mean))) for m in ranked),
    ]


def _base(record: Record, width: int) -> list[str]:
    said = f"{count_of(record.n, 'commitment')} used, {count_of(record.scored, 'forecast')} scored."
    if record.excluded:
        why = [f"{n:,} {plain(reason)}" for reason, n in record.excluded_why.items() if n]
        said += f" Left out: {record.excluded:,}{f' ({joined(why)})' if why else ''}."
    lines = textwrap.wrap(said, width)
    for note in (record.sample, *record.notes):
        lines += textwrap.wrap(plain(note), width) if note else []
    return lines
