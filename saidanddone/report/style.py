"""The page's style sheet: built from the tokens, for a screen, a phone of 360 pixels, the dark, and paper."""

from __future__ import annotations

from saidanddone.report.tokens import DARK, FONT, LIGHT, MONO, SPACE, TYPE, css_variables, dark_rules

__all__ = ["PHONE", "sheet"]

PHONE = 720
"""Below this width in pixels everything stands in one column."""

_SIZES = "".join(f"--{name}:{size / 16:g}rem;" for name, size in TYPE.items())
_STEPS = "".join(f"--s{i}:{step}px;" for i, step in enumerate(SPACE))

_RULES = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:var(--body)/1.5 var(--font);overflow-wrap:anywhere}
main,header,footer{max-width:960px;margin:0 auto;padding:0 var(--s4)}
header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:var(--s1) var(--s4);padding-top:var(--s5);
 color:var(--muted);font-size:var(--small)}
header b{color:var(--ink)}
.mark{display:inline-block;margin:var(--s4) 0 0;padding:var(--s0) var(--s2);border:1px dashed var(--muted);
 font-size:var(--small)}
h1{font-size:var(--headline);line-height:1.25;font-weight:600;letter-spacing:-.01em;margin:var(--s5) 0;max-width:26em;
 text-wrap:balance}
h1.long{font-size:1.6rem;max-width:32em}
h2{font-size:var(--section);line-height:1.3;font-weight:600;margin:0 0 var(--s2)}
footer h2{font-size:var(--body);margin:0 0 var(--s1)}
h1 a{text-decoration:none}
h1 a:hover,h1 a:focus-visible{text-decoration:underline}
.cite{color:var(--muted);font-size:var(--small)}
p{margin:0 0 var(--s2);max-width:42em}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--hair);text-underline-offset:.2em}
a:hover,a:focus-visible{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--trust);outline-offset:2px}
code{font:.9em var(--mono)}
code.whole{white-space:nowrap}
section{margin:0 0 var(--s6)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:var(--s4)}
.pair.tall{grid-template-columns:minmax(0,7fr) minmax(0,3fr);align-items:start}
.apart{font-size:var(--small);border-top:1px solid var(--hair);padding-top:var(--s1)}
.legend span{margin-right:var(--s3)}
.card{background:var(--card);border-top:4px solid var(--hair);padding:var(--s4);min-width:0}
.card.trust{border-top-color:var(--trust)}
.card.safety{border-top:4px solid;border-image:repeating-linear-gradient(115deg,var(--safety) 0 4px,
 transparent 4px 8px) 4}
.asks{color:var(--muted);margin-bottom:var(--s4)}
.figure{font-size:var(--lead);margin:var(--s2) 0 var(--s0)}
.figure b{font-size:1.5em;font-weight:600;letter-spacing:-.01em}
.quiet{color:var(--muted);font-size:var(--small)}
.quiet p,.quiet li{max-width:none}
.band{position:relative;height:16px;margin:34px 0 26px;background:var(--track);
 -webkit-print-color-adjust:exact;print-color-adjust:exact}
.band i{position:absolute;display:block}
.band .interval{top:0;bottom:0;background:var(--open-soft)}
.band .middle{top:50%;width:16px;height:16px;margin:-8px 0 0 -8px;border:3px solid var(--open);border-radius:50%;
 background:var(--paper)}
.band .line{top:-6px;bottom:-6px;border-left:2px dashed var(--ink)}
.band .line::before{content:attr(data-said);position:absolute;bottom:100%;left:0;transform:translateX(-50%);
 font-size:var(--small);font-style:normal;line-height:1.3;white-space:nowrap}
.band.kept .interval{background:var(--trust-soft)}
.band.kept .middle{background:var(--trust);border-color:var(--trust)}
.band.broken .interval{background:var(--broken-soft)}
.band.broken .middle{background:var(--broken);border-color:var(--broken);border-radius:0;
 transform:rotate(45deg) scale(.85)}
.band.none,.band.empty{background:none;border:1px dashed var(--muted)}
.band.empty{background:repeating-linear-gradient(115deg,var(--safety-soft) 0 3px,transparent 3px 9px);
 border-color:var(--safety)}
.band .nothing{left:8px;top:50%;transform:translateY(-50%);padding:0 6px;background:var(--card);
 font-style:normal;font-size:var(--small);line-height:1.2;white-space:nowrap}
