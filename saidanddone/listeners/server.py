"""A language model as a listener: any OpenAI-compatible endpoint on one's own machine, off by default (DESIGN).

Nothing it hears is counted before somebody has measured it: every label is proposed. Turns of which it gives no usable
answer are heard by the default listener instead, and how many is told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.errors import UsageError
from saidanddone.listeners.asked import Answered, Window, body, content_of, understood, windows
from saidanddone.listeners.endpoint import Endpoint, Failed
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import CONTRACT, LABELS, REPLIES
from saidanddone.listening.listener import Listener, Scores, Standing

__all__ = ["Server", "connect", "models"]

ELSEWHERE: Final = "SAIDANDDONE_LISTEN_ELSEWHERE"
KEY: Final = "SAIDANDDONE_LISTENER_KEY"
"""The environment's two words about it: that text may leave the machine, and a key where a server asks for one."""

_PATIENCE: Final = 3
"""So many windows in a row without any answer from the server, and it is given up."""
_UNWANTED: Final = (400, 404, 405, 415, 422, 501)
"""How a server says that it does not know ``response_format``, or the model."""
_NAME: Final = 120


def connect(base: str, model: str | None = None) -> Server:
    """A listener at an address, as the command line asks for it.

    Args:
        base: ``http://localhost:11434``, with or without ``/v1``. model: needed where the server offers several.

    Raises:
        UsageError: the address is none, is not near, nothing answers there, or it is not clear which model to use.
    """
    endpoint = Endpoint(base, elsewhere=os.environ.get(ELSEWHERE, "").casefold() == "yes", key=os.environ.get(KEY, ""))
    offered = models(endpoint)
    if model is None:
        if len(offered) != 1:
            some = f" It offers {', '.join(offered[:8])}." if offered else ""
            raise UsageError(f"Say which model to use with --model NAME.{some}")
        model = offered[0]
    return Server(endpoint, model)


def models(endpoint: Endpoint) -> list[str]:
    """Names of the models a server offers; none where it does not say.

    Raises:
        UsageError: nothing answers there, or it must not be asked.
    """
    try:
        told = json.loads(endpoint.get("/models"))
        names = [one["id"] for one in told["data"]]
    except (Failed, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [name for name in names if isinstance(name, str) and name.isprintable() and len(name) <= _NAME]


class Server:
    """A :class:`~saidanddone.listening.listener.Listener` that asks a language model.

    Args:
        endpoint: where it is. model: its name there.
        otherwise: who hears the turns of which the model gives no usable answer; the default listener if None.
        measured: how far labels may be trusted, by ``label/channel`` or ``label``, once somebody has measured it.
    """

    def __init__(
        self, endpoint: Endpoint, model: str, *, otherwise: Callable[[], Listener] | None = None,
        measured: Mapping[str, Standing] | None = None,
    ) -> None:  # fmt: skip
        self._endpoint, self._model = endpoint, model
        self._otherwise = otherwise or _lean
        self._measured = dict(measured or {})
        self._schema = True
        self._known: dict[str, dict[int, Answered]] = {}
        self._silent = 0
        self._heard: dict[str, tuple[int, int]] = {}

    @property
    def name(self) -> str:
        """The model, and where it was asked."""
        return f"{self._model} at {self._endpoint.where}"

    @property
    def notes(self) -> list[str]:
        """What has to be said beside a result: where text went, and how much the default listener heard instead."""
        total = sum(n for n, _ in self._heard.values())
        instead = sum(n for _, n in self._heard.values())
        told = [f"{total:,} turns were sent to a language model at {self._endpoint.where}, speakers as letters."]
        if instead:
            of = "one turn" if instead == 1 else f"{instead:,} turns"
            told.append(f"Of {of} it gave no usable answer; the default listener heard them instead.")
        return told if total else []

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        """One :class:`Scores` a conversation. The same conversation is asked about once; the answer is remembered.

        Raises:
            UsageError: nothing answers, it must not be asked, or it gives no answer again and again.
        """
        return [self._scored(conversation) for conversation in conversations]

    def contract(
        self,
        conversations: Sequence[Conversation],  # noqa: ARG002 — the protocol names it
        scores: Sequence[Scores],
    ) -> NDArray[np.float32]:
        """float32 (turns, len(CONTRACT) + 1): the labels themselves, for a model has no wider ones; then negative."""
        columns = [LABELS.index(label) for label in CONTRACT]
        rows = [np.column_stack([one.turns[:, columns], one.replies[:, REPLIES.index("negative")]]) for one in scores]
        empty = np.zeros((0, len(CONTRACT) + 1), np.float32)
        return np.concatenate([empty, *rows]).astype(np.float32)

    def standing(self, label: str, channel: str) -> Standing:
        """As measured, if it was; else proposed."""
        told = self._measured.get(f"{label}/{channel}") or self._measured.get(label)
        return told or Standing(label, "proposed", 0.5, None, None, None, None, "")

    def _scored(self, conversation: Conversation) -> Scores:
        n = len(conversation.turns)
        turns = np.zeros((n, len(LABELS)), np.float32)
        replies = np.zeros((n, len(REPLIES)), np.float32)
        answers = np.full(n, -1, np.int32)
        found: dict[int, Answered] = {}
        for window in windows(conversation):
            found |= self._asked(conversation, window)
        for place, told in found.items():
            turns[place], answers[place], replies[place] = told.turn, told.answers, told.reply
        missing = [place for place in range(n) if place not in found]
        if missing:
            (other,) = self._otherwise().score([conversation])
            turns[missing], answers[missing] = other.turns[missing], other.answers[missing]
            replies[missing] = other.replies[missing]
        self._heard[f"{conversation.source}\x1f{conversation.id}"] = (n, len(missing))
        return Scores(turns, answers, replies)

    def _asked(self, conversation: Conversation, window: Window) -> dict[int, Answered]:
        key = json.dumps(body(conversation, window, self._model, schema=False)["messages"][1])
        if key not in self._known:
            self._known[key] = self._answered(conversation, window)
        return self._known[key]

    def _answered(self, conversation: Conversation, window: Window) -> dict[int, Answered]:
        """What the model says of a window; nothing where it says nothing usable."""
        try:
            told = self._posted(conversation, window)
        except Failed:
            self._silent += 1
            if self._silent >= _PATIENCE:
                raise UsageError(
                    f"The server at {self._endpoint.where} gave no answer {_PATIENCE} times in a row. Look at what it"
                    " says, or listen without it."
                ) from None
            return {}
        self._silent = 0
        content = content_of(told)
        return {} if content is None else understood(content, window, conversation)

    def _posted(self, conversation: Conversation, window: Window) -> str:
        """With the schema asked for, as long as the server knows that; then without."""
        if self._schema:
            try:
                return self._endpoint.post("/chat/completions", body(conversation, window, self._model, schema=True))
            except Failed as failed:
                if failed.status not in _UNWANTED:
                    raise
                self._schema = False
        try:
            return self._endpoint.post("/chat/completions", body(conversation, window, self._model, schema=False))
        except Failed as failed:
            if failed.status not in _UNWANTED:
                raise
            raise UsageError(
                f"The server at {self._endpoint.where} refuses what it is asked (HTTP {failed.status}). Check --model,"
                " and that the address is that of an OpenAI-compatible server."
            ) from None


def _lean() -> Listener:
    from saidanddone.listening.lean import lean

    return lean()
