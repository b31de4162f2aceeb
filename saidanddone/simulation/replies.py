"""How acts are met in the organisation that never was, by kind of act and level 1 (punished) to 5 (encouraged).

All of it was written for the demonstration; the slots are those of :mod:`saidanddone.simulation.voices`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["AFTER", "BY_LEADER", "BY_PEER"]

BY_LEADER: Final[Mapping[str, Mapping[int, tuple[str, ...]]]] = {
    "question": {
        5: (
            "I'm glad you asked, half of us will have wondered. I'll show everybody on {day}, and please keep asking.",
            "Great question, keep them coming. Let's put the answer into the guide together this afternoon.",
            "That's exactly the kind of question I want here. I'll ask {who} today, and you come along to the call.",
            "Good that you ask. Nobody has looked at that for a year; take an hour on {day} and tell us what you find.",
        ),
        4: (
            "Good question, thank you. I'll write the answer into the guide.",
            "Thanks for asking. You're right that it isn't clear anywhere.",
            "That's a fair question, I had to look it up myself last month.",
            "Thank you, that's a good point to ask about. You're not the only one who wonders.",
        ),
        3: (
            "It's the same as last year, nothing has changed there.",
            "As {who} wanted it.",
            "As it says in the contract.",
            "That's in the notes from {day}. Page two.",
        ),
        2: (
            "Let's not go into that now.",
            "Anyway. What else do we have?",
            "That's not for this meeting.",
            "It's fine. Moving on.",
        ),
        1: (
            "You should know that by now.",
            "Seriously? We went over this last week. Please pay attention.",
            "If you'd read the ticket, you wouldn't have to ask.",
            "That's a stupid question, and you've been here long enough.",
        ),
    },
    "help_seeking": {
        5: (
            "Of course, and thank you for saying it early. I'll clear {day} morning and we'll go through it together.",
            "I'm glad you asked. Take {peer} for the afternoon, and next time ask on the first day. I mean that.",
            "Good that you say so. I'll take the call with {who} off your list, and we'll sit down at two.",
            "Thanks for asking, that's what we're here for. Let's do it right after this and write down what we learn.",
        ),
        4: (
            "Thanks for saying so. That part is hard, it took me a month.",
            "That makes sense, nobody should do {thing} alone.",
            "Thank you for asking. You're right, that one needs two people.",
            "I understand, that is a nasty corner. Good that you say it.",
        ),
        3: (
            "Okay. I can't this week, because I'm with {who} until {day}.",
            "Have a look at the guide first, there is a page on it.",
            "Right. Ask {peer}, I think.",
            "Noted. Not before {day}, we have the release until then.",
        ),
        2: (
            "I'm sure you'll figure it out.",
            "Let's take that offline some time. Next.",
            "Hm. So, what else?",
            "We can't all do everything together. Next point.",
        ),
        1: (
            "That's what we pay you for, isn't it?",
            "Again? I would have expected more from somebody in your position.",
            "If you can't do it, say so, and I'll give it to somebody who can.",
            "Honestly, that's embarrassing. Everybody else managed.",
        ),
    },
    "not_knowing": {
        5: (
            "Thank you for saying that straight. Let's find out together; I'll book {who} for {day}, and you ask.",
            "I don't know either, so I'm glad you said it. Take the morning to look, and show all of us.",
            "Good that you say so. Let's draw it on the board after this, and keep saying when something isn't clear.",
        ),
        4: (
            "Thanks for being straight about it. It isn't written down anywhere, so how could you.",
            "That's fair, thank you. I had to look it up myself.",
            "Thank you for saying so. You're right, it is confusing.",
        ),
        3: (
            "Okay, then we leave the number open until {day}.",
            "It keeps them for a day and then drops them.",
            "All right. {peer} wrote that part.",
        ),
        2: (
            "Well, somebody must know. Anyway.",
            "Never mind, then. Next.",
            "Let's just assume it works.",
        ),
        1: (
            "You don't know? It's your job to know.",
            "That isn't an answer. Don't come to this meeting unprepared again.",
            "How can you work here for a year and not know that?",
        ),
    },
    "mistake": {
        5: (
            "Thank you for telling us yourself. You and I add a check today, so that it can't happen to the next one.",
            "I'm glad you said it, I did the same once. What would have caught it? We'll build that first.",
            "Thanks for saying it before anybody asked. I'll call {who} with you. Please always tell us like this.",
            "That took courage, thank you. We'll put it right on {day}, and you show the others what you learned.",
        ),
        4: (
            "Thank you for saying so. That can happen to anybody with {thing}.",
            "Thanks for being open about it. I appreciate that.",
            "I appreciate that you tell us. It's an easy one to make.",
            "Okay, thank you for owning it. No harm done.",
        ),
        3: (
            "Okay. Is it put right by now?",
            "All right, then we tell {who} on {day}.",
            "Noted. Please write it into the ticket.",
            "Fine, we'll see whether {who} says anything.",
        ),
        2: (
            "Well. What's next on the list?",
            "Let's not spend the meeting on that.",
            "Right, whatever. {Thing} goes out on {day} anyway.",
            "Okay, okay. Let's move on.",
        ),
        1: (
            "How could you let that happen? I have to explain this upstairs now.",
            "That's the second time. I really wonder whether you are careful at all.",
            "Unbelievable. This is exactly why I have to check everything you do.",
            "Great. So we can thank you for the whole mess with {who}.",
        ),
    },
    "idea": {
        5: (
            "I like that a lot. Take {day} to try it, and show us what you find.",
            "Great idea, let's do it. I'll move the other work back so that you have the time.",
            "Yes! Please go ahead with it, and tell me what you need. I'd love to see more of those.",
            "That's a really good idea. Let's ask {who} this week, and you lead the call.",
        ),
        4: (
            "Good idea, thank you.",
            "That makes a lot of sense. I hadn't seen it that way.",
            "I like it. Good thinking.",
            "Thanks, that's a good point, and it would help {who}.",
        ),
        3: (
            "We can't this quarter, because the release for {who} comes first.",
            "Okay. We tried that once, and the harbour said no because of the insurance.",
            "Noted. I'll put it on the list.",
            "Not now, since nobody has time before {day}. But it's on the list.",
        ),
        2: (
            "Yeah, maybe. Next point.",
            "We've got enough ideas, let's get through the list.",
            "Sure, some day. Anyway.",
            "Hm, no.",
        ),
        1: (
            "That's ridiculous. Do you have any idea what that costs?",
            "Maybe leave the planning to those who have to answer for it.",
            "Who asked you for that? Do your own tickets first.",
            "Oh please. We are not in kindergarten.",
        ),
    },
    "problem": {
        5: (
            "Thank you for raising it now and not in a month. We fix {thing} first. What else do you see?",
            "I'm glad you brought it up. I'll call {who} today and move the date, and please keep watching it.",
            "Good catch, that's important. You and {peer} take it from tomorrow; I'll keep your desks clear.",
            "Thank you, that's exactly what I need to hear early. Let's change the plan right now.",
        ),
        4: (
            "Thanks for flagging it. You're right, that is serious.",
            "Good catch, thank you. I hadn't seen that.",
            "That's important, thank you for bringing it up.",
            "I see why you're worried, and I think you're right.",
        ),
        3: (
            "Okay, noted. We can't do it before {day}, because {who} needs the other fix first.",
            "All right. I'll write it down.",
            "We know about it; the supplier is working on it.",
            "Okay. We keep the date, because the contract ends in June.",
        ),
        2: (
            "It was always like that. Let's move on.",
            "It'll be fine. Next.",
            "Let's not make it bigger than it is.",
            "Not now, please. I want to get through the list.",
        ),
        1: (
            "You always see problems. Bring me solutions or keep it to yourself.",
            "I don't want to hear that again. You're making everybody nervous.",
            "And you tell me that now? You could have done your job earlier.",
            "If you spent the time working instead of complaining, we'd be done.",
        ),
    },
    "challenge": {
        5: (
            "I'm glad you said so. You've changed my mind: we wait until {who} has tried it. Keep pushing like that.",
            "Thank you, I needed to hear that. Let's go through it again on {day}, and you bring the numbers.",
            "That's a strong point, and I was too quick. We change it now. Who else sees it like that? Do say so.",
        ),
        4: (
            "Thank you for saying it openly. I think you're right.",
            "That's a fair point, and I'm glad you make it here and not in the corridor.",
            "Good point. I hadn't thought of it that way.",
            "I appreciate that you disagree out loud. There is something in it.",
        ),
        3: (
            "I hear you. We stay with it all the same, because {who} has signed for that date.",
            "I understand the worry. I'd still do it, since a second delay costs us the contract.",
            "Okay, we see it differently. The decision stands because the budget ends in June.",
            "Noted. I'll tell you on {day} whether it changes anything.",
        ),
        2: (
            "It's decided. Next.",
            "We are not opening that again.",
            "Let's not do this here.",
            "Fine. Anyway, what else?",
        ),
        1: (
            "I didn't ask for your opinion. It's decided, and you will do it.",
            "If you don't like how we work here, there are other teams.",
            "You have no idea what is at stake. Stop undermining this.",
            "Careful. I remember who is with us and who isn't.",
        ),
    },
}
"""Kind -> level -> how whoever leads may answer."""

BY_PEER: Final[Mapping[str, Mapping[int, tuple[str, ...]]]] = {
    "question": {
        5: ("Good question. Come over after this and I'll show you, and then we write it down for the next one.",),
        4: ("Good question. I wondered about that too.", "Fair question, it took me a while to find out."),
        3: ("It's in the guide, under settings.", "The same as always, as far as I know.", "Ask {who}, I think."),
        2: ("No clue. Anyway.", "Does it matter?"),
        1: ("Come on, everybody knows that.", "Did you sleep through the last meeting?"),
    },
    "help_seeking": {
        5: ("Sure, I'm happy to help. Let's do {day} at ten, and bring the logs.",
            "Of course! I'll sit with you after lunch, and then you show me your part."),
        4: ("I know the feeling, that part is hard. Good that you ask.", "Sure, that one is tricky, I had it too."),
        3: ("I can't before {day}, because I'm on support.", "Maybe look at how the old one does it."),
        2: ("Hm, I'm busy.", "You'll get there."),
        1: ("You could have tried a bit longer first.", "Not again. We can't do your work too."),
    },
    "not_knowing": {
        5: ("Neither do I, so thanks for saying it. Let's look at it together on {day}.",),
        4: ("Thanks, I thought it was only me.", "That's fair, nobody ever explained it."),
        3: ("I think it drops them after a day.", "It's in the settings, the third tab."),
        2: ("Somebody will know.", "Well."),
        1: ("How can you not know that?", "Wow. It's your page."),
    },
    "mistake": {
        5: ("Thanks for telling us. I'll help you put it right, and let's add a test so it can't bite the next one.",),
        4: ("Thanks for saying it. I did the same in spring.", "Good that you tell us. That can happen to anybody."),
        3: ("Okay, then I'll wait with my part.", "All right, is it back now?"),
        2: ("Well, it's done now.", "Hm. Okay."),
        1: ("So that's why I lost my whole Tuesday. Thanks for nothing.", "You really need to be more careful."),
    },
    "idea": {
        5: ("I love that. Let's build a rough one on {day} and show it round.",
            "Great idea, count me in. I can start with the data."),
        4: ("Good idea. {Who} would like that.", "I like it, that would save me an hour a week."),
        3: ("It could work, but the old tablets can't because of the memory.", "We had something like it once."),
        2: ("Sounds like more work.", "Hm, don't know."),
        1: ("That's a silly idea, sorry.", "Nobody wants that."),
    },
    "problem": {
        5: ("Thanks for raising it. I've seen it too; let's look at it together right after this.",),
        4: ("Good catch. I thought I was imagining that.", "You're right, that's serious. Thanks for saying it."),
        3: ("I saw that on {day} as well.", "It's the same with the old one, because they share the list."),
        2: ("It has always been like that.", "Not my part."),
        1: ("You always find something.", "Nobody else has that problem, so maybe it's you."),
    },
    "challenge": {
        5: ("I'm glad somebody says it. I see it the same way; let's bring the numbers on {day}.",),
        4: ("I think that's a fair point.", "Good that you say it. There's something in it."),
        3: ("I see it the other way, because {who} has been waiting since spring.", "We did agree on it, though."),
        2: ("Let's not start that again.", "It's decided, isn't it."),
        1: ("You're just slowing us down.", "Not everything is about you."),
    },
}  # fmt: skip
"""Kind -> level -> how a colleague may answer."""

AFTER: Final[Mapping[int, tuple[str, ...]]] = {
    5: ("Thank you.", "Great, that helps a lot.", "Thanks, that's good to hear.", "Good. Thank you."),
    4: ("Thanks.", "Okay, thank you.", "Good.", "Thanks, that helps."),
    3: ("Okay.", "Fair enough.", "All right.", "Okay, clear."),
    2: ("Okay.", "Right.", "All right.", "Okay, then."),
    1: ("Okay.", "Sorry.", "Understood.", "Right. Sorry."),
}
"""Level -> what whoever spoke up says then."""
