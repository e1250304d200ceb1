"""How a record looks on the screen and on A4."""

from __future__ import annotations

STYLE = """\
:root { --error: #b3261e; --warning: #8a5a00; --info: #1f5fa8; --line: #999; }
* { box-sizing: border-box; }
body { max-width: 64rem; margin: 0 auto; padding: 1.5rem; color: #111; background: #fff;
  font: 15px/1.65 "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", "Noto Sans CJK SC", serif; }
h1 { margin: 0 0 .8rem; text-align: center; font: bold 1.6rem/1.3 "宋体", SimSun, "Noto Serif CJK SC", serif; }
h2 { margin: 1.2rem 0 .4rem; font: bold 1rem/1.4 "黑体", SimHei, "Noto Sans CJK SC", sans-serif; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .15rem .4rem; border: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f3f3f3; font-weight: bold; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.facts th { width: 6rem; }
.findings { font-size: .87rem; line-height: 1.45; }
.findings th:nth-child(1) { width: 2.6rem; }
.findings th:nth-child(2) { width: 4.4rem; }
.findings th:nth-child(3) { width: 9rem; }
.findings th:nth-child(5) { width: 12rem; }
.findings ul { margin: 0; padding: 0; list-style: none; color: #333; }
.rules { margin: .2rem 0; font-size: .75rem; line-height: 1.45; }
td.error, .note.error a, a.error { color: var(--error); }
td.warning, .note.warning a, a.warning { color: var(--warning); }
td.info, .note.info a, a.info { color: var(--info); }
a { text-decoration: none; }
.signed { display: flex; justify-content: space-between; margin: 2rem 0 0; }
.signed span { flex: 1; }
section { margin-top: 2rem; }
.pair { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); column-gap: 1rem; break-inside: avoid; }
.pair:has(.form) { break-inside: auto; }
.draft { white-space: pre-wrap; overflow-wrap: anywhere; padding: .15rem 0; }
.draft.title { text-align: center; font-weight: bold; font-size: 1.15rem; }
.draft.heading { font-weight: bold; }
.notes { border-left: 1px solid #ddd; padding-left: .7rem; font-size: .8rem; line-height: 1.45; }
.note { margin: .2rem 0; break-inside: avoid; }
.form { table-layout: fixed; font-size: .72rem; line-height: 1.3; margin: .3rem 0; white-space: normal; }
.form td { padding: .1rem .15rem; text-align: center; vertical-align: middle; border-color: #333; }
.form td.label { text-align: left; }
mark { color: inherit; background: none; }
mark.error { background: #fbdcd9; border-bottom: 2px solid var(--error); }
mark.warning { background: #fdeec9; border-bottom: 2px dashed var(--warning); }
mark.info { background: #dfeaf8; border-bottom: 2px dotted var(--info); }
.draft a { font: bold .65rem/1 sans-serif; vertical-align: super; margin: 0 .1em; }
article + article { margin-top: 3rem; }
@media print {
  @page { size: A4; margin: 16mm 18mm; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.5; }
  html { font-size: 10pt; }
  mark, th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { break-after: avoid; }
  section { break-before: page; }
  article + article { break-before: page; margin: 0; }
}
"""
