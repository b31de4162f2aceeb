"""No result is ever written over what it is made from, and only its owner can open it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from saidanddone.errors import UsageError
from saidanddone.store import owned

LEDGER = "subject,made_at,due_at,closed_at,group\n" + "".join(
    f"Ana,2026-0{m}-01,2026-0{m}-20,2026-0{m}-1{m},Kite\n" for m in range(1, 8)
)
ON = ("--on", "2026-09-01")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    path = tmp_path / "folder" / "ev.csv"
    path.write_text(LEDGER, encoding="utf-8")
    (tmp_path / "ev.json").write_bytes(path.read_bytes())
    (tmp_path / "ev.html").write_bytes(path.read_bytes())
    (tmp_path / "roster.json").write_text("name,handle,team,role\nAna,Ana,Kite,leader\n", encoding="utf-8")
    (tmp_path / "policy.json").write_text('[subjects]\n"Ana" = "public"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("diagnose", "folder/ev.csv", "--json", "-", "--csv", "folder/ev.csv"),
        ("diagnose", "folder", "--csv", "folder/../folder/ev.csv"),
        ("diagnose", "folder", "--csv", "hard.csv"),
        ("diagnose", "ev.json", "--json", "ev.json"),
        ("diagnose", "ev.html", "--report", "ev.html"),
        ("diagnose", "folder/ev.csv", "--roster", "roster.json", "--json", "roster.json"),
        ("diagnose", "folder/ev.csv", "--policy", "policy.json", "--json", "policy.json"),
        ("diagnose", "folder/ev.csv", "--json", "folder/ev.csv"),
        ("diagnose", "folder/ev.csv", "--csv", "link.csv"),
        ("diagnose", "drawn/forecasts.svg", "--charts", "drawn"),
        ("explain", "team:Kite", "ev.json", "--json", "ev.json"),
        ("explain", "team:Kite", "folder/ev.csv", "--roster", "roster.json", "--json", "roster.json"),
        ("read", "ev.json", "--json", "ev.json"),
        ("read", "folder/ev.csv", "--json", "folder/ev.csv"),
        ("read", "folder/ev.csv", "--draft-roster", "new.json", "--json", "new.json"),
        ("backtest", "ev.json", "--json", "ev.json"),
        ("repair", "x", "ev.json", "--me", "Ana", "--json", "ev.json"),
    ],
)
def test_no_output_is_written_over_what_is_read(run, ledger: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    os.link(ledger, tmp_path / "hard.csv")
    (tmp_path / "link.csv").symlink_to(ledger)
    (tmp_path / "drawn").mkdir()
    (tmp_path / "drawn" / "forecasts.svg").write_text(LEDGER, encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert words[-2] in ended.err
    assert ended.err.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_workspace_and_a_notebook_are_not_written_over(run, ledger: Path, tmp_path: Path) -> None:
    assert run("read", ledger, "--into", "kept", "--names").code == 0
    names = (tmp_path / "kept" / "names.json").read_bytes()
    assert run("diagnose", "kept", *ON, "--json", "kept/names.json").code == 2
    assert (tmp_path / "kept" / "names.json").read_bytes() == names
    assert run("promise", "Send the plan", "--to", "Mia", "--by", "2030-01-01").code == 0
    own = tmp_path / "said-and-done" / "ledger.csv"
    before = own.read_bytes()
    assert "notebook" in run("diagnose", ledger, *ON, "--csv", own).err
    assert run("repair", "--json", own).code == 2
    assert own.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_only_their_owner_opens_what_is_written_and_writing_again_is_allowed(run, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").touch(0o644)
    (tmp_path / "roster.csv").write_text("name,handle,team,role\nAna,Ana,Kite,leader\n", encoding="utf-8")
    asked = ("diagnose", ledger, *ON, "--roster", "roster.csv", "--me", "Ana")
    out = ("--json", "a.json", "--report", "a.html", "--csv", "a.csv", "--charts", "drawn")
    assert [run(*asked, *out).code for _ in range(2)] == [0, 0]
    assert run(*asked, "--json", "-", "--report", "a.pdf").code == 0
    written = [tmp_path / name for name in ("a.json", "a.html", "a.csv", "a.pdf")] + [*(tmp_path / "drawn").iterdir()]
    assert len(written) > 6
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert not list(tmp_path.rglob("*.part"))


def test_a_link_is_refused_and_what_is_behind_it_stands(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "page.html").symlink_to(tmp_path / "mine.txt")
    with pytest.raises(UsageError, match="is a link"):
        owned.write(tmp_path / "page.html", b"other")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine", encoding="utf-8")
    with pytest.raises(TypeError):
        owned.write(tmp_path / "page.html", "no bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="This system has no /dev/null.")
def test_a_device_is_written_to_and_not_replaced() -> None:
    owned.write(Path("/dev/null"), b"gone")
    assert not Path("/dev/null").is_file()
