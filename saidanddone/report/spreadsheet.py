"""A released diagnosis as a table for a spreadsheet: one row a unit, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import Any, Final

from saidanddone.privacy.release import ReleasedDiagnosis, require_released
from saidanddone.report.words import plain
from saidanddone.store.sheet import safe

__all__ = ["render"]

_BEHIND: Final = re.compile(r"([;,|\t][^\w'=+\-@＝＋－＠﹦﹢﹣﹫]*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""Inside a cell, what a spreadsheet of another country, which parts cells by semicolons, would take for a formula."""


def render(diagnosis: ReleasedDiagnosis) -> str:
    """The columns of ``ReleasedDiagnosis.to_arrow`` as CSV: UTF-8 text, a header, then a line a released unit.

    Numbers stand as numbers, empty where unknown. A text that a spreadsheet could run as a formula begins with ``'``.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    table = diagnosis.to_arrow()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    writer.writerows([_cell(value) for value in row.values()] for row in table.to_pylist())
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if not isinstance(value, str):
        return value
    return _BEHIND.sub(r"\1'", safe(plain(value) if value.strip() else value))
