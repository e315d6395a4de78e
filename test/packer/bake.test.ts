import { BAKE_TAG, EXECUTION_TAG, IMAGE_HASH_TAG, PIPELINE_TAG } from '../../handlers/contract/names';
import { type BakeHarness, PIPELINE, PLAYBOOK, STAND_IN, startBakeHarness } from './support/bake-harness';

let harness: BakeHarness;

beforeAll(async () => {
  harness = await startBakeHarness();
});

afterAll(() => harness.close());

it('bakes an image and writes its id', async () => {
  const run = await harness.bake({ 'playbook.yml': PLAYBOOK }, STAND_IN);
  console.log(run.log);
  expect(run.status).toBe('SUCCEEDED');
  const [image] = await harness.images();
  console.log(
    JSON.stringify(image, null, 1),
    BAKE_TAG,
    EXECUTION_TAG,
    IMAGE_HASH_TAG,
    PIPELINE_TAG,
    PIPELINE,
  );
  expect(run.variables).toMatchObject({ AMI_ID: image?.ImageId, AMI_VERSION: '1', IMAGE_REUSED: 'false' });
});
