import { runRollback } from '../../../bin/commands/rollback';
import { runStatus } from '../../../bin/commands/status';
import { type FleetLocation, readFleet } from '../../../rehearsal/fleet-from-commits/fleet';
import type { GitClone } from '../../../rehearsal/git/clone';
import { expectSuccess, failedAction } from '../support/executions';
import { expectCommandsRead } from '../support/expect-commands';
import { cloneFleet, pushVersion, releasedCommit } from '../support/fleet-clone';
import type { FleetsApp } from '../support/fleets-app';
import { atRest, locateMachines, MACHINES } from '../support/machines';
import { type CommandOutput, outputOf } from '../support/release-commands';
import { deleteGroups } from '../support/running-fleet';

/** Tests a pipeline that makes its fleet itself. */
export function testOwnFleet(app: () => FleetsApp): void {
  let clone: GitClone;
  let location: FleetLocation;
  let first: { group: string; execution: string };

  beforeAll(async () => {
    clone = await cloneFleet(app(), 'machines');
    location = await locateMachines(app());
  });
  afterAll(async () => deleteGroups(app(), [await rest()]));

  const push = (version: string) => pushVersion(clone, version);
  const released = (commit: string) => releasedCommit(app(), MACHINES, commit);
  const rest = () => atRest(app(), location);
  const fleet = () => readFleet(location);

  test('a push is baked and served by a group of its own, which status shows', async () => {
    const commit = await push('the first version');
    const release = await released(commit);
    await expectSuccess(app(), MACHINES, release);
    const { pipelineExecutionId: execution = '' } = release;
    first = { group: await rest(), execution };
    const shown = await runCommand('status');
    expect(shown.text).toMatch(new RegExp(`serves +group ${first.group}, with 100 % of the traffic`));
    expect(shown.text).toMatch(/image +ami-[0-9a-f]+\n/);
    expect(shown.text).toMatch(/strength +2 of 2 instances are healthy/);
    expect(shown.text).toMatch(new RegExp(`execution +${execution}`));
    expect(shown.text).toContain('none is possible now: there is no release before the one that serves');
  });

  test('rollback while the traffic moves stops the execution, and nothing of its group is left', async () => {
    const commit = await push('a version that is regretted at once');
    const dryRun = await app().until('Some of the traffic', async () => {
      const { groups } = await fleet();
      const moved = groups.some(({ name, weight }) => name !== first.group && weight > 0);
      return moved ? runCommand('rollback', { dryRun: true }) : undefined;
    });
    expect(dryRun.text).toMatch(
      new RegExp(
        `stops execution .* % of the traffic: all of it goes back to ${first.group}, and .* is removed`,
      ),
    );
    const { code, text } = await runCommand('rollback');
    expect(text).toContain('it is removed');
    expect(code).toBe(0);
    expect((await released(commit)).status).toBe('Stopped');
    expect(await rest()).toBe(first.group);
  });

  test('a version whose verification fails once it has the traffic gives that back, and is removed', async () => {
    const { status, pipelineExecutionId = '' } = await released(await push('a broken version'));
    expect(status).toBe('Failed');
    expect(await failedAction(app(), MACHINES, pipelineExecutionId)).toMatchObject({ action: 'Verify' });
    expect(await rest()).toBe(first.group);
    const shown = await runCommand('status');
    expect(shown.text).toMatch(new RegExp(`execution +${first.execution}`));
  });

  test('deployed again, also with another size, the stacks change no group and no traffic', async () => {
    const before = await fleet();
    expect((await app().deploy()).filter((line) => line.includes('(no changes)'))).toHaveLength(6);
    expect(await fleet()).toEqual(before);
    await app().deploy(app().config({ max: 8, bake: '1m' }));
    expect(await fleet()).toEqual(before);
  });

  test('every command reads it', () => expectCommandsRead(app(), MACHINES));

  function runCommand(
    command: 'status' | 'rollback',
    options: { to?: string; dryRun?: boolean } = {},
  ): Promise<CommandOutput> {
    return outputOf(app(), (query, out, tools) =>
      command === 'status'
        ? runStatus({ ...query, pipeline: MACHINES }, out, tools)
        : runRollback({ ...query, ...options, pipeline: 'machines' }, out, tools),
    );
  }
}
