"""The pieces of which people build dates and times in English, found in a sentence: weekdays, dates, clocks (T5).

Nothing is placed on a calendar here; :mod:`saidanddone.listening.placing` does that with pieces that stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from saidanddone.listening.calendar_days import FEASTS
from saidanddone.listening.meant import (
    MONTHS,
    WEEKDAYS,
    Check,
    always,
    figures_meant,
    hour_meant,
    moment_meant,
    month_alone,
    month_meant,
    never,
    no_noun_after,
    nth_meant,
    period_meant,
    weekday_meant,
    year_meant,
)
from saidanddone.listening.spoken_numbers import CARDINAL, ORDINAL, YEAR

__all__ = ["DURATION", "MONTHS", "WEEKDAYS", "Piece", "pieces", "plain"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its kind, the characters it covers (first, past-last), and what its pattern caught by name."""

    kind: str
    start: int
    end: int
    said: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.said.get(name) or ""


# --- Words ------------------------------------------------------------------------------------------------------------

_MON = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WD = (
    r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)"
    r"(?![a-z])"
)
_UNIT = (
    r"(?:(?:business|working|work|week) ?days?|calendar days?|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|wks?"
    r"|fortnights?|months?|quarters?|years?|yrs?|(?<=\d)[hdw]|(?<=\d )[hd])(?![a-z])"
)
_COUNT = (
    rf"(?:\d+(?:\.\d+)?|{CARDINAL}|(?:an? |the )?(?:good )?(?:couple(?: of)?|few)|several|half an?|another|an?)"
    r"(?: and a half)?"
)
_SPAN = (
    r"(?:an? (?:day|week|hour|month|minute)s? or (?:two|three|so)"
    rf"|{_COUNT}(?: ?(?:-|–|to|or) ?{_COUNT})?[ -]?(?:more |full )?{_UNIT})"
)
DURATION: Final = rf"{_SPAN}(?:(?:,? and |, ?| ){_SPAN})*(?: and a half| or (?:so|two))?"
"""A length of time, as a pattern without groups: ``two weeks``, ``an hour and a half``, ``2-3 days``."""

_ABOUT = r"(?:(?:about|around|roughly|approximately|maybe|like|under|less than|at most|max|just|only|say) )?"
_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}|{CARDINAL})"
_NTH = rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL})"
_YEAR = (
    rf"(?:(?: ?,? (?:of |in )?|[-/., ])(?P<year>{YEAR})(?![\d:])"
    r"|(?:[ -/]'|(?<=[a-z0-9])[-/]| (?=\d\d\s*(?:$|[.;)])))(?P<short>\d\d)(?![\d:]))"
)
_PART = r"(?P<part>end|close|early|mid(?:dle)?|later?|beginning|start|back end|first half|second half)"
_WHICH = (
    r"(?P<which>this coming|this upcoming|the coming|the following|the next|this|next|coming|upcoming|following|current"
    r"|last|past|previous|prior)"
)
_AP = r"(?P<ap>[ap])(?: ?\.? ?m\b(?: ?\.)?|\b(?! ))"
_ZONE = (
    r"(?: ?\(?(?P<zone>utc|gmt|cest|cet|bst|e[sd]t|c[sd]t|m[sd]t|p[sd]t|jst|[ecmp]t|eastern|central|pacific)\b"
    r"(?: time)?\)?|(?P<zulu>z)\b)?"
)
_HOUR = rf"(?P<hour>\d{{1,2}}|{CARDINAL})"

