"""Answers whose words decide by themselves: a bare 'noted', a later without a day, a change of topic (MISSION S3).

A listener scores what was meant; a word or two leave it little to go by, so these are told by rule. Only an answer of
nothing else is bounded: one word more that says something, and the listener's own reading stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from saidanddone.listening.phrases import plain

__all__ = ["bounded", "bounds", "is_brush_off", "is_nod"]

_LONGEST: Final = 400
"""Characters looked at; an answer that is longer says something, unless nothing comes before it changes the topic."""

_NOTED: Final = r"(?:it(?:'s| is| has been) )?(?:duly |well )?noted|whatever|if you say so"
_HEARD: Final = r"ok(?:ay)?|k|fine|sure|right|all ?right|interesting"
_FILLER: Final = (
    r"well|so|and|um+|uh+|erm?|hm+|mm+|mhm|uh[- ]?huh|oh|ah|yeah|now|anyways?|then|guys|everyone|everybody|folks|all"
    r"|please|for now|right now|just now|here|again|maybe|perhaps|i think|i guess|i suppose"
)
_IT: Final = r"(?: (?:that one|this one|that|this|it|these|those|the (?:discussion|topic|question|point|issue)))?"
_THANKS: Final = (
    r"(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a lot| all)?"
    r"(?: for (?:that|this|it|(?:the|your) (?:input|update|heads[- ]up|comment)"
    r"|(?:sharing|raising|saying|mentioning)(?: (?:that|this|it|so))?|telling (?:us|me)))?|cheers|thx"
)
_LETS: Final = (
    r"(?:(?:let'?s|let us|let me|we'll|we will|we can|we could|we should|we might|i'll|i will|i'd rather"
    r"|(?:can|could|shall|should) we|i(?:'d| would) (?:suggest|propose) we) )?"
    r"(?:(?:just|please|maybe|probably|perhaps) )?"
)
_LATER: Final = (
    r" (?:offline|off[- ]line|later(?: on)?|afterwards?|(?:another|some other) (?:time|day)|some ?time|at some point"
    r"|in (?:a|another) (?:separate|different) (?:meeting|call|thread)|elsewhere|outside (?:of )?this (?:meeting|call)"
    r"|down the (?:road|line)|in the future)"
)
_PUT_OFF: Final = (
    rf"{_LETS}(?:take|discuss|talk about|talk|do|have|handle|save|keep|move|pick up|revisit|return to|come to){_IT}"
    rf"{_LATER}"
    rf"|{_LETS}(?:park|table|shelve){_IT}(?:{_LATER})?"
    rf"|{_LETS}(?:put|leave){_IT} (?:in the parking lot|on the back ?burner|to one side|aside|on ice|on hold)"
    rf"|{_LETS}(?:circle|come|loop) back(?: (?:to|on|around to|round to){_IT})?(?:{_LATER})?"
    rf"|{_LETS}(?:keep|bear){_IT} in mind|(?:let'?s|let us|we'?ll|we will) see"
    r"|(?:another|some other) time|not now|offline|later|parked"
)
_MOVING_ON: Final = (
    r"(?:(?:let'?s|let us|we (?:should|need to|have to|must)|i(?:'d| would) like to|can we|could we|shall we)"
    r" (?:just )?move on(?! (?:that|this|it)\b)|moving (?:right )?(?:on|along)(?! (?:that|this|it)\b)"
    r"|(?:on ?to )?(?:the )?next (?:topic|item|point|agenda item|subject|slide|one on the (?:list|agenda))"
    r"|next(?=\s*(?:[.!:?]|$))|(?:let'?s get )?back to the agenda)"
)
_FORGIVEN: Final = (
    r"(?:no worr(?:ies|y)|don'?t worry(?: about (?:it|that))?|(?:it|that) happens|(?:these|such|those) things happen"
    r"|(?:not a|no) problem|no harm done|(?:no|not a) big deal|(?:it|that)'?s (?:all |totally |perfectly )?"
    r"(?:ok(?:ay)?|fine|all ?right)|never mind|all good|we(?:'ve| have) all (?:been there|done (?:it|that)))"
)
_GAP: Final = r"[\s.,;:!?…–—-]*"
_STEP: Final = re.compile(
    rf"{_GAP}(?:(?P<moved>{_MOVING_ON})|(?P<put_off>{_PUT_OFF})|(?P<thanks>{_THANKS})|(?P<noted>{_NOTED})|(?P<heard>{_HEARD})"
    rf"|(?P<filler>{_FILLER}))(?![\w'-])"
)
_ENDED: Final = re.compile(rf"{_GAP}$")
_FORGIVING: Final = re.compile(
    rf"{_GAP}(?:(?:oh|ah|hey|well|ok(?:ay)?|thanks|thank you)\b{_GAP})?{_FORGIVEN}(?!\s*\?|[\w'-])"
)
_BARE_NO: Final = re.compile(
    rf"{_GAP}(?:(?:sorry|well|look|okay|ok|hm+){_GAP})?"
    r"(?:no(?: chance)?|nope|because i (?:say|said) so|not going to happen|out of the question"
    rf"|forget (?:it|that)){_GAP}$"
)
"""To what was proposed, raised or asked for, a no with nothing beside it."""
_REFUSABLE: Final = frozenset({"idea", "problem", "challenge", "help_seeking"})
_YET: Final = re.compile(r"\b(?:but|again|always|never|once)\b")
"""After a kind word these can take it back; what it comes to is then the listener's to read."""

