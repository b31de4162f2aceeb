"""Many conversations at a glance: by what went unanswered, the most first, the rest folded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from saidanddone.report.markup import Markup, element
from saidanddone.report.review.tables import folded, grid
from saidanddone.report.review.tally import Found, Tally
from saidanddone.report.words import count_of, day, number, plain, sentence_case, the_other

__all__ = ["Glance", "called_in_list", "glances", "heading", "overview_section", "overview_told"]


@dataclass(frozen=True, slots=True)
class Glance:
    """One conversation in figures: ``n`` its place among all, from 0; acts counted, missed, and hard replies (1, 2)."""

    n: int
    source: str
    turns: int
    acts: int
    missed: int
    hard: int
    refused: bool


def glances(tally: Tally) -> list[Glance]:
    """Every conversation, most missed acts and hard replies first, then in the order read."""
    acts: dict[int, int] = {}
    missed: dict[int, int] = {}
    hard: dict[int, int] = {}
    for found in tally.counted:
        acts[found.n] = acts.get(found.n, 0) + 1
        missed[found.n] = missed.get(found.n, 0) + (found.act.met is None)
        hard[found.n] = hard.get(found.n, 0) + _hard(found)
    told = [
        Glance(n, talk.source, talk.turns, acts.get(n, 0), missed.get(n, 0), hard.get(n, 0), bool(talk.refused))
        for n, talk in enumerate(tally.review.conversations)
    ]
    return sorted(told, key=lambda one: (-(one.missed + one.hard), -one.acts, one.n))


def _hard(found: Found) -> bool:
    """Whether the reader's reply counts as one that could have hurt; what is only proposed to be one does not."""
    return found.reply is not None and found.reply.counts and (found.reply.level or 5) <= 2


def heading(tally: Tally) -> str:
    """What the conversations are sorted by."""
    return f"All of them, most left open{' or answered hard' if tally.review.reader else ''} first"


def overview_told(tally: Tally) -> list[str]:
    """How many conversations, in how many somebody spoke up, and in how many that went unanswered."""
    told = glances(tally)
    spoke, left = sum(one.acts > 0 for one in told), sum(one.missed > 0 for one in told)
    where = number(spoke) if spoke else "none"
    said = [f"{sentence_case(count_of(len(told), 'conversation'))}; somebody spoke up in {where} of them."]
    if left:
        said.append(f"In {number(left)} of these, something got no answer.")
    return said


def called_in_list(tally: Tally, one: Glance, zone: tzinfo = UTC) -> str:
    """A conversation by its number and file, and of writing by its day too: an export holds many."""
    talk = tally.review.conversations[one.n]
    when = "" if talk.channel == "meeting" or talk.began_us is None else f"{day(talk.began_us, zone)}, "
    return f"{one.n + 1}. {when}{plain(one.source)}"


def overview_section(tally: Tally, most: int, tabled: int, zone: tzinfo = UTC) -> Markup:
    """The section: ``most`` conversations in a table, at most ``tabled`` more folded away."""
    told = glances(tally)
    heads = ("conversation", "turns", "acts", "no answer", *(("hard replies",) if tally.review.reader else ()))

    def row(one: Glance) -> tuple[str, ...]:
        name = called_in_list(tally, one, zone)
        figures = ("–", "–", "–") if one.refused else (f"{one.acts:,}", f"{one.missed:,}", f"{one.hard:,}")
        return (name, f"{one.turns:,}", *figures[: len(heads) - 2])

    rows, rest = [row(one) for one in told[:most]], told[most : most + tabled]
    looks = {1: "n more", 2: "n", 3: "n", 4: "n more"}
    said = the_other(len(told) - most, "conversation", "conversations")
    return element(
        "section",
        element("h2", heading(tally)),
        *(element("p", sentence) for sentence in overview_told(tally)),
        grid(heads, rows, heading(tally), looks=looks),
        folded(said, heads, [row(one) for one in rest], len(told) - most - len(rest), looks=looks),
        id="overview",
    )
