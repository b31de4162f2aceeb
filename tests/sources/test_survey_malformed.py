"""Answers in any state give sentences: never a traceback, and never a quote of what stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.evidence.people import People
from saidanddone.sources.detect import read_path
from saidanddone.sources.telling import TOLD_SINGLY

Read = Callable[..., Any]
CELLS = st.one_of(
    st.sampled_from(
        ["", "4", "A5", "strongly agree", "=cmd|' /C calc'!A0", "+1", "@x", "-", "NA", '"', "2026-11-13", "1980-01-01",
         "idea; mistake", "\ufeff", "R_1aB2cD3eF4gH", "99", "=1+1", "Zebediah", "é" * 50],
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8),
)  # fmt: skip
HEADERS = (
    "round,closed,team,department,respondent,kept,concerns,own_kind,own_met,seen_kind,held_back,promises_due,promises_kept",
    "respondent,item,answer,team,wave,closed",
    "id,submitdate,lastpage,startlanguage,seed,team,TRUST1,Safety[SQ001],held_back[idea]",
    "StartDate,EndDate,Status,Finished,Progress,ResponseId,team,trust_1,kept",
    "item,half,low,high,reversed",
)


@settings(max_examples=60)
@given(st.sampled_from(HEADERS), st.lists(st.lists(CELLS, max_size=14), max_size=6))
def test_any_cells_below_a_known_header_are_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, header: str, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "pulse-2026-W46.csv"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8", errors="replace")
    evidence, problems, (row,) = read_path(path, People(b"k" * 32))
    assert all(table.schema.equals(SCHEMAS[name]) for name, table in evidence.tables().items())
    assert all(abs(value) < 1e9 for value in evidence.answers.column("value").to_pylist())
    assert row.kind in {"pulse", "limesurvey", "qualtrics", "items"}
    assert "Zebediah" not in " ".join(map(str, problems))


@pytest.mark.parametrize("header", HEADERS[:4])
def test_twenty_thousand_malformed_rows_are_told_by_their_number(reading: Read, header: str) -> None:
    width = header.count(",") + 1
    line = ",".join(["Zebediah", "2026-11-13", "=1+1"] * width).split(",")[:width]
    got = reading(header + "\n" + (",".join(line) + "\n") * 20_000, name="pulse-2026-W46.csv")
    assert got.evidence.answers.num_rows == 0
    assert len(got.problems) <= 6 * (TOLD_SINGLY + 1)
    assert "Zebediah" not in " ".join(map(str, got.problems)) + got.row.note
    assert any("more lines" in said for said in got.said) or got.row.understood >= 19_999, "told by number in the note"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_any_encoding_is_read(reading: Read, encoding: str) -> None:
    text = "round,team,kept,concerns\n2026-W46,Küste,4,2\n"
    got = reading(text.encode(encoding))
    assert (got.row.kind, set(got.evidence.answers.column("team").to_pylist())) == ("pulse", {"Küste"})


def test_broken_bytes_cost_their_own_cell(reading: Read) -> None:
    got = reading(b"round,team,kept,concerns\n2026-W46,Kite,\xff\xfe\x80,2\n2026-W46,Kite,4,3\n")
    assert sorted(got.evidence.answers.column("value").to_pylist()) == [2.0, 3.0, 4.0]
    assert [problem.line for problem in got.problems] == [2]


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_alone_gets_a_sentence(reading: Read, header: str) -> None:
    assert reading(header + "\n").said == ["The file has a header but no rows."]
