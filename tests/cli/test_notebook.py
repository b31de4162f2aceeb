"""The notebook's files: whatever their owner or a spreadsheet made of them, adding and correcting loses nothing."""

from __future__ import annotations

import csv
import io
import os
import stat
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.errors import UsageError
from saidanddone.store import notebook
from saidanddone.store.sheet import Sheet, parse, safe, shown

LEDGER = b"id,what,made_at,due_at,closed_at,outcome,subject\nbcdfg,Fix the stairs,2026-11-01,2026-12-01,,pending,me\n"


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    return [dict(cells) for _, cells in sheet.entries]


def test_a_row_added_leaves_every_byte_before_it_as_it_was() -> None:
    new = parse(LEDGER, "ledger.csv").added(
        {"id": "hjklm", "what": "Call Ada", "made_at": "2026-11-22", "subject": "me"}
    )
    assert new.to_bytes().startswith(LEDGER)
    assert parse(new.to_bytes(), "ledger.csv").entries[-1][1]["what"] == "Call Ada"


def test_a_row_changed_keeps_comments_unknown_columns_and_line_ends() -> None:
    hand = (
        b"\xef\xbb\xbf# my promises\r\n\r\nid;mood;what;closed_at;outcome\r\n# the old ones\r\n"
        b'bcdfg;"so; so";A;;pending;\r\nhjklm;fine;B;;pending\r\n\r\n'
    )
    sheet = parse(hand, "ledger.csv")
    at = next(at for at, cells in sheet.entries if cells["id"] == "hjklm")
    changed = sheet.changed(at, {"closed_at": "2026-11-22", "outcome": "delivered"}).to_bytes()
    assert changed == hand.replace(b"hjklm;fine;B;;pending", b"hjklm;fine;B;2026-11-22;delivered")


def test_a_file_without_a_line_end_at_its_end_gets_one_before_the_new_row() -> None:
    added = parse(LEDGER.rstrip(b"\n"), "ledger.csv").added({"id": "x", "what": "y"})
    assert [row["id"] for row in _rows(parse(added.to_bytes(), "ledger.csv"))] == ["bcdfg", "x"]
    alone = parse(b"id,what", "ledger.csv").added({"id": "x", "what": "y"})
    assert alone.to_bytes() == b"id,what\nx,y\n"


def test_a_missing_column_is_added_to_every_row() -> None:
    sheet = parse(b"id,what\na,one\nb,two\n", "ledger.csv").added({"id": "c", "what": "three", "due_at": "2026-12-01"})
    assert sheet.to_bytes() == b"id,what,due_at\na,one,\nb,two,\nc,three,2026-12-01\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_saved_again_in_another_encoding_stays_in_it(encoding: str, newline: str) -> None:
    text = newline.join(["id,what,outcome", "a,café,pending", ""])
    again = parse(
        parse(text.encode(encoding), "ledger.csv").added({"id": "b", "what": "naïve"}).to_bytes(), "ledger.csv"
    )
    assert [row["what"] for row in _rows(again)] == ["café", "naïve"]
    assert again.style.newline == newline
    assert again.to_bytes().decode(encoding)


def test_what_an_old_encoding_cannot_hold_turns_the_file_into_utf8() -> None:
    sheet = parse("id,what\na,café\n".encode("cp1252"), "ledger.csv").added({"id": "b", "what": "čtyři"})
    assert sheet.to_bytes().decode("utf-8-sig") == "id,what\na,café\nb,čtyři\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "#"])
def test_a_cell_that_would_run_as_a_formula_is_written_so_that_it_does_not(start: str) -> None:
    cell = f'{start}HYPERLINK("http://x","y")'
    sheet = parse(LEDGER, "ledger.csv").added({"id": "x", "what": cell})
    raw = next(csv.reader(io.StringIO(sheet.to_bytes().decode().splitlines()[-1])))[1]
    assert raw.startswith("'")
    assert shown(raw) == cell.strip()


def test_a_quote_that_never_closes_is_refused_with_its_line() -> None:
    with pytest.raises(UsageError, match=r"ledger\.csv:3: a cell opens"):
        parse(b'id,what\na,b\nc,"d\ne,f\n', "ledger.csv")


