"""Writes docs/reference from the code itself, so that it cannot say anything the code does not: ``make docs``."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import typer.main

import saidanddone
from saidanddone import errors
from saidanddone.cli import app
from saidanddone.evidence.bundle import SCHEMAS
from saidanddone.settings import SETTINGS, Setting

DOCS = Path(__file__).resolve().parent
REFERENCE = DOCS / "reference"
MADE = "<!-- Made from the code by `make docs`; change the code, not this page. -->"
WIDTH = 100


def pages() -> dict[str, str]:
    """Every page of the reference: file name -> text."""
    return {
        "cli.md": cli_page(),
        "python.md": python_page(),
        "settings.md": settings_page(),
        "evidence.md": evidence_page(),
    }


# --- The command line -----------------------------------------------------------------------------------------------


def commands() -> list[str]:
    """Every verb of the command line, in the order it is listed."""
    group: Any = typer.main.get_command(app)
    return list(group.commands)


@functools.cache
def help_page(*words: str) -> str:
    """What ``saidanddone … --help`` prints, in a process of its own, at 80 columns and without colour."""
    plain_terminal = {
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(DOCS.parent),
    }
    shown = subprocess.run(
        [sys.executable, "-m", "saidanddone", *words, "--help"],
        env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | plain_terminal,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return "\n".join(line.rstrip() for line in shown.stdout.strip("\n").splitlines())


def cli_page() -> str:
    """One heading a verb, with the page its ``--help`` prints."""
    parts = [
        "# The command line",
        MADE,
        "What each verb prints when asked for `--help`.",
        (
            "Exit status: 0 fine; 1 only under `--strict`, when something could not be read; 2 when no row could be "
            "read or the arguments are wrong; 130 interrupted. `--json -` writes to standard output; progress goes to "
            "standard error, and only to a terminal."
        ),
        f"## saidanddone\n\n```text\n{help_page()}\n```",
    ]
    parts += [f"## saidanddone {verb}\n\n```text\n{help_page(verb)}\n```" for verb in commands()]
    return "\n\n".join(parts) + "\n"


# --- The Python face ------------------------------------------------------------------------------------------------


def classes() -> dict[str, type]:
    """Every public class of the package by its name."""
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(saidanddone.__path__, "saidanddone."):
        if module.name.endswith("__main__"):
            continue
        for name, thing in vars(importlib.import_module(module.name)).items():
            if inspect.isclass(thing) and thing.__module__ == module.name and not name.startswith("_"):
                found.setdefault(name, thing)
    return found


def mentioned(annotation: object, known: dict[str, type]) -> Iterator[type]:
    """Classes of ours named in an annotation."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    yield from (known[name] for name in re.findall(r"[A-Z]\w+", text) if name in known)


def verbs() -> dict[str, Callable[..., object]]:
    """Every function at the root, and those of the rooms that stand there, by its name from the root on."""
    found: dict[str, Callable[..., object]] = {}
    for name in saidanddone.__all__:
        thing = getattr(saidanddone, name)
        if inspect.ismodule(thing):
            here = {inner: getattr(thing, inner) for inner in thing.__all__}
            found |= {f"{name}.{inner}": one for inner, one in here.items() if inspect.isfunction(one)}
        else:
            found[name] = thing
    return found


def results(known: dict[str, type]) -> list[type]:
    """What the verbs return, and what that is made of, first met first."""
    found: list[type] = []
    waiting = [
        kind for verb in verbs().values() for kind in mentioned(inspect.signature(verb).return_annotation, known)
    ]
    while waiting:
        kind = waiting.pop(0)
        if kind in found or not dataclasses.is_dataclass(kind):
            continue
        found.append(kind)
        for field in dataclasses.fields(kind):
            if not field.name.startswith("_"):
                waiting += mentioned(field.type, known)
    return found


