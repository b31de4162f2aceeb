"""Reading into a workspace: what was read is told, and reading again changes nothing."""

from __future__ import annotations

import csv
import tempfile
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.sources import roster as rosters
from saidanddone.sources.cells import tidy
from saidanddone.store.sheet import safe
from saidanddone.verbs.drafting import draft, rows_of
from saidanddone.verbs.joining import Met
from saidanddone.verbs.read import read


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_reading_again_changes_nothing(ledger: Path, tmp_path: Path) -> None:
    first = read(ledger, into=tmp_path / "ws")
    before = contents(tmp_path / "ws")
    second = read(ledger, into=tmp_path / "ws")
    assert first.added["commitments"] == 152
    assert second.added["commitments"] == 0
    assert second.already["commitments"] == 152
    assert contents(tmp_path / "ws") == before


def test_without_a_folder_it_only_looks(ledger: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    found = read(ledger)
    assert found.counts["commitments"] == 152
    assert (found.added, found.already, found.into) == ({}, {}, None)
    assert contents(tmp_path) == before


def test_without_names_only_pseudonyms_exist(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws")
    kept = b"".join(contents(tmp_path / "ws").values())
    for name in (b"Bob", b"Charlie", b"alice@", b"Dana"):
        assert name not in kept


def test_real_names_are_kept_only_when_asked_for(ledger: Path, tmp_path: Path) -> None:
    found = read(ledger, into=tmp_path / "ws", names=True)
    assert found.names_kept
    holding = [name for name, content in contents(tmp_path / "ws").items() if b"Bob Brink" in content]
    assert len(holding) == 1
    assert (tmp_path / "ws" / holding[0]).stat().st_mode & 0o077 == 0


def test_a_workspace_is_not_read_into_another(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws")
    with pytest.raises(UsageError, match="read before"):
        read(tmp_path / "ws", into=tmp_path / "other")


def test_nothing_readable_leaves_no_workspace_behind(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(b"\x00\x01")
    with pytest.raises(NothingReadable):
        read(tmp_path / "noise.csv", into=tmp_path / "ws")
    assert not (tmp_path / "ws").exists()


def test_the_result_says_what_was_read_from_what(ledger: Path) -> None:
    found = read(ledger)
    told = found.to_dict()["read"][0]
    assert (told["source"], told["kind"], told["rows"], told["unread"]) == ("plans.csv", "ledger", 152, 0)
    assert told["mapping"]["subject"] == "subject"
    assert found.to_arrow().to_pylist()[0]["rows"] == 152
    assert "Bob" not in repr(found) + str(found.to_dict())


LABELS = (
    "subject,made_at,due_at,closed_at,group,to\n"
    "Felix (Geth),2026-01-01,2026-01-08,2026-01-07,Kite,team\n"
    "felix | geth,2026-01-02,2026-01-08,2026-01-07,Kite,Mo Moss\n"
    '"Lange, Ana (Student)",2026-01-03,2026-01-08,2026-01-07,Kite,\n'
    "@zed,2026-01-04,2026-01-08,2026-01-07,Harbour,Chris\n"
    "=1+1,2026-01-05,2026-01-08,2026-01-07,,\n"
)
WHO = (
    "name,handle,source,team,role\nFelix,,,Kite,leader\nAna Lange,,,Kite,\nChris A,,,Kite,\nChris B,,,Kite,\n"
    "Zara Zenn,@zed,jira,,\n"
)
NAMES = ("Felix", "felix", "Lange", "zed", "Zenn", "Mo Moss", "Chris", "Geth", "geth")


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[Path, Path]:
    """A ledger in which people go by several labels, and a roster that knows some of them."""
    (tmp_path / "plans.csv").write_text(LABELS, encoding="utf-8")
    (tmp_path / "who.csv").write_text(WHO, encoding="utf-8")
    return tmp_path / "plans.csv", tmp_path / "who.csv"


def test_a_preview_says_who_is_joined_by_which_rule_who_is_not_and_writes_nothing(
    labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    before = contents(tmp_path)
    told = read(labelled[0], roster=labelled[1], preview=True).to_dict()["preview"]
    assert contents(tmp_path) == before
    joined = {row["label"]: (row["joined_to"], row["rules"], row["source"], row["rows"]) for row in told["joined"]}
    assert joined == {
        "Felix (Geth)": ("Felix", ["brackets"], "plans.csv", 1),
        "felix | geth": ("Felix", ["side"], "plans.csv", 1),
        "Lange, Ana (Student)": ("Ana Lange", ["brackets", "swapped"], "plans.csv", 1),
    }
    assert [(row["label"], row["candidates"]) for row in told["ambiguous"]] == [("Chris", ["Chris A", "Chris B"])]
    assert [(row["label"], row["candidates"]) for row in told["unmatched"]] == [
        ("=1+1", []), ("@zed", ["Zara Zenn"]), ("Mo Moss", []),
    ]  # fmt: skip
    assert told["never_met"] == ["Chris A", "Chris B", "Zara Zenn"]


def test_without_a_preview_only_numbers_are_told(labelled: tuple[Path, Path]) -> None:
    found = read(labelled[0], roster=labelled[1])
    assert found.to_dict()["handles"] == {"listed": 0, "by_rule": 3, "ambiguous": 1, "unmatched": 3, "never_met": 3}
    said = f"{found!r}{found.joins!r}{found.joins.rows if found.joins else 0!r}{found.to_dict()}{found.to_arrow()}"
    assert [name for name in NAMES if name in said] == []


def test_a_preview_needs_a_roster_and_excludes_writing(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    for wrong in (
        {},
        {"roster": labelled[1], "into": tmp_path / "ws"},
        {"roster": labelled[1], "draft_roster": "x.csv"},
    ):
        with pytest.raises(UsageError, match="--preview"):
            read(labelled[0], preview=True, **wrong)  # type: ignore[arg-type]


def test_a_drafted_roster_has_a_row_a_handle_with_the_labels_of_one_person_together(
    labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    found = read(labelled[0], draft_roster=tmp_path / "draft.csv", tz="Europe/Berlin")
    with (tmp_path / "draft.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert found.drafted == len(rows) == 7
    assert [(row["name"], row["handle"], row["team"], row["from"]) for row in rows] == [
        ("'=1+1", "'=1+1", "", "2026-01-05"),
        ("Ana Lange", "Lange, Ana (Student)", "Kite", "2026-01-03"),
        ("Chris", "Chris", "", "2026-01-04"),
        ("Felix", "Felix (Geth)", "Kite", "2026-01-01"),
        ("Felix", "felix | geth", "Kite", "2026-01-02"),
        ("Mo Moss", "Mo Moss", "", "2026-01-02"),
        ("zed", "'@zed", "Harbour", "2026-01-04"),
    ]
    assert {(row["source"], row["role"], row["to"]) for row in rows} == {("ledger", "", "")}
    assert (tmp_path / "draft.csv").stat().st_mode & 0o077 == 0


def test_a_draft_that_was_filled_in_leads_back_to_every_handle(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    draft = tmp_path / "draft.csv"
    read(labelled[0], draft_roster=draft)
    text = draft.read_text(encoding="utf-8-sig").replace("Kite,,2026", "Kite,leader,2026")
    draft.write_text(text, encoding="utf-8")
    found = read(labelled[0], roster=draft, preview=True).to_dict()
    assert found["handles"] == {"listed": 7, "by_rule": 0, "ambiguous": 0, "unmatched": 0, "never_met": 0}
    assert found["problems"] == []


def test_a_draft_beside_a_roster_holds_whom_it_does_not_tell_of(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    read(labelled[0], roster=labelled[1], draft_roster=tmp_path / "more.csv")
    with (tmp_path / "more.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert [row["handle"] for row in csv.DictReader(opened)] == ["'=1+1", "Chris", "Mo Moss", "'@zed"]


def test_a_draft_overwrites_nothing(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="overwrites nothing"):
        read(labelled[0], draft_roster=labelled[1])
    assert labelled[1].read_text(encoding="utf-8") == WHO
    with pytest.raises(UsageError, match="no folder"):
        read(labelled[0], draft_roster=tmp_path / "none" / "draft.csv")


def test_a_workspace_can_be_previewed_and_drafted_from_where_it_kept_names(
    labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    read(labelled[0], into=tmp_path / "kept", names=True)
    read(labelled[0], into=tmp_path / "bare")
    assert read(tmp_path / "kept", draft_roster=tmp_path / "draft.csv").drafted == 7
    told = read(tmp_path / "kept", roster=labelled[1], preview=True)
    assert told.joins is not None
    assert told.joins.counts()["by_rule"] == 3
    with pytest.raises(UsageError, match="nobody to draft"):
        read(tmp_path / "bare", draft_roster=tmp_path / "other.csv")
    assert not (tmp_path / "other.csv").exists()


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=8))
@example(["=1+1", "+1", "-1", "@x", "'@x", "\t=1", "#x", "a,b", 'a"b', "Ana / Bo"])
@settings(max_examples=60)
def test_no_cell_of_a_draft_is_live_and_every_one_reads_back(labels: list[str]) -> None:
    found = [
        Met(
            "plans.csv", "ledger", pseudonym(label, b"k" * 32), " ".join(label.replace("\x00", "").split()), 1, label, 0
        )
        for label in labels
        if label.replace("\x00", "").split()
    ]
    for row in rows_of(found, UTC):
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "#")) for cell in row.values())
        assert row["handle"] in {safe(one.label or "") for one in found}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.csv"
        draft(path, found, UTC)
        roster, _ = rosters.read(path, b"k" * 32)
    usable = [one for one in found if tidy(one.label or "") and "\ufeff" not in (one.label or "")]
    assert [one.label for one in usable if roster.who(one.label or "", {"ledger"}).name is None] == []
