"""A diagnosis on paper and in pictures, as somebody types it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf

KEPT = "".join(f"Ana,Kite,2026-0{m}-01,2026-0{m}-20,2026-0{m}-1{m},to_team\n" for m in range(1, 8))


def test_one_run_writes_a_pdf_and_every_chart_with_its_words_and_says_where(run, tmp_path: Path) -> None:
    (tmp_path / "promises.csv").write_text(f"subject,to,made_at,due_at,closed_at,direction\n{KEPT}", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("name,handle,team,role\nAna,Ana,Kite,leader\n", encoding="utf-8")
    asked = ("diagnose", "promises.csv", "--roster", "roster.csv", "--on", "2026-09-01", "--leader", "Ana")
    ended = run(*asked, "--report", "ana.PDF", "--paper", "Letter", "--charts", "pictures")
    assert (ended.code, ended.err) == (0, "")
    assert "The report: ana.PDF\n" in ended.out
    assert "The charts: pictures, with what each says in alt-texts.txt\n" in ended.out
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "ana.PDF").read_bytes()))
    first = " ".join(reader.pages[0].extract_text().split())
    assert ended.out.split(";")[0].replace("\n", " ") in first
    assert reader.pages[0].mediabox.width == 612
    drawn = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {"forecasts.svg", "forecasts.png", "timeline-1.svg", "timeline-1.png", "alt-texts.txt"} <= drawn
    assert not (tmp_path / "saidanddone-report.html").exists()


def test_charts_do_not_overwrite_a_file_that_stands_in_their_place(run, tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("mine", encoding="utf-8")
    ended = run("diagnose", "nothing.csv", "--charts", "pictures")
    assert (ended.code, ended.out) == (2, "")
    assert "--charts" in ended.err
    assert (tmp_path / "pictures").read_text(encoding="utf-8") == "mine"
