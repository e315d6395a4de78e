import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { runRollback } from '../../bin/commands/rollback';
import { runStatus } from '../../bin/commands/status';
import type { GitClone } from '../../rehearsal/git/clone';
import { deployApp, type DeployedApp } from './support/deployed-app';
import { endedExecution, expectSuccess, failedAction, retryStage } from './support/executions';
import { atRest, cloneMachines, MACHINES, machines, machinesConfig } from './support/fleets';
import { leftovers } from './support/leftovers';
import { type CommandOutput, outputOf } from './support/release-commands';
import { removeGrant } from './support/role-policy';

jest.setTimeout(600_000); // ends a hang: an idle machine needs a minute for the longest test

let app: DeployedApp;
let clone: GitClone;
let first: { group: string; execution: string };

beforeAll(async () => {
  app = await deployApp(machinesConfig());
  clone = await cloneMachines(app);
});
afterAll(() => app?.local.close());

const released = (commit: string) =>
  endedExecution(app, MACHINES, `a release of ${commit}`, ({ sourceRevisions = [], executionType }) =>
    executionType === 'STANDARD' ? sourceRevisions.some(({ revisionId }) => revisionId === commit) : false,
  );

async function push(version: string): Promise<string> {
  await clone.write('files/content.txt', `${version}\n`);
  const commit = await clone.commit(version);
  await clone.push();
  return commit;
}

test('a push is baked and served by a group of its own, which status shows', async () => {
  const commit = await push('the first version');
  const release = await released(commit);
  await expectSuccess(app, MACHINES, release);
  const { pipelineExecutionId: execution = '' } = release;
  first = { group: await atRest(app), execution };
  const shown = await runCommand('status');
  expect(shown.text).toMatch(new RegExp(`serves +group ${first.group}, with 100 % of the traffic`));
  expect(shown.text).toMatch(/image +ami-[0-9a-f]+\n/);
  expect(shown.text).toMatch(/strength +2 of 2 instances are healthy/);
  expect(shown.text).toMatch(new RegExp(`execution +${execution}`));
  expect(shown.text).toContain('none is possible now: there is no release before the one that serves');
});

test('rollback while the traffic moves stops the execution, and nothing of its group is left', async () => {
  app.local.clock.pace(20); // so that a bake of five minutes is long enough on the slowest machine
  const commit = await push('a version that is regretted at once');
  const dryRun = await app.until('Some of the traffic', async () => {
    const { groups } = await machines(app);
    const moved = groups.some(({ name, weight }) => name !== first.group && weight > 0);
    return moved ? runCommand('rollback', { dryRun: true }) : undefined;
  });
  expect(dryRun.text).toMatch(
    new RegExp(
      `stops execution .* % of the traffic: all of it goes back to ${first.group}, and .* is removed`,
    ),
  );
  const { code, text } = await runCommand('rollback');
  app.local.clock.pace(120);
  expect(text).toContain('it is removed');
  expect(code).toBe(0);
  expect((await released(commit)).status).toBe('Stopped');
  expect(await atRest(app)).toBe(first.group);
});

test("without one of its grants the role fails with IAM's message and leaves no group; with it, a retry releases", async () => {
  const restore = await removeGrant(app, MACHINES, 'autoscaling:CreateAutoScalingGroup');
  const commit = await push('a second version');
  const { status, pipelineExecutionId: execution = '' } = await released(commit);
  expect(status).toBe('Failed');
  const failed = await failedAction(app, MACHINES, execution);
  expect(`${failed?.message} ${failed?.log ?? ''}`).toMatch(
    /the role of instances.profile is the one that it may pass.*is not authorized to perform: autoscaling:CreateAutoScalingGroup on resource: arn:aws:autoscaling/,
  );
  expect(await atRest(app)).toBe(first.group);
  await restore();
  await retryStage(app, MACHINES, 'Deploy', execution);
  await expectSuccess(app, MACHINES, await released(commit));
  expect(await atRest(app)).not.toBe(first.group);
});

test('rollback after the hold brings the image before up in a new group', async () => {
  const second = await atRest(app);
  const { code, text } = await runCommand('rollback');
  expect(text).toContain(`rolls stage Deploy back to execution ${first.execution}`);
  expect(text).toMatch(/✓ image ami-[0-9a-f]+/);
  expect(text).toMatch(/✓ parameter \/acme\/machines\/test\/ami-id:\d+/);
  expect(text).toContain('its image is brought up in a new group');
  expect(code).toBe(0);
  const now = await atRest(app);
  expect([first.group, second]).not.toContain(now);
});

test('deployed again, also with another size, the stacks change no group and no traffic', async () => {
  const before = await machines(app);
  expect((await app.deploy()).filter((line) => line.includes('(no changes)'))).toHaveLength(4);
  expect(await machines(app)).toEqual(before);
  await app.synthesize(machinesConfig({ max: 8, bake: '1m' }));
  await app.deploy();
  expect(await machines(app)).toEqual(before);
  const commit = await push('a third version');
  await expectSuccess(app, MACHINES, await released(commit));
  await atRest(app);
});

test('destroying leaves nothing behind but what releases made', async () => {
  const AutoScalingGroupName = await atRest(app);
  await app.clients.autoScaling.send(
    new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true }),
  );
  await app.until('The end of the group', async () => (await machines(app)).groups.length === 0 || undefined);
  await app.destroy();
  const left = await leftovers(app);
  expect(left).toEqual([]);
});

function runCommand(
  command: 'status' | 'rollback',
  options: { to?: string; dryRun?: boolean } = {},
): Promise<CommandOutput> {
  return outputOf(app, (query, out, tools) =>
    command === 'status'
      ? runStatus({ ...query, pipeline: MACHINES }, out, tools.clientsFor)
      : runRollback({ ...query, ...options, pipeline: 'machines' }, out, tools),
  );
}
