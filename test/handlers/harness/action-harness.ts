import { randomUUID } from 'node:crypto';
import { logger } from '../../../handlers/logger';
import type { FunctionContext } from '../../../handlers/role-session';
import { type EventArtifact, createArtifactBucket, storeArtifact } from './artifacts';
import { type AwsHarness, startAwsHarness } from './aws-harness';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { createPipelineFixture, type PipelineFixture } from './pipeline-fixture';
import type { ReceivedResult } from './pipeline-history';

/** Milliseconds that end a hang of a test that fails every call in turn; they do not judge its speed. */
export const FAULT_TEST_TIMEOUT = 300_000;

/** Milliseconds that end a hang of moto's start. */
const START_TIMEOUT = 60_000;

/** One of our action functions, and a pipeline, new for each test, that invokes it. */
export interface ActionHarness extends Omit<AwsHarness, 'close'> {
  readonly pipeline: PipelineFixture;
  /** Replaces the pipeline by another new one. */
  nextPipeline(): Promise<void>;
  /** Stores files as an artifact. */
  artifact(files: Readonly<Record<string, unknown>>, name?: string): Promise<EventArtifact>;
  /** The event of a job of the action. */
  job(artifacts?: readonly EventArtifact[], options?: JobOptions): object;
  /** Invokes the function with any event. */
  invoke(event: object): Promise<void>;
  /** Invokes the function with a job. @returns the result that CodePipeline received last */
  run(artifacts?: readonly EventArtifact[], options?: JobOptions): Promise<ReceivedResult | undefined>;
}

export interface JobOptions {
  /** @default - a new one */
  readonly id?: string;
  readonly continuationToken?: string;
  /** Override UserParameters, or add some. @default - none */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/**
 * Starts AWS before the tests of a file, and creates a pipeline before each of them.
 * @param parameters UserParameters of the action, beside the pipeline
 */
export function actionHarness(
  handler: (event: unknown, context: FunctionContext) => Promise<void>,
  parameters: () => Readonly<Record<string, unknown>>,
): ActionHarness {
  let aws: AwsHarness;
  let pipeline: PipelineFixture;
  let count = 0;
  const invokedFunctionArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:the-function`;
  const harness: ActionHarness = {
    get history() {
      return aws.history;
    },
    get proxy() {
      return aws.proxy;
    },
    get clock() {
      return aws.clock;
    },
    get overrides() {
      return aws.overrides;
    },
    get direct() {
      return aws.direct;
    },
    get pipeline() {
      return pipeline;
    },
    nextPipeline: async () => {
      pipeline = await createPipelineFixture(aws.direct, aws.history, `shopfront${++count}`);
      aws.overrides.clear();
    },
    artifact: (files, name) => storeArtifact(aws.direct, files, name),
    job: (inputArtifacts = [], options = {}) => {
      const given = { ...pipeline.identity, executionId: 'e-1', ...parameters(), ...options.parameters };
      return jobEvent(inputArtifacts, JSON.stringify(given), options);
    },
    invoke: (event) => handler(event, { invokedFunctionArn }),
    run: async (artifacts, options) => {
      await harness.invoke(harness.job(artifacts, options));
      return aws.history.results.at(-1);
    },
  };
  beforeAll(async () => {
    aws = await startAwsHarness();
    await createArtifactBucket(aws.direct);
    logger.setLogLevel('SILENT');
  }, START_TIMEOUT);
  afterAll(() => aws.close());
  beforeEach(async () => {
    aws.proxy.heal();
    await harness.nextPipeline();
  });
  return harness;
}

function jobEvent(
  inputArtifacts: readonly EventArtifact[],
  UserParameters: string,
  { id = randomUUID(), continuationToken }: JobOptions,
): object {
  const data = {
    actionConfiguration: { configuration: { UserParameters } },
    inputArtifacts,
    artifactCredentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test', sessionToken: 'test' },
    continuationToken,
  };
  return { 'CodePipeline.job': { id, accountId: ACCOUNT, data } };
}
