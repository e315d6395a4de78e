import { servingTag } from '../../../handlers/contract/names';
import { pipelineRun, releaseHarness } from '../harness/release-harness';

const release = releaseHarness();
const harness = release.action;

test('protects an image with an OCI manifest, and one that is named by tag', async () => {
  const app = await harness.pipeline.push('oci', { mediaType: 'application/vnd.oci.image.manifest.v1+json' });
  const side = await harness.pipeline.push('side', { tag: 'stable' });
  const byTag = harness.pipeline.image(app).replace(/@.*/, ':stable');
  const taskDefinition = await harness.pipeline.define({ app: harness.pipeline.image(app), side: byTag });
  await harness.pipeline.serve(taskDefinition, 'd-1');
  harness.history.runs.push(pipelineRun(1));
  await harness.run();
  const tags = await harness.pipeline.tags();
  const protectedDigests = [
    tags[servingTag(harness.pipeline.identity)],
    tags[`${servingTag(harness.pipeline.identity)}-2`],
  ];
  expect(protectedDigests.sort()).toEqual([app, side].sort());
  expect(await harness.pipeline.record()).toMatchObject({
    serving: { images: { side: harness.pipeline.image(side) } },
  });
});

test('fails the action when the image that serves is gone', async () => {
  const gone = harness.pipeline.image(`sha256:${'0'.repeat(64)}`);
  await harness.pipeline.serve(await harness.pipeline.define({ app: gone }), 'd-1');
  harness.history.runs.push(pipelineRun(1));
  await harness.run();
  expect(harness.history.results).toMatchObject([
    {
      kind: 'failure',
      failureDetails: {
        type: 'RevisionUnavailable',
        message: expect.stringContaining('must have the image that serves') as string,
      },
    },
  ]);
});

test('fails the action with the message of ECR where tags cannot be moved, and succeeds where they need not be', async () => {
  await release.deploy(1);
  await harness.run();
  await harness.pipeline.freezeTags();
  await harness.run();
  await release.deploy(2);
  await harness.run();
  expect(harness.history.results).toMatchObject([
    { kind: 'success' },
    { kind: 'success' },
    {
      kind: 'failure',
      failureDetails: { message: expect.stringContaining('the tag is immutable') as string },
    },
  ]);
});
