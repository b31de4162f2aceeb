"""The review's small print: what counts and with what error, what was refused, read, withheld; listener and version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.listening.labels import ACTS, LEVELS, TIERS
from saidanddone.listening.listener import Standing
from saidanddone.report.review.tally import Tally
from saidanddone.report.review.words import called, of_ten
from saidanddone.report.smallprint import listed, troubles
from saidanddone.report.words import count_of, day, joined, plain, sentence_case

__all__ = ["days_heard", "small_print"]

_SOURCES_NAMED: Final = 4
_TIERS: Final = {
    "counted": "Counted automatically",
    "stated_error": "Counted, with this error",
    "proposed": "Only proposed, for you to settle",
}

if tuple(_TIERS) != TIERS:
    raise AssertionError("every tier is told")


def small_print(tally: Tally, zone: tzinfo = UTC, *, most: int) -> list[str]:
    """Its lines, each a sentence or two; at most ``most`` kinds of trouble are told, the rest counted."""
    review = tally.review
    lines = [_read(tally, zone), *_errors(review.standings), *_refused(tally)]
    lines += troubles(review.problems, most)
    lines += [f"Withheld: {count_of(one.count, 'answer')}. {plain(one.reason)}" for one in review.withheld]
    lines += [plain(note) for note in review.notes]
    lines.append(
        "An act is told without its speaker. Of replies only your own are reviewed; of everybody else's it is told "
        "that they came, and when."
    )
    lines.append(f"Heard by {plain(review.listener)}; Said & Done {plain(review.version)}.")
    return lines


def days_heard(tally: Tally, zone: tzinfo = UTC) -> str:
    """The day of the talk, or the first and the last of several; empty where it is not known."""
    began = sorted(talk.began_us for talk in tally.review.conversations if talk.began_us is not None)
    if not began:
        return ""
    first, last = day(began[0], zone), day(began[-1], zone)
    return first if first == last else f"{first} to {last}"


def _read(tally: Tally, zone: tzinfo) -> str:
    talks = tally.review.conversations
    if not talks:
        return "Read: nothing that is a conversation."
    turns, words = sum(talk.turns for talk in talks), sum(talk.words for talk in talks)
    sources = [plain(name) for name in dict.fromkeys(talk.source for talk in talks)]
    when = days_heard(tally, zone)
    undated = sum(talk.began_us is None for talk in talks)
    dated = f", {when}" if when else ""
    if undated:
        dated += ", undated" if undated == len(talks) else f", {undated:,} of them undated"
    said = "one turn" if turns == 1 else f"{turns:,} turns"
    read = f"Read: {count_of(len(talks), 'conversation')} ({said}, {words:,} words)"
    return f"{read} from {listed(sources, _SOURCES_NAMED)}{dated}."


def _errors(standings: tuple[Standing, ...]) -> Iterator[str]:
    """By tier, which kinds and how many of ten such are right; kinds of one precision together."""
    told = [one for one in standings if one.label in (*ACTS, "commitment", *LEVELS)]
    for tier, words in _TIERS.items():
        by_error: dict[str, list[str]] = {}
        for one in told:
            if one.tier == tier:
                by_error.setdefault(of_ten(one.precision), []).append(called(one.label))
        if by_error:
            parts = [f"{joined(list(dict.fromkeys(names)))} ({error})" for error, names in by_error.items()]
            yield f"{words}: {'; '.join(parts)}."
    measured = dict.fromkeys(_where_measured(one.measured_on) for one in told
                             if one.measured_on and one.precision is not None)  # fmt: skip
    if measured:
        yield f"Measured on {joined(list(measured)[:_SOURCES_NAMED])}; other talk may be heard less well."


_CORPORA: Final = (
    ("judged here", "what was judged here"),
    ("turn by turn", "meetings and other talk read turn by turn, some of it invented"),
    ("MRDA", "recorded research meetings"),
    ("AMI", "recorded design meetings"),
    ("SwDA", "recorded telephone talk"),
    ("GoEmotions", "short posts on the web"),
    ("oss_tbdf", "mail and issues of open software"),
    ("GitHub", "issues of open software"),
    ("ToxiCR", "reviews of open software"),
    ("chat", "a work chat"),
)
"""What stands in a standing's ``measured_on``, by how it begins or what is in it -> what talk that is."""


def _where_measured(measured_on: str) -> str:
    """In plain words what talk it was measured on; the model card names the corpora."""
    told = (talk for mark, talk in _CORPORA if mark in measured_on.split(";", maxsplit=1)[0])
    return next(told, plain(measured_on))


def _refused(tally: Tally) -> Iterator[str]:
    """Why acts were not listened for, a line a reason."""
    for reason, n in Counter(talk.refused for talk in tally.refused).most_common():
        yield f"Not listened to: {count_of(n, 'conversation')}. {sentence_case(plain(reason))}"
