"""A released conversation review as one HTML file: missed opportunities first; no script, nobody's name, no quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final
from urllib.parse import quote

from saidanddone.privacy.review import Place, ReleasedReview, ReviewedConversation
from saidanddone.report.document import document
from saidanddone.report.markup import Markup, code_in, element, joined_markup, options_in
from saidanddone.report.review import picture
from saidanddone.report.review.answer import answer, grounds
from saidanddone.report.review.overview import overview_section
from saidanddone.report.review.practices import chosen
from saidanddone.report.review.smallprint import days_heard, small_print
from saidanddone.report.review.tables import folded, grid
from saidanddone.report.review.tally import Found, Promised, Tally, by_weight, lowest_first, tallied
from saidanddone.report.review.telling import (
    LEVEL_MEANS,
    ONLY_PROPOSED,
    alike,
    by_when,
    missed_intro,
    noticed_told,
    promise_state,
    promises_intro,
    proposed_replies,
    proposed_told,
    replies_intro,
    reply_told,
    sure,
    talk_told,
    told_of,
    way_out,
    whose,
)
from saidanddone.report.review.words import LEVELS, called, when, where
from saidanddone.report.words import plain, sentence_case, the_other

__all__ = ["PAPER", "SCREEN", "TITLE", "Room", "body", "render", "title"]

TITLE: Final = "conversation review"


@dataclass(frozen=True, slots=True)
class Room:
    """How much is told before the rest is counted.

    Attributes:
        told: moments told in full. tabled: lines of a folded table; the rest are counted. pictured: up to so many
            meetings have a picture each, more have one together. problems: kinds of trouble told.
    """

    told: int
    tabled: int
    pictured: int
    problems: int


SCREEN: Final = Room(told=10, tabled=1_000, pictured=3, problems=40)
PAPER: Final = Room(told=10, tabled=60, pictured=3, problems=20)

_LONG: Final = 110

Where = Callable[[int, ReviewedConversation, Place], Markup]
"""How a place is set: a link into the words where there are any."""


def render(review: ReleasedReview, *, zone: tzinfo = UTC, words: str | None = None) -> str:
    """The review as a page.

    Args:
        zone: the reader's, for dates. words: name of the file that holds the words, beside this one; places then link
            to them.

    Raises:
        NotReleased: privacy has not released it.
    """
    return document(title(review, zone), body(review, zone=zone, words=words))


def title(review: ReleasedReview, zone: tzinfo = UTC) -> str:
    """What the document is called: ours, and of which days; nobody's name."""
    return ", ".join(part for part in (f"Said & Done, {TITLE}", days_heard(tallied(review), zone)) if part)


def body(review: ReleasedReview, *, zone: tzinfo = UTC, words: str | None = None, room: Room = SCREEN) -> Markup:
    """All that the page says, as markup without its looks.

    Raises:
        NotReleased: privacy has not released it.
    """
    tally = tallied(review)
    at = _linked(words, zone)
    sentence = answer(tally)
    parts = [element("h1", sentence, class_="long" if len(sentence) > _LONG else None)]
    parts += [element("p", " ".join(said), class_="quiet grounds") for said in [grounds(tally)] if said]
    if len(review.conversations) > 1:
        parts.append(overview_section(tally, room.told, room.tabled, zone))
    if tally.heard:
        parts.append(_missed(tally, at, room))
        parts += [_pictures(tally, zone, room)] if tally.shown else []
        parts += [_replies(tally, at, room)] if review.reader else []
        parts += [_section("What you noticed", "noticed", *noticed_told(tally))] if review.noticed is not None else []
        parts.append(_promises(tally, at, zone, room))
        parts.append(_practice(tally))
    if talk := talk_told(tally):
        parts.append(_section("Who had the words", "talk", *talk))
    head = element(
        "header",
        element("span", element("b", "Said & Done"), f" {TITLE}"),
        element("span", days_heard(tally, zone)),
    )
    lines = [element("li", options_in(line)) for line in small_print(tally, zone, most=room.problems)]
    foot = element("footer", element("h2", "Small print"), element("ul", *lines), class_="quiet")
    return joined_markup(head, element("main", *parts), foot)


def _linked(words: str | None, zone: tzinfo) -> Where:
    """How a place is set: when, a link into the words where they are kept, and the file and line in any case."""

    def at(n: int, talk: ReviewedConversation, place: Place) -> Markup:
        line = where(talk, place)
        shown = when(talk, place, zone)
        if words is None:
            return joined_markup(f"{shown}, " if shown else "", line)
        to = f"{quote(words)}#c{n}t{place.turn}"
        if shown:
            return joined_markup(element("a", shown, href=to), ", ", line)
        return element("a", line, href=to)

    return at


def _section(head: str, place: str, *sentences: str) -> Markup:
    return element("section", element("h2", head), *(element("p", code_in(said)) for said in sentences), id=place)


# --- What nobody answered -------------------------------------------------------------------------------------------


def _missed(tally: Tally, at: Where, room: Room) -> Markup:
    ranked = by_weight(tally.missed)
    items = [
        element(
            "div",
            element("dt", told_of(group[0], len(group))),
            *(element("dd", at(one.n, one.talk, one.act.place)) for one in group),
            element("dd", way_out(group[0], len(group))),
        )
        for group in alike(ranked[: room.told])
    ]
    rest = _acts_folded(
        tally,
        the_other(len(ranked) - room.told, "one without an answer", "without an answer"),
        ranked[room.told :],
        at,
        room,
    )
    maybe = by_weight(tally.missed_proposed)
    proposed = _acts_folded(tally, proposed_told(tally), maybe, at, room, proposed=True)
    return element(
        "section",
        element("h2", "Missed opportunities"),
        element("p", missed_intro(tally)),
        element("dl", *items) if items else "",
        rest,
        proposed,
        id="missed",
    )


