import type { Scenario } from '../kinds/kind';
import { statusOf } from '../stores/codepipeline/flow';
import type { Invocation } from '../world/invocation';
import { snapshot, type World } from '../world/world';
import { type Attempt, isChange } from './call';
import { play } from './play';
import { type LeavesOut, type Observer, type Scene, sceneOf } from './scene';

/** An execution without faults: every call of it, and the world after each. */
export interface RecordedRelease {
  readonly scenario: Scenario;
  readonly executionId: string;
  readonly invocations: readonly RecordedInvocation[];
  readonly leavesOut?: LeavesOut;
}

export interface RecordedInvocation {
  readonly invocation: Invocation;
  /** Which invocation of its function it is, from 1 on. */
  readonly number: number;
  /** The world when Lambda runs it. */
  readonly before: World;
  readonly calls: readonly RecordedCall[];
}

export interface RecordedCall {
  readonly attempt: Attempt;
  /** The same object as that of the call before, where it changed nothing. */
  readonly after: World;
}

/** Plays an execution from the start to its rest. @throws Error where that breaks an invariant, or the model has a gap */
export async function record(scenario: Scenario, leavesOut?: LeavesOut): Promise<RecordedRelease> {
  const scene = sceneOf(scenario, await scenario.start(), {}, leavesOut);
  const executionId = scenario.begin(scene.world);
  const invocations = await recordPlay(scene);
  const { world, mistakes, violations } = scene;
  const isSuccess = scenario.mayFail !== undefined || statusOf(world, executionId) === 'Succeeded';
  const broken = [
    ...mistakes,
    ...violations,
    ...scenario.atRest(world),
    ...(statusOf(world, executionId) === 'Succeeded' ? scenario.succeeded(world, executionId) : []),
    ...(isSuccess ? [] : ['the execution must succeed']),
  ];
  if (broken.length > 0)
    throw new Error(
      `${scenario.kind}, ${scenario.name}: without faults nothing must be broken, got: ${broken.join('; ')}`,
    );
  return { scenario, executionId, invocations, leavesOut };
}

/** Plays a world to its rest. @returns every call of it */
export async function recordPlay(scene: Scene): Promise<RecordedInvocation[]> {
  const { world } = scene;
  const invocations: (RecordedInvocation & { readonly calls: RecordedCall[] })[] = [];
  const numbers = new Map<string, number>();
  const observer: Observer = {
    begin: (invocation) => {
      const number = (numbers.get(invocation.action) ?? 0) + 1;
      numbers.set(invocation.action, number);
      invocations.push({ invocation, number, before: snapshot(world), calls: [] });
    },
    call: (attempt) => {
      const current = invocations.at(-1);
      const last = current?.calls.at(-1)?.after ?? current?.before;
      if (last) current?.calls.push({ attempt, after: isChange(attempt.operation) ? snapshot(world) : last });
    },
  };
  await play(Object.assign(scene, { observer }));
  return invocations;
}
