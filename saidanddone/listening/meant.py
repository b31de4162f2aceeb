"""Whether a word or number stands where it can mean a day or a time: may and March, the second, 3/4, at 5 (T5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from saidanddone.listening.spoken_numbers import ordinal

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "Check",
    "always",
    "figures_meant",
    "hour_meant",
    "moment_meant",
    "month_alone",
    "month_meant",
    "never",
    "no_noun_after",
    "nth_meant",
    "period_meant",
    "weekday_meant",
    "year_meant",
]

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of each month, in order."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The first three letters of each weekday, from Monday."""


# What may come after a bare number or ordinal that stands for a day or an hour: never the noun that it counts.
_NO_NOUN: Final = re.compile(
    r"""\s*(?:$|[.,;:!?()\[\]"'–—/|-]|(?:and|or|but|at|by|in|on|for|to|if|so|when|then|as|with|i|i'll|i'm|we|we'll|we're
    |you|you'll|he|she|they|it|it's|because|before|after|unless|though|latest|is|was|will|works|work|please|ok|okay
    |from|until|till|tomorrow|today|tonight|next|this|week|sharp|the|that|which|would|should|can|could|in|morning
    |afternoon|evening|night|also|too|instead|sounds|maybe|than|while|since|pls|thanks|latest|cet|est|pst|gmt|utc|my
    |our|your|does|let|let's|is|are|may|might|via|using|through|not|onwards?|unless|where|whether|mon|tue|wed|thu|fri
    |monday|tuesday|wednesday|thursday|friday|saturday|sunday|o'clock|noon)\b(?![/-])|\d{1,2}(?:[:.]\d\d|\ ?[ap]m))""",
    re.VERBOSE,
)
_DATING: Final = re.compile(
    r"(?:^|\b(?:on|by|before|until|till|til|due|for|since|from|after|@|around|about|eod|cob|next|this|last|of|is|than|the"
    r"|at|starting|through|thru|between|and|to|early|late|mid|in)\b[ -]*(?:the )?|[,(@:-] ?)$"
)
_BY: Final = re.compile(r"\b(?:on|by|before|until|till|til|due|for|from|after|since)(?: the)? $")
_AT: Final = re.compile(r"(?:\b(?:at|by|before|around|until|till|til|about|ca\.?|from|between)|@) ?$")


Check = Callable[[str, str, "re.Match[str]"], bool]
"""(text, the same in lower case, match) -> whether it stands where it can mean that."""


def always(_text: str, _low: str, _m: re.Match[str]) -> bool:
    """It means nothing else."""
    return True


def weekday_meant(text: str, low: str, m: re.Match[str]) -> bool:
    """Short names that are words too (sun, sat, wed, mon, fri) need a capital or a word that leads to a date."""
    if m["wd"] not in ("sun", "sat", "wed", "mon", "fri", "thu"):
        return True
    before = low[: m.start("wd")]
    capital = text[m.start("wd")].isupper() and not re.search(r"(?:^|[.!?] )$", before)
    leads = bool(_DATING.search(before)) and not before.endswith("the ") and (before != "" or m["wd"][0] != "s")
    return bool(m["which"] or m["dom"]) or capital or leads


def month_meant(text: str, low: str, m: re.Match[str]) -> bool:
    """May and March are words too: beside a bare number they need a capital, an ordinal or a word that leads there."""
    if m["mon"].rstrip(".") not in ("may", "march", "mar"):
        return True
    counted = m["day"][-2:] in ("st", "nd", "rd", "th")
    leads = re.search(r"(?:\b(?:on|by|before|until|till|due|for|of|day|the|next)\b|^|[,:]) *$", low[: m.start()])
    return bool(text[m.start("mon")].isupper() or counted or leads or m["year"] or _capital_day(text, low, m))


def _capital_day(_text: str, low: str, m: re.Match[str]) -> bool:
    """Whether a weekday stands right before it."""
    return bool(re.search(rf"\b(?:{'|'.join(WEEKDAYS)})[a-z]*,? $", low[: m.start()]))


def month_alone(text: str, low: str, m: re.Match[str]) -> bool:
    """A month by itself is a deadline only after a word that leads to one, or with a part or a year."""
    if m["mon"] in ("may", "march") and m["which"] == "this" and not text[m.start("mon")].isupper():
        return False
    leads = re.search(
        r"\b(?:in|by|before|until|till|til|for|of|through|during)(?: mid-?| late| early)? $", low[: m.start()]
    )
    return bool(m["part"] or m["year"] or m["which"] or leads)


def nth_meant(_text: str, low: str, m: re.Match[str]) -> bool:
    """The 12th is a day where no noun follows; the second is one only after on, by, before …"""
    if not _NO_NOUN.match(low, m.end()):
        return False
    before = low[: m.start()]
    if re.search(r"\d(?:st|nd|rd|th)(?: (?:and|or|to) | ?[-–] ?)$", before):
        return True
    if not m["nth"][0].isdigit():
        led = bool(_BY.search(before) or _capital_day(_text, low, m))
        return (led and m[0].startswith("the ")) or ((led or m[0].startswith("the ")) and ordinal(m["nth"]) > 9)
    return bool(m[0].startswith("the ") or _BY.search(before) or _capital_day(_text, low, m))


def never(_text: str, _low: str, _m: re.Match[str]) -> bool:
    """It means a day only where nothing but days is meant."""
    return False


def figures_meant(_text: str, low: str, m: re.Match[str]) -> bool:
    """Two numbers with a stroke or a point are a day and a month unless they count, compare or name a version."""
    before, dotted = low[: m.start()], m["sep"] in ".-"
    if re.search(r"(?:\bv|version|release|python|section|step|part|page|issue|task|ratio|score|[#$€£%]) ?$", before):
        return False
    if (m["a"], m["b"]) in (("24", "7"), ("50", "50"), ("1", "1"), ("9", "5")) and not _BY.search(before):
        return False
    leads = _BY.search(before) or _capital_day(_text, low, m)
    return (bool(leads) or not dotted) and bool(_NO_NOUN.match(low, m.end()))


def hour_meant(_text: str, low: str, m: re.Match[str]) -> bool:
    """A bare number is an hour after at, by, around … and before no noun that it could count."""
    led = _AT.search(low[: m.start()])
    return bool(led) and bool(_NO_NOUN.match(low, m.end()))


def no_noun_after(_text: str, low: str, m: re.Match[str]) -> bool:
    """No noun follows that it could count."""
    return bool(_NO_NOUN.match(low, m.end()))


def period_meant(_text: str, low: str, m: re.Match[str]) -> bool:
    """A week or a month by itself names nothing: it needs which one, or which part of it."""
    if m["part"] or m["which"] or m["ends"]:
        return True
    return m["unit"] == "weekend" and bool(
        re.search(r"\b(?:by|over|before|at|during|on|until) the $", low[: m.start("unit")])
    )


def year_meant(_text: str, low: str, m: re.Match[str]) -> bool:
    """A bare year is a deadline only after in, by, before, until, or with a part of it."""
    return bool(m["part"] or re.search(r"\b(?:in|by|before|until) $", low[: m.start()]))


def moment_meant(_text: str, _low: str, m: re.Match[str]) -> bool:
    """In a minute, a second, a sec is soon; in five minutes is a time."""
    return not re.search(r"(?:\ban?|another|a couple(?: of)?|(?:a )?few) (?:min(?:ute)?|sec(?:ond)?)s?\b", m[0])
