"""Everything the README and the docs show is done, and comes out as shown; every link in them leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import Reader, blocks, matches

HOUSE = Path(__file__).resolve().parent.parent
README = HOUSE / "README.md"
DOCUMENTS = sorted(path for path in (README, *HOUSE.glob("docs/**/*.md"), *HOUSE.glob("*/README.md")) if path.is_file())


def name_of(path: Path) -> str:
    """A document's place in the house, for a test's name."""
    return path.relative_to(HOUSE).as_posix()


def test_there_is_a_readme_with_commands_to_run() -> None:
    assert README.is_file()
    commands = [command for block in blocks(README.read_text(encoding="utf-8")) for command in block.commands()]
    assert any("saidanddone" in command.typed for command in commands)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_what_a_document_shows_is_what_happens(path: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path / "reader")
    reader.folder.mkdir()
    reader.read(path)
    assert not reader.failures, "\n\n".join(reader.failures)


def headings(path: Path) -> set[str]:
    """Anchors of a document's headings, as the common renderers make them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        if target.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and anchor not in headings(there)):
            lost.append(target)
    assert not lost


# --- The reader itself ------------------------------------------------------------------------------------------------


def read(tmp_path: Path, text: str) -> list[str]:
    """What a reader of this text finds to be otherwise than shown."""
    document = tmp_path / "page.md"
    document.write_text(text, encoding="utf-8")
    reader = Reader(tmp_path / "reader")
    reader.folder.mkdir()
    reader.read(document)
    return reader.failures


def test_a_shown_output_that_is_real_passes(tmp_path: Path) -> None:
    assert read(tmp_path, "```console\n$ echo one; echo two\none\ntwo\n$ cat <<END\n> three\n> END\nthree\n```\n") == []


def test_a_shown_output_that_is_not_real_is_found_with_its_line(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "# Title\n\n```console\n$ echo one\none\n$ echo two\nzwei\n```\n")
    assert found.startswith("page.md:6: $ echo two")
    assert "-zwei" in found


def test_a_command_that_fails_is_found_and_one_that_should_fail_is_not(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "```console\n$ exit 3\n```\n\n<!-- exits 3 -->\n```console\n$ exit 3\n```\n")
    assert "ended with 3, not 0" in found


def test_blocks_share_a_folder_and_files_can_be_given(tmp_path: Path) -> None:
    given = "<!-- file: a.csv -->\n```csv\nx\n1\n```\n\n"
    used = "```console\n$ cat a.csv > b.csv\n```\n\n```console\n$ cat b.csv\nx\n1\n```\n"
    assert read(tmp_path, given + used) == []


def test_a_block_marked_as_not_executed_is_not(tmp_path: Path) -> None:
    assert read(tmp_path, "<!-- not executed: it would take an hour -->\n```console\n$ exit 1\n```\n") == []


def test_python_is_run_and_shares_its_names(tmp_path: Path) -> None:
    assert read(tmp_path, "```python\na = 1\n```\n\n```pycon\n>>> a + 1\n2\n```\n") == []
    (tmp_path / "reader").rmdir()
    (found,) = read(tmp_path, "```python\nassert False, 'as it should'\n```\n")
    assert "as it should" in found


def test_an_ellipsis_line_stands_for_any_lines_and_only_then() -> None:
    assert matches("one\n...\nfour\n", "one\ntwo\nthree\nfour\n")
    assert matches("one\n...\n", "one\n")
    assert not matches("one\nfour\n", "one\ntwo\nfour\n")
    assert not matches("o.e\n", "one\n")
