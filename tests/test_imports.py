"""What may be imported, read off the source itself: how light the front door is, and how closed the core."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import saidanddone

PACKAGE = Path(saidanddone.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = sorted(path for room in ("evidence", "forecast", "diagnosis") for path in (PACKAGE / room).rglob("*.py"))
HEAVY = ("ibis", "pyarrow", "scipy", "altair", "pandas", "duckdb", "numpy", "vl_convert", "typst")


def name_of(path: Path) -> str:
    """A file's place in the package, for a test's name."""
    return path.relative_to(PACKAGE).as_posix()


def calls(tree: ast.AST) -> Iterator[str]:
    """Dotted names of everything called in a module, as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.fullmatch(r"[\w.]+", name := ast.unparse(node.func)):
            yield name


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module imported in a module, wherever in it, with its full dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def loaded_after(program: str) -> set[str]:
    """Which modules a fresh interpreter holds after running a few lines."""
    told = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n'.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return set(told.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import saidanddone").isdisjoint(HEAVY)


def test_listing_what_the_package_offers_loads_nothing_heavy() -> None:
    assert loaded_after("import saidanddone; dir(saidanddone)").isdisjoint(HEAVY)


def test_help_loads_nothing_heavy() -> None:
    help_asked = """
import sys
from saidanddone.cli import main
sys.argv = ["saidanddone", "--help"]
try:
    main()
except SystemExit:
    pass
"""
    assert loaded_after(help_asked).isdisjoint(HEAVY)


def test_a_whole_diagnosis_with_its_report_never_loads_scipy_stats(tmp_path: Path) -> None:
    promises = "".join(f"Ana,team,2026-0{m}-01,2026-0{m}-20,2026-0{m}-1{m},to_team\n" for m in range(1, 8))
    (tmp_path / "ledger.csv").write_text("subject,to,made_at,due_at,closed_at,direction\n" + promises, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("name,handle,team,role\nAna,Ana,Kite,leader\n", encoding="utf-8")
    page = tmp_path / "page.html"
    diagnosed = f"""
import contextlib, io, sys
from saidanddone.cli import main
sys.argv = ["saidanddone", "diagnose", {str(tmp_path / "ledger.csv")!r}, "--roster", {str(tmp_path / "roster.csv")!r},
            "--on", "2026-09-01", "--report", {str(page)!r}]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""
    loaded = loaded_after(diagnosed)
    assert page.is_file()
    assert {"numpy", "pyarrow", "scipy.special"} <= loaded
    assert "scipy.stats" not in loaded


@pytest.mark.parametrize("verb", [name for name in saidanddone.__all__ if name != "survey"])
def test_every_verb_at_the_root_is_a_documented_function(verb: str) -> None:
    found = getattr(saidanddone, verb)
    assert callable(found)
    assert found.__name__ == verb
    assert found.__doc__


def test_the_room_of_surveys_is_reached_from_the_root_and_loads_nothing_heavy_by_itself() -> None:
    assert saidanddone.survey.__name__ == "saidanddone.survey"
    assert set(saidanddone.survey.__all__) <= set(dir(saidanddone.survey))
    assert loaded_after("import saidanddone; saidanddone.survey").isdisjoint(HEAVY)


def test_the_root_offers_the_verbs_and_nothing_else_by_chance() -> None:
    assert set(saidanddone.__all__) <= set(dir(saidanddone))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = saidanddone.nonsense


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_imports_what_is_not_declared(path: Path) -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {"ibis" if "ibis" in line else line.split(">")[0].split("<")[0] for line in project["dependencies"]}
    allowed = {name.strip().removeprefix("python-").replace("-python", "").replace("-", "_") for name in declared}
    allowed |= {"saidanddone", *sys.stdlib_module_names}
    roots = {name.partition(".")[0] for name in imports(ast.parse(path.read_text(encoding="utf-8")))}
    assert roots <= allowed, f"{name_of(path)} imports {sorted(roots - allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_scipy_stats_is_imported_nowhere(path: Path) -> None:
    found = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
    assert not {name for name in found if name.startswith("scipy.stats")}


CLOCKS = (
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
)
CHANCE = ("os.urandom", "random.", "secrets.", "uuid.uuid1", "uuid.uuid4", "np.random.", "numpy.random.")
SEEDED = ("np.random.Generator", "np.random.default_rng", "np.random.SeedSequence", "np.random.PCG64")


def asks_the_world(call: str) -> bool:
    """Whether a call reads the clock or draws chance nobody handed it."""
    if call in SEEDED:
        return False
    return call.endswith(CLOCKS) or call.startswith(CHANCE) or call == "input"


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_reads_no_clock_and_draws_no_chance_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [call for call in calls(tree) if asks_the_world(call)] == []
    unseeded = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng") and not node.args
    ]  # fmt: skip
    assert not unseeded, f"{name_of(path)} draws chance without a seed"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p.relative_to(PACKAGE).parts[0] not in ("cli", "store")], ids=name_of
)
def test_only_the_command_line_and_the_store_read_the_clock(path: Path) -> None:
    assert [call for call in calls(ast.parse(path.read_text(encoding="utf-8"))) if call.endswith(CLOCKS)] == []


def test_a_clock_in_the_core_would_be_seen() -> None:
    seen = [
        call
        for call in calls(ast.parse("x = datetime.datetime.now(UTC); y = np.random.normal()"))
        if asks_the_world(call)
    ]
    assert seen == ["datetime.datetime.now", "np.random.normal"]


@pytest.mark.parametrize("path", [p for p in MODULES if p.relative_to(PACKAGE).parts[0] != "privacy"], ids=name_of)
def test_only_privacy_opens_its_door(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    words |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    words |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert words.isdisjoint({"_DOOR", "_door"}), f"{name_of(path)} reaches for what only privacy may release"
