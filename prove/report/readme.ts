import { join, resolve } from 'node:path';
import type { Kind } from '../kinds/kind';
import { record } from '../run/record';
import { listCalls } from './calls';

const BEGIN = '<!-- calls: npm run docs:calls -->';
const END = '<!-- /calls -->';

/** The README of a kind. */
export const readmeOf = ({ name }: Kind): string =>
  join(resolve(__dirname, '../..'), 'lib/kinds', name, 'README.md');

/** A kind's README with the calls of its functions. @throws Error where it has no place for them */
export async function withCalls(text: string, { name, scenarios }: Kind): Promise<string> {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined)
    throw new Error(`The README of ${name} must have lines ${BEGIN} and ${END}`);
  const releases = [];
  for (const scenario of scenarios) releases.push(await record(scenario));
  return `${before}${BEGIN}\n\n${listCalls(releases)}\n\n${END}${after}`;
}
