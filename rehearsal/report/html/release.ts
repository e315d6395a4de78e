import { placed } from './axis';
import { html, type Markup } from './markup';
import type { Release, ReleaseAction } from './model';
import { durationText, timeText } from './times';
import { trafficMarkup } from './traffic';

/** A release as a timeline: its actions, and below them the traffic, on one axis of the rehearsal's clock. */
export function releaseMarkup(release: Release): Markup {
  const { pipeline, number, cause, status, start, end, actions } = release;
  return html`<section class="release">
<h4>${pipeline} #${number}, ${cause} ${statusMarkup(status)}</h4>
<p class="axis"><span>${timeText(start)}</span><span>${durationText(end - start)}</span><span>${timeText(end)}</span></p>
<ol class="actions">${actions.map((action) => actionMarkup(action, release))}</ol>
${trafficMarkup(release)}
</section>
`;
}

function actionMarkup(
  { stage, action, status, start, end, message }: ReleaseAction,
  release: Release,
): Markup {
  const took =
    end === undefined ? `from ${timeText(start)}` : `${durationText(end - start)} from ${timeText(start)}`;
  const reason = message ? html`<p class="message">${message}</p>` : html``;
  return html`<li><div class="row"><div class="label"><b>${stage} / ${action}</b> ${statusMarkup(status)} <small>${took}</small></div><div class="track" aria-hidden="true"><div class="bar ${statusClass(status)}" style="${placed(start, end ?? release.end, release)}"></div></div></div>${reason}</li>
`;
}

const MARKS: Readonly<Record<string, string>> = {
  Succeeded: '✓',
  Failed: '✗',
  Stopped: '■',
  Abandoned: '■',
  InProgress: '…',
};

/** A status by mark, word and colour. */
const statusMarkup = (status: string): Markup =>
  html`<span class="status ${statusClass(status)}">${MARKS[status] ?? '–'} ${status}</span>`;

/** A class of the style sheet. */
const statusClass = (status: string): string => (status in MARKS ? status.toLowerCase() : 'other');
