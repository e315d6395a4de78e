import { GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { expectPinned, expectProtected, expectServing } from './checks';
import type { DeployedPipeline } from './deployed-pipeline';
import {
  answerApproval,
  deploymentsEnded,
  deploymentsOf,
  ended,
  knownExecutions,
  newExecution,
  pendingApproval,
  trafficMoved,
} from './execution';
import { pushImage } from './image';
import { approve, expectReleased, pushRelease, type Release } from './release';
import { settingsFor, uploadSettings, withVariable } from './settings';
import { lookAtServing } from './serving';
import type { Stage } from './stage';

/** One step of the rehearsal. */
export interface Step {
  readonly title: string;
  /** Why the step cannot be played on these pipelines, or nothing. */
  impossible?(stage: Stage): string | undefined;
  play(stage: Stage): Promise<void>;
  /** Whether all that follows builds on it. @default - it goes on after a miss */
  readonly vital?: boolean;
}

/** A release's life with a team, in the order it is played. */
export const STEPS: readonly Step[] = [
  {
    title: 'The first settings.zip arrives; without an image there is nothing to release yet',
    play: firstSettings,
  },
  { title: 'Release 1: the first image', vital: true, play: firstRelease },
  {
    title: 'Release 2: rolled back by hand while blue is still there',
    impossible: blueNotKept,
    play: rolledBackByHand,
  },
  {
    title: 'Release 3: an alarm fires and CodeDeploy rolls back by itself',
    impossible: noAlarms,
    play: rolledBackByAlarm,
  },
  { title: 'Release 4: rejected at the approval', impossible: noApproval, play: rejected },
  { title: 'Release 5: a change of settings.zip alone', play: settingsAlone },
];

async function firstSettings(stage: Stage): Promise<void> {
  for (const pipeline of stage.application.pipelines) {
    const known = await knownExecutions(pipeline);
    const settings = await settingsFor(pipeline, stage.settingsFolder);
    stage.settings.set(pipeline.name, settings);
    const version = await uploadSettings(pipeline, settings);
    const executionId = await newExecution(stage, pipeline, known);
    stage.expect.equal(
      `${pipeline.name} fails at its source`,
      await ended(stage, pipeline, executionId),
      'Failed',
    );
    await expectPinned(stage, pipeline, executionId, pipeline.settings.action, 'VersionId', version);
  }
}

async function firstRelease(stage: Stage): Promise<void> {
  const { pipelines, production } = stage.application;
  for (const image of production.images.slice(1)) {
    await pushImage(production.clients, image.repository, image.tag, `${image.repository} of release 1`);
    await Promise.all(pipelines.map((pipeline) => sourcesFailed(stage, pipeline)));
  }
  const release = await pushRelease(stage, 'release 1');
  await Promise.all(pipelines.map((pipeline) => expectReleased(stage, pipeline, release)));
}

async function sourcesFailed(stage: Stage, pipeline: DeployedPipeline): Promise<void> {
  for (const executionId of await knownExecutions(pipeline)) await ended(stage, pipeline, executionId);
}

async function rolledBackByHand(stage: Stage): Promise<void> {
  const release = await pushRelease(stage, 'release 2');
  await Promise.all([
    releasedElsewhere(stage, release),
    rolledBack(stage, release, 'by hand', async (pipeline, deploymentId) => {
      stage.terminal.line(
        `  aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled`,
      );
      await pipeline.clients.codeDeploy.send(
        new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }),
      );
    }),
  ]);
}

async function rolledBackByAlarm(stage: Stage): Promise<void> {
  const release = await pushRelease(stage, 'release 3');
  const { clients, group } = stage.application.production;
  const AlarmName = group.alarmConfiguration?.alarms?.[0]?.name;
  const setState = (StateValue: 'ALARM' | 'OK') =>
    clients.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'rehearsal' }));
  await Promise.all([
    releasedElsewhere(stage, release),
    rolledBack(stage, release, 'by the alarm', async () => {
      stage.terminal.line(`  alarm ${AlarmName} fires`);
      await setState('ALARM');
    }),
  ]);
  await setState('OK');
}

async function releasedElsewhere(stage: Stage, release: Release): Promise<void> {
  const { pipelines, production } = stage.application;
  await Promise.all(
    pipelines.filter((other) => other !== production).map((other) => expectReleased(stage, other, release)),
  );
}

