"""Look over a drafted reply before it is sent: a checklist of the four steps of LIVE and two edits (MISSION S8, B2)."""

from __future__ import annotations

from saidanddone.errors import UsageError
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.language import language_of
from saidanddone.listening.lean import lean
from saidanddone.listening.listener import Listener
from saidanddone.listening.rehearsal import LONGEST, Rehearsal
from saidanddone.listening.rehearsal import rehearse as looked_over

__all__ = ["Rehearsal", "rehearse"]


def rehearse(concern: str, reply: str, *, listener: Listener | None = None) -> Rehearsal:
    """Look over a reply to what somebody brought. Nothing is sent anywhere, nothing is written.

    Args:
        concern: what they said. reply: your draft. listener: another one than the default, for how it may land.

    Returns:
        The checklist, where the reply will likely land (a guess that no human rating has confirmed), and at most two
        edits with the reply as they leave it.

    Raises:
        UsageError: one of the two is blank, too long, or not in English.
    """
    said, drafted = _plain(concern), _plain(reply)
    for text, what in ((said, "what they said"), (drafted, "your reply")):
        if not any(char.isalnum() for char in text):
            raise UsageError(
                f"There are no words in {what}. Give it with --concern and --reply, or type it when asked."
            )
        if len(text) > LONGEST:
            raise UsageError(
                f"That is {len(text):,} characters for {what}; up to {LONGEST:,} can be looked over. Give the part that"
                " matters."
            )
    turns = (Turn("them", said, 1), Turn("you", drafted, 2, reply_to=0))
    _, refused = language_of(Conversation("rehearsal", "rehearsal", "chat", turns))
    if refused:
        raise UsageError("Only English can be looked over so far; in another language it would be guessing.")
    return looked_over(said, drafted, listener or lean())


def _plain(text: str) -> str:
    """Line ends as one sign, and no half of a character that a terminal or a file may have left."""
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8").strip("\n")
