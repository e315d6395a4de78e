import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { logger } from '../../../handlers/logger';
import type { FunctionContext } from '../../../handlers/role-session';
import { type EventArtifact, makeArtifactBucket, storeArtifact } from './artifacts';
import type { Result } from './pipeline-history';
import { type ReleasedPipeline, type ReleaseWorld, startReleaseWorld } from './release-world';

/** A pipeline, new for each test, with one of its action functions at hand. */
export interface Actions {
  readonly world: ReleaseWorld;
  readonly pipeline: ReleasedPipeline;
  /** Goes on with another new pipeline. */
  another(): Promise<void>;
  /** Stores files as an artifact. */
  artifact(files: Readonly<Record<string, unknown>>, name?: string): Promise<EventArtifact>;
  /** A job of the action. */
  job(artifacts: readonly EventArtifact[], more?: JobDetails): object;
  invoke(event: object): Promise<void>;
  /** Invokes the function with a job, and gives what CodePipeline was told. */
  act(artifacts: readonly EventArtifact[], more?: JobDetails): Promise<Result | undefined>;
}

/** What a test may want different of a job. */
export interface JobDetails {
  readonly id?: string;
  readonly account?: string;
  readonly continuationToken?: string;
  /** In place of the action's own, or beside them. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/**
 * Starts a world before the tests of a file, and a pipeline before each of them.
 * @param parameters what the action's UserParameters tell beside the pipeline
 */
export function actions(
  handler: (event: unknown, context: FunctionContext) => Promise<void>,
  parameters: (pipeline: ReleasedPipeline) => Readonly<Record<string, unknown>>,
): Actions {
  let world: ReleaseWorld;
  let pipeline: ReleasedPipeline;
  let count = 0;
  const another = async () => {
    pipeline = await world.pipeline(`shopfront${++count}`);
    world.told.clear();
  };
  beforeAll(async () => {
    world = await startReleaseWorld();
    await makeArtifactBucket(world.direct);
    logger.setLogLevel('SILENT');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.proxy.heal();
    await another();
  });

  const self: Actions = {
    get world() {
      return world;
    },
    get pipeline() {
      return pipeline;
    },
    another,
    artifact: (files, name) => storeArtifact(world.direct, files, name),
    job: (inputArtifacts, { id = randomUUID(), account = ACCOUNT, continuationToken, ...more } = {}) => {
      const given = { ...pipeline.identity, executionId: 'e-1', ...parameters(pipeline), ...more.parameters };
      const data = {
        actionConfiguration: { configuration: { UserParameters: JSON.stringify(given) } },
        inputArtifacts,
        artifactCredentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test', sessionToken: 'test' },
        continuationToken,
      };
      return { 'CodePipeline.job': { id, accountId: account, data } };
    },
    invoke: (event) =>
      handler(event, { invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:the-function` }),
    act: async (artifacts, more) => {
      await self.invoke(self.job(artifacts, more));
      return world.history.results.at(-1);
    },
  };
  return self;
}