_MAY_JUST_AGREE: Final = frozenset({"question", "idea", "help_seeking"})
"""To these a bare yes, fine or noted is an answer."""


def is_brush_off(kind: str, text: str, *, asked: bool = False) -> bool:
    """Whether an answer of these words, and nothing after them, sets an act aside.

    Args:
        kind: of the act, of ``labels.ACTS``. text: all that its speaker said in one go.
        asked: whether the act puts a question, whatever else it is: then a bare yes answers it.

    >>> is_brush_off("problem", "Noted."), is_brush_off("problem", "Noted, I'll raise it with finance today.")
    (True, False)
    >>> is_brush_off("idea", "Interesting. Let's keep it in mind."), is_brush_off("idea", "Interesting, who does it?")
    (True, False)
    >>> is_brush_off("idea", "Let's take that offline."), is_brush_off("idea", "Let's take that offline on Friday.")
    (True, False)
    >>> is_brush_off("question", "Sure."), is_brush_off("mistake", "Thanks. Next topic: the budget.")
    (False, True)
    """
    kinds = _made_of(text)
    if "moved" in kinds or "put_off" in kinds:
        return True
    return bool(kinds) and kinds <= {"noted", "heard", "filler"} and kinds != {"filler"} and not (
        asked or kind in _MAY_JUST_AGREE
    )  # fmt: skip


def is_nod(text: str) -> bool:
    """Whether this is nothing but a sign of listening, as people give one while another speaks.

    >>> is_nod("Okay."), is_nod("Right, so let's park that."), is_nod("Duly noted.")
    (True, False, False)
    """
    kinds = _made_of(text)
    return "heard" in kinds and kinds <= {"heard", "filler"}


def _made_of(text: str) -> set[str]:
    """The kinds of words it is made of, up to a change of topic; empty if anything else is said before one."""
    said = plain(text[:_LONGEST])
    kinds: set[str] = set()
    at = 0
    while step := _STEP.match(said, at):
        kinds.add(str(step.lastgroup))
        at = step.end()
        if "moved" in kinds:
            return kinds
    return kinds if len(text) <= _LONGEST and _ENDED.match(said, at) else set()


def bounds(kind: str, text: str, *, asked: bool = False) -> tuple[int, int]:
    """The least and the most an answer of these words can be, of levels 1 to 5.

    >>> bounds("problem", "Duly noted."), bounds("mistake", "No worries, it happens."), bounds("idea", "I like it.")
    ((1, 2), (3, 5), (1, 5))
    >>> bounds("challenge", "No."), bounds("challenge", "No, the fair is on the 12th."), bounds("question", "No.")
    ((1, 2), (1, 5), (1, 5))
    """
    if is_brush_off(kind, text, asked=asked):
        return 1, 2
    said = plain(text[:_LONGEST])
    if kind in _REFUSABLE and len(text) <= _LONGEST and not asked and _BARE_NO.match(said):
        return 1, 2
    if kind == "mistake" and (kind_word := _FORGIVING.match(said)) and not _YET.search(said, kind_word.end()):
        return 3, 5
    return 1, 5


def bounded(levels: Sequence[float], least: int, most: int) -> list[float]:
    """The probabilities of the five levels, all below ``least`` and above ``most`` moved to the nearest.

    >>> bounded([0.125, 0.125, 0.5, 0.25, 0.0], 1, 2)
    [0.125, 0.875, 0.0, 0.0, 0.0]
    >>> bounded([0.5, 0.25, 0.25, 0.0, 0.0], 3, 5)
    [0.0, 0.0, 1.0, 0.0, 0.0]
    """
    told = [0.0] * len(levels)
    for level, probability in enumerate(levels, start=1):
        told[min(most, max(least, level)) - 1] += probability
    return told
