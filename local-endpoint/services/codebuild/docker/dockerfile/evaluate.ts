import { createHash } from 'node:crypto';
import { buildFailure } from '../failure';
import type { LocalLayer } from '../images';
import { type ImageConfig, emptyImageConfig, applyInstruction } from './image-config';
import type { DockerContext, ContextFile } from './context';
import type { Instruction } from './instruction';
import { findBuildStage, type BuildStage } from './stages';
import { expandVariables, parsePairs, type Variables, splitArguments } from './text';

/** What building a stage would result in. */
export interface EvaluatedStage {
  readonly config: ImageConfig;
  readonly layers: readonly LocalLayer[];
  /** The image of its first FROM. */
  readonly base: string;
}

/** What a stage is built with. */
export interface DockerfileInputs {
  readonly stages: readonly BuildStage[];
  readonly context: DockerContext;
  /** Values of `--build-arg`, and those that docker sets itself. */
  readonly given: Variables;
}

/**
 * Follows the instructions of a stage without running anything. The digests of its layers change with whatever would
 * change them: base, instructions, copied files and the arguments that they see.
 * @throws DockerFailure with BuildKit's message
 */
export function evaluateStage(stage: BuildStage, inputs: DockerfileInputs): EvaluatedStage {
  const base = 'stage' in stage.base ? evaluateStage(stage.base.stage, inputs) : fromImage(stage.base.image);
  let { config } = base;
  const layers = [...base.layers];
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
      config = applyInstruction(config, instruction, variables);
      add(`WORKDIR ${config.WorkingDir}`);
    } else config = applyInstruction(config, instruction, variables);
  }
  return { config, layers, base: base.base };
}

function fromImage(image: string): EvaluatedStage {
  const layers = image === 'scratch' ? [] : [{ digest: digestOf(['FROM', image]), size: 0 }];
  return { config: emptyImageConfig(), layers, base: image };
}

/** ARG without a value takes that of an ARG before the first FROM. https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact */
function argumentsOf(
  { text }: Instruction,
  { globals }: BuildStage,
  { given }: DockerfileInputs,
  variables: Variables,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of parsePairs(text)) {
    const defaultValue =
      value === undefined ? globals[name] : expandVariables(value, { ...variables, ...values });
    const found = given[name] ?? defaultValue;
    if (found !== undefined) values[name] = found;
  }
  return values;
}

function copy(
  instruction: Instruction,
  stage: BuildStage,
  inputs: DockerfileInputs,
  variables: Variables,
): { what: string; size: number } {
  const { name, text, flags, documents, line } = instruction;
  const args = splitArguments(text).map((argument) => expandVariables(argument, variables));
  if (args.length < 2)
    throw buildFailure(`dockerfile parse error on line ${line}: ${name} requires at least two arguments`);
  const sources = args.slice(0, -1).filter((source) => !source.startsWith('<<'));
  const head = [name, args.at(-1), flags, documents];
  if (flags.from !== undefined) {
    const from = copySource(expandVariables(flags.from, variables), stage, inputs);
    return { what: JSON.stringify([head, from, sources]), size: 0 };
  }
  const remote = sources.filter((source) => name === 'ADD' && /^(https?:|git@|git:)/.test(source));
  const files = sources
    .filter((source) => !remote.includes(source))
    .flatMap((source) => contextFiles(source, inputs));
  const what = JSON.stringify([head, remote, sources, files.map(({ digest }) => digest)]);
  return { what, size: files.reduce((sum, { size }) => sum + size, 0) };
}

function contextFiles(source: string, { context }: DockerfileInputs): readonly ContextFile[] {
  const found = context.filesOf(source);
  if (found.length > 0 || source === '.' || source === './') return found;
  const path = `/${source.replace(/^\.?\/+/, '')}`;
  throw buildFailure(
    `failed to compute cache key: failed to calculate checksum of ref: "${path}": not found`,
  );
}

/** What `COPY --from` copies from: a stage before this one, or an image, whose name then has a tag or a registry. */
function copySource(name: string, stage: BuildStage, inputs: DockerfileInputs): string {
  const before = inputs.stages.slice(0, inputs.stages.indexOf(stage));
  const found = findBuildStage(before, name);
  if (found) return evaluateStage(found, inputs).layers.at(-1)?.digest ?? found.name;
  if (/[/:@.]/.test(name)) return name;
  throw buildFailure(
    `${name}: failed to resolve source metadata for docker.io/library/${name}:latest: there is no stage ${name} before this one, and a name without a tag is taken for no image here`,
  );
}

const digestOf = (parts: readonly string[]): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
