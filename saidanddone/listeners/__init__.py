"""Other ears behind the same protocol, off by default: sentence embeddings, and one's own language model."""

from __future__ import annotations

from saidanddone.errors import UsageError
from saidanddone.listening.listener import Listener

__all__ = ["named"]


def named(name: str, model: str | None = None) -> Listener:
    """Another listener than the default.

    Args:
        name: ``embed``, or the address of a language model on one's own machine: ``http://localhost:11434``.
        model: which model the address should use; needed where it offers several.

    Raises:
        UsageError: it is neither, what it needs is not installed, or nothing answers there.
    """
    if name == "embed":
        if model is not None:
            raise UsageError("--model says which model an address should use; the embed listener has its own.")
        return _embed()
    if name.casefold().startswith(("http://", "https://")):
        from saidanddone.listeners.server import connect

        return connect(name, model)
    raise UsageError("--listener is lean, embed, or the address of a model such as http://localhost:11434.")


def _embed() -> Listener:
    from importlib import import_module

    try:
        made: Listener = import_module("saidanddone.listeners.embed").embed()
    except ImportError:
        raise UsageError(
            "The embed listener needs an extra that is not installed: pip install 'saidanddone[embed]'."
        ) from None
    return made
