/** One line of the table. */
export interface FamilyResult {
  readonly kind: string;
  readonly scenario: string;
  readonly family: string;
  readonly cases: number;
  /** States that were played on: cases that come to the same state are played once. */
  readonly states: number;
  readonly violations: number;
  /** CPU seconds. */
  readonly seconds: number;
}

const HEADINGS = ['kind', 'scenario', 'family', 'cases', 'states', 'violations', 'seconds'] as const;

/** The matrix, as text. */
export function table(results: readonly FamilyResult[]): string {
  const rows = [
    [...HEADINGS],
    ...results.map((one) => HEADINGS.map((key) => (key === 'seconds' ? one[key].toFixed(1) : `${one[key]}`))),
  ];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** One line of what came of a scenario, or why nothing did. */
export function describeOutcome(
  { kind, scenario }: Pick<FamilyResult, 'kind' | 'scenario'>,
  outcome: { readonly results: readonly FamilyResult[] } | Error,
): string {
  if (outcome instanceof Error) return `${kind}, ${scenario}: could not be played`;
  const sum = (of: (one: FamilyResult) => number) => outcome.results.reduce((all, one) => all + of(one), 0);
  return `${kind}, ${scenario}: ${sum((one) => one.cases)} cases, ${sum((one) => one.violations)} broken, ${sum((one) => one.seconds).toFixed(1)} CPU seconds`;
}
