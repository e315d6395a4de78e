import { buildFailure } from '../failure';
import type { Instruction } from './instruction';
import { expandVariables, parsePairs, type Variables, splitArguments } from './text';

/** The part of a Dockerfile that begins with a FROM. */
export interface BuildStage {
  /** @default - its index */
  readonly name: string;
  /** The stage that it begins with, or the name of an image. */
  readonly base: { readonly stage: BuildStage } | { readonly image: string };
  /** `linux/arm64` and the like. @default - the build's */
  readonly platform: string | undefined;
  readonly instructions: readonly Instruction[];
  /** Values of ARG before the first FROM, for the stage's own ARGs of the same names. */
  readonly globals: Variables;
}

/**
 * Splits a Dockerfile into its stages.
 * @param given values of `--build-arg`
 * @throws DockerFailure with BuildKit's message
 */
export function parseStages(instructions: readonly Instruction[], given: Variables): BuildStage[] {
  const globals: Record<string, string> = {};
  const stages: BuildStage[] = [];
  let own: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') {
      own = [];
      stages.push(stageOf(instruction, stages, own, globals));
    } else if (stages.length > 0) own.push(instruction);
    else if (instruction.name === 'ARG') {
      for (const [name, value] of parsePairs(instruction.text))
        globals[name] = given[name] ?? expandVariables(value ?? '', globals);
    } else
      throw buildFailure(
        `dockerfile parse error on line ${instruction.line}: no build stage in current context`,
      );
  }
  if (stages.length === 0) throw buildFailure('no build stage in current context');
  return stages;
}

/** The stage to build. @throws DockerFailure where there is none of that name */
export function findTarget(stages: readonly BuildStage[], target: string | undefined): BuildStage {
  const found = target === undefined ? stages.at(-1) : findBuildStage(stages, target);
  if (!found) throw buildFailure(`target stage "${target}" could not be found`);
  return found;
}

/** A stage by name or index. */
export const findBuildStage = (stages: readonly BuildStage[], name: string): BuildStage | undefined =>
  stages.find((stage) => stage.name.toLowerCase() === name.toLowerCase()) ??
  (/^\d+$/.test(name) ? stages[Number(name)] : undefined);

function stageOf(
  from: Instruction,
  before: readonly BuildStage[],
  own: readonly Instruction[],
  globals: Variables,
): BuildStage {
  const [given = '', as = '', name = '', ...more] = splitArguments(from.text);
  if ((as !== '' && (as.toUpperCase() !== 'AS' || name === '')) || more.length > 0)
    throw buildFailure(
      `dockerfile parse error on line ${from.line}: FROM requires either one or three arguments`,
    );
  const image = expandVariables(given, globals);
  if (image === '') throw buildFailure(`base name (${given}) should not be blank`);
  const stage = before.find((one) => one.name.toLowerCase() === image.toLowerCase());
  return {
    name: name || String(before.length),
    base: stage ? { stage } : { image },
    platform: from.flags.platform && expandVariables(from.flags.platform, globals),
    instructions: own,
    globals: { ...globals },
  };
}
