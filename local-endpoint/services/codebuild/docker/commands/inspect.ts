import { DockerFailure, unsupportedByDocker } from '../failure';
import { findLocalImage, type LocalImage, readDockerState } from '../images';
import type { DockerSettings } from '../settings';
import { parseArguments } from '../arguments';

const OPTIONS = {
  format: { type: 'string', short: 'f' },
  type: { type: 'string' },
} as const;

/** https://docs.docker.com/reference/cli/docker/inspect/ */
export function inspectCommand(settings: DockerSettings, args: readonly string[]): void {
  const { values, positionals } = parseArguments('inspect', args, OPTIONS);
  if (positionals.length === 0) throw new DockerFailure('"docker inspect" requires at least 1 argument.');
  const state = readDockerState(settings.images);
  const found = positionals.map((given) => describe(findLocalImage(state, given)));
  const { format } = values;
  if (format === undefined) return void process.stdout.write(`${JSON.stringify(found, null, 4)}\n`);
  for (const image of found) process.stdout.write(`${fill(format, image)}\n`);
}

type ImageDescription = Readonly<Record<string, unknown>>;

function describe({ id, config, tags, digests, layers }: LocalImage): ImageDescription {
  const { architecture, os, config: settings } = JSON.parse(config) as Record<string, unknown>;
  return {
    Id: id,
    RepoTags: tags,
    RepoDigests: digests,
    Config: settings,
    Architecture: architecture,
    Os: os,
    RootFS: { Type: 'layers', Layers: layers.map(({ digest }) => digest) },
  };
}

/** The forms of Go's templates that ask for a value: `{{.Id}}`, `{{json .Config.Labels}}`, `{{index .RepoDigests 0}}`. */
function fill(format: string, image: ImageDescription): string {
  if (format === 'json') return JSON.stringify(image);
  return format.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const [, call = '', path, index] =
      /^(?:(json|index)\s+)?(\.[\w.]*)(?:\s+("[^"]*"|\d+))?$/.exec(expression) ?? [];
    if (path === undefined || (call === 'index') !== (index !== undefined))
      throw unsupportedByDocker(
        `the format {{${expression}}}`,
        'it knows {{.A.B}}, {{json .A.B}} and {{index .A.B 0}}',
      );
    const value = at(image, path.split('.').filter(Boolean));
    if (call === 'json') return JSON.stringify(value);
    return call === 'index' ? textOf(item(value, index ?? '', expression)) : textOf(value);
  });
}

function at(image: ImageDescription, names: readonly string[]): unknown {
  return names.reduce<unknown>((value, name) => {
    const fields = value as ImageDescription | undefined;
    if (typeof value !== 'object' || value === null || !(name in (fields ?? {})))
      throw new DockerFailure(
        `template parsing error: template: :1:2: executing "" at <.${names.join('.')}>: map has no entry for key "${name}"`,
      );
    return fields?.[name];
  }, image);
}

function item(value: unknown, index: string, expression: string): unknown {
  const key = index.startsWith('"') ? index.slice(1, -1) : Number(index);
  if (Array.isArray(value) && Number(key) >= value.length)
    throw new DockerFailure(
      `template parsing error: template: :1:2: executing "" at <${expression}>: error calling index: reflect: slice index out of range`,
    );
  return (value as Record<string | number, unknown>)[key] ?? '';
}

/** As Go prints it: lists in brackets, maps as `map[key:value]`. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(' ')}]`;
  if (typeof value === 'object' && value !== null)
    return `map[${Object.entries(value)
      .map(([name, item]) => `${name}:${textOf(item)}`)
      .join(' ')}]`;
  return String(value);
}
