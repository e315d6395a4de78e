import { runRollback } from '../../../bin/commands/rollback';
import { runStatus } from '../../../bin/commands/status';
import { PIPELINE_TAG } from '../../../handlers/contract/names';
import type { GitClone } from '../../../rehearsal/git/clone';
import { endedExecution, expectSuccess, failedAction } from '../support/executions';
import { expectCommandsRead } from '../support/expect-commands';
import { cloneFleet, pushVersion, releasedCommit } from '../support/fleet-clone';
import type { FleetsApp } from '../support/fleets-app';
import { outputOf } from '../support/release-commands';
import { deleteGroups, groupNamed, groupNames, RUNNING, startGroup } from '../support/running-fleet';

const PIPELINE = 'acme-dear-test';

/** Tests a pipeline that refreshes the instances of a group that exists. */
export function testRefreshedFleet(app: () => FleetsApp): void {
  let clone: GitClone;
  let first: string;

  const fleet = () => app().dear;

  beforeAll(async () => {
    await startGroup(app(), fleet(), { [PIPELINE_TAG]: PIPELINE });
    clone = await cloneFleet(app(), 'dear');
  });
  afterAll(() => deleteGroups(app(), [fleet().name]));

  const group = () => groupNamed(app().clients, fleet().name);

  const status = async () =>
    (await outputOf(app(), (query, out, tools) => runStatus({ ...query, pipeline: 'dear' }, out, tools)))
      .text;

  const rollback = () =>
    outputOf(app(), (query, out, tools) => runRollback({ ...query, pipeline: 'dear' }, out, tools));

  const released = (commit: string) => releasedCommit(app(), PIPELINE, commit);
  const push = (version: string) => pushVersion(clone, version);

  test('a push replaces the instances, and no group is made', async () => {
    const before = await group();
    const names = await groupNames(app().clients);
    const release = await released(await push('the first version'));
    await expectSuccess(app(), PIPELINE, release);
    const { pipelineExecutionId: execution = '' } = release;
    const { instances = [], ...after } = (await group()) ?? {};
    expect(after).toMatchObject({ min: before?.min, desired: RUNNING });
    expect(instances).toHaveLength(RUNNING);
    expect(instances.filter((one) => before?.instances.includes(one))).toEqual([]);
    expect(await groupNames(app().clients)).toEqual(names);
    first = execution;
    expect(await status()).toMatch(new RegExp(`serves +group ${fleet().name}\n`));
    expect(await status()).toMatch(/strength +3 of 3 instances are healthy/);
    expect(await status()).toMatch(new RegExp(`execution +${execution}`));
  });

  test('a version whose verification fails is followed by a refresh with the version before', async () => {
    const imageOf = (shown: string) => /image +(ami-[0-9a-f]+)/.exec(shown)?.[1];
    const before = imageOf(await status());
    const { status: ended, pipelineExecutionId: failed = '' } = await released(
      await push('a broken version'),
    );
    expect(ended).toBe('Failed');
    expect(await failedAction(app(), PIPELINE, failed)).toMatchObject({ action: 'Verify' });
    const back = await endedExecution(
      app(),
      PIPELINE,
      `the rollback of ${failed}`,
      ({ trigger }) => trigger?.triggerType === 'AutomatedRollback' && trigger.triggerDetail === failed,
    );
    await expectSuccess(app(), PIPELINE, back);
    expect((await group())?.instances).toHaveLength(RUNNING);
    const after = await status();
    expect(after).toMatch(new RegExp(`execution +${back.pipelineExecutionId}`));
    expect(before).toBeDefined();
    expect(imageOf(after)).toBe(before);
  });

  test('rollback after a release refreshes the instances with the version before', async () => {
    await expectSuccess(app(), PIPELINE, await released(await push('the second version')));
    const second = await group();
    const { code, text } = await rollback();
    expect(text).toContain(`rolls stage Deploy back to execution ${first}`);
    expect(code).toBe(0);
    const now = await group();
    expect(now?.instances.filter((one) => second?.instances.includes(one))).toEqual([]);
    expect(await status()).toMatch(/strength +3 of 3 instances are healthy/);
  });

  test('every command reads it', () => expectCommandsRead(app(), PIPELINE));
}