/** While somebody has to act before blue ends: five minutes are twenty seconds, time enough on the slowest machine. */
const WATCHFUL_SPEED = 15;

/** Plays a release in production up to the moved traffic, lets something go wrong, and expects what served before to serve again. */
async function rolledBack(
  stage: Stage,
  release: Release,
  how: string,
  goWrong: (pipeline: DeployedPipeline, deploymentId: string) => Promise<void>,
): Promise<void> {
  const { production } = stage.application;
  const executionId = release.executions.get(production.name) ?? '';
  const before = await lookAtServing(production);
  stage.clock.pace(Math.min(stage.speed, WATCHFUL_SPEED));
  if (production.approval) await approve(stage, production, executionId, release.digest);
  const deploymentId = await trafficMoved(stage, production, executionId);
  const during = await lookAtServing(production);
  stage.expect.that(
    'the traffic has moved to green',
    during.targetGroup !== before.targetGroup,
    during.targetGroup,
  );
  stage.expect.that('blue is still there', during.taskSets === 2, `${during.taskSets} task sets`);
  await goWrong(production, deploymentId);
  stage.clock.pace(stage.speed);
  stage.expect.equal(
    `${production.name} was rolled back ${how}`,
    await ended(stage, production, executionId),
    'Failed',
  );
  await deploymentsEnded(stage, production);
  const { deploymentInfo } = await production.clients.codeDeploy.send(
    new GetDeploymentCommand({ deploymentId }),
  );
  stage.expect.that(
    'CodeDeploy names the rollback deployment',
    !!deploymentInfo?.rollbackInfo?.rollbackDeploymentId,
  );
  const digest = stage.serving.get(production.name) ?? '';
  const after = await expectServing(stage, production, digest);
  stage.expect.equal('the traffic is back where it was', after.targetGroup, before.targetGroup);
  await expectProtected(stage, production, digest);
}

async function rejected(stage: Stage): Promise<void> {
  const { production } = stage.application;
  const release = await pushRelease(stage, 'release 4');
  const executionId = release.executions.get(production.name) ?? '';
  const deployments = await deploymentsOf(production);
  const pending = await pendingApproval(stage, production, executionId);
  await answerApproval(production, pending, 'Rejected', 'Not on a Friday');
  stage.expect.equal(
    `${production.name} stops at the approval`,
    await ended(stage, production, executionId),
    'Failed',
  );
  stage.expect.equal('nothing was deployed', String(await deploymentsOf(production)), String(deployments));
  await expectServing(stage, production, stage.serving.get(production.name) ?? '');
  await releasedElsewhere(stage, release);
}

async function settingsAlone(stage: Stage): Promise<void> {
  const [pipeline] = stage.application.pipelines as [DeployedPipeline];
  const known = await knownExecutions(pipeline);
  const settings = withVariable(
    stage.settings.get(pipeline.name) ?? (await settingsFor(pipeline, stage.settingsFolder)),
    'BANNER',
    'Autumn sale',
  );
  const version = await uploadSettings(pipeline, settings);
  stage.terminal.line(
    `  aws s3 cp settings.zip s3://${pipeline.settings.bucket}/${pipeline.settings.key} → version ${version}`,
  );
  const executionId = await newExecution(stage, pipeline, known);
  if (pipeline.approval) await approve(stage, pipeline, executionId, stage.serving.get(pipeline.name) ?? '');
  stage.expect.equal(
    `${pipeline.name} released the settings`,
    await ended(stage, pipeline, executionId),
    'Succeeded',
  );
  await expectPinned(stage, pipeline, executionId, pipeline.settings.action, 'VersionId', version);
  const serving = await expectServing(stage, pipeline, stage.serving.get(pipeline.name) ?? '');
  stage.expect.equal('the changed setting serves', serving.environment.BANNER, 'Autumn sale');
}

function blueNotKept({ application: { production } }: Stage): string | undefined {
  const wait = production.group.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
  return wait?.terminationWaitTimeInMinutes
    ? undefined
    : `${production.name} ends blue at once, so there is nothing to go back to`;
}

function noAlarms({ application: { production } }: Stage): string | undefined {
  const watched = production.group.alarmConfiguration;
  if (!watched?.enabled || !watched.alarms?.length) return `${production.name} watches no alarm`;
  return blueNotKept({ application: { production } } as Stage);
}

function noApproval({ application: { production } }: Stage): string | undefined {
  return production.approval ? undefined : `${production.name} asks for no approval`;
}
