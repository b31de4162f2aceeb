"""Runs what a document shows: its commands, their outputs, its Python.

What a Markdown file may hold, and what is done with it, top to bottom, in one fresh folder a file:

- a ``console`` block: each line after ``$ `` is run by the shell (``> `` continues it), and the lines under it must be
  what it prints, standard error included. A line ``...`` stands for any lines. It must end well, or with the status
  named directly above the block: ``<!-- exits 2 -->``.
- a ``python`` block is run; a ``pycon`` block is run as a doctest. All of a file's share their names.
- any block directly under ``<!-- file: ledger.csv -->`` is written to that file.
- a block directly under ``<!-- not executed: why -->`` is only shown.

``python tests/documents.py README.md`` writes the real outputs into the file, keeping those that still match.
"""

from __future__ import annotations

import difflib
import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FENCE = re.compile(r"^(?P<comment><!-- [^\n]*? -->\n+)?^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = 120
"""A command that takes longer hangs."""


@dataclass(frozen=True)
class Command:
    """One command of a console block: where it stands, what is typed, what it prints."""

    line: int
    typed: str
    printed: str


@dataclass(frozen=True)
class Block:
    """One fenced block: the line it opens on, its kind, its body, and what the comment above it says."""

    line: int
    kind: str
    body: str
    comment: str
    span: tuple[int, int]

    def commands(self) -> Iterator[Command]:
        """The commands of a console block."""
        for match in re.finditer(r"^\$ (.*(?:\n> .*)*)\n?((?:(?!\$ ).*\n)*)", self.body, re.MULTILINE):
            line = self.line + 1 + self.body.count("\n", 0, match.start())
            yield Command(line, match[1].replace("\n> ", "\n"), match[2])


def blocks(text: str) -> list[Block]:
    """Every fenced block of a document, in order."""
    found = []
    for match in FENCE.finditer(text):
        comment = (match["comment"] or "").strip().removeprefix("<!--").removesuffix("-->").strip()
        line = text.count("\n", 0, match.start("kind")) + 1
        found.append(Block(line, match["kind"], match["body"], comment, match.span("body")))
    return found


def tidy(text: str) -> list[str]:
    """Lines without trailing blanks, and without blank lines at the end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n").splitlines()


def matches(expected: str, printed: str) -> bool:
    """Whether a command printed what the document shows; a line ``...`` stands for any lines, or none."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "..." else re.escape(line) + "\n" for line in tidy(expected))
    return re.fullmatch(pattern, "".join(line + "\n" for line in tidy(printed))) is not None


@dataclass
class Reader:
    """Someone who does everything a document shows, in one folder."""

    folder: Path
    failures: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__document__"})

    def run(self, command: str) -> tuple[int, str]:
        """Type a command into a shell that is 80 columns wide and without colour; its status and what it prints."""
        tools = self.folder.parent / f"{self.folder.name}-tools"
        if not tools.exists():
            tools.mkdir()
            for name, told in (("saidanddone", "-m saidanddone"), ("python", "")):
                (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {told} "$@"\n', encoding="utf-8")
                (tools / name).chmod(0o755)
        root = str(Path(__file__).resolve().parent.parent)
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("SAIDANDDONE_", "FORCE_COLOR"))
            },
            "PATH": os.pathsep.join([str(tools), os.environ.get("PATH", "")]),
            "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
            "COLUMNS": "80",
            "LINES": "40",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def read(self, path: Path) -> None:
        """Do everything the document shows; what went otherwise is in ``failures``."""
        for block in blocks(path.read_text(encoding="utf-8")):
            where = f"{path.name}:{block.line}"
            if block.comment.startswith("not executed:"):
                continue
            if block.comment.startswith("file:"):
                (self.folder / block.comment.removeprefix("file:").strip()).write_text(block.body, encoding="utf-8")
            elif block.kind == "console":
                self.failures += [f"{path.name}:{told}" for told in self._console(block)]
            elif block.kind in ("python", "pycon"):
                self.failures += [f"{where}: {told}" for told in self._python(block, where)]

    def _console(self, block: Block) -> Iterator[str]:
        wanted = int(block.comment.removeprefix("exits")) if block.comment.startswith("exits") else 0
        for command in block.commands():
            status, printed = self.run(command.typed)
            if status != wanted:
                yield f"{command.line}: $ {command.typed}\nended with {status}, not {wanted}:\n{printed}"
            elif not matches(command.printed, printed):
                difference = "\n".join(
                    difflib.unified_diff(tidy(command.printed), tidy(printed), "shown", "printed", lineterm="")
                )
                yield f"{command.line}: $ {command.typed}\n{difference}"

    def _python(self, block: Block, where: str) -> Iterator[str]:
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            if block.kind == "python":
                exec(compile(block.body, where, "exec"), self.names)
            else:
                test = doctest.DocTestParser().get_doctest(block.body, self.names, where, where, block.line)
                told: list[str] = []
                doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
                self.names.update(test.globs)
                if told:
                    yield "".join(told)
        except Exception as error:  # noqa: BLE001  (whatever a reader would meet is the finding)
            yield f"{type(error).__name__}: {error}"
        finally:
            os.chdir(before)


def write_outputs(path: Path) -> None:
    """Put into a document what its commands really print, where what it shows does not match."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder) / "reader")
        reader.folder.mkdir()
        pieces, end = [], 0
        for block in blocks(text):
            if block.comment.startswith("file:"):
                (reader.folder / block.comment.removeprefix("file:").strip()).write_text(block.body, encoding="utf-8")
            if block.kind != "console" or block.comment.startswith("not executed:"):
                continue
            told = []
            for command in block.commands():
                _, printed = reader.run(command.typed)
                shown = (
                    command.printed
                    if matches(command.printed, printed)
                    else "\n".join([*tidy(printed), ""]).lstrip("\n")
                )
                told.append("$ " + command.typed.replace("\n", "\n> ") + "\n" + shown)
            pieces += [text[end : block.span[0]], "".join(told)]
            end = block.span[1]
    path.write_text("".join(pieces) + text[end:], encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_outputs(Path(name))
