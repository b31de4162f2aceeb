"""What is said between acts in the organisation that never was: greetings, work told, plans, the weather.

All of it was written for the demonstration; the slots are those of :mod:`saidanddone.simulation.voices`.
``{name}`` is whoever is called on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ANSWERS", "ASIDES", "CALLS", "CLOSERS", "DETAILS", "FAREWELLS", "GREETINGS", "NODS", "NOTICES", "OPENERS", "PLANS",
    "PROMISES", "SMALL_TALK", "STATUS",
]  # fmt: skip

OPENERS: Final = (
    "Good morning, everybody. Let's give it a minute until all of us are here.",
    "Morning. I think we are complete, so let's begin.",
    "Hello, all. It's a short list today, and I'd like to be done by half past.",
    "Good morning. I've put the list into the notes, we go from the top.",
    "Morning, everyone. First the round, then {thing}, then the plan for next week.",
    "Hi, all. {Who} was on the phone until a minute ago, so I'm a bit out of breath.",
    "Good morning. Before I forget it, the room is taken from ten on.",
)

GREETINGS: Final = ("Morning.", "Good morning.", "Hi, everybody.", "Hello.", "Morning, all.", "Hi.")

SMALL_TALK: Final = (
    ("The ferry was late again this morning, so I had my coffee on deck.", "Lucky you, the train was just full.",
     "At least it's dry today."),
    ("My daughter has drawn a boat with eleven chimneys.", "That is how many they should have.", "It's on the fridge."),
    ("I can hear a drill.", "That's the neighbours. It stops at ten.", "It has a nice rhythm."),
    ("There's cake in the kitchen, from the crew of the early boat.", "Not any more, I'm afraid.",
     "I had one piece. A large one."),
    ("It's so foggy that I can't see the pier from here.", "We have sun up the hill.", "Of course you do."),
    ("The heating is on again.", "Finally.", "I'm still keeping my scarf."),
    ("The cat is going to walk through the picture any minute.", "We'll wait for it."),
    ("I was on the Marrow line at the weekend, as a passenger.", "And they had real tea.", "Then it was a good trip."),
    ("My camera is broken, so you only get my voice today.", "That's the better half."),
    ("Somebody has put a rubber duck on the printer.", "It's for debugging.", "It looks very wise."),
    ("I've cycled here against the wind, all the way.", "Then it carries you home.", "It always turns at noon."),
    ("They are painting the old lighthouse.", "Red, I hope.", "White and red, like before."),
    ("The seagulls have got my sandwich again.", "They know your bench by now."),
    ("I've brought the plums from our garden.", "The small sour ones, I hope.", "Those. Take as many as you like."),
)  # fmt: skip

CALLS: Final = (
    "{name}, you're next.", "Over to you, {name}.", "And then {name}.", "Then {name}.", "{name}, {thing}.",
    "Next is {thing}. {name}.", "{name} is next.",
)  # fmt: skip

STATUS: Final = (
    "{Thing} went out to {who} on {day}, and it has been quiet since.",
    "I've finished the second half of {thing}. {peer} is reading it now.",
    "Nothing new on {thing} from my side, I was on support all week.",
    "I'm about two thirds through with {thing}. The rest is mostly wording.",
    "On {day} I was at {who}. They showed me how they use {thing}, and they are content.",
    "{Thing} is merged. It goes live with the next release.",
    "I've written the tests for {thing}, all of them are green.",
    "I spent the week on {thing} with {peer}. We're on the last screen.",
    "{Thing} is waiting for the translation, which comes on {day}.",
    "I moved {thing} to the new machine. It took an evening, and it's running.",
    "{Who} sent the signed paper for {thing}, so that is closed.",
    "I've tidied up {thing} and thrown away about four hundred lines.",
    "This week was {thing} and a bit of phone duty.",
    "{Thing} has its new icons. They are in the preview.",
    "I took over {thing} from {peer} on {day}, and I'm reading my way in.",
    "The numbers for {thing} are in the sheet, up to last {day}.",
    "I've answered the last mails from {who} about {thing}, the box is empty.",
    "I was away until {day}, so there's only {thing}, and that is on track.",
    "We did the dry run of {thing} on {day}, and it took eleven minutes.",
    "{Thing} is in the hands of {who} now. They give us their list next week.",
    "I've put the first screen of {thing} into the preview, with the new colours.",
    "I went through the open tickets of {thing} and closed nine of them.",
)

DETAILS: Final = (
    "It's the same list as last month, plus the two new stops.",
    "The preview is where it always is.",
    "That includes the small boats.",
    "The rest of it is on the board.",
    "{peer} has the details.",
    "We start with the morning sailings, and the others come after.",
    "I've written it into the notes.",
    "It's two screens and one mail.",
    "That was with the data of last summer.",
    "And the labels are in both languages now.",
    "The harbour has a copy as well.",
    "It's all in the ticket, with pictures.",
)

NODS: Final = ("Okay.", "Good.", "All right.", "Yes.", "Mhm.", "Right.", "Fine.", "Sounds good.", "Very good.")

ASIDES: Final = (
    "Is that with the new fares already?",
    "Does that include the night boats?",
    "Is {who} part of that?",
    "Was that on the new machine?",
    "Is that in the next release?",
    "Is that the one {peer} began in spring?",
    "Do people use that every day?",
    "Do the handhelds see that too?",
    "Are the small piers in there as well?",
    "Has {who} seen it?",
    "Is that written down somewhere?",
    "Does that work when the connection is gone?",
    "Is it any faster now?",
    "Does that change anything for the crews?",
    "Does {who} have to sign that off?",
    "Is that still the design from last summer?",
)
"""Short questions to whoever has just told what they worked on."""

ANSWERS: Final[Mapping[int, tuple[str, ...]]] = {
    5: (
        "Good question, and I hadn't checked. Let's look at it together after this.",
        "I'm glad you ask, because I wasn't sure myself. I'll find out and show you tomorrow.",
        "Good point, I should have said that. Do you want to try it with me this afternoon?",
    ),
    4: (
        "Good question. Yes, since {day}.",
        "Good that you ask. Not all of it, so far.",
        "Thanks for asking. Not yet, that comes with the next release.",
        "That's a fair question. For {who} yes, for the others not yet.",
    ),
    3: ("Yes, since {day}.", "Not yet.", "Not all of it.", "Partly.", "{peer} would know.", "Yes, as far as I know."),
    2: ("I think so. Anyway.", "No clue.", "That doesn't matter now.", "Hm, whatever."),
    1: ("I just said that.", "Have you listened at all?", "Come on, that's obvious."),
}
"""Level -> how such a question is met by whoever was asked."""

PLANS: Final = (
    "The next release is on {day}, at seven in the morning, before the first boat.",
    "{Who} comes by on {day}. The meeting room is taken from one to three.",
    "Support next week is {peer}, and the week after that it's me.",
    "For next week I have {thing} at the top, then the small tickets.",
    "The office is closed on the second {day} of the month because of the wiring.",
    "We keep {thing} on the board, and the rest goes to the backlog.",
    "The budget for the new handhelds has come through.",
    "The quarterly review is in {n} weeks. It's the usual form.",
    "There's a visit at {who} on {day}, the early boat leaves at six forty.",
    "I've moved the planning to {day} afternoon, it's in your calendars.",
)

PROMISES: Final = (
    "I'll send {who} the dates for {thing} by {day}.",
    "I'll talk to {who} about {thing} and let you know on {day}.",
    "I will get you the numbers for {thing} by the end of the week.",
    "I'll have an answer on the new machine by {day}.",
    "I'll write the note on {thing} myself, you'll have it on {day}.",
)
"""What a leader says they will do. The ledger holds it too, so heard here it is only proposed."""

CLOSERS: Final = (
    "That's all from me. Same time next week.",
    "Then we are through. Have a good week.",
    "I think that was everything. The notes are in the folder.",
    "Good, that's it for today.",
    "We're at time. The rest goes into the channel.",
)

FAREWELLS: Final = ("Bye.", "See you.", "Bye, everybody.", "Until then.", "Have a good one.", "Bye, all.")

NOTICES: Final = (
    "I'm at the dentist until eleven.",
    "The notes from this week's meeting are in the folder.",
    "{Thing} is live for {who} now.",
    "Working from home today, the plumber comes.",
    "Lunch is at the fish place today, we leave at twelve.",
    "The preview of {thing} is up to date again.",
    "I've moved the tickets for {thing} to the new board.",
    "Reminder: the machines restart tonight at nine.",
    "{Who} says hello, they liked the visit.",
    "On the early boat, back online at nine.",
    "The new badges are at the front desk.",
    "I've put the photos of the pier into the folder.",
    "{Thing} has its own page in the guide now.",
    "There are new pens in the cupboard, and a great many of them.",
    "I've renamed the folder for {thing}, the old link still works.",
    "The coffee machine is back.",
    "On the train with a bad connection, I'll read everything at noon.",
    "{Who} sent a postcard. It's on the board.",
    "The draft of the newsletter is in the folder, with the part on {thing}.",
    "I'm away on {day}, {peer} has the phone.",
    "The invoice for the handhelds is with the office.",
    "I've added the screenshots of {thing} to the guide.",
    "The lift is out of order, so take the stairs by the quay.",
    "Last week's numbers for {thing} are in the sheet.",
)
"""What is written in a channel and asks nothing."""
