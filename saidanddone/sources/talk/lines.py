"""The lines of a text file, whatever its encoding and line ends, without ever holding a monstrous one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.encoding import Encoding, recognise
from saidanddone.sources.telling import told

__all__ = ["LONGEST_LINE", "MOST_TEXT", "Lines", "decoded", "read_lines"]

LONGEST_LINE: Final = 100_000
"""Characters of a line from which on it is no speech."""
MOST_TEXT: Final = 64_000_000
"""Characters of a file that are read; a day of unbroken talk has under a million."""
_ODD = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x85, 0x2028, 0x2029, 0xFEFF], " ") | {0: ""}


@dataclass(frozen=True)
class Lines:
    """A file's lines, without their ends; line ``i`` of the file is ``texts[i - 1]``.

    Attributes:
        texts: control characters are blanks; a line that was left out is empty. problems, notes: as of ``Talk``.
    """

    texts: Sequence[str] = field(repr=False)
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


def decoded(head: bytes) -> str:
    """The beginning of a file as text, for telling what it is; never fails."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if head.startswith(mark):
            return head.decode(name, "replace")
    half = len(head) // 2
    if half > 8 and head[1::2].count(0) > 0.4 * half:
        return head.decode("utf-16-le", "replace")
    if half > 8 and head[0::2].count(0) > 0.4 * half:
        return head.decode("utf-16-be", "replace")
    return head.decode("utf-8", "replace")


def read_lines(path: Path, source: str) -> Lines:
    """The lines of a file; what is too long or cannot be read is a problem, never an error."""
    try:
        found = recognise(path, source)
        if isinstance(found, Problem):
            return Lines((), (_reworded(found),))
        return _lines(path, source, found)
    except OSError:
        return Lines((), (Problem(source, 0, "It cannot be opened.", "Check that it is there and may be read."),))


def _reworded(problem: Problem) -> Problem:
    """The same of a conversation: the recogniser speaks of tables."""
    said = problem.said.replace("not a table of text", "no text").replace("not a table", "no transcript")
    said = said.replace(" this reads", " that is read")
    return Problem(problem.source, problem.line, said, "Save the transcript as .vtt or .txt and pass that.")


def _lines(path: Path, source: str, encoding: Encoding) -> Lines:
    texts: list[str] = []
    long: list[int] = []
    problems: list[Problem] = []
    size = 0
    with path.open(encoding=encoding.name, errors="replace", newline=None) as stream:
        while piece := stream.readline(LONGEST_LINE + 1):
            if len(piece) > LONGEST_LINE and not piece.endswith("\n"):
                while (more := stream.readline(1 << 20)) and not more.endswith("\n"):
                    pass
                texts.append("")
                long.append(len(texts))
                continue
            size += len(piece)
            if size > MOST_TEXT:
                said = f"It is longer than any talk; it was read up to line {len(texts):,}."
                problems.append(Problem(source, len(texts) + 1, said, "Pass one meeting a file."))
                break
            texts.append(piece[:-1] if piece.endswith("\n") else piece)
    kept = [text if text.isprintable() else text.translate(_ODD) for text in texts]
    said = f"This line is longer than {LONGEST_LINE:,} characters and was left out."
    problems += told(source, long, said, "Save the transcript again; nobody speaks so long without a break.")
    return Lines(kept, tuple(problems), (encoding.note,) if encoding.note else ())
