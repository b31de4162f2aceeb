"""A pulse as one HTML page: to print, to read on a phone, to tick on a screen before printing; no script, no address.

What is ticked on a screen is sent nowhere and kept nowhere: the page has no place to send it to. Ticked there and
printed, a sheet shows nobody's handwriting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saidanddone.report.document import document
from saidanddone.report.formwords import AGREEING, COSTED, FIRST, FITS, FITTING, HANDING, TYPIST, Form, costs
from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.words import plain
from saidanddone.survey.asking import Column, Grid

__all__ = ["body", "render"]


def render(form: Form) -> str:
    """The form as a page, to be written as UTF-8."""
    return document(form.title, body(form), style=_LOOK)


def body(form: Form) -> Markup:
    """All that the form says, in its order: who sees what before any question."""
    asked = [_statements(form)]
    if form.scale is not None:
        asked.append(_scale(form))
    first, *met = form.grids
    asked += [_grid(first), element("div", *(_grid(grid) for grid in met), class_="met")]
    if form.counted:
        asked.append(element("section", *(_number(column) for column in form.counted), class_="counts"))
    clear = element("button", "Clear all ticks", type="reset")
    ticked = element("p", "Ticks made on this screen are sent nowhere and kept nowhere: print them. ", clear)
    head = element(
        "header", *(element("span", element("b", part) if i == 0 else part) for i, part in enumerate(form.head))
    )
    return joined_markup(
        head,
        element(
            "main",
            _notice(form),
            element("form", *asked, element("div", ticked, class_="screen quiet"), autocomplete="off"),
            _hand_in(form),
        ),
        element("footer", *(element("p", line, class_="quiet") for line in form.small_print)),
    )


def _notice(form: Form) -> Markup:
    said = [element("div", element("dt", head), element("dd", words)) for head, words in form.notice]
    parts = [
        element("h1", form.headline),
        element("p", form.lead, class_="lead"),
        element("h2", FIRST),
        element("dl", *said),
        element("p", TYPIST, " ", element("span", class_="line"), class_="typist"),
    ]
    if form.small:
        parts += [element("p", form.small), _costs(form.people)]
    return element("section", *parts, class_="notice")


def _costs(people: int | None) -> Markup:
    """What the rule of five costs teams of several sizes, one's own marked."""
    sizes = costs(people)
    head = [element("th", COSTED[0], scope="row")]
    head += [element("td", element("b", str(size)) if size == people else str(size), class_="n") for size in sizes]
    told = [element("th", COSTED[1], scope="row")]
    told += [
        element("td", element("b", f"{share}%") if size == people else f"{share}%", class_="n")
        for size, share in sizes.items()
    ]
    table = element("table", element("tr", *head), element("tr", *told), class_="costs")
    return element("div", table, element("p", COSTED[2], class_="quiet"), class_="scroll")


def _statements(form: Form) -> Markup:
    title, hint = AGREEING
    return element("section", element("h2", title), element("p", hint, class_="asks"), _ticks(form.items, form.points))


def _scale(form: Form) -> Markup:
    scale = form.scale
    if scale is None:
        return Markup("")
    shown = {item: plain(words) if words else "" for item, words in zip(scale.template.ids(), scale.words, strict=True)}
    low, high = scale.template.low, scale.template.high
    points = dict.fromkeys(range(low, high + 1), "") | dict(zip((low, high), FITS, strict=True))
    return element("section", element("h2", FITTING), _ticks(shown, points))


def _ticks(rows: Mapping[str, str], points: Mapping[int, str]) -> Markup:
    """Statements down, points across; each box is named by both, for whoever hears the page instead of seeing it."""
    head = element(
        "tr",
        element("th", ""),
        *(
            element("th", element("span", str(point), class_="code"), f" {words}", scope="col")
            for point, words in points.items()
        ),
    )
    lines = [
        element(
            "tr",
            element("th", words or element("span", class_="line"), " ", _code(code), scope="row"),
            *(_cell(code, str(point), f"{point} {said}".strip()) for point, said in points.items()),
        )
        for code, words in rows.items()
    ]
    return element("table", element("thead", head), element("tbody", *lines), class_=f"ticks points of{len(points)}")


def _grid(grid: Grid) -> Markup:
    head = element(
        "tr",
        *(element("th", column.words, " ", _code(column.name), scope="col") for column in grid.columns),
        element("th", ""),
    )
    lines = [
        element(
            "tr",
            *(_cell(column.name, code, f"{column.words}: {words}", several=column.several) for column in grid.columns),
            element("th", words, " ", _code(code), scope="row"),
        )
        for code, words in grid.rows.items()
    ]
    hint = [element("p", grid.hint, class_="asks")] if grid.hint else []
    table = element("table", element("thead", head), element("tbody", *lines), class_="ticks listed")
    return element("section", element("h2", grid.title), *hint, table)


def _cell(name: str, value: str, label: str, *, several: bool = False) -> Markup:
    kind = "checkbox" if several else "radio"
    box = Markup(element("input", type=kind, name_=name, value=value).removesuffix("</input>"))
    return element("td", element("label", box, element("span", label, class_="said")))


