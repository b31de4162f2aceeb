"""The words of promises and of what only sounds like one: how they begin, what denies, opens or retells them (T5)."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "AGAIN", "BUSILY", "BUSY", "DENIED", "DEPENDENT", "FORM", "NO_DEED", "NO_DOING", "OPEN", "RETOLD", "SET_PHRASE",
    "SOON",
    "TOGETHER", "WAVERING",
]  # fmt: skip


def _any(*parts: str) -> str:
    """One of several patterns, as a pattern without a group."""
    return f"(?:{'|'.join(parts)})"


def _words(text: str) -> str:
    """One of several words, as a pattern without a group."""
    return _any(*text.split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_I = r"\b(?:i|we)"
_AM = r"(?:'m|'re| am| are)"
_WILL = _any(
    r"'ll",
    r" ll\b",
    " will",
    " shall",
    rf"{_AM}(?: {_words('just really also still then now')})? (?:going to|gonna|about to)",
)
_ADVERB = _any(
    _words(
        "also just then definitely certainly surely gladly"
        " happily personally still again now soon quickly always"
    ),
    _words("absolutely immediately uh um really all both first instead even simply"),
    "make sure to", "be sure to", "go ahead and", "sort of", "kind of", "of course", "at least", "try to",
    "try and", "start by",
    "continue to", "go and", "come and",
)  # fmt: skip
_DO = _words(
    "do have get send take finish deliver write make fix"
    " review look share handle prepare put start check update post bring"
    " set run try pick"
)
_NOT_NOW = _words(
    "going thinking hoping wondering saying feeling having getting being trying asking writing looking talking"
)
_DOING = rf"(?!{_NOT_NOW}\b)[a-z]{{3,}}ing"
_LOOK = _words(
    "look check find take get try do send fix ask talk"
    " go dig investigate follow update write run confirm double verify pull"
    " put set handle review add make schedule reach draft share"
)
_THING = _any(
    _words("it them my our the that those these this feedback result results everything something numbers by"),
    "an answer", "a draft", "a first", "a reply",
)  # fmt: skip
_YES = _any(_words("yes yep yeah ok okay sure right thanks good great ah oh"), "got it", "sounds good")
_NOT_I = _words("you it they he she we i that this the there")
_BARE = _any(
    r"\bi(?:'m| am) on it", r"\bconsider it done", r"\bleave (?:it|that|this) (?:to|with) me",
    r"\bi've got (?:this|it)(?= ?(?:$|[.!,;]))", r"\byou can (?:count|rely) on (?:me|us|it)",
    r"\b(?:it's|it is) on my list",
    r"\byou have my word", r"\bcount on me", r"\bwill do(?! [a-z])", r"^[\s,a-z]{0,12}\bon it(?= ?(?:$|[.!,;]))",
)  # fmt: skip
FORM: Final = re.compile(
    "|".join(
        (
            rf"(?P<bare>{_BARE})\b",
            rf"\b(?P<who>i|we){_WILL}(?: {_ADVERB})* (?!(?:i|we|let's|let me)\b)(?P<verb>[a-z'-]+)(?P<rest>[^.!?]*)",
            rf"(?P<promise>{_I} (?:do )?{_words('promise commit guarantee pledge vow undertake')}\b)",
            rf"(?P<plan>{_I}{_AM}? (?:plan(?:ning)?|intend(?:ing)?|aim(?:ing)?) (?:to|on) )",
            rf"(?P<can>{_I} can {_DO}\b)",
            rf"(?P<doing>{_I}{_AM} {_DOING}\b)",
            rf"^(?:{_YES}[,:;!.]? )*(?P<going>{_DOING} )",
            r"(?P<give>\bgive me (?:until|till|an?|two|three|\d+|the) )",
            rf"(?P<yours>\byou(?:'ll| will) (?:(?:have|get|receive)\b(?= {_THING}\b)|hear (?:back )?from (?:me|us)\b))",
            rf"(?P<let>\blet me (?:{_LOOK}|see (?:what|if|whether))\b)",
            rf"^(?:{_YES}[,:;!.]? )*(?P<dropped>will (?!{_NOT_I}\b)(?P<dverb>[a-z]+))",
        )
    ),
    re.MULTILINE,
)
"""How a promise is put into words."""

NO_DOING: Final = _set(
    "admit agree assume bet argue grant guess suppose say confess"
    " concede believe need want wish hope like love hate regret"
    " forget lose miss die fail struggle suffer know"
    " understand remember realise realize notice hear feel wonder imagine"
    " doubt never not no probably maybe possibly perhaps likely"
    " hopefully pass quote repeat stop spare survive end either"
)
"""What is no doing one answers for: opinions, feelings, mishaps, and doubt."""
BUSY: Final = _set(
    "more sure there here at in on with presenting working"
    " sending doing writing fixing looking taking posting sharing leading"
    " running hosting joining meeting testing adding updating starting done finished ready back the covering handling"
    " reviewing making putting bringing getting showing"
    " following moving migrating deploying careful calling available"
)
"""What may follow *I'll be* in a promise."""
_NOT_BUSY = _words("going thinking hoping wondering saying feeling having getting being needing")
BUSILY: Final = re.compile(rf"(?!{_NOT_BUSY}\b)[a-z]{{3,}}ing")
"""Or what one will be doing: reaching out, sending."""
NO_DEED: Final = re.compile(
    _any(
        r"have (?:to\b|(?:a|no|some) ?(?:problem|trouble|issue|wait))", "be able", r"tend\b",
        r"find out (?:soon|later|eventually|in|next)\b",
        r"turn out\b",
        r"get (?:in|into|out|older|used|better|worse|stuck|lost|fired|sick|blamed|hit|killed|burned|nowhere)\b",
        r"take (?:forever|ages)\b", "run out", "end up",
    )
)  # fmt: skip
TOGETHER: Final = re.compile(
    rf"get (?!{_words('it this that them you back to the your these those rid')}\b)|see\b"
    "|have (?:a|an|the|some|no) (?:problem|issue)"
)
"""What happens to us (we'll get old) rather than what we do."""

