"""What a question is asked of: the evidence named, else one's own notebook; and how to ask the same again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from saidanddone.cli import terminal
from saidanddone.cli.output import nearby
from saidanddone.errors import UsageError

__all__ = ["again", "asked_of"]


def asked_of(evidence: Sequence[str] | None, store: str | None, me: str | None) -> tuple[list[str], str | None]:
    """The places of evidence and who asks: with neither evidence nor a store, the notebook that belongs to this folder.

    Whoever names the files of a notebook alone asks about themselves, as its owner.

    Raises:
        UsageError: there is no notebook here either.
    """
    from saidanddone.verbs import start

    if evidence or store:
        named = list(evidence or [])
        own_alone = start.own_notebook([*named, *([store] if store else [])]) if me is None else False
        if own_alone:
            terminal.note("This is a notebook, so you see it as its owner does (--me me).")
            return named, start.ME
        if own_alone is None:
            terminal.note("There is a notebook among these. If it is your own, add --me me to see it.")
        return named, me
    own = [str(nearby(path)) for path in start.own_evidence(Path.cwd())]
    if not own:
        raise UsageError(
            "Say where the evidence is: a file, a folder or a store. Without any, begin with: saidanddone start"
        )
    terminal.note(f"From your own notebook: {' '.join(own)}")
    return own, me or start.ME


def again(*evidence: str, **options: object) -> str:
    """The same evidence and options, as they are typed; what was not given is left out.

    >>> again("my ledger.csv", on="2026-09-30", me=None, tz="UTC")
    "'my ledger.csv' --on 2026-09-30"
    """
    words = list(evidence)
    for name, value in options.items():
        if value is not None and (name, value) != ("tz", "UTC"):
            words += [f"--{name}", str(value)]
    return shlex.join(words)
