import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDockerContext } from '../dockerfile/context';
import { evaluateStage } from '../dockerfile/evaluate';
import { parseDockerfile } from '../dockerfile/parse';
import { parseStages, findTarget } from '../dockerfile/stages';
import { DockerFailure, unsupportedByDocker, buildFailure } from '../failure';
import { fullName, type LocalImage, readDockerState, withTags, writeDockerState } from '../images';
import { makeImage } from '../make-image';
import type { DockerSettings } from '../settings';
import { parseArguments } from '../arguments';
import { pushCommand } from './push';

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;

/** Some change nothing of the image, because no layer is built or pulled; they are accepted and ignored. */
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
 * Reads Dockerfile and context, and tags the image that they would build, without building it.
 * https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export async function buildCommand(settings: DockerSettings, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArguments('build', args, OPTIONS);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new DockerFailure('ERROR: "docker build" requires exactly 1 argument.');
  const image = readImage(folder, values);
  const tags = (values.tag ?? []).map(fullName);
  writeDockerState(settings.images, withTags(readDockerState(settings.images), image, tags));
  if (values.iidfile) writeFileSync(values.iidfile, image.id);
  if (values.quiet) process.stdout.write(`${image.id}\n`);
  else print(image, tags);
  if (values.push) for (const tag of tags) await pushCommand(settings, [tag]);
}

interface BuildOptions {
  readonly file?: string;
  readonly 'build-arg'?: readonly string[];
  readonly label?: readonly string[];
  readonly target?: string;
  readonly platform?: string;
}

function readImage(folder: string, given: BuildOptions): LocalImage {
  if (folder === '-' || /^(https?:|git@)/.test(folder))
    throw unsupportedByDocker(`the build context ${folder}`, 'it reads a folder');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new DockerFailure(`ERROR: unable to prepare context: path "${folder}" not found`);
  const platform = given.platform ?? `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
  if (platform.includes(','))
    throw unsupportedByDocker(`--platform ${platform}`, 'it makes images of one platform');
  const path = given.file === undefined ? join(folder, 'Dockerfile') : resolve(given.file);
  const buildArgs = { ...platformArguments(platform), ...assignments('build-arg', given['build-arg']) };
  const stages = parseStages(parseDockerfile(readDockerfile(path, given.file ?? 'Dockerfile')), buildArgs);
  const stage = findTarget(stages, given.target);
  const evaluated = evaluateStage(stage, {
    stages,
    context: readDockerContext(folder, path),
    given: buildArgs,
  });
  return makeImage(evaluated, assignments('label', given.label), stage.platform ?? platform);
}

function readDockerfile(path: string, name: string): string {
  if (!existsSync(path))
    throw buildFailure(
      `failed to read dockerfile: open ${name.split('/').at(-1)}: no such file or directory`,
    );
  const text = readFileSync(path, 'utf8');
  if (text.trim() === '') throw buildFailure('the Dockerfile cannot be empty');
  return text;
}

/** https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
function platformArguments(platform: string): Record<string, string> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return { TARGETPLATFORM: platform, TARGETOS: os, TARGETARCH: architecture, TARGETVARIANT: variant };
}

/** `NAME=value`; a build argument without value takes that of the environment. */
function assignments(option: string, args: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    args.flatMap((argument) => {
      const at = argument.indexOf('=');
      if (at > 0) return [[argument.slice(0, at), argument.slice(at + 1)]];
      if (at === 0) throw new DockerFailure(`invalid argument "${argument}" for "--${option}" flag`, 125);
      const value = process.env[argument];
      return value === undefined ? [] : [[argument, value]];
    }),
  );
}

function print({ id, layers, annotations }: LocalImage, tags: readonly string[]): void {
  const base = annotations['org.opencontainers.image.base.name'];
  const lines = [
    `read ${layers.length} steps on ${base}`,
    `writing image ${id}`,
    ...tags.map((tag) => `naming to ${tag}`),
  ];
  process.stderr.write(lines.map((line) => `#1 ${line}\n`).join(''));
}
