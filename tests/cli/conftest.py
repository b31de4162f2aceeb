"""A command typed in, and what came of it: exit code, standard output, standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from verbs.ears import DATED, GUESSED, Ears, meeting

from saidanddone.cli import app
from saidanddone.verbs import listen as verb


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ended]:
    """Types a command in an empty folder, with these lines on standard input."""
    monkeypatch.chdir(tmp_path)

    def typed(*words: str | Path, answers: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answers.encode("utf-8", "surrogateescape"))))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app([str(word) for word in words], prog_name="saidanddone")
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return typed


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default listener is the one of a few phrases, so that what is heard is known."""
    monkeypatch.setattr(verb, "lean", Ears)


@pytest.fixture
def guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, and how replies are read was never measured."""
    monkeypatch.setattr(verb, "lean", lambda: Ears(tiers=GUESSED))


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    return meeting(tmp_path / DATED)
