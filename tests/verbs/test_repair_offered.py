"""What a diagnosis offers to repair is what `repair` then lists, and no more (T11)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.endangered import endangered, in_result, settled_apart
from saidanddone.verbs.owed import Places

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)


def test_what_is_known_to_have_been_missed_is_not_offered_and_then_denied(tmp_path: Path) -> None:
    told = tmp_path / "told.csv"
    told.write_text(
        "id,subject,made_at,due_at,outcome\nP-1,Nadia,2026-09-01,2026-11-20,broken\n"
        "P-2,Nadia,2026-09-01,2026-09-10,kept\nP-3,Nadia,2026-09-01,2026-11-21,\n", encoding="utf-8",
    )  # fmt: skip
    places = Places((told,), "Nadia")
    counted = in_result(diagnose(told, on=EVENING, me="Nadia"))
    brief = settled_apart(counted, places, ON)
    assert (counted.late, brief.late) == (1, 0)
    assert brief.late == len(endangered(on=ON, places=places, into=tmp_path / "book").wanting)
