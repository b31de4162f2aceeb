"""Which steps of LIVE a drafted reply has, told by its words, and whether it says no and why (MISSION S8).

Words that were found are told to the writer, so that a wrong finding can be seen to be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Words", "content", "said"]

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])+|\d[\w.,:%]*")
_EMPTY_WORDS: Final = (
    " about after again against ago all also although always and any anybody anything are away back bad because"
    " been before being best better between big both but came can can't cannot come could couldn't day did"
    " didn't does doesn't doing done don't down each early else even ever every everybody everyone everything"
    " few fine for from get gets getting give goes going good got great guys had has hasn't have haven't having"
    " hello help her here hey him his how i'd i'll i'm i've into isn't it's its just keep kind know last late"
    " later left less let let's like little long look looking lot made make makes many may maybe mean might mine"
    " more most much must myself near need needs never new next nobody not nothing now off okay old once one"
    " only other our out over own people please point probably put quite rather really right said same saw say"
    " says see seem seems seen she should shouldn't since some somebody someone something soon sorry still such"
    " sure take tell than thank thanks that that's the their them then there there's these they they're thing"
    " things think this those though time today told tomorrow too try two under until upon us use used very want"
    " wants was wasn't way we'd we'll we're we've week well went were weren't what what's when where which while"
    " who whole why will with without won't work works would wouldn't wrong year yes yesterday yet you you'd"
    " you'll you're you've your yours it i a an as at be by do go he if in is me my no of on or so to up we ok"
    " hi idea honest honestly feel feels felt already stay tonight stuff actually could've"
)
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())
"""Words that name no topic."""

_NAMED: Final = re.compile(
    r"\b(?:(?:what i hear|if i (?:hear|read|understand|get|got) (?:you|this|that|it)|so (?:you(?:['’]re"
    r"| are)? (?:saying|say|mean"
    r"|feel|think|see|worry|want|need)|what you)|sounds like|you (?:mean|say|feel|worry) (?:that)?|in other words"
    r"|did i get"
    r"|this is about|your (?:point|worry|concern|question|idea) (?:is|about|on)|i (?:see|hear) (?:that|the|your"
    r"|you|how|what)))\b",
    re.IGNORECASE,
)
_VALUED: Final = re.compile(
    r"\b(?:thank(?:s|\syou|\s?u)\b|thx\b|ty\b|cheers\b|appreciate|grateful|(?:i(?:['’]m| am)|so|really|very) glad"
    r"|glad (?:you|that|to)"
    r"|(?:good|great|nice|fair|excellent|important|valid|smart|useful|helpful|reasonable|sound|sharp|brave|right"
    r"|legitimate)"
    r" (?:point|catch|question|idea|call|thought|spot|eye|worry|concern|thinking|instinct|one|find|thing (?:to"
    r"|not|that))"
    r"|(?:that|it)(?:['’]s| is) (?:a )?(?:fair|valid|understandable|reasonable|hard|not easy|normal|important"
    r"|right|worth"
    r"|good (?:that|to)|okay to|ok to)|good (?:that|of) you|good to (?:know|hear|have)|well (?:spotted|seen|said"
    r"|caught)"
    r"|you(?:['’]re| are) (?:absolutely |quite |completely |probably |totally )?(?:right|not alone)"
    r"|makes (?:a lot of |total )?sense"
    r"|i (?:can )?(?:fully |totally |really )?understand(?! (?:the question|what|nothing))|understandable"
    r"|i get (?:that|it|why|how)"
    r"|i (?:can )?see (?:why|how|that|it)|i hear you|i feel for you|i(?:['’]m| am) with you|no wonder|(?:it "
    r"|that )?(?<!\bif it )(?<!\bif that )(?<!\bwhen it )happens\b(?! (?:again|once more)\b)"
    r"|(?:happened|happens) to (?:me|all|every)|(?:we|i)(?:['’]ve| have) all|i(?:['’]ve| have) (?:done|made|been)"
    r"|been there|nobody gets|no one gets|is (?:really |very )?(?:hard|tricky|confusing|badly)"
    r"|not (?:an )?easy|takes? (?:courage|guts)|took (?:courage|guts)|worth (?:saying|having|a |knowing|looking"
    r"|trying)"
    r"|(?:it|that|this) matters|i like (?:it|that|this|the|how|your)|love (?:it|that|this|the)|i(?:['’]d"
    r"| would) rather (?:hear|know)"
    r"|no (?:stupid|silly|dumb) questions?|welcome\b|well done|(?:quite|perfectly|absolutely) right|of course you"
    r"|(?:most |perfectly |quite )normal|nobody (?:has to|told|would|could)|agreed\b"
    r"|sorry (?:you|that|to hear)"
    r"|i(?:['’]d|['’]d have| had)? missed (?:that|it)|hadn['’]?t (?:seen|thought|noticed))",
    re.IGNORECASE,
)
_UNVALUED: Final = re.compile(
    r"(?:\b(?:no(?! (?:worries|problem|rush))|not|never|isn['’]?t|doesn['’]?t|don['’]?t"
    r"|hardly)\W+(?:\w+\W+){0,2})$",
    re.IGNORECASE,
)
_EMPTY_THANKS: Final = re.compile(
    r"thanks? (?:you )?(?:in advance|for nothing|for your (?:feedback|input)\W*$)", re.IGNORECASE
)
_GO_ON: Final = re.compile(
    r"\b(?:(?<!['’]t )tell (?:me|us)\b(?! something (?:new|i))|(?:let|keep) (?:me|us) (?:know|posted)|go on\b"
    r"|walk (?:me|us) through"
    r"|show (?:me|us)|(?:sit|look|go) (?:down |over it |at it |through it |through this )?(?:with you|together)"
    r"|keep (?:\w+ )?(?:asking|saying|telling|raising|coming|it coming|them coming)"
    r"|come (?:by|over|to me|and)|happy to|glad to (?:help|look|talk)|(?:write|put|bring) (?:it|this"
    r"|that) (?:down|up|on|to|into)"
    r"|on it\b"
    r"|(?:i|we)(?:['’]ll| will) (?!remember|be (?:honest|clear|blunt|busy|fine)|say|see|think|never|not|forget"
    r"|decide|just|only"
    r"|have to|need|survive|live|manage|stick|stay with|keep (?:it|the)|tell you what)\w+|let me (?:check|look"
    r"|see|ask|help|fix|pull|find|call|get)|let['’]?s (?!just|not|move on|park|take (?:this"
    r"|that|it) offline"
    r"|focus|see|stay|stick|keep|be|circle|leave|drop)\w+|i(?:['’]m| am) (?:calling|coming|looking|checking"
    r"|pulling|fixing|joining"
    r"|sending|moving|stopping|free|here|there|around|changing|asking|taking|adding)|i can (?:help|come|take|sit"
    r"|look|show|call|send"
    r"|get|do|ask|cover|join|explain)|calling (?:you|them|now)|take (?:the|your|all the|as much) time|say more"
    r"|what you need)\b",
    re.IGNORECASE,
)
_CLOSED_QUESTION: Final = re.compile(
    r"^\W*(?:right|ok(?:ay)?|really|seriously|so what|so|and|who cares|are you (?:sure|serious)|isn['’]?t it"
    r"|don['’]?t you think"
    r"|happy now|what now|what else is new|got it|clear|understood|is that clear|see|you know|what do you expect"
    r"|what (?:do|did) you want me to (?:do|say)(?: about (?:it|that))?|can we (?:move on|drop (?:it|this)))\W*$",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"[^.!?\n]{1,400}\?")
_NO: Final = re.compile(
    r"(?:\bno\b(?! (?:worries|problem|idea|wonder|need|rush|doubt|question|stupid|silly|dumb|matter|pressure"
    r"|longer|shame))|\bnope\b"
    r"|\bnot (?:today|now|this|possible|me|yet|going to|for (?:now|us)|until|able|an option|before|happening"
    r"|convinced|worth)"
    r"|\b(?:can['’]?t|cannot|cant|can not)\b(?! (?:believe|wait|thank|imagine|agree more|tell you|stress|blame"
    r"|be easy))"
    r"|\b(?:won['’]?t|wont|will not|shan['’]?t)\b(?! (?:hurt|bite|be (?:long|mad|angry|punished)|blame))"
    r"|\bwouldn['’]?t\b|\b(?:don['’]?t|do not) (?:think (?:so|we|it|that|this)|see|agree|want|have (?:the|a|any)"
    r"|believe)"
    r"|\bunable\b|\bdecided against\b|\bi(?:['’]d| would) rather (?:not|keep|stay|we|leave|have|wait)\b(?! hear)"
    r"|\bagainst it\b"
    r"|\b(?:stays?|stick|sticking|keep(?:ing)?) (?:as|with|the plan|it (?:as|this|that)|out|in)\b"
    r"|\bwish i could\b|\bdisagree\b"
    r"|\bi['’]?m afraid\b|\bunfortunately\b|\bdenied\b|\brejected\b|\bdeclined?\b|\bout of the question\b"
    r"|\bimpossible\b)",
    re.IGNORECASE,
)
_REASON: Final = re.compile(
    r"\b(?:because|since|the reason|reasons?|that['’]?s why|otherwise|due to|given (?:that|the|how)|until|till"
    r"|unless|so that"
    r"|which (?:means|would)|would (?:cost|mean|break|take|need|lose|put|leave)|costs?|is why|cos|bc)\b"
    r"|[:–—]\s*\w|\bas (?:we|i|the|it|they)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a reply tell.

    Attributes:
        named: topics of the concern that it takes up, as written. valued, invited: the words that do; empty: none.
        says_no: whether it declines. reasoned: whether it says why.
    """

    named: tuple[str, ...]
    valued: str
    invited: str
    says_no: bool
    reasoned: bool


