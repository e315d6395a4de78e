import { type BuildFixture, contextOf, createFixture, phasesOf } from './support/fixture';

let fixture: BuildFixture;

beforeAll(async () => {
  fixture = await createFixture([
    {
      ...{ text: 'sts get-caller-identity killed', service: 'sts', operation: 'GetCallerIdentity' },
      ...{ effect: 'killed', from: 'shop-build', calls: { first: 1, last: 1 } },
    },
  ]);
});
afterAll(() => fixture.close());

test('a build that is killed at a call ends as one whose container is dead, and the next one is not killed', async () => {
  const buildspec = JSON.stringify({
    version: 0.2,
    phases: {
      build: { commands: ['aws sts get-caller-identity', 'echo never'] },
      post_build: { commands: ['echo never'] },
    },
  });
  const project = await fixture.project(buildspec);
  const killed = await fixture.end(await fixture.start(project));
  expect(killed.buildStatus).toBe('FAULT');
  expect(contextOf(killed)).toMatch(/^BUILD SINGLE_BUILD_CONTAINER_DEAD: Build container found dead/);
  expect(phasesOf(killed)).not.toHaveProperty('POST_BUILD');
  expect((await fixture.end(await fixture.start(project))).buildStatus).toBe('SUCCEEDED');
});
