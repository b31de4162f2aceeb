"""A file written and read in one step, as the readers' tests need it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sources.hub_told import Read, Told

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.detect import ReadRow, read_path, read_paths

KEY = b"k" * 32


class Got(NamedTuple):
    """What reading one file gave."""

    evidence: Evidence
    problems: list[Problem]
    row: ReadRow

    @property
    def promises(self) -> list[dict[str, Any]]:
        return list(self.evidence.commitments.to_pylist())

    @property
    def said(self) -> list[str]:
        return [problem.said for problem in self.problems]


@pytest.fixture
def people() -> People:
    return People(KEY)


@pytest.fixture
def reading(tmp_path: Path, people: People) -> Callable[..., Got]:
    """Write this text (or these bytes) to a file of this name and read it."""

    def read(content: str | bytes, name: str = "ledger.csv", **options: Any) -> Got:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        evidence, problems, rows = read_path(path, people, **options)
        (row,) = rows
        return Got(evidence, problems, row)

    return read


@pytest.fixture
def told(tmp_path: Path, people: People) -> Read:
    """The exports given as ``name=content``, read together; without a name, ``issues.json``."""

    def read(*content: Any, tz: str = "UTC", **files: Any) -> Told:
        folder = tmp_path / f"export-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, held in ({"issues": list(content)} if content else {} | files).items():
            (folder / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")
        for name, held in files.items():
            (folder / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")
        return Told(*read_paths(sorted(folder.iterdir()), people, tz=tz))

    return read