def content(text: str) -> dict[str, str]:
    """Words that name a topic, stem -> as first written, in order."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        plain = word.casefold().replace("’", "'")
        if plain not in _EMPTY and (len(plain) > 2 or plain[0].isdigit()):
            found.setdefault(_stem(plain), word.rstrip(".,:"))
    return found


def _stem(word: str) -> str:
    """The word without what plural, past and -ing add; crude, and the same for both sides."""
    word = re.sub(r"['’]s$", "", word).rstrip(".,:")
    stem = re.sub(r"(?:ies|ied|ing|ed|es|s|y|e)$", "", word)
    return re.sub(r"(.)\1$", r"\1", stem) if len(stem) > 2 else word


def said(concern: str, reply: str, harmful: Sequence[tuple[int, int]]) -> Words:
    """What a reply's words tell, those aside that do harm.

    Args:
        harmful: (start, end) of the parts of the reply that break a rule; nothing is found in them.
    """
    clean = list(reply)
    for start, end in harmful:
        clean[start:end] = " " * (end - start)
    text = "".join(clean)
    topics, taken = content(concern), content(text)
    named = [taken[stem] for stem in topics if stem in taken]
    phrase = _NAMED.search(text)
    if phrase is not None:
        named = named or [phrase.group()]
    elif len(named) < min(_SHARED, len(topics)):
        named = []
    no = _NO.search(text)
    new = [stem for stem in taken if stem not in topics]
    reasoned = no is not None and ((bool(_REASON.search(text)) and len(taken) > 0) or len(new) >= _ENOUGH)
    return Words(tuple(named), _valued(text), _invited(text), no is not None, reasoned)


_SHARED: Final = 2
"""Topics that a reply has to share with the concern to have named it; one alone is often an accident."""
_ENOUGH: Final = 3
"""Topics of its own from which a no is taken to say why."""


def _valued(text: str) -> str:
    for hit in _VALUED.finditer(text):
        before = text[max(0, hit.start() - 24) : hit.start()]
        if not _UNVALUED.search(before) and not _EMPTY_THANKS.match(text, hit.start()):
            return hit.group()
    return ""


def _invited(text: str) -> str:
    for hit in _QUESTION.finditer(text):
        asked = hit.group().strip()
        if not _CLOSED_QUESTION.match(asked) and len(asked.split()) >= _ENOUGH:
            return asked
    found = _GO_ON.search(text)
    return found.group() if found is not None else ""