def _number(column: Column) -> Markup:
    box = Markup(element("input", type="number", min="0", max="99", name_=column.name).removesuffix("</input>"))
    return element("p", element("label", element("span", column.words, " ", _code(column.name)), " ", box))


def _code(code: str) -> Markup:
    return element("code", code, class_="code")


def _hand_in(form: Form) -> Markup:
    steps = element("ol", *(element("li", step) for step in form.hand_in))
    return element("section", element("h2", HANDING), steps, class_="handin")


_LOOK: Final = """
.lead{font-size:var(--lead);color:var(--muted)}
.notice{background:var(--card);border-top:4px solid var(--ink);padding:var(--s4);margin-top:var(--s1)}
.notice h1{margin-top:0;margin-bottom:var(--s2)}
.notice h2{margin-top:var(--s4)}
.notice dl{margin-bottom:var(--s4)}
.typist,.notice p{max-width:none}
.line{display:inline-block;min-width:12em;border-bottom:1px solid var(--muted)}
.costs{width:auto;margin-top:var(--s1)}
.code{font:400 .72em var(--mono);color:var(--muted);white-space:nowrap}
form section{margin-bottom:var(--s5)}
table.ticks{font-size:var(--body)}
.ticks th{color:var(--ink);font-weight:400;padding-top:var(--s1);padding-bottom:var(--s1);vertical-align:middle}
tr>th:first-child{min-width:0}
.ticks thead th{font-size:var(--small);color:var(--muted);vertical-align:bottom;text-align:center;line-height:1.3;
 padding-left:2px;padding-right:2px}
.points td,.points thead th+th{width:6.2em}
.listed td,.listed thead th:not(:last-child){width:7em}
.listed tbody th{padding-left:var(--s2)}
.ticks td{text-align:center;vertical-align:middle;padding:0}
.ticks label{display:block;padding:var(--s1) 0;cursor:pointer}
.ticks .said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.ticks input{appearance:none;width:20px;height:20px;margin:0;border:1.5px solid var(--ink);border-radius:3px;
 background:var(--paper);vertical-align:middle;display:inline-grid;place-content:center;
 -webkit-print-color-adjust:exact;print-color-adjust:exact}
.ticks input:checked::before{content:"";width:12px;height:12px;background:var(--ink);
 clip-path:polygon(12% 0,50% 38%,88% 0,100% 12%,62% 50%,100% 88%,88% 100%,50% 62%,12% 100%,0 88%,38% 50%,0 12%)}
.ticks tbody tr:hover{background:var(--card)}
.met{display:grid;grid-template-columns:1fr 1fr;gap:0 var(--s5)}
.met section:first-child{grid-row:span 2}
.met .asks{margin-bottom:var(--s1)}
.counts p{max-width:none;margin:0;border-bottom:1px solid var(--hair);padding:var(--s1) 0}
.counts label{display:flex;justify-content:space-between;gap:var(--s3);align-items:center}
.counts input{flex:none;width:5em;height:34px;font:inherit;color:inherit;background:var(--paper);
 border:1.5px solid var(--ink);border-radius:3px;padding:0 var(--s1)}
.screen{margin-bottom:var(--s5)}
button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--muted);border-radius:3px;
 padding:2px var(--s2);margin-left:var(--s1);cursor:pointer}
.handin{border-left:4px solid var(--ink);padding-left:var(--s4)}
.handin ol{margin:0;padding-left:var(--s3);max-width:42em}
.handin li{margin-bottom:var(--s1)}
footer p{max-width:none}
@media screen and (max-width:720px){
.notice{margin-left:calc(-1*var(--s3));margin-right:calc(-1*var(--s3));padding:var(--s3)}
.met{grid-template-columns:minmax(0,1fr)}
.listed td,.listed thead th:not(:last-child){width:4.8em}
.points thead{display:none}
.points tr{display:grid;padding:var(--s2) 0;border-bottom:1px solid var(--hair)}
.of5 tr{grid-template-columns:repeat(5,1fr)}.of7 tr{grid-template-columns:repeat(7,1fr)}
.points th{grid-column:1/-1;border:0;padding:0 0 var(--s1)}
.points td{width:auto;border:0;vertical-align:top}
.points .said{position:static;display:block;width:auto;height:auto;clip-path:none;font-size:.72rem;line-height:1.25;
 color:var(--muted);margin-top:4px;overflow-wrap:normal}
}
@media print{
.screen{display:none}
.notice{background:none;padding:3mm 0 0}
.notice dl{margin-bottom:2mm;grid-template-columns:1fr 1fr;gap:1.6mm 6mm}
.notice h2{margin-top:2mm}
.ticks tr,form section{break-inside:avoid}
form section{margin-bottom:4mm}
table.ticks{font-size:1em}
.ticks label{padding:.6mm 0}
.listed td,.listed thead th:not(:last-child){width:5.4em}
.ticks th{padding-top:.6mm;padding-bottom:.6mm}
.ticks input{width:4mm;height:4mm;border-width:.3mm}
.counts input{height:7mm;appearance:textfield}
}
""".replace("\n", "")
