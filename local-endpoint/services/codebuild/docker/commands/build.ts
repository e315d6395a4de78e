import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readContext } from '../dockerfile/context';
import { evaluate } from '../dockerfile/evaluate';
import { parseDockerfile } from '../dockerfile/parse';
import { stagesOf, targetOf } from '../dockerfile/stages';
import { DockerFailure, refused, unsolved } from '../failure';
import { fullName, type Image, readState, withTags, writeState } from '../images';
import { makeImage } from '../make-image';
import type { Settings } from '../settings';
import { parsed } from '../words';
import { push } from './push';

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

/** What changes nothing of the image, because no layer is built or brought from elsewhere, is taken and left. */
const OPTIONS = {
  tag: { ...TEXTS, short: 't' },
  file: { ...TEXT, short: 'f' },
  'build-arg': TEXTS,
  label: TEXTS,
  target: TEXT,
  platform: TEXT,
  quiet: { ...FLAG, short: 'q' },
  iidfile: TEXT,
  push: FLAG,
  load: FLAG,
  pull: FLAG,
  'no-cache': FLAG,
  rm: FLAG,
  'force-rm': FLAG,
  'cache-from': TEXTS,
  'cache-to': TEXTS,
  progress: TEXT,
  network: TEXT,
  provenance: TEXT,
  sbom: TEXT,
} as const;

/**
 * Reads Dockerfile and context and gives the image that they would make a name, without making it.
 * https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export async function build(settings: Settings, words: readonly string[]): Promise<void> {
  const { values, positionals } = parsed('build', words, OPTIONS);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new DockerFailure('ERROR: "docker build" requires exactly 1 argument.');
  const image = read(folder, values);
  const tags = (values.tag ?? []).map(fullName);
  writeState(settings.images, withTags(readState(settings.images), image, tags));
  if (values.iidfile) writeFileSync(values.iidfile, image.id);
  if (values.quiet) process.stdout.write(`${image.id}\n`);
  else tell(image, tags);
  if (values.push) for (const tag of tags) await push(settings, [tag]);
}

interface Given {
  readonly file?: string;
  readonly 'build-arg'?: readonly string[];
  readonly label?: readonly string[];
  readonly target?: string;
  readonly platform?: string;
}

function read(folder: string, given: Given): Image {
  if (folder === '-' || /^(https?:|git@)/.test(folder))
    throw refused(`the build context ${folder}`, 'it reads a folder');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new DockerFailure(`ERROR: unable to prepare context: path "${folder}" not found`);
  const platform = given.platform ?? `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
  if (platform.includes(',')) throw refused(`--platform ${platform}`, 'it makes images of one platform');
  const path = given.file === undefined ? join(folder, 'Dockerfile') : resolve(given.file);
  const args = { ...platformArguments(platform), ...assignments('build-arg', given['build-arg']) };
  const stages = stagesOf(parseDockerfile(textOf(path, given.file ?? 'Dockerfile')), args);
  const stage = targetOf(stages, given.target);
  const evaluated = evaluate(stage, { stages, context: readContext(folder, path), given: args });
  return makeImage(evaluated, assignments('label', given.label), stage.platform ?? platform);
}

function textOf(path: string, name: string): string {
  if (!existsSync(path))
    throw unsolved(`failed to read dockerfile: open ${name.split('/').at(-1)}: no such file or directory`);
  const text = readFileSync(path, 'utf8');
  if (text.trim() === '') throw unsolved('the Dockerfile cannot be empty');
  return text;
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function platformArguments(platform: string): Record<string, string> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return { TARGETPLATFORM: platform, TARGETOS: os, TARGETARCH: architecture, TARGETVARIANT: variant };
}

/** `NAME=value`; a build argument without value takes that of the environment. */
function assignments(option: string, words: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    words.flatMap((word) => {
      const at = word.indexOf('=');
      if (at > 0) return [[word.slice(0, at), word.slice(at + 1)]];
      if (at === 0) throw new DockerFailure(`invalid argument "${word}" for "--${option}" flag`, 125);
      const value = process.env[word];
      return value === undefined ? [] : [[word, value]];
    }),
  );
}

function tell({ id, layers, annotations }: Image, tags: readonly string[]): void {
  const base = annotations['org.opencontainers.image.base.name'];
  const lines = [
    `read ${layers.length} steps on ${base}`,
    `writing image ${id}`,
    ...tags.map((tag) => `naming to ${tag}`),
  ];
  process.stderr.write(lines.map((line) => `#1 ${line}\n`).join(''));
}
