"""What people in the organisation that never was say of their own accord: acts of vulnerability, in many wordings.

All of it was written for the demonstration. Slots: ``{thing}`` is what a team works on (``{Thing}`` begins a sentence),
``{who}`` a customer, ``{day}`` a day of the week, ``{peer}`` a colleague, ``{n}`` a small number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["ACTS", "CUSTOMERS", "DAYS", "NUMBERS", "OWN_MISTAKES", "THINGS"]

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
NUMBERS: Final = ("three", "four", "five", "six")

CUSTOMERS: Final = (
    "the Skerry line", "the harbour office", "the island council", "the Northbank crew", "the pilot line",
    "the Hollins ferry", "the school ferry", "the night service", "the Marrow line",
)  # fmt: skip

THINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "Atlas": (
        "the timetable planner", "the tide import", "the crew roster", "the delay notice", "the route map",
        "the season switch", "the weather feed", "the holiday plan", "the arrivals board",
    ),
    "Beacon": (
        "the ticket shop", "the seat map", "the refund form", "the group booking", "the season pass", "the phone app",
        "the voucher page", "the waiting list", "the family fare",
    ),
    "Cedar": (
        "the invoice run", "the harbour fee table", "the payout file", "the tax report", "the partner statement",
        "the price list", "the reminder letter", "the bank import", "the year-end export",
    ),
    "Delta": (
        "the gate scanner", "the boarding list", "the offline mode", "the handheld update", "the kiosk screen",
        "the ticket printer", "the car deck counter", "the staff login", "the alarm page",
    ),
}  # fmt: skip
"""What each team works on: plans, tickets, bills and gates for small ferry lines."""

ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "question": (
        "Can I ask why {thing} needs a second approval?",
        "What does draft mean in {thing}? Is it saved, or not?",
        "Who decides when {thing} goes out to {who}?",
        "Which version of {thing} does {who} have right now?",
        "Do we still support {thing} on the old tablets?",
        "Is there a reason that {thing} runs at night and not at noon?",
        "How do we know that {who} is happy with {thing}? Has anybody asked them?",
        "Sorry, what was the plan for {thing} after the summer?",
        "Does {thing} know about the new zones already, or is that a separate job?",
        "When we say that {thing} is done, do we mean merged or live?",
        "Are we allowed to change the wording in {thing}, or does {who} own it?",
        "What happens to {thing} if the connection to the island goes down?",
        "Why do we keep two copies of the settings for {thing}?",
        "How long do we keep the old entries of {thing}?",
        "What did {who} mean by simpler when they talked about {thing}?",
        "Where do I find the notes on {thing} from last year?",
    ),
    "help_seeking": (
        "I'm stuck on {thing}. Could somebody sit with me for half an hour on {day}?",
        "I need help with {thing}. I've read the code twice and I still can't follow it.",
        "Could anyone show me how to test {thing} without sending real mail to {who}?",
        "I've been going round in circles with {thing} since {day}. Can someone look at it with me?",
        "{peer}, could you help me with {thing}? You know that part far better than I do.",
        "Could someone give me a hand with {thing}? It works for everyone but me.",
        "I won't manage {thing} alone by {day}. Could somebody take a piece of it?",
        "Can somebody help me prepare the call with {who} about {thing}? I've never done one.",
        "Would someone pair with me on {thing}? I keep breaking the same test.",
        "I'm out of my depth with {thing}. I need somebody to walk me through it.",
        "Can I get help reading the logs of {thing}? I can't tell which errors matter.",
        "Could someone help me find out why {thing} hangs? I've tried everything I know.",
    ),
    "not_knowing": (
        "I don't know how {thing} handles a cancelled sailing. I'd have to look.",
        "To be honest, I don't understand what the second switch in {thing} does.",
        "I have no idea why {thing} asks twice. I never worked on it.",
        "I'm not sure I understand what {who} wants from {thing}.",
        "I don't know how long {thing} would take. I've never touched it.",
        "I don't know whether that is {thing} or the network. I really don't.",
        "I have to admit, I don't know how {thing} gets to {who}.",
        "I don't understand how {thing} and the old one are meant to live side by side.",
        "I don't know that corner of {thing} at all, I'm afraid.",
        "I have no idea how much work {thing} is. I've never seen one from the inside.",
    ),
    "mistake": (
        "I made a mistake in {thing}. I switched off the wrong check on {day}, and nobody has noticed yet.",
        "That was my mistake. I changed {thing} without telling {who}, and they had to start over.",
        "I have to admit that I tested {thing} on the live data on {day}. Sorry.",
        "I got the estimate for {thing} badly wrong. I said two days, and it will be eight.",
        "I forgot to send {who} the note about {thing}. I'm sorry, that is on me.",
        "I broke {thing} on {day}. I merged it before the tests had finished.",
        "I deleted the wrong settings of {thing} this morning. They are back, but that was my mistake.",
        "I was wrong about what {who} asked for, so half of what I built into {thing} has to go. Sorry.",
        "My fault: I left a test account in {thing}, and {who} found it.",
        "I was wrong about {thing} last week. I told you it was fine, and I hadn't checked.",
        "I sent {who} the wrong file for {thing}, and I only noticed an hour later. Sorry, that was me.",
        "I messed up {thing}. I forgot the switch to summer time, so every entry on {day} was an hour off.",
    ),
    "idea": (
        "What if {thing} remembered what somebody chose last time?",
        "Maybe we could show {who} a draft of {thing} before we build all of it.",
        "How about we let {who} try {thing} on one boat first?",
        "Maybe we could merge {thing} with the page next to it. People open both anyway.",
        "I'd suggest that we write the steps for {thing} on one page and pin it to the wall.",
        "We could send a short note about {thing} every week instead of the long mail at the end of the month.",
        "Why don't we let the people at the quay name the buttons in {thing}?",
        "What about an undo in {thing}? It would save us half the calls.",
        "I think we could drop the last step in {thing} altogether.",
        "Could we keep a list of everything people ask about {thing}, and answer the first five in the page itself?",
        "One idea: {thing} could load yesterday's data first and fill in the rest.",
        "We could ask {who} to let us watch them use {thing} for an hour.",
        "I was thinking we could try {thing} without the login for a week and see who misses it.",
        "How about a practice mode for {thing}, so that new people can break it safely?",
    ),
    "problem": (
        "We have a problem with {thing}: since {day} it loses the last entry when two people save at once.",
        "I want to raise something early. {Thing} won't be ready by the date we gave {who}.",
        "{Thing} keeps failing for {who}, and nobody sees it because it tries again by itself.",
        "I'm worried about {thing}. If {who} adds a second boat, it will not hold.",
        "{Thing} doesn't work for {who}: the totals are off every month.",
        "{Thing} has been getting slower every week. On {day} it took {who} two minutes to open.",
        "The test machine for {thing} has been down since {day}, so nothing we ship is really tested.",
        "The problem with {thing} is that {who} has stopped using it and gone back to paper.",
        "{Thing} is broken for {who} since {day}, and they haven't noticed yet.",
        "The date for {thing} doesn't work any more. We lost a week to the outage and nobody moved it.",
        "The new rules start in {n} weeks, and we're not ready. I see a big risk for {thing}.",
        "{Thing} still sends mail to people who left {who} months ago. That could get us into trouble.",
        "The issue with {thing} is that {who} can't open it on the old tablets.",
        "There's a problem with {thing}: anybody with an old link can still see the list.",
    ),
    "challenge": (
        "I disagree with shipping {thing} before {who} has tried it. I think we will regret that.",
        "I don't think the plan for {thing} is right. We decided it before we knew how {who} works.",
        "I'd like to push back on that. Two weeks for {thing} is not realistic.",
        "I think dropping the tests for {thing} is the wrong decision.",
        "I see that differently. {Thing} is not what {who} is waiting for.",
        "I don't think we should move {thing} to the front again. It's the third time this quarter.",
        "I disagree with rewriting {thing}. {Who} gets nothing out of it.",
        "I don't agree that {thing} was {peer}'s fault. We all signed it off.",
        "I disagree. I think we are solving the wrong problem with {thing}.",
        "I don't agree with the deadline for {thing}. I know it's decided, but it's a mistake.",
        "I'm not convinced by the decision on {thing}. We promised {who} something smaller.",
        "I don't think we should cut the training for {thing}. I'd ask you to think about that again.",
    ),
}
"""Kind of act -> how somebody may word it."""

OWN_MISTAKES: Final = (
    "Before we begin: I made a mistake with {thing}. I gave {who} a date without asking you, and that was wrong.",
    "I owe you an apology. I said I'd read the notes on {thing}, and I hadn't when I decided.",
    "I was wrong about {thing}. You told me so {n} weeks ago, and I didn't listen. I'm sorry.",
    "I forgot to pass on what {who} said about {thing}. That cost you two days, and it was my mistake.",
    "I made a mistake last {day}: I cut {peer} short over {thing}. That was wrong of me, and I'm sorry.",
)
"""How a leader admits a mistake of their own (S13)."""
