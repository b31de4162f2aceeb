"""Practices for safety: tools for how one moment is met; none asks for more promises or more meetings (B2, B3, S8)."""

from __future__ import annotations

from typing import Final

from saidanddone.practices.practice import Practice

__all__ = ["BOTH", "SAID"]

SAID: Final = (
    Practice(
        id="step_in",
        half="safety",
        finding="peers who answer more harshly than those who lead",
        do="The next time somebody is cut off or laughed at for speaking up, stop it there, hand the word back, and "
        "say that you want to hear the rest.",
        say="Hold on, I want to hear this to the end. Go on, please.",
        avoid="Let us all calm down. / I am sure it was not meant like that.",
        why="Everybody present learns from it whom the one who leads protects.",
        not_when="When the one who spoke is holding their own and enjoying it: a real argument is not an attack.",
        measure="How peers meet such moments, beside how those who lead do.",
    ),
    Practice(
        id="take_back",
        half="safety",
        finding="moments held against whoever spoke",
        do="Go back to one moment that was held against the one who spoke, and take that back: first with them alone, "
        "then, if they agree, where it happened.",
        say="You were right to say it, and I answered badly. I would rather know. What did I not hear?",
        avoid="I am sorry if you felt attacked. / You know how I am.",
        why="Those who saw it decide by it whether to speak next time. Taking it back is seen by the same people.",
        not_when="While you are still angry, or if they ask to leave it: then meet the next one well, and say nothing.",
        measure="Moments held against somebody: none in the next twenty.",
    ),
    Practice(
        id="keep_inviting",
        half="safety",
        finding="people who are included less after speaking up",
        do="Go through invitations, review requests and copied lists of the last two months and put back whoever "
        "dropped out of them. For everybody, not for one.",
        say="I went through who we ask, and some had dropped off. That is put right as of today.",
        avoid="You have seemed busy. / We thought you would rather not.",
        why="Being left out later is felt as an answer, however well the moment itself was met.",
        not_when="When it would point at one person: then change the whole list, or the rule it comes from.",
        measure="How much those who spoke up are included afterwards, beside others.",
    ),
    Practice(
        id="answer_all",
        half="safety",
        finding="moments that were passed over",
        do="Find one thing somebody raised that got no answer or was set aside, and answer it: what you make of it, "
        "and yes, no or not yet, with the reason.",
        say="You brought this up and I let it pass. I have thought about it. Tell me more, and I will say yes or no.",
        avoid="Good point, moving on. / Let us take that offline.",
        why="No answer reads as a no, and as do not ask again. A no with a reason is an answer, and does no such harm.",
        not_when="When it was said in confidence: then answer in private only.",
        measure="The share of moments that get an answer in the same meeting or within two days.",
    ),
    Practice(
        id="answer_differently",
        half="safety",
        finding="answers from those who lead that are met less well than those of peers",
        do="In the next meeting let others answer first, and begin your own answer by saying back what you heard.",
        say="Let me see whether I have it: you worry that […]. What makes you see it that way?",
        avoid="Yes, but. / Are you on board with this or not? / We decided that long ago.",
        why="The answer of whoever leads is the one people go by, and being understood first changes how a no sounds.",
        not_when="When somebody is in danger or the law is about to be broken: then decide at once.",
        measure="How those who lead meet such moments, beside how peers do.",
    ),
    Practice(
        id="welcome_challenge",
        half="safety",
        finding="challenges that are met worse than questions",
        do="Before the next decision stands, ask for the strongest case against it, thank whoever makes it, and say "
        "what it changed or why it did not.",
        say="What would have to be true for this to be the wrong call? Thank you. That changes […]; this part stays, "
        "because […].",
        avoid="Any objections? No? Good. / Whose side are you on?",
        why="Questions cost little to ask. Whether a decision may be challenged shows how far speaking up really goes.",
        not_when="When the decision is made and cannot be changed: say so, and ask what would make it work.",
        measure="How challenges are met, beside how questions are.",
    ),
    Practice(
        id="close_the_loop",
        half="safety",
        finding="thanks with nothing after it",
        do="Take the last thing somebody was thanked for, and tell them what became of it, even if nothing will.",
        say="You raised this and I thanked you, and then you heard nothing. Here is where it stands, and why.",
        avoid="Thanks for sharing! / We will take that on board.",
        why="People who are thanked and see nothing follow stop speaking up, politely.",
        not_when="When the answer is not known yet: say that, and by which day it will be.",
        measure="Moments met well after which something changed or a reason was given.",
    ),
    Practice(
        id="value_first",
        half="safety",
        finding="answers that are correct and no more",
        do="The next time somebody brings something up, say first what it is worth to you, and ask one question, "
        "before you answer.",
        say="I am glad you say that now and not later. What did you see that made you think so?",
        avoid="Noted. / As I explained. / We know.",
        why="An answer tells people they were heard. What it was worth tells them whether to do it again.",
        not_when="When you do not mean it: a plain answer is better than praise nobody believes.",
        measure="Moments that are thanked and taken up, out of all that are answered.",
    ),
    Practice(
        id="ask_early",
        half="safety",
        finding="bad news that comes late",
        do="Ask for the smallest thing that is not going well, and answer the first one with thanks and one offer of "
        "help. Nothing else, that day.",
        say="What is the smallest thing that worries you? Thank you, that is early enough to do something about.",
        avoid="Do not bring me problems, bring me solutions. / How could that happen?",
        why="How the first small piece of bad news is met decides when the large one comes.",
        not_when="When you cannot take bad news that day: ask tomorrow.",
        measure="Days from when a problem began to when it was raised.",
    ),
    Practice(
        id="admit_first",
        half="safety",
        finding="no mistake of their own admitted by those who lead",
        do="Admit, before the team, one mistake of your own that nobody has found, and what you learned from it.",
        say="I got this wrong, and nobody noticed. Here is what I do differently since.",
        avoid="Mistakes were made. / My mistake was to trust too much.",
        why="Somebody has to go first, and it costs whoever leads the least.",
        not_when="When the mistake is somebody else's, or telling it would name somebody: choose another.",
        measure="Own mistakes admitted by those who lead, and what others say in the two weeks after.",
    ),
    Practice(
        id="invite",
        half="safety",
        finding="little said for the time there was",
        do="Ask one real question you do not know the answer to, wait until somebody speaks, and meet the first answer "
        "with interest, whatever it is.",
        say="What is one thing we do that you would do differently? I can wait.",
        avoid="My door is always open. / Does anybody have anything? No? Good.",
        why="Silence can mean that all is well, or that it costs too much to speak. How a first answer is met tells "
        "everybody which.",
        not_when="In a round where everybody has to say something: being made to speak is no invitation.",
        measure="How often somebody speaks up for the time there was.",
    ),
    Practice(
        id="settle_moments",
        half="safety",
        finding="moments nobody has said how they were met",
        do="Say of the moments that were heard how each was met; better still, ask somebody who was there.",
        say="How did that land with you, when you brought it up and I answered?",
        avoid="That went well, did it not?",
        why="What was said back was heard. How it was met, only people can say, and until then it counts for nothing.",
        not_when="When asking would put somebody on the spot: then say only how you see it yourself.",
        measure="Moments whose answer has a level.",
    ),
    Practice(
        id="mark_moments",
        half="safety",
        finding="too little known of how speaking up is met",
        do="In the next meeting notice one moment when somebody asks, admits, proposes, raises or challenges something"
        ". Meet it well, and write down afterwards what happened.",
        say="Thank you for asking that. What else should we know before we go on?",
        avoid="Why has nobody said anything?",
        why="It takes no great number: how a few moments were met says something already. First they must be noticed.",
        not_when="When people would feel watched: tell them first what you write down, and that no name is in it.",
        measure="Moments noticed, and how they were met.",
    ),
)
"""Every practice for safety, most urgent first."""

BOTH: Final = Practice(
    id="keep_both",
    half="both",
    finding="both halves hold",
    do="Leave it as it is, and do one thing of each: name the next date aloud, and thank the next one who disagrees.",
    say="You will have it by Thursday. And if you think it is the wrong thing to do, tell me today.",
    avoid="We have nothing to worry about.",
    why="Both fade when they are not renewed, and each is renewed by itself alone.",
    not_when="When something is about to change, such as who leads or who is here: then look again in a month.",
    measure="Both forecasts, the next time.",
)
"""What to do where nothing is missing."""