_SEE = r"see\b(?! (?:to (?:it|that)|about|(?:what|if) i can|that (?:it|they|we)))"
_TELL = r"tell you(?! (?:as soon|when|by|tomorrow|once|if|how it|what i find|on ))"
_STATE = _words(
    "honest frank blunt clear brief straight fine ok okay damned"
    " surprised glad happy like lucky dead late away gone sad unable"
)
SET_PHRASE: Final = re.compile(
    _any(
        rf"{_I}(?:'ll| will|{_AM} going to| shall)(?: just| have to)* "
        + _any(
            _SEE, _TELL, rf"be {_STATE}\b", r"be (?:out|off|ooo)\b", "be right back",
            r"give (?:you|him|her|them) (?:that|credit)",
            "take (?:that|it) (?:as|back)", "have to (?:say|admit|see)",
            "come back to (?:that|this) (?:in a|later in)",
            "get to (?:that|it) in a", "let you (?:go|finish|be|off|decide|get)", r"say\b",
            "leave it (?:at that|there)",
            "go (?:crazy|mad|insane|nuts)", "cross that bridge", r"never\b",
        ),
        r"\blet me "
        + _any(
            r"know\b", r"see\b(?! (?:what|if|whether))", r"say\b", r"tell\b", "ask you", r"be\b", r"think\b",
            r"guess\b", "put it",
            "rephrase", "remind", "get this straight", "take a guess", "make (?:this|it) clear", "go back to",
            r"finish\b",
        ),
        rf"{_I} can (?:look|see|get|do) (?:at )?(?:that|it|this) (?:as|in two ways)",
    )
)  # fmt: skip
"""Manners of speaking that have the form of a promise, and announcements of the next sentence."""

