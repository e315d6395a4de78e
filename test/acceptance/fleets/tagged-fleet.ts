import { GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { runRollback } from '../../../bin/commands/rollback';
import { MINIMUM_TAG, PIPELINE_TAG } from '../../../handlers/contract/names';
import type { GitClone } from '../../../rehearsal/git/clone';
import { expectSuccess } from '../support/executions';
import { cloneFleet, releasedCommit } from '../support/fleet-clone';
import type { FleetsApp } from '../support/fleets-app';
import { type CommandOutput, outputOf } from '../support/release-commands';
import {
  addToRule,
  deleteGroups,
  groupNamed,
  groupNames,
  MINIMUM,
  RUNNING,
  startGroup,
} from '../support/running-fleet';
import { type SeenTraffic, watchTraffic } from '../support/watch-traffic';

const TAGGED = 'acme-tagged-test';

/** Tests a pipeline that takes over a fleet whose group has its tag, and is retired. */
export function testTaggedFleet(app: () => FleetsApp): void {
  let clone: GitClone;

  const tagged = () => app().tagged;
  const released = (commit: string) => releasedCommit(app(), TAGGED, commit);

  beforeAll(async () => {
    await startGroup(app(), tagged(), { [PIPELINE_TAG]: TAGGED });
    await addToRule(app().clients, tagged(), tagged().second);
    clone = await cloneFleet(app(), 'tagged');
  });
  afterAll(async () => deleteGroups(app(), await groupNames(app().clients)));

  test('a group with the tag of the pipeline keeps its size, and gets the traffic back in the hold', async () => {
    const commit = await clone.commit('The first version');
    const { wentBack, seen } = await whileReleasing(commit, async () => {
      const during = await groupNamed(app().clients, tagged().name);
      expect(during).toMatchObject({ min: RUNNING, tags: { [MINIMUM_TAG]: `${MINIMUM}` } });
      return outputOf(app(), (query, out, tools) =>
        runRollback({ ...query, pipeline: 'tagged' }, out, tools),
      );
    });
    expect(wentBack.text).toMatch(/moves all of the traffic back to group by-terraform/);
    expect(wentBack.code).toBe(0);
    expect((await released(commit)).status).toBe('Failed');
    expect(seen.weights).toEqual([0, 10, 50, 100, 0]);
    expect(seen.fewest).toBe(RUNNING);
    expect(await app().until('The minimum', () => atMinimum(tagged().name))).toMatchObject({
      desired: RUNNING,
    });
    expect((await groupNames(app().clients)).filter((name) => name.startsWith(TAGGED))).toEqual([]);
  });

  test('released again, it is retired after the hold', async () => {
    await clone.write('files/content.txt', 'the second version\n');
    const commit = await clone.commit('The second version');
    await clone.push();
    await expectSuccess(app(), TAGGED, await released(commit));
    await app().until('The end of the group that served before', async () =>
      // it was deleted, which takes a while
      (await groupNamed(app().clients, tagged().name)) ? undefined : true,
    );
    expect((await groupNames(app().clients)).filter((name) => name.startsWith(TAGGED))).toHaveLength(1);
  });

  /** Pushes a commit of the tagged fleet, and does something in its hold. */
  async function whileReleasing(
    commit: string,
    inHold: () => Promise<CommandOutput>,
  ): Promise<{ wentBack: CommandOutput; seen: SeenTraffic }> {
    let wentBack: CommandOutput = { code: -1, text: '' };
    const seen = await watchTraffic(app().local.clock, app().clients, tagged(), async () => {
      await clone.push();
      await app().until(`The hold of ${commit}`, async () => {
        const { stageStates = [] } = await app().clients.codePipeline.send(
          new GetPipelineStateCommand({ name: TAGGED }),
        );
        const failed = stageStates.find(({ latestExecution }) => latestExecution?.status === 'Failed');
        if (failed)
          throw new Error(`stage ${failed.stageName} failed: ${JSON.stringify(failed.actionStates)}`);
        return stageStates.at(-1)?.latestExecution?.status === 'InProgress' || undefined;
      });
      wentBack = await inHold();
    });
    return { wentBack, seen };
  }

  /** The group once it has its own minimum again. */
  async function atMinimum(name: string) {
    const group = await groupNamed(app().clients, name);
    return group?.min === MINIMUM ? group : undefined;
  }
}
