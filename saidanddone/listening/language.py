"""What language is spoken in a conversation, and in which of its turns it is English enough to listen to.

A single turn is too short to tell, so turns are pooled: the whole conversation first, then runs of turns that follow
each other. Common English words settle most of it; where they do not, `py3langid` is asked for the ISO 639-1 code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from saidanddone.listening.conversation import Conversation, Turn

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["Run", "language_of", "runs"]

UNKNOWN: Final = "und"
"""ISO 639-2 for *undetermined*: too few words to tell."""

_ENGLISH_WORDS: Final = """the and that this these those you your with have has had is was are were been it its it's i'm
we're don't doesn't didn't can't won't isn't what which would should could will they there their from for of to on be my
me but not if so just about because think know like when how why then than i we our your yes yeah okay should please
thanks thank does did do or as at by an can get let's let i'll we'll i've that's some any now need make one out up"""
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_PLAINLY: Final = 0.25
"""Share of common English words from which a text is English without asking (English talk: .45, German: .06)."""
_SHARED_WORDS: Final = """do to on we is was me my be at as an so up for have of let make i or by its now any some one
were out will had not can from has by me your"""
_SHARED: Final = frozenset(_SHARED_WORDS.split())
"""English words that other languages have too, with or without the same meaning."""
_ALONE: Final = _ENGLISH - _SHARED
_PERHAPS: Final = 0.07
"""Share of the other English words that is enough where the library says another language: code misleads it."""
_ENOUGH: Final = 12
"""Words it takes to tell; where the letters are not Latin ones, half of that."""
_RUN: Final = 40
"""Words of one run, at least: enough for a few short turns of chat."""
_LOOKED_AT: Final = 400
"""Turns that are pooled to tell a whole conversation's language, evenly spread over it."""
_MOSTLY: Final = 0.5
"""Share of the words that must be English for a conversation to be listened to."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NO_TALK: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+\.\S+|(?<!\w)[@#]\S+|<[^<>\n]*>"
    r"|:[a-z0-9_+-]+:|(?<!\S)\S*[_/\\=(){}\[\];]\S*|\b\w+(?:\.\w+)+\b|\b[a-z]+[A-Z]\w*"
    r"|^[^\S\n]*(?:>|\||[+-]{1,3} ).*$",
    re.DOTALL | re.MULTILINE,
)
"""Code, links, addresses, mentions, quotations and names of things in code: no language anybody speaks."""
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""What is spoken at work in many places. The library knows more, most of which it takes short texts for by mistake."""


@dataclass(frozen=True, slots=True)
class Run:
    """Turns that follow each other and are in one language: first, past-last, its code, and whether to listen."""

    first: int
    last: int
    language: str
    english: bool


def language_of(conversation: Conversation) -> tuple[str, str]:
    """The language most words are in, and why it is not listened to; the reason is empty if it is.

    ISO 639-1, or ``und`` where there are too few words to tell; those are listened to, for little can be heard in them.
    """
    turns = conversation.turns
    language, english = _told(turns[:: 1 + len(turns) // _LOOKED_AT])
    if english:
        return language, ""
    spoken = runs(conversation)
    counts = [sum(_count(turn.text) for turn in conversation.turns[run.first : run.last]) for run in spoken]
    in_english = sum(n for run, n in zip(spoken, counts, strict=True) if run.english)
    if in_english >= _MOSTLY * max(1, sum(counts)):
        return "en", ""
    said = _NAMES.get(language, "another language than English")
    return language, f"This conversation is in {said}. Only English is listened to; elsewhere we would be guessing."


def runs(conversation: Conversation) -> list[Run]:
    """The conversation cut where its language changes, as far as a few short turns can tell."""
    pooled: list[Run] = []
    first = words = 0
    turns = conversation.turns
    for place, turn in enumerate(turns):
        words += _count(turn.text)
        if words >= _RUN or place == len(turns) - 1:
            language, english = _told(turns[first : place + 1])
            pooled.append(Run(first, place + 1, language, english))
            first, words = place + 1, 0
    found: list[Run] = []
    for run in pooled:
        before = found[-1] if found else None
        if before is not None and _alike(before, run):
            language = run.language if before.language == UNKNOWN else before.language
            found[-1] = Run(before.first, run.last, language, run.english)
        else:
            found.append(run)
    return found


def _alike(run: Run, other: Run) -> bool:
    """Whether two runs are one: the same language, or one of them too short to tell."""
    return run.language == other.language or (
        run.english == other.english and UNKNOWN in (run.language, other.language)
    )


def _told(turns: Sequence[Turn]) -> tuple[str, bool]:
    """Language of some turns together, and whether it is English enough."""
    text = " ".join(_NO_TALK.sub(" ", turn.text.replace("’", "'")) for turn in turns)
    words = [word.lower() for word in _WORD.findall(text)]
    latin = len(_LATIN.findall(text))
    letters = sum(map(len, words))
    foreign = letters > 0 and latin < letters / 2
    if len(words) < _ENOUGH and not (foreign and letters >= _ENOUGH):
        return UNKNOWN, True
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    if share >= _PLAINLY and not foreign:
        return "en", True
    language = _identifier().classify(text)[0]
    alone = sum(word in _ALONE for word in words) / max(1, len(words))
    english = not foreign and (language == "en" or alone >= _PERHAPS)
    return ("en" if english else language), english


def _count(text: str) -> int:
    return len(_WORD.findall(text))


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """The library's own model, narrowed to what is spoken at work; loading takes half a second, so only when asked."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(sorted({"en", *_NAMES} & set(identifier.labels)))
    return identifier
