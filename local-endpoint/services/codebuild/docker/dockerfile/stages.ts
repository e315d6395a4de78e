import { unsolved } from '../failure';
import type { Instruction } from './instruction';
import { expand, pairsOf, type Variables, wordsOf } from './words';

/** A part of a Dockerfile that begins with FROM. */
export interface Stage {
  /** @default - its index */
  readonly name: string;
  /** The stage that it begins with, or the name of an image. */
  readonly base: { readonly stage: Stage } | { readonly image: string };
  /** `linux/arm64` and the like. @default - the build's */
  readonly platform: string | undefined;
  readonly instructions: readonly Instruction[];
  /** What ARG before the first FROM gave, for the stage's own ARGs that name one. */
  readonly globals: Variables;
}

/**
 * Divides a Dockerfile into its stages.
 * @param given values of `--build-arg`
 * @throws DockerFailure in BuildKit's words
 */
export function stagesOf(instructions: readonly Instruction[], given: Variables): Stage[] {
  const globals: Record<string, string> = {};
  const stages: Stage[] = [];
  let own: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') {
      own = [];
      stages.push(stageOf(instruction, stages, own, globals));
    } else if (stages.length > 0) own.push(instruction);
    else if (instruction.name === 'ARG') {
      for (const [name, value] of pairsOf(instruction.text))
        globals[name] = given[name] ?? expand(value ?? '', globals);
    } else
      throw unsolved(`dockerfile parse error on line ${instruction.line}: no build stage in current context`);
  }
  if (stages.length === 0) throw unsolved('no build stage in current context');
  return stages;
}

/** The stage to build. @throws DockerFailure where there is none of that name */
export function targetOf(stages: readonly Stage[], target: string | undefined): Stage {
  const found = target === undefined ? stages.at(-1) : findStage(stages, target);
  if (!found) throw unsolved(`target stage "${target}" could not be found`);
  return found;
}

/** A stage by name or index. */
export const findStage = (stages: readonly Stage[], name: string): Stage | undefined =>
  stages.find((stage) => stage.name.toLowerCase() === name.toLowerCase()) ??
  (/^\d+$/.test(name) ? stages[Number(name)] : undefined);

function stageOf(
  from: Instruction,
  before: readonly Stage[],
  own: readonly Instruction[],
  globals: Variables,
): Stage {
  const [given = '', as = '', name = '', ...more] = wordsOf(from.text);
  if ((as !== '' && (as.toUpperCase() !== 'AS' || name === '')) || more.length > 0)
    throw unsolved(
      `dockerfile parse error on line ${from.line}: FROM requires either one or three arguments`,
    );
  const image = expand(given, globals);
  if (image === '') throw unsolved(`base name (${given}) should not be blank`);
  const stage = before.find((one) => one.name.toLowerCase() === image.toLowerCase());
  return {
    name: name || String(before.length),
    base: stage ? { stage } : { image },
    platform: from.flags.platform && expand(from.flags.platform, globals),
    instructions: own,
    globals: { ...globals },
  };
}
