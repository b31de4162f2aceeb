"""What this program wrote itself, recognised so that its results are never read as evidence of anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.evidence.problem import Problem

__all__ = ["NOTE", "is_ours", "problem"]

NOTE: Final = "Written by Said & Done itself: a result or part of a workspace, and no export. Passed over."

_HEAD: Final = 4096
_RESULTS: Final = "diagnosis|listen|explain|read|backtest|rehearsal|repairs?|survey|routine"
_JSON: Final = re.compile(rf'\s*\{{\s*"schema"\s*:\s*"(?:{_RESULTS})/\d+"')
_PAGE: Final = re.compile(r"<!doctype html>.{0,2000}?<title>Said &amp; Done\b", re.DOTALL)
_WRITTEN: Final = (
    re.compile(r"id,kind,label,audience,state,mean,"),
    re.compile(r"BEGIN:VCALENDAR\r?\n(?:[A-Z].*\r?\n){0,4}?PRODID:-//Said & Done//"),  # meetings proposed, not held
    re.compile(r"[\w-]+\.svg, [\w-]+\.png\r?\n"),  # the words beside charts
    re.compile(r'"?conversation_id"?,"?turn"?,"?p_question"?,'),
)
_BESIDE_THE_KEY: Final = frozenset({"names.json", "judgements.json"})
"""What a workspace keeps for its owner beside the key of its pseudonyms."""

_SCORES: Final = frozenset({"conversation_id", "turn", "p_question", "answers_turn", "p_negative"})


def is_ours(path: Path) -> bool:
    """Whether a file is a result, a report, a table, a proposed calendar or a list of charts that this program wrote,
    or a table or other file of a workspace.

    Only the beginning of a file is looked at, and of a Parquet file its columns. Evidence that it writes for reading
    again (a notebook's tables, a drafted roster) is none of these.
    """
    try:
        if not path.is_file():
            return False
        if path.name in _BESIDE_THE_KEY and path.with_name("pseudonym.key").is_file():
            return True
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if head.startswith(b"PAR1"):
        return _is_table_of_ours(path)
    text = head.decode("utf-8-sig", errors="replace")
    return any(form.match(text) for form in (_JSON, _PAGE, *_WRITTEN))


def problem(source: str) -> Problem:
    """What is told of such a file that was named as evidence."""
    return Problem(
        source, 0, "Said & Done wrote this itself: it is a result, and no evidence.",
        "Give the files that it was made from.",
    )  # fmt: skip


def _is_table_of_ours(path: Path) -> bool:
    """Whether a Parquet file holds scores of turns, or is one table of a workspace: read again as an export, its
    answers would count once more, under other tokens."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        return False
    return columns >= _SCORES or columns in [set(schema.names) for schema in SCHEMAS.values()]
