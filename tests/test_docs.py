"""The docs say what the code does: the reference is what regenerating gives, and nothing is left out of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import gather
import generate_reference
import pytest
import typer.main

import saidanddone
from saidanddone.cli import app
from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.settings import SETTINGS

HOUSE = Path(__file__).resolve().parent.parent
DOCS = HOUSE / "docs"


def headings(path: Path) -> list[str]:
    """Titles of a page, as written."""
    return re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", ["cli.md", "python.md", "settings.md", "evidence.md"])
def test_regenerating_the_reference_gives_what_is_committed(page: str) -> None:
    committed = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert committed == generate_reference.pages()[page], "run: make docs"


def test_the_reference_has_these_pages_and_no_stale_one() -> None:
    assert {path.name for path in (DOCS / "reference").iterdir()} == set(generate_reference.pages())


@pytest.mark.parametrize("verb", generate_reference.commands())
def test_every_command_has_its_heading_and_a_help_page(verb: str) -> None:
    assert f"saidanddone {verb}" in headings(DOCS / "reference" / "cli.md")
    assert "Usage: saidanddone" in generate_reference.help_page(verb)


@pytest.mark.parametrize("verb", generate_reference.commands())
def test_every_argument_and_option_of_every_command_says_what_it_is_for(verb: str) -> None:
    group: Any = typer.main.get_command(app)
    asked = group.commands[verb].params
    assert not [param.name for param in asked if not (param.help or "").strip()]


def test_every_verb_at_the_root_has_its_heading() -> None:
    told = set(headings(DOCS / "reference" / "python.md"))
    for verb in saidanddone.__all__:
        room = getattr(saidanddone, verb)
        inner = [name for name in getattr(room, "__all__", ()) if name.islower()]  # the functions of a room
        assert {f"saidanddone.{verb}.{name}" for name in inner} <= told
        assert inner or f"saidanddone.{verb}" in told


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_its_heading(name: str) -> None:
    assert name in headings(DOCS / "reference" / "settings.md")


def test_every_column_of_every_table_has_a_meaning_and_none_is_stale() -> None:
    meanings = tomllib.loads((DOCS / "evidence.toml").read_text(encoding="utf-8"))
    assert {table: set(columns) for table, columns in meanings.items()} == {
        table: set(schema.names) for table, schema in SCHEMAS.items()
    }


def test_a_field_says_in_the_reference_what_it_may_be() -> None:
    page = generate_reference.evidence_page()
    assert "One of `to_team`, `by_team`, `outward`." in page
    assert not re.search(r"\{[A-Z_]+\}", page)


def test_every_page_can_be_reached_from_the_index() -> None:
    seen: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        waiting += [page.parent / target for target in targets if not target.startswith("https://")]
    lost = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path.resolve() not in seen}
    assert not lost


def test_the_glossary_is_in_order_and_defines_each_term_once() -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert terms == sorted(set(terms), key=str.casefold)
    assert len(terms) > 30


DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_says_when_what_and_why(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", path.stem)
    opening = "\n".join(text.splitlines()[:5])
    day = re.search(r"\d{4}-\d\d-\d\d", opening)
    assert day
    if dated := re.search(r"\d{4}-\d\d-\d\d$", path.stem):
        assert dated.group() == day.group()
    assert re.search(r"^(## What was decided|\*\*Decided\.\*\*)", text, re.MULTILINE)
    assert re.search(r"^(## Why|\*\*Why\.\*\*)", text, re.MULTILINE)


def test_every_decision_has_a_number_of_its_own_and_is_listed() -> None:
    assert len({path.name[:4] for path in DECISIONS}) == len(DECISIONS)
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in DECISIONS if path.name not in listed]


FRAGMENTS = sorted(path for path in (HOUSE / "changelog.d").glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_every_changelog_fragment_is_one_kind_of_change_in_whole_sentences(path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md", path.name)
    text = path.read_text(encoding="utf-8").strip()
    assert text[0].isupper() or text.startswith("`")
    assert text.endswith(".")
    assert len(text) <= 400


def test_gathering_puts_every_fragment_into_the_changelog_newest_release_first(tmp_path: Path) -> None:
    changelog, folder = tmp_path / "CHANGELOG.md", tmp_path / "changelog.d"
    folder.mkdir()
    (folder / "old.added.md").write_text("An old thing.\n", encoding="utf-8")
    gather.gather(folder, changelog, "0.1.0", "2026-11-30")
    (folder / "new.fixed.md").write_text("A new\nthing.\n", encoding="utf-8")
    gather.gather(folder, changelog, "0.2.0", "2026-12-30")
    assert changelog.read_text(encoding="utf-8") == (
        "# Changelog\n\n## 0.2.0 (2026-12-30)\n\n### Fixed\n\n- A new thing.\n"
        "\n## 0.1.0 (2026-11-30)\n\n### Added\n\n- An old thing.\n"
    )
    assert not list(folder.iterdir())
