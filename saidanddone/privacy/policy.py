"""The policy file: who agreed to be forecast by name, and whose promises are public (PRIVACY, Who is measured)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from saidanddone.evidence.problem import Problem

__all__ = ["SUBJECT_REASONS", "UNIT_REASONS", "Policy", "read"]

SUBJECT_REASONS = ("consent", "public")
"""``consent``: a consenting subject of a study; ``public``: a maker of public promises."""

UNIT_REASONS = ("public",)
"""``public``: an organisation's public promises, whoever made them."""

_EXAMPLE = '[subjects] with lines such as "NAME" = "consent"'
_MOST_BYTES = 64_000
"""Some thousand entries. Python's own TOML reader takes time that grows with the square of a long dotted key."""

_LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy file allows.

    Attributes:
        subjects: handle as written -> one of :data:`SUBJECT_REASONS`. Never printed.
        units: names of units whose promises are public although their makers are unknown.
    """

    subjects: Mapping[str, str] = field(default_factory=dict, repr=False)
    units: frozenset[str] = field(default=frozenset(), repr=False)


def read(path: Path) -> tuple[Policy, list[Problem]]:
    """The policy in a TOML file, and what in it could not be understood.

    Two tables are known: ``[subjects]`` with ``"NAME" = "consent"`` or ``"public"``, and ``[units]`` with
    ``"UNIT" = "public"``. An entry that cannot be understood allows nothing. Never raises for what is in the
    file; a problem never repeats an entry, since entries are names.
    """

    def problem(said: str, remedy: str, line: int = 0) -> Problem:
        return Problem(path.name, line, said, remedy)

    try:
        if path.exists() and not path.is_file():  # A pipe or a device could be read without end.
            return Policy(), [problem("This is no file, so it cannot be a policy.", f"A policy file holds {_EXAMPLE}.")]
        if path.stat().st_size > _MOST_BYTES:
            return Policy(), [problem("This is too large to be a policy file.", f"A policy file holds {_EXAMPLE}.")]
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Policy(), [problem("This policy file cannot be opened.", "Check its path and its permissions.")]
    except UnicodeDecodeError:
        return Policy(), [problem("This policy file is not UTF-8 text.", "Save it as UTF-8.")]
    for line, written in enumerate(text.split("\n"), 1):
        if len(written) > _LONGEST_LINE:
            said = f"This line is longer than {_LONGEST_LINE:,} characters; nothing in this policy file was read."
            return Policy(), [problem(said, f"A policy file holds {_EXAMPLE}.", line)]
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # A number of thousands of digits is a plain ValueError.
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else 0
        return Policy(), [problem("This policy file is not valid TOML.", f"Write {_EXAMPLE}.", line)]
    problems = [
        problem(
            f"Entry {number} at the top is neither [subjects] nor [units]; it allows nothing.", f"Write {_EXAMPLE}."
        )
        for number, name in enumerate(tables, 1)
        if name not in ("subjects", "units")
    ]
    subjects, wrong = _entries(tables, "subjects", SUBJECT_REASONS)
    units, wrong_units = _entries(tables, "units", UNIT_REASONS)
    problems += [problem(*said) for said in (*wrong, *wrong_units)]
    return Policy(subjects, frozenset(units)), problems


def _entries(
    tables: Mapping[str, Any], name: str, allowed: tuple[str, ...]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The understood entries of one table, and for each other one what is wrong and what to do."""
    choices = " or ".join(f'"{reason}"' for reason in allowed)
    table = tables.get(name, {})
    if not isinstance(table, dict):
        remedy = f'Write [{name}] on a line of its own, then "NAME" = {choices}.'
        return {}, [(f"[{name}] is not a table; it allows nothing.", remedy)]
    kept: dict[str, str] = {}
    wrong = []
    for number, (key, value) in enumerate(table.items(), 1):
        if isinstance(value, str) and value in allowed and key.strip():
            kept[key] = value
        else:
            said = f"Entry {number} of [{name}] is not {choices}; it allows nothing."
            wrong.append((said, f"Write {choices} after the equals sign, with the name in quotes."))
    return kept, wrong