_RULES: Final[tuple[tuple[str, str, Check], ...]] = (
    # Dates with a month.
    ("date", r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)", always),
    ("date", r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)", always),
    (
        "figures",
        (r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?:(?P=sep)|, ?(?=\d{4}))(?P<y>\d{4}|\d\d)"
        r"(?![\d/])"),
        always,
    ),
    (
        "figures",
        r"(?<![\d./:-])(?<!\bat )(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?![\d/%]|[.:-]\d| ?[ap]\.?m)",
        figures_meant,
    ),
    (
        "date",
        (rf"\b{_MON}[ ./-]*(?:the )?{_DAY}(?![\d%a-z]|[:.]\d| ?[ap]\.?m\b)(?! (?:year|month|week|day"
        rf"|hour)s?\b){_YEAR}?"),
        month_meant,
    ),
    ("date", rf"\b(?:the )?(?:next )?{_DAY}(?: day)?[ ./-]*(?:of )?(?:the )?{_MON}{_YEAR}?", month_meant),
    ("date", rf"\b{_MON}[-/ ](?P<year>20\d\d)[-/ ]{_DAY}(?!\d)", always),
    ("date", rf"\b(?P<year>20\d\d)[-/ ]{_MON}[-/ ]{_DAY}(?!\d)", always),
    ("date", rf"\b{_DAY}[-/](?P<year>20\d\d)[-/]{_MON}", always),
    # Days by their number, their name or their distance.
    ("nth", rf"\b(?:the )?{_NTH}(?! half\b)(?: of (?:(?:the|this) (?P<this>month)|(?P<next>next month)))?", nth_meant),
    (
        "nth",
        (rf"\b(?:the )?(?:{_NTH}|(?P<last>last(?: (?P<work>working|business))? day)) (?:day )?of (?:(?:the"
        rf"|this) (?P<this>month)|(?P<next>next month)|{_MON}{_YEAR}?)"),
        always,
    ),
    (
        "nth",
        (r"(?:(?<=\bon the )|(?<=\bby the )|(?<=\bbefore the )|(?<=\buntil the ))(?P<nth>[12]?\d|3[01])"
        r"(?![\d:/.%-])"),
        no_noun_after,
    ),
    ("nth", r"(?<=\bon )(?P<nth>1[3-9]|2\d|3[01])(?![\d:/.%-])", never),
    (
        "nth weekday",
        (rf"\b(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) {_WD} (?:of|in) (?:(?:the|this) "
        rf"(?P<this>month)|(?P<next>next month)|{_MON}{_YEAR}?)"),
        always,
    ),
    (
        "weekday",
        (rf"\b(?:{_WHICH} )?(?:the )?{_WD}(?:'s)?\.?(?P<week> week\b| after next\b)?(?:,? (?:the )?(?P<dom>"
        rf"(?:1[3-9]|2\d|3[01])(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL})(?![\d:./%-]| ?[ap]\.?m\b"
        rf"| ?o'clock| (?:half|of)\b|[ ./-]*(?:of )?(?:{'|'.join(MONTHS)})))?"),
        weekday_meant,
    ),
    (
        "relative",
        (r"\b(?:the )?(?P<rel>day after tomorrow|tomorrow|tmrw|tmr|tomo|today|tonight|overnight|yesterday"
        r"|day before yesterday|(?:next|following) day|day after(?= ?(?:$|[.,;!?])))(?:'s)?(?![a-z])"),
        always,
    ),
    ("relative", r"\b(?P<rel>this|last) (?P<daypart>morning|afternoon|evening|night|lunchtime)\b", always),
    ("feast", rf"\b(?:{_WHICH} )?(?P<feast>{'|'.join(FEASTS)})(?:[ ,]+(?P<year>20\d\d))?(?![a-z])", always),
    (
        "weekdays on",
        rf"\b(?P<count>{_COUNT}) {_WD.replace('(?![a-z])', 's?(?![a-z])')} (?:from (?:now|today)|later|hence)\b",
        always,
    ),
    # Spans of time from now or from something else.
    (
        "offset",
        (r"\b(?P<how>in|within|inside|inside of|over|under|give me|gimme|after)(?: (?:the|these))?(?: next"
        rf"| coming)? {_ABOUT}(?P<span>{DURATION})(?:'?s? time|'(?= )| from (?:now|today))?(?! (?:of (?:work"
        r"|effort|meetings?|each)|long|ago|old|earlier|before|each|per|a (?:day|week|month))\b)"),
        moment_meant,
    ),
    (
        "offset",
        (rf"\b(?P<span>{DURATION})(?: (?:from (?:now|today)|hence|later|after (?:now|today))\b|'?s? time(?= ?"
        r"(?:$|[.,;!?])))"),
        always,
    ),
    ("offset", r"\b(?P<how>within|inside) the (?P<span>hour)\b", always),
    ("offset", rf"\b(?:the )?next (?P<span>{DURATION})(?![a-z])", always),
    ("shift", rf"\b(?P<span>{DURATION}) (?P<way>from|after|before|past|prior to|following)(?= )", always),
    ("shift", r"\b(?P<span>(?:a|one|two|\d) weeks?) (?P<way>on)(?= (?:mon|tue|wed|thu|fri|sat|sun))", always),
    ("shift", r"\b(?:the )?(?P<span>day|week|month) (?P<way>after|before|following|from)(?= (?!next\b))", always),
    ("ago", rf"\b(?P<span>{DURATION}) (?:ago|earlier|back|before(?= ?(?:$|[.,;!?])))", always),
    # Periods.
    (
        "period",
        (rf"\b(?:{_PART}[ -]*(?:of |in |on )?)?(?:the )?(?:{_WHICH} )?(?:(?:working|work|business|calendar"
        r"|fiscal) )?(?P<unit>weekend|week|month|quarter|year|half)(?P<ends>'?s?[ -]end| after next)?"
        r"(?![a-z'])"),
        period_meant,
    ),
    ("period", r"\b(?P<eo>eo[wmqy])\b", always),
    (
        "period",
        (rf"\b(?:{_PART}[ -]*(?:of |in )?)?(?P<quarter>[qh][1-4])(?:(?: of |[ /-]*)'?(?P<year>(?:20)?\d\d)"
        r"(?!\d))?\b"),
        always,
    ),
    ("period", r"\b(?P<year>20\d\d)[ /-]?(?P<quarter>[qh][1-4])\b", always),
    (
        "period",
        rf"\b(?:{_PART}[ -]*(?:of |in )?)?(?:{_WHICH} )?{_MON}(?:,? (?:of )?(?P<year>20\d\d))?(?! ?\d)",
        month_alone,
    ),
    ("period", rf"\b(?:{_PART}[ -]*(?:of |in )?)?(?P<year>20\d\d)(?![\d:./-]| [a-z]+s\b)", year_meant),
    ("period", r"\b(?:calendar |iso )?(?:week|kw|cw)[ #]?(?P<weekno>\d{1,2})\b(?! ?(?:of|to|-)\b)", always),
    ("week of", r"\b(?:the )?(?:week (?:of|commencing|beginning|starting|(?P<ending>ending))|w/c)(?= )", always),
    # Times of day.
    (
        "clock",
        (rf"(?<![\d.,/:]){_HOUR}(?:[:.h](?P<minute>\d\d)|(?<=[a-z]) (?P<spoken>{CARDINAL}))?(?::"
        rf"(?P<second>\d\d))? ?{_AP}{_ZONE}"),
        always,
    ),
    (
        "clock",
        (r"(?<![\d.,/:-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
        rf"(?: ?hrs?\b)?{_ZONE}"),
        always,
    ),
    (
        "clock",
        (r"(?<![\d.,/:-])(?P<hour>(?:[01]?\d|2[0-4]))(?:[.h](?P<minute>[0-5]\d)|h(?=\b))(?![\d.,/:%]|h?\d)"
        rf"(?: ?hrs?\b)?{_ZONE}"),
        hour_meant,
    ),
    (
        "clock",
        (rf"\b(?:(?P<to>half|(?:a )?quarter|\d{{1,2}}|{CARDINAL})(?: min(?:ute)?s?)? (?P<past>past|to|after"
        rf"|before|til)|half) {_HOUR}(?: ?{_AP})?(?! (?:{_UNIT}))\b"),
        no_noun_after,
    ),
    ("clock", rf"\b{_HOUR}(?: ?o'?clock|ish)(?: ?{_AP})?\b{_ZONE}", always),
    ("clock", rf"(?<![\d.,/:-])(?P<hour>\d{{1,2}})(?P<minute>[0-5]\d) {_AP}{_ZONE}", always),
    ("clock", rf"\b{_HOUR}(?:,? (?=tonight))?(?: sharp)?{_ZONE}(?![\d:/%]|\.\d)", hour_meant),
    ("clock", rf"\b{_HOUR}(?:,? (?=tonight\b)| (?=in the (?:morning|afternoon|evening)\b))", always),
    (
        "clock",
        (rf"\b(?P<hour>{CARDINAL})[ -](?P<spoken>fifteen|thirty|forty[ -]five)(?= (?:tomorrow|today|tonight"
        r"|in the|on (?:mon|tue|wed|thu|fri|sat|sun)))"),
        always,
    ),
    ("clock", rf"(?:(?<=\btomorrow )|(?<=\btmr ))(?:at )?{_HOUR}(?![\d:/%.]|-\d)", no_noun_after),
    (
        "clock",
        (rf"(?:(?<=\bat )|(?<=\bby )|(?<=h ))(?P<hour>{CARDINAL})[ -](?P<spoken>(?:ten|fifteen|twenty|thirty"
        r"|forty|fifty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)\b"),
        no_noun_after,
    ),
    (
        "hours",
        (r"(?<![\d.,/:-])(?:from |between )?(?P<from>\d{1,2})(?:[:.](?P<fromminute>\d\d))? ?"
        rf"(?P<fromap>[ap])?\.?(?:m\b\.?)? ?(?:-|–|to|and|until|till) ?{_HOUR}(?:[:.]"
        rf"(?P<minute>\d\d))? ?{_AP}{_ZONE}"),
        always,
    ),
    (
        "hours",
        (r"\b(?:from|between) (?P<from>\d{1,2})(?:[:.](?P<fromminute>\d\d))?(?P<fromap>)? ?(?:-|–|to|and"
        rf"|until|till) ?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?(?![\d/.%]){_ZONE}"),
        always,
    ),
    (
        "daypart",
        (r"\b(?:in the |the |by the |on the )?(?:early |late |mid-?(?=morning|afternoon)|first thing in the )?"
        r"(?P<daypart>morning|afternoon|evening|night|lunch(?:time)?|dinner(?:time)?|breakfast)(?![a-z'])"),
        always,
    ),
    ("daypart", r"\b(?P<daypart>(?:noon|midday|mid ?night)(?:ish)?|first thing)(?![a-z])", always),
    (
        "daypart",
        (r"\b(?P<daypart>eod|eob|cob|end of (?:the )?(?:business |working |work )?day|close of (?:business"
        r"|play)|end of (?:business|play)|day'?s end|the day is (?:out|over))(?![a-z])"),
        always,
    ),
    (
        "daypart",
        (rf"\b(?P<daypart>end) of (?=(?:the |this |next |this coming )?(?:{'|'.join(WEEKDAYS)}|tomorrow|today"
        r"|tonight))"),
        always,
    ),
)  # fmt: skip
_LOOSE: Final = frozenset((figures_meant, moment_meant, never))
_PATTERNS: Final = tuple((kind, re.compile(pattern), check) for kind, pattern, check in _RULES)
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\t": " "})


LONGEST: Final = 2000
"""Characters that are looked at: no sentence is longer, and hostile text must not cost more than one."""


def plain(text: str) -> str:
    """The text in lower case with plain apostrophes and blanks, as long as it was."""
    straight = text.translate(_PLAIN)
    low = straight.lower()
    return low if len(low) == len(straight) else "".join(c.lower() if len(c.lower()) == 1 else c for c in straight)


def pieces(text: str, *, loose: bool = False) -> list[Piece]:
    """Every piece of a date or time, in order, none over another; of two that overlap the longer one.

    ``loose`` also takes what only a text about times means as one: 4.22 and 4-22 anywhere, in a minute.
    """
    low = plain(text)
    found = sorted(
        _found(text, low, _LOOSE if loose else frozenset()), key=lambda piece: (piece.start - piece.end, piece.start)
    )
    kept: list[Piece] = []
    for piece in found:
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _found(text: str, low: str, waived: frozenset[Check]) -> Iterator[Piece]:
    for kind, pattern, check in _PATTERNS:
        for m in pattern.finditer(low):
            if check in waived or check(text, low, m):
                yield Piece(kind, m.start(), m.end(), {k: v for k, v in m.groupdict().items() if v is not None})
