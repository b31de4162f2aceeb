"""At most two concrete edits of a drafted reply, with the words: what does harm first, then a step it lacks (S8).

Nothing is put into a writer's mouth that only they can know: where the words need a day, a name or a reason, they hold
a place for it in square brackets. A no stays a no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from saidanddone.listening.rehearsal_rules import Hit, broken
from saidanddone.listening.rehearsal_steps import content, said

__all__ = ["MOST", "Edit", "made", "suggest"]

MOST: Final = 2
"""So many edits at once; more would be somebody else's reply."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One concrete edit.

    Attributes:
        rule: what asks for it: a rule's name, or the step that is added (``validate``, ``identify``, ``encourage``), or
            ``reason``. step: the step of LIVE it serves.
        start, end: characters of the reply it takes the place of (equal: it is put in). instead: what stands there
            afterwards, spaces included. words: the same as read. why: in one sentence.
    """

    rule: str
    step: str
    start: int
    end: int
    instead: str = field(repr=False)
    words: str = field(repr=False)
    why: str


_OPENERS: Final[dict[str | None, str]] = {
    "mistake": "Thank you for telling me; that is not easy.",
    "problem": "Thank you for raising this while something can still be done.",
    "challenge": "I am glad that you say so openly.",
    "help_seeking": "It is good that you ask.",
    "not_knowing": "That is a fair thing not to know.",
    "question": "That is a fair question.",
    "idea": "Thank you, that is worth a thought.",
    "personal": "Thank you for trusting me with this.",
    "protection": "Thank you for stepping in.",
    "introduction": "Welcome, it is good to have you here.",
}
_OPENER: Final = "Thank you for saying so."
_CLOSERS: Final[dict[str | None, str]] = {
    "mistake": "What do you need from me to put it right?",
    "problem": "What would you look at first?",
    "challenge": "What would you do instead?",
    "help_seeking": "Where exactly does it get stuck?",
    "not_knowing": "Which part would help you most to go through?",
    "question": "Does that answer it, or is there more behind it?",
    "idea": "What would a first small try look like?",
    "personal": "What would help you just now?",
    "protection": "What did you see that I did not?",
    "introduction": "What should I know about how you like to work?",
}
_CLOSER: Final = "What else should I know?"
_CLOSER_OF_NO: Final = "If I am missing something, tell me."
_REASON: Final = "The reason: [why not]."
_GREETING: Final = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^\n,.!?:]{0,30}(?:[,!:]+[ \t]*\n*|\n+)\s*",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"\n\s*(?:best|kind|warm|many|all the best|regards|cheers|thanks|br|greetings|yours|sincerely"
    r"|love)\b[^\n.!?]{0,30}"
    r"(?:\n[^\n.!?]{0,40}){0,2}\s*$",
    re.IGNORECASE,
)
_NEAR: Final = 40
_LAST: Final = 160
"""Characters looked at before a part that goes, and at the end for a farewell."""
_SAYS_MORE: Final = frozenset({"already", "calm", "offline", "elsewhere", "wall"})
"""Rules after which a sentence often goes on with the answer itself."""
_CLAUSE: Final = re.compile(
    r"[^,;:.!?\n]{0,20}?(?:[,;]\s+(?:(?:and|but|so|then)\s+)?|\s+[–—-]\s+|\s+(?:and|but|so)\s+)(?=\w)", re.IGNORECASE
)
_STUMP: Final = re.compile(
    r"\W*(?:(?:and|but|so|oh|well)\W+)*"
    r"(?:why|how|what|do|did|does|have|has|can|could|would|should|are|is|were|was)(?:n['’]?t)?"
    r"(?:\W+(?:you|we|not|just|do|did|even|really|ever|simply|first)(?:n['’]?t)?){0,4}\W*",
    re.IGNORECASE,
)
"""A question that has only begun ("Did you", "Why don't you just") says nothing by itself; anything else may."""
_EMPTY: Final = re.compile(r"\W*(?:fine|well|right|whatever|anyway|hm+|look|listen|ok|okay|noted)?\W*", re.IGNORECASE)
"""What is not worth leaving alone where all else goes."""
_ENDED: Final = re.compile(r"[.!?…][)\]\"”’'*_~]*\Z")
_BEGINS: Final = re.compile(r"(?<=[.!?…])\s+")
_SIGH: Final = re.compile(
    r"(?:again|really|seriously|honestly|come on|for real|not again|sigh|ugh)[ \t]*[?!.](?![.…?!])[ \t]*", re.IGNORECASE
)
_SIGHED: Final = re.compile(rf"(?:(?<=[.!?…\n])|\A)[ \t]*{_SIGH.pattern}\Z", re.IGNORECASE)
"""A sentence that is nothing but a sigh goes with what it sighs at."""
_JOINT: Final = re.compile(r"(?:[\s,;:–—-]|\b(?:and|so|but|or|well|oh)\b)*$", re.IGNORECASE)


def suggest(
    concern: str, reply: str, hits: Sequence[Hit], *, lacks: Sequence[str], kind: str | None, says_no: bool,
    closing: bool,
) -> tuple[Edit, ...]:  # fmt: skip
    """At most two edits; none overlaps another, and what is left of the reply is its writer's own.

    Args:
        lacks: what is missing, of ``reason``, ``validate``, ``identify`` and ``encourage``, the most needed first.
        kind: what the concern is. says_no: whether the reply declines. closing: it is nothing but an end ("noted").
    """
    opener = _OPENERS.get(kind, _OPENER)
    closer = _CLOSER_OF_NO if says_no else _CLOSERS.get(kind, _CLOSER)
    start, end = _body(reply)
    chosen: list[Edit] = []
    if closing:
        why = "On its own it sounds like the end of the matter."
        chosen.append(Edit("closing", "validate", start, end, opener, opener, why))
    weights = {"punishes": 0, "brushes": 1, "weakens": 2}
    for hit in [] if closing else sorted(hits, key=lambda one: weights[one.rule.weight]):
        if len(chosen) < MOST:
            again = hit.rule.instead and any(hit.rule.instead == other.words for other in chosen)
            said_once = replace(hit, rule=replace(hit.rule, instead="")) if again else hit
            edit = _taken_out(reply, said_once, chosen, start)
            if any(edit.start < other.end and other.start < edit.end for other in chosen):
                continue
            if _EMPTY.fullmatch(_left(reply, [*chosen, edit], start, end)):
                whole = chosen[0] if chosen else edit
                chosen = [replace(whole, start=start, end=end, instead=opener, words=opener)]
                continue
            chosen.append(edit)
    held = made(reply, chosen)
    told = said(concern, held, [(hit.start, hit.end) for hit in broken(held)]) if chosen else None
    has = {} if told is None else {"validate": told.valued, "identify": told.named, "encourage": told.invited}
    for step in lacks:
        if len(chosen) >= MOST or has.get(step):
            continue
        words = {"reason": _REASON, "validate": opener, "identify": _reflected(concern), "encourage": closer}[step]
        opens = step in ("validate", "identify")
        place = start if opens else end
        # A part that goes may take the blanks beside it along, over where the reply proper begins.
        around = next((one for one in chosen if one.start < place < one.end), None)
        if around is not None:
            place = around.start if opens else around.end
        chosen.append(_put_in(reply, step, place, words, chosen))
    return tuple(chosen)


_WHYS: Final = {
    "reason": "A no with its reason is an answer; without one it is a wall.",
    "validate": "Before anything else, it has to have been worth saying.",
    "identify": "Naming what they brought shows that it arrived.",
    "encourage": "An open door at the end says that more is welcome.",
}


def _body(reply: str) -> tuple[int, int]:
    """Where the reply proper begins and ends: after a greeting, before a farewell."""
    stripped = len(reply.rstrip())
    greeting, farewell = _GREETING.match(reply), _FAREWELL.search(reply, max(0, stripped - _LAST), stripped)
    start = greeting.end() if greeting is not None and greeting.end() < stripped else len(reply) - len(reply.lstrip())
    end = len(reply[: farewell.start()].rstrip()) if farewell is not None else stripped
    return (start, end) if start < end else (len(reply) - len(reply.lstrip()), stripped)


def _put_in(reply: str, step: str, place: int, words: str, others: Sequence[Edit]) -> Edit:
    """Words of their own, with the space they need."""
    at_start = step in ("validate", "identify")
    if at_start:
        goes_on = reply[:place].rstrip(" \t").endswith(",") and not words.startswith("I ")  # "Hi Ana, thank you"
        instead = f"{words[0].lower() if goes_on else words[0]}{words[1:]} "
    else:
        before = made(reply[:place], [one for one in others if one.end <= place]).rstrip()
        instead = f"{'' if not before or before[-1] in '.!?…:' or not before[-1].isalnum() else '.'} {words}"
    return Edit(step, "identify" if step == "reason" else step, place, place, instead, words, _WHYS[step])


def _left(reply: str, edits: Sequence[Edit], start: int, end: int) -> str:
    """What the edits leave of the reply proper."""
    whole = made(reply, edits)
    return whole[start : len(whole) - (len(reply) - end)]


def _taken_out(reply: str, hit: Hit, others: Sequence[Edit], body: int) -> Edit:
    """What breaks a rule, and what stands there instead; spaces, stops and capitals around it put right.

    Args:
        body: where the reply proper begins; a greeting before it stays.
    """
    rule, start, end = hit.rule, hit.start, hit.end
    if rule.scope == "words":
        return Edit(rule.name, rule.step, start, end + 1, f". {reply[end].upper()}", "two sentences", rule.why)
    if rule.scope == "phrase":
        return _phrase(reply, hit)
    kept = _goes_on(reply, hit)
    end = end if kept is None else kept
    free_from = max((one.end for one in others if one.end <= start), default=body if body <= start else 0)
    free_to = min((one.start for one in others if one.start >= end), default=len(reply))
    before = reply[free_from:start]
    near = before[-_NEAR:]
    joint = _JOINT.search(near)
    held = before if joint is None else before[: len(before) - len(near) + joint.start()]
    begun = held.rsplit("\n", 1)[-1] if "\n" not in before[len(held) :] else ""
    begun = _BEGINS.split(begun)[-1]
    if _STUMP.fullmatch(begun):
        start = free_from + len(held) - len(begun.lstrip())
        before, begun = reply[free_from:start], ""
    if not re.search(r"\w", begun) or _ENDED.search(begun):  # a sentence has ended; what closes it, and a face, stay
        begun = ""
    if not rule.instead:
        start, end = _with_sighs(reply, start, end, free_from, free_to)
        before = reply[free_from:start]
    if kept is not None:  # what the sentence goes on to say stays, as one of its own
        first = re.match(r"\w+", reply[kept:])
        lower = first is not None and first.group().islower()
        words = f"{rule.instead} {reply[kept].upper() if lower else ''}".lstrip()
        if begun:
            start, words = free_from + len(held), f". {words}"
        return Edit(rule.name, rule.step, start, kept + lower, words, rule.instead, rule.why)
    if begun:
        return Edit(
            rule.name, rule.step, free_from + len(held), end, f". {rule.instead}".rstrip(), rule.instead, rule.why
        )
    if not rule.instead:
        after = end
        while after < free_to and reply[after] in " \t":
            after += 1
        if after < len(reply) and reply[after] != "\n":
            end = after
        elif before.strip():
            start = free_from + len(before.rstrip(" \t"))
    return Edit(rule.name, rule.step, start, end, rule.instead, rule.instead, rule.why)


def _goes_on(reply: str, hit: Hit) -> int | None:
    """Where a sentence goes on to say something else after what breaks the rule; None where it does not."""
    found = hit.rule.found.match(reply, hit.start) if hit.rule.name in _SAYS_MORE else None
    if found is None:
        return None
    tail = reply[found.end() : hit.end]
    joint = _CLAUSE.match(tail)
    rest = tail[joint.end() :] if joint else ""
    return found.end() + joint.end() if joint and len(rest.split()) >= _FEWEST and content(rest) else None


def _phrase(reply: str, hit: Hit) -> Edit:
    """Only the words found go, with the commas around them; the sentence goes on."""
    start, end, rule = hit.start, hit.end, hit.rule
    if reply[start - 1 : start] == "(" and reply[end : end + 1] == ")":
        return Edit(rule.name, rule.step, len(reply[: start - 1].rstrip(" \t")), end + 1, "", "", rule.why)
    ahead = re.match(r"[ \t]*[,:–—-]*[ \t]*", reply[end:])
    after = end + (ahead.end() if ahead else 0)
    begins = not reply[:start].strip() or bool(re.search(r"[.!?…\n][\s)\"'”’*_~]*\Z", reply[:start]))
    if after < len(reply) and reply[after] not in ".!?…\n":
        first = re.match(r"\w+", reply[after:])
        if not begins or first is None or not first.group().islower():
            return Edit(rule.name, rule.step, start, after, "", "", rule.why)
        return Edit(rule.name, rule.step, start, after + 1, reply[after].upper(), "", rule.why)
    if begins:  # nothing else stands in the sentence
        stop = re.match(r"[.!?…]*[ \t]*", reply[after:])
        return Edit(rule.name, rule.step, start, after + (stop.end() if stop else 0), "", "", rule.why)
    return Edit(rule.name, rule.step, len(reply[:start].rstrip(" \t,;:–—-")), end, "", "", rule.why)


def _with_sighs(reply: str, start: int, end: int, free_from: int, free_to: int) -> tuple[int, int]:
    """The part that goes, with sentences beside it that are nothing but a sigh at it."""
    before, after = _SIGHED.search(reply[free_from:start]), _SIGH.match(reply[end:free_to].lstrip(" \t"))
    if before is not None:
        start = free_from + before.start()
    if after is not None:
        end = free_to - len(reply[end:free_to].lstrip(" \t")) + after.end()
    return start, end


_FIRST: Final = re.compile(r"[.!?\n]")
_LEAD: Final = re.compile(
    r"^(?:(?:hey|hi|hello|so|well|ok|okay|sorry|um+|uh+|honestly|look|listen|heads up|fyi|btw|guys|all|team|just"
    r"|to be honest|i think"
    r"|i feel(?: like)?|i believe|i(?:['’]m| am) afraid|i(?:['’]m| am) sorry|i must admit|i (?:have|need"
    r"|want) to (?:say|admit)|and|but"
    r"|that)\b[\s,.:;!–—-]*)+",
    re.IGNORECASE,
)
_TURNED: Final = {
    "i": "you", "i'm": "you are", "i've": "you have", "i'd": "you would", "i'll": "you will", "me": "you",
    "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
}  # fmt: skip
_WAS: Final = re.compile(r"\b[Ii] was\b")
_OURS: Final = re.compile(
    r"\b(?:you|your|yours|you['’]\w+|fuck\w*|shit\w*|damn\w*|crap\w*|idiot\w*|stupid)\b", re.IGNORECASE
)
_ASKING: Final = re.compile(
    r"^(?:can|could|would|will|should|do|does|did|is|are|was|were|has|have|how|what|why|when|where|who|which"
    r"|shall|may|any|please"
    r"|anyone|anybody|maybe|what if|let|let['’]s|thank|thanks|no|yes)\b",
    re.IGNORECASE,
)
_THING: Final = re.compile(r"\b(?:the|our|this|that|these|those|my)\s+((?:[\w'’-]+[ \t]*){1,4})", re.IGNORECASE)
_DETERMINERS: Final = ("the", "a", "an", "our", "my", "this", "that", "these", "those", "all", "it", "them")
_LONGEST: Final = 16
_FEWEST: Final = 3


def _reflected(concern: str) -> str:
    """The concern said back, turned to "you", where a short plain sentence allows it; else its topic; else a blank."""
    for part in _FIRST.split(concern[:2000])[:6]:
        line = _LEAD.sub("", part.strip()).strip(" ,;:-–—\"'")
        words = line.split()
        if not _FEWEST <= len(words) <= _LONGEST or _OURS.search(line) or _ASKING.match(line) or not line.isprintable():
            continue
        if len(content(line)) < MOST:
            continue
        turned = " ".join(_turned(word) for word in _WAS.sub("you were", line).split())
        first = turned[:1].lower() + turned[1:] if words[0].istitle() and words[0] in _COMMON else turned
        return f"If I hear you right, {first}."
    for hit in _THING.finditer(concern[:2000]):
        kept: list[str] = []
        ended = ""
        for word in hit.group(1).split():
            if not content(word) or _OURS.search(word):
                ended = word.casefold()
                break
            kept.append(word)
        if ended in _DETERMINERS and len(kept) > 1:
            kept.pop()  # "the kitchen close the orders": what stands before another thing is a verb
        if kept:
            return f"If I hear you right, this is about the {' '.join(kept[:3])}."
    return "If I hear you right, this is about [what they brought]."


_OPENING: Final = (
    "The This That These Those There It We They Our My A An Some All Two Since When While Because After Before If As"
    " Although Though Yesterday Today Every Nobody Everybody Somebody Someone Everything Nothing Last Next Most"
    " Both One In On At For With During To From Half Many Much No Not Now"
)
_COMMON: Final = frozenset(_OPENING.split())
"""Words that have a capital only where a sentence begins."""


def _turned(word: str) -> str:
    plain = word.replace("’", "'").strip(",;:()").casefold()
    return word if plain not in _TURNED else re.sub(r"[\w'’]+", _TURNED[plain], word, count=1)


def made(reply: str, edits: Sequence[Edit]) -> str:
    """The reply with the edits made; everything else in it stays as it was written."""
    out, place = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        out += [reply[place : edit.start], edit.instead]
        place = max(place, edit.end)
    return "".join([*out, reply[place:]])
