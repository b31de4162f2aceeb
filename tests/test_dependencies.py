"""Smoke tests of what we stand on: each says which trap it watches, so that an upgrade that opens it is refused."""

from __future__ import annotations

import importlib.metadata
import json
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import scipy.special
import typst
import vl_convert
from ibis import _
from ibis.backends.duckdb import Backend
from packaging.requirements import Requirement

ROWS = pa.table(
    {
        "id": pa.array(["a", "b", "c", "d"]),
        "unit": pa.array(["x", "x", "y", "y"]),
        "at_us": pa.array([10, 10, 20, 30], pa.int64()),
        "kept": pa.array([True, False, True, None]),
    }
)


@pytest.fixture
def engine() -> Iterator[Backend]:
    """DuckDB in memory, as the store opens it: it never fetches an extension."""
    opened = ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)
    yield opened
    opened.disconnect()


def column(engine: Backend, expression: ibis.Table, name: str) -> list[object]:
    """One column of what an expression gives, as plain values."""
    return engine.to_pyarrow(expression)[name].to_pylist()


# --- Ibis on DuckDB (with DuckDB 2 to_parquet and memtable raise; with sqlglot 30.20 to 30.30 create_table does) ----


def test_a_table_is_created_from_arrow_and_read_back_unchanged(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    assert engine.to_pyarrow(engine.table("rows").order_by("id")).to_pylist() == ROWS.to_pylist()


def test_rows_are_inserted(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    engine.insert("rows", ROWS.slice(0, 1))
    assert engine.to_pyarrow(engine.table("rows").count()).as_py() == 5


def test_rows_are_upserted(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    changed = ROWS.slice(0, 1).set_column(2, "at_us", pa.array([99], pa.int64()))
    engine.upsert("rows", ibis.memtable(changed), on="id")
    table = engine.table("rows").order_by("id")
    assert column(engine, table, "at_us") == [99, 10, 20, 30]


def test_a_table_goes_to_parquet_and_comes_back(engine: Backend, tmp_path: Path) -> None:
    engine.create_table("rows", ROWS)
    engine.to_parquet(engine.table("rows").order_by("id"), tmp_path / "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == ROWS.to_pylist()
    read = engine.read_parquet(tmp_path / "rows.parquet")
    assert engine.to_pyarrow(read.count()).as_py() == 4


def test_a_table_in_memory_joins_one_of_the_engine(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    wanted = ibis.memtable(pa.table({"id": ["b", "c"]}))
    assert column(engine, engine.table("rows").semi_join(wanted, "id").order_by("id"), "id") == ["b", "c"]


def test_a_range_window_that_ends_before_the_row_leaks_no_tie(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    window = ibis.window(order_by=_.at_us, range=(None, -1))
    before = engine.table("rows").mutate(before=_.count().over(window)).order_by("id")
    assert column(engine, before, "before") == [0, 0, 2, 3]


def test_a_range_window_can_be_asked_for_by_unit(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    window = ibis.window(group_by=_.unit, order_by=_.at_us, range=(None, -1))
    kept = _.kept.ifelse(1.0, 0.0).sum().over(window).coalesce(0.0)
    assert column(engine, engine.table("rows").mutate(kept=kept).order_by("id"), "kept") == [0.0, 0.0, 0.0, 1.0]


# --- Sums that mean the same on every engine ------------------------------------------------------------------------


def test_counting_and_summing_where_a_condition_holds(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    told = engine.table("rows").group_by("unit").aggregate(n=_.count(where=_.kept), at=_.at_us.sum(where=_.kept))
    assert engine.to_pyarrow(told.order_by("unit")).to_pylist() == [
        {"unit": "x", "n": 1, "at": 10},
        {"unit": "y", "n": 1, "at": 20},
    ]


def test_a_count_divided_is_a_float64(engine: Backend) -> None:
    engine.create_table("rows", ROWS)
    share = (_.count().cast("float64") / 12.0).cast("float64")
    told = engine.to_pyarrow(engine.table("rows").aggregate(share=share))
    assert told.schema.field("share").type == pa.float64()
    assert told["share"].to_pylist() == [4 / 12]


def test_an_exponent_is_clamped_before_it_underflows(engine: Backend) -> None:
    engine.create_table("ages", pa.table({"age": [0.0, 700.0, 1e6, 1e300]}))
    weight = ibis.greatest(-_.age, -700.0).exp()
    weights = column(engine, engine.table("ages").mutate(weight=weight), "weight")
    assert weights == pytest.approx([1.0, math.exp(-700), math.exp(-700), math.exp(-700)])
    assert all(w > 0 for w in weights if isinstance(w, float))


def test_microseconds_survive_a_round_trip_exactly(engine: Backend) -> None:
    late = 2**62 + 1
    engine.create_table("times", pa.table({"at_us": pa.array([late, -late], pa.int64())}))
    assert column(engine, engine.table("times").order_by("at_us"), "at_us") == [-late, late]


# --- DuckDB itself --------------------------------------------------------------------------------------------------


def test_the_engine_fetches_no_extension_by_itself() -> None:
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        told = connection.sql("select current_setting('autoinstall_known_extensions')").fetchall()
        assert told == [(False,)]
        with pytest.raises(duckdb.Error):
            connection.sql("select * from read_xlsx('nowhere.xlsx')")


def test_a_second_connection_sees_what_the_first_wrote(tmp_path: Path) -> None:
    where = tmp_path / "evidence.duckdb"
    first = ibis.duckdb.connect(where, autoinstall_known_extensions=False)
    first.create_table("rows", ROWS)
    first.disconnect()
    second = ibis.duckdb.connect(where, autoinstall_known_extensions=False)
    assert second.list_tables() == ["rows"]
    second.disconnect()


# --- Beta quantiles, numbers and pictures ---------------------------------------------------------------------------


def test_a_beta_quantile_inverts_its_distribution_down_to_tiny_shapes() -> None:
    a, b = np.array([0.05, 1.0, 33.0, 4e5]), np.array([0.5, 1.0, 2.0, 1e5])
    for p in (0.05, 0.5, 0.95):
        np.testing.assert_allclose(scipy.special.betainc(a, b, scipy.special.betaincinv(a, b, p)), p, atol=1e-9)


def test_a_seeded_generator_draws_the_same_numbers_again() -> None:
    first, again = (np.random.Generator(np.random.PCG64(7)).integers(0, 1000, 5).tolist() for _ in range(2))
    assert first == again


def chart() -> dict[str, object]:
    """A small chart with words in it."""
    import altair as alt

    drawn = (
        alt.Chart(alt.Data(values=[{"x": 1, "y": 0.8}])).mark_point().encode(x="x:Q", y="y:Q").properties(title="Kept")
    )
    return drawn.to_dict()


def test_a_chart_is_drawn_as_svg_without_the_network() -> None:
    drawn = vl_convert.vegalite_to_svg(chart(), allowed_base_urls=[])
    assert drawn.startswith("<svg")
    assert "Kept" in drawn
    assert not re.search(r"""(?:href|src)=["']https?:""", drawn)


def test_a_charts_picture_is_the_same_every_time() -> None:
    assert vl_convert.vegalite_to_svg(chart()) == vl_convert.vegalite_to_svg(chart())


# --- The typesetter -------------------------------------------------------------------------------------------------


def test_the_typesetter_brings_the_fonts_a_report_is_set_in() -> None:
    families = typst.Fonts(include_system_fonts=False).families()
    assert {"Libertinus Serif", "DejaVu Sans Mono"} <= set(families)


def test_the_typesetter_takes_words_as_data_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    program = (
        b'#set document(title: "t", date: none)\n#set text(lang: "en")\n= Said\n#json(bytes(sys.inputs.given)).said'
    )
    said = {"given": json.dumps({"said": '#read("x") $x$ \\ ]'})}

    def made() -> object:
        compiler = typst.Compiler(program, root=tmp_path, ignore_system_fonts=True, sys_inputs=said)
        return compiler.compile(format="pdf", pdf_standards=["ua-1"])

    assert made() == made()


def test_the_typesetter_reads_no_file_outside_its_root(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("../secret.txt", "/../secret.txt"):
        with pytest.raises(typst.TypstError):
            typst.Compiler(f'#read("{path}")'.encode(), root=tmp_path / "root").compile(format="pdf")


# --- What comes along -------------------------------------------------------------------------------------------------

PERMISSIVE = re.compile(r"Apache|MIT|BSD|ISC|PSF|Zlib|Redistribution and use in source", re.IGNORECASE)
COPYLEFT = re.compile(r"GPL|General Public|Mozilla|MPL|EUPL|SSPL|BUSL", re.IGNORECASE)


def brought_along(asked: list[str]) -> set[str]:
    """Names of everything that a plain install of these requirements holds on this machine."""
    found: set[tuple[str, str]] = set()
    waiting = [(line, "") for line in asked]
    while waiting:
        line, extra = waiting.pop()
        needed = Requirement(line)
        if needed.marker is not None and not needed.marker.evaluate({"extra": extra}):
            continue
        for part in ("", *needed.extras):
            if (needed.name, part) not in found:
                found.add((needed.name, part))
                waiting += [(line, part) for line in importlib.metadata.requires(needed.name) or []]
    return {name for name, _ in found}


def licence_of(name: str) -> str:
    """What a package says of its own licence, in its fields for that."""
    told = importlib.metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join(filter(None, [told.get("License-Expression"), *classifiers])) or told.get("License", "")


def test_everything_that_comes_with_the_product_is_permissively_licensed() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = brought_along(project["dependencies"])
    assert {"ibis-framework", "pandas", "rich"} <= packages
    assert not {name for name in packages if not PERMISSIVE.search(licence_of(name))}
    assert not {name for name in packages if COPYLEFT.search(licence_of(name).partition("Copyright")[0])}
