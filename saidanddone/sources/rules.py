"""The written rules by which each kind of source is read, in the words in which a figure is explained."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from saidanddone.sources.github import rules as github
from saidanddone.sources.jira import rules as jira

__all__ = ["LEDGER", "PULSE", "RATINGS", "RULES_OF"]

Rules = tuple[tuple[str, str], ...]

LEDGER: Final[Rules] = (
    ("needed", "A row needs whose promise it is and when it was made; one without is told and not read."),
    ("undated", "A row without a due time is kept as undated: counted, never a verdict."),
    ("unreadable", ("A due, closing or known time that cannot be read costs the row, a closing time only where no "
     "outcome is stated.")),
    ("days", ("A bare date is a whole day: made, closed and moved count from its beginning, due and known from its "
     "end.")),
    ("outcome", "A stated outcome wins over dates; a word that is none of the known ones is set aside."),
    ("silence", "In a file that states verdicts, a row with neither a verdict nor a closing time counts for nothing."),
    ("due before made", "What is due before it was made is told, and a forecast leaves it out."),
    ("closed before made", ("What was closed before it was made loses its closing time, and without a stated outcome "
     "the row is not read.")),
    ("said twice", ("Of two rows with one id the better witness is read: the receiver, then a system, then the maker; "
     "between equals the later line.")),
    ("moved", ("A due time was moved where the columns first_due_at, moved_at, moved_due_at or renegotiations say so; "
     "without such columns that is unknown.")),
    ("persons", "A person becomes a pseudonym, an occasion a keyed name; what a promise said is not read at all."),
)  # fmt: skip
"""How a ledger is read."""

RATINGS: Final[Rules] = (
    ("needed", "A row needs who or what was rated, the rating, and when it was given."),
    ("scale", "The scale is the one that is stated; it is never guessed."),
    ("top alone", "Where only the top of a scale is said, its lowest is 1; from ten up, or with a rating below 1, 0."),
    ("raw", "Ratings are held against the lines on their own scale, and never become part of the forecast."),
    ("one voice", "Of several ratings by one person the newest counts; nobody rates themselves."),
    ("by threes", "Five people must have rated; later ratings wait until three people have been heard since."),
    ("comments", "What was written beside a rating is not read."),
)  # fmt: skip
"""How ratings are read."""

PULSE: Final[Rules] = (
    ("who", "Who answered is a token of the round and of nothing else; no time and no line is kept."),
    ("promises", ("Of promises that came due in the two weeks of a round the share kept counts, in the middle of what "
     "five or more say who had any: one occasion a round, however many told of it.")),
    ("kept", ("A share becomes kept or not by carrying what is left over to the next round, so that of rounds of .6 "
     "three in five are kept.")),
    ("alone", "A round counts only where no ledger tells of that team within ninety days of it."),
)  # fmt: skip
"""How a pulse is read, as far as it tells of promises."""

RULES_OF: Final[Mapping[str, Rules]] = MappingProxyType(
    {"ledger": LEDGER, "jira": jira.RULES, "github": github.RULES, "ratings": RATINGS, "pulse": PULSE}
)
"""Format -> what each of its rules is about, and the rule, in the order they are told."""
