"""All that a printed pulse says, once: who sees what, the questions, how it is handed in; screen and paper show it.

What a sheet says must be true of a sheet: no server, no blind token and no program stands between it and whoever types
it in. So it says whom one must trust, with what, and what paper does not protect (PRIVACY, What the pulse promises).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from saidanddone.privacy.lattice import APART, BANDS_BELOW
from saidanddone.report.words import count_of, number, percent, plain, sentence_case
from saidanddone.survey.asking import Column, Grid, columns, counted, grids, seconds
from saidanddone.survey.bands import BANDS
from saidanddone.survey.items import ITEMS, LICENCE, POINTS
from saidanddone.survey.reportable import ANSWERING, LEAST, chance
from saidanddone.survey.rotation import asked_in
from saidanddone.survey.templates import Template

__all__ = [
    "AGREEING",
    "COSTED",
    "FIRST",
    "FITS",
    "FITTING",
    "HANDING",
    "TYPIST",
    "Form",
    "Scale",
    "cost",
    "costs",
    "day_of",
]

FIRST: Final = "First: who will see what"
HANDING: Final = "How to hand it in"
COSTED: Final = (
    "people on the team",
    "chance of a result",
    f"If {percent(ANSWERING)} of people answer, each by themselves.",
)
"""Of the table of what small teams cost: its two lines and its note."""

AGREEING: Final = (
    "How far do you agree?",
    "As it has been lately. One tick in each line. \u201cOur leader\u201d is whoever leads this team.",
)
"""Over the statements: a heading, and how to answer."""

FITTING: Final = "How well does this fit your team?"
FITS: Final = ("fits least", "fits best")
"""Over the items of a named scale, and under its ends, in our words: its own belong to its holder."""

TYPIST: Final = "Typed in, and then shredded, by somebody who does not lead this team:"
"""Before a line on which whoever gives out the sheets writes a name."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """A named scale on the form: the wording its user has leave to use; an empty one leaves a line to write on."""

    template: Template
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A pulse to be printed.

    Attributes:
        number: which round, from 1: it says what is asked. round: what the round is called. closes: its last day.
        team: whose it is. people: how many are on the team. scale: a named scale in place of our items of its half.
    """

    number: int
    round: str
    closes: date
    team: str | None = None
    people: int | None = None
    scale: Scale | None = None

    @property
    def items(self) -> Mapping[str, str]:
        """Our items in this round: id -> words."""
        half = None if self.scale is None else self.scale.template.half
        return {item: ITEMS[item].words for item in asked_in(self.number) if ITEMS[item].half != half}

    @property
    def points(self) -> Mapping[int, str]:
        """The points of our scale and their words."""
        return POINTS

    @property
    def grids(self) -> tuple[Grid, ...]:
        """What is asked of the last two weeks, to be ticked."""
        return grids(self.number)

    @property
    def counted(self) -> tuple[Column, ...]:
        """What a number is asked for."""
        return counted(self.number)

    @property
    def title(self) -> str:
        """What the document is called."""
        return f"Said & Done pulse, round {plain(self.round)}"

    @property
    def head(self) -> tuple[str, str]:
        """The running head: whose, and which round."""
        return f"Said & Done pulse{f', {plain(self.team)}' if self.team else ''}", f"round {plain(self.round)}"

    @property
    def minutes(self) -> int:
        """Minutes that it takes, rounded up; an item of a named scale is reckoned at as long as ours."""
        own = seconds(self.number)
        each = own / (len(asked_in(self.number)) + len([*columns(self.number)]))
        more = 0 if self.scale is None else self.scale.template.items - (len(asked_in(self.number)) - len(self.items))
        return ceil((own + more * each) / 60)

    @property
    def headline(self) -> str:
        """The first words."""
        took = sentence_case(count_of(self.minutes, "minute"))
        return f"{took} on what gets done here, and what gets said"

    @property
    def lead(self) -> str:
        """What this is, and until when."""
        asked = len(self.items) + (0 if self.scale is None else self.scale.template.items)
        return f"{sentence_case(number(asked))} statements, and the last two weeks. Last day: {day_of(self.closes)}."

    @property
    def notice(self) -> tuple[tuple[str, str], ...]:
        """Who will see what, at what number, and what is not promised: a heading and its words each."""
        return (
            ("It is up to you.", _VOLUNTARY),
            ("What it is for.", _PURPOSE),
            ("What will be shown, and from how many.", _shown()),
            ("What you tell of the last two weeks.", _told()),
            ("Who will see that.", _RESULT),
            ("Who will see this sheet.", _SHEET),
            ("What paper does not protect.", _PAPER),
        )

    @property
    def small(self) -> str:
        """What the rule of five costs a team of this size; nothing where that is not known."""
        if self.people is None:
            return ""
        if self.people < LEAST:
            return (
                f"You are {number(self.people)}: {number(LEAST)} sheets can never come together, so nothing can be "
                "shown of you alone. Ask together with another team."
            )
        return (
            f"You are {number(self.people)}. {sentence_case(number(LEAST))} sheets come together in about "
            f"{cost(self.people)} of 100 rounds; in the others nothing is shown."
        )

    @property
    def hand_in(self) -> tuple[str, ...]:
        """How it is handed in, step by step."""
        few = number(LEAST)
        return (
            "Fold it and put it into the envelope, among the others.",
            f"The envelope is opened after {day_of(self.closes)}, not before.",
            f"If there are fewer than {few} sheets in it, they are shredded unread; else shuffled, then typed in.",
        )

    @property
    def small_print(self) -> tuple[str, ...]:
        """For whoever types it in; whose words these are."""
        told = [
            "The small words in grey type are for whoever types the sheets in: columns and cells of answers.csv.",
            f"Wording of statements and questions: Said & Done, {LICENCE}.",
        ]
        if self.scale is not None:
            scale = self.scale.template
            told.append(f"{scale.title}: its wording belongs to its holder, used with their leave. {scale.citation}")
        return tuple(told)


