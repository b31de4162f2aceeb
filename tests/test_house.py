"""The house rules that can be read off the tree: what files say, how long they are, what is never written in them."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import saidanddone

HOUSE = Path(__file__).resolve().parent.parent
MODULES = sorted((HOUSE / "saidanddone").rglob("*.py"))
NAMELESS = {"utils", "util", "helpers", "helper", "core", "common", "manager", "misc"}


def name_of(path: Path) -> str:
    """A file's place in the house, for a test's name."""
    return path.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert told
    first = told.partition("\n\n")[0].replace("\n", " ")
    assert re.search(r"[.:)]$", first), f"{name_of(path)} does not open with a sentence"
    assert len(first) <= 240


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_a_reader_can_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_room_is_named_for_being_left_over(path: Path) -> None:
    assert NAMELESS.isdisjoint(part.removesuffix(".py") for part in path.relative_to(HOUSE).parts)


def tracked() -> list[Path]:
    """Every file git keeps; every file of a source archive where there is no git."""
    told = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if told.returncode:
        return [path for path in HOUSE.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [HOUSE / name for name in told.stdout.split("\0") if name and (HOUSE / name).is_file()]


def test_the_lock_has_a_hash_for_every_package_and_no_address() -> None:
    lock = (HOUSE / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==[^ ]+(?: ;[^\\]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", lock, re.M
    )
    lines = [line for line in lock.splitlines() if not line.startswith(("    --hash=sha256:", "#"))]
    assert len(pinned) == len(lines) > 40
    assert not re.search(r"https?:|file:|--(?:extra-)?index|--find-links|@ ", lock)
    assert not re.search(r"(?:^|\s)/\w", lock)


def test_the_lock_holds_everything_asked_for() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *project["optional-dependencies"]["dev"],
    }
    names = {match.group().lower() for line in asked if (match := re.match(r"[A-Za-z0-9-]+", line))} - {"saidanddone"}
    locked = set(re.findall(r"^([a-z0-9-]+)==", (HOUSE / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert names <= locked


def test_no_file_names_a_folder_of_this_machine() -> None:
    here = [f"{folder}/" for folder in (HOUSE.parent, Path.home()) if len(folder.parts) > 1]
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [name_of(path) for folder in here if folder in text]
    assert found == []


def test_one_version_is_told_everywhere() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert saidanddone.__version__ == project["version"]


def test_the_package_says_it_is_typed() -> None:
    assert (HOUSE / "saidanddone" / "py.typed").is_file()


def test_the_licence_stands_in_full() -> None:
    licence = (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert "OpenStack" in (HOUSE / "NOTICE").read_text(encoding="utf-8")


def test_the_installer_itself_is_installed_by_its_hash() -> None:
    told = importlib.util.spec_from_file_location("environment", HOUSE / ".ci" / "environment.py")
    assert told is not None
    assert told.loader is not None
    environment = importlib.util.module_from_spec(told)
    told.loader.exec_module(environment)
    block = environment.locked("uv")
    assert re.fullmatch(r"uv==[\d.]+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", block)


def test_make_lists_its_targets() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"^([a-z]+):.*## [A-Z].*\.$", makefile, re.MULTILINE))
    assert {"demo", "test", "bench", "evaluate", "docs", "lock", "clean"} <= told


def test_continuous_integration_runs_what_a_person_runs_and_skips_nothing_required() -> None:
    script = (HOUSE / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert re.search(r"SAIDANDDONE_REQUIRE=.*shared,browser", script)
    assert script.rstrip().endswith("make test")