.band .end{top:100%;font-size:var(--small);font-style:normal;color:var(--muted);line-height:1.5}
.band .end.low{left:0}.band .end.high{right:0}
.band.said .interval{background:repeating-linear-gradient(115deg,var(--safety) 0 1.5px,var(--safety-soft) 1.5px 6px)}
.band.said.uncertain .interval{background:repeating-linear-gradient(115deg,var(--open) 0 1.5px,
 var(--open-soft) 1.5px 6px)}
.band.said.broken .interval{background:repeating-linear-gradient(115deg,var(--broken) 0 1.5px,
 var(--broken-soft) 1.5px 6px)}
.band.said.kept .middle{background:var(--safety);border-color:var(--safety)}
.band.thin{height:6px;margin:var(--s3) 0 var(--s1)}
.band.thin .middle{width:10px;height:10px;margin:-5px 0 0 -5px;border-width:2px}
.mapped{display:grid;grid-template-columns:minmax(0,10fr) minmax(0,11fr);gap:var(--s5);align-items:center}
.clocks{grid-column:1/-1;display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:var(--s2) var(--s4)}
.clocks h2{grid-column:1/-1;margin:0}
figure.map{max-width:440px}
.half{font-weight:600}
figure.levels{max-width:400px;margin:var(--s3) 0 var(--s2)}
.clock{border-top:2px solid var(--hair);padding-top:var(--s1)}
.clock.rare{border-top-color:var(--ink)}.clock.unobserved{border-top-style:dashed}
.clock p{margin-bottom:var(--s1)}
.when{font-weight:600}.when .quiet{display:block;font-weight:400}
h2.apart{border:0;padding:0;font-size:var(--section);margin-top:var(--s4)}
.tomorrow{border-left:4px solid var(--ink);padding:0 0 0 var(--s4)}
.tomorrow .do{font-size:var(--lead);line-height:1.4}
blockquote{margin:0 0 var(--s3);padding:var(--s2) var(--s3);background:var(--card);max-width:42em}
blockquote::before{content:"Words to say";display:block;color:var(--muted);font-size:var(--small)}
.unit.folded{margin-bottom:var(--s5)}
.unit{border-top:1px solid var(--hair);padding-top:var(--s4)}
.unit>.beside{display:grid;grid-template-columns:minmax(0,11fr) minmax(0,10fr);gap:var(--s5);align-items:start}
dl{margin:0;display:grid;grid-template-columns:1fr 1fr;gap:var(--s2) var(--s5)}
dt{font-weight:600;font-size:var(--small)}dd{margin:0;max-width:42em}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto;font-family:var(--font)}
figcaption{color:var(--muted);font-size:var(--small);margin-top:var(--s1)}
figure.small{max-width:440px}
figure.timeline{max-width:500px;margin:var(--s3) 0 var(--s4)}
.answers{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:var(--s3) var(--s5);margin:var(--s3) 0}
.answers .half{font-size:var(--small);margin-bottom:var(--s1)}
figure.answered{max-width:320px;margin-bottom:var(--s1)}
p.also{margin:var(--s2) 0 0;max-width:none}p.also+p.also{margin-top:var(--s0)}
.narrow{display:none}
.scroll{overflow-x:auto;margin:0 0 var(--s2)}
table{border-collapse:collapse;font-size:var(--small);width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:var(--s0) var(--s2) var(--s0) 0;border-bottom:1px solid var(--hair);vertical-align:top}
th{font-weight:600;color:var(--muted)}
tr>th:first-child{min-width:9em}
td.n,th.n{text-align:right;white-space:nowrap}
td.d{white-space:nowrap}
.rows td:last-child{min-width:9em}
tr:target td{background:var(--trust-soft)}
.grounds{margin-bottom:var(--s5)}
dd+dd{margin-top:var(--s0)}
h3{font-size:var(--body);margin:var(--s4) 0 var(--s1)}
.turn .at{color:var(--muted);font-size:var(--small)}
.turn:target{background:var(--trust-soft)}
.turn:target .at{color:inherit}
details{margin:var(--s3) 0 0}
summary{cursor:pointer;font-size:var(--small);text-decoration:underline;text-decoration-color:var(--hair);
 text-underline-offset:.2em}
