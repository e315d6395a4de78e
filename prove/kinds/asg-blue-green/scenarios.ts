import { CLEAN_UP_GROUPS } from '../../../handlers/contract/clean-up-groups';
import { startJob } from '../../stores/codepipeline/flow';
import { retryStage, rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import { play } from '../../run/play';
import { sceneOf } from '../../run/scene';
import type { World, WorldEvent } from '../../world/world';
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
  begin: (world: World) => startWith(world, RELEASE, '2'),
  releaseAgain: (world: World) => startWith(world, NEXT, '3'),
  targetsOf: (_: World, event: WorldEvent) => (invokesCleanUp(event) ? [CLEAN_UP_GROUPS.name] : []),
  atRest,
  succeeded: (world: World, id: string) => succeeded(world, IMAGE_OF[id] ?? ''),
};

const BEFORE = start();

/** A release takes over from one that serves. */
export const release: Scenario = {
  ...common,
  name: 'release',
  start: async () => start(),
  rollBack,
  changes: CHANGES,
  always: (world) => always(world, BEFORE, SIZE),
};

/** The instances of the release are never healthy. */
export const unhealthyRelease: Scenario = {
  ...common,
  name: 'unhealthy-release',
  start: async () => {
    const world = start();
    setHealth(world, 'none');
    return world;
  },
  rollBack,
  mayFail: 'its instances are never healthy, until a person has mended what they need',
  mend: (world) => setHealth(world, 'all'),
  always: (world) => always(world, BEFORE, SIZE),
};

/** Of the instances of the release every other one is never healthy. */
export const partlyHealthyRelease: Scenario = {
  ...unhealthyRelease,
  name: 'partly-healthy-release',
  start: async () => {
    const world = start();
    setHealth(world, 'every-other');
    return world;
  },
};

/** Nothing serves before it. */
export const firstRelease: Scenario = {
  ...common,
  name: 'first-release',
  start: async () => startEmpty(),
  always: (world) => always(world, BEFORE, 0),
};

/** A release is taken back while the group that served before is kept for that. */
export const rollbackInHold: Scenario = {
  ...common,
  name: 'rollback-in-hold',
  start: playIntoHold,
  begin: rollBack,
  mayFail: 'the hold ends meanwhile, and the group that is to serve again is retired',
  always: (world) => always(world, BEFORE, SIZE),
};

/** A release whose traffic had moved in part is retried before what cleans up has run. */
export const retryBeforeCleanUp: Scenario = {
  ...common,
  name: 'retry-before-clean-up',
  start: playUntilFailed,
  begin: (world) => {
    retryStage(world, RELEASE, true);
    return RELEASE;
  },
  rollBack,
  always: (world) => always(world, BEFORE, SIZE),
};

/** The same, but only the action is retried that failed. */
export const actionRetryBeforeCleanUp: Scenario = {
  ...retryBeforeCleanUp,
  name: 'action-retry-before-clean-up',
  begin: (world) => {
    retryStage(world, RELEASE);
    return RELEASE;
  },
  mayFail: 'the group that it is to give the traffic to is removed meanwhile',
};

function startWith(world: World, id: string, AMI_VERSION: string): string {
  startExecution(world, { id, variables: { Bake: { AMI_VERSION } } });
  return id;
}

function rollBack(world: World): string {
  rollBackStage(world, { id: ROLLBACK, target: FIRST }, 'Deploy');
  return ROLLBACK;
}

async function playIntoHold(): Promise<World> {
  const scene = sceneOf(release, start());
  release.begin(scene.world);
  const isHeld = ({ pipeline, lambda }: World) =>
    pipeline.latest.Retire?.execution === RELEASE && lambda.queue.length === 0;
  await play(scene, { until: isHeld });
  return scene.world;
}

/** The function that moves the traffic dies for good after its first step. */
async function playUntilFailed(): Promise<World> {
  const scene = sceneOf(release, start());
  release.begin(scene.world);
  const hasMoved = ({ loadBalancing }: World) => weightIn(loadBalancing, TARGET_GROUPS[1]) > 0;
  await play(scene, { until: hasMoved });
  for (const { action } of scene.world.pipeline.continuations.splice(0)) startJob(scene.world, action);
  for (const [at, invocation] of scene.world.lambda.queue.entries())
    scene.world.lambda.queue[at] = { ...invocation, isDead: true };
  await play(scene, { until: ({ pipeline }) => pipeline.latest.Deploy?.status === 'Failed' });
  return scene.world;
}

const weightIn = ({ rules }: World['loadBalancing'], arn: string): number =>
  rules[RULE]?.Actions?.[0]?.ForwardConfig?.TargetGroups?.find(({ TargetGroupArn }) => TargetGroupArn === arn)
    ?.Weight ?? 0;

/** The patterns of the function's contract. */
const invokesCleanUp = ({ 'detail-type': type, detail }: WorldEvent): boolean =>
  type === 'CodePipeline Pipeline Execution State Change' ||
  (type === 'EC2 Instance Terminate Successful' &&
    (detail.AutoScalingGroupName ?? '').startsWith(`${NAME}-`));
