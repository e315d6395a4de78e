import type { PipelineGraph } from './pipeline-graph';
import { type Box, CARD, type Card, type Column, layOut, type Layout } from './svg-layout';
import { STYLE } from './svg-style';
import { escapeText, wrap } from './svg-text';

/**
 * Pipelines as a picture, one below the other: triggers at the left, a column for each stage, a card for each action.
 * It has its own background and supports the reader's light or dark theme.
 */
export function toSvg(...graphs: readonly PipelineGraph[]): string {
  const layouts = graphs.reduce<Layout[]>((done, graph) => {
    const last = done.at(-1)?.box;
    return [...done, layOut(graph, last ? last.y + last.height : 0)];
  }, []);
  const width = Math.max(0, ...layouts.map(({ box }) => box.width));
  const height = layouts.reduce((total, { box }) => total + box.height, 0);
  const names = escapeText(graphs.map(({ name }) => name).join(', '));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${names}">
<title>${names}</title>
<style>${STYLE}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="tip" d="M0 0.5 8 4 0 7.5Z"/></marker></defs>
<rect class="page" width="${width}" height="${height}" rx="14"/>
${layouts.map(pipeline).join('\n')}
</svg>
`;
}

function pipeline({ box, title, subtitle, triggers, columns }: Layout): string {
  return [
    `<text class="name" x="28" y="${box.y + 46}">${escapeText(title)}</text>`,
    `<text class="subtitle" x="28" y="${box.y + 68}">${escapeText(subtitle)}</text>`,
    ...columns.map(stage),
    ...columns.slice(1).map((next, index) => between(columns[index] as Column, next)),
    ...triggers.map(({ card: from }) => card(from)),
    ...triggers.map(({ card: from, target }) => curve(from.box, target)),
  ].join('\n');
}

function stage({ box, title, cards, steps, onFailure }: Column, index: number): string {
  const foot = box.y + box.height - 12;
  return [
    `<rect class="stage" ${area(box)} rx="12"/>`,
    `<circle class="number" cx="${box.x + 27}" cy="${box.y + 22}" r="11"/>`,
    `<text class="digit" x="${box.x + 27}" y="${box.y + 26}">${index + 1}</text>`,
    `<text class="stage-name" x="${box.x + 46}" y="${box.y + 27}">${escapeText(wrap(title, 24, 1)[0] ?? '')}</text>`,
    ...cards.map(card),
    ...steps.map(
      ({ x, from, to }) => `<path class="arrow" d="M${x} ${from + 3}V${to - 3}" marker-end="url(#tip)"/>`,
    ),
    ...(onFailure === undefined
      ? []
      : [`<text class="back" x="${box.x + 16}" y="${foot}">${escapeText(onFailure)}</text>`]),
  ].join('\n');
}

function card({ box, category, title, subtitle, lines, full, rollback }: Card): string {
  const { x, y, height } = box;
  const first = y + CARD.header + 12;
  const details = lines.map(
    (line, index) =>
      `<text class="detail" x="${x + 18}" y="${first + index * CARD.line}">${escapeText(line)}</text>`,
  );
  return [
    `<g class="${KNOWN.has(category) ? category : 'other'}"><title>${full.map(escapeText).join('\n')}</title>`,
    `<rect class="card" ${area(box)} rx="9"/>`,
    `<path class="bar" d="M${x + 9} ${y}A9 9 0 0 0 ${x} ${y + 9}V${y + height - 9}A9 9 0 0 0 ${x + 9} ${y + height}C${x + 6} ${y + height - 2} ${x + 5} ${y + height - 4} ${x + 5} ${y + height - 9}V${y + 9}C${x + 5} ${y + 4} ${x + 6} ${y + 2} ${x + 9} ${y}Z"/>`,
    `<path class="icon" transform="translate(${x + box.width - 36} ${y + 13})" d="${ICONS[category] ?? ICONS.other}"/>`,
    `<text class="title" x="${x + 18}" y="${y + 25}">${escapeText(title)}</text>`,
    `<text class="provider" x="${x + 18}" y="${y + 43}">${escapeText(subtitle)}</text>`,
    ...details,
    ...(rollback === undefined ? [] : [strip(box, rollback)]),
    '</g>',
  ].join('\n');
}

const KNOWN: ReadonlySet<string> = new Set(['trigger', 'source', 'approval', 'deploy', 'build', 'test']);

/** Drawn with lines on 22 by 22 pixels. */
const ICONS: Readonly<Record<string, string>> = {
  trigger: 'M12.5 1.5 4 12.5H10.5L9.5 20.5 18 9.5H11.5Z',
  source: 'M11 2 19.5 6.5V15.5L11 20 2.5 15.5V6.5ZM2.5 6.5 11 11 19.5 6.5M11 11V20',
  approval:
    'M15 6.5A4 4 0 1 1 7 6.5 4 4 0 1 1 15 6.5ZM3 20C3 15.5 6.5 13 11 13 13 13 14.5 13.5 16 14.5M14 18 16 20 20 15.5',
  deploy: 'M2.5 13V19.5H19.5V13M11 15V2.5M6 7.5 11 2.5 16 7.5',
  build: 'M13 2.5 8.5 19.5M6 6 1.5 11 6 16M16 6 20.5 11 16 16',
  test: 'M8 2H14M9 2V8L3.5 17.5A1.8 1.8 0 0 0 5 20H17A1.8 1.8 0 0 0 18.5 17.5L13 8V2M6 14H16',
  other: 'M8 2.5H10.5L17 19.5H20M11.8 9.5 5 19.5',
};

function strip(box: Box, label: string): string {
  const top = box.y + box.height - CARD.rollback;
  return [
    `<path class="strip" d="M${box.x + 10} ${top}H${box.x + box.width - 1}"/>`,
    `<path class="back-arrow" d="M${box.x + 32} ${top + 19}A5 5 0 0 0 ${box.x + 32} ${top + 9}H${box.x + 19}M${box.x + 23} ${top + 5} ${box.x + 19} ${top + 9} ${box.x + 23} ${top + 13}"/>`,
    `<text class="back" x="${box.x + 44}" y="${top + 18}">${escapeText(wrap(label, 32, 1)[0] ?? '')}</text>`,
  ].join('\n');
}

function between({ box: from }: Column, { box: to }: Column): string {
  const y = from.y + 22;
  return `<path class="arrow" d="M${from.x + from.width + 4} ${y}H${to.x - 4}" marker-end="url(#tip)"/>`;
}

/** From the right of one to the left of the other, both at the height of their titles. */
function curve(from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + from.width + 3, from.y + 26, to.x - 4, to.y + 26];
  const middle = (x1 + x2) / 2;
  return `<path class="arrow" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" marker-end="url(#tip)"/>`;
}

function area({ x, y, width, height }: Box): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}
