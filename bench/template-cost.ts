import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appOf, FIRST_STACK, SHARED_STACK } from './measure/apps';
import { type Cost, costOf } from './measure/cost';
import { markdownTable } from './measure/table';

/**
 * What one ECS blue/green pipeline costs in its template, ours beside plain L2 code, as a Markdown table on stdout:
 * `npx tsx bench/template-cost.ts`
 */
function main(folder: string): void {
  const ours = costOf(appOf('factory', 1, join(folder, 'factory')), FIRST_STACK);
  const plain = costOf(appOf('plain', 1, join(folder, 'plain')), FIRST_STACK);
  const shared = costOf(appOf('factory', 1, join(folder, 'shared')), SHARED_STACK);
  const rows = ROWS.map(([label, key]) => [
    label,
    format(ours[key]),
    format(plain[key]),
    plain[key] ? `${Math.round((100 * ours[key]) / plain[key])} %` : '–',
    format(shared[key]),
  ]);
  console.log(
    markdownTable(
      ['one pipeline', 'factory', 'plain L2', 'factory of plain', 'shared, once an environment'],
      rows,
    ),
  );
}

const ROWS: readonly (readonly [label: string, key: keyof Cost])[] = [
  ['resources', 'resources'],
  ['IAM roles', 'roles'],
  ['IAM policies beside them', 'policies'],
  ['KMS keys', 'keys'],
  ['buckets', 'buckets'],
  ['template, bytes', 'bytes'],
  ['… without indentation', 'compactBytes'],
  ['statements on `*`', 'wildcards'],
  ['… unexplained', 'unexplained'],
  ['AwsSolutions findings', 'findings'],
];

const format = (figure: number): string => figure.toLocaleString('en');

const folder = mkdtempSync(join(tmpdir(), 'template-cost-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
