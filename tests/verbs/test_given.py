"""What a verb is given of a wrong kind is a sentence that says what, where and what to do; nothing of it is quoted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import saidanddone
from saidanddone.errors import NotReleased, SaidAndDoneError, UsageError

LEDGER = "subject,made_at,due_at,outcome\nAna,2026-01-05,2026-01-12,kept\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


@pytest.mark.parametrize("verb", ["diagnose", "read", "listen", "backtest"])
@pytest.mark.parametrize(
    ("wrong", "called"),
    [(["secret.csv"], "a list"), (("secret.csv",), "a tuple"), (3, "an int"), (None, "None"), (b"secret", "bytes")],
)
def test_a_place_of_a_wrong_kind_is_told_with_what_to_give_instead(verb: str, wrong: Any, called: str) -> None:
    with pytest.raises(UsageError, match=rf"Place 1 of the evidence given to {verb} is .*{called}, not a path") as told:
        getattr(saidanddone, verb)(wrong)
    assert "secret" not in str(told.value)
    assert ("one by one" in str(told.value)) == isinstance(wrong, list | tuple)


def test_the_place_that_is_wrong_is_told_by_its_number(ledger: Path) -> None:
    with pytest.raises(UsageError, match="Place 2 of the evidence given to explain is a list"):
        saidanddone.explain("project:ledger", ledger, [ledger])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verb", "option", "wrong"),
    [
        *(("diagnose", name, 3) for name in ("on", "team", "roster", "leader", "me", "policy", "dates", "tz", "store")),
        ("diagnose", "seed", "1"), ("diagnose", "on", ["2026-01-01"]), ("backtest", "seed", "1"),
        *(("listen", name, 3) for name in ("me", "roster", "on", "calendar", "speakers", "tz", "into", "marks")),
        ("listen", "at", ["14:30"]), ("read", "into", 3), ("read", "roster", 3), ("read", "draft_roster", 3),
    ],
)  # fmt: skip
def test_an_option_of_a_wrong_kind_is_told_by_its_name(ledger: Path, verb: str, option: str, wrong: Any) -> None:
    with pytest.raises(UsageError, match=rf"^{option} of {verb} is an? \w+\. Give "):
        getattr(saidanddone, verb)(ledger, **{option: wrong})


def test_what_is_no_result_is_not_drawn() -> None:
    with pytest.raises(NotReleased):
        saidanddone.charts("a text")  # type: ignore[arg-type]


def test_all_of_these_can_be_caught_as_one() -> None:
    with pytest.raises(SaidAndDoneError):
        saidanddone.diagnose([["a list"]])  # type: ignore[arg-type]
