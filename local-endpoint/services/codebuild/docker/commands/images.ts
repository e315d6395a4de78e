import { readState } from '../images';
import { referenceOf } from '../reference';
import type { Settings } from '../settings';
import { parsed } from '../words';

const OPTIONS = {
  quiet: { type: 'boolean', short: 'q' },
  'no-trunc': { type: 'boolean' },
  all: { type: 'boolean', short: 'a' },
} as const;

/** https://docs.docker.com/reference/cli/docker/image/ls/ */
export function images(settings: Settings, words: readonly string[]): void {
  const { values, positionals } = parsed('images', words, OPTIONS);
  const [wanted] = positionals;
  const rows = readState(settings.images)
    .images.flatMap(({ id, tags }) => tags.map((tag) => ({ ...referenceOf(tag), id })))
    .filter(({ name, tag }) => wanted === undefined || wanted === name || wanted === `${name}:${tag}`)
    .map(({ name, tag, id }) => [name, tag, values['no-trunc'] ? id : id.slice(7, 19)] as const);
  if (values.quiet)
    return void process.stdout.write([...new Set(rows.map(([, , id]) => `${id}\n`))].join(''));
  const table = [['REPOSITORY', 'TAG', 'IMAGE ID'] as const, ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)) + 3);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd();
  process.stdout.write(table.map((row) => `${line(row)}\n`).join(''));
}
