"""Charts as files: each as SVG and PNG, each with its words, none with a name in its file name."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from report.units import RECORD, diagnosis, finding, forecast, marks, stranger

import saidanddone
from saidanddone.errors import UsageError
from saidanddone.report import captions, pictures

SHORT = forecast(mean=0.4, low=0.3, high=0.5, cautious=0.3, p_above=0.01, state="broken")
HOSTILE = "</title><script>x</script> & ../../etc \u202e=cmd"


def test_every_chart_is_there_twice_and_told_in_the_index() -> None:
    whole = diagnosis(finding(rows=marks(9)), finding("Blue", "team", SHORT, marks(9)), finding("Cem", rows=()))
    files = pictures.files(pictures.of_diagnosis(whole))
    names = ["forecasts", "timeline-1", "timeline-2", "our-record"]
    assert set(files) == {f"{name}.{ending}" for name in names for ending in ("svg", "png")} | {pictures.INDEX}
    index = files[pictures.INDEX].decode()
    assert all(f"{name}.svg, {name}.png\n" in index for name in names)
    flat = " ".join(index.split())
    assert f"Ana Example. {captions.of_timeline(whole.released[0])}" in flat
    assert captions.of_forecasts(whole, 40) in flat
    assert captions.of_calibration(RECORD) in flat


def test_an_svg_stands_alone_and_says_what_it_shows() -> None:
    whole = diagnosis(finding(rows=marks(9)))
    files = pictures.files(pictures.of_diagnosis(whole))
    root = ET.fromstring(files["timeline-1.svg"])
    assert root.get("role") == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert captions.of_timeline(whole.released[0]) in str(title.text)
    for name, content in files.items():
        if name.endswith(".svg"):
            assert b"<script" not in content
            assert b"href" not in content


def test_a_png_is_twice_as_sharp_as_it_is_large() -> None:
    files = pictures.files(pictures.of_diagnosis(diagnosis(finding(rows=marks(9)))))
    assert files["timeline-1.png"][:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", files["timeline-1.png"][16:24])
    root = ET.fromstring(files["timeline-1.svg"])
    assert (wide, high) == (2 * float(root.get("width", 0)), 2 * float(root.get("height", 0)))


def test_a_hostile_name_is_in_no_file_name_and_stays_text() -> None:
    files = pictures.files(pictures.of_diagnosis(diagnosis(finding(HOSTILE, "project", rows=marks(3)), record=None)))
    assert sorted(files) == [pictures.INDEX, "forecasts.png", "forecasts.svg", "timeline-1.png", "timeline-1.svg"]
    for name in ("forecasts.svg", "timeline-1.svg"):
        tags = {node.tag.partition("}")[2] for node in ET.fromstring(files[name]).iter()}
        assert "script" not in tags


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\ufffe", "\uffff", "\U0001fffe", "\ufdd0", "\u2028"])
def test_a_sign_that_is_no_character_is_drawn_as_something_else(sign: str) -> None:
    """Whoever draws would end the whole program at some of them."""
    files = pictures.files(
        pictures.of_diagnosis(diagnosis(finding(f"A{sign}B", "project", rows=marks(2)), record=None))
    )
    assert ET.fromstring(files["forecasts.svg"]).tag.endswith("svg")


@pytest.mark.parametrize("length", range(1, 40, 3))
def test_a_long_name_with_signs_beyond_the_first_plane_is_cut_between_them(length: int) -> None:
    """Cut in the middle of one, it could not be drawn at all."""
    whole = diagnosis(finding("x" * length + "\U0001f680" * 30, "project", rows=marks(2)), record=None)
    assert "…" in pictures.files(pictures.of_diagnosis(whole)[:1])["forecasts.svg"].decode()


def test_more_units_than_there_is_room_for_are_counted() -> None:
    whole = diagnosis(*(finding(f"P{i}", "project", rows=marks(2)) for i in range(pictures.TIMELINES + 3)))
    found = pictures.of_diagnosis(whole)
    assert [picture.name for picture in found][1:3] == ["timeline-01", "timeline-02"]
    assert len(found) == pictures.TIMELINES + 2
    index = pictures.files(found[:1], left_out=3)[pictures.INDEX].decode()
    assert "3 more timelines are not drawn" in index


def test_a_result_saves_its_charts_into_a_folder_and_the_same_ones_again(tmp_path: Path) -> None:
    drawn = saidanddone.charts(diagnosis(finding(rows=marks(5))))
    written = drawn.save(tmp_path / "new")
    assert written[-1] == tmp_path / "new" / pictures.INDEX
    before = {path: path.read_bytes() for path in written}
    drawn.save(tmp_path / "new")
    assert {path: path.read_bytes() for path in written} == before
    assert set((tmp_path / "new").iterdir()) == set(written)


def test_where_there_is_nothing_to_draw_nothing_is_written(tmp_path: Path) -> None:
    assert saidanddone.charts(diagnosis(record=None)).save(tmp_path / "none") == ()
    assert not (tmp_path / "none").exists()
    alone = saidanddone.charts(diagnosis(finding(trust=stranger(), rows=()), record=None)).save(tmp_path / "some")
    assert [path.name for path in alone] == ["forecasts.svg", "forecasts.png", pictures.INDEX]


def test_a_folder_that_cannot_be_written_is_told_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written there"):
        saidanddone.charts(RECORD).save(tmp_path / "file")


def test_a_result_names_nobody_where_it_is_printed_by_a_shell() -> None:
    whole = diagnosis(finding("Ana Example", rows=marks(3)))
    assert "Ana" not in repr(saidanddone.charts(whole))
    assert "Ana" not in repr(pictures.of_diagnosis(whole))
