import { DockerFailure } from '../failure';
import { findLocalImage, fullName, readDockerState, withTags, writeDockerState } from '../images';
import { parseImageReference } from '../reference';
import type { DockerSettings } from '../settings';
import { parseArguments } from '../arguments';

const OPTIONS = {
  quiet: { type: 'boolean', short: 'q' },
  'no-trunc': { type: 'boolean' },
  all: { type: 'boolean', short: 'a' },
} as const;

/** https://docs.docker.com/reference/cli/docker/image/ls/ */
export function imagesCommand(settings: DockerSettings, args: readonly string[]): void {
  const { values, positionals } = parseArguments('images', args, OPTIONS);
  const [wanted] = positionals;
  const rows = readDockerState(settings.images)
    .images.flatMap(({ id, tags }) => tags.map((tag) => ({ ...parseImageReference(tag), id })))
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

/** https://docs.docker.com/reference/cli/docker/image/tag/ */
export function tagCommand(settings: DockerSettings, args: readonly string[]): void {
  const [source, target, ...more] = args;
  if (source === undefined || target === undefined || more.length > 0)
    throw new DockerFailure('"docker tag" requires exactly 2 arguments.');
  const state = readDockerState(settings.images);
  writeDockerState(settings.images, withTags(state, findLocalImage(state, source), [fullName(target)]));
}
