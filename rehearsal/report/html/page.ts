import { stripVTControlCharacters } from 'node:util';
import { describeExpectation } from '../expectations';
import { html, type Markup } from './markup';
import type { ApplicationModel, PageModel, StepModel } from './model';
import { releaseMarkup } from './release';
import { STYLE } from './style';

/** A whole page that needs nothing but itself: no script, and its policy lets a browser load nothing. */
export function pageOf(page: PageModel): string {
  const title = `Rehearsal of ${page.config}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${title}</h1>
${verdictMarkup(page)}
${contentsMarkup(page)}
</header>
<main>
${page.applications.map(applicationMarkup)}
${faultsMarkup(page)}
${leftOutMarkup(page)}
${grantsMarkup(page)}
</main>
</body>
</html>
`.text;
}

function verdictMarkup({ finished, failure, unmatchedFaults }: PageModel): Markup {
  if (failure !== undefined)
    return html`<p class="verdict failed">✗ It did not play to its end: ${failure}</p>`;
  if (!finished) return html``;
  const { met, expectations, seconds } = finished;
  const text = `${met} of ${expectations} expectations met in ${seconds.toFixed(1)} s`;
  return met === expectations && unmatchedFaults.length === 0
    ? html`<p class="verdict succeeded">✓ ${text}</p>`
    : html`<p class="verdict failed">✗ ${text}</p>`;
}

function contentsMarkup({ applications }: PageModel): Markup {
  if (applications.length === 0) return html``;
  return html`<nav aria-label="Steps">${applications.map(
    ({ name, steps }, application) => html`<h2>${name}</h2>
<ol class="contents">${steps.map(
      (
        step,
        index,
      ) => html`<li><a href="#${idOf(application, index)}">${step.title}</a> ${outcomeMarkup(step)}</li>
`,
    )}</ol>
`,
  )}</nav>`;
}

function applicationMarkup({ name, before, steps }: ApplicationModel, application: number): Markup {
  const created =
    before.length > 0
      ? html`<details><summary>Before the first step (${before.length})</summary>${before.map(releaseMarkup)}</details>`
      : html``;
  return html`<section class="application"><h2>${name}</h2>
${created}${steps.map((step, index) => stepMarkup(step, idOf(application, index)))}</section>
`;
}

function stepMarkup(step: StepModel, id: string): Markup {
  const { title, expectations, releases, faults, reasons, outcome } = step;
  const misses = expectations.filter(({ met }) => !met);
  const met = expectations.filter((each) => each.met);
  return html`<article class="step" id="${id}"><h3>${title}</h3>
<p>${outcomeMarkup(step)}${outcome?.outcome === 'skipped' ? html`: ${outcome.note ?? ''}` : html``}</p>
${misses.length > 0 ? html`<ul class="expectations">${misses.map(({ text, found }) => html`<li class="failed">✗ ${describeExpectation(text, found)}</li>`)}</ul>` : html``}
${faults.length > 0 ? html`<ul class="expectations">${faults.map((fault) => html`<li>! ${fault}</li>`)}</ul>` : html``}
${reasons.length > 0 ? html`<pre>${stripVTControlCharacters(reasons.join('\n'))}</pre>` : html``}
${met.length > 0 ? html`<details><summary>${met.length} met</summary><ul class="expectations">${met.map(({ text }) => html`<li>✓ ${text}</li>`)}</ul></details>` : html``}
${releases.map(releaseMarkup)}</article>
`;
}

function outcomeMarkup({ outcome, expectations }: StepModel): Markup {
  if (!outcome) return html`<span class="status stopped">■ not ended</span>`;
  if (outcome.outcome === 'skipped') return html`<span class="status other">– skipped</span>`;
  const met = expectations.filter((each) => each.met).length;
  const text = `${outcome.outcome}, ${met} of ${expectations.length} met, ${outcome.seconds.toFixed(1)} s`;
  return outcome.outcome === 'as expected'
    ? html`<span class="status succeeded">✓ ${text}</span>`
    : html`<span class="status failed">✗ ${text}</span>`;
}

function faultsMarkup({ unmatchedFaults }: PageModel): Markup {
  if (unmatchedFaults.length === 0) return html``;
  return html`<section><h2>Faults that no call met</h2><ul>${unmatchedFaults.map((reason) => html`<li class="failed">✗ ${reason}</li>`)}</ul></section>`;
}

function leftOutMarkup({ leftOut }: PageModel): Markup {
  if (leftOut.length === 0) return html``;
  return html`<section><h2>Left out</h2><ul>${leftOut.map((reason) => html`<li>${reason}</li>`)}</ul></section>`;
}

function grantsMarkup({ unusedGrants }: PageModel): Markup {
  if (unusedGrants.length === 0) return html``;
  return html`<section><h2>Grants that no call needed</h2><details><summary>${unusedGrants.length} statements of the pipelines’ roles</summary>
<table><thead><tr><th scope="col">role</th><th scope="col">statement</th><th scope="col">actions</th></tr></thead><tbody>${unusedGrants.map(
    ({ role, statement, whole, actions }) =>
      html`<tr><th scope="row">${role}</th><td>${statement}${whole ? ', all of it' : ''}</td><td>${actions.join(', ')}</td></tr>
`,
  )}</tbody></table></details></section>`;
}

const idOf = (application: number, step: number): string => `step-${application + 1}-${step + 1}`;