DENIED: Final = re.compile(
    r"\b"
    + _any(
        "won't", "will not", "'ll not", "not going to", "not gonna", "can't", "cannot", "couldn't", "never",
        "shan't", "doubt",
        "no way i", r"(?:don't|didn't|not) "
        + _words("think sure know believe expect guarantee promise certain plan planning intend"),
        "(?:don't|not) see (?:how|why|when)",
    )
    + r"\b|n't going to\b|n't gonna\b"
)  # fmt: skip
_IF_I = _any(
    _words(
        "get have find can could manage"
        " remember feel ever were had must"
    ), "am able", "'m able", "have to", "need to",
    "don't",
)  # fmt: skip
_IF_WE = _any(
    "get", "have (?:time|a chance|room)", "find", "can", "could", "manage", "are (?:able|lucky)", "were", "had",
    "ever", "keep",
    "go on", "continue",
)  # fmt: skip
_IF_YOU = _words("like want wish prefer need insist think could would really")
WAVERING: Final = re.compile(
    r"\b"
    + _any(
        "maybe", "perhaps", "might", "possibly", "hopefully", "probably", "i hope", "we hope", "hoping", "i wish",
        "in theory", "ideally", "i'd", "would", "could", "should i", "may",
    )
    + r"\b"
)  # fmt: skip
"""What, said before it, takes the promise back."""
OPEN: Final = re.compile(
    r"\b"
    + _any(
        "unless", "some ?day", "one of these days", "at some point", "eventually", "time permitting",
        "maybe", "perhaps",
        "hopefully", "possibly", "no promises",
        rf"if (?:i {_IF_I}|we {_IF_WE}|you(?:'d)? {_IF_YOU})", "if (?:only|possible|time|need be|necessary|needed)",
        "if you're (?:ok|okay|happy|interested)", "if there(?:'s| is) (?:time|room|a chance|enough)",
        "if any(?:one|body) (?:wants|needs)", "if that (?:would|helps)",
        r"when(?:ever)? (?:i|we) (?:get|find|have) (?:a chance|time|around|to it|the time|a (?:minute|moment))",
    )
    + r"\b"
)  # fmt: skip
"""What leaves it open. A condition that sets it off (once the build is green) does not."""

_SAID = _any(
    r"said", r"told(?: \w+)?", r"tells?(?: \w+)?", r"thought", "says", "saying", "asks?", r"asked(?: \w+)?",
    "wrote", "claimed",
    "figured", "assumed", "promised", "believed", "knew", "meant", "thinks", "hopes",
    rf"{_words('you they he she people customers everyone everybody somebody someone')} "
    + _words("think say expect hope believe want assume know claim") + "s?",
)  # fmt: skip
RETOLD: Final = re.compile(
    rf"\b{_SAID}(?: (?:that|like|something like|oh|well|yes|yeah|how|if|whether|when|,|:))*[ ,:\"“]*$"
)
"""What makes of the words that follow somebody's report of them."""
AGAIN: Final = re.compile(r"\b(?:as|like) (?:i|we) (?:just )?(?:said|promised|told you|wrote)(?: \w+)?, $")
"""What makes them the speaker's own again."""
DEPENDENT: Final = re.compile(
    r"\b"
    + _any(
        "as soon as", "as long as", "in case", "so that", "the more", "that's what", "because then",
        r"what(?! $)", "wonder if",
        _words(
            "if whether unless assuming suppose supposing wonder wondering"
            " until whatever however why how where which who"
        ),
        _words("things stuff everything anything thing otherwise or what"),
    )
    + r"(?: (?:it|that|this))?,? $"
)  # fmt: skip
"""What makes the words that follow part of another thought: the thing I'll need, or we'll lose them, how we'll pay."""
SOON: Final = re.compile(
    r"\b"
    + _any(
        _words(
            "tomorrow tonight today later next monday tuesday"
            " wednesday thursday friday saturday sunday by before within"
        ),
        _words(
            "until now"
            " eod shortly soon"
        ), "this (?:week|afternoon|evening|morning)", r"in (?:a|an|two|three|\d+) ",
        "right away", "first thing", "from (?:me|us)",
    )
    + r"\b"
)  # fmt: skip
"""What makes of I can and I am doing a promise: by when."""
