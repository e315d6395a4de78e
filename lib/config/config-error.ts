import pc from 'picocolors';

/** One thing that is wrong with the config, and where in the file. */
export interface LocatedDiagnostic {
  readonly file: string;
  /** Lines and columns counted from 1. @default - the file as a whole */
  readonly position?: SourcePosition;
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
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  /** How many characters are wrong, at least 1. */
  readonly length: number;
  /** The whole line, without its end. */
  readonly text: string;
}

/** Everything that is wrong with a config, at once. Expected: it is printed with {@link ConfigError.format}, without a stack. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  /** @param diagnostics at least one, in the file's order */
  constructor(readonly diagnostics: readonly LocatedDiagnostic[]) {
    super(diagnostics.map((diagnostic) => headline(diagnostic, pc.createColors(false))).join('\n'));
  }

  /**
   * The diagnostics as a compiler prints them: position, field, rule and value on one line, the source and a caret below.
   * @param color whether to colour for a terminal @default - no
   */
  format(color = false): string {
    return formatDiagnostics(this.diagnostics, 'error', color);
  }
}

/** An error is refused, a warning is right but probably not meant, a note is right and has consequences to know. */
export type DiagnosticSeverity = 'error' | 'warning' | 'note';

/**
 * Diagnostics as a compiler prints them: position, field, rule and value on one line, the source and a caret below.
 * @param color whether to colour for a terminal
 */
export function formatDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  severity: DiagnosticSeverity,
  color: boolean,
): string {
  const colors = pc.createColors(color);
  return diagnostics
    .map((diagnostic) =>
      [headline(diagnostic, colors, severity), ...excerpt(diagnostic, colors, severity)].join('\n'),
    )
    .join('\n\n');
}

type Colors = ReturnType<typeof pc.createColors>;

function paint(colors: Colors, severity: DiagnosticSeverity): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
}

function headline(
  diagnostic: LocatedDiagnostic,
  colors: Colors,
  severity: DiagnosticSeverity = 'error',
): string {
  const { file, position, path, rule, got, suggestion } = diagnostic;
  const where = colors.bold(position ? `${file}:${position.line}:${position.column}` : file);
  const parts = [`${where}  ${paint(colors, severity)(severity)}  ${path ? `${path}: ` : ''}${rule}`];
  if (got !== undefined) parts.push(`got: ${printable(got)}`);
  if (suggestion !== undefined) parts.push(colors.green(`did you mean ${suggestion}?`));
  return parts.join('  ');
}

const MAX_EXCERPT_WIDTH = 120;

function excerpt({ position }: LocatedDiagnostic, colors: Colors, severity: DiagnosticSeverity): string[] {
  if (!position) return [];
  const number = String(position.line).padStart(4);
  const before = position.text.slice(0, position.column - 1);
  const first = Math.max(0, before.length - MAX_EXCERPT_WIDTH / 2);
  const line = printable(position.text.slice(first, first + MAX_EXCERPT_WIDTH));
  const pad = printable(before.slice(first)).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(position.length, line.length - pad.length)));
  return [
    `${colors.dim(`${number} |`)} ${line}`,
    `${colors.dim('     |')} ${pad}${paint(colors, severity)(carets)}`,
  ];
}

/** Control characters other than tabs could move the cursor or colour the terminal: each becomes a dot. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, '·');
}
