import type { ActionNode, PipelineGraph, StageNode, TriggerNode } from './pipeline-graph';
import { wrap } from './svg-text';

/** A rectangle, in pixels from the picture's left and top. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A card: a title, a subtitle, and lines of detail. */
export interface Card {
  readonly box: Box;
  /** What colours it: `trigger`, or the action's category in lower case. */
  readonly category: string;
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly string[];
  /** Everything, for the tooltip. */
  readonly full: readonly string[];
  /** Text of the strip at the card's foot: what rolls it back. @default - nothing does */
  readonly rollback?: string;
}

/** A stage's column. */
export interface Column {
  readonly box: Box;
  readonly title: string;
  readonly cards: readonly Card[];
  /** From one run order to the next: the middle of the gap between their cards. */
  readonly steps: readonly { readonly x: number; readonly from: number; readonly to: number }[];
  /** @default - the pipeline stops */
  readonly onFailure?: string;
}

/** A pipeline's picture. */
export interface Layout {
  readonly box: Box;
  readonly title: string;
  readonly subtitle: string;
  readonly triggers: readonly { readonly card: Card; readonly target: Box }[];
  readonly columns: readonly Column[];
}

const MARGIN = 28;
const HEADER = 66;
const CARD_WIDTH = 248;
const PADDING = 14;
const COLUMN_HEADER = 42;
const GAP = 44;
const PARALLEL_GAP = 10;
const STEP_GAP = 26;
const CARD_HEADER = 50;
const LINE = 16;
const ROLLBACK = 28;
/** Columns of the monospaced font in a card. */
const TEXT = 31;

/** The heights that {@link Card} parts are drawn at. */
export const CARD = { header: CARD_HEADER, line: LINE, rollback: ROLLBACK } as const;

/** Positions a pipeline's parts. @param top where its picture begins */
export function layOut(graph: PipelineGraph, top: number): Layout {
  const y = top + MARGIN + HEADER;
  const columnWidth = CARD_WIDTH + 2 * PADDING;
  const first = MARGIN + (graph.triggers.length > 0 ? CARD_WIDTH + GAP : 0);
  const columns = graph.stages.map((stage, index) => column(stage, first + index * (columnWidth + GAP), y));
  const height = Math.max(0, ...columns.map(({ box }) => box.height));
  const stretched = columns.map((each) => ({ ...each, box: { ...each.box, height } }));
  const triggers = beside(graph, stretched, y + COLUMN_HEADER);
  const bottom = Math.max(y + height, ...triggers.map(({ card }) => card.box.y + card.box.height));
  const right = first + graph.stages.length * (columnWidth + GAP) - GAP;
  return {
    box: { x: 0, y: top, width: Math.max(right, 480) + MARGIN, height: bottom - top + MARGIN },
    title: graph.name,
    subtitle: [graph.accountRegion?.replace('/', ' · '), `${graph.executionMode.toLowerCase()} executions`]
      .filter(Boolean)
      .join(' · '),
    triggers,
    columns: stretched,
  };
}

function column({ name, actions, onFailure }: StageNode, x: number, y: number): Column {
  const cards: Card[] = [];
  const steps: { x: number; from: number; to: number }[] = [];
  let bottom = y + COLUMN_HEADER;
  actions.forEach((action, index) => {
    const before = actions[index - 1];
    const inStep = before !== undefined && before.runOrder !== action.runOrder;
    const gap = before === undefined ? 0 : inStep ? STEP_GAP : PARALLEL_GAP;
    if (inStep) steps.push({ x: x + PADDING + CARD_WIDTH / 2, from: bottom, to: bottom + gap });
    const card = actionCard(action, x + PADDING, bottom + gap);
    cards.push(card);
    bottom = card.box.y + card.box.height;
  });
  const foot = onFailure === undefined ? 0 : ROLLBACK;
  const box = { x, y, width: CARD_WIDTH + 2 * PADDING, height: bottom + PADDING + foot - y };
  return {
    box,
    title: name,
    cards,
    steps,
    ...(onFailure !== undefined && { onFailure: `on failure: ${onFailure.toLowerCase()}` }),
  };
}

function actionCard({ name, category, provider, details, rollback }: ActionNode, x: number, y: number): Card {
  const back = rollback && `rollback: ${rollback.on.join(', ')}`;
  const full = [
    name,
    `${category} by ${provider}`,
    ...details,
    ...(back ? [back, ...(rollback?.alarms ?? [])] : []),
  ];
  return card(x, y, {
    category: category.toLowerCase(),
    title: name,
    subtitle: provider,
    details,
    full,
    rollback: back,
  });
}

function triggerCard({ title, details, pins }: TriggerNode, x: number, y: number): Card {
  const full = [title, ...details, ...(pins ? [`pins what ${pins} takes`] : [])];
  return card(x, y, { category: 'trigger', title, subtitle: 'starts the pipeline', details, full });
}

interface CardText {
  readonly category: string;
  readonly title: string;
  readonly subtitle: string;
  readonly details: readonly string[];
  readonly full: readonly string[];
  readonly rollback?: string;
}

function card(x: number, y: number, { details, full, title, rollback, ...text }: CardText): Card {
  const lines = details.flatMap((detail) => wrap(detail, TEXT, 3));
  const height = CARD_HEADER + lines.length * LINE + (lines.length > 0 ? 12 : 4) + (rollback ? ROLLBACK : 0);
  const shown = { title: wrap(title, 24, 1)[0] ?? '', lines, full };
  return { ...text, ...shown, box: { x, y, width: CARD_WIDTH, height }, ...(rollback && { rollback }) };
}

/** Each trigger as far as possible beside the action it pins, below the one before. */
function beside(graph: PipelineGraph, columns: readonly Column[], y: number): { card: Card; target: Box }[] {
  const [first] = columns;
  const targetOf = (trigger: TriggerNode) => {
    const index = graph.stages[0]?.actions.findIndex(({ name }) => name === trigger.pins) ?? -1;
    return { order: index < 0 ? graph.triggers.length : index, box: first?.cards[index]?.box ?? first?.box };
  };
  const ordered = graph.triggers
    .map((trigger) => ({ trigger, target: targetOf(trigger) }))
    .sort((one, other) => one.target.order - other.target.order);
  let bottom = y;
  return ordered.flatMap(({ trigger, target }) => {
    if (!target.box) return [];
    const placed = triggerCard(
      trigger,
      MARGIN,
      Math.max(bottom, target.box === first?.box ? y : target.box.y),
    );
    bottom = placed.box.y + placed.box.height + PARALLEL_GAP;
    return [{ card: placed, target: target.box }];
  });
}
