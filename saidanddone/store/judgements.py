"""What people said of proposals: confirmed or not, or a level; for the workspace's owner alone, sent nowhere."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from saidanddone.errors import UsageError
from saidanddone.store import owned

__all__ = ["FILE", "Judgements", "checked", "load", "settle", "write"]

FILE = "judgements.json"
_SCHEMA = "judgements/1"
_UNWRITABLE = f"{FILE} cannot be written. Check that you may write to the workspace."


@dataclass(frozen=True, slots=True)
class Judgements:
    """Verdicts of a workspace.

    Attributes:
        verdicts: id of an act, promise or closing -> whether it was confirmed; of an answer, whether the level that was
            heard is the one a person gave it.
        labels: the same ids -> the label each was proposed as, so that one can tell how often proposals were right;
            none of an act that a person added.
        levels: id of an answer -> the level 1..5 a person gave it (S3); 0: it answers something else. That is no word
            on the level that was heard, and no verdict on it.
    """

    verdicts: Mapping[str, bool] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)

    def with_(
        self, verdicts: Mapping[str, bool], labels: Mapping[str, str], levels: Mapping[str, int] | None = None
    ) -> Judgements:
        """The same and these, the newer word on each standing."""
        given = levels or {}
        said = {name: label for name, label in {**self.labels, **labels}.items() if given.get(name) != 0}
        right = {name: said.get(name) == f"level_{level}" for name, level in given.items()}
        return Judgements({**self.verdicts, **verdicts, **right}, said, {**self.levels, **given})

    def record(self) -> dict[str, tuple[int, int]]:
        """Label -> (confirmed, judged): how often proposals of it were right in this workspace."""
        found: dict[str, tuple[int, int]] = {}
        for name, verdict in self.verdicts.items():
            label = self.labels.get(name)
            if label:  # what a person added was no proposal
                right, judged = found.get(label, (0, 0))
                found[label] = right + verdict, judged + 1
        return found


def checked(folder: Path) -> None:
    """That verdicts can be read, and kept, before anybody is asked for one.

    Raises:
        UsageError: as :func:`load` and :func:`write`.
    """
    load(folder)
    if folder.exists() and not all(os.access(path, os.W_OK) for path in (folder, folder / FILE) if path.exists()):
        raise UsageError(_UNWRITABLE)


def load(folder: Path) -> Judgements:
    """What was judged in this workspace; nothing where nothing was.

    Raises:
        UsageError: the file is damaged, or cannot be read.
    """
    path = folder / FILE
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Judgements()
    except OSError:
        raise UsageError(f"{FILE} cannot be read. Check that you may read the workspace.") from None
    except (ValueError, RecursionError):
        found = None
    rows = found.get("judged") if isinstance(found, dict) else None
    if not isinstance(rows, dict) or not all(_sound(row) for row in rows.values()):
        raise UsageError(
            f"{FILE} of this workspace is damaged. Bring it back from a copy, or delete it and judge anew."
        )
    return Judgements(
        {name: row["right"] for name, row in rows.items()},
        {name: row["as"] for name, row in rows.items()},
        {name: row["level"] for name, row in rows.items() if "level" in row},
    )


def settle(
    folder: Path, verdicts: Mapping[str, bool], labels: Mapping[str, str], levels: Mapping[str, int]
) -> Judgements:
    """Keep these verdicts too (:meth:`Judgements.with_`), beside whatever others have said since.

    Raises:
        UsageError: the file is damaged, cannot be written, or another keeps it busy.
    """
    try:
        with owned.locked(folder / FILE):
            held = load(folder).with_(verdicts, labels, levels)
            write(folder, held)
            return held
    except OSError:
        raise UsageError(_UNWRITABLE) from None


def write(folder: Path, judgements: Judgements) -> None:
    """Keep these verdicts, for their owner alone.

    Raises:
        UsageError: the file cannot be written.
    """
    rows = {
        name: {"right": verdict, "as": judgements.labels.get(name, ""), **_level(judgements, name)}
        for name, verdict in sorted(judgements.verdicts.items())
    }
    text = json.dumps({"schema": _SCHEMA, "judged": rows}, indent=1) + "\n"
    try:
        owned.write(folder / FILE, text.encode("utf-8"))
    except OSError:
        raise UsageError(_UNWRITABLE) from None


def _sound(row: Any) -> bool:
    if not (isinstance(row, dict) and isinstance(row.get("right"), bool) and isinstance(row.get("as"), str)):
        return False
    level = row.get("level", 1)
    return isinstance(level, int) and not isinstance(level, bool) and 0 <= level <= 5


def _level(judgements: Judgements, name: str) -> dict[str, int]:
    """The level of an answer, where a person gave one or said that it is none."""
    return {"level": judgements.levels[name]} if name in judgements.levels else {}
