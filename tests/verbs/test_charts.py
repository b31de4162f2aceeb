"""The pictures of a result from Python: Altair objects, of what was released and of our own record."""

from __future__ import annotations

from pathlib import Path

import altair as alt

import saidanddone


def ledger(folder: Path) -> Path:
    path = folder / "ledger.csv"
    rows = [f"Ana,2026-{month:02}-01,2026-{month:02}-08,2026-{month:02}-{7 + month % 3:02}" for month in range(1, 11)]
    path.write_text("\n".join(["subject,made_at,due_at,closed_at", *rows]), encoding="utf-8")
    return path


def test_a_diagnosis_has_its_forecasts_and_timelines_as_altair_charts(tmp_path: Path) -> None:
    found = saidanddone.diagnose(ledger(tmp_path), me="Ana", on="2026-11-01")
    drawn = saidanddone.charts(found)
    assert isinstance(drawn.forecasts, alt.LayerChart)
    assert list(drawn.timelines) == [unit.id for unit in found.released]
    assert all(isinstance(chart, alt.LayerChart) for chart in drawn.timelines.values())


def test_of_what_was_withheld_there_is_no_chart(tmp_path: Path) -> None:
    drawn = saidanddone.charts(saidanddone.diagnose(ledger(tmp_path), on="2026-11-01"))
    assert (drawn.forecasts, drawn.timelines) == (None, {})


def test_a_backtest_has_its_calibration(tmp_path: Path) -> None:
    record = saidanddone.backtest(Path(saidanddone.__file__).parent / "data" / "openstack_nova_specs.csv")
    assert isinstance(saidanddone.charts(record).calibration, alt.LayerChart)
