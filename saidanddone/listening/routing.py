"""Questions that only steer a meeting: whether all can hear, who is next, whether to go on; mere echoes (MISSION S2).

They ask for an answer and put nobody's standing at risk, so they are no speaking up; unanswered they are no silence.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["only_steers"]

_YOU: Final = r"(?:everyone|everybody|anyone|anybody|you(?: all| guys)?|all of you|folks|people|we(?: all)?|i)"
_NOW: Final = (
    r"(?:,? (?:now|then|okay|ok|all right|alright|yet|there|here|today|this (?:morning|afternoon)|so far|properly"
    r"|to (?:go|start|begin|move on))){0,2}(?: before (?:we|i) [a-z ]{1,40})?"
)
_TO: Final = r"(?: to (?:add|say|raise))?"
_OF_IT: Final = rf"{_TO}(?: (?:on|about|for|with|from) (?:that|this|it|you|me|anyone|anybody|everyone))?"
_OF: Final = (
    rf"{_TO}(?: (?:on|about|for|with|from) (?:that|this|it|you|me|anyone|anybody|everyone"
    r"|(?:the|this|that|your|our|my) (?:[a-z]+ ){0,2}[a-z]+))?"
)
_MORE: Final = r"(?: (?:business|questions?|comments?|thoughts?|points?|items?|topics?))"
_IS_THERE: Final = r"(?:(?:is|was|are) there |do (?:we|you) have |have (?:we|you) got )?"
_GO_ON: Final = (
    r"(?:get started|start|begin|go (?:on|ahead|next)|move on|continue|carry on|wrap (?:it )?up"
    r"|kick (?:it )?off|resume|take a break|share my screen)"
)
_AUX: Final = r"(?:is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|should)(?:n['’]?t)?"
_WHO: Final = r"(?:i|you|he|she|it|we|they|that|this|there)"
_PASSES: Final = (
    (
        rf"(?:can|could|do) {_YOU}(?: all)? (?:hear|see) (?:me|us|that|it|this|my [a-z]+"
        r"|the (?:screen|slides?|page|map|doc(?:ument)?|board|(?:spread)?sheet|plan|picture|list|table|chart))"
    ),
    (
        r"(?:do|would) you (?:want|like) to (?:tell (?:it|us(?: [a-z]+){0,3})|share(?: [a-z]+)?|lead(?: us)?"
        r"|say (?:something|a (?:word|bit)|where|how|what)(?: [a-z'’]+){0,4}"
        r"|(?:take|talk|walk) us through(?: [a-z]+){0,3}"
        r"|take (?:it|this one|that one)|(?:do|cover|present) (?:the )?[a-z]+|kick (?:it|us) off)"
    ),
)
"""Said after something else too: *That's the map, can you see it?*"""
_ECHO: Final = re.compile(
    rf"(?:oh,? |ah,? )?(?:(?:{_AUX} {_WHO}|{_WHO} {_AUX})(?: not| now| really)?"
    r"|really|seriously|sorry|pardon|what|huh|eh|(?:i )?beg your pardon|come again|say again)"
)
"""What only shows that one listens, or did not hear: *Did they?*, *Sorry?*"""
_STEERS: Final = (
    *_PASSES,
    rf"{_IS_THERE}any(?:thing else| other)(?:{_MORE})?{_OF}",
    rf"{_IS_THERE}any(?:(?:one|body) else|(?:thing)? (?:more|further|final|last)(?:{_MORE})?){_OF_IT}",
    rf"{_IS_THERE}any (?:questions?|additions?|takers|volunteers){_OF_IT}",
    r"who(?:['’]?s| is| goes| wants to (?:go|start)| would like to (?:go|start))(?: up)?(?: (?:next|first|last))?",
    rf"(?:is|are|am) {_YOU}(?: all)? (?:here|ready|on|back|set|still there|on mute|muted|audible|recording|live|in)",
    rf"(?:shall|should|can|could|may) (?:we|i)(?: want to)? {_GO_ON}",
    r"(?:does|did) (?:that|this|it|any of that|all that) make (?:any )?sense",
    r"what(?:['’]?s| is) (?:next|the next (?:item|point|thing|topic|one)|on the agenda)",
    rf"how(?:['’]?s| is| are| was| were) (?:it going|things|(?:your|the) weekend|{_YOU})(?: doing)?",
    r"(?:all )?(?:ready|good|set|okay|ok|right|alright|agreed|happy|clear)|any more|next|yes|yeah|no|hello",
    r"(?:are )?you there|(?:what|how) about you|(?:can|could|will) you (?:start|begin|go (?:first|next))",
    r"(?:do|would) you (?:want|like|mind) (?:to )?(?:start|begin|go)(?:ing)?(?: first| next)?",
)
_CALLED: Final = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_FORM: Final = re.compile(rf"(?:{_CALLED}, )?(?:{'|'.join(f'(?:{form})' for form in _STEERS)}){_NOW}(?:, {_CALLED})?")
_AT_LAST: Final = re.compile(rf".*, (?:{'|'.join(f'(?:{form})' for form in _PASSES)}){_NOW}")
_LEADS: Final = re.compile(  # possessive: what leads is never given back
    r"(?:(?:okay|ok|all right|alright|right|so|and|but|well|now|then|um|uh|er|great|good|fine|cool|thanks|thank you"
    r"|perfect|yeah|yes|no|hello|hi|hey|sorry|before we (?:start|begin|go on|move on|finish|close)|let me see)[,.]? )++"
)
_SENTENCE: Final = re.compile(r"[^.!?…\n]+[.!?…]*")
_LONGEST: Final = 400
"""Whoever says more than so many characters says something."""


def only_steers(text: str) -> bool:
    """Whether all that is asked in a turn is asked to steer the meeting; False where nothing is asked by a mark.

    >>> only_steers("Okay, thanks. Anything else before we close?"), only_steers("Anything else that could break?")
    (True, False)
    """
    if "?" not in text or len(text) > _LONGEST:
        return False
    asked = [found[0] for found in _SENTENCE.finditer(text) if found[0].rstrip().endswith("?")]
    return bool(asked) and all(_steers(one) for one in asked)


def _steers(sentence: str) -> bool:
    said = " ".join(sentence.casefold().strip(" ?!.,…-–—\"'").split())
    if _AT_LAST.fullmatch(said) or _ECHO.fullmatch(said):
        return True
    return any(_FORM.fullmatch(one) for one in (said, _LEADS.sub("", f"{said} ", count=1).strip()))
