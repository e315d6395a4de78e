import { takes } from './iam-actions';
import type { Condition, Right } from './read-rights';

const BEGIN = '<!-- rights: npm run docs:rights writes these tables -->';
const END = '<!-- end of rights -->';

/**
 * A page with its tables of rights rewritten.
 * @throws Error where the page lacks the markers
 */
export async function withRightsTables(page: string, rights: readonly Right[]): Promise<string> {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page must contain ${BEGIN} and after it ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${await rightsTables(rights)}\n\n${page.slice(end)}`;
}

/** A table for each principal: a row for each resource and condition. */
async function rightsTables(rights: readonly Right[]): Promise<string> {
  const tables = new Map<string, Map<string, Set<string>>>();
  for (const right of rights) {
    const principal = short(right.principal);
    const rows = tables.get(principal) ?? new Map<string, Set<string>>();
    tables.set(principal, rows);
    const row = `| ${code(short(right.resource))} | ${right.conditions.map(text).join('<br>')}`;
    const actions = rows.get(row) ?? new Set();
    for (const action of right.actions) if (await takes(action, right.resource)) actions.add(action);
    if (actions.size) rows.set(row, actions);
  }
  return [...tables.entries()]
    .sort(byKey)
    .map(([principal, rows]) => table(principal, rows))
    .join('\n\n');
}

function table(principal: string, rows: ReadonlyMap<string, ReadonlySet<string>>): string {
  const lines = [...rows.entries()]
    .sort(byKey)
    .map(([row, actions]) => `${row} | ${[...actions].sort().map(code).join(', ')} |`);
  return [
    `#### \`${principal}\``,
    '',
    '| Resource | Only where | Right |',
    '| --- | --- | --- |',
    ...lines,
  ].join('\n');
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function text({ operator, key, values }: Condition): string {
  return `${code(key)} ${operator} ${values.map((value) => code(short(value))).join(', ')}`;
}

/** `arn:aws:s3:::bucket/key` becomes `s3:bucket/key`: partition, account and region are those of the config. */
function short(value: string): string {
  const [arn, , service, , , ...resource] = value.split(':');
  return arn === 'arn' ? [service, ...resource].join(':') : value;
}

/** A bar would end the cell. */
const code = (value: string): string => `\`${value.replaceAll('|', '\\|')}\``;