def test_a_file_that_is_not_text_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="not a text file"):
        parse(b"PK\x03\x04\x00\x00\x00\x00\x81\x8d", "ledger.csv")


# A bare carriage return outside quotes ends a line; csv.writer does not quote it.
_cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)


@given(
    st.lists(st.lists(_cells, min_size=3, max_size=3), max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    _cells,
)
def test_whatever_a_csv_program_wrote_comes_back_byte_for_byte_around_a_change(
    rows: list[list[str]], separator: str, newline: str, cell: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=newline)
    writer.writerow(["id", "what", "mood"])
    writer.writerows([f"r{number}", *row[1:]] for number, row in enumerate(rows))
    data = out.getvalue().encode()
    sheet = parse(data, "ledger.csv")
    assert sheet.to_bytes() == data
    assert len(sheet.entries) == len(rows)
    for at, cells in sheet.entries:
        changed = parse(sheet.changed(at, {"what": cell}).to_bytes(), "ledger.csv")
        assert [row.raw for place, row in enumerate(changed.rows) if place != at] == [
            row.raw for place, row in enumerate(sheet.rows) if place != at
        ]
        assert changed.rows[at].cells == {**cells, "what": shown(safe(cell))}


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_a_usage_error(data: bytes) -> None:
    try:
        sheet = parse(data, "ledger.csv")
    except UsageError:
        return
    assert sheet.to_bytes() == data


def test_a_new_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger.csv"
    notebook.edit(path.parent, notebook.LEDGER, lambda sheet: sheet.added({"id": "a", "what": "b"}))
    assert path.read_text().splitlines()[0] == ",".join(notebook.LEDGER.columns)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["ledger.csv"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(LEDGER)

    def fails(sheet: Sheet) -> Sheet:
        raise UsageError("No.")

    with pytest.raises(UsageError, match=r"No\."):
        notebook.edit(path.parent, notebook.LEDGER, fails)
    assert path.read_bytes() == LEDGER
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.csv"]


def test_a_link_to_a_ledger_elsewhere_is_followed_not_replaced(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_bytes(LEDGER)
    link = tmp_path / "ledger.csv"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this system makes no links for this user")
    notebook.edit(tmp_path, notebook.LEDGER, lambda sheet: sheet.added({"id": "a"}))
    assert link.is_symlink()
    assert real.read_bytes().startswith(LEDGER)
    assert len(real.read_bytes()) > len(LEDGER)


def test_many_writers_at_once_lose_no_row(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"

    def write(number: int) -> None:
        notebook.edit(path.parent, notebook.LEDGER, lambda sheet: sheet.added({"id": f"n{number}"}))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    ids = {cells["id"] for _, cells in notebook.read(tmp_path, notebook.LEDGER).entries}
    assert ids == {f"n{number}" for number in range(12)}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_folder_one_may_not_write_is_said_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="--into"):
        notebook.edit(tmp_path, notebook.LEDGER, lambda sheet: sheet)


def test_a_folder_in_the_file_s_place_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").mkdir()
    with pytest.raises(UsageError, match="--into"):
        notebook.edit(tmp_path, notebook.LEDGER, lambda sheet: sheet)


def test_some_other_ledger_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ledger.csv").write_text("Issue key,Created,Due date\nA-1,2026-11-01,2026-12-01\n")
    with pytest.raises(UsageError, match="has no column made_at"):
        notebook.edit(tmp_path, notebook.LEDGER, lambda sheet: sheet.added({"id": "a"}))
    assert "A-1" in (tmp_path / "ledger.csv").read_text()


def test_the_notebook_is_where_one_stands_if_a_ledger_is_there(tmp_path: Path) -> None:
    assert notebook.folder(None, tmp_path) == tmp_path / "said-and-done"
    (tmp_path / "ledger.csv").write_bytes(LEDGER)
    assert notebook.folder(None, tmp_path) == tmp_path
    assert notebook.folder(tmp_path / "x", tmp_path) == tmp_path / "x"
