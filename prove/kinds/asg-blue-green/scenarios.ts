import { CLEAN_UP_GROUPS } from '../../../handlers/contract/clean-up-groups';
import { startJob } from '../../stores/codepipeline/flow';
import { retryStage, rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import { play } from '../../run/play';
import { caseRunOf } from '../../run/case-run';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import type { Scenario } from '../kind';
import { CHANGES, setHealth } from './changes';
import { always, atRest, succeeded } from './invariants';
import { FIRST, IMAGES, NAME, NEXT, RELEASE, ROLLBACK, RULE, SIZE, TARGET_GROUPS } from './names';
import { start, startEmpty } from './start';

/** What each execution releases. */
const IMAGE_OF: Readonly<Record<string, string>> = {
  ...{ [FIRST]: IMAGES[0], [RELEASE]: IMAGES[1], [NEXT]: IMAGES[2], [ROLLBACK]: IMAGES[0] },
};

/** What all scenarios have in common. */
const common = {
  kind: 'asg-blue-green',
  begin: (simulated: SimulatedAccount) => startWith(simulated, RELEASE, '2'),
  releaseAgain: (simulated: SimulatedAccount) => startWith(simulated, NEXT, '3'),
  targetsOf: (_: SimulatedAccount, event: SimulatedEvent) =>
    invokesCleanUp(event) ? [CLEAN_UP_GROUPS.name] : [],
  atRest,
  succeeded: (simulated: SimulatedAccount, id: string) => succeeded(simulated, IMAGE_OF[id] ?? ''),
};

const BEFORE = start();

/** A release takes over from one that serves. */
export const release: Scenario = {
  ...common,
  name: 'release',
  start: async () => start(),
  rollBack,
  changes: CHANGES,
  always: (simulated) => always(simulated, BEFORE, SIZE),
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
  always: (simulated) => always(simulated, BEFORE, SIZE),
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
  always: (simulated) => always(simulated, BEFORE, 0),
};

/** A release is taken back while the group that served before is kept for that. */
export const rollbackInHold: Scenario = {
  ...common,
  name: 'rollback-in-hold',
  start: playIntoHold,
  begin: rollBack,
  mayFail: 'the hold ends meanwhile, and the group that is to serve again is retired',
  always: (simulated) => always(simulated, BEFORE, SIZE),
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
  always: (simulated) => always(simulated, BEFORE, SIZE),
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

function startWith(simulated: SimulatedAccount, id: string, AMI_VERSION: string): string {
  startExecution(simulated, { id, variables: { Bake: { AMI_VERSION } } });
  return id;
}

function rollBack(simulated: SimulatedAccount): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST }, 'Deploy');
  return ROLLBACK;
}

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

/** The patterns of the function's contract. */
const invokesCleanUp = ({ 'detail-type': type, detail }: SimulatedEvent): boolean =>
  type === 'CodePipeline Pipeline Execution State Change' ||
  (type === 'EC2 Instance Terminate Successful' &&
    (detail.AutoScalingGroupName ?? '').startsWith(`${NAME}-`));
