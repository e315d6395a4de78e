import { setStage, type Stage } from './stage';

/** One stage for a file of tests. */
export function useStage(): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());
  return () => {
    if (!stage) throw new Error('The stage is not set yet');
    return stage;
  };
}
