"""A message of Slack as it was said: names for mentions, words for links, without code and quoted words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from saidanddone.sources.messages.prose import LONGEST_TEXT, clean

__all__ = ["spoken"]

_BRACKETED: Final = re.compile(r"<([^<>|\n]{1,2000})(?:\|([^<>\n]{0,2000}))?>")
_BLOCK: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_REST_QUOTED: Final = re.compile(r"^&gt;&gt;&gt;.*\Z", re.DOTALL | re.MULTILINE)
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def spoken(text: str, name_of: Callable[[str], str]) -> str:
    """The text of a message; empty where nothing was said in it.

    Args:
        name_of: what is shown for a user's id.

    >>> spoken("<@U1|ana>: see <https://example.org|the &lt;plan&gt;> :tada:", {"U1": "Ana"}.get)
    '@Ana: see the <plan> :tada:'
    """
    text = _BLOCK.sub("\n", text[:LONGEST_TEXT])
    text = _REST_QUOTED.sub("", text)
    text = "\n".join(line for line in text.split("\n") if not line.lstrip(" ").startswith("&gt;"))

    def words(found: re.Match[str]) -> str:
        target, shown = found[1], found[2]
        if target.startswith("@"):
            known = name_of(target[1:])
            return "@" + (known if known and known != target[1:] else shown or target[1:])
        if target.startswith("#"):
            return "#" + (shown or target[1:])
        if target.startswith("!"):
            kind = target[1:].split("^")[0]
            return shown or ("@" + kind if kind in ("here", "channel", "everyone") else kind)
        return shown or target.removeprefix("mailto:")

    text = _BRACKETED.sub(words, text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return clean(text)
