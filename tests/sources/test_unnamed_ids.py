"""An id that could name somebody is kept as a keyed hash, the same wherever it stands (PRIVACY, Who is measured)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from saidanddone.evidence.people import People
from saidanddone.sources.cells import unnamed
from saidanddone.sources.detect import read_path

PEOPLE = People(b"k" * 32)


def test_an_id_with_a_name_in_it_is_hashed_and_others_stay_as_they_are() -> None:
    told = unnamed(pa.array(["KITE-12", "Bob Brink/3", "bob@example.org", None, "Bob Brink/3"]), PEOPLE).to_pylist()
    assert told[0] == "KITE-12"
    assert told[3] is None
    assert told[1] == told[4] != told[2]
    assert "brink" not in str(told).casefold()
    assert unnamed(pa.array(["Bob Brink/3"]), People(b"j" * 32)).to_pylist() != told[1:2]


def test_what_refers_to_an_id_still_does(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    head = "id,subject,made_at,due_at,answers"
    lines = [head, "Bob 1,ana,2026-09-01,2026-09-07,", "2,ana,2026-09-01,2026-09-07,Bob 1"]
    path.write_text("\n".join(lines), encoding="utf-8")
    evidence, _, _ = read_path(path, PEOPLE)
    first, second = evidence.commitments.to_pylist()
    assert second["answers_id"] == first["id"] != "Bob 1"
