import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StopBuildCommand } from '@aws-sdk/client-codebuild';
import { createBuildQueue } from '../../services/codebuild/run/queue';
import { until } from '../../testing';
import { type BuildFixture, createFixture, phasesOf } from './support/fixture';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();

/** A build that hangs, with a child and a grandchild that write their ids to a file. */
const hanging = (file: string): string =>
  JSON.stringify({
    version: 0.2,
    phases: {
      build: { commands: [`sh -c 'sleep 600 & echo "$$ $!" > ${file}; wait'`] },
      post_build: { commands: ['echo never'] },
    },
  });

/** Starts one, and waits until it hangs. */
async function hang(of: BuildFixture, file: string): Promise<{ id: string; processes: number[] }> {
  const path = join(of.context.folder, file);
  const id = await of.start(await of.project(hanging(path)));
  const processes = await until(async () => {
    const ids = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ').map(Number);
    return ids.length === 2 ? ids : undefined;
  });
  return { id, processes };
}

const allGone = (processes: readonly number[]) =>
  until(async () => (processes.some(isAlive) ? undefined : true));

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a build that hangs', () => {
  it('is stopped by hand, with all its processes', async () => {
    const { id, processes } = await hang(fixture(), 'stopped');
    await fixture().codeBuild.send(new StopBuildCommand({ id }));
    const build = await fixture().end(id);
    await allGone(processes);
    expect(build.buildStatus).toBe('STOPPED');
    expect(phasesOf(build)).toMatchObject({ PRE_BUILD: 'SUCCEEDED', BUILD: 'STOPPED' });
    expect(phasesOf(build)).not.toHaveProperty('POST_BUILD');
  });

  it('has time to clean up when it is stopped, before what does not end is killed', async () => {
    const file = join(fixture().context.folder, 'cleaned-up');
    const command = `trap 'sleep 0.3; echo cleaned up > ${file}; exit 1' TERM; echo begun > ${file}; sleep 600 & wait`;
    const id = await fixture().start(
      await fixture().project(JSON.stringify({ version: 0.2, phases: { build: { commands: [command] } } })),
    );
    const read = () => readFile(file, 'utf8').catch(() => '');
    await until(async () => (await read()) || undefined);
    await fixture().codeBuild.send(new StopBuildCommand({ id }));
    const build = await fixture().end(id);
    expect(build.buildStatus).toBe('STOPPED');
    expect(await read()).toBe('cleaned up\n');
  });

  it('ends when its time is over, with all its processes', async () => {
    const { id, processes } = await hang(fixture(), 'timed-out');
    fixture().stopwatch.advance(60 * 60_000);
    const build = await fixture().end(id);
    await allGone(processes);
    expect(build.buildStatus).toBe('TIMED_OUT');
    const phase = build.phases?.find(({ phaseType }) => phaseType === 'BUILD');
    expect(phase).toMatchObject({
      phaseStatus: 'TIMED_OUT',
      contexts: [{ statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out.' }],
    });
  });

  it('ends with the endpoint', async () => {
    const other = await createFixture();
    const { processes } = await hang(other, 'closed');
    await other.close();
    await allGone(processes);
  });

  it('stays as it ended when it is stopped again', async () => {
    const build = await fixture().run(
      JSON.stringify({ version: 0.2, phases: { build: { commands: ['true'] } } }),
    );
    const { build: after } = await fixture().codeBuild.send(new StopBuildCommand({ id: build.id }));
    expect(after?.buildStatus).toBe('SUCCEEDED');
  });
});

describe('what a build leaves in the background', () => {
  it('lives through the commands after it, and ends with the build', async () => {
    const file = join(fixture().context.folder, 'background');
    const commands = [`sleep 600 & echo $! > ${file}`, `kill -0 $(cat ${file}) && echo "still there"`];
    const build = await fixture().run(JSON.stringify({ version: 0.2, phases: { build: { commands } } }));
    expect(await fixture().log(build)).toContain('\nstill there\n');
    await allGone([Number(await readFile(file, 'utf8'))]);
  });
});

const daemonTest = process.platform === 'linux' ? it : it.skip; // others do not tell the environment of a process

daemonTest('what a build leaves in a session of its own ends with the build, too', async () => {
  const file = join(fixture().context.folder, 'daemon');
  const commands = [`setsid sh -c 'sleep 600 & echo "$$ $!" > ${file}; wait' & sleep 0.1`];
  await fixture().run(JSON.stringify({ version: 0.2, phases: { build: { commands } } }));
  const processes = await until(async () => (await readFile(file, 'utf8')).trim().split(' ').map(Number));
  expect(processes).toHaveLength(2);
  await allGone(processes);
});

it('a build that ends what its commands are children of fails, and leaves nothing', async () => {
  const file = join(fixture().context.folder, 'runner');
  const commands = [`sleep 600 & echo $! > ${file}; kill -9 $PPID; sleep 600`];
  const build = await fixture().run(JSON.stringify({ version: 0.2, phases: { build: { commands } } }));
  expect(phasesOf(build)).toMatchObject({ BUILD: 'FAILED' });
  await allGone([Number(await readFile(file, 'utf8'))]);
});

describe('the queue', () => {
  it('lets so many run, the others in the order in which they came', async () => {
    const queue = createBuildQueue(1);
    const { signal } = new AbortController();
    const order: string[] = [];
    const first = await queue.enter(signal);
    const second = queue.enter(signal).then((end) => (order.push('second'), end));
    const third = queue.enter(signal).then((end) => (order.push('third'), end));
    first();
    (await second)();
    (await third)();
    expect(order).toEqual(['second', 'third']);
  });

  it('lets nobody wait who has been stopped', async () => {
    const queue = createBuildQueue(1);
    const first = await queue.enter(new AbortController().signal);
    const stopped = new AbortController();
    const second = queue.enter(stopped.signal);
    stopped.abort(new Error('stopped'));
    await expect(second).rejects.toThrow('stopped');
    first();
    await queue.enter(new AbortController().signal);
  });
});
