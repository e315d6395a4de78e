import type { Kind } from '../kinds/kind';
import type { Invocation } from '../world/invocation';
import { snapshot, type World } from '../world/world';
import { type Attempt, isChange } from './call';
import { play } from './play';
import { sceneOf } from './scene';

/** A release without faults: every call of it, and the world after each. */
export interface RecordedRelease {
  readonly kind: Kind;
  /** Its execution. */
  readonly executionId: string;
  readonly invocations: readonly RecordedInvocation[];
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

/** Plays a release from the start to its rest. @throws Error where that breaks an invariant, or the model has a gap */
export async function record(kind: Kind): Promise<RecordedRelease> {
  const world = kind.start();
  const invocations: (RecordedInvocation & { readonly calls: RecordedCall[] })[] = [];
  const numbers = new Map<string, number>();
  const scene = sceneOf(kind, world, {
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
  });
  const executionId = kind.release(world);
  await play(scene);
  const broken = [
    ...scene.mistakes,
    ...scene.violations,
    ...kind.atRest(world),
    ...kind.succeeded(world, executionId),
  ];
  if (broken.length > 0)
    throw new Error(`A release without faults must break nothing, got: ${broken.join('; ')}`);
  return { kind, executionId, invocations };
}
