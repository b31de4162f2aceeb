"""The practices for safety as a team may take them up, and for every practice what a team had better leave unsaid.

The choice and the reason are those its leader reads; nothing here is about anybody on the team (B2, REPORT Manner).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["RAISING", "UNSAID", "Raised", "Unsaid"]


class Unsaid(NamedTuple):
    """Words better left unsaid, and when to leave the whole thing alone."""

    avoid: str
    not_when: str


class Raised(NamedTuple):
    """What to do, words to say, words to avoid, and when to leave it alone."""

    do: str
    say: str
    avoid: str
    not_when: str


UNSAID: Final[Mapping[str, Unsaid]] = MappingProxyType(
    {
        "name_dropped": Unsaid(
            "You always forget. / As usual.", "Where the word was given and only the record lacks it."
        ),
        "date_undated": Unsaid("So, never?", "Where it is a wish list that nobody meant as promises."),
        "speak_of_overdue": Unsaid("We knew it would not happen.", "Where a new day has been named already."),
        "move_in_time": Unsaid("Is it going to be late again?", "Where it has been moved once already."),
        "promise_less": Unsaid("You promise too much.", "Where hardly anything was promised."),
        "before_pressure": Unsaid("We know how this goes.", "In the middle of an emergency."),
        "small_and_often": Unsaid("Promise us something.", "While earlier ones are still open."),
        "steady_hand": Unsaid(
            "You only meant that one because it was written down.", "Where everybody knows the reason."
        ),
        "begin": Unsaid("Say something we can hold you to.", "Where it is written down somewhere that was not read."),
        "ask_receivers": Unsaid(
            "It counts because nobody complained.", "When it would be everything at once: three are enough."
        ),
        "keep_going": Unsaid("At last.", "When the load is about to grow: then ask what moves."),
    }
)
"""Practice for trust -> what a team had better leave unsaid, and when to let it be."""

RAISING: Final[Mapping[str, Raised]] = MappingProxyType(
    {
        "steady_hand": Raised(
            "Ask for the kind of promise that is kept least to be written down with its day, where the others stand.",
            "Does what was said in passing count as well? Then can we write it down, with a day?",
            "You only meant that one because it was written down.",
            "Where everybody knows why the two differ.",
        ),
        "step_in": Raised(
            "Agree that whoever notices somebody being cut off or laughed at hands the word back to them.",
            "Hold on, I would like to hear this to the end. Go on, please.",
            "Come on, it was only a joke.",
            "Where the one who spoke is holding their own and enjoying it.",
        ),
        "take_back": Raised(
            "Say together, of a kind of moment and of nobody in particular, what it costs us when it goes badly; ask "
            "for it to be taken back where it happened.",
            "When something is raised here and it goes badly, we keep the next one to ourselves, and would rather not.",
            "Somebody here knows exactly what we mean.",
            "Where the one it happened to would rather leave it.",
        ),
        "keep_inviting": Raised(
            "Ask to go through invitations, review requests and copied lists of the last two months, everybody's.",
            "Can we look at who is asked to what? Some lists have grown shorter, and nobody meant them to.",
            "Guess who was left out.",
            "Where it would point at one person: then ask about the rule, not the list.",
        ),
        "answer_all": Raised(
            "Bring one thing back that got no answer, and ask for one: yes, no or not yet, with the reason.",
            "This came up and we moved on. What do you make of it? A no is an answer too.",
            "As nobody ever listens.",
            "Where it was said in confidence: that is for the one who said it.",
        ),
        "answer_differently": Raised(
            "Agree that others answer first, and that an answer begins with what was heard.",
            "Before we answer: have we got it right that the worry is […]?",
            "Let somebody else answer for once.",
            "When somebody is in danger: then a decision comes first.",
        ),
        "welcome_challenge": Raised(
            "Ask, before the next decision stands, for ten minutes on the strongest case against it.",
            "What would have to be true for this to be the wrong call? Can we hear that before we decide?",
            "We all know this is wrong.",
            "Where it is decided and cannot be changed: then ask what would make it work.",
        ),
        "close_the_loop": Raised(
            "Ask what became of the last thing somebody was thanked for.",
            "We raised this and were thanked for it. Where does it stand? That nothing will come of it helps us too.",
            "So that was all for nothing.",
            "Where a day for the answer has been named: then wait for it.",
        ),
        "value_first": Raised(
            "When one of us brings something up, say first what it is worth to us, and ask one question.",
            "I am glad that came up now and not later. What made you think of it?",
            "Yes, we know.",
            "Where we do not mean it.",
        ),
        "ask_early": Raised(
            "Begin the next meeting with the smallest thing that is not going well, from whoever likes to start.",
            "What is the smallest thing that worries us this week?",
            "Who let that slip?",
            "On a day when nobody can do anything about it.",
        ),
        "admit_first": Raised(
            "Ask those who lead for one thing they got wrong and what they learned from it.",
            "What is something you would do differently today? It would help us to hear it from you first.",
            "Nobody ever admits anything here.",
            "Where it would name somebody who is not there.",
        ),
        "invite": Raised(
            "Ask one real question nobody knows the answer to, wait, and meet the first answer with interest.",
            "What is one thing we do that we would do differently?",
            "Why is nobody saying anything?",
            "In a round where everybody has to say something.",
        ),
        "settle_moments": Raised(
            "Say of the moments that were heard how each was met, where we were the ones who were there.",
            "That one landed well with us. With this one we are not sure we were heard.",
            "You must have noticed how that went down.",
            "Where saying it would tell who spoke.",
        ),
        "mark_moments": Raised(
            "Notice one moment in the next meeting when something is asked, admitted, proposed, raised or challenged, "
            "and meet it well.",
            "Thank you for asking that; I was not sure either.",
            "Finally somebody says it.",
            "Where any of us would feel watched by it.",
        ),
        "keep_both": Raised(
            "Carry on, and do one thing of each: ask for the next date aloud, and thank the next one who disagrees.",
            "Does Thursday still stand? And thank you for saying that you see it differently.",
            "We have nothing to worry about.",
            "When something is about to change: then look again in a month.",
        ),
    }
)
"""Practice that is told as it stands -> how it is told to a team."""
