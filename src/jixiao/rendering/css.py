"""How a page looks: on A4, on a screen of any width, by day and by night."""

CSS = """
:root { color-scheme: light dark; --ink: #111; --paper: #fff; --rule: #444; --shade: #f2f4f7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181c; --rule: #8a8f98; --shade: #23272e; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.45;
  font-family: "SimSun", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1rem; }
article + article, section { margin-top: 2.5rem; }
h1 { font-size: 1.35rem; text-align: center; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .6rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
.sheet { overflow-x: auto; position: relative; }
.sheet:focus-visible { outline: 2px solid #4a7ebb; outline-offset: 2px; }
table { width: 100%; min-width: 56rem; border-collapse: collapse; table-layout: fixed; font-size: .92rem; }
table + table { margin-top: -1px; }
th, td { border: 1px solid var(--rule); padding: .3rem .4rem; overflow-wrap: anywhere; vertical-align: middle; }
th { background: var(--shade); font-weight: bold; text-align: center; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
td { text-align: left; }
td.rest { border-top-style: hidden; background: var(--shade); }
td.n { text-align: center; font-variant-numeric: tabular-nums; }
.totals span, .signed span { display: inline-block; margin-right: 3rem; }
.signed { margin-top: 1.5rem; }
.signed span { min-width: 16rem; }
figure { margin: 0 0 1rem; }
svg { max-width: 100%; height: auto; background: #fff; }
@page wide { size: A4 landscape; margin: 12mm; }
@page tall { size: A4 portrait; margin: 12mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --rule: #000; --shade: #fff; }
  main { max-width: none; padding: 0; }
  body { line-height: 1.25; }
  h1 { font-size: 15pt; margin: 0 0 .6rem; }
  p { font-size: 9.5pt; }
  .sheet { overflow: visible; padding-right: 1px; }
  table { min-width: 0; font-size: 9pt; }
  th, td { padding: .15rem .3rem; }
  article { page: wide; }
  article.tall { page: tall; }
  article + article, section { break-before: page; margin-top: 0; }
  td:not([rowspan]), th:not([rowspan]), figure, .indicators tbody { break-inside: avoid; }
}
"""
