"""One practice to try, chosen by what was found; a tool of quality, never one of volume (S8, B2, B3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from saidanddone.report.review.tally import Tally

__all__ = ["PRACTICES", "Practice", "chosen"]


@dataclass(frozen=True, slots=True)
class Practice:
    """One thing to try.

    Attributes:
        name: in a few words. do: what to do. say: words to say. avoid: words that undo it. not_when: when it is the
            wrong tool. cites: what of MISSION it rests on. why: what in the finding chose it.
    """

    name: str
    do: str
    say: str
    avoid: str
    not_when: str
    cites: tuple[str, ...]
    why: str


PRACTICES: Final = {
    "mend": Practice(
        "Go back to the hard reply",
        "Find the one it was said to, in private first, and take back how it was said; keep what you meant.",
        "What I answered came out harder than you deserved. You were right to bring it. What did I not hear?",
        "“I am sorry if you took it that way”: it makes the hearing the fault.",
        "Not in front of everybody before you have asked the one it was about.",
        ("S3", "S8", "B2"),
        "One hard reply is remembered longer than many good ones, by everybody who was there.",
    ),
    "go_back": Practice(
        "Go back to what got no answer",
        "Take one of the moments above, name it to whoever was there, and say what you make of it now.",
        "Something was raised the other day and I let it pass. I have thought about it since. Tell me more?",
        "“As I said”: it answers the asking and not the question.",
        "Not if somebody answered outside of this conversation; ask first.",
        ("S8", "B2"),
        "No answer is easily taken for a no, and for do not ask again. Look, the first step, comes before all others.",
    ),
    "name_the_day": Practice(
        "Put a day on later",
        "Where you cannot answer at once, say when you will, and who comes back to whom.",
        "I cannot do this justice now. May I come back to you on Thursday at ten?",
        "“Noted.” “Let's take that offline.” Without a day, later is heard as never.",
        "Not where a no is already clear: a no with its reason is kinder than a date.",
        ("S3", "S8", "B2"),
        "Some replies could sound like brushing it aside, whatever was meant.",
    ),
    "notice": Practice(
        "Mark the moments for a week",
        "After each meeting write down the moments somebody asked, admitted, raised or challenged; then compare.",
        "I noticed that you brought this up. Thank you; I want to come back to it.",
        "“Any questions?” at the very end: it notices nobody.",
        "Not as a list of who spoke how often: it is about your noticing, not about them.",
        ("S8", "B2"),
        "Half or more of what was heard went by unmarked, and nobody can answer what they did not notice.",
    ),
    "validate": Practice(
        "Say what it was good for, first",
        "Before you answer, say what bringing it up was good for, in one sentence that fits only this.",
        "I am glad you say this now and not in March; it saves us the second migration.",
        "“Thanks, but …”: what stands before a but is not heard.",
        "Not as a formula: thanks with nothing after it wears out within weeks.",
        ("S3", "S8", "B2"),
        "Validate is the step your replies lack most often.",
    ),
    "identify": Practice(
        "Say back what you heard",
        "Begin the answer with what you understood, and let it be put right.",
        "If I hear you right, the date worries you, not the plan. Is that it?",
        "“Why didn't you say so earlier?”: it asks for a defence.",
        "Not where a quick yes or a fact is all that was asked for.",
        ("S8", "B2"),
        "Identify is the step your replies lack most often.",
    ),
    "encourage": Practice(
        "Ask for the next one",
        "End one answer a day with a question that asks for more of it.",
        "What else do you see that I do not?",
        "“Next time come with a solution”: it asks for less.",
        "Not before what was said has had its own answer.",
        ("S8", "B2"),
        "Encourage is the step your replies lack most often, and the one that brings the next concern earlier.",
    ),
    "settle": Practice(
        "Look at the moments again",
        "Go through what is proposed and say of each what it was; then take one you would answer differently now.",
        "Was that meant as a question to me? I did not answer it then.",
        "“Why did nobody say anything?”: it blames the silence.",
        "Not with others looking on: who said what stays with you.",
        ("S8", "B2"),
        "Some of what was heard is only proposed. Look is the first step, and nobody can take it for you.",
    ),
    "go_first": Practice(
        "Go first",
        "Tell of a mistake of your own that nobody has found, and what you do about it; then leave a silence.",
        "I got the estimate wrong and noticed on Sunday. What do you see that I am still getting wrong?",
        "“My door is always open”: it leaves the risk with them.",
        "Not as a performance: one that costs you nothing is seen through.",
        ("S13", "B2"),
        "Little was asked, admitted, raised or challenged here. One talk alone proves nothing, and an invitation costs "
        "nothing.",
    ),
    "tell_back": Practice(
        "Tell what became of it",
        "Pick one thing that was raised here, and tell the same people what came of it, even if nothing will.",
        "You raised this last week. Here is where it stands, and why.",
        "“We are looking into it”, a second time.",
        "Not where telling would give away who said it.",
        ("S3", "S8", "B2"),
        "What was heard here was met. What makes people do it again is to see that something came of it.",
    ),
}  # fmt: skip
"""Kind -> practice, the most urgent first."""

PRACTICES["go_first_boldly"] = replace(
    PRACTICES["go_first"],
    why="Much was asked or said here, and no problem raised and no decision challenged: what is boldest waits for "
    "somebody to begin. One talk alone proves nothing, and an invitation costs nothing.",
)

MISSED_MATTERS: Final = 0.2
"""From this share of acts without an answer on, going back to them comes before how replies are worded."""

STEP_LACKS: Final = 0.5
"""A step that more than this share of the reader's replies lack is worth a practice."""

FEWEST: Final = 3
"""So many replies, or acts that could have been noticed, before their share says anything."""

MANY_WITHOUT: Final = 10
"""So many acts without one that challenges are a finding (S5: rare means a problem)."""


def chosen(tally: Tally) -> Practice:
    """The one practice that this finding asks for."""
    return PRACTICES[_kind(tally)]


def _kind(tally: Tally) -> str:
    heard, missed = len(tally.counted), len(tally.missed)
    if not heard and tally.proposed:
        return "settle"
    if tally.level(1):
        return "mend"
    if missed and missed >= MISSED_MATTERS * heard:
        return "go_back"
    if tally.level(2):
        return "name_the_day"
    if tally.perhaps(1, 2) or tally.perhaps_beside(1):
        return "settle"
    noticed = tally.review.noticed
    if noticed is not None and noticed.acts >= FEWEST and 2 * noticed.noticed <= noticed.acts:
        return "notice"
    if step := _lacking(tally):
        return step
    if heard < FEWEST or (heard >= MANY_WITHOUT and all(one.act.stage != "challenger" for one in tally.counted)):
        if heard < MANY_WITHOUT:
            return "go_first"
        # Whether a decision was challenged is open as long as it is only proposed that somebody did.
        return "settle" if any(one.act.stage == "challenger" for one in tally.proposed) else "go_first_boldly"
    if missed:
        return "go_back"
    return "settle" if len(tally.proposed) > heard else "tell_back"  # met, as far as little can tell


def _lacking(tally: Tally) -> str:
    """The step of LIVE that most replies that count lack; the earlier one where two are lacked alike.

    Empty if none stands out.
    """
    replies = [one.reply for one in tally.replies if one.reply is not None and one.reply.counts]
    n = len(replies)
    if n < FEWEST:
        return ""
    lacks = {step: sum(not getattr(reply, step) for reply in replies) for step in ("identify", "validate", "encourage")}
    most = max(lacks, key=lambda step: lacks[step])
    return most if lacks[most] > STEP_LACKS * n else ""