def plain(text: str) -> str:
    """A docstring's references and double backticks as Markdown."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?([\w]+)`", r"`\1`", text)
    return text.replace("``", "`")


def told(docstring: str | None) -> str:
    """A docstring as Markdown: its sections become lists, examples become code."""
    lines = inspect.cleandoc(docstring or "").splitlines()
    out: list[str] = []
    section = example = False
    for line in lines:
        if re.fullmatch(r"(Args|Attributes|Returns|Raises|Yields):", line):
            out += [f"**{line[:-1]}**", ""]
            section = True
        elif line.startswith(">>>"):
            out += ([] if example else ["```python"]) + [line]
            example = True
        elif example and not line.strip():
            out += ["```", ""]
            example = False
        elif section and line.startswith("    ") and not line.startswith("     "):
            out.append("- " + plain(line.strip()))
        elif section and line.startswith("     "):
            out[-1] += " " + plain(line.strip())
        else:
            section = section and not line.strip()
            out.append(line if example else plain(line))
    return "\n".join([*out, *(["```"] if example else [])]).strip()


def signature(name: str, verb: Any) -> str:
    """How a verb is called, one argument a line where it would be long."""
    asked = inspect.signature(verb)
    inside: list[str] = []
    for argument in asked.parameters.values():
        if argument.kind is argument.KEYWORD_ONLY and not any(told.startswith("*") for told in inside):
            inside.append("*")
        star = "*" if argument.kind is argument.VAR_POSITIONAL else ""
        given = "" if argument.default is argument.empty else f" = {argument.default!r}"
        inside.append(f"{star}{argument.name}: {argument.annotation}{given}")
    line = f"{name}({', '.join(inside)}) -> {asked.return_annotation}"
    if len(line) > WIDTH:
        line = f"{name}(\n    " + ",\n    ".join(inside) + f",\n) -> {asked.return_annotation}"
    return line


def python_page() -> str:
    """The verbs at the root, then what they return, then the errors."""
    known = classes()
    parts = [
        "# The Python face",
        MADE,
        "The product's verbs stand at the root of the package and are loaded when first used:",
        "```python\nimport saidanddone\n\nassert set(saidanddone.__all__) <= set(dir(saidanddone))\n```",
        "# Verbs",
    ]
    for verb, thing in verbs().items():
        parts.append(f"## saidanddone.{verb}\n\n```text\n{signature(verb, thing)}\n```\n\n{told(thing.__doc__)}")
    parts.append("# Results")
    for kind in results(known):
        fields = [f for f in dataclasses.fields(kind) if not f.name.startswith("_")]
        rows = "\n".join(f"| `{f.name}` | `{str(f.type).replace('|', 'or')}` |" for f in fields)
        table = f"| field | type |\n| --- | --- |\n{rows}" if rows else ""
        methods = [
            f"`.{name}{'' if isinstance(value, property) else '()'}`: {first_line(value.__doc__)}"
            for name, value in vars(kind).items()
            if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
        ]
        described = told(kind.__doc__)
        parts.append("\n\n".join(filter(None, [f"## {kind.__name__}", described, table, "\n\n".join(methods)])))
    tree = inspect.cleandoc(errors.__doc__ or "").partition("\n\n")[2].rpartition("\n\n")[0]
    parts += ["# Errors", f"```text\n{inspect.cleandoc(tree)}\n```"]
    return "\n\n".join(parts) + "\n"


def first_line(docstring: str | None) -> str:
    """A docstring's first sentence as Markdown."""
    return plain(inspect.cleandoc(docstring or "").partition("\n")[0])


# --- Settings and evidence ------------------------------------------------------------------------------------------


def number(row: Setting, value: float) -> str:
    """A setting's number as people write it; one without a unit is a label, not an amount."""
    return f"{value:,.12g}" if row.unit else f"{value:.12g}"


def settings_page() -> str:
    """One heading a setting, with its default, unit, range, reason and source."""
    parts = ["# Settings", MADE, "Every number the product was given rather than learned."]
    for row in SETTINGS.values():
        unit = f" {row.unit}" if row.unit else ""
        parts.append(
            f"## {row.name}\n\n{row.why}\n\n"
            f"- Default: {number(row, row.default)}{unit}, from {number(row, row.low)} to {number(row, row.high)}.\n"
            f"- From: {row.source}."
        )
    return "\n\n".join(parts) + "\n"


def room(table: str) -> ModuleType:
    """The module of a table's records."""
    return importlib.import_module(f"saidanddone.evidence.{table.removesuffix('s')}")


def vocabulary(table: str) -> dict[str, str]:
    """The closed lists of words a table's module names in capitals, fit to be put into a sentence."""
    lists = {name: words for name, words in vars(room(table)).items() if name.isupper() and isinstance(words, tuple)}
    return {name: ", ".join(f"`{word}`" for word in words) for name, words in lists.items()}


def evidence_page() -> str:
    """One heading a table, and under it every column with its type and meaning."""
    meanings = tomllib.loads((DOCS / "evidence.toml").read_text(encoding="utf-8"))
    parts = [
        "# Evidence tables",
        MADE,
        (
            "What was seen, as kept in a workspace: one Parquet file a table. Times are whole microseconds since 1970 "
            "in UTC (`…_us`). People appear as pseudonyms; names live in one separate file that only its owner can "
            "read."
        ),
    ]
    for name, schema in SCHEMAS.items():
        words = vocabulary(name)
        rows = [
            f"| `{column.name}` | {column.type} | {'may be empty' if column.nullable else ''} "
            f"| {meanings[name][column.name].format(**words)} |"
            for column in schema
        ]
        about = re.sub(r" \(MISSION[^)]*\)", "", first_line(room(name).__doc__))
        parts.append(
            f"## {name}\n\n{about}\n\n| column | type | | meaning |\n| --- | --- | --- | --- |\n" + "\n".join(rows)
        )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8", newline="\n")
        print(f"docs/reference/{file}")
