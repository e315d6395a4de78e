import type { TrafficShare } from '../events';
import { placed } from './axis';
import { html, type Markup } from './markup';
import type { Release, TrafficSample } from './model';
import { timeText } from './times';

/** The traffic of a release over its axis, in patterns, with a legend and a table; nothing where it is not known. */
export function trafficMarkup(release: Release): Markup {
  const { traffic, end } = release;
  if (traffic.length === 0) return html``;
  const targets = [...new Set(traffic.flatMap(({ shares }) => shares.map(({ target }) => target)))].sort();
  const columns = traffic.map((sample, index) =>
    columnMarkup(sample, traffic[index + 1]?.time ?? end, release, targets),
  );
  return html`<div class="traffic"><div class="row"><div class="label"><b>Traffic</b> <small>${summary(traffic)}</small><ul class="legend">${targets.map((target, index) => html`<li><span class="swatch series${index % 3}" aria-hidden="true"></span>${target}</li>`)}</ul></div><div class="track tall" aria-hidden="true">${columns}</div></div>
<details><summary>Traffic as a table</summary>${tableMarkup(release, targets)}</details></div>
`;
}

function columnMarkup(
  { time, shares }: TrafficSample,
  until: number,
  release: Release,
  targets: readonly string[],
): Markup {
  const parts = targets.map((target, index) => ({ percent: percentOf(shares, target), index }));
  return html`<div class="column" style="${placed(time, until, release)}">${parts
    .filter(({ percent }) => percent > 0)
    .map(
      ({ percent, index }) => html`<div class="series${index % 3}" style="height:${percent}%"></div>`,
    )}</div>`;
}

function tableMarkup({ pipeline, number, traffic }: Release, targets: readonly string[]): Markup {
  return html`<table><caption>Percent of the traffic in ${pipeline} #${number}</caption>
<thead><tr><th scope="col">clock</th>${targets.map((target) => html`<th scope="col">${target}</th>`)}</tr></thead>
<tbody>${traffic.map(
    ({ time, shares }) =>
      html`<tr><th scope="row">${timeText(time)}</th>${targets.map((target) => html`<td>${percentOf(shares, target)} %</td>`)}</tr>
`,
  )}</tbody></table>`;
}

/** How often it moved, in words. */
function summary(traffic: readonly TrafficSample[]): string {
  const moves = traffic.length - 1;
  if (traffic.every(({ shares }) => shares.every(({ percent }) => percent === 0))) return 'goes nowhere';
  if (moves === 0) return 'does not move';
  return moves === 1 ? 'moves once' : `moves ${moves} times`;
}

const percentOf = (shares: readonly TrafficShare[], target: string): number =>
  shares.find((share) => share.target === target)?.percent ?? 0;