def _acts_folded(
    tally: Tally, said: str, found: Sequence[Found], at: Where, room: Room, *, proposed: bool = False
) -> Markup:
    heads = ("what it seems to be", "how sure", "where") if proposed else ("what it was", "where")
    rows = [
        (sentence_case(called(one.act.kind)), sure(tally, one.act.kind), at(one.n, one.talk, one.act.place))
        if proposed
        else (told_of(one), at(one.n, one.talk, one.act.place))
        for one in found[: room.tabled]
    ]
    return folded(said, heads, rows, len(found) - len(rows))


# --- The picture ----------------------------------------------------------------------------------------------------


def _pictures(tally: Tally, zone: tzinfo, room: Room) -> Markup:
    by_talk: dict[int, list[Found]] = {}
    for one in tally.shown:
        by_talk.setdefault(one.n, []).append(one)
    meetings = all(found[0].talk.channel == "meeting" for found in by_talk.values())
    together = not meetings or not 1 < len(by_talk) <= room.pictured
    groups = [list(tally.shown)] if together else list(by_talk.values())
    drawn = []
    for found in groups:
        drawn += [] if together else [element("h3", f"{found[0].n + 1}. {plain(found[0].talk.source)}")]
        drawn.append(
            element(
                "figure",
                element(
                    "div",
                    element("div", picture.drawn(found, picture.WIDE, zone), class_="wide"),
                    element("div", picture.drawn(found, picture.NARROW, zone), class_="narrow"),
                    role="img",
                    aria_label=picture.said(found, zone),
                ),
                element("figcaption", picture.under(found), "" if tally.counted else f" {ONLY_PROPOSED}"),
            )
        )
    return element("section", element("h2", "What was said, and how it was met"), *drawn, id="timeline")


# --- The reader's replies -------------------------------------------------------------------------------------------


def _replies(tally: Tally, at: Where, room: Room) -> Markup:
    ranked = lowest_first(tally.replies)
    parts = [element("p", said) for said in replies_intro(tally)]
    if ranked:
        parts += [_levels(tally)] if tally.level(*LEVELS) else []
        items = [
            element(
                "div",
                element("dt", f"To {called(one.act.kind)}"),
                element("dd", at(one.n, one.talk, one.act.place)),
                element("dd", " ".join(reply_told(one))),
            )
            for one in sorted(ranked[: room.told], key=lambda one: (one.n, one.act.place.turn))
        ]
        parts.append(element("dl", *items))
        rows = [_reply_row(one, at) for one in ranked[room.told : room.told + room.tabled]]
        more = len(ranked) - room.told
        parts.append(folded(the_other(more, "reply", "replies", whose="Your"), _REPLY_HEADS, rows, more - len(rows)))
    maybe = lowest_first([one for one in tally.proposed if one.reply is not None])
    listed = [_reply_row(one, at) for one in maybe[: room.tabled]]
    parts.append(folded(proposed_replies(tally), _REPLY_HEADS, listed, len(maybe) - len(listed)))
    return element("section", element("h2", "Your replies"), *parts, id="replies")


_REPLY_HEADS: Final = ("what it answered", "your reply", "where")


def _reply_row(one: Found, at: Where) -> tuple[str, ...]:
    return sentence_case(called(one.act.kind)), _level(one), at(one.n, one.talk, one.act.place)


def _level(one: Found) -> str:
    if one.reply is None or one.reply.level is None:
        return ""
    tier = "" if one.reply.counts else "; proposed"
    return f"{LEVELS[one.reply.level]} ({picture.steps(one)}{tier})"


def _levels(tally: Tally) -> Markup:
    rows = [
        (f"{sentence_case(LEVELS[level])} ({level})", LEVEL_MEANS[level], f"{tally.review.mine.get(level, 0):,}")
        for level in sorted(LEVELS, reverse=True)
    ]
    looks = {1: "more", 2: "n"}
    return grid(("your reply …", "that is", "how many"), rows, "Your replies by level", looks=looks)


# --- Promises, and one practice -------------------------------------------------------------------------------------


def _promises(tally: Tally, at: Where, zone: tzinfo, room: Room) -> Markup:
    order = {"you": 0, "leader": 1, "somebody": 2}
    ranked = sorted(tally.promises, key=lambda one: (order[one.promise.by], one.promise.due_us is not None))
    parts = [element("p", code_in(said)) for said in promises_intro(tally)]
    heads = ("promise", "state", "where")

    def row(one: Promised) -> tuple[str, ...]:
        promise = one.promise
        said = f"{sentence_case(whose(promise))}, {by_when(promise, zone)}"
        return said, promise_state(one), at(one.n, one.talk, promise.place)

    if ranked:
        parts.append(grid(heads, [row(one) for one in ranked[: room.told]], "Promises heard"))
    rest = ranked[room.told :]
    rows = [row(one) for one in rest[: room.tabled]]
    parts.append(folded(the_other(len(rest), "promise", "promises"), heads, rows, len(rest) - len(rows)))
    return element("section", element("h2", "Promises heard"), *parts, id="promises")


def _practice(tally: Tally) -> Markup:
    practice = chosen(tally)
    return element(
        "section",
        element("h2", f"One practice to try: {practice.name.lower()}"),
        element("p", practice.do, class_="do"),
        element("blockquote", f"“{practice.say}”"),
        element("p", f"Better left unsaid: {practice.avoid}"),
        element("p", practice.not_when),
        element("p", f"Why this: {practice.why}", class_="quiet"),
        class_="tomorrow",
        id="practice",
    )
