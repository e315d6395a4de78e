import { createFixture, type BuildFixture } from './fixture';

/** One fixture for a file of tests. */
export function useFixture(): () => BuildFixture {
  let fixture: BuildFixture | undefined;
  beforeAll(async () => {
    fixture = await createFixture();
  });
  afterAll(() => fixture?.close());
  return () => {
    if (!fixture) throw new Error('The fixture is not set yet');
    return fixture;
  };
}
