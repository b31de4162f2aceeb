"""Nothing that privacy has not released is shown, by any output; and the report's words import nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from report.units import ON, finding, forecast

from saidanddone.diagnosis.finding import Diagnosis
from saidanddone.errors import NotReleased
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.report import charts, page, paper, pictures, terminal

OUTPUTS: list[Callable[[Any], Any]] = [
    terminal.render,
    page.render,
    paper.render,
    pictures.of_diagnosis,
    charts.forecasts,
    charts.timeline,
    charts.calibration,
]


@pytest.mark.parametrize("show", OUTPUTS, ids=lambda show: f"{show.__module__}.{show.__name__}")
@pytest.mark.parametrize("what", ["diagnosis", "unreleased", "finding", "forecast", "dictionary", "nothing"])
def test_every_output_refuses_what_privacy_has_not_released(show: Callable[[Any], Any], what: str) -> None:
    whole = Diagnosis(ON, (finding(),), None, {}, (), (), "0", 1)
    things: dict[str, Any] = {
        "diagnosis": whole,
        "unreleased": Unreleased(whole),
        "finding": finding(),
        "forecast": forecast(),
        "dictionary": {"released": []},
        "nothing": None,
    }
    with pytest.raises(NotReleased):
        show(things[what])


def test_the_terminal_needs_neither_charts_nor_an_engine() -> None:
    heavy = ("altair", "vl_convert", "pandas", "ibis", "duckdb", "scipy")
    loads = "import saidanddone.report.terminal, saidanddone.report.record, sys"
    code = f"{loads}; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
