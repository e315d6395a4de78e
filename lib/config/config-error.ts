import pc from 'picocolors';

/** One thing that is wrong with a spec. */
export interface Problem {
  readonly file: string;
  /** Where in the file, counted from 1. @default - the file as a whole */
  readonly place?: Place;
  /** The field, for example `pipelines.storefront.kind`; empty for the file as a whole. */
  readonly path: string;
  /** What the field must be and is not. */
  readonly rule: string;
  /** What it is. @default - the field is missing */
  readonly got?: string;
  /** The nearest right word. @default - none is near */
  readonly suggestion?: string;
}

/** A stretch of one line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** How many characters are wrong, at least 1. */
  readonly length: number;
  /** The whole line, without its end. */
  readonly text: string;
}

/** Everything that is wrong with a spec, at once. Expected: it is printed with {@link SpecError.format}, without a stack. */
export class SpecError extends Error {
  override readonly name = 'SpecError';

  /** @param problems at least one, in the file's order */
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => headline(problem, pc.createColors(false))).join('\n'));
  }

  /**
   * The problems as a compiler prints them: place, field, rule and value on one line, the source and a caret below.
   * @param color whether to colour for a terminal @default - no
   */
  format(color = false): string {
    return formatProblems(this.problems, 'error', color);
  }
}

/** How bad a problem is: an error is refused, a warning is right but probably not meant. */
export type Weight = 'error' | 'warning';

/**
 * Problems as a compiler prints them: place, field, rule and value on one line, the source and a caret below.
 * @param color whether to colour for a terminal
 */
export function formatProblems(problems: readonly Problem[], weight: Weight, color: boolean): string {
  const colors = pc.createColors(color);
  return problems
    .map((problem) => [headline(problem, colors, weight), ...excerpt(problem, colors, weight)].join('\n'))
    .join('\n\n');
}

type Colors = ReturnType<typeof pc.createColors>;

function paint(colors: Colors, weight: Weight): (text: string) => string {
  return weight === 'error' ? colors.red : colors.yellow;
}

function headline(problem: Problem, colors: Colors, weight: Weight = 'error'): string {
  const { file, place, path, rule, got, suggestion } = problem;
  const where = colors.bold(place ? `${file}:${place.line}:${place.column}` : file);
  const words = [`${where}  ${paint(colors, weight)(weight)}  ${path ? `${path}: ` : ''}${rule}`];
  if (got !== undefined) words.push(`got: ${printable(got)}`);
  if (suggestion !== undefined) words.push(colors.green(`did you mean ${suggestion}?`));
  return words.join('  ');
}

const WIDEST = 120;

function excerpt({ place }: Problem, colors: Colors, weight: Weight): string[] {
  if (!place) return [];
  const number = String(place.line).padStart(4);
  const before = place.text.slice(0, place.column - 1);
  const first = Math.max(0, before.length - WIDEST / 2);
  const line = printable(place.text.slice(first, first + WIDEST));
  const pad = printable(before.slice(first)).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(place.length, line.length - pad.length)));
  return [
    `${colors.dim(`${number} |`)} ${line}`,
    `${colors.dim('     |')} ${pad}${paint(colors, weight)(carets)}`,
  ];
}

/** Control characters other than tabs could move the cursor or colour the terminal: each becomes a dot. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, '·');
}
