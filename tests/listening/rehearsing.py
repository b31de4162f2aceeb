"""Concerns and replies written by hand, and a listener that says nothing, so that words alone decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import LABELS, REPLIES
from saidanddone.listening.listener import Scores, Standing


class Unsure:
    """A listener without an opinion: nothing is heard, and every level is as likely as the next."""

    name = "unsure"

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        return [
            Scores(
                np.zeros((len(talk.turns), len(LABELS)), np.float32),
                np.array([-1, 0], np.int32),
                np.zeros((len(talk.turns), len(REPLIES)), np.float32),
            )
            for talk in conversations
        ]

    def contract(self, conversations: Any, scores: Any) -> Any:
        raise NotImplementedError

    def standing(self, label: str, channel: str) -> Standing:  # noqa: ARG002 — the protocol names it
        return Standing(label, "proposed", 0.5, None, None, None, None, "")


class Pair(NamedTuple):
    """A concern and a reply; ``has``: i, v and e of the steps it has; ``levels``: where it may land."""

    concern: str
    reply: str
    has: str
    broken: tuple[str, ...] = ()
    levels: tuple[int, ...] = (1, 2, 3, 4, 5)
    says_no: bool = False
    reasoned: bool = False


PROD = "I ran the cleanup script on the live database, about 90 customers have no address any more."
LATE = "I don't think the March date can hold, the supplier has not even confirmed."
STUCK = "I've been at the tax form for three hours and I'm lost. Could somebody sit with me?"
VENT = "The ventilation in room 4 has been off since Monday and it's the room with the solvents."
IDEA = "What if the night shift wrote its own handover page instead of the mails?"
TIRED = "Since my father is ill I sleep badly, and I dread the late calls."
UNKNOWN = "I don't understand what the second column in the report means."

PAIRS = (
    # One step each, and all of them
    Pair(PROD, "It was the cleanup script on the live database.", "i", levels=(2, 3)),
    Pair(PROD, "Thank you for telling me.", "v", levels=(3, 4, 5)),
    Pair(PROD, "What would help you most at this moment?", "e", levels=(3, 4, 5)),
    Pair(PROD,
         "90 customers without an address. Thank you for saying it at once. I'll get the backup, what else was hit?",
         "ive", levels=(4, 5)),
    Pair(VENT, "The ventilation in room 4, with the solvents: good that you saw it. I'm calling the technician now.",
         "ive",
         levels=(4, 5)),
    Pair(STUCK, "That form is hard, nobody gets it at first. Show me the line where it stops.", "ve", levels=(4, 5)),
    Pair(IDEA, "So the night shift would own its page. I like that. How would the day shift find it?", "ive",
         levels=(4, 5)),
    Pair(UNKNOWN, "That's a fair question. It is the share of orders that came back.", "v", levels=(3, 4, 5)),
    Pair(LATE, "You're right, we had missed that. I'll call the supplier today and move the date.", "ive", levels=(4,
         5)),
    # A no
    Pair(LATE, "No.", "", levels=(1, 2), says_no=True),
    Pair(IDEA, "No, because the inspectors only accept signed mails until the new law is in force.", "", levels=(3,),
         says_no=True, reasoned=True),
    Pair(LATE, "We can't move it: the contract has a penalty of 4,000 a day from the first of April.", "", levels=(3,),
         says_no=True, reasoned=True),
    Pair(STUCK, "can't sorry, alone at the counter till nine", "", levels=(3,), says_no=True, reasoned=True),
    Pair(IDEA, "I like the thought. We won't do it this year, since the page would need an audit of its own.", "v",
         levels=(3,), says_no=True, reasoned=True),
    Pair(IDEA, "Good idea, but we cannot: the inspectors want signed mails.", "v", ("but",), (3,), True, True),
    Pair(LATE,
         "I understand the worry. The date stays as it is, otherwise the hall is gone. What would make it safer?", "ve",
         levels=(3, 4, 5), says_no=True, reasoned=True),
    # Near misses
    Pair(VENT, "noted", "", ("closing",), (1, 2)),
    Pair(VENT, "Ok, thanks.", "", ("closing",), (1, 2)),
    Pair(LATE, "Thank you for your feedback!", "", ("closing",), (1, 2)),
    Pair(LATE, "Thanks, but that is how the board wants it.", "v", ("but",), (2, 3, 4, 5)),
    Pair(VENT, "Let's take this offline.", "", ("offline",), (1, 2)),
    Pair(VENT, "Let's take this offline, tomorrow at 10 in my room?", "e"),
    Pair(LATE, "Not a good point.", "", levels=(1, 2, 3)),
    Pair(STUCK, "No worries, happens to all of us! I'll come by after lunch.", "ve", levels=(4, 5)),
    Pair(UNKNOWN, "There are no stupid questions. The second column is what came back.", "iv", levels=(3, 4, 5)),
    Pair(PROD, "Who else knows?", "e", levels=(3, 4, 5)),
    Pair(PROD, "Really?", "", levels=(1, 2, 3)),
    # What does harm
    Pair(PROD, "Why didn't you check before? Everyone else manages.", "", ("insult", "blame"), (1,)),
    Pair(PROD, "Oh great, another incident. Thanks for ruining my weekend.", "", ("sarcasm",), (1,)),
    Pair(LATE, "Are you still on board with this?", "", ("loyalty",), (1,)),
    Pair(LATE, "I'll remember that when we talk about your promotion.", "", ("consequence",), (1,)),
    Pair(LATE, "Next time go through your manager first.", "", ("consequence",), (1,)),
    Pair(LATE, "You always see problems.", "", ("always",), (1, 2, 3)),
    Pair(TIRED, "Calm down, it could be worse.", "", ("calm",), (1, 2)),
    Pair(TIRED, "We're all tired.", "", ("everybody",), (1, 2)),
    Pair(UNKNOWN, "It's all in the handbook.", "", ("already",), (1, 2)),
    Pair(UNKNOWN, "As I told you already, it is the net sum.", "", ("repeated",), (1, 2, 3, 4, 5)),
    Pair(STUCK, "Not my job.", "", ("elsewhere",), (1, 2)),
    Pair(LATE, "It is what it is.", "", ("wall",), (1, 2, 3)),
    Pair(PROD, "You should have asked. I'll restore the addresses, which customers are they?", "ie", ("should have",)),
)  # fmt: skip
