import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appOf, FIRST_STACK, SHARED_STACK, type Subject, type Way } from './measure/apps';
import { type Cost, costOf } from './measure/cost';
import { markdownTable } from './measure/table';

/**
 * What one pipeline costs in its template, ours beside plain L2 code, as a Markdown table on stdout for each of the kinds
 * that are measured: `npx tsx bench/template-cost.ts`
 */
function main(folder: string): void {
  for (const { subject, title } of SUBJECTS) console.log(`${title}\n\n${tableOf(subject, folder)}\n`);
}

const SUBJECTS: readonly { readonly subject: Subject; readonly title: string }[] = [
  { subject: 'ecs', title: 'An ECS service, blue/green by CodeDeploy' },
  { subject: 'fleet', title: 'A fleet, blue/green by weights' },
  { subject: 'lambda', title: 'A Lambda function, by versions and an alias' },
  { subject: 'lambda-hooks', title: 'The same with hooks before and after the traffic' },
];

function tableOf(subject: Subject, folder: string): string {
  const app = (way: Way, name: string) => appOf(way, 1, join(folder, subject, name), subject);
  const ours = costOf(app('factory', 'factory'), FIRST_STACK);
  const plain = costOf(app('plain', 'plain'), FIRST_STACK);
  const shared = costOf(app('factory', 'shared'), SHARED_STACK);
  const rows = ROWS.map(([label, key]) => [
    label,
    format(ours[key]),
    format(plain[key]),
    plain[key] ? `${Math.round((100 * ours[key]) / plain[key])} %` : '–',
    format(shared[key]),
  ]);
  return markdownTable(
    ['one pipeline', 'factory', 'plain L2', 'factory of plain', 'shared, once an environment'],
    rows,
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