_VOLUNTARY: Final = (
    "Leave out a question, or all of them; nobody needs a reason. An empty sheet may go in with the others."
)
_PURPOSE: Final = (
    "So that this team sees whether promises get done here and whether people can speak up, and changes something. It "
    "is never for appraisal, pay or ranking; whoever gave you this sheet answers for that."
)
_RESULT: Final = (
    "It is meant for everybody on the team, at the same moment as its leader. Nobody\u2019s own answers are in it, "
    "though it does say how most of you answered. Of several teams together it may be told by the same rules."
)
_SHEET: Final = (
    "Whoever types it in, and whoever gets hold of it or of the file it is typed into. They may know your handwriting, "
    "or guess you from what you tell. So tick, write nothing more, name nobody."
)
_PAPER: Final = (
    "No program stands between this sheet and its reader, and others may see whether you hand one in. If that is too "
    "much, hand it in empty."
)


def _shown() -> str:
    """What is released of answers, as ``privacy`` releases them."""
    low, middle, high = BANDS
    return (
        f"Fewer than {number(LEAST)} answers: nothing. From {number(LEAST)} to {BANDS_BELOW - 1}: only whether, taken "
        f"together, they are {low}, {middle} or {high}. From {BANDS_BELOW}: rounded averages too, unless one or "
        f"{number(APART - 1)} people have joined or left since an earlier one."
    )


def _told() -> str:
    """What becomes of episodes, as ``privacy`` releases them."""
    return (
        f"It is added up, once {number(LEAST)} people have told of something, and informs the team\u2019s two "
        "forecasts, as the answers do."
    )


_SIZES: Final = (5, 6, 7, 8, 10, 12)


def costs(people: int | None) -> dict[int, int]:
    """Team sizes, the asked one among them, and of 100 rounds in how many a result can be shown."""
    return {size: cost(size) for size in sorted({*_SIZES, *([] if people is None else [people])})}


def cost(people: int) -> int:
    """Of 100 rounds, in how many a team of this size can be shown anything."""
    return round(100 * chance(people))


def day_of(day: date) -> str:
    """A day as people write it, with its weekday.

    >>> day_of(date(2026, 11, 30))
    'Monday 30 November 2026'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
