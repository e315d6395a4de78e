import { type BakeHarness, PLAYBOOK, startBakeHarness } from './support/bake-harness';

let harness: BakeHarness;

beforeAll(async () => {
  harness = await startBakeHarness();
});

afterAll(() => harness.close());

it('bakes an image and writes its id', async () => {
  await harness.allow([...harness.statements, { Effect: 'Allow', Action: 'ec2:*', Resource: '*' }]);
  const run = await harness.bake({ 'playbook.yml': PLAYBOOK });
  console.log(run.log);
  expect(run.status).toBe('SUCCEEDED');
  const [image] = await harness.images();
  expect(run.variables).toMatchObject({ AMI_ID: image?.ImageId, AMI_VERSION: '1', IMAGE_REUSED: 'false' });
});
