"""Every setting of the product: its default, unit, range, why it is so, and where it comes from."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType

from saidanddone.errors import SettingError

__all__ = ["SETTINGS", "Setting", "default", "find"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: ``name``, ``default``, ``unit``, inclusive ``low`` and ``high``, ``why``, ``source``."""

    name: str
    default: float
    unit: str
    low: float
    high: float
    why: str
    source: str


_ROWS = (
    Setting(
        "line",
        0.80,
        "share kept",
        0.0,
        1.0,
        "The share below which follow-through is a trust problem.",
        "the founding article (T3)",
    ),
    Setting("interval", 0.90, "probability", 0.5, 0.99, "Width of every interval shown.", "custom"),
    Setting("decided", 0.80, "probability", 0.5, 0.99, "A side of the line is decided at this probability.", "chosen"),
    Setting(
        "fewest_occasions",
        5,
        "occasions",
        1,
        100,
        "Fewer are a beginning, not yet a record, however likely the forecast.",
        "docs/decisions/0006 (T2)",
    ),
    Setting(
        "on_the_line_width",
        0.10,
        "share",
        0.01,
        0.5,
        "Straddling the line more narrowly than this is 'on the line'.",
        "chosen",
    ),
    Setting(
        "bad_lasts",
        3.0,
        "times the half-life",
        1.0,
        10.0,
        "Perceived trust: bad evidence ages this much slower (assumed).",
        "docs/decisions/0013 (T8)",
    ),
    Setting(
        "fewest_raters",
        5,
        "people",
        5,
        100,
        "Ratings by fewer people would be somebody's opinion.",
        "docs/decisions/0017 (T4)",
    ),
    Setting(
        "rating_half_life",
        365.0,
        "days",
        7.0,
        3650.0,
        "A rating loses half its weight in this time (assumed).",
        "docs/decisions/0017 (T8)",
    ),
    Setting(
        "fewest_makers",
        5,
        "people",
        5,
        100,
        "A unit with fewer makers would be somebody's score.",
        "docs/explanation/who-is-measured",
    ),
    Setting(
        "safety_line",
        0.50,
        "probability",
        0.0,
        1.0,
        "Above it an act of vulnerability is rather met well than not; our line, shown at .40 and .60 too.",
        "docs/decisions/0035 (S1)",
    ),
    Setting(
        "safety_half_life",
        365.0,
        "days",
        7.0,
        3650.0,
        "How an act was met loses half its weight in this time (assumed).",
        "docs/decisions/0035 (S1)",
    ),
    Setting(
        "fewest_speakers",
        5,
        "people",
        5,
        100,
        "Kinds, levels and counts of what fewer people said would come close to telling of one of them.",
        "docs/decisions/0035 (S1)",
    ),
    Setting(
        "repair_days",
        7,
        "days",
        1,
        90,
        "Repair is offered this long before the last day on which a move still counts.",
        "docs/decisions/0020",
    ),
    Setting(
        "repair_fall",
        0.05,
        "probability",
        0.01,
        0.5,
        "A forecast that fell by this much since a promise was made is a sign.",
        "docs/decisions/0020",
    ),
    Setting(
        "sample_above",
        50_000,
        "commitments",
        1_000,
        1e9,
        "Above this, weights come from a seeded sample of subjects.",
        "docs/decisions/0012",
    ),
    Setting(
        "archive_members",
        50_000,
        "files",
        1,
        1_000_000,
        "A zip archive with more is refused: five years of twenty-five channels have fewer, a flood of names more.",
        "docs/decisions/0026",
    ),
    Setting(
        "archive_unpacked",
        2_000,
        "megabytes",
        1,
        100_000,
        "A zip archive that unpacks to more is refused; exports of 500 MB are ordinary.",
        "docs/decisions/0026",
    ),
    Setting(
        "archive_member",
        64,
        "megabytes",
        1,
        1_000,
        "A file in an archive that is read at once may be no larger; a channel's busiest day has a tenth of that.",
        "docs/decisions/0026",
    ),
    Setting(
        "archive_ratio",
        100,
        "times",
        10,
        1_032,
        "What unpacks to more times its size is a bomb; exported messages pack to a tenth or a thirtieth.",
        "docs/decisions/0026",
    ),
    Setting(
        "chat_silence",
        4,
        "hours",
        0.1,
        168,
        "Messages of a channel this long apart, outside threads, are two conversations: a morning, an afternoon.",
        "docs/decisions/0026",
    ),
    Setting("seed", 20260101, "", 0, 2**31, "Every draw of chance starts here.", "chosen"),
)

SETTINGS = MappingProxyType({row.name: row for row in _ROWS})
"""Name -> setting."""


def find(name: str) -> Setting:
    """The setting of this name.

    Raises:
        SettingError: there is none; names the nearest.
    """
    if name in SETTINGS:
        return SETTINGS[name]
    near = difflib.get_close_matches(name, SETTINGS, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(SETTINGS)}."
    raise SettingError(f"There is no setting called {name}.{hint}")


def default(name: str) -> float:
    """The default of a setting."""
    return find(name).default
