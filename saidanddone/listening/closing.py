"""Words that only close a meeting, told by rule: a farewell to everybody answers nobody (MISSION S3)."""

from __future__ import annotations

import re
from typing import Final

from saidanddone.listening.phrases import plain

__all__ = ["is_closing"]

_LONGEST: Final = 200
"""Characters; who says more than so many said something else as well."""

_DAY: Final = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|weekend|week|month|evening|afternoon|night|bit)"
)
_WHEN: Final = (
    rf"(?: (?:soon|later|then|around|again|tomorrow|tonight|(?:same|next) time|(?:next|on|this|in a|in the) {_DAY}))*"
)
_BYE: Final = (
    r"(?:good ?)?bye(?:[ -]bye)?|ciao|cheerio"
    rf"|(?:have|enjoy) (?:a |your |the )?(?:(?:good|nice|great|lovely|rest of your|rest of the) )*(?:one|{_DAY})"
    r"|(?:that's|that is|that was|this was) (?:all|it|everything) (?:for|from) (?:today|now|me|us)"
    r"|(?:let's|we can|we'll) (?:wrap|finish|stop|close) (?:it |this )?(?:up )?(?:here|there|for today)"
)
_AGAIN: Final = (
    rf"(?:i'll |i will |we'll |we will )?(?:see|talk to|speak to|catch) (?:you|ya|y'all)(?: all| guys)?{_WHEN}"
    r"|(?:until|till) (?:tomorrow|then|next (?:time|week|month))"
)
_ALL: Final = (
    r"(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a lot| again)?"
    r"(?: (?:all|everyone|everybody|guys|folks|team))?"
    r"(?: for (?:coming|joining|attending|your time|being here|today))?"
    r"|everyone|everybody|guys|folks|team|all"
)
_FILLER: Final = r"ok(?:ay)?|al(?:l ?)?right|right|well|so|then|and|now|great|good|cool|perfect|cheers|uh+|um+|yeah"
_GAP: Final = r"[\s.,;:!…–—-]*"
_STEP: Final = re.compile(
    rf"{_GAP}(?:(?P<bye>{_BYE})|(?P<again>{_AGAIN})|(?P<filler>{_FILLER})|(?P<all>{_ALL}))(?![\w'-])"
)
_ENDED: Final = re.compile(rf"{_GAP}$")


def is_closing(text: str) -> bool:
    """Whether these words say goodbye to the meeting and nothing else.

    Args:
        text: all that a speaker said in one go.

    >>> is_closing("Alright, thanks everyone, see you next week."), is_closing("Thanks for telling us.")
    (True, False)
    >>> is_closing("I'll fix it. Bye."), is_closing("Thanks, everyone."), is_closing("See you on Monday.")
    (False, False, False)
    """
    if len(text) > _LONGEST:
        return False
    said, at, kinds = plain(text), 0, set()
    while step := _STEP.match(said, at):
        kinds.add(step.lastgroup)
        at = step.end()
    # To meet again can be an answer; said to everybody, or with thanks, it ends the meeting.
    return ("bye" in kinds or {"again", "all"} <= kinds) and _ENDED.match(said, at) is not None
