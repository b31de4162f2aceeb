"""What in a drafted reply makes it land worse than it was meant: a rule each, what to do instead, and why (MISSION S8).

Three weights. What *punishes* is a threat, an insult or a question of loyalty; what *brushes* aside ends the matter;
what *weakens* takes back what the rest of the reply gives. A no is none of them, and a disagreement is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

__all__ = ["ATTACK", "RULES", "Hit", "Rule", "at_most", "broken", "sentence_at", "sentences"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a reply can be made better by.

    Attributes:
        name: of the rule. weight: ``punishes``, ``brushes`` or ``weakens``. step: the step of LIVE it stands in the way
            of. found: what in the reply calls for it.
        scope: how much goes: ``sentence`` (all of it), ``rest`` (from there to the sentence's end), ``words`` (only
            those found, and two sentences are made) or ``phrase`` (those found, and the sentence goes on).
        instead: what to say in its place; empty: leave it out. why: in one sentence.
        unless: what else in the sentence makes it harmless.
    """

    name: str
    weight: str
    step: str
    found: re.Pattern[str] = field(repr=False)
    scope: str
    instead: str
    why: str
    unless: re.Pattern[str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a reply breaks a rule: characters ``start`` to ``end`` of it."""

    rule: Rule
    start: int
    end: int


def _rule(
    name: str, weight: str, step: str, found: str, scope: str, instead: str, why: str, unless: str | None = None
) -> Rule:
    excepted = None if unless is None else re.compile(unless, re.IGNORECASE)
    return Rule(name, weight, step, re.compile(found, re.IGNORECASE), scope, instead, why, excepted)


_NOT: Final = (
    r"(?:\b(?:no|not|never|nothing|none|nobody|isn['’]?t|wasn['’]?t|aren['’]?t|don['’]?t|neither|nor)\b|without)"
)
_NOT_BEFORE: Final = re.compile(_NOT + r"\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_DAY: Final = (
    r"\b(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|this (?:morning|afternoon"
    r"|evening)"
    r"|at \d|\d{1,2}(?::\d\d| ?[ap]m)|in an hour|after (?:lunch|the)|\[day)"
)

RULES: Final = (
    _rule(
        "consequence", "punishes", "validate",
        r"\b(?:watch (?:yourself|your (?:step|tone|mouth))|think twice (?:before you|next time|if i were you)"
        r"|think about your (?:career|future|position)|(?:in|for|at) your (?:(?:next |annual |yearly )?appraisal"
        r"|(?:annual|yearly|(?:annual |next )?performance) (?:review|evaluation))"
        r"|(?:i['’]?ll remember|i won['’]?t forget) (?:this|that)\b[^.!?\n]{0,20}"
        r"\byour (?:\w+ )?(?:review|appraisal|evaluation|bonus|promotion|raise|rota|contract)"
        r"|there (?:will|have to) be consequences|have consequences for you|(?:last|final) warning"
        r"|your (?:last|final) chance|consider (?:yourself warned|your position (?:here|in this|at))"
        r"|(?<!\bi )(?<!\bwe )(?<!['’]d )(?<!\bto )(?:don['’]?t|never) (?:ever )?"
        r"(?:do|say|raise|bring|question|contradict)\b[^.!?\n]{0,40}"
        r"\b(?:again|in public|in front of)"
        r"|next time,? (?:go|come|talk|speak|take (?:it|this|that)) (?:through|to|with)"
        r" (?:your (?:manager|lead|boss|supervisor|line)|me first|hr)"
        r"|(?:next time|from now on|in future),? (?:i|we)(?:['’]ll| will| could| can| should| might)?"
        r" (?:let|have|ask|give (?:it|this|that) to) (?!(?:you|it|us|me|th[aei]\w*|an?|our|my|your)\b)\w+(?: else)?"
        r" (?:handle|do|take|present|write|lead)"
        r"|(?:in|on|to) your (?:personnel|permanent|hr) (?:file|record)|on your record|your probation"
        r"|through (?:your|my) [\w ]{2,20} only"
        r"|(?:it|that|this)(?:['’]?s| is|['’]?ll be| will be) (?:going to be )?"
        r"a (?:disciplinary|write-?up|(?:formal|written|verbal|first) warning)"
        r"|(?:write|writing|written) you up|report you to|you(?:['’]?re| are) off the (?:team|project|rota|list)"
        r"|you can (?:look|start looking) for (?:another|a new) \w+|(?:note|put) (?:it|this|that) (?:in|on) your record"
        r"|complaints about you|mind your tone|discuss how many of you"
        r"|you (?:can|will|get to) explain (?:it|that|this) to the board"
        r"|you(?:['’]ll| will) regret|people like you (?:always|never|should|are (?:why|the reason))"
        r"|not (?:good|great) for your (?:career|future|prospects|reputation))\b",
        "sentence", "", "A hint at consequences ends this conversation, and the next one before it begins.",
    ),
    _rule(
        "loyalty", "punishes", "validate",
        r"\b(?:are you (?:(?:even|really|still|sure you(?:['’]re| are)) )+(?:on board|committed|a team player)"
        r"|whose side (?:are you|you(?:['’]re| are))|not (?:being )?a team player"
        r"|(?:where is|question) your (?:loyalty|commitment)"
        r"|if you don['’]?t like it,? (?:don['’]?t use|leave|you can (?:leave|go)|there['’]?s the door|go elsewhere)"
        r"|(?:isn['’]?t|is not|might not be|may not be) the (?:right )?(?:place|job|team|project|company) for you"
        r"|(?:this|that|the) (?:place|job|role|team|project|company) (?:isn['’]?t|is not) for you"
        r"|where your loyalt\w+|whether you(?:['’]re| are) (?:up to (?:it|this|the (?:job|task))"
        r"|right for (?:this|us|the)|in the right (?:job|role|team|place|company))"
        r"|(?:expect\w*|thought|surpris\w+|disappoint\w+)\b[^.!?\n]{0,40}"
        r"\b(?:some|any)(?:one|body) (?:at|of|with|in) your (?:level|seniority|grade|experience|position|pay)"
        r"|you(?:['’]re| are) not paid to|(?:not|n['’]t) (?:what|why) (?:we hired you|you were hired)"
        r"|wonder\w* why we (?:keep|hired|pay) you|(?:your|such a|that|this) negative (?:attitude|energy)"
        r"|(?:you (?:should|need to|could)|try to|please) be (?:a bit |a little )?more positive|bad attitude)",
        "sentence", "", "To ask whose side somebody is on punishes them for speaking, however politely it is put.",
    ),
    _rule(
        "insult", "punishes", "validate",
        r"\b(?:stupid(?! questions?)|idiot\w*|moron\w*|dumb|incompeten\w+|useless|ridiculous|pathetic|clueless"
        r"|unbelievable"
        r"|lazy"
        r"|what were you thinking(?! of| about)|what(?:['’]s| is) wrong with you|are you (?:serious|kidding|joking)"
        r"|how hard (?:can it be|is it to \w+)|every(?:one|body) else manages|any(?:one|body) with (?:half )?a brain"
        r"|a (?:child|five[- ]year[- ]old|monkey|trainee) (?:could|would|knows)|you people|shut up|nobody asked"
        r"|how many times (?:do|did|have|must)|always an excuse|of course it was you|did (?:they|nobody"
        r"|no one) (?:not )?teach"
        r"|grow up|get over it|man up|wast(?:e|ing) (?:of )?(?:my|our|everybody['’]s|everyone['’]s) time"
        r"|do your (?:damn )?job"
        r"|stop (?:complaining|whining|moaning|being))\b",
        "sentence", "", "It is about the person; what they brought is still on the table.",
        unless=r"\bof (?:me|us)\b|\bI (?:was|am|felt|feel|did)\b",
    ),
    _rule(
        "sarcasm", "punishes", "validate",
        r"\b(?:thanks (?:a lot )?for (?:nothing|ruining|breaking|wasting|your wisdom|telling me (?:now|so late))"
        r"|(?:great|nice|good|brilliant) (?:job|work),? (?:breaking|ruining|as (?:always|usual))"
        r"|(?:oh|well|just),? (?:great|brilliant|wonderful|fantastic|perfect|lovely)[,.!]*\s+(?:another|more|now"
        r"|as if|this|just"
        r"|exactly|so)|just what (?:i|we) (?:needed|wanted)|congratulations,? (?:you|on (?:breaking|losing"
        r"|ruining))|slow clap"
        r"|how (?:very )?(?:nice|kind|convenient|thoughtful) of you|no shit|you don['’]?t say|surprise,? surprise"
        r"|what a surprise|that(?:['’]ll| will) (?:definitely|surely|certainly|totally) (?:save|fix|solve|impress)"
        r"|(?:tell|told) me something (?:new|i don['’]?t know)"
        r"|(?:you must be (?:an?|some kind of)|another|our (?:little|resident)) (?:genius|einstein|expert))\b",
        "sentence", "", "In writing nobody hears the smile; what arrives is contempt.",
    ),
    _rule(
        "blame", "weakens", "identify",
        r"\b(?:why (?:didn['’]?t|did|haven['’]?t|hadn['’]?t|wouldn['’]?t|couldn['’]?t|would|on earth) (?:did "
        r"|didn['’]?t )?"
        r"(?:you|nobody|no one)|how could you|how did you manage to|whose (?:fault|idea) (?:is|was) (?:this|that"
        r"|it)"
        r"|who(?:['’]s| is) (?:to blame|responsible for this mess)"
        r"|why (?:am i|are we) only (?:hearing|learning|finding out|being told|seeing)"
        r"|why was(?:n['’]?t)? (?:i|this) (?:only|not|never|told|raised)"
        r"|you(?:['’]?ve| have) been (?:told|warned|asked) (?:about (?:this|that|it) )?(?:before|already|twice)"
        r"|i wish (?:i|you|we|somebody|someone)(?:['’]d| had) (?:heard|known|been told|told|said|raised|mentioned))\b",
        "rest", "What made it hard to see or to say earlier?",
        "Why-did-you asks for a defence; what-made-it asks for what happened.",
        unless=r"\bthink|\bchoose|\bchose|\bprefer|\bdecide",
    ),
    _rule(
        "always", "weakens", "identify",
        r"\byou (?:always|never|constantly|keep) (?!have\b(?! to be\b)|need\b|know\b|going\b|can\b|could\b|stop"
        r"|fail to (?:surprise|impress))",
        "sentence", "", "Always and never are about the person; this is about what happened this time.",
        unless=r"thank|appreciate|love|glad|help",
    ),
    _rule(
        "calm", "brushes", "validate",
        r"\b(?:calm down|relax\b|chill\b|don['’]?t (?:be so\b|overreact|make a (?:fuss|drama|scene)"
        r"|take it (?:so )?personally"
        r"|get (?:so )?(?:upset|worked up|emotional))|you(?:['’]re| are) (?:over-?reacting|(?:too"
        r"|being) (?:sensitive|emotional"
        r"|negative|dramatic|difficult)))",
        "rest", "I can see that this matters to you.", "To be told how to feel is to be told not to speak.",
    ),
    _rule(
        "already", "brushes", "identify",
        r"\b(?:(?:we['’]?ve"
        r"|we have) been (?:over|through) this"
        r"|(?:can|could) we (?:please )?not (?:do|have|go (?:over|through|into)|re-?open|revisit|start)"
        r" (?:this|that|it)|not this again|here we go again"
        r"|(?:we['’]?ve|we have) (?:already )?(?:signed (?:this|that|it) off|(?:decided|settled|closed)"
        r" (?:this|it|that(?= already\b|\s*[.,!?])))"
        r"|(?:that|this|it)(?:['’]s| has| is)(?: all)?(?: already)? been (?:decided|settled)|(?:it"
        r"|that)['’]?s (?:all )?in the "
        r"(?:wiki|docs?|manual|e-?mail|ticket|handbook|readme)|you should know (?:this|that)"
        r"|(?:(?:just|please) )*read the (?:docs?|manual|wiki)"
        r"|(?:just )?google it|rtfm)\b",
        "rest", "", "It answers the asking, and not what was asked.",
    ),
    _rule(
        "repeated", "weakens", "identify",
        r"(?:^|(?<=[.!?…,;:–—-]\s)|(?<=[\n(])|(?<=\bbut )|(?<=\band )|(?<=\bbecause ))"
        r"(?:as|like) i (?:have )?(?:already )?(?:said|told you|mentioned|explained)"
        r"(?:(?: to you)? (?:before|already|earlier|twice|last (?:week|month|time)))?"
        r"(?: (?:on|in|at|to|during|last|yesterday|this)\b[^,.;:!?\n()]{0,30})?(?=\s*(?:[,:;.!?…)]|$))",
        "phrase", "", "That it was said before answers the asking, and not what was asked.",
    ),
    _rule(
        "offline", "brushes", "encourage",
        r"\b(?:let['’]?s (?:take (?:this|that|it) offline|park (?:this|that|it)|circle back|move on"
        r"|(?:discuss|talk about) (?:this|that|it) (?:later|another time|some (?:other )?time))|(?:another"
        r"|some other) time\b"
        r"|not now\b|(?:(?:now|this|it)(?:['’]s| is) )?not the (?:right )?(?:time|place))",
        "rest", "I want to hear this properly: can we talk on [day, time]?",
        "Later, without a day, is heard as never; name the day.", unless=_DAY + r"|\buntil\b",
    ),
    _rule(
        "everybody", "brushes", "validate",
        r"\b(?:we(?:['’]re| are) all (?:tired|busy|stressed|overworked|under)|every(?:one|body)(?:['’]s| is"
        r"| has) (?:busy|tired"
        r"|stressed|their)|join the club|welcome to (?:the club|my world)|that['’]?s life|(?:it )?could be worse"
        r"|others have it worse|at least\b(?! (?:one|two|three|four|five|ten|\d|a\b|an\b|until|once|for|as)))",
        "rest", "I can see that this is a lot.", "Set beside what others bear, what they brought gets smaller.",
    ),
    _rule(
        "elsewhere", "brushes", "identify",
        r"\b(?:(?:(?:that|this|it)(?:['’]?s | is ))?not (?:my|our) (?:problem|job|department|business|concern)"
        r"|(?:that['’]?s|sounds like) (?:a )?you(?:r)? problem|don['’]?t bring me problems|bring (?:me )?solutions"
        r"|(?:just )?(?:deal with it|get on with it|figure it out|live with it|work around it|suck it up))\b",
        "rest", "I cannot settle this myself; [name] can, and I will ask them with you.",
        "It sends them away; going with them costs a minute.",
    ),
    _rule(
        "wall", "weakens", "identify",
        r"\b(?:that['’]?s (?:just )?(?:how|the way) (?:it is|things are|we do (?:it|things)|we['’]?ve always)"
        r"|we['’]?ve always done|it is what it is|because i (?:say|said) so|end of (?:story|discussion))\b",
        "rest", "Here is why we do it so: [reason].", "A no with its reason is an answer; without one it is a"
        " wall.",
    ),
    _rule(
        "should have", "weakens", "identify",
        r"\b(?:you should(?:['’]?ve| have| of)|you (?:could|might) have (?:told|said|asked|checked|thought)"
        r"|if you had only|if only you had)\b",
        "rest", "What would help you now?", "It cannot be changed any more; what comes next can.",
    ),
    _rule(
        "but", "weakens", "validate",
        r"(?<=[\w,)])(?:,? |, ?)(?:but|however|though),? +(?=\w)",
        "words", ". ", "What stands before a but is not heard; two sentences say both.",
    ),
)  # fmt: skip
"""What calls for an edit, the gravest first."""

ATTACK: Final = _rule(
    "attack", "punishes", "validate", r"(?!)", "sentence", "",
    "It is likely to be heard as an attack. That is a guess: if it is none, leave it as it is.",
)  # fmt: skip
"""What no rule finds and a listener hears; it says that it is a guess."""

_GIVEN: Final = re.compile(
    r"\b(?:thank|thx|appreciate|good (?:point|idea|catch|question|call|thought)|great (?:point|idea|question)"
    r"|fair|valid"
    r"|i (?:hear|see|understand|get) |you['’]re right|i(?:['’]m| am) glad|makes sense|nice thought|sorry)",
    re.IGNORECASE,
)
"""What a but takes back."""

_END: Final = re.compile(r"[.!?…]+[)\"'”’]*(?=\s|$)|\n")


_ENOUGH: Final = 20
"""Of one rule; a page of the same is as clear."""


_POLITE: Final = frozenset({"consequence", "loyalty"})
_COLD: Final = frozenset({"already", "offline"})
_MORE: Final = 14
"""Words from which an answer that puts off, or says that it is known, says something else as well;"""
_ANYTHING: Final = 4
"""one that does so twice, if so many of them stand in other sentences, or in long ones."""


def at_most(reply: str) -> int:
    """The highest level, 1 to 5, that an answer of these words can stand at, however warm the rest of it is.

    A hint at consequences and a question of loyalty punish. Of what is an insult or sarcasm nobody but the reader knows
    whom it is about: it is neither valued nor encouraged, no more. Nor is what asks for a defence, puts off without a
    day or says that all was said before.

    >>> at_most("Thanks for telling me. Are you still on board?"), at_most("Thanks for telling me, that helps.")
    (1, 5)
    """
    found = {rule.name: hits for rule in RULES if (hits := list(islice(_hits(rule, reply), _ENOUGH)))}
    names = {rule.name for rule in RULES if rule.weight == "punishes" or rule.name == "blame"} & found.keys()
    cold = [hit for name in _COLD & found.keys() for hit in found[name]]
    if cold and (len(reply[:400].split()) < _MORE or (len(cold) > 1 and _beside(reply, cold) < _ANYTHING)):
        names |= {"cold"}
    return 1 if names & _POLITE else 3 if names else 5


def _beside(reply: str, hits: Iterable[Hit]) -> int:
    """So many words stand in other sentences than those hit, or in long ones."""
    rest = list(reply)
    for hit in hits:
        begin, end = sentence_at(reply, hit.start)
        if len(reply[begin:end].split()) < _MORE:
            rest[begin:end] = " " * (end - begin)
    return len("".join(rest).split())


def broken(reply: str) -> list[Hit]:
    """Every rule the reply breaks, wherever it does, the gravest first; no two overlap."""
    found: list[Hit] = []
    for rule in RULES:
        for hit in islice(_hits(rule, reply), _ENOUGH):
            if not any(hit.start < other.end and other.start < hit.end for other in found):
                found.append(hit)
    return found


def sentences(text: str, most: int) -> list[tuple[int, int]]:
    """Where the first sentences with a word in them begin and end."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(text) and len(found) < most:
        begin, end = sentence_at(text, place)
        if any(char.isalnum() for char in text[begin:end]):
            found.append((begin, end))
        place = max(end, place) + 1
    return found


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends; a line's end ends a sentence."""
    begin = 0
    for end in _END.finditer(text):
        if end.end() > place:
            return _first(text, begin), end.start() if end.group() == "\n" else end.end()
        begin = end.end()
    return _first(text, begin), len(text)


def _first(text: str, begin: int) -> int:
    while begin < len(text) and text[begin].isspace():
        begin += 1
    return begin


def _hits(rule: Rule, reply: str) -> Iterator[Hit]:
    for hit in rule.found.finditer(reply):
        begin, end = sentence_at(reply, hit.start())
        before = reply[max(begin, hit.start() - 40) : hit.start()]
        if rule.unless is not None and rule.unless.search(reply, begin, end):
            continue
        if rule.name == "insult" and _NOT_BEFORE.search(before):
            continue
        if rule.name == "but" and not _GIVEN.search(reply, max(begin, hit.start() - 120), hit.start()):
            continue
        yield Hit(
            rule,
            begin if rule.scope == "sentence" else hit.start(),
            hit.end() if rule.scope in ("words", "phrase") else end,
        )
