import { runReleases } from '../../../bin/commands/releases';
import {
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from './support/released-pipeline';

let releasing: ReleasingEndpoint;

beforeAll(async () => {
  releasing = await startReleasing();
});
afterAll(() => releasing.endpoint.close());

const releases = (
  pipeline: string,
  options: { limit?: number; json?: boolean } = {},
): Promise<CommandOutput> =>
  outputOf((query, out) => runReleases({ limit: 20, ...query, ...options, pipeline }, out, releasing.tools));

/** The cells of the rows below the heading. */
const rows = ({ text }: CommandOutput): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ {2,}/));

const fleet = (version: number, more: object = {}) => ({
  type: 'asg',
  group: `web-${version}`,
  launchTemplate: { name: 'web', version: String(version) },
  imageId: `ami-${version}`,
  servingSince: new Date().toISOString(),
  cause: 'release',
  ...more,
});

/** Ids of executions that have succeeded, the oldest first; the creation of the pipeline started the first. */
async function released(name: string, count: number): Promise<string[]> {
  const { shop } = releasing;
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const id = await shop.start(name);
    expect(await shop.end(name, id)).toBe('Succeeded');
    ids.push(id);
  }
  return ids;
}

test('joins executions with what the record has on them, the newest first', async () => {
  const { name, record } = await releasing.newPipeline();
  const [first = '', second = ''] = await released(name, 2);
  const commit = { id: '1234567890123456789012345678901234567890', branch: 'main' };
  await record(
    fleet(1, { pipelineExecutionId: first, commit, approvedBy: 'arn:aws:iam::111111111111:user/ops' }),
  );
  await record(fleet(2, { pipelineExecutionId: second }));
  const shown = await releases(name);
  expect(shown.code).toBe(0);
  expect(rows(shown)).toMatchObject([
    [
      second.slice(0, 8),
      expect.any(String),
      '2',
      expect.any(String),
      'by hand',
      '-',
      expect.any(String),
      'serves',
    ],
    [
      first.slice(0, 8),
      expect.any(String),
      '1',
      '1234567',
      'by hand',
      'ops',
      expect.any(String),
      'Succeeded',
    ],
    [
      expect.any(String),
      expect.any(String),
      '-',
      expect.any(String),
      'created',
      '-',
      expect.any(String),
      'Succeeded',
    ],
  ]);
});

test('fits 80 columns', async () => {
  const { name, record } = await releasing.newPipeline();
  const [id = ''] = await released(name, 1);
  const approvedBy =
    'arn:aws:sts::111111111111:assumed-role/Administrators/somebody.with.a.long.name@example.com';
  await record(fleet(1_000, { pipelineExecutionId: id, approvedBy }));
  const { text } = await releases(name);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text).toContain('somebody.wit…');
});

test('shows releases that no execution made, and counts a version once that only adds its execution', async () => {
  const { name, record } = await releasing.newPipeline();
  const byHand = {
    type: 'ecs',
    taskDefinition: 'arn:aws:ecs:r:1:task-definition/web:7',
    images: {},
    deploymentId: 'd-1',
  };
  const facts = { servingSince: new Date(Date.now() + 60_000).toISOString(), cause: 'manual' };
  await record({ ...byHand, ...facts });
  await record({ ...byHand, ...facts, settingsVersion: 'v1' });
  const shown = rows(await releases(name));
  expect(shown).toHaveLength(2);
  expect(shown[0]).toMatchObject(['-', expect.any(String), '7', '-', 'manual', '-', '-', 'serves']);
});

test('leaves out what somebody wrote into the parameter that is no record', async () => {
  const { name, record } = await releasing.newPipeline();
  await record({ type: 'nothing that is known' });
  const { code, text } = await releases(name);
  expect(code).toBe(0);
  expect(text).not.toContain('serves');
});

test('--limit shows the newest, and asks for no more', async () => {
  const { name } = await releasing.newPipeline();
  const ids = await released(name, 3);
  const shown = rows(await releases(name, { limit: 2 }));
  expect(shown.map(([id]) => id)).toEqual([ids[2], ids[1]].map((id) => id?.slice(0, 8)));
  const { calls } = releasing.endpoint;
  expect(calls.findLast(({ operation }) => operation === 'ListPipelineExecutions')?.input).toMatchObject({
    maxResults: 2,
  });
});

test('--json has everything, unabridged', async () => {
  const { name, record } = await releasing.newPipeline();
  const [id = ''] = await released(name, 1);
  await record(fleet(3, { pipelineExecutionId: id }));
  const { text } = await releases(name, { limit: 1, json: true });
  expect(JSON.parse(text)).toMatchObject([{ executionId: id, version: '3', cause: 'by hand', serves: true }]);
});
