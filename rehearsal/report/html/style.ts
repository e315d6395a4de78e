import { Markup } from './markup';

/** Statuses differ by mark, word and pattern as well as by colour; text has a contrast of 4.5 to 1 or more in both schemes. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --track: #eef1f4;
  --link: #0550ae; --good: #116329; --bad: #a40e26; --warn: #7d4e00; --cool: #0550ae; --on: #fff;
  --series0: #2f6fb3; --series1: #2e7d4f; --series2: #8a4baf; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #e6edf3; --muted: #9da7b3; --line: #3d444d; --track: #21262d;
    --link: #79c0ff; --good: #56d364; --bad: #ff8e86; --warn: #e3b341; --cool: #79c0ff; --on: #0d1117;
    --series0: #79c0ff; --series1: #56d364; --series2: #d2a8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.1rem; margin: 0; }
h4 { font-size: 1rem; margin: 0; }
nav h2 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; }
ol, ul { padding-left: 1.5rem; margin: .25rem 0; }
small { color: var(--muted); font-size: .875rem; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; font-size: .875rem; background: var(--track); padding: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--muted); }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border: 1px solid var(--line); }
.verdict { font-size: 1.25rem; font-weight: 600; }
.status { white-space: normal; font-weight: 600; font-size: .875rem; }
.succeeded { color: var(--good); }
.failed { color: var(--bad); }
.stopped, .abandoned, .other { color: var(--warn); }
.inprogress { color: var(--cool); }
.step { border-top: 1px solid var(--line); padding: 1rem 0; }
.expectations, .actions, .legend { list-style: none; padding-left: 0; }
.release { margin: 1rem 0 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem; }
.axis { display: flex; justify-content: space-between; margin-left: 40%; color: var(--muted); font-size: .875rem; }
.row { display: grid; grid-template-columns: 40% 1fr; align-items: center; margin: .25rem 0; }
.label { padding-right: .75rem; }
.message { color: var(--muted); font-size: .875rem; }
.track { position: relative; height: 1.125rem; background: var(--track); }
.tall { height: 4rem; }
.bar { position: absolute; top: 0; bottom: 0; min-width: .25rem; border: 1px solid currentColor;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.bar.succeeded { background: currentColor; }
.bar.failed { background: repeating-linear-gradient(45deg, currentColor 0 .3rem, transparent .3rem .6rem); }
.bar.stopped, .bar.abandoned, .bar.other { background: repeating-linear-gradient(90deg, currentColor 0 .2rem, transparent .2rem .5rem); }
.bar.inprogress { background: radial-gradient(currentColor 30%, transparent 35%) 0 0 / .5rem .5rem; }
.column { position: absolute; top: 0; bottom: 0; display: flex; flex-direction: column; }
.series0, .series1, .series2 { border: 1px solid var(--page); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.series0 { background: var(--series0); }
.series1 { background: repeating-linear-gradient(45deg, var(--series1) 0 .4rem, transparent .4rem .6rem); }
.series2 { background: radial-gradient(var(--series2) 40%, transparent 45%) 0 0 / .5rem .5rem; }
.swatch { display: inline-block; width: 1.25rem; height: .875rem; margin-right: .375rem; vertical-align: middle; }
.legend { font-size: .875rem; }
@media (max-width: 40rem) {
  body { padding: .75rem; }
  .row { grid-template-columns: 1fr; gap: .125rem; }
  .axis { margin-left: 0; }
}
`);
