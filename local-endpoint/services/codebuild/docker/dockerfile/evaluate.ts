import { createHash } from 'node:crypto';
import { unsolved } from '../failure';
import type { Layer } from '../images';
import { type Config, emptyConfig, setting } from './config';
import type { Context, ContextFile } from './context';
import type { Instruction } from './instruction';
import { findStage, type Stage } from './stages';
import { expand, pairsOf, type Variables, wordsOf } from './words';

/** What building a stage would give. */
export interface Evaluated {
  readonly config: Config;
  readonly layers: readonly Layer[];
  /** The image that its first stage begins with. */
  readonly base: string;
}

/** What a Dockerfile is built with. */
export interface Inputs {
  readonly stages: readonly Stage[];
  readonly context: Context;
  /** Values of `--build-arg`, and those that docker sets itself. */
  readonly given: Variables;
}

/**
 * Goes through a stage as a build would, without running anything. The digests of its layers change with whatever would
 * change them: base, instructions, copied files and the arguments that they see.
 * @throws DockerFailure in BuildKit's words
 */
export function evaluate(stage: Stage, inputs: Inputs): Evaluated {
  const begun = 'stage' in stage.base ? evaluate(stage.base.stage, inputs) : fromImage(stage.base.image);
  let { config } = begun;
  const layers = [...begun.layers];
  const args: Record<string, string> = {};
  for (const instruction of stage.instructions) {
    const variables = { ...args, ...config.Env };
    const add = (what: string, size = 0) =>
      layers.push({ digest: digestOf([layers.at(-1)?.digest ?? '', what]), size });
    if (instruction.name === 'ARG') Object.assign(args, argumentsOf(instruction, stage, inputs, variables));
    else if (instruction.name === 'RUN')
      add(JSON.stringify([instruction.text, instruction.documents, instruction.flags, variables]));
    else if (instruction.name === 'COPY' || instruction.name === 'ADD') {
      const copied = copy(instruction, stage, inputs, variables);
      add(copied.what, copied.size);
    } else if (instruction.name === 'WORKDIR') {
      config = setting(config, instruction, variables);
      add(`WORKDIR ${config.WorkingDir}`);
    } else config = setting(config, instruction, variables);
  }
  return { config, layers, base: begun.base };
}

function fromImage(image: string): Evaluated {
  const layers = image === 'scratch' ? [] : [{ digest: digestOf(['FROM', image]), size: 0 }];
  return { config: emptyConfig(), layers, base: image };
}

/** ARG without a value takes that of an ARG before the first FROM. https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact */
function argumentsOf(
  { text }: Instruction,
  { globals }: Stage,
  { given }: Inputs,
  variables: Variables,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of pairsOf(text)) {
    const standard = value === undefined ? globals[name] : expand(value, { ...variables, ...values });
    const found = given[name] ?? standard;
    if (found !== undefined) values[name] = found;
  }
  return values;
}

function copy(
  instruction: Instruction,
  stage: Stage,
  inputs: Inputs,
  variables: Variables,
): { what: string; size: number } {
  const { name, text, flags, documents, line } = instruction;
  const words = wordsOf(text).map((word) => expand(word, variables));
  if (words.length < 2)
    throw unsolved(`dockerfile parse error on line ${line}: ${name} requires at least two arguments`);
  const sources = words.slice(0, -1).filter((source) => !source.startsWith('<<'));
  const head = [name, words.at(-1), flags, documents];
  if (flags.from !== undefined) {
    const from = origin(expand(flags.from, variables), stage, inputs);
    return { what: JSON.stringify([head, from, sources]), size: 0 };
  }
  const remote = sources.filter((source) => name === 'ADD' && /^(https?:|git@|git:)/.test(source));
  const files = sources
    .filter((source) => !remote.includes(source))
    .flatMap((source) => contextFiles(source, inputs));
  const what = JSON.stringify([head, remote, sources, files.map(({ digest }) => digest)]);
  return { what, size: files.reduce((sum, { size }) => sum + size, 0) };
}

function contextFiles(source: string, { context }: Inputs): readonly ContextFile[] {
  const found = context.filesOf(source);
  if (found.length > 0 || source === '.' || source === './') return found;
  const path = `/${source.replace(/^\.?\/+/, '')}`;
  throw unsolved(`failed to compute cache key: failed to calculate checksum of ref: "${path}": not found`);
}

/** What `COPY --from` copies from: a stage before this one, or an image, whose name then has a tag or a registry. */
function origin(name: string, stage: Stage, inputs: Inputs): string {
  const before = inputs.stages.slice(0, inputs.stages.indexOf(stage));
  const found = findStage(before, name);
  if (found) return evaluate(found, inputs).layers.at(-1)?.digest ?? found.name;
  if (/[/:@.]/.test(name)) return name;
  throw unsolved(
    `${name}: failed to resolve source metadata for docker.io/library/${name}:latest: there is no stage ${name} before this one, and a name without a tag is taken for no image here`,
  );
}

const digestOf = (parts: readonly string[]): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
