import type { Change, Undo } from '../kinds/kind';
import { statusOf } from '../stores/codepipeline/flow';
import { retryStage } from '../stores/codepipeline/operator';
import type { Invocation } from '../world/invocation';
import { accept } from '../world/lambda';
import { play } from '../run/play';
import type { Scene } from '../run/scene';

/** What happens after a fault: what AWS does by itself, and then what a person does. */
export interface FollowUp {
  readonly name: string;
  run(scene: Scene, executionId: string): Promise<void>;
}

/** Nobody does anything: the release has to succeed by itself, unless the scenario has a reason why it may fail. */
export const UNAIDED: FollowUp = {
  name: '',
  run: async (scene, id) => {
    await rest(scene);
    if (scene.scenario.mayFail === undefined) requireSuccess(scene, id);
    else await retryUntilSuccess(scene, id);
  },
};

/**
 * For a function that no job waits for: the alarm on dropped events notifies a person, who invokes it with the event again.
 * What it had to do is open until then.
 */
export const redelivered = ({ action, event }: Invocation): FollowUp => ({
  name: 'redelivered',
  run: async (scene, id) => {
    await play(scene);
    scene.observer.note?.('the event is delivered again');
    accept(scene.world, action, event);
    await rest(scene);
    await retryUntilSuccess(scene, id);
  },
});

/** The same, but another execution follows, of which the function handles the event. */
export const NEW_EXECUTION_INSTEAD: FollowUp = {
  name: 'new',
  run: async (scene) => {
    await play(scene);
    await startAnother(scene);
  },
};

/** Where the release has failed, its stage is retried when everything has come to rest. */
export const RETRY: FollowUp = {
  name: 'retry',
  run: async (scene, id) => {
    await rest(scene);
    await retryUntilSuccess(scene, id);
  },
};

/**
 * The same after what others did was undone. What was taken away has to be named where the execution failed; and what
 * cleans up, and could not, is invoked again.
 * @param undo @returns nothing where nothing can be undone
 */
export const undoneBefore = ({ name, takes }: Change, undo: () => Undo | void): FollowUp => ({
  name,
  run: async (scene, id) => {
    const { world, violations, observer } = scene;
    if (takes) await play(scene);
    else await rest(scene);
    const { status, message } = endOf(scene, id);
    if (takes && status === 'Failed' && !takes.test(message))
      violations.add(`the failure must name ${takes.source}, got: ${message}`);
    observer.note?.(`${name} is undone`);
    undo()?.(world);
    const { lost } = world.lambda;
    if (takes && lost) {
      observer.note?.('the event that was lost is delivered again');
      accept(world, lost.action, lost.event);
    }
    await rest(scene);
    await retryBoth(scene, id);
    if (IS_OVER.test(endOf(scene, id).message)) await startAnother(scene);
    else requireSuccess(scene, id);
  },
});

/**
 * What a release fails with that is over, whatever is retried: it was taken back in its hold, or the parameter is written
 * anew that it refers to a version of.
 */
const IS_OVER = /was taken back|must have version/;

/** As {@link RETRY}, as soon as it has failed, while what cleans up is at work. */
export const RETRY_AT_ONCE: FollowUp = {
  name: 'retry-at-once',
  run: async (scene, id) => {
    await play(scene, { until: (world) => statusOf(world, id) === 'Failed' });
    await retryUntilSuccess(scene, id);
  },
};

/** Another execution follows. */
export const NEW_EXECUTION: FollowUp = {
  name: 'new',
  run: async (scene) => {
    await rest(scene);
    await startAnother(scene);
  },
};

/** As {@link NEW_EXECUTION}, while what cleans up is at work. */
export const NEW_EXECUTION_AT_ONCE: FollowUp = { name: 'new-at-once', run: startAnother };

/** The stage is rolled back to the release that served before. */
export const ROLLBACK: FollowUp = {
  name: 'rollback',
  run: async (scene) => {
    await rest(scene);
    scene.observer.note?.('the stage is rolled back');
    const id = scene.scenario.rollBack?.(scene.world);
    await rest(scene);
    if (id !== undefined) requireSuccess(scene, id);
  },
};

async function startAnother(scene: Scene): Promise<void> {
  scene.observer.note?.('another execution starts');
  scene.scenario.mend?.(scene.world);
  const id = scene.scenario.releaseAgain(scene.world);
  await rest(scene);
  requireSuccess(scene, id);
}

/** The failed action is retried first, and then, where that fails, the whole stage: the messages ask for it. */
async function retryUntilSuccess(scene: Scene, id: string): Promise<void> {
  await retryBoth(scene, id);
  requireSuccess(scene, id);
}

async function retryBoth(scene: Scene, id: string): Promise<void> {
  for (const isWhole of [false, true]) {
    if (statusOf(scene.world, id) !== 'Failed') break;
    scene.scenario.mend?.(scene.world);
    scene.observer.note?.(isWhole ? 'the whole stage is retried' : 'the failed action is retried');
    retryStage(scene.world, id, isWhole);
    await rest(scene);
  }
}

async function rest(scene: Scene): Promise<void> {
  await play(scene);
  for (const violation of scene.scenario.atRest(scene.world)) scene.violations.add(`at rest, ${violation}`);
}

function endOf({ world }: Scene, id: string): { readonly status?: string; readonly message: string } {
  const last = world.pipeline.actions.findLast(({ execution }) => execution === id);
  return { status: statusOf(world, id), message: last?.message ?? '' };
}

function requireSuccess(scene: Scene, id: string): void {
  const { scenario, world, violations } = scene;
  const { status, message } = endOf(scene, id);
  if (status !== 'Succeeded') violations.add(`execution ${id} must succeed, got: ${status}, ${message}`);
  else for (const violation of scenario.succeeded(world, id)) violations.add(violation);
}
