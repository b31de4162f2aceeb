"""What can be done next with a conversation that was listened to, in sentences."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saidanddone.verbs.listen import Listened
    from saidanddone.verbs.marking import Proposal

__all__ = ["next_steps"]


def _beside_others(proposals: Sequence[Proposal]) -> str:
    """How many of them are no acts of others, which is what the review counts."""
    promised = sum(one.label in ("commitment", "done") for one in proposals)
    mine = sum(one.mine and one.label not in ("commitment", "done") for one in proposals)
    said = [f"{mine:,} of what you said yourself"] if mine else []
    said += [f"{promised:,} {'promise' if promised == 1 else 'promises'}"] if promised else []
    return f" ({', '.join(said)})" if said else ""


def next_steps(found: Listened, into: Path | None, *, asked: bool = False) -> list[str]:
    """What to do next, in sentences; each is an option to add to the same command.

    Args:
        asked: a person has just been asked to settle what is proposed, so what is open was left open.
    """
    lines = []
    if not found.review.reader:
        lines.append("To have your own replies reviewed, add --me NAME to the command.")
    if open_ := found.proposals():
        what = "One is" if len(open_) == 1 else f"{len(open_):,} are"
        where = "" if into is not None else "--into DIR "
        then = "left open, and asked about again next time." if asked else f"to settle that, add {where}--confirm."
        lines.append(f"{what} only proposed{_beside_others(open_)}; {then}")
    if guessed := found.review.unsettled:
        what, them = ("One answer is", "it") if guessed == 1 else (f"{guessed:,} answers are", "them")
        lines.append(
            f"{what} only proposed and not kept, until you say how it was." if asked
            else f"{what} only proposed and not kept; settle {them} with --confirm." if into is not None
            else f"How well {'one answer' if guessed == 1 else f'{guessed:,} answers'} met what was said is only "
            f"proposed; to settle that, add --into DIR --confirm."
        )  # fmt: skip
    if into is not None and found.owed():
        lines.append("Once the day of a promise has passed, --confirm asks whether it was kept.")
    if into is not None and found.undated:
        lines.append("A conversation without a date is no evidence yet: say its day with --on DATE.")
    told = sum(not talk.refused for talk in found.review.conversations)
    if into is not None and found.undated < told:
        lines.append(f"Next: saidanddone diagnose {shlex.quote(str(into))}")
    return lines
