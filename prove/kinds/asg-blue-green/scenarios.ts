import { startJob } from '../../stores/codepipeline/flow';
import { retryStage } from '../../stores/codepipeline/operator';
import { play } from '../../run/play';
import { caseRunOf } from '../../run/case-run';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Scenario } from '../kind';
import { CHANGES, CHANGES_WITHOUT_BLUE, setHealth } from './changes';
import { common, rollBack } from './common';
import { always } from './invariants';
import { FIRST, RELEASE, RULE, TARGET_GROUPS } from './names';
import { start, startEmpty } from './start';

const BEFORE = start();

/** A release takes over from one that serves. */
export const release: Scenario = {
  ...common,
  name: 'release',
  start: async () => start(),
  rollBack,
  changes: CHANGES,
};

/** The instances of the release are never healthy. */
export const unhealthyRelease: Scenario = {
  ...common,
  name: 'unhealthy-release',
  start: async () => {
    const simulated = start();
    setHealth(simulated, 'none');
    return simulated;
  },
  rollBack,
  mayFail: 'its instances are never healthy, until a person has mended what they need',
  mend: (simulated) => setHealth(simulated, 'all'),
};

/** Of the instances of the release every other one is never healthy. */
export const partlyHealthyRelease: Scenario = {
  ...unhealthyRelease,
  name: 'partly-healthy-release',
  start: async () => {
    const simulated = start();
    setHealth(simulated, 'every-other');
    return simulated;
  },
};

/** Nothing serves before it. */
export const firstRelease: Scenario = {
  ...common,
  name: 'first-release',
  start: async () => startEmpty(),
  changes: CHANGES_WITHOUT_BLUE,
  always: (simulated) => always(simulated, BEFORE, 0),
};

/**
 * A release is taken back while the group that served before is kept for that. Its actions are given the id of the execution
 * that it goes back to; those of rollbacks after a fault are given their own.
 */
export const rollbackInHold: Scenario = {
  ...common,
  name: 'rollback-in-hold',
  start: playIntoHold,
  begin: (simulated) => rollBack(simulated, FIRST),
  changes: CHANGES.filter(({ name }) => name !== 'without-release'), // who rolled back is forgotten with it
  mayFail: 'the hold ends meanwhile, and the group that is to serve again is retired',
};

/** A release whose traffic had moved in part is retried before what cleans up has run. */
export const retryBeforeCleanUp: Scenario = {
  ...common,
  name: 'retry-before-clean-up',
  start: playUntilFailed,
  begin: (simulated) => {
    retryStage(simulated, RELEASE, true);
    return RELEASE;
  },
  rollBack,
  changes: CHANGES,
};

/** The same, but only the action is retried that failed. */
export const actionRetryBeforeCleanUp: Scenario = {
  ...retryBeforeCleanUp,
  name: 'action-retry-before-clean-up',
  begin: (simulated) => {
    retryStage(simulated, RELEASE);
    return RELEASE;
  },
  mayFail: 'the group that it is to give the traffic to is removed meanwhile',
};

async function playIntoHold(): Promise<SimulatedAccount> {
  const caseRun = caseRunOf(release, start());
  release.begin(caseRun.simulated);
  const isHeld = ({ pipeline, lambda }: SimulatedAccount) =>
    pipeline.latest.Retire?.execution === RELEASE && lambda.queue.length === 0;
  await play(caseRun, { until: isHeld });
  return caseRun.simulated;
}

/** The function that moves the traffic dies for good after its first step. */
async function playUntilFailed(): Promise<SimulatedAccount> {
  const caseRun = caseRunOf(release, start());
  release.begin(caseRun.simulated);
  const hasMoved = ({ loadBalancing }: SimulatedAccount) => weightIn(loadBalancing, TARGET_GROUPS[1]) > 0;
  await play(caseRun, { until: hasMoved });
  for (const { action } of caseRun.simulated.pipeline.continuations.splice(0))
    startJob(caseRun.simulated, action);
  for (const [at, invocation] of caseRun.simulated.lambda.queue.entries())
    caseRun.simulated.lambda.queue[at] = { ...invocation, isDead: true };
  await play(caseRun, { until: ({ pipeline }) => pipeline.latest.Deploy?.status === 'Failed' });
  return caseRun.simulated;
}

const weightIn = ({ rules }: SimulatedAccount['loadBalancing'], arn: string): number =>
  rules[RULE]?.Actions?.[0]?.ForwardConfig?.TargetGroups?.find(({ TargetGroupArn }) => TargetGroupArn === arn)
    ?.Weight ?? 0;
