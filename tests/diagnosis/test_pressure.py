"""Which commitments fell due under pressure (MISSION T10)."""

from __future__ import annotations

from typing import Any

from saidanddone.diagnosis.pressure import with_pressure
from saidanddone.evidence import commitment, pressure
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.pressure import Pressure


def due(due_us: int | None, **more: Any) -> Commitment:
    return Commitment(id="1", subject="p-a", made_us=0, due_us=due_us, source="l.csv", line=2, **more)


def stretch(from_us: int, to_us: int, team: str | None = None) -> Pressure:
    return Pressure(from_us=from_us, to_us=to_us, team=team, source="pressure.csv", line=2)


def told(commitments: list[Commitment], stretches: list[Pressure]) -> list[bool | None]:
    table = with_pressure(commitment.table(commitments), pressure.table(stretches))
    assert table.schema.equals(commitment.SCHEMA)
    return list(table.column("pressure").to_pylist())


def test_a_stretch_holds_both_its_ends() -> None:
    assert told([due(t) for t in (9, 10, 20, 21)], [stretch(10, 20)]) == [False, True, True, False]


def test_a_stretch_of_another_team_does_not_count() -> None:
    made = [due(15, team="Apollo"), due(15, team="Borealis"), due(15)]
    assert told(made, [stretch(10, 20, " apollo")]) == [True, False, False]


def test_a_stretch_of_everybody_counts_for_everybody() -> None:
    assert told([due(15, team="Apollo"), due(15)], [stretch(10, 20)]) == [True, True]


def test_moving_a_due_time_out_of_a_hard_week_does_not_make_the_week_calm() -> None:
    assert told([due(90, first_due_us=15)], [stretch(10, 20)]) == [True]


def test_the_sources_own_word_stands() -> None:
    assert told([due(15, pressure=False), due(90, pressure=True)], [stretch(10, 20)]) == [False, True]


def test_the_undated_stay_open() -> None:
    assert told([due(None)], [stretch(10, 20)]) == [None]


def test_without_a_stretch_nothing_is_known() -> None:
    assert told([due(15)], []) == [None]
    assert told([], [stretch(10, 20)]) == []