details[open] summary{margin-bottom:var(--s2)}
footer{padding-bottom:var(--s6)}
footer::before{content:"";display:block;border-top:1px solid var(--hair);margin-bottom:var(--s4)}
footer ul{margin:0;padding:0 0 0 var(--s3)}
"""

_PHONE = """
main,header,footer{padding-left:var(--s3);padding-right:var(--s3)}
header{padding-top:var(--s3)}
h1,h1.long{font-size:1.4rem;margin:var(--s4) 0}
section{margin-bottom:var(--s5)}
dl,.answers,.pair,.pair.tall,.unit>.beside,.mapped,.clocks{grid-template-columns:minmax(0,1fr);gap:var(--s4)}
dl{gap:var(--s2)}
.card{padding:var(--s3)}
.wide,.more{display:none}.narrow{display:block}
"""

_PAPER = """
@page{margin:13mm 15mm}
html{font-size:9.2pt}
body{line-height:1.4}
main,header,footer{max-width:none;padding:0}
h1,h1.long{font-size:15pt;max-width:none;margin:5mm 0 4mm}
h2{font-size:11.5pt}
p,dd,blockquote{max-width:none}
section{margin-bottom:5mm}
.card,.tomorrow,#all,#record,footer,figure,tr,blockquote,dl>div{break-inside:avoid}
.unit:has(dl){break-before:page}
h2,dt,thead{break-after:avoid}
p{orphans:3;widows:3;margin-bottom:1.2mm}
.pair{grid-template-columns:1fr 1fr}.pair.tall{grid-template-columns:minmax(0,7fr) minmax(0,3fr)}
.wide{display:block}.narrow{display:none}
.scroll{overflow:visible}
.tall figure svg{max-height:135mm}
.card{padding:3mm 4mm}
.asks{margin-bottom:2mm}
.band{margin:26px 0 22px}
.tomorrow .do,.figure{font-size:11pt}
blockquote{padding:2mm 3mm;margin-bottom:2mm}
figure.timeline{max-width:100mm;margin:2mm 0 3mm}
figure.small{max-width:75mm}
figure.map{max-width:80mm}
.mapped{grid-template-columns:70mm minmax(0,1fr);gap:1mm 6mm;align-items:start}
.mapped figure{grid-row:1/span 2}
.clocks{grid-column:auto;grid-template-columns:minmax(0,1fr);gap:1mm}
.when .quiet{display:inline}
.clock{padding-top:.6mm}.clock p,.told p{margin-bottom:.6mm}
.levels{margin:1.5mm 0 0}
:root:has(#map){font-size:7.5pt}
:root:has(#map) body{line-height:1.28}
:root:has(#map) h2{font-size:10pt;margin-bottom:.8mm}
:root:has(#map) p,:root:has(#map) blockquote{margin-bottom:.7mm}
:root:has(#map) .asks{margin:0}
:root:has(#map) h1{font-size:13pt;margin:2.4mm 0}
:root:has(#map) main>section{margin-bottom:1.8mm}
:root:has(#map) p.also{margin:.4mm 0 0}
:root:has(#map):has(p.also) body{line-height:1.24}
:root:has(#map):has(p.also) .band:not(.thin){margin:17px 0 16px}
:root:has(#map) .band{margin:20px 0 18px}
:root:has(#map) .band.thin{margin:2mm 0 1mm}
:root:has(#map) .card{padding:1.6mm 3mm .6mm}
:root:has(#map) .figure,:root:has(#map) .do{font-size:9.5pt}
:root:has(#map) .figure{margin:0}
dl{font-size:.94em;gap:1.6mm 6mm}
td,th{padding-top:.6mm;padding-bottom:.6mm}
details{margin-top:2mm}
details::details-content{content-visibility:visible;display:block;height:auto}
details.facts>summary{display:none}
details.rows:not([open])::details-content{display:none}
details.rows:not([open])>summary::after{content:": see the file"}
details.rows:not([open])>summary{display:block}
summary{text-decoration:none}
a{text-decoration:none}
"""


def sheet() -> str:
    """The whole style sheet."""
    light = f":root{{color-scheme:light dark;--font:{FONT};--mono:{MONO};{_SIZES}{_STEPS}{css_variables(LIGHT)}}}"
    dark = f":root{{{css_variables(DARK)}}}{dark_rules('figure')}"
    return "".join(
        (
            light,
            _RULES,
            f"@media screen and (prefers-color-scheme:dark){{{dark}}}",
            f"@media screen and (max-width:{PHONE}px){{{_PHONE}}}",
            f"@media print{{{_PAPER}}}",
        )
    ).replace("\n", "")
