import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { runRollback } from '../../bin/commands/rollback';
import { MINIMUM_TAG, PIPELINE_TAG } from '../../handlers/contract/names';
import type { GitClone } from '../../rehearsal/git/clone';
import { cloneFleet, fleetsConfig } from './support/adopted-fleets';
import { deployApp, type DeployedApp } from './support/deployed-app';
import { endedExecution, expectSuccess, failedAction, retryStage } from './support/executions';
import {
  addToRule,
  createRunningFleet,
  createSecondTargetGroup,
  groupNamed,
  groupNames,
  MINIMUM,
  RUNNING,
  type RunningFleet,
} from './support/running-fleet';
import { type CommandOutput, outputOf } from './support/release-commands';
import { type SeenTraffic, watchTraffic } from './support/watch-traffic';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

const LEFT = 'acme-left-test';
const TAGGED = 'acme-tagged-test';

let app: DeployedApp;
let left: RunningFleet;
let tagged: RunningFleet;
let secondOfLeft: string;
let clone: GitClone;
let taggedClone: GitClone;

beforeAll(async () => {
  app = await deployApp(async (clients) => {
    left = await createRunningFleet(clients, 'by-hand');
    tagged = await createRunningFleet(clients, 'by-terraform', { [PIPELINE_TAG]: TAGGED });
    secondOfLeft = await createSecondTargetGroup(clients, left);
    const secondOfTagged = await createSecondTargetGroup(clients, tagged);
    await addToRule(clients, tagged, secondOfTagged);
    return fleetsConfig({
      left: { fleet: left, second: secondOfLeft },
      tagged: { fleet: tagged, second: secondOfTagged },
    });
  });
  clone = await cloneFleet(app, 'left');
});
afterAll(() => app?.local.close());

/** Waits for the end of the execution that a commit started. */
const released = (pipeline: string, commit: string) =>
  endedExecution(app, pipeline, `a release of ${commit}`, ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === commit),
  );

let execution = '';

test('a rule that forwards to one target group is refused before a group is made, with how to add the second', async () => {
  const before = await groupNamed(app.clients, left.name);
  const commit = await clone.commit('The first version');
  await clone.push();
  const { status, pipelineExecutionId = '' } = await released(LEFT, commit);
  expect(status).toBe('Failed');
  const failed = await failedAction(app, LEFT, pipelineExecutionId);
  expect(failed?.action).toBe('Green');
  expect(failed?.message).toContain(`got: ${left.targetGroup}; add the other one with weight 0`);
  expect(await groupNames(app.clients)).toEqual([left.name, tagged.name].sort());
  expect(await groupNamed(app.clients, left.name)).toEqual(before);
  execution = pipelineExecutionId;
});

test('with both in the rule the release takes over in steps, and the group that ran before is left as it is', async () => {
  const before = await groupNamed(app.clients, left.name);
  await addToRule(app.clients, left, secondOfLeft);
  const seen = await watchTraffic(app.clients, left, async () => {
    await retryStage(app, LEFT, 'Deploy', execution);
    const retried = await endedExecution(
      app,
      LEFT,
      'the retry',
      ({ pipelineExecutionId }) => pipelineExecutionId === execution,
    );
    await expectSuccess(app, LEFT, retried);
  });
  expect(seen.weights).toEqual([0, 10, 50, 100]);
  expect(seen.fewest).toBe(RUNNING);
  expect(await groupNamed(app.clients, left.name)).toEqual(before);
});

test('the next release is refused until the group that ran before has left its target group', async () => {
  await clone.write('files/content.txt', 'the second version\n');
  const commit = await clone.commit('The second version');
  await clone.push();
  const { status, pipelineExecutionId = '' } = await released(LEFT, commit);
  expect(status).toBe('Failed');
  const failed = await failedAction(app, LEFT, pipelineExecutionId);
  expect(failed?.message).toContain(`got: ${left.name}`);

  const request = { AutoScalingGroupName: left.name, ForceDelete: true };
  await app.clients.autoScaling.send(new DeleteAutoScalingGroupCommand(request));
  await app.until('The deletion', async () => !(await groupNamed(app.clients, left.name)) || undefined);
  await retryStage(app, LEFT, 'Deploy', pipelineExecutionId);
  await expectSuccess(app, LEFT, await released(LEFT, commit));
});

test('a group with the tag of the pipeline keeps its size, and gets the traffic back in the hold', async () => {
  taggedClone = await cloneFleet(app, 'tagged');
  const commit = await taggedClone.commit('The first version');
  const { wentBack, seen } = await whileReleasing(commit, async () => {
    const during = await groupNamed(app.clients, tagged.name);
    expect(during).toMatchObject({ min: RUNNING, tags: { [MINIMUM_TAG]: `${MINIMUM}` } });
    return outputOf(app, (query, out, tools) => runRollback({ ...query, pipeline: 'tagged' }, out, tools));
  });
  expect(wentBack.text).toMatch(/moves all of the traffic back to group by-terraform/);
  expect(wentBack.code).toBe(0);
  expect((await released(TAGGED, commit)).status).toBe('Failed');
  expect(seen.weights).toEqual([0, 10, 50, 100, 0]);
  expect(seen.fewest).toBe(RUNNING);
  expect(await app.until('The minimum', () => atMinimum(tagged.name))).toMatchObject({ desired: RUNNING });
  expect((await groupNames(app.clients)).filter((name) => name.startsWith(TAGGED))).toEqual([]);
});

test('released again, it is retired after the hold', async () => {
  await taggedClone.write('files/content.txt', 'the second version\n');
  const commit = await taggedClone.commit('The second version');
  await taggedClone.push();
  await expectSuccess(app, TAGGED, await released(TAGGED, commit));
  expect(await groupNamed(app.clients, tagged.name)).toBeUndefined();
  expect((await groupNames(app.clients)).filter((name) => name.startsWith(TAGGED))).toHaveLength(1);
});

/** Pushes a commit of the tagged fleet, and does something in its hold. */
async function whileReleasing(
  commit: string,
  inHold: () => Promise<CommandOutput>,
): Promise<{ wentBack: CommandOutput; seen: SeenTraffic }> {
  let wentBack: CommandOutput = { code: -1, text: '' };
  const seen = await watchTraffic(app.clients, tagged, async () => {
    await taggedClone.push();
    await app.until(`The hold of ${commit}`, async () => {
      const { stageStates = [] } = await app.clients.codePipeline.send(
        new GetPipelineStateCommand({ name: TAGGED }),
      );
      const failed = stageStates.find(({ latestExecution }) => latestExecution?.status === 'Failed');
      if (failed) throw new Error(`stage ${failed.stageName} failed: ${JSON.stringify(failed.actionStates)}`);
      return stageStates.at(-1)?.latestExecution?.status === 'InProgress' || undefined;
    });
    wentBack = await inHold();
  });
  return { wentBack, seen };
}

/** The group once it has its own minimum again. */
async function atMinimum(name: string) {
  const group = await groupNamed(app.clients, name);
  return group?.min === MINIMUM ? group : undefined;
}
