import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Scenario } from '../kind';
import { CHANGES } from './changes';
import { common, release, rollBack } from './common';
import { LAST, NEXT, OVER, RELEASE } from './names';
import { start } from './start';

/** Starts executions at once. @returns the id of the last one */
const beginAll =
  (...ids: readonly [string, ...string[]]) =>
  (simulated: SimulatedAccount): string =>
    ids.map((id) => release(simulated, id)).at(-1) ?? ids[0];

const UNQUEUED = /must run in the mode QUEUED/;

/** A second release waits behind the first one, and begins while that is in its hold; it has to succeed whatever becomes of the first. */
export const queuedReleases: Scenario = {
  ...common,
  name: 'queued-releases',
  start: async () => start(),
  begin: beginAll(RELEASE, NEXT),
  releaseAgain: (simulated) => release(simulated, LAST),
  rollBack,
  changes: CHANGES.filter(({ name }) => name !== 'without-release'), // what served before is forgotten with it
};

/** The same in a pipeline whose mode someone has changed: a third release takes the place of the second. */
export const supersededRelease: Scenario = {
  ...common,
  name: 'superseded-release',
  start: async () => start({ mode: 'SUPERSEDED' }),
  begin: beginAll(RELEASE, NEXT, LAST),
  releaseAgain: (simulated) => release(simulated, OVER),
  rollBack,
};

/**
 * Two executions at once, which CodePipeline does not keep apart: someone has switched the pipeline's queue off. Both are
 * refused, and the next one succeeds when that is undone.
 */
export const overlapping = {
  begin: beginAll(RELEASE, NEXT),
  mayFail: 'nothing keeps the releases apart, until a person has switched the queue on again',
  failsWith: UNQUEUED,
  isOver: UNQUEUED,
  mend: (simulated) => void (simulated.pipeline.mode = 'QUEUED'),
  releaseAgain: (simulated) => release(simulated, LAST),
} satisfies Partial<Scenario>;

/** Two releases at once. */
export const overlappingReleases: Scenario = {
  ...{ ...common, ...overlapping },
  name: 'overlapping-releases',
  start: async () => start({ mode: 'PARALLEL' }),
};
