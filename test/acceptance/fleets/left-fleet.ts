import type { GitClone } from '../../../rehearsal/git/clone';
import { endedExecution, expectSuccess, failedAction, retryStage } from '../support/executions';
import { cloneFleet, releasedCommit } from '../support/fleet-clone';
import type { FleetsApp } from '../support/fleets-app';
import {
  addToRule,
  deleteGroups,
  groupNamed,
  groupNames,
  RUNNING,
  startGroup,
} from '../support/running-fleet';
import { watchTraffic } from '../support/watch-traffic';

const LEFT = 'acme-left-test';

/** Tests a pipeline that takes over a fleet whose group it leaves as it is. */
export function testLeftFleet(app: () => FleetsApp): void {
  let clone: GitClone;
  let execution = '';

  const left = () => app().left;
  const released = (commit: string) => releasedCommit(app(), LEFT, commit);

  beforeAll(async () => {
    await startGroup(app(), left());
    clone = await cloneFleet(app(), 'left');
  });
  afterAll(async () => deleteGroups(app(), await groupNames(app().clients)));

  test('a rule that forwards to one target group is refused before a group is made, with how to add the second', async () => {
    const before = await groupNamed(app().clients, left().name);
    const names = await groupNames(app().clients);
    const commit = await clone.commit('The first version');
    await clone.push();
    const { status, pipelineExecutionId = '' } = await released(commit);
    expect(status).toBe('Failed');
    const failed = await failedAction(app(), LEFT, pipelineExecutionId);
    expect(failed?.action).toBe('Green');
    expect(failed?.message).toContain(`got: ${left().targetGroup}; add the other one with weight 0`);
    expect(await groupNames(app().clients)).toEqual(names);
    expect(await groupNamed(app().clients, left().name)).toEqual(before);
    execution = pipelineExecutionId;
  });

  test('with both in the rule the release takes over in steps, and the group that ran before is left as it is', async () => {
    const before = await groupNamed(app().clients, left().name);
    await addToRule(app().clients, left(), left().second);
    const seen = await watchTraffic(app().local.clock, app().clients, left(), async () => {
      await retryStage(app(), LEFT, 'Deploy', execution);
      const retried = await endedExecution(
        app(),
        LEFT,
        'the retry',
        ({ pipelineExecutionId }) => pipelineExecutionId === execution,
      );
      await expectSuccess(app(), LEFT, retried);
    });
    expect(seen.weights).toEqual([0, 10, 50, 100]);
    expect(seen.fewest).toBe(RUNNING);
    expect(await groupNamed(app().clients, left().name)).toEqual(before);
  });
}
