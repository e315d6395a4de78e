import { randomUUID } from 'node:crypto';
import { logger } from '../../../handlers/logger';
import type { FunctionContext } from '../../../handlers/function-owner';
import { pipelineName } from '../../../handlers/contract/names';
import { type EventArtifact, createArtifactBucket, storeArtifact, storeObject } from './artifacts';
import { type AwsHarness, startAwsHarness } from './aws-harness';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { createPipelineFixture, type PipelineFixture } from './pipeline-fixture';
import type { JobEvent, ReceivedResult } from './running-actions';

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
  job(artifacts?: readonly EventArtifact[], options?: JobOptions): JobEvent;
  /** Stores bytes as an artifact. */
  object(bytes: Uint8Array): Promise<EventArtifact>;
  /** Invokes the function with any event. A job is that of an action in progress. */
  invoke(event: object): Promise<void>;
  /**
   * Invokes the function with an event of which CodePipeline knows nothing that it did not know before.
   * @param account of the function @default - the test file's
   */
  forge(event: object, account?: string): Promise<void>;
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
  const functionName = 'the-function';
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
    artifact: (files, name) => storeArtifact(aws.direct, pipelineName(pipeline.identity), files, name),
    object: (bytes) => storeObject(aws.direct, pipelineName(pipeline.identity), bytes),
    job: (inputArtifacts = [], options = {}) => {
      const given = { ...pipeline.identity, executionId: 'e-1', ...parameters(), ...options.parameters };
      return jobEvent(inputArtifacts, JSON.stringify(given), options);
    },
    invoke: async (event) => {
      if (isJob(event)) aws.history.running.start({ event, functionName, executionId: executionOf(event) });
      await harness.forge(event);
    },
    forge: (event, account = ACCOUNT) =>
      handler(event, { invokedFunctionArn: `arn:aws:lambda:${REGION}:${account}:function:${functionName}` }),
    run: async (artifacts, options) => {
      await harness.invoke(harness.job(artifacts, options));
      return aws.history.results.at(-1);
    },
  };
  beforeAll(async () => {
    aws = await startAwsHarness();
    await createArtifactBucket(aws.direct);
    Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'prd' });
    logger.setLogLevel('SILENT');
  }, START_TIMEOUT);
  afterAll(() => aws.close());
  beforeEach(async () => {
    aws.proxy.heal();
    await harness.nextPipeline();
  });
  return harness;
}

const isJob = (event: object): event is JobEvent => 'CodePipeline.job' in event;

/** The execution that the parameters of a job name. */
function executionOf(event: JobEvent): string {
  const { UserParameters = '{}' } = event['CodePipeline.job'].data.actionConfiguration.configuration;
  try {
    return (JSON.parse(UserParameters) as { executionId?: string }).executionId ?? '';
  } catch {
    return '';
  }
}

function jobEvent(
  inputArtifacts: readonly EventArtifact[],
  UserParameters: string,
  { id = randomUUID(), continuationToken }: JobOptions,
): JobEvent {
  const data = {
    actionConfiguration: { configuration: { UserParameters } },
    inputArtifacts,
    artifactCredentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test', sessionToken: 'test' },
    continuationToken,
  };
  const job = { id, accountId: ACCOUNT, data };
  return { 'CodePipeline.job': job };
}
