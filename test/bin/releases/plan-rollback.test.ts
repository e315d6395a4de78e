import { chooseRollback, type RollbackChoice } from '../../../bin/releases/plan-rollback';
import type { DeploymentType, Serving, UnderWay } from '../../../bin/releases/model';
import { pipelineWith, startFakePipeline } from './support/fake-pipeline';

let started: Awaited<ReturnType<typeof startFakePipeline>>;

beforeAll(async () => {
  started = await startFakePipeline();
});
afterAll(() => started.endpoint.close());
beforeEach(() => {
  Object.assign(started.fake, {
    executions: ['e-3', 'e-2', 'e-1'].map((id) => execution(id)),
    actions: {},
    expired: [],
    running: undefined,
  });
});

const execution = (pipelineExecutionId: string, more: object = {}) => ({
  pipelineExecutionId,
  status: 'Succeeded' as const,
  executionType: 'STANDARD' as const,
  sourceRevisions: [{ actionName: 'Source', revisionId: `revision of ${pipelineExecutionId}` }],
  ...more,
});

const serving = (executionId?: string): Serving => ({ facts: [], executionId });

const choose = (
  by: string | undefined,
  to?: string,
  type?: Partial<DeploymentType>,
): Promise<RollbackChoice> => chooseRollback(pipelineWith(started.clients, type), serving(by), to);

test('goes back to the release before the one that serves', async () => {
  const { plan } = await choose('e-3');
  expect(plan).toMatchObject({ way: 'roll-back-stage', target: { executionId: 'e-2' }, needs: [] });
  expect(plan.text).toBe(
    'rolls stage Deploy back to execution e-2 (revision of e-2): what it released serves again',
  );
});

test('after a rollback never goes forward to what was rolled back', async () => {
  started.fake.executions.unshift(
    execution('e-4', {
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: 'e-2' },
    }),
  );
  expect(await choose('e-4')).toMatchObject({ serving: 'e-2', plan: { target: { executionId: 'e-1' } } });
});

test('leaves releases of a former structure of the pipeline out', async () => {
  started.fake.executions[2] = execution('e-1', { version: 1 });
  const { plan, targets } = await choose('e-2');
  expect(targets.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual(['e-3', 'e-2']);
  expect(plan).toMatchObject({
    way: 'none',
    text: expect.stringContaining('there is no release before the one that serves') as string,
  });
});

test('asks for --to where it is not known which execution released what serves', async () => {
  expect((await choose(undefined)).plan.text).toContain('--to names the one to go back to');
  expect((await choose('an execution that CodePipeline no longer keeps')).plan.way).toBe('none');
});

test('takes what is under way back instead', async () => {
  const underWay: UnderWay = { text: 'stops it', takeBack: async () => true };
  const readUnderWay = async () => underWay;
  expect((await choose('e-3', undefined, { readUnderWay })).plan).toEqual({
    way: 'take-back',
    text: 'stops it',
    underWay,
  });
  expect((await choose('e-3', 'e-1', { readUnderWay })).plan.text).toContain('leave --to out');
});

test('does nothing while a rollback is under way already', async () => {
  const readUnderWay = async () => ({ text: '', refusal: 'd-1 is a rollback', takeBack: async () => true });
  expect((await choose('e-3', undefined, { readUnderWay })).plan).toEqual({
    way: 'none',
    text: 'd-1 is a rollback',
  });
});

test('refuses while the stage runs, and quotes the command that ends that', async () => {
  started.fake.running = 'e-5';
  expect((await choose('e-3')).plan.text).toBe(
    'stage Deploy runs execution e-5, and CodePipeline rolls back no stage that runs: it is busy. To end it: aws codepipeline stop-pipeline-execution --pipeline-name shop-web-prd --pipeline-execution-id e-5 --abandon',
  );
});

test.each([
  { to: 'e-1', way: 'roll-back-stage', text: 'back to execution e-1' },
  { to: 'e-3', way: 'none', text: 'released what serves now' },
  { to: 'e-', way: 'none', text: '--to must name one execution, got: e-, with which several begin' },
  { to: 'x', way: 'none', text: '--to must name an execution of shop-web-prd, got: x' },
  { to: 'r-1', way: 'none', text: 'which is a rollback itself' },
  { to: 'f-1', way: 'none', text: 'which did not succeed in the stage' },
  { to: 'o-1', way: 'none', text: 'which is of version 1 of the pipeline, not of its present one, 2' },
])('with --to $to: $text', async ({ to, way, text }) => {
  started.fake.executions.push(
    execution('r-1', { executionType: 'ROLLBACK' }),
    execution('f-1', { status: 'Failed' }),
    execution('o-1', { version: 1 }),
  );
  const { plan } = await choose('e-3', to);
  expect([plan.way, plan.text]).toEqual([way, expect.stringContaining(text)]);
});

test('finds artifacts of the stage that have expired', async () => {
  const inputArtifacts = ['settings', 'image'].map((name) => ({
    name,
    s3location: { bucket: 'artifacts', key: `${name}.zip` },
  }));
  started.fake.actions['e-2'] = [
    { stageName: 'Deploy', actionName: 'Deploy', input: { inputArtifacts } },
    {
      stageName: 'Build',
      input: { inputArtifacts: [{ name: 'source', s3location: { bucket: 'artifacts', key: 'source.zip' } }] },
    },
  ];
  started.fake.expired = ['image.zip', 'source.zip'];
  expect((await choose('e-3')).plan).toMatchObject({
    needs: [
      { what: 'artifact settings: s3://artifacts/settings.zip', missing: undefined },
      { what: 'artifact image: s3://artifacts/image.zip', missing: 'it has expired' },
    ],
  });
});
