"""Twenty thousand malformed rows raise nothing, lose nothing unsaid, and give nobody away."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saidanddone.evidence.bundle import SCHEMAS, Evidence
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.detect import FORMATS, ReadRow, read_path

LEDGER = next(format_ for format_ in FORMATS if format_.kind == "ledger")

FILES, ROWS = 110, 200
"""22,000 rows in all."""

SECRET = "Zebediah"
CELLS = (
    "", " ", SECRET, f"{SECRET}@example.org", "2026-09-01", "2026-09-07 14:30", "7/9/26", "13/9/26", "9/13/26",
    "31.02.2026", "07.09.2026", "7 Sep 2026", f"7 {SECRET} 2026", "1788786000", "-1", "1e999", "nan", "NaN", "NULL",
    "kept", "broken", "1", "0", "maybe", "2026-13-45", "9999-12-31T23:59:59Z", "0000-00-00", '"', '""', '"' * 3,
    'half"quoted', '"open', ",", ";;", "\t", "\x00", "\x00\x01\x02", "\ufeff", "\u202e", "é", "漢字", "😀", "=1+1",
    "@SUM(A1)", "x" * 1_500, "9" * 400, "a" * 70, "\n", "\r", "\r\n", "\x0b", "\x85", "\u2028", "leader", "team",
    "punished", "6", "question", "Ana; Bo", "\\", "'", "%s", "{}",
)  # fmt: skip


def malformed(seed: int, header: list[str], rows: int) -> bytes:
    """A file of the given columns whose rows are bad in every way at once; the seed says which."""
    draw = random.Random(seed)
    mark = draw.choice(",,,;\t|")
    lines = [mark.join(header)]
    for number in range(rows):
        cells = [draw.choice(CELLS) for _ in range(max(0, len(header) + draw.choice((0, 0, 0, -1, 2, -len(header)))))]
        if draw.random() < 0.5:
            good = [f"{SECRET}{number}", "2026-09-01", "2026-09-07"]
            cells[: len(good)] = good[: len(cells)]
        lines.append(mark.join(cells))
    text = draw.choice(("\n", "\r\n", "\r")).join(lines)
    raw = bytearray(text.encode(draw.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace"))
    for _ in range(draw.choice((0, 0, 3, 30))):
        place = draw.randrange(len(header) * 8, len(raw))
        raw[place] = draw.randrange(256)
    return bytes(raw[: draw.choice((len(raw), len(raw), len(raw) // 2))])


def check(evidence: Evidence, problems: list[Problem], row: ReadRow) -> None:
    for name, table in evidence.tables().items():
        assert table.schema == SCHEMAS[name]
    assert evidence.counts()["commitments"] in (0, row.rows)
    for promise in evidence.commitments.to_pylist():
        Commitment(**promise)
        assert promise["subject_kind"] != "person" or promise["subject"].startswith("p-")
    assert len(set(evidence.commitments.column("id").to_pylist())) == evidence.commitments.num_rows
    for problem in problems:
        assert problem.said.endswith(".")
        assert problem.remedy
        assert problem.line >= 0
    shown = f"{evidence!r}{problems!r}{row!r}"
    assert SECRET not in shown
    assert row.unread == 0 or problems


@given(st.integers(0, 2**32), st.sampled_from(FORMATS), st.sampled_from([None, "dmy", "mdy"]))
@settings(max_examples=FILES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_twenty_thousand_malformed_rows_raise_nothing(
    tmp_path: Path, people: People, seed: int, format_: object, dates: str | None
) -> None:
    fields = [field.name for field in format_.fields]  # type: ignore[attr-defined]
    path = tmp_path / "bad.csv"
    path.write_bytes(malformed(seed, fields, ROWS))
    evidence, problems, (row,) = read_path(path, people, dates=dates, tz="Europe/Berlin")
    check(evidence, problems, row)


def test_there_are_twenty_thousand_of_them_and_they_are_bad_but_not_hopeless(tmp_path: Path, people: People) -> None:
    assert FILES * ROWS >= 20_000
    read = unread = 0
    for seed in range(20):
        path = tmp_path / f"{seed}.csv"
        path.write_bytes(malformed(seed, [field.name for field in LEDGER.fields], ROWS))
        _, _, (row,) = read_path(path, people)
        read, unread = read + row.rows, unread + row.unread
    assert 20 * ROWS / 50 < read < unread


@pytest.mark.parametrize("seed", range(3))
def test_good_rows_among_malformed_ones_are_read(tmp_path: Path, people: People, seed: int) -> None:
    draw = random.Random(seed)
    rows, good = [], []
    for number in range(500):
        if draw.random() < 0.4:
            good.append(number + 2)
            rows.append(f"{SECRET},2026-09-01,2026-09-07,fine")
        else:
            rows.append(
                draw.choice(
                    [f'{SECRET},2026-09-01,2026-09-07,"open, so', f"{SECRET},soon,,", ",2026-09-01,,", "\x00,x"]
                )
            )
    path = tmp_path / "mixed.csv"
    path.write_text("subject,made_at,due_at,note\n" + "\n".join(rows) + "\n", encoding="utf-8")
    evidence, problems, (row,) = read_path(path, people)
    assert evidence.commitments.column("line").to_pylist() == good
    assert (row.rows, row.unread) == (len(good), 500 - len(good))
    assert problems


@given(st.dictionaries(st.sampled_from([f.name for f in LEDGER.fields]), st.text(max_size=30), min_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_column_raises_nothing(tmp_path: Path, cells: dict[str, str]) -> None:
    people = People(b"k" * 32)
    path = tmp_path / "ledger.csv"
    columns = {"subject": "Ana", "made_at": "2026-09-01", "due_at": "", **cells}
    body = ",".join('"' + cell.replace('"', '""') + '"' for cell in columns.values())
    path.write_bytes(f"{','.join(columns)}\n{body}\n".encode("utf-8", "replace"))
    evidence, problems, (row,) = read_path(path, people)
    check(evidence, problems, row)
